"""Words, word pieces and windows: what the tagger's network reads of a text.

Tokens here are the vocabulary's: words parted at every punctuation mark, and each word in pieces from a fixed list.
The network reads a few hundred pieces at a time, so a text is cut into windows of whole paragraphs.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

import regex
from attrs import field, frozen

from quoteattr.text.marks import Quotation
from quoteattr.text.page import Page
from quoteattr.text.paragraphs import Paragraph, cut_at_spaces

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["FEATURES", "LONGEST_WINDOW", "Window", "Words", "read_words", "windows"]

LONGEST_WINDOW = 254
"""Word pieces between the two that open and close a window."""

LONGEST_STRETCH = 20_000
"""Characters that the tokenizer reads at a time: what it returns takes far more memory than they do."""

FEATURES = (5, 6, 2)
"""How many values each feature of a word has: letter case, place among quotation marks, start of paragraph."""

_LETTER = regex.compile(r"\p{L}")
_OPENING = frozenset("“„‟«‘‚‛‹\"'`")
_PLAIN_MARKS = str.maketrans(
    dict.fromkeys("“”„‟«»″＂", '"') | dict.fromkeys("‘’‚‛`´‹›′", "'") | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
)
"""Marks of all styles made one, so that style changes no label; a stand-in for halves of characters, which the
tokenizer can't take."""
_MARKS = frozenset("\"'“”„‟«»″＂‘’‚‛`´‹›′")


@frozen
class Words:
    """The words of a text as the tagger reads them, in columns: one value for each word.

    A word is what the vocabulary's own rules part: a run of letters and digits, or a single punctuation mark.
    `features` are letter case, place among quotation marks, and whether the word opens a paragraph;
    `openings` are the numbers of those that do. `size` counts the pieces before each word, and in the end all.
    """

    starts: Sequence[int]
    ends: Sequence[int]
    pieces: Sequence[Sequence[int]]
    features: Sequence[tuple[int, int, int]]
    openings: Sequence[int]
    size: Sequence[int] = field(init=False)

    @size.default
    def _count(self) -> list[int]:
        return [0, *accumulate(map(len, self.pieces))]

    def __len__(self) -> int:
        return len(self.starts)


@frozen
class Window:
    """The words from `start` to `end`, read together; the labels of those from `kept` to `until` count."""

    start: int
    end: int
    kept: int
    until: int


def read_words(page: Page, tokenizer: Tokenizer) -> Words:
    """Cut a page into words and word pieces, each with its letter case and its place among quotation marks.

    Paragraphs without a letter have no words.
    """
    text = page.text
    place = _Places(text, page.quotations)
    starts, ends = array("q"), array("q")
    pieces: list[tuple[int, ...]] = []
    features: list[tuple[int, int, int]] = []
    openings: list[int] = []
    once: dict[tuple[int, ...], tuple[int, ...]] = {}
    for paragraph in page.paragraphs:
        if not _LETTER.search(text, paragraph.start, paragraph.end):
            continue
        openings.append(len(starts))
        for start, end, parts in _words(text, paragraph, tokenizer):
            opens = int(openings[-1] == len(starts))
            starts.append(start)
            ends.append(end)
            pieces.append(once.setdefault(parts, parts))
            features.append((_case(text[start:end]), place(start, end), opens))
        if openings[-1] == len(starts):
            openings.pop()
    return Words(starts, ends, pieces, features, openings)


def _words(text: str, paragraph: Paragraph, tokenizer: Tokenizer) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Start, end and pieces of each word of a paragraph."""
    for offset, until in cut_at_spaces(text, paragraph.start, paragraph.end, LONGEST_STRETCH):
        encoded = tokenizer.encode(text[offset:until].translate(_PLAIN_MARKS), add_special_tokens=False)
        rows = zip(encoded.word_ids, encoded.ids, encoded.offsets, strict=True)
        for _, group in groupby(rows, key=itemgetter(0)):
            parts = list(group)
            (start, _), (_, end) = parts[0][2], parts[-1][2]
            yield start + offset, end + offset, tuple(piece for _, piece, _ in parts)


def _case(word: str) -> int:
    """0 no letters, 1 lower, 2 first letter upper, 3 all upper, 4 mixed."""
    if word.islower():
        return 1
    if word.isupper():
        return 3 if len(word) > 1 else 2
    if word.istitle():
        return 2
    return 4 if any(map(str.isalpha, word)) else 0


class _Places:
    """Where words stand, asked in text order: 0 outside quotations, 1 inside, 2 inside a nested one, 3 an opening
    mark, 4 a closing one, 5 any other mark.
    """

    def __init__(self, text: str, quotations: Iterable[Quotation]) -> None:
        self._text = text
        self._marks: dict[int, int] = {}
        edges: list[tuple[int, int]] = []
        for q in quotations:
            if not q.continues or text[q.start] in _OPENING:
                self._marks[q.start] = 3
            if q.closed:
                self._marks[q.end - 1] = 4
                if text[q.end - 2 : q.end] == "''":
                    self._marks[q.end - 2] = 4
            edges += [(q.start, 1), (q.end, -1)]
        self._edges = sorted(edges)
        self._next = self._depth = 0

    def __call__(self, start: int, end: int) -> int:
        while self._next < len(self._edges) and self._edges[self._next][0] <= start:
            self._depth += self._edges[self._next][1]
            self._next += 1
        if self._text[start:end] in _MARKS:
            return self._marks.get(start, 5)
        return min(self._depth, 2)


def windows(words: Words, longest: int = LONGEST_WINDOW, first: int = 0) -> Iterator[Window]:
    """Cut a text into windows of whole paragraphs, as many as fit into `longest` pieces.

    A paragraph that does not fit is read in windows that overlap by half. With `first`, a window ends after
    that many paragraphs, so that training can cut the same text in another way each time.
    """
    start = 0
    for number, (opening, end) in enumerate(pairwise([*words.openings, len(words)]), 1):
        if words.size[end] - words.size[start] > longest and start < opening:
            yield Window(start, opening, start, opening)
            start = opening
        if words.size[end] - words.size[start] > longest:
            yield from _halves(words, start, end, longest)
            start = end
        elif number == first or end == len(words):
            yield Window(start, end, start, end)
            start = end


def _halves(words: Words, start: int, end: int, longest: int) -> Iterator[Window]:
    """Windows over one long paragraph, each from the middle of the one before; of an overlap each keeps its half."""
    kept = start
    while kept < end:
        stop = bisect_left(words.size, words.size[start] + longest + 1, start + 2) - 1
        stop = min(stop, end)
        following = bisect_left(words.size, words.size[start] + longest // 2, start + 1, stop)
        until = end if stop == end else max(kept + 1, (following + stop) // 2)
        yield Window(start, stop, kept, until)
        start, kept = following, until
