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
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from operator import attrgetter

import regex
from attrs import evolve

from quoteattr.language.lexicon.bodies import GROUPS, ORGANIZATIONS
from quoteattr.language.lexicon.grammar import DETERMINERS, PARTICLES, SMALL_WORDS, singular
from quoteattr.language.lexicon.roles import FORMER, is_role
from quoteattr.language.lexicon.titles import COURTESY, HONORIFICS, STOPPED
from quoteattr.language.words import Analysis, Name, NameKind, Word
from quoteattr.records import Span
from quoteattr.statements.cues import REPORTING_VERBS

__all__ = ["mend_names"]

_INITIALS = regex.compile(r"(?<![\w.])(?!(?:N\.[CDHJMY]|S\.[CD]|D\.C|R\.I|W\.Va|U\.[KNS])\.)(?:\p{Lu}\.){1,3} $")
"""Initials before a name, but for states and countries, which end a sentence before one: N.J., U.S."""
_IN_BRACKETS = regex.compile(r"\s*\(\s*(?:the\s)?[“\"‘']?(?P<short>[\p{L}\p{N}&.-]{2,15})[”\"’']?\s*\)")
_DASH = regex.compile(r"(?<!\s)\s++(?:[—–-]|--)\s")
_WORD = regex.compile(r"\S+")
_NEXT_CAPITAL = regex.compile(r"\s(\p{Lu}\p{Ll}+)")
_SUFFIX = regex.compile(r",? (?:[JS]r\b\.?|I{2,3}\b|I?V\b)")
_TITLED_NAME = regex.compile(r"(?:(?:Mr|Ms|Mrs|Dr)\b\.?|(?:Gov|Sen|Rep|Prof|Gen|Col|Capt|Sgt)\.) \p{Lu}")
_BEFORE_NAME = regex.compile(r"(?<!\S)(?:\S+[’']s|(?:Rep|Sen|Gov)\.) (?=\p{Lu}\S* \p{Lu})")
_BEHIND_NAME = regex.compile(r" of \p{Lu}")
_CAPITAL = regex.compile(r"\p{Lu}[\p{L}’'.-]*$")
_SHORT_SURNAME = 4
"""Letters of a family name that may stand before a name of two words which the name tagger took for the whole."""

_start = attrgetter("start")

Range = tuple[int, int]

_NO_NAMES = ORGANIZATIONS | GROUPS | DETERMINERS | SMALL_WORDS | HONORIFICS | REPORTING_VERBS | FORMER
"""Words that are no part of a name, capital or not."""

_HEADLINE_VERBS = frozenset(verb for verb in REPORTING_VERBS if verb.endswith(("s", "ed", "ing")))
"""Verbs as headlines have them behind a name; other forms are surnames: Hope, Love, Crow."""

_NO_OPENINGS = (COURTESY | FORMER | STOPPED) - {"st"}
"""What stands before a person's name and is never the first word of one."""

LONGEST_NAME = 4
"""Capitalised words behind an office that are taken for a name at most."""


def mend_names(analysis: Analysis, sources: Iterable[Span]) -> Analysis:
    """Return the analysis with better names; `sources` are the source mentions that were found."""
    sources = list(sources)
    names = list(_parted(analysis.text, analysis.names))
    names = list(_joined(analysis, names))
    for source in sources:
        names = _in_source(analysis, names, source)
    spans = {(source.start, source.end) for source in sources}
    return evolve(analysis, names=tuple(_agreed(analysis, names, spans)))


def _parted(text: str, names: Iterable[Name]) -> Iterator[Name]:
    """Yield names that end before a dash between spaces; people's without what is none of their name."""
    names = list(names)
    for name, following in zip_longest(names, names[1:]):
        cut = _DASH.search(name.text)
        start, end = name.start, name.end if cut is None else name.start + cut.start()
        kind = NameKind.PERSON if _TITLED_NAME.match(name.text) else name.kind
        if kind is NameKind.PERSON:
            end = _end_of_person(text, start, end, following.start if following else len(text))
            start = _start_of_person(text, start, end)
        yield _cut(text, start, end, kind)


def _end_of_person(text: str, start: int, end: int, following: int) -> int:
    """Return where a person's name ends: behind "Jr.", before "of Iowa" and a headline verb."""
    suffix = _SUFFIX.match(text, end, following)
    end = suffix.end() if suffix else end
    place = _BEHIND_NAME.search(text, start, end)
    verbs = (m for m in _NEXT_CAPITAL.finditer(text, start, end) if m[1].lower() in _HEADLINE_VERBS)
    return min([end, *(found.start() for found in (place, *verbs) if found)])


def _start_of_person(text: str, start: int, end: int) -> int:
    """Return where a person's name begins: behind a possessive and titles."""
    for before in _BEFORE_NAME.finditer(text, start, end):
        start = before.end()
    words = [(word.start(), word[0]) for word in _WORD.finditer(text, start, end)]
    left = range(len(words), 0, -1)
    starts = (at for (at, word), more in zip(words, left, strict=True) if more == 1 or not _opens_no_name(word, more))
    return next(starts, start)


def _opens_no_name(word: str, words: int) -> bool:
    """Return whether the first of so many words belongs to no name: Mr, Former; Pollster before two more words."""
    word = word.lower().rstrip(".")
    return word in _NO_OPENINGS or (words > 2 and is_role(word))


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
    before = _INITIALS.search(text, max(0, name.start - 12), name.start) if name.kind is NameKind.PERSON else None
    return name if before is None else _cut(text, before.start(), name.end, NameKind.PERSON)


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


def _agreed(analysis: Analysis, names: Sequence[Name], sources: Container[Range]) -> Iterator[Name]:
    """Yield names with one kind throughout the article, where the article says which."""
    bodies = frozenset(_short_forms(analysis.text, names))
    people = {name.text for name in names if name.kind is NameKind.PERSON and " " in name.text}
    surnames = frozenset(text.split()[-1] for text in people)
    kinds: dict[str, Counter[NameKind]] = {}
    for name in names:
        kinds.setdefault(name.text, Counter())[name.kind] += 1
    for name in names:
        if name.kind is NameKind.NATIONALITY:
            speaks = name.text in surnames and (name.start, name.end) in sources
            yield evolve(name, kind=NameKind.PERSON) if speaks or name.text in people else name
        elif name.text in bodies:
            yield evolve(name, kind=NameKind.ORGANIZATION)
        else:
            yield evolve(name, kind=_usual_kind(name, kinds[name.text], surnames))


def _usual_kind(name: Name, seen: Mapping[NameKind, int], surnames: Container[str]) -> NameKind:
    """Return the kind that a short name has most of the time; a surname of somebody named in full is a person's."""
    if " " in name.text or name.kind not in (NameKind.PERSON, NameKind.ORGANIZATION):
        return name.kind
    people, bodies = seen.get(NameKind.PERSON, 0), seen.get(NameKind.ORGANIZATION, 0)
    if name.text in surnames or people > bodies:
        return NameKind.PERSON
    return NameKind.ORGANIZATION if bodies > people else name.kind


def _short_forms(text: str, names: Iterable[Name]) -> Iterator[str]:
    """Yield what stands in brackets right behind a body's name."""
    for name in names:
        if name.kind is NameKind.ORGANIZATION:
            found = _IN_BRACKETS.match(text, name.end)
            if found is not None:
                yield found["short"]


def _cut(text: str, start: int, end: int, kind: NameKind) -> Name:
    return Name(start, end, text[start:end], kind)
