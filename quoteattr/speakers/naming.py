"""Names, mended in the light of the whole article.

A name tagger reads sentence by sentence. An article says more: what is a person in three places is one in the
fourth, what stands in brackets behind a body is its short form, and the source of a statement ends where the name
of its speaker ends. `mend_names` uses that to join what was cut, to lengthen what stopped short, and to find what was
missed:

- "Norman" + "Ham" → "Norman Ham"; "Theresa" in the source "Prime Minister Theresa May" → "Theresa May";
- "J." before "Gerald Hebert"; "Editor-in-Chief Martin Baron" as a source: the capitals behind the office;
- a short name that the article introduces in brackets as a body's, or takes for a person most of the time, is
  that everywhere.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

import regex
from attrs import evolve

from quoteattr.language.lexicon.bodies import ORGANIZATIONS
from quoteattr.language.lexicon.grammar import DETERMINERS, PARTICLES, singular
from quoteattr.language.lexicon.roles import is_role
from quoteattr.language.lexicon.titles import HONORIFICS
from quoteattr.language.words import Analysis, Name, NameKind, Word
from quoteattr.records import Span
from quoteattr.statements.cues import REPORTING_VERBS

__all__ = ["mend_names"]

_INITIAL = regex.compile(r"(?:\p{Lu}\.){1,3}$")
_IN_BRACKETS = regex.compile(r"\s*\(\s*(?:the\s)?[“\"‘']?(?P<short>[\p{L}\p{N}&.-]{2,15})[”\"’']?\s*\)")
_DASH = regex.compile(r"(?<!\s)\s++(?:[—–-]|--)\s")
_CAPITAL = regex.compile(r"\p{Lu}[\p{L}’'.-]*$")
_SHORT_SURNAME = 4
"""Letters of a family name that may stand before a name of two words which the name tagger took for the whole."""

_start = attrgetter("start")

_NO_NAMES = ORGANIZATIONS | DETERMINERS | HONORIFICS | REPORTING_VERBS
"""Words that are no part of a name, capital or not."""

LONGEST_NAME = 4
"""Capitalised words behind an office that are taken for a name at most."""


def mend_names(analysis: Analysis, sources: Iterable[Span]) -> Analysis:
    """Return the analysis with better names; `sources` are the source mentions that were found."""
    names = list(_parted(analysis.names))
    names = list(_joined(analysis, names))
    for source in sources:
        names = _in_source(analysis, names, source)
    return evolve(analysis, names=tuple(_agreed(analysis, names)))


def _parted(names: Iterable[Name]) -> Iterator[Name]:
    """Yield names that end before a dash between spaces, and before a headline verb ("Beck Says ...")."""
    for name in names:
        cuts = [_DASH.search(name.text)]
        if name.kind is NameKind.PERSON:
            cuts += [m for m in regex.finditer(r"\s(\p{Lu}\p{Ll}+)", name.text) if m[1].lower() in REPORTING_VERBS]
        ends = [cut.start() for cut in cuts if cut is not None]
        text = name.text[: min(ends, default=len(name.text))]
        yield evolve(name, end=name.start + len(text), text=text)


def _joined(analysis: Analysis, names: Sequence[Name]) -> Iterator[Name]:
    """Join two people's names with nothing but a space between them, and initials before a name."""
    alone = Counter(name.text for name in names if name.kind is NameKind.PERSON)
    waiting: Name | None = None
    for name in (_with_initials(analysis.text, name) for name in names):
        if waiting is not None and _belongs(analysis.text, waiting, name, alone):
            waiting = _cut(analysis.text, waiting.start, name.end, NameKind.PERSON)
            continue
        if waiting is not None:
            yield waiting
        waiting = name
    if waiting is not None:
        yield waiting


def _with_initials(text: str, name: Name) -> Name:
    if name.kind is not NameKind.PERSON:
        return name
    before = text[max(0, name.start - 8) : name.start].split(" ")
    if len(before) > 1 and not before[-1] and _INITIAL.match(before[-2]) and name.start > 8:
        return _cut(text, name.start - len(before[-2]) - 1, name.end, NameKind.PERSON)
    return name


def _belongs(text: str, first: Name, second: Name, alone: Counter[str]) -> bool:
    """Return whether a name goes on in the next: a first name that never stands alone, then what may be a surname."""
    if (first.kind, second.kind) != (NameKind.PERSON, NameKind.PERSON) or text[first.end : second.start] != " ":
        return False
    return " " not in first.text and alone[first.text] < 2 and not first.text.endswith(".")


def _in_source(analysis: Analysis, names: list[Name], source: Span) -> list[Name]:
    """Return the names with that of a source's speaker whole."""
    sentence = analysis.sentence_at(source.start)
    words = sentence.within(source.start, source.end) if sentence else ()
    first = bisect_left(names, source.start, key=_start)
    inside = names[first : bisect_left(names, source.end, first, key=_start)]
    people = [name for name in inside if name.kind is NameKind.PERSON and name.end <= source.end]
    if people:
        last = people[-1]
        longer = _to_the_left(analysis, words, _to_the_right(analysis.text, words, last))
        return _replaced(names, longer) if longer != last else names
    behind = _behind_office(analysis.text, words)
    return names if behind is None else _replaced(names, behind)


def _to_the_right(text: str, words: Sequence[Word], name: Name) -> Name:
    """Return a name and the capitals after it, where those end the source or stand before a comma."""
    after = [w for w in words if w.start >= name.end]
    taken = 0
    while taken < min(2, len(after)) and _is_name_word(after[taken]):
        taken += 1
    ends = taken and (taken == len(after) or after[taken].text in (",", "("))
    return _cut(text, name.start, after[taken - 1].end, NameKind.PERSON) if ends else name


def _to_the_left(analysis: Analysis, words: Sequence[Word], name: Name) -> Name:
    """Return a name and the capitals before it that no other name holds: "Tan" before "Boon Hock"."""
    before = [w for w in words if w.end <= name.start]
    most = 2 if " " not in name.text else 1 if len(before) == 1 and len(before[0].text) <= _SHORT_SURNAME else 0
    taken = 0
    while taken < min(most, len(before)) and _is_name_word(before[-1 - taken]):
        if analysis.names_touching(before[-1 - taken].start, before[-1 - taken].end):
            break
        taken += 1
    if not taken or analysis.text[before[-1].end : name.start] != " ":
        return name
    return _cut(analysis.text, before[-taken].start, name.end, NameKind.PERSON)


def _behind_office(text: str, words: Sequence[Word]) -> Name | None:
    """Return the capitals between an office and the end of the source or a comma: Editor-in-Chief Martin Baron."""
    end = next((i for i, w in enumerate(words) if w.text in (",", "(")), len(words))
    start = end
    while start and _is_name_word(words[start - 1], particles=start < end):
        start -= 1
    office = words[start - 1].text.rpartition("-")[2] if start else ""
    if not is_role(office) and office.lower().rstrip(".") not in HONORIFICS:
        return None
    if not 2 <= end - start <= LONGEST_NAME:
        return None
    return _cut(text, words[start].start, words[end - 1].end, NameKind.PERSON)


def _is_name_word(word: Word, particles: bool = False) -> bool:
    lower = word.text.lower().rstrip(".")
    if particles and lower in PARTICLES:
        return True
    plain = not is_role(lower) and lower not in _NO_NAMES
    return bool(_CAPITAL.match(word.text)) and plain and singular(lower) not in ORGANIZATIONS


def _replaced(names: list[Name], new: Name) -> list[Name]:
    """Return the names with a new one in its place; what overlaps it is cut before it or dropped."""
    first = max(0, bisect_left(names, new.start, key=_start) - 1)
    end = bisect_left(names, new.end, first, key=_start)
    names[first:end] = _around(names[first:end], new)
    return names


def _around(names: Iterable[Name], new: Name) -> list[Name]:
    """Return a new name in the place of those that it overlaps."""
    kept: list[Name] = []
    for name in names:
        if name.end <= new.start or name.start >= new.end:
            kept.append(name)
        elif name.start < new.start and name.kind is not NameKind.PERSON:
            text = name.text[: new.start - name.start].rstrip()
            words = text.split()
            while words and is_role(words[-1]):
                text = text[: -len(words.pop())].rstrip()
            if text:
                kept.append(Name(name.start, name.start + len(text), text, name.kind))
    return sorted([*kept, new], key=_start)


def _agreed(analysis: Analysis, names: Sequence[Name]) -> Iterator[Name]:
    """Yield short names with one kind throughout the article, where the article says which."""
    bodies = frozenset(_short_forms(analysis.text, names))
    surnames = Counter(name.text.split()[-1] for name in names if name.kind is NameKind.PERSON and " " in name.text)
    kinds: dict[str, Counter[NameKind]] = {}
    for name in names:
        kinds.setdefault(name.text, Counter())[name.kind] += 1
    for name in names:
        if name.text in bodies:
            yield evolve(name, kind=NameKind.ORGANIZATION)
        elif " " in name.text or name.kind not in (NameKind.PERSON, NameKind.ORGANIZATION):
            yield name
        else:
            seen = kinds[name.text]
            person = surnames[name.text] > 0 or seen[NameKind.PERSON] > seen[NameKind.ORGANIZATION]
            body = seen[NameKind.ORGANIZATION] > seen[NameKind.PERSON] and not surnames[name.text]
            yield evolve(name, kind=NameKind.PERSON if person else NameKind.ORGANIZATION if body else name.kind)


def _short_forms(text: str, names: Iterable[Name]) -> Iterator[str]:
    """Yield what stands in brackets right behind a body's name."""
    for name in names:
        if name.kind is NameKind.ORGANIZATION:
            found = _IN_BRACKETS.match(text, name.end)
            if found is not None:
                yield found["short"]


def _cut(text: str, start: int, end: int, kind: NameKind) -> Name:
    return Name(start, end, text[start:end], kind)
