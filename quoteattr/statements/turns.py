"""Labels: the words with which transcripts, minutes, captions and interviews say who speaks next.

A label stands where a paragraph opens, or behind a sentence of a paragraph that opens with one. It ends with a colon,
in minutes of parliaments with a dash:

>>> from quoteattr.text.page import Page
>>> text = "[00:04] Ada Obi: It leaks.\\n\\nSenator VOSS—Shame!\\n\\nJAN LIND, MAYOR (ph): It does. OBI: Badly."
>>> [(label.source.text, label.cue.text) for label in find_labels(Analysis(Page.of(text)))]
[('Ada Obi', ':'), ('Senator VOSS', '—'), ('JAN LIND, MAYOR', ':'), ('OBI', ':')]

Some say by themselves that somebody speaks: a time, a title, brackets that only transcripts have, a name of the
article. Others do so only beside another one ("Operator:"). Labels in capitals that are nobody are none ("NOTE:").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from enum import IntEnum

import regex
from attrs import evolve, frozen

from quoteattr.language.lexicon.grammar import PARTICLES, singular
from quoteattr.language.lexicon.labels import ANSWERS, DIRECTIONS, NOBODY, PARTS, QUESTIONS
from quoteattr.language.lexicon.titles import BEFORE_NAMES
from quoteattr.language.words import Analysis, NameKind
from quoteattr.records import Span
from quoteattr.statements.cues import REPORTING_VERBS, inflections
from quoteattr.text.page import Page

__all__ = ["Label", "Voice", "find_labels", "find_voices", "is_part"]

LONGEST_PART = 3
"""Words of a label that says which part somebody plays."""

LONGEST_IN_CAPITALS = 4
"""Words of a label in capitals that has nothing else of a label; more are a headline."""

_TIME = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_WORD = r"[\p{Lu}\d][\w.'’&-]*+"
_SMALL = "|".join(sorted(PARTICLES | {"of", "the", "and", "for", "member", "members", "juror"}))
_NAME = rf"\p{{Lu}}[\w.'’&-]*+(?:[ ](?:{_WORD}|(?:{_SMALL})\b)){{0,5}}+"
_BRACKET = r"(?:[ ]?(?:\([^()\n]{1,80}\)|\[[^\[\]\n]{1,80}\]))"
_PART = r"[^:;,!?()\[\]\n“”\"<>*]{1,60}"
_OPENING = regex.compile(
    rf"(?P<heard>>>+\s?)?(?P<bold>\*\*|__)?(?P<time>[\[(]?{_TIME}[\])]?[ ]?(?:[–—-][ ])?)?(?:\*\*|__)?[\"“]?"
    rf"(?P<source>(?P<name>{_NAME})(?P<bracket>{_BRACKET})?(?P<title>(?:(?:,[ ]|[ ](?:--|[–—])[ ]){_PART}){{0,3}}))"
    rf"(?P<brackets>{_BRACKET}{{0,2}})[ ]?(?:\*\*|__)?(?P<cue>[:—])(?P<end>\*\*|__)?(?P<gap>\s*+)"
)
_LETTER = regex.compile(r"(?P<bold>\*\*|__)?(?P<source>[QA]\d{0,2})(?:\*\*|__)?(?P<cue>[.:])(?:\*\*|__)?\s++(?=\S)")
_INLINE = regex.compile(
    rf"(?<=[.?!…”\"’)\]—-]\s)(?:>>+\s?+)?(?:[\[(]{_TIME}[\])]\s)?(?P<source>(?P<name>{_NAME}))(?P<cue>:)\s++(?=\S)"
)
_VOICE = regex.compile(r"<v(?:\.[\w.-]{1,40})?[ \t]++(?P<source>[^<>\n]{1,80})>(?P<words>[^<\n]*+)")
_DATE = regex.compile(r"\d{4}|\p{L}\.?\s\d{1,2}\b")
_IS_SENTENCE = regex.compile(r"\w\S*\s.*[.?!…”\"’)—–-]\*{0,2}$", regex.DOTALL)
_CLOCK = regex.compile(r"\d:\d\d")
_BESIDE_PARTS = frozenset(
    "honourable honorable hon hon. government opposition several some grand unknown unidentified male female".split()
)
_CLAUSE_WORDS = frozenset("who whom whose which that where when".split())


class Weight(IntEnum):
    """What a label says of itself: somebody speaks never, if it returns, beside another one, or for certain."""

    NOBODY = 0
    POSSIBLE = 1
    LIKELY = 2
    CERTAIN = 3


@frozen
class Label:
    """A label: the name and the title in it, the mark it ends with, and where the words behind it begin.

    `paragraph` is the number of the paragraph of these words.
    """

    paragraph: int
    start: int
    source: Span
    cue: Span
    end: int

    @property
    def is_question(self) -> bool:
        """Whether it is a Q before a question."""
        return self._letter in QUESTIONS

    @property
    def is_answer(self) -> bool:
        """Whether it is an A before an answer."""
        return self._letter in ANSWERS

    @property
    def _letter(self) -> str:
        return _plain(self.source.text).rstrip("0123456789 ")


@frozen
class Voice:
    """A caption that names who speaks, and the words."""

    source: Span
    content: Span


@frozen
class _Found:
    """A label, its name in lower case, and what it says of itself."""

    label: Label
    name: str
    weight: Weight


def find_labels(analysis: Analysis) -> tuple[Label, ...]:
    """Return the labels of a text that somebody speaks behind, in text order."""
    reader = _Reader.of(analysis)
    found = [one for number in range(len(analysis.page.paragraphs)) for one in reader.opening(number)]
    labels = [one.label for one in _heard(found)]
    names = {_plain(label.source.text) for label in labels}
    inline = [more for label in labels for more in reader.inline(label, names)]
    return tuple(sorted([*labels, *inline], key=lambda label: label.end))


def find_voices(page: Page) -> Iterator[Voice]:
    """Yield the captions of WebVTT that name who speaks: `<v Ada Obi>It leaks.`"""
    if "<v" not in page.text:
        return
    for found in _VOICE.finditer(page.text):
        words = found["words"].strip()
        if words:
            start = page.text.index(words, found.start("words"))
            yield Voice(page.span(*found.span("source")), page.span(start, start + len(words)))


def _heard(found: Sequence[_Found]) -> list[_Found]:
    """Return the labels that somebody speaks behind, by what they say of themselves and what stands beside them."""
    often = Counter(one.name for one in found)
    likely = sum(one.weight >= Weight.LIKELY for one in found)
    back = {one.name for one in found if one.weight >= Weight.LIKELY or (one.weight and often[one.name] > 1)}
    needed = {Weight.CERTAIN: True, Weight.LIKELY: likely > 1, Weight.POSSIBLE: len(back) > 1}
    return [one for one in found if needed.get(one.weight) and (one.weight > Weight.POSSIBLE or one.name in back)]


@frozen
class _Reader:
    """Reads labels; `people` are the last words of the names of people, `surnames` those of names in full."""

    analysis: Analysis
    people: Set[str]
    surnames: Set[str]

    @classmethod
    def of(cls, analysis: Analysis) -> _Reader:
        """Return the reader of a text."""
        names = [name.text.split() for name in analysis.names if name.kind is NameKind.PERSON]
        surnames = {words[-1].lower() for words in names if len(words) > 1}
        return cls(analysis, {words[-1] for words in names}, surnames)

    def opening(self, number: int) -> Iterator[_Found]:
        """Yield the label that a paragraph opens with, whatever it says of itself."""
        page, paragraph = self.analysis.page, self.analysis.page.paragraphs[number]
        letter = _LETTER.match(page.text, paragraph.start, paragraph.end)
        if letter:
            yield _Found(self._label(number, letter), letter["source"][0].lower(), Weight.LIKELY)
            return
        found = _OPENING.match(page.text, paragraph.start, paragraph.end)
        if found is None or not self._is_set_off(found, paragraph.end):
            return
        below = number + 1 < len(page.paragraphs) and found.end() == paragraph.end
        if found.end() < paragraph.end:
            yield _Found(self._label(number, found), _plain(found["name"]), self._weight(found, paragraph.end))
        elif below and _is_timed(found):
            label = evolve(self._label(number + 1, found), end=page.paragraphs[number + 1].start)
            yield _Found(label, _plain(found["name"]), self._weight(found, paragraph.end))

    def inline(self, label: Label, names: Set[str]) -> Iterator[Label]:
        """Yield the labels behind a label in its paragraph, each after the end of a sentence or a quotation."""
        page = self.analysis.page
        around = page.outermost.at(label.source.start)
        for found in _INLINE.finditer(page.text, label.end, page.paragraphs[label.paragraph].end):
            known = _plain(found["name"]) in names or self._is_in_capitals(found) or self._is_quoting(found)
            if known and page.outermost.at(found.start("source")) == around and not self._is_nobody(found["name"]):
                yield self._label(label.paragraph, found)

    def _label(self, number: int, found: regex.Match[str]) -> Label:
        page = self.analysis.page
        start, end = found.start("source"), _end_of_source(found)
        source = page.span(start, start + len(page.text[start:end].rstrip()))
        return Label(number, found.start(), source, page.span(*found.span("cue")), found.end())

    def _is_set_off(self, found: regex.Match[str], end: int) -> bool:
        """Return whether a colon is followed by a blank or a quotation, so that it is none inside a word."""
        return bool(
            found["gap"] or found["end"] or found.end() == end or self._is_quoting(found) or found["cue"] == "—"
        )

    def _is_quoting(self, found: regex.Match[str]) -> bool:
        return self.analysis.page.is_quoted(found.end())

    def _weight(self, found: regex.Match[str], end: int) -> Weight:
        """Return what a label says of itself."""
        words = found["name"].split()
        if self._is_nobody(found["name"]) or self._opens_with_verb(found, words):
            return Weight.NOBODY
        if found["cue"] == "—":
            return Weight.CERTAIN if _is_in_parliament(words) else Weight.NOBODY
        is_sentence = _IS_SENTENCE.match(self.analysis.text, found.end(), end) is not None
        if found["title"] and not (_is_title(found["title"]) and (found["name"].isupper() or is_sentence)):
            return Weight.NOBODY
        if words[-1] in self.people or _is_certain(found, words) or self._is_in_capitals(found):
            return Weight.CERTAIN
        if self._is_quoting(found) and len(words) > 1:
            return Weight.CERTAIN
        if found["bold"] or found["time"] or _is_part(words):
            return Weight.LIKELY
        return Weight.POSSIBLE if is_sentence else Weight.NOBODY

    def _is_nobody(self, name: str) -> bool:
        """Return whether a label is a heading or a note: its first word is listed, and nobody bears its last one."""
        words = name.lower().replace("’", "'").split()
        return words[0] in NOBODY and words[-1] not in self.surnames

    def _opens_with_verb(self, found: regex.Match[str], words: Sequence[str]) -> bool:
        """Return whether a label is a reporting clause: "Said Max Orr", where Said is no name."""
        if words[0].lower() not in REPORTING_VERBS or words[0].isupper():
            return False
        names = self.analysis.names_between(found.start("name"), found.end("name"), NameKind.PERSON)
        return not any(name.start == found.start("name") for name in names)

    def _is_in_capitals(self, found: regex.Match[str]) -> bool:
        """Return whether a label is written in capitals, and no place before the news from there."""
        name = found["name"]
        if not (name.isupper() and len(name) > 2) or len(name.split()) > LONGEST_IN_CAPITALS:
            return False
        places = self.analysis.names_between(*found.span("name"), NameKind.PLACE)
        return sum(len(place.text) for place in places) < len(name)


def _end_of_source(found: regex.Match[str]) -> int:
    """Return where a source ends: before brackets that say how it is heard, behind those that say who it is."""
    groups = found.groupdict()
    if groups.get("brackets") and not _is_direction(found["brackets"]):
        return int(found.end("brackets"))
    if groups.get("bracket") and not found["title"] and _is_direction(found["bracket"]):
        return int(found.end("name"))
    return int(found.end("source"))


def _is_certain(found: regex.Match[str], words: Sequence[str]) -> bool:
    """Return whether a label has what only labels of speakers have: a time in full, a direction, a title before it."""
    brackets = (found["bracket"] or "") + found["brackets"]
    titled = len(words) > 1 and words[0].lower().rstrip(".") in BEFORE_NAMES
    called = " -- " in found["title"] and len(words) > 1
    return bool(found["heard"]) or titled or called or _is_timed(found) or (bool(brackets) and _is_direction(brackets))


def _is_timed(found: regex.Match[str]) -> bool:
    """Return whether a label has a time with seconds or in brackets, or one in the brackets behind it."""
    time = found["time"] or ""
    behind = (found["bracket"] or "") + found["brackets"]
    return time.startswith(("[", "(")) or time.count(":") > 1 or _CLOCK.search(behind) is not None


def _is_direction(brackets: str) -> bool:
    """Return whether brackets say how somebody is heard, or when, and not who it is."""
    words = regex.findall(r"[\p{L}.'’-]+", brackets.lower().replace("’", "'"))
    return all(word in DIRECTIONS for word in words)


def _is_title(title: str) -> bool:
    """Return whether what follows a name is a title, and neither a date nor a clause."""
    words = title.replace(",", " ").split()
    verbs = (word for word in words if word in REPORTING_VERBS and word not in inflections(word.rstrip("s"))[:2])
    return not _DATE.search(title) and not _CLAUSE_WORDS.intersection(words) and not any(verbs)


def _is_in_parliament(words: Sequence[str]) -> bool:
    """Return whether words are a title and a surname in capitals, as in minutes: "Senator VOSS", "The SPEAKER"."""
    return len(words) > 1 and not words[0].isupper() and words[-1].isupper() and len(words[-1]) > 2


def _is_part(words: Sequence[str]) -> bool:
    """Return whether a label says what a speaker is there: "Speaker 1", "The Court", "Honourable members"."""
    named = [word.lower() for word in words if not word.isdigit()]
    return named[-1] in PARTS | QUESTIONS | ANSWERS or singular(named[-1]) in PARTS


def is_part(label: str) -> bool:
    """Return whether a label is no name but a part: somebody of its own, whoever else is named.

    >>> is_part("The Speaker"), is_part("Witness 2"), is_part("Q"), is_part("Judge Ada Obi")
    (True, True, True, False)
    """
    words = [word for word in label.lower().split() if word != "the" and not word.isdigit()]
    plain = [word.rstrip("0123456789") for word in words]
    return 0 < len(words) <= LONGEST_PART and plain[-1] != "" and _is_part(plain) and not _names_more(plain)


def _names_more(words: Sequence[str]) -> bool:
    """Return whether a word before the last one is neither a part nor a word that goes with one."""
    return any(word not in PARTS | _BESIDE_PARTS for word in words[:-1])


def _plain(name: str) -> str:
    return " ".join(name.lower().split())
