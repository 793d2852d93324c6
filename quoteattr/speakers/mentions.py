"""Who may be meant where: the sources that ask for a speaker, and everything that may answer them.

What answers is a name, a description with a noun for people, bodies or papers ("the mayor", "voters"), what a relative
clause explains ("economists who ..."), or the source of an earlier statement.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum

from attrs import frozen

from quoteattr.language.lexicon.bodies import DOCUMENTS, GROUPS, ORGANIZATIONS
from quoteattr.language.lexicon.grammar import DETERMINERS, SMALL_WORDS, singular
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
from quoteattr.statements.statement import Origin, Statement
from quoteattr.statements.turns import is_part

__all__ = ["Candidate", "Sort", "Source", "find_candidates", "find_sources"]

_NOUNS = GENERIC_PEOPLE | GROUPS | ORGANIZATIONS | DOCUMENTS | MALE | FEMALE
_LONGEST_DESCRIPTION = 7
"""Words of a description at most."""

_LONGEST_BARE = 4
"""Words of a description without a determiner at most."""

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
    `key`, `core` (without titles), `head` and `gender` are what the source's words say. `is_part` says that it is the
    label of somebody without a name: "Speaker 1".
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
    is_part: bool = False

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
        statement.origin is Origin.LABEL and is_part(span.text),
    )


def find_candidates(text: str, words: Words, cast: Cast, sources: Sequence[Source]) -> tuple[Candidate, ...]:
    """Return all that may speak in an article, in text order."""
    names = list(_names(text, words, cast))
    spoken = list(_once(sources, words, names))
    described = _descriptions(text, words, [*names, *spoken], sources)
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


def _descriptions(
    text: str, words: Words, known: Iterable[Candidate], sources: Sequence[Source]
) -> Iterator[Candidate]:
    """Return the descriptions that stand neither in a name nor in a source."""
    taken = {i for candidate in known for i in range(*candidate.words)}
    wording = _Wording.of(text, words)
    explained = {source.words[0] for source in sources if source.form is Form.RELATIVE}
    followed = {word - 1 for word in taken - explained}
    for last in sorted(set(range(len(words))) - taken - followed):
        first = wording.opening(last, is_explained=wording.next_word(last) in explained)
        if first is not None and taken.isdisjoint(range(first, last + 1)):
            yield _description(text, words, first, last + 1)


def _description(text: str, words: Words, first: int, end: int) -> Candidate:
    start, stop = words.starts[first], words.ends[end - 1]
    phrase = text[start:stop]
    key = name_key(phrase)
    return Candidate(
        Sort.DESCRIPTION,
        start,
        stop,
        (first, end),
        key,
        without_titles(key),
        head_noun(phrase),
        gender_of_wording(phrase),
    )


@frozen
class _Wording:
    """The words of an article in lower case, and where phrases in it may begin."""

    words: Words
    lower: tuple[str, ...]
    openings: frozenset[int]

    @classmethod
    def of(cls, text: str, words: Words) -> _Wording:
        """Return the wording of a text."""
        lower = (text[start:end].lower() for start, end in zip(words.starts, words.ends, strict=True))
        return cls(words, tuple(lower), frozenset(words.openings))

    def next_word(self, last: int) -> int:
        """Return the number of the next word that is no comma."""
        return last + 2 if self.lower[last + 1 : last + 2] == (",",) else last + 1

    def opening(self, last: int, *, is_explained: bool) -> int | None:
        """Return the first word of the phrase that ends with a noun, None where no phrase for a speaker ends.

        It has a determiner and a noun for people, bodies or papers, or a plural of these alone ("voters"), or it is any
        noun that a relative clause explains: "economists who favor the tax".
        """
        noun = self.lower[last]
        if is_explained and noun[:1].isalpha() and noun not in SMALL_WORDS:
            return self._first(last)
        if not _is_noun(noun) or self._goes_on(last):
            return None
        first = self._determiner(last)
        return self._first(last) if first is None and _is_plural(noun) else first

    def _goes_on(self, last: int) -> bool:
        """Return whether the next word is a noun of the same phrase."""
        following = last + 1 < len(self.lower) and _is_noun(self.lower[last + 1])
        return following and self.words.starts[last + 1] - self.words.ends[last] == 1

    def _determiner(self, last: int) -> int | None:
        """Return the determiner before a noun, None if there is none or it is the noun itself."""
        first = self._first(last, _LONGEST_DESCRIPTION)
        return first if first < last and self.lower[first] in DETERMINERS else None

    def _first(self, last: int, longest: int = _LONGEST_BARE) -> int:
        """Return the first word of a phrase: its determiner, or what follows the small word or the mark before it."""
        kept = last
        for first in self._backwards(last, longest):
            if self.lower[first] in DETERMINERS:
                return first
            if self.lower[first] in SMALL_WORDS or (first < last and _ends_phrase(self.lower[first])):
                return kept
            kept = first if self.lower[first][:1].isalpha() else kept
        return kept

    def _backwards(self, last: int, longest: int) -> Iterator[int]:
        """Yield the words from a noun backwards, up to a mark or the start of the paragraph."""
        for first in range(last, max(-1, last - longest), -1):
            word = self.lower[first]
            if not (word[:1].isalpha() or word in ("'", "’", "-")):
                return
            yield first
            if first in self.openings or self.words.starts[first] - self.words.ends[first - 1] > 1:
                return


def _is_plural(noun: str) -> bool:
    """Return whether a noun is a plural for people, bodies or papers."""
    return noun in GROUPS or (singular(noun) != noun and singular(noun) in _NOUNS)


def _ends_phrase(word: str) -> bool:
    """Return whether a word ends its phrase whatever follows: "critics", not "police" (of "police officer")."""
    return singular(word) != word and _is_plural(word)


def _is_noun(word: str) -> bool:
    """Return whether a word names people, bodies or papers."""
    one = singular(word)
    return word[:1].isalpha() and (word in _NOUNS or one in _NOUNS or is_role(one))
