"""Paragraphs: what line breaks part a text into, and longer stretches cut to be read bit by bit."""

from __future__ import annotations

from collections.abc import Iterator

import regex
from attrs import frozen

__all__ = ["Paragraph", "cut_at_spaces", "find_paragraphs"]

_LINE_BREAK = regex.compile(r"\r\n|[\n\r\f\u2028\u2029]")
_PARAGRAPH_BREAK = regex.compile(r"[\n\r\f\u2028\u2029]\s*+")


@frozen
class Paragraph:
    """Character offsets of a paragraph, surrounding whitespace left out."""

    start: int
    end: int


def find_paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of `text`: what line breaks part, unless the next line goes on in lower case.

    >>> find_paragraphs("A headline\\n\\nA line that was\\nwrapped.")
    (Paragraph(start=0, end=10), Paragraph(start=12, end=36))
    """
    return tuple(_paragraphs(text))


def _paragraphs(text: str) -> Iterator[Paragraph]:
    start = len(text) - len(text.lstrip())
    for found in _PARAGRAPH_BREAK.finditer(text, start):
        wrapped = text[found.end() : found.end() + 1].islower() and len(_LINE_BREAK.findall(found[0])) == 1
        if not wrapped and found.end() < len(text):
            yield Paragraph(start, start + len(text[start : found.start()].rstrip()))
            start = found.end()
    end = start + len(text[start:].rstrip())
    if start < end:
        yield Paragraph(start, end)


def cut_at_spaces(text: str, start: int, end: int, longest: int) -> Iterator[tuple[int, int]]:
    """Cut what is longer than `longest` characters at spaces, to be read bit by bit; blank bits are left out.

    >>> text = "Too long for one piece."
    >>> [text[start:end] for start, end in cut_at_spaces(text, 0, len(text), 10)]
    ['Too long', ' for one', ' piece.']
    """
    while start < end:
        cut = end
        if end - start > longest:
            space = text.rfind(" ", start, start + longest)
            cut = space if space > start else start + longest
        if not text[start:cut].isspace():
            yield start, cut
        start = cut
