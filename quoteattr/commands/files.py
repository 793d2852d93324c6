"""Where the command line writes what it found: standard output, files, folders; and how it goes on after a crash.

Each `Sink` takes the `Result` of one input after another:

>>> from io import StringIO
>>> sink = Stream("jsonl", out := StringIO())
>>> sink.write(Result(Input("a.txt", "a", "The mayor said no."), Article(id="a")))
>>> sink.write(Result(Input("b.txt", "b", problem="not UTF-8"), None, "not UTF-8"))
>>> out.getvalue()
'{"id": "a", "quotes": [], "speakers": []}\\n'

A stream has the articles alone. The files that can be resumed, `Journal` and `ParquetFile`, have a line or row for
each input, also for one that failed (``{"id": "b", "error": "not UTF-8"}``), so that they tell by themselves how many
inputs are done. After each article its line is handed to the system whole: a process that is killed leaves at most
one broken line, at the end. What a file held before stays until the first result is there, so that a run that comes
to nothing costs nothing.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import IO, Any, BinaryIO, Protocol, TextIO

import regex
from attrs import frozen

from quoteattr.commands.inputs import Input
from quoteattr.errors import ArticleError, OutputError, RecordError, brief
from quoteattr.extras import needed
from quoteattr.output.json import as_json, as_jsonl
from quoteattr.output.table import as_table
from quoteattr.records import Article

__all__ = [
    "FORMATS",
    "Journal",
    "Pages",
    "ParquetFile",
    "Result",
    "Resumed",
    "Sink",
    "Stream",
    "TextFile",
    "open_sink",
    "writing",
]

FORMATS = ("table", "json", "jsonl", "csv", "parquet", "html")
RESUMABLE = ("jsonl", "parquet")

LONGEST_STEM = 200
"""Bytes of a file's name before its number and ending; file systems take 255 in all."""

_UNFIT = regex.compile(r"[^\p{L}\p{M}\p{N}._ -]+|^\.+")
"""What no file is named."""


@frozen
class Result:
    """What came of one input: its article, or the reason why there is none."""

    item: Input
    article: Article | None
    problem: str | None = None


@frozen
class Resumed:
    """What an earlier run has done: inputs read, and how many of them failed."""

    done: int = 0
    failed: int = 0


class Sink(Protocol):
    """Something that results are written to. Raises `OutputError` where it can't."""

    def resume(self, items: Iterator[Input]) -> Resumed:
        """Take from `items` what an earlier run has written, and check that it is the same."""

    def write(self, result: Result) -> None:
        """Write the result of the next input."""

    def finish(self) -> None:
        """All results are written."""

    def close(self) -> None:
        """Let go of the file, finished or not."""


class _NotResumable:
    def resume(self, items: Iterator[Input]) -> Resumed:
        return Resumed()

    def finish(self) -> None:
        pass

    def close(self) -> None:
        pass


def open_sink(name: str, output: Path | None, resume: bool = False) -> Sink:
    """Where results go in a format; to standard output if `output` is ``None``. Raises `OutputError`."""
    if output is None and sys.stdout is None:
        raise OutputError("standard output: could not be written: it is closed")
    if output is None:
        return Pages(None) if name == "html" else Stream(name, sys.stdout)
    if name == "jsonl":
        return Journal(output)
    if name == "parquet":
        return ParquetFile(output, resume)
    return Pages(output) if name == "html" else TextFile(name, output)


class _Form:
    """Articles as text, each as it stands after those before it."""

    def __init__(self, name: str, ascii_only: bool = False) -> None:
        self._name, self._ascii_only = name, ascii_only
        self._inputs = self._articles = 0

    def text(self, article: Article | None) -> str:
        """What is written for the next input."""
        self._inputs += 1
        if article is None:
            return ""
        self._articles += 1
        if self._name == "csv":
            return self._csv(article)
        if self._name == "table":
            return ("\n" if self._articles > 1 else "") + as_table(article) + "\n"
        return (as_json if self._name == "json" else as_jsonl)(article, ascii_only=self._ascii_only) + "\n"

    def _csv(self, article: Article) -> str:
        from quoteattr.output.frame import csv_rows

        rows = csv_rows(article, header=self._articles == 1, first=self._inputs - 1)
        csv.writer(text := io.StringIO()).writerows(rows)
        return text.getvalue()


class Stream(_NotResumable):
    """Articles as text on a stream; JSON stays JSON where the stream's encoding lacks letters."""

    def __init__(self, name: str, stream: TextIO) -> None:
        unicode = (getattr(stream, "encoding", None) or "utf-8").lower().replace("_", "-") in ("utf-8", "utf8")
        self._form, self._stream = _Form(name, ascii_only=not unicode), stream
        if name == "csv" and hasattr(stream, "reconfigure"):
            stream.reconfigure(newline="")

    def write(self, result: Result) -> None:
        """Write an article; nothing for an input that failed. Raises `BrokenPipeError` where nobody reads any more."""
        text = self._form.text(result.article)
        with writing("standard output"):
            self._stream.write(text)
            self._stream.flush()


class TextFile(_NotResumable):
    """Articles as text in a file."""

    def __init__(self, name: str, path: Path) -> None:
        self._form, self._path = _Form(name), path
        self._file = _Anew(path)

    def write(self, result: Result) -> None:
        """Write an article; nothing for an input that failed."""
        self._file.write(self._form.text(result.article))

    def finish(self) -> None:
        """All results are written."""
        self._file.finish()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class Journal:
    """JSON lines in a file, one for each input, which tell a later run where to go on."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = _Anew(path)

    def resume(self, items: Iterator[Input]) -> Resumed:
        """Skip the inputs whose lines are there; a line that was cut off is taken away, and its input read again.

        Raises `OutputError` where a line is none of quoteattr's, or not that of the input in its place.
        """
        done = failed = end = 0
        with writing(self._path), open(self._path, "rb") as written:
            for done, line in enumerate(_whole(written), start=1):
                where = f"{self._path}, line {done}"
                item = next(items, None)
                if item is None:
                    raise OutputError(f"{where}: there are only {done - 1} inputs. {_ADVICE}")
                failed += _matched(line, item, where)
                end += len(line)
            written.seek(end)
            if not _begins(written.read(len(_OPENING))):
                raise OutputError(f"{self._path}, line {done + 1}: {_FOREIGN}. {_ADVICE}")
        self._file.begin(end)
        return Resumed(done, failed)

    def write(self, result: Result) -> None:
        """Write the line of an article, or of the reason why there is none."""
        if result.article is not None:
            line = as_jsonl(result.article)
        else:
            line = json.dumps({"id": result.item.id, "error": result.problem}, ensure_ascii=False)
        self._file.write(line + "\n")

    def finish(self) -> None:
        """All results are written; the file was whole after each line."""
        self._file.finish()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class ParquetFile:
    """A Parquet file, which appears when all is done; until then a `Journal` beside it, ending in ``.part``."""

    def __init__(self, path: Path, resume: bool = False) -> None:
        needed("pyarrow.parquet", "arrow")
        if os.path.isdir(path):  # pathlib's own raises where a folder above may not be read
            raise OutputError(f"{path} is a folder: name a file with --output")
        self._path = path
        self._part = part_of(path)
        left = os.path.exists(self._part)
        if left and not resume:
            raise OutputError(
                f"{self._part} is there, from a run that was not finished: go on with it with --resume, or delete it"
            )
        if resume and not left and os.path.exists(path):
            _check_whole(path)
            raise OutputError(f"{path} is finished: there is nothing to resume; without --resume it is written anew")
        self._journal = Journal(self._part)

    def resume(self, items: Iterator[Input]) -> Resumed:
        """As `Journal.resume`."""
        return self._journal.resume(items)

    def write(self, result: Result) -> None:
        """As `Journal.write`."""
        self._journal.write(result)

    def finish(self) -> None:
        """Turn the journal into the Parquet file, and take it away."""
        from quoteattr.output.arrow import Writer

        self._journal.finish()
        self._journal.close()
        # opened here, as pyarrow takes no path that is not UTF-8
        with _replaced(self._path) as opened, open(self._part, "rb") as lines, Writer(opened) as writer:
            for line in lines:
                row = json.loads(line)
                error = row.get("error")
                writer.write(Article.from_dict(row) if error is None else ArticleError(0, error), row["id"])
        with writing(self._part):
            self._part.unlink()

    def close(self) -> None:
        """Close the journal; it stays, unless all was finished."""
        self._journal.close()


def part_of(path: Path) -> Path:
    """The journal of a Parquet file that is not finished."""
    return path.parent / f"{path.name}.part"


class Pages(_NotResumable):
    """Articles as HTML pages: one in a file (``*.html``) or on standard output, or one for each article in a folder."""

    def __init__(self, path: Path | None) -> None:
        self._path, self._names = path, set[str]()
        self._single = path is None or (path.suffix.lower() in (".html", ".htm") and not os.path.isdir(path))
        if path is not None and not self._single:
            with writing(path):
                path.mkdir(parents=True, exist_ok=True)

    def write(self, result: Result) -> None:
        """Write the page of an article; nothing for an input that failed. A file takes no second one."""
        from quoteattr.output.html import as_page

        if result.article is None or result.item.text is None:
            return
        if self._single and self._names:
            raise OutputError("a page shows one article, and there are more: name a folder with --output")
        page = as_page(result.article, result.item.text).encode("utf-8", "replace")
        name = self._name(result.article.id)
        if self._path is None:
            with writing("standard output"):
                sys.stdout.buffer.write(page)
                sys.stdout.flush()
            return
        with _replaced(self._path if self._single else self._path / name) as file:
            file.write(page)

    def _name(self, id: str | int | None) -> str:
        """A file name for an article that no other one has: the id, as far as files can be named so."""
        stem = _UNFIT.sub("-", str(id))[:100] if id is not None else ""
        stem = stem.encode("utf-8")[:LONGEST_STEM].decode("utf-8", "ignore").strip()
        stem = stem or f"article-{len(self._names) + 1}"
        name, number = stem, 1
        while name.casefold() in self._names:
            name, number = f"{stem}-{number + 1}", number + 1
        self._names.add(name.casefold())
        return f"{name}.html"


_ADVICE = "What to do: give the inputs of the run that wrote it, in its order, or leave --resume out to write it anew"


_OPENING = b'{"id": '
"""How each line of a journal begins."""

_FOREIGN = "expected what quoteattr has written, got something else"


def _begins(line: bytes) -> bool:
    """Whether a line that was cut off may be one of a journal.

    >>> _begins(b'{"i'), _begins(b""), _begins(b"<html>")
    (True, True, False)
    """
    return line[: len(_OPENING)] == _OPENING[: len(line)]


def _whole(lines: IO[bytes]) -> Iterator[bytes]:
    """The lines of a file but for the last, if that was cut off."""
    return (line for line in lines if line.endswith(b"\n"))


def _matched(line: bytes, item: Input, where: str) -> bool:
    """Check that a line can be that of an input; whether it says that the input failed."""
    try:
        row: Any = json.loads(line)
        failed = isinstance(row, dict) and "id" in row and isinstance(row.get("error"), str)
        article = None if failed else Article.from_dict(row)
    except (ValueError, RecordError, RecursionError):
        raise OutputError(f"{where}: {_FOREIGN}. {_ADVICE}") from None
    written = row["id"]
    if written != item.id and not (failed or item.problem):
        raise OutputError(f"{where}: expected the article {item.id!r} of {item.where}, got {written!r}. {_ADVICE}")
    text = item.text
    if article is not None and text is not None:
        spans = (span for quote in article.quotes for span in quote.spans)
        if any(text[span.start : span.end] != span.text for span in spans):
            raise OutputError(f"{where}: its quotes are not in the text of the input ({item.where}). {_ADVICE}")
    return failed


def _check_whole(path: Path) -> None:
    """Raise `OutputError` where a Parquet file can't be read, as when it was cut short by whoever copied it."""
    parquet = needed("pyarrow.parquet", "arrow")
    try:
        with open(path, "rb") as file:
            parquet.read_metadata(file)
    except (OSError, ValueError) as error:
        raise OutputError(
            f"{path}: expected a whole Parquet file, got one that can't be read ({brief(error)}), and nothing to "
            "resume it from. What to do: leave --resume out to write it anew"
        ) from error


class _Anew:
    """A file whose old content goes when the new one begins. Raises `OutputError` where it can't be written."""

    def __init__(self, path: Path) -> None:
        self._path, self._begun = path, False
        with writing(path):
            self._created = not os.path.exists(path)
            self._file: IO[bytes] = open(path, "ab", buffering=0)  # noqa: SIM115

    def begin(self, end: int = 0) -> None:
        """Let the old content go, but for the first `end` bytes."""
        with writing(self._path):
            if self._path.is_file():  # no pipe and no device
                self._file.truncate(end)
                self._file.seek(end)
        self._begun = True

    def write(self, text: str) -> None:
        """Add all of a text, or nothing of it."""
        if not self._begun:
            self.begin()
        with writing(self._path):
            _append(self._file, text)

    def finish(self) -> None:
        """Leave what is there, also if that is nothing."""
        self._created = False
        self.write("")

    def close(self) -> None:
        """Close the file. Take it away if it was not there before and nothing came of it."""
        if self._file.closed:
            return
        with writing(self._path):
            empty = not os.fstat(self._file.fileno()).st_size
            self._file.close()
        if empty and self._created:
            with suppress(OSError):
                os.unlink(os.path.realpath(self._path))  # a link to it was there before


@contextmanager
def _replaced(path: Path) -> Iterator[BinaryIO]:
    """A file to write all of a file's content to, which takes its place in the end; what is no file is written to."""
    if os.path.exists(path) and not os.path.isfile(path):
        with writing(path), open(path, "wb") as file:
            yield file
        return
    path = Path(os.path.realpath(path))
    new = path.with_name(f"{path.name[:50]}.{token_hex(4)}.new")  # nobody else's
    with writing(path):
        try:
            with open(new, "xb") as file:
                if path.exists():
                    open(path, "ab").close()  # or it is not ours to replace
                    shutil.copymode(path, new)
                yield file
            os.replace(new, path)
        finally:
            with suppress(OSError):
                new.unlink()


def _append(file: IO[bytes], text: str) -> None:
    """Write all of a text at the end of a file, or nothing of it. Lone surrogates become escapes, as JSON has them."""
    rest = memoryview(text.encode("utf-8", "backslashreplace"))
    start = file.tell() if file.seekable() else None
    try:
        while rest:
            rest = rest[file.write(rest) :]
    except OSError:
        if start is not None:
            with suppress(OSError):
                file.truncate(start)
        raise


@contextmanager
def writing(what: str | Path) -> Iterator[None]:
    """Errors of the system as `OutputError` that names the file; a reader that goes away is none."""
    try:
        yield
    except (BrokenPipeError, OutputError):
        raise
    except OSError as error:
        raise OutputError(f"{what}: could not be written: {error.strerror or error}") from error
