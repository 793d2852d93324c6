"""Who may be meant where: the sources that ask for a speaker, and everything that may answer them.

What answers is a name, a description with a determiner and a noun for people, bodies or papers ("the mayor"), or the
source of an earlier statement.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum

from attrs import frozen

from quoteattr.language.lexicon.bodies import DOCUMENTS, GROUPS, ORGANIZATIONS
from quoteattr.language.lexicon.grammar import DETERMINERS, singular
from quoteattr.language.lexicon.roles import FEMALE, GENERIC_PEOPLE, MALE, is_role
from quoteattr.language.words import NameKind
from quoteattr.network.words import Words
from quoteattr.records import Span
from quoteattr.speakers.cast import Cast
from quoteattr.speakers.wording import (
    Form,
    Gender,
    Key,
    find_form,
    gender_of_wording,
    head_noun,
    name_key,
    without_titles,
)
from quoteattr.statements.statement import Statement

__all__ = ["Candidate", "Sort", "Source", "find_candidates", "find_sources"]

_NOUNS = GENERIC_PEOPLE | GROUPS | ORGANIZATIONS | DOCUMENTS | MALE | FEMALE
_LONGEST_DESCRIPTION = 7
"""Words of a description at most."""

Range = tuple[int, int]
"""The first word and the one after the last, counted over the words of the network."""


class Sort(IntEnum):
    """What a candidate is. The numbers are those that the network has learned."""

    PERSON = 0
    ORGANIZATION = 1
    PLACE = 2
    NATIONALITY = 3
    DESCRIPTION = 4
    PRONOUN_SOURCE = 5
    DESCRIBED_SOURCE = 6
    NAMED_SOURCE = 7

    @property
    def is_name(self) -> bool:
        """True for proper names."""
        return self <= Sort.NATIONALITY

    @property
    def is_source(self) -> bool:
        """True for sources of statements."""
        return self >= Sort.PRONOUN_SOURCE


_SORTS = {
    NameKind.PERSON: Sort.PERSON,
    NameKind.ORGANIZATION: Sort.ORGANIZATION,
    NameKind.PLACE: Sort.PLACE,
    NameKind.NATIONALITY: Sort.NATIONALITY,
}


@frozen
class Source:
    """A statement that asks for its speaker: its source, or its content where it has none.

    `contents` are the fragments of its content, `words` the words of the source, or of the content where there is none.
    `key`, `core` (without titles), `head` and `gender` are what the source's words say.
    """

    statement: int
    span: Span | None
    contents: tuple[Span, ...]
    form: Form
    words: Range
    key: Key = ()
    core: Key = ()
    head: str = ""
    gender: Gender = Gender.UNSTATED

    @property
    def start(self) -> int:
        """Character offset of the source, or of the content where there is none."""
        return (self.span or self.contents[0]).start


@frozen
class Candidate:
    """A place in the text where somebody or something is mentioned that may speak elsewhere.

    `entity` is the number of the one named, in `Cast.entities`; `source` that of the source, in the list of sources.
    """

    sort: Sort
    start: int
    end: int
    words: Range
    key: Key
    core: Key
    head: str
    gender: Gender = Gender.UNSTATED
    entity: int | None = None
    source: int | None = None


def find_sources(text: str, words: Words, statements: Sequence[Statement]) -> tuple[Source, ...]:
    """Return the source of each statement, in the order of the statements; those without a word are left out."""
    found = (_source(text, words, number, statement) for number, statement in enumerate(statements))
    return tuple(source for source in found if source is not None)


def _source(text: str, words: Words, number: int, statement: Statement) -> Source | None:
    span = statement.source
    whole = span or Span.cut(text, statement.start, statement.end)
    inside = words.touching(whole.start, whole.end)
    if inside[0] >= inside[1]:
        return None
    if span is None:
        return Source(number, None, statement.content, Form.UNSAID if statement.cue else Form.NONE, inside)
    key = name_key(span.text)
    return Source(
        number,
        span,
        statement.content,
        find_form(span.text),
        inside,
        key,
        without_titles(key),
        head_noun(span.text),
        gender_of_wording(span.text),
    )


def find_candidates(text: str, words: Words, cast: Cast, sources: Sequence[Source]) -> tuple[Candidate, ...]:
    """Return all that may speak in an article, in text order."""
    names = list(_names(text, words, cast))
    spoken = list(_once(sources, words, names))
    described = _descriptions(text, words, [*names, *spoken])
    return tuple(sorted([*names, *described, *spoken], key=lambda candidate: (candidate.start, candidate.sort)))


def _names(text: str, words: Words, cast: Cast) -> Iterator[Candidate]:
    for name, entity in sorted(cast.bearers.items(), key=lambda item: item[0].start):
        inside = words.touching(name.start, name.end)
        if inside[0] < inside[1]:
            key = name_key(name.text)
            gender = Gender.UNSTATED if entity is None else cast.entities[entity].gender
            yield Candidate(
                _SORTS[name.kind],
                name.start,
                name.end,
                inside,
                key,
                without_titles(key),
                head_noun(name.text),
                gender,
                entity,
            )


def _once(sources: Sequence[Source], words: Words, names: Sequence[Candidate]) -> Iterator[Candidate]:
    """Return a candidate for each source, once for several statements with the same source."""
    seen: set[Span] = set()
    people = [name for name in names if name.sort is Sort.PERSON and name.gender]
    starts = [name.start for name in people]
    for number, source in enumerate(sources):
        if source.span is None or source.span in seen:
            continue
        seen.add(source.span)
        inside = people[bisect_left(starts, source.span.start) : bisect_left(starts, source.span.end)]
        gender = source.gender or (inside[0].gender if len(inside) == 1 else Gender.UNSTATED)
        yield Candidate(
            _sort_of_source(source.form),
            source.span.start,
            source.span.end,
            source.words,
            source.key,
            source.core,
            source.head,
            gender,
            source=number,
        )


def _sort_of_source(form: Form) -> Sort:
    if form.is_pronoun:
        return Sort.PRONOUN_SOURCE
    return Sort.DESCRIBED_SOURCE if form is Form.DESCRIPTION else Sort.NAMED_SOURCE


def _descriptions(text: str, words: Words, known: Iterable[Candidate]) -> Iterator[Candidate]:
    """Return the descriptions that stand neither in a name nor in a source."""
    taken = {i for candidate in known for i in range(*candidate.words)}
    openings = frozenset(words.openings)
    lower = [text[start:end].lower() for start, end in zip(words.starts, words.ends, strict=True)]
    for last, noun in enumerate(lower):
        if last in taken or not _is_noun(noun) or last + 1 in taken:
            continue
        if last + 1 < len(lower) and _is_noun(lower[last + 1]) and words.starts[last + 1] - words.ends[last] == 1:
            continue
        first = _determiner(words, lower, last, openings)
        if first is not None and taken.isdisjoint(range(first, last + 1)):
            phrase = text[words.starts[first] : words.ends[last]]
            key = name_key(phrase)
            yield Candidate(
                Sort.DESCRIPTION,
                words.starts[first],
                words.ends[last],
                (first, last + 1),
                key,
                without_titles(key),
                head_noun(phrase),
                gender_of_wording(phrase),
            )


def _is_noun(word: str) -> bool:
    """Return whether a word names people, bodies or papers."""
    one = singular(word)
    return word[:1].isalpha() and (word in _NOUNS or one in _NOUNS or is_role(one))


def _determiner(words: Words, lower: Sequence[str], last: int, openings: frozenset[int]) -> int | None:
    """Return the word that opens the phrase which ends with a noun, None if no determiner does."""
    for first in range(last, max(-1, last - _LONGEST_DESCRIPTION), -1):
        if lower[first] in DETERMINERS:
            return first if first < last else None
        apart = first in openings or words.starts[first] - words.ends[first - 1] > 1
        if apart or not (lower[first][:1].isalpha() or lower[first] in ("'", "’", "-")):
            return None
    return None
