"""What the command line reads: files, folders, patterns, JSON lines, Parquet, standard input.

Every article comes as an `Input`, in the order of the arguments, one at a time; what can't be read comes as an `Input`
with its problem, in its place, so that it costs no other article:

>>> from tempfile import TemporaryDirectory
>>> with TemporaryDirectory() as folder:
...     written = Path(folder, "story.txt").write_text("The mayor said no.", encoding="utf-8")
...     item, missing = read_inputs([f"{folder}/*.txt", f"{folder}/gone.txt"])
>>> item.id, item.text, missing.problem
('story', 'The mayor said no.', 'could not be read: No such file or directory')
"""

from __future__ import annotations

import codecs
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from glob import glob, has_magic
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO

from attrs import frozen

from quoteattr.extras import needed

__all__ = ["Input", "count_articles", "read_inputs", "sources"]

STANDARD_INPUT = "-"

_TEXTS = (".txt",)
_RECORDS = (".jsonl", ".ndjson", ".parquet")
"""What is taken from a folder: texts without a field, records with one."""

_PARQUET = b"PAR1"
"""How a Parquet file begins."""

_ROWS = 64
"""Rows of a Parquet file in memory at a time."""


@frozen
class Input:
    """One article to read, or why it can't be.

    `where` names its file and line; exactly one of `text` and `problem` is not ``None``.
    """

    where: str
    id: str | int | None = None
    text: str | None = None
    problem: str | None = None


@frozen
class Source:
    """One file to read, "-" for standard input: its path, the id of the article in it, or why it can't be read."""

    path: str
    id: str | None = None
    problem: str | None = None

    @property
    def where(self) -> str:
        """What messages call it."""
        return "standard input" if self.path == STANDARD_INPUT else self.path


def read_inputs(arguments: Iterable[str], field: str | None = None, but: Sequence[Path] = ()) -> Iterator[Input]:
    """Every article of every argument, in order.

    An argument is a file, a folder, a pattern (``news/*.txt``, ``**`` for any folders) or "-" for standard input.
    Without `field` a file is one article in UTF-8; its id is its name without the ending, and in a folder the path
    from there. With `field` a file holds JSON lines or is Parquet: `field` names the text, "id" the id. Folders are
    read with what is under them, sorted, hidden files left out: ``*.txt``, or with `field` ``*.jsonl``, ``*.ndjson``
    and ``*.parquet``. The files of `but` are left out where a folder or a pattern leads to them.
    """
    for source in sources(arguments, field, but):
        yield from _read(source, field)


def sources(arguments: Iterable[str], field: str | None = None, but: Sequence[Path] = ()) -> Iterator[Source]:
    """The files that `read_inputs` reads, in order; folders and patterns are looked through when they are reached."""
    for argument in arguments:
        if argument == STANDARD_INPUT or os.path.lexists(argument) or not has_magic(argument):
            yield from _source(argument, field, but)
            continue
        found = sorted(glob(argument, recursive=True))
        if not found:
            yield Source(argument, problem="could not be read: no file has such a name")
        for path in found:
            if not _among(path, but):
                yield from _source(path, field, but)


def count_articles(arguments: Iterable[str], field: str | None = None, but: Sequence[Path] = ()) -> int | None:
    """How many inputs there will be; ``None`` where records come from what can be read only once, as a pipe."""
    total = 0
    for source in sources(arguments, field, but):
        if field is None or source.problem is not None:
            total += 1
        elif source.path == STANDARD_INPUT or (os.path.exists(source.path) and not os.path.isfile(source.path)):
            return None
        else:
            total += _length(source.path)
    return total


def _length(path: str) -> int:
    """The records of a file; 1 where it can't be read, which is one problem."""
    try:
        with open(path, "rb") as file:
            if file.peek(len(_PARQUET))[: len(_PARQUET)] != _PARQUET:
                return sum(1 for _ in _numbered(file))
            rows: int = _parquet().read_metadata(file).num_rows
            return rows
    except Exception:  # whatever is wrong with it will be said when it is read
        return 1


def _source(argument: str, field: str | None, but: Sequence[Path]) -> Iterator[Source]:
    """The file of an argument, or the files of a folder."""
    if argument != STANDARD_INPUT and os.path.isdir(argument):
        yield from _folder(argument, _TEXTS if field is None else _RECORDS, but)
    else:
        yield Source(argument, None if argument == STANDARD_INPUT or field is not None else Path(argument).stem)


def _folder(folder: str, endings: Sequence[str], but: Sequence[Path]) -> Iterator[Source]:
    """Files with these endings in and under a folder: those in it sorted, then the folders in it sorted."""
    unread: list[OSError] = []
    found = 0
    for where, folders, files in os.walk(folder, onerror=unread.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = os.path.join(where, name)
            if not name.startswith(".") and name.lower().endswith(tuple(endings)) and not _among(path, but):
                found += 1
                inside = Path(path).relative_to(folder).with_suffix("").as_posix()
                yield Source(path, inside if endings is _TEXTS else None)
    for error in unread:
        yield Source(str(error.filename), problem=_unread(error))
    if not found and not unread:
        advice = "; records are read with --field" if endings is _TEXTS else ""
        yield Source(folder, problem=f"no articles in it: looked for *{', *'.join(endings)}{advice}")


def _among(path: str, but: Sequence[Path]) -> bool:
    return any(os.path.exists(other) and os.path.samefile(path, other) for other in but if os.path.exists(path))


def _read(source: Source, field: str | None) -> Iterator[Input]:
    """The articles of a file."""
    if source.problem is not None:
        yield Input(source.where, source.id, problem=source.problem)
        return
    try:
        if source.path == STANDARD_INPUT:
            yield from _articles(sys.stdin.buffer, source, field)
        else:
            with open(source.path, "rb") as file:
                yield from _articles(file, source, field)
    except OSError as error:
        yield Input(source.where, source.id, problem=_unread(error))


def _unread(error: OSError) -> str:
    return f"could not be read: {error.strerror or error}"


def _articles(file: BinaryIO, source: Source, field: str | None) -> Iterator[Input]:
    start = file.peek(len(_PARQUET))[: len(_PARQUET)] if isinstance(file, BufferedReader) else b""
    if start == _PARQUET and (field is None or not os.path.isfile(source.path)):
        advice = "name the column of the text with --field" if field is None else "give the file by its name"
        yield Input(source.where, source.id, problem=f"this is Parquet: {advice}")
    elif start == _PARQUET and field is not None:
        yield from _rows(source, field)
    elif field is None:
        yield _text(file.read(), source)
    else:
        yield from _lines(file, source, field)


def _text(data: bytes, source: Source) -> Input:
    try:
        return Input(source.where, source.id, _decoded(data))
    except UnicodeDecodeError as error:
        return Input(source.where, source.id, problem=_undecodable(error))


def _lines(file: BinaryIO, source: Source, field: str) -> Iterator[Input]:
    for number, line in _numbered(file):
        yield _line(line, f"{source.where}, line {number}", field)


def _numbered(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, from 1, without the byte order mark that the file may begin with."""
    for number, raw in enumerate(file, start=1):
        line = raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw
        if line.strip():
            yield number, line


def _line(line: bytes, where: str, field: str) -> Input:
    """One line of JSON: its text under `field`, its id under "id"."""
    try:
        record: Any = json.loads(_decoded(line))
    except UnicodeDecodeError as error:
        return Input(where, problem=_undecodable(error))
    except (ValueError, RecursionError) as error:
        return Input(where, problem=f"not JSON: {error}")
    if not isinstance(record, dict):
        return Input(where, problem=f"expected a JSON object, got {type(record).__name__}")
    return _record(record, where, field)


def _record(record: dict[str, Any], where: str, field: str) -> Input:
    given = record.get("id")
    named = given if isinstance(given, (str, int)) and not isinstance(given, bool) else None
    if field not in record:
        has = ", ".join(map(repr, sorted(record))) or "none"
        return Input(where, named, problem=f"no field {field!r}; it has {has}")
    if not isinstance(record[field], str):
        found = type(record[field]).__name__
        return Input(where, named, problem=f"field {field!r}: expected a string, got {found}")
    return Input(where, named, record[field])


def _rows(source: Source, field: str) -> Iterator[Input]:
    """The rows of a Parquet file, some at a time, and of its columns only those that count."""
    parquet = _parquet()
    try:
        with open(source.path, "rb") as opened, parquet.ParquetFile(opened) as file:
            names = file.schema_arrow.names
            if field not in names:
                has = ", ".join(map(repr, sorted(names))) or "none"
                yield Input(source.where, source.id, problem=f"no column {field!r}; it has {has}")
                return
            batches = file.iter_batches(batch_size=_ROWS, columns=sorted({field, "id"}.intersection(names)))
            rows = (batch.slice(row, 1) for batch in batches for row in range(batch.num_rows))
            for number, row in enumerate(rows, start=1):
                yield _row(row, f"{source.where}, row {number}", field)
    except needed("pyarrow", "arrow").ArrowException as error:
        yield Input(source.where, source.id, problem=f"could not be read as Parquet: {error}")


def _row(row: Any, where: str, field: str) -> Input:
    """One row of a Parquet file, as a record batch of one."""
    try:
        (record,) = row.to_pylist()
    except (ValueError, OverflowError) as error:  # bytes that are no UTF-8, times that Python has no values for
        return Input(where, problem=f"could not be read: {error}")
    return _record(record, where, field)


def _parquet() -> Any:
    return needed("pyarrow.parquet", "arrow")


def _decoded(data: bytes) -> str:
    """UTF-8, with or without a byte order mark; the mark stays, so that offsets count it."""
    return data.decode("utf-8")


def _undecodable(error: UnicodeDecodeError) -> str:
    return f"not UTF-8: byte {error.start} is 0x{error.object[error.start]:02x}; convert it, e.g. with iconv -t UTF-8"
