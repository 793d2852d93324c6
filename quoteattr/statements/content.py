"""The content of a statement: where its fragments begin and end, and whether they are quoted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex

from quoteattr.records import QuoteKind, Span
from quoteattr.statements.ranges import Range, merge, subtract
from quoteattr.text.page import Page

__all__ = ["EDGES", "cut_fragments", "kind_of"]

SHORTEST_FRAGMENT = 3
"""Words that a fragment outside quotation marks needs beside one inside them."""

_OPENING = "$£€¥#@([-+"
"""What a fragment may begin with besides a letter or a digit."""
EDGES = " \t\r\n,;:–—-"
"""What a fragment does not end with."""


def cut_fragments(page: Page, ranges: Iterable[Range], holes: Sequence[Span]) -> tuple[Span, ...]:
    """Return the fragments of a content: whole quotations, without the holes, trimmed.

    `ranges` are the characters that were found; the quotations that they touch are taken in, so that each is whole.
    `holes` are the cue and the source, which are taken out. Beside a quotation, a word or two outside it are dropped.
    """
    snapped = [_snap(page, start, end, holes) for start, end in ranges]
    pieces = subtract(merge(snapped), [(hole.start, hole.end) for hole in holes])
    trimmed = (_trim(page, start, end) for start, end in pieces)
    spans = [span for span in trimmed if span is not None]
    if not any(page.is_quoted(span.start) for span in spans):
        return tuple(spans)
    return tuple(s for s in spans if page.is_quoted(s.start) or len(s.text.split()) >= SHORTEST_FRAGMENT)


def _snap(page: Page, start: int, end: int, holes: Sequence[Span]) -> Range:
    """Return a range that holds the quotations it touches whole, but for those that a hole lies in."""
    touched = [
        quotation
        for quotation in page.outermost.touching(start, end)
        if not any(hole.start < quotation.end and quotation.start < hole.end for hole in holes)
    ]
    return min([start, *(q.start for q in touched)]), max([end, *(q.end for q in touched)])


def _trim(page: Page, start: int, end: int) -> Span | None:
    """Return a fragment without the punctuation around it, or None if it has no word."""
    text = page.text
    while start < end and not (text[start].isalnum() or text[start] in _OPENING or page.is_quoted(start)):
        start += 1
    while end > start and text[end - 1] in EDGES:
        end -= 1
    if text[end - 1 : end] == "." and not page.is_quoted(end - 1):
        end -= 1
    return page.span(start, end) if regex.search(r"\w", text[start:end]) else None


def kind_of(page: Page, content: Iterable[Span]) -> QuoteKind:
    """Return direct if all words stand inside quotations, mixed if more than one does, else indirect."""
    quoted = [
        page.is_quoted(word.start())
        for span in content
        for word in regex.finditer(r"\w+", page.text, pos=span.start, endpos=span.end)
    ]
    if all(quoted):
        return QuoteKind.DIRECT
    return QuoteKind.MIXED if sum(quoted) > 1 else QuoteKind.INDIRECT
