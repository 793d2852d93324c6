"""Contents and mentions as stretches of a text: where they begin and end, and which characters they cover.

Outer punctuation and spaces never count, and a content's leading "that" does not count for its edges:

>>> text = "Moss said that “it rains”."
>>> trim_content(text, 10, 26)
(16, 24)
>>> len(characters(text, [(10, 26)]))
12
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import regex

from benchmarks.readers import Span
from quoteattr import Quote
from quoteattr.training.examples import trim

__all__ = ["Fragments", "characters", "content_of", "holds_long_quotation", "mention_of", "trim", "trim_content"]

Fragments: TypeAlias = tuple[Span, ...]
"""Character offsets into a text, end exclusive."""

LONG = 4
"""How many words inside quotation marks make a long quotation."""

_QUOTED = regex.compile(r'["“]([^"“”]*)["”]?')
_THAT = regex.compile(r"that\s+", regex.IGNORECASE)


def trim_content(text: str, start: int, end: int) -> Span:
    """Return the edges of a content without outer punctuation and its leading "that"."""
    start, end = trim(text, start, end)
    that = _THAT.match(text, start, end)
    return trim(text, that.end(), end) if that and that.end() < end else (start, end)


def characters(text: str, fragments: Iterable[Span]) -> set[int]:
    """Return the offsets of all characters of some fragments but white space and outer punctuation."""
    return {i for start, end in fragments for i in range(*trim(text, start, end)) if not text[i].isspace()}


def holds_long_quotation(text: str, content: Fragments) -> bool:
    """Return whether a content has four words or more inside one pair of double quotation marks."""
    pieces = (text[max(0, start - 1) : end + 1] for start, end in content)
    return any(len(quoted[1].split()) >= LONG for piece in pieces for quoted in _QUOTED.finditer(piece))


def content_of(quote: Quote) -> Fragments:
    """Return the fragments of what a quote says."""
    return tuple((span.start, span.end) for span in quote.spans)


def mention_of(quote: Quote) -> Fragments:
    """Return the mention of a quote's source: one fragment or none."""
    mention = quote.speaker and quote.speaker.mention
    return ((mention.start, mention.end),) if mention else ()
