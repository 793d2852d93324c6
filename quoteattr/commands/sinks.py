"""Where results go: standard output, a text file, pages, or a file that a later run can go on with.

`open_sink` chooses a sink by how the format opens. Each takes the `Result` of one input after another:

>>> from io import StringIO
>>> from quoteattr.commands.inputs import Input
>>> from quoteattr.output.formats import find_format
>>> from quoteattr.records import Article
>>> sink = StreamSink(find_format("jsonl").opening, out := StringIO())
>>> sink.write(Result(Input("a.txt", "a", "The mayor said no."), Article(id="a")))
>>> sink.write(Result(Input("b.txt", "b", problem="not UTF-8"), None, "not UTF-8"))
>>> out.getvalue()
'{"id": "a", "quotes": [], "speakers": []}\\n'

Streams, text files and pages leave out inputs that failed. The old content of a file stays until the first result is
there, so that a run that finds no models destroys nothing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

import regex

from quoteattr.commands.files import FreshFile, replacing, writing
from quoteattr.commands.journal import JournalSink, WholeFileSink
from quoteattr.commands.results import Result, Sink
from quoteattr.errors import OutputError
from quoteattr.output.formats import Format, Journal, Pages, Stream, WholeFile
from quoteattr.output.outcomes import Entry
from quoteattr.records import Article

__all__ = ["PagesSink", "StreamSink", "TextFileSink", "open_sink"]

LONGEST_STEM = 200
"""The most bytes of a page's name before its number and ending; file systems take 255 in all."""

_UNFIT = regex.compile(r"[^\p{L}\p{M}\p{N}._ -]+|^\.+")
"""Characters that no page is named with."""


def open_sink(format: Format, output: Path | None, resume: bool = False) -> Sink:
    """Return where results go in a format, standard output if `output` is ``None``.

    `resume` tells that an unfinished file may be there. Raises `OutputError` where the output can't be written to, and
    for a format that needs a file and has none.
    """
    if output is None and sys.stdout is None:
        raise OutputError("standard output: could not be written: it is closed")
    opening = format.opening
    if isinstance(opening, Pages):
        return PagesSink(opening.page, format.endings, output)
    if isinstance(opening, WholeFile):
        if output is None:
            raise OutputError(f"--format {format.name}: name the file with --output")
        return WholeFileSink(format.name.capitalize(), opening, output, resume)
    if output is None:
        return StreamSink(opening, sys.stdout)
    return JournalSink(output) if isinstance(opening, Journal) else TextFileSink(opening, output)


class _Entries:
    """Converts the results of a run to text, one after another."""

    def __init__(self, text: Callable[[Entry], str], ascii_only: bool = False) -> None:
        self._text, self._ascii_only = text, ascii_only
        self._inputs = self._articles = 0

    def text(self, result: Result) -> str:
        """Return the text for the next input, "" if it failed."""
        self._inputs += 1
        if result.article is None:
            return ""
        self._articles += 1
        return self._text(Entry(result.article, self._inputs - 1, self._articles == 1, self._ascii_only))


class StreamSink(Sink):
    """Writes articles as text on a stream; JSON stays JSON where the stream's encoding lacks letters."""

    def __init__(self, opening: Stream | Journal, stream: TextIO) -> None:
        unicode = (getattr(stream, "encoding", None) or "utf-8").lower().replace("_", "-") in ("utf-8", "utf8")
        self._entries, self._stream = _Entries(opening.text, ascii_only=not unicode), stream
        if isinstance(opening, Stream) and opening.own_line_ends and hasattr(stream, "reconfigure"):
            stream.reconfigure(newline="")

    def write(self, result: Result) -> None:
        """Write an article; nothing for an input that failed. Raises `BrokenPipeError` where nobody reads any more."""
        text = self._entries.text(result)
        with writing("standard output"):
            self._stream.write(text)
            self._stream.flush()


class TextFileSink(Sink):
    """Writes articles as text to a file."""

    def __init__(self, opening: Stream, path: Path) -> None:
        self._entries, self._file = _Entries(opening.text), FreshFile(path)

    def write(self, result: Result) -> None:
        """Write an article; nothing for an input that failed."""
        self._file.write(self._entries.text(result))

    def finish(self) -> None:
        """Keep the file, even where there was no article."""
        self._file.finish()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class PagesSink(Sink):
    """Writes a page for each article: one to a file or to standard output, or each to a file of its own in a folder.

    `path` is a file where it has one of the `endings`, else a folder.
    """

    def __init__(self, page: Callable[[Article, str], str], endings: tuple[str, ...], path: Path | None) -> None:
        self._page, self._ending = page, endings[0]
        self._path, self._names = path, set[str]()
        self._single = path is None or (path.suffix.lower() in endings and not os.path.isdir(path))
        if path is not None and not self._single:
            with writing(path):
                path.mkdir(parents=True, exist_ok=True)

    def write(self, result: Result) -> None:
        """Write the page of an article; nothing for an input that failed. A file takes no second page."""
        if result.article is None or result.item.text is None:
            return
        if self._single and self._names:
            raise OutputError("a page shows one article, and there are more: name a folder with --output")
        page = self._page(result.article, result.item.text).encode("utf-8", "replace")
        name = self._choose_name(result.article.id)
        if self._path is None:
            with writing("standard output"):
                sys.stdout.buffer.write(page)
                sys.stdout.flush()
            return
        with replacing(self._path if self._single else self._path / name) as file:
            file.write(page)

    def _choose_name(self, id: str | int | None) -> str:
        """Return a file name that no other article has: the id, as far as files can be named so."""
        stem = _UNFIT.sub("-", str(id))[:100] if id is not None else ""
        stem = stem.encode("utf-8")[:LONGEST_STEM].decode("utf-8", "ignore").strip()
        stem = stem or f"article-{len(self._names) + 1}"
        name, number = stem, 1
        while name.casefold() in self._names:
            name, number = f"{stem}-{number + 1}", number + 1
        self._names.add(name.casefold())
        return f"{name}{self._ending}"
