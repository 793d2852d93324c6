"""Blocks: how a page is cut up and made plain for Stanza, and the way back to its offsets."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

import regex
from attrs import frozen

from quoteattr.text.marks import PLAIN_MARKS
from quoteattr.text.page import Page
from quoteattr.text.paragraphs import cut_at_spaces

__all__ = ["BLOCK", "LONGEST_WORD", "Block", "cut_into_blocks", "plain"]

BLOCK = 20_000
"""Characters that go through Stanza at a time: bounds the memory, not the length of an article."""

LONGEST_WORD = 200
"""Characters of an unbroken run that are read as a word; what follows them is skipped."""

_PLAIN = PLAIN_MARKS | str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    | dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2009\u202f\u3000\ufeff\x00\u200b", " ")
)
_LONG_RUN = regex.compile(rf"(?<=\S{{{LONGEST_WORD}}})\S+")


@frozen
class Block:
    """Some paragraphs as Stanza reads them, and where they came from."""

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def origin(self, position: int) -> int:
        """Return where on the page the character at `position` of this block stands."""
        i = bisect_right(self.starts, position) - 1
        return self.origins[i] + position - self.starts[i]


def plain(text: str) -> str:
    """Make marks, dashes and odd spaces plain, one character for one, so that offsets stay.

    The bundled models are trained on text treated the same way.

    >>> plain("“It’s”\\u00a0– yes")
    '"It\\'s" - yes'
    """
    return text.translate(_PLAIN)


def cut_into_blocks(page: Page) -> Iterator[Block]:
    """Cut a page into blocks of whole paragraphs; only a paragraph longer than a block is cut itself."""
    readable = _LONG_RUN.sub(lambda run: " " * len(run[0]), plain(page.text))
    pieces: list[tuple[int, str]] = []
    size = 0
    for paragraph in page.paragraphs:
        for start, end in cut_at_spaces(readable, paragraph.start, paragraph.end, BLOCK):
            if pieces and size + end - start > BLOCK:
                yield _block(pieces)
                pieces, size = [], 0
            pieces.append((start, regex.sub(r"\s", " ", readable[start:end])))
            size += end - start
    if pieces:
        yield _block(pieces)


def _block(pieces: list[tuple[int, str]]) -> Block:
    """Put pieces of a page and their offsets together, an empty line between two."""
    starts, position = [], 0
    for _, piece in pieces:
        starts.append(position)
        position += len(piece) + 2
    return Block("\n\n".join(piece for _, piece in pieces), tuple(starts), tuple(origin for origin, _ in pieces))
