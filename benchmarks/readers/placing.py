"""Fragments and their offsets: do they fit, and where does a fragment stand that was moved a little?

>>> place("He said no.\\n", 3, 7, "said")
(3, 7)
>>> place("“He said no.", 4, 8, "He  said")
(1, 8)
"""

from __future__ import annotations

from collections.abc import Iterable

import regex

from benchmarks.readers.article import Span

__all__ = ["join", "place", "trim"]

REACH = 300
"""How many characters away from its offsets a fragment is looked for."""

PARAGRAPH = regex.compile(r"\n\s*\n")


def trim(text: str, start: int, end: int) -> Span:
    """Return a span without the white space at its edges."""
    inside = text[start:end]
    return (end - len(inside.lstrip()), start + len(inside.rstrip())) if inside.strip() else (start, end)


def place(text: str, start: int, end: int, fragment: str) -> Span | None:
    """Return where `fragment` stands in `text`, white space at its edges left out.

    That is `start` to `end` if the same words stand there, else the nearest place within `REACH` characters; white
    space of any length and kind counts as the same. ``None`` where there is none.
    """
    words = fragment.split()
    if not words:
        return None
    if 0 <= start < end <= len(text) and text[start:end].split() == words:
        return trim(text, start, end)
    pattern = regex.compile(r"\s+".join(regex.escape(word) for word in words))
    near = pattern.finditer(text, max(0, start - REACH), max(0, end + REACH), overlapped=True)
    return min((found.span() for found in near), key=lambda span: abs(span[0] - start), default=None)


def join(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans in order; those that only white space within a paragraph parts become one.

    >>> join("No, he\\nsaid.", [(0, 6), (7, 12)])
    ((0, 12),)
    """
    out: list[Span] = []
    for start, end in sorted(spans):
        between = text[out[-1][1] : start] if out else None
        if between is not None and not between.strip() and not PARAGRAPH.search(between):
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return tuple(out)
