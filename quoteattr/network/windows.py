"""Windows: the stretches of words that the network reads at a time.

It reads a few hundred pieces together, so a page is cut into windows of whole paragraphs; windows of like length go
through it in one batch.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import pairwise

from attrs import frozen

from quoteattr.network.words import LetterCase, Words

__all__ = ["LONGEST_WINDOW", "Window", "cut_windows", "in_batches"]

LONGEST_WINDOW = 254
"""Word pieces between the two that open and close a window."""


@frozen(eq=False)
class Window:
    """Words from `start` to `end` that are read together; what is found counts for those from `kept` to `until`."""

    words: Words
    start: int
    end: int
    kept: int
    until: int

    def __len__(self) -> int:
        return self.end - self.start

    @property
    def pieces(self) -> int:
        """How many word pieces it holds."""
        return self.words.size[self.end] - self.words.size[self.start]

    @property
    def has_letters(self) -> bool:
        """Whether it holds anything but marks and numbers."""
        return any(case != LetterCase.NO_LETTERS for case, _, _ in self.words.features[self.start : self.end])

    def counts(self, word: int) -> bool:
        """Return whether what is found from this word of the window on counts, or is left to another window."""
        return self.kept <= self.start + word < self.until


def cut_windows(words: Words, longest: int = LONGEST_WINDOW, first: int = 0) -> Iterator[Window]:
    """Yield windows of whole paragraphs, of as many as fit into `longest` pieces.

    A paragraph that does not fit is read in windows that overlap by half. With `first`, a window ends after
    that many paragraphs, so that training can cut the same text in another way each time.
    """
    start = 0
    for number, (opening, end) in enumerate(pairwise([*words.openings, len(words)]), 1):
        if words.size[end] - words.size[start] > longest and start < opening:
            yield Window(words, start, opening, start, opening)
            start = opening
        if words.size[end] - words.size[start] > longest:
            yield from _cut_overlapping(words, start, end, longest)
            start = end
        elif number == first or end == len(words):
            yield Window(words, start, end, start, end)
            start = end


def _cut_overlapping(words: Words, start: int, end: int, longest: int) -> Iterator[Window]:
    """Yield windows over one long paragraph, each from the middle of the one before; each keeps half of an overlap."""
    kept = start
    while kept < end:
        stop = bisect_left(words.size, words.size[start] + longest + 1, start + 2) - 1
        stop = min(stop, end)
        following = bisect_left(words.size, words.size[start] + longest // 2, start + 1, stop)
        until = end if stop == end else max(kept + 1, (following + stop) // 2)
        yield Window(words, start, stop, kept, until)
        start, kept = following, until


def in_batches(windows: Iterable[Window], pieces: int) -> Iterator[list[Window]]:
    """Yield windows of like length together, shortest first, as many as fit into so many pieces, padding counted."""
    batch: list[Window] = []
    for window in sorted(windows, key=lambda window: window.pieces):
        if batch and window.pieces * (len(batch) + 1) > pieces:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch
