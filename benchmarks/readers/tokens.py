"""Text laid out from tokens, for corpora that come without their text.

The offsets are those of the text that is built here, so every token is found again:

>>> layout = space(["``", "We", "wo", "n't", ",", "''", "she", "said", "."])
>>> layout.text
'"We won\\'t," she said.'
>>> layout.spans([0, 1, 2, 3, 4, 5, 7])
((0, 11), (16, 20))
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex
from attrs import frozen

from benchmarks.readers.article import Span

__all__ = ["Layout", "lay_out", "space", "unescape"]

ESCAPES = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}

OPENING = regex.compile(r"``|-L[RSC]B-|[(\[{$£€#“‘«¡¿]")
CLOSING = regex.compile(r"''|-R[RSC]B-|[)\]}%”»…]|[.,;:!?]+|n['’]t|['’](s|d|m|re|ve|ll)", regex.IGNORECASE)


@frozen
class Layout:
    """A text and where each of its tokens stands."""

    text: str
    places: tuple[Span, ...]

    def spans(self, tokens: Iterable[int]) -> tuple[Span, ...]:
        """Return the spans of some tokens by number; neighbours share one."""
        out: list[Span] = []
        last = -2
        for token in sorted(set(tokens)):
            start, end = self.places[token]
            if token == last + 1:
                out[-1] = (out[-1][0], end)
            else:
                out.append((start, end))
            last = token
        return tuple(span for span in out if span[0] < span[1])


def unescape(token: str) -> str:
    """Return a token of the Penn Treebank as printed: its marks and brackets, slashes and asterisks without escapes."""
    return ESCAPES.get(token, token.replace("\\/", "/").replace("\\*", "*"))


def lay_out(tokens: Sequence[str], gaps: Sequence[str]) -> Layout:
    """Return the tokens one after another, each behind its gap."""
    pieces: list[str] = []
    places: list[Span] = []
    at = 0
    for token, gap in zip(tokens, gaps, strict=True):
        shown = unescape(token)
        start = at + len(gap)
        at = start + len(shown)
        pieces += (gap, shown)
        places.append((start, at))
    return Layout("".join(pieces), tuple(places))


def space(tokens: Sequence[str]) -> Layout:
    """Return the tokens as print would space them: none before a comma, none inside quotation marks.

    Straight quotation marks open and close in turn. Words that keep their punctuation stay as they are.
    """
    gaps: list[str] = []
    glued, quoted = True, False
    for token in tokens:
        opens, closes = bool(OPENING.fullmatch(token)), bool(CLOSING.fullmatch(token))
        if token == '"':
            opens, closes = not quoted, quoted
            quoted = not quoted
        gaps.append("" if glued or closes or not token else " ")
        glued = opens if token else glued
    return lay_out(tokens, gaps)
