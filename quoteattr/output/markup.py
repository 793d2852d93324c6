"""The text of an article as HTML, with marks around quotes, cues, sources and what is said of speakers.

Marks may nest and overlap, as a quote inside a quote or a source inside a content does. The text is cut where a mark
crosses another one or a paragraph ends, so that the elements nest as HTML wants it:

>>> marks = [Mark(0, 7, Part.QUOTE, 1, 1, kind="direct"), Mark(4, 12, Part.SOURCE, None, 1)]
>>> print(mark_up("One two three", marks, {}).replace("><", ">\\n<"))
<p dir="auto">
<mark class="quote direct hue1" data-s="1" data-q="1">One <span class="source hue1" data-s="1">two</span>
</mark>
<span class="source hue1" data-s="1"> thre</span>e</p>

Time and size are linear in the text and its marks, and in the places where marks cross.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from html import escape
from itertools import pairwise

import regex
from attrs import frozen

__all__ = ["HUES", "Mark", "Part", "display_paragraphs", "escape_text", "mark_up"]

HUES = 8
"""How many colours the style has for speakers; the ninth speaker has the colour of the first again."""

LONGEST_HEADLINE = 160
"""The most characters of a first line that is taken for the headline."""

_UNSHOWABLE = regex.compile(r"[\p{Cs}\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_LINE_END = regex.compile(r"\r\n|[\n\r\f\u2028\u2029]")


class Part(Enum):
    """The part of a statement that a mark is around, the outermost first where two marks have the same edges."""

    QUOTE = "quote"
    SOURCE = "source"
    FACT = "fact"
    CUE = "cue"


_RANK = {part: rank for rank, part in enumerate(Part)}


@frozen
class Mark:
    """A stretch of the text and the part that it is: character offsets, end exclusive.

    `quote` is the number of its quote, None where it belongs to several or none; `speaker` is the number of the
    speaker, 0 for nobody; `kind` is the kind of quote.
    """

    start: int
    end: int
    part: Part
    quote: int | None
    speaker: int
    kind: str = ""

    @property
    def element(self) -> str:
        """The name of its HTML element."""
        return "mark" if self.part is Part.QUOTE else "span"

    @property
    def opening(self) -> str:
        """The start tag."""
        names = " ".join(filter(None, (self.part.value, self.kind, f"hue{self.speaker % HUES}")))
        quote = "" if self.quote is None else f' data-q="{self.quote}"'
        return f'<{self.element} class="{names}" data-s="{self.speaker}"{quote}>'


@frozen
class _Piece:
    """The part of a mark that stands in one paragraph."""

    start: int
    end: int
    mark: Mark


def escape_text(text: str) -> str:
    """Return `text` for HTML, also in attributes: markup escaped, characters that no page can hold replaced one by one.

    >>> escape_text("<b>\\0\\ud800")
    '&lt;b&gt;␀�'
    """
    return escape(_UNSHOWABLE.sub(_replace_character, text))


def _replace_character(match: regex.Match[str]) -> str:
    """Return the picture of a control character ("␀"), or U+FFFD for what has no picture."""
    code = ord(match.group())
    return chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else "\ufffd"


def display_paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the offsets of the paragraphs to show: blank lines part them, or every line end where no line is blank.

    What is read is parted elsewhere (`quoteattr.text`), and not for the eye.
    """
    ends = [(match.start(), match.end()) for match in _LINE_END.finditer(text)]
    starts = [0, *(after for _, after in ends)]
    lines = list(zip(starts, [*(before for before, _ in ends), len(text)], strict=True))
    filled = [not text[start:end].isspace() and start < end for start, end in lines]
    inner = "".join("x" if full else " " for full in filled).strip()
    if " " not in inner:
        return [line for line, full in zip(lines, filled, strict=True) if full]
    groups = regex.finditer("x+", "".join("x" if full else " " for full in filled))
    return [(lines[group.start()][0], lines[group.end() - 1][1]) for group in groups]


def mark_up(text: str, marks: Iterable[Mark], anchors: Mapping[int, str]) -> str:
    """Return the paragraphs of `text` as HTML with these marks.

    `anchors` has for each quote the HTML that goes before its first character. A first line without a full stop is
    taken for the headline, "By ..." below it for the byline.
    """
    ordered = sorted((mark for mark in marks if mark.start < mark.end), key=_outermost_first)
    writer = _Writer(text, anchors)
    found = display_paragraphs(text)
    for number, ((start, end), pieces) in enumerate(_split_by_paragraph(found, ordered)):
        element, name = _element(text[start : min(end, start + LONGEST_HEADLINE + 1)], number, len(found))
        writer.paragraph(start, end, pieces, element, name)
    return "".join(writer.out)


def _outermost_first(mark: Mark) -> tuple[int, int, int, int]:
    return (mark.start, -mark.end, _RANK[mark.part], mark.quote or 0)


def _element(start: str, number: int, count: int) -> tuple[str, str]:
    """Return the element and the class of a paragraph that begins with `start`, the `number`-th of `count`."""
    line = start.strip()
    loose = len(start) <= LONGEST_HEADLINE and not _LINE_END.search(line) and line[-1:] not in ".…:;,\"'”’»"
    if number == 0 and count > 1 and loose:
        return "h2", "headline"
    if number == 1 and count > 2 and loose and line.startswith(("By ", "BY ")):
        return "p", "byline"
    return "p", ""


def _split_by_paragraph(
    found: Sequence[tuple[int, int]], marks: Sequence[Mark]
) -> Iterator[tuple[tuple[int, int], list[_Piece]]]:
    """Yield each paragraph with the pieces of marks that stand in it, those that began before it first."""
    here: list[Mark] = []
    coming = iter(marks)
    following = next(coming, None)
    for start, end in found:
        while following is not None and following.start < end:
            here.append(following)
            following = next(coming, None)
        here = [mark for mark in here if mark.end > start]
        yield (start, end), [_Piece(max(mark.start, start), min(mark.end, end), mark) for mark in here]


class _Writer:
    """Writes paragraph after paragraph, with a stack of the elements that are open."""

    def __init__(self, text: str, anchors: Mapping[int, str]) -> None:
        self._text, self._anchors = text, dict(anchors)
        self.out: list[str] = []
        self._open: list[_Piece] = []

    def paragraph(self, start: int, end: int, pieces: Sequence[_Piece], element: str, name: str) -> None:
        """Write the characters from `start` to `end` in an element with the class `name`."""
        opening = f'<{element} class="{name}" dir="auto">' if name else f'<{element} dir="auto">'
        self.out.append(opening if not self.out else f"\n{opening}")
        starting: dict[int, list[_Piece]] = {}
        for piece in sorted(pieces, key=lambda piece: -piece.end):
            starting.setdefault(piece.start, []).append(piece)
        ending = Counter(piece.end for piece in pieces)
        edges = sorted({start, end, *starting, *ending})
        for edge, following in pairwise(edges):
            self._close(edge, ending[edge])
            for piece in starting.get(edge, ()):
                self._start(piece)
            self.out.append(escape_text(self._text[edge:following]))
        self._close(end, ending[end])
        self.out.append(f"</{element}>")

    def _start(self, piece: _Piece) -> None:
        """Open the element of a piece, and write the anchor of its quote if that has not been written yet."""
        self._open.append(piece)
        self.out.append(piece.mark.opening)
        if piece.mark.part is Part.QUOTE and piece.mark.quote is not None:
            self.out.append(self._anchors.pop(piece.mark.quote, ""))

    def _close(self, edge: int, ending: int) -> None:
        """Close the `ending` elements that end at `edge`. Those inside them that go on are closed and opened again."""
        cut: list[_Piece] = []
        while ending:
            piece = self._open.pop()
            self.out.append(f"</{piece.mark.element}>")
            if piece.end == edge:
                ending -= 1
            else:
                cut.append(piece)
        for piece in reversed(cut):
            self._start(piece)
