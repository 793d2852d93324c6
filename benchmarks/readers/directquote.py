"""DirectQuote (Zhang and Liu 2022): paragraphs of news with direct quotations and their speakers, a token a line.

``data/truecased.txt`` has a token and its label a line, and an empty line between paragraphs. Labels are IOB chunks:
``LeftSpeaker`` and ``RightSpeaker`` are quotations whose speaker stands before or behind them, ``Unknown`` those
without, ``Speaker`` is a speaker; all else is ``Out``. A quotation gets the nearest speaker on its side. Every
paragraph is an article of its own, named by its first line in the file; tokens are spaced as print would.

>>> found, = paragraphs(["We B-LeftSpeaker", "won I-LeftSpeaker", "", ""], "x")
>>> found.id, found.text, found.attributions[0].content
('x-1', 'We won', ((0, 6),))
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import regex
from attrs import frozen

from benchmarks.readers.article import Article, Attribution, CorpusError
from benchmarks.readers.files import text_of
from benchmarks.readers.tokens import space
from quoteattr import QuoteKind

__all__ = ["Chunk", "articles", "chunks", "paragraphs"]

FILES = ("data/truecased.txt", "truecased.txt")
SIDES = {"LeftSpeaker": "speaker-left", "RightSpeaker": "speaker-right", "Unknown": "speaker-unknown"}
LABEL = regex.compile(r"O|Out|([BI])-(LeftSpeaker|RightSpeaker|Unknown|Speaker)")


@frozen
class Chunk:
    """Tokens `first` to `last` (exclusive) under one label."""

    label: str
    first: int
    last: int


def articles(root: Path) -> Iterator[Article]:
    """Yield the paragraphs of the corpus. Raises `CorpusError`."""
    files = [root] if root.is_file() else [root / name for name in FILES if (root / name).is_file()]
    if not files:
        raise CorpusError(f"{root}: expected {' or '.join(FILES)}, found neither")
    yield from paragraphs(text_of(files[0], newline=None).split("\n"), str(files[0]))


def paragraphs(lines: Iterable[str], where: str) -> Iterator[Article]:
    """Yield an article for every block of lines; `where` is the file, for names and errors."""
    block: list[tuple[str, str]] = []
    first = 1
    for number, line in enumerate([*lines, ""], start=1):
        columns = line.split()
        if columns and columns[0] != "-DOCSTART-":
            if not block:
                first = number
            block.append(_token(columns, f"{where}, line {number}"))
        elif block:
            yield _paragraph(f"{Path(where).stem}-{first}", block)
            block = []


def _token(columns: Sequence[str], where: str) -> tuple[str, str]:
    if len(columns) < 2 or not LABEL.fullmatch(columns[-1]):
        raise CorpusError(f"{where}: expected a token and a label such as B-LeftSpeaker or Out, got {columns!r:.80}")
    return columns[0], columns[-1]


def _paragraph(name: str, block: Sequence[tuple[str, str]]) -> Article:
    layout = space([token for token, _ in block])
    found = chunks([label for _, label in block])
    out: list[Attribution] = []
    for chunk in found:
        if chunk.label in SIDES:
            speaker = _speaker(chunk, found)
            source = layout.spans(range(speaker.first, speaker.last)) if speaker else ()
            content = layout.spans(range(chunk.first, chunk.last))
            out.append(Attribution(content, source=source, kind=QuoteKind.DIRECT, forms=(SIDES[chunk.label],)))
    return Article(name, layout.text, tuple(out))


def _speaker(quotation: Chunk, found: Sequence[Chunk]) -> Chunk | None:
    speakers = [chunk for chunk in found if chunk.label == "Speaker"]
    if quotation.label == "LeftSpeaker":
        return max((chunk for chunk in speakers if chunk.last <= quotation.first), key=_first, default=None)
    if quotation.label == "RightSpeaker":
        return min((chunk for chunk in speakers if chunk.first >= quotation.last), key=_first, default=None)
    return None


def _first(chunk: Chunk) -> int:
    return chunk.first


def chunks(labels: Sequence[str]) -> tuple[Chunk, ...]:
    """Return the chunks of IOB labels of either kind: one begins at B, or at I behind another label.

    >>> chunks(["I-Speaker", "I-Speaker", "B-Speaker", "Out"])
    (Chunk(label='Speaker', first=0, last=2), Chunk(label='Speaker', first=2, last=3))
    """
    out: list[Chunk] = []
    for index, label in enumerate(labels):
        prefix, _, name = label.partition("-")
        if not name:
            continue
        if prefix == "I" and out and out[-1].label == name and out[-1].last == index:
            out[-1] = Chunk(name, out[-1].first, index + 1)
        else:
            out.append(Chunk(name, index, index + 1))
    return tuple(out)
