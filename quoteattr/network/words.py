"""Words and word pieces: what the network reads of a page.

Words here are the vocabulary's: parted at every punctuation mark, and each cut into pieces from a fixed list. With a
word come three things that an uncased vocabulary says nothing of: its letter case, its place among the quotation
marks, and whether it opens a paragraph.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from enum import IntEnum
from itertools import accumulate, groupby
from operator import itemgetter
from typing import TYPE_CHECKING

import regex
from attrs import field, frozen

from quoteattr.text.marks import MARKS, OPENING_MARKS, PLAIN_MARKS, Quotation
from quoteattr.text.page import Page
from quoteattr.text.paragraphs import Paragraph, cut_at_spaces

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["FEATURES", "LetterCase", "Place", "Words", "read_words"]

LONGEST_STRETCH = 20_000
"""Characters that the tokenizer reads at a time: what it returns takes far more memory than they do."""

_LETTER = regex.compile(r"\p{L}")
_OPENING = OPENING_MARKS | frozenset("\"'`")
_MARKS = frozenset(MARKS)
_READABLE = PLAIN_MARKS | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
"""Marks of all styles made one, so that style changes no label; a stand-in for halves of characters, which the
tokenizer can't take."""


class LetterCase(IntEnum):
    """How a word is written; `TITLE` is a capital and lower case, `MIXED` anything else that has letters."""

    NO_LETTERS = 0
    LOWER = 1
    TITLE = 2
    UPPER = 3
    MIXED = 4


class Place(IntEnum):
    """Where a word stands among the quotation marks, or what it is if it is one of them itself."""

    OUTSIDE = 0
    QUOTED = 1
    NESTED = 2
    OPENING = 3
    CLOSING = 4
    OTHER_MARK = 5


FEATURES = (len(LetterCase), len(Place), 2)
"""How many values each feature of a word has: letter case, place, and whether it opens a paragraph."""

Features = tuple[int, int, int]


@frozen
class Words:
    """The words of a page in columns: one value for each word.

    `starts` and `ends` are character offsets, `pieces` the numbers of the word's pieces, `features` its letter case,
    place and whether it opens a paragraph; `openings` are the numbers of the words that do.
    """

    starts: Sequence[int]
    ends: Sequence[int]
    pieces: Sequence[Sequence[int]]
    features: Sequence[Features]
    openings: Sequence[int]
    size: Sequence[int] = field(init=False)
    """How many pieces come before each word; the last number counts all."""

    @size.default
    def _count(self) -> list[int]:
        return [0, *accumulate(map(len, self.pieces))]

    def __len__(self) -> int:
        return len(self.starts)

    def touching(self, start: int, end: int) -> tuple[int, int]:
        """Return the first word that shares a character with the stretch from `start` to `end`, and the end of them."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def paragraph(self, word: int) -> tuple[int, int]:
        """Return the first word and the end of the paragraph that a word stands in."""
        i = bisect_right(self.openings, word)
        return self.openings[i - 1], self.openings[i] if i < len(self.openings) else len(self)


def read_words(page: Page, tokenizer: Tokenizer) -> Words:
    """Return the words of a page with their pieces and features. Paragraphs without a letter have no words."""
    place = _Places(page.text, page.quotations)
    starts, ends = array("q"), array("q")
    pieces: list[tuple[int, ...]] = []
    features: list[Features] = []
    openings: list[int] = []
    once: dict[tuple[int, ...], tuple[int, ...]] = {}
    for paragraph in page.paragraphs:
        opening = len(starts)
        for start, end, parts in _cut(page.text, paragraph, tokenizer):
            case = _letter_case(page.text[start:end])
            features.append((case, place.of(start, end), int(opening == len(starts))))
            starts.append(start)
            ends.append(end)
            pieces.append(once.setdefault(parts, parts))
        if opening < len(starts):
            openings.append(opening)
    return Words(starts, ends, pieces, features, openings)


def _cut(text: str, paragraph: Paragraph, tokenizer: Tokenizer) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Yield start, end and pieces of each word of a paragraph, of none if the paragraph has no letter."""
    if not _LETTER.search(text, paragraph.start, paragraph.end):
        return
    for offset, until in cut_at_spaces(text, paragraph.start, paragraph.end, LONGEST_STRETCH):
        encoded = tokenizer.encode(text[offset:until].translate(_READABLE), add_special_tokens=False)
        rows = zip(encoded.word_ids, encoded.ids, encoded.offsets, strict=True)
        for _, group in groupby(rows, key=itemgetter(0)):
            parts = list(group)
            (start, _), (_, end) = parts[0][2], parts[-1][2]
            yield start + offset, end + offset, tuple(piece for _, piece, _ in parts)


def _letter_case(word: str) -> LetterCase:
    if word.islower():
        return LetterCase.LOWER
    if word.isupper():
        return LetterCase.UPPER if len(word) > 1 else LetterCase.TITLE
    if word.istitle():
        return LetterCase.TITLE
    return LetterCase.MIXED if any(map(str.isalpha, word)) else LetterCase.NO_LETTERS


class _Places:
    """Tells the place of one word after another among the quotation marks; they are asked for in text order."""

    def __init__(self, text: str, quotations: Sequence[Quotation]) -> None:
        self._text = text
        self._marks = dict(_paired_marks(text, quotations))
        self._edges = sorted([(q.start, 1) for q in quotations] + [(q.end, -1) for q in quotations])
        self._next = self._depth = 0

    def of(self, start: int, end: int) -> Place:
        """Return the place of the word from `start` to `end`."""
        while self._next < len(self._edges) and self._edges[self._next][0] <= start:
            self._depth += self._edges[self._next][1]
            self._next += 1
        if self._text[start:end] in _MARKS:
            return self._marks.get(start, Place.OTHER_MARK)
        return Place(min(self._depth, Place.NESTED))


def _paired_marks(text: str, quotations: Sequence[Quotation]) -> Iterator[tuple[int, Place]]:
    """Yield the offset of each mark that opens or closes a quotation, and which of these it does."""
    for quotation in quotations:
        if not quotation.continues or text[quotation.start] in _OPENING:
            yield quotation.start, Place.OPENING
        if quotation.closed:
            yield quotation.end - 1, Place.CLOSING
            if text[quotation.end - 2 : quotation.end] == "''":
                yield quotation.end - 2, Place.CLOSING
