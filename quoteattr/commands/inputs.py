"""The articles that the command line reads: texts, JSON lines, rows of Parquet.

Every article comes as an `Input`, in the order of the arguments, one at a time. An article that can't be read comes as
an `Input` with its problem, in its place, so that it costs no other article:

>>> from pathlib import Path
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
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO

from attrs import frozen

from quoteattr.commands.sources import STANDARD_INPUT, Source, describe_read_error, find_sources
from quoteattr.extras import require
from quoteattr.output.arrow import load_parquet

__all__ = ["Input", "count_articles", "read_inputs"]

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


def read_inputs(arguments: Iterable[str], field: str | None = None, exclude: Sequence[Path] = ()) -> Iterator[Input]:
    """Yield every article of every argument, in order.

    An argument is a file, a folder, a pattern (``news/*.txt``, ``**`` for any folders) or "-" for standard input.
    Without `field` a file is one article in UTF-8; its id is its name without the ending, and in a folder the path
    from there. With `field` a file holds JSON lines or is Parquet: `field` names the text, "id" the id. Folders are
    read with everything under them, sorted, hidden files left out: ``*.txt``, or with `field` ``*.jsonl``,
    ``*.ndjson`` and ``*.parquet``. The files of `exclude` are left out where a folder or a pattern leads to them.
    """
    for source in find_sources(arguments, field, exclude):
        yield from _read(source, field)


def count_articles(arguments: Iterable[str], field: str | None = None, exclude: Sequence[Path] = ()) -> int | None:
    """Return how many inputs there will be; ``None`` where records come from what can be read only once, as a pipe."""
    total = 0
    for source in find_sources(arguments, field, exclude):
        if field is None or source.problem is not None:
            total += 1
        elif source.path == STANDARD_INPUT or (os.path.exists(source.path) and not os.path.isfile(source.path)):
            return None
        else:
            total += _count_records(source.path)
    return total


def _count_records(path: str) -> int:
    """Return the number of records of a file; 1 where it can't be read, which is one problem."""
    try:
        with open(path, "rb") as file:
            if file.peek(len(_PARQUET))[: len(_PARQUET)] != _PARQUET:
                return sum(1 for _ in _filled_lines(file))
            rows: int = load_parquet().read_metadata(file).num_rows
            return rows
    except Exception:  # whatever is wrong with it is reported when it is read
        return 1


def _read(source: Source, field: str | None) -> Iterator[Input]:
    """Yield the articles of a file."""
    if source.problem is not None:
        yield Input(source.where, source.id, problem=source.problem)
        return
    try:
        if source.path == STANDARD_INPUT:
            yield from _read_open(sys.stdin.buffer, source, field)
        else:
            with open(source.path, "rb") as file:
                yield from _read_open(file, source, field)
    except OSError as error:
        yield Input(source.where, source.id, problem=describe_read_error(error))


def _read_open(file: BinaryIO, source: Source, field: str | None) -> Iterator[Input]:
    """Yield the articles of an open file. Its first bytes tell Parquet from text, not its name."""
    start = file.peek(len(_PARQUET))[: len(_PARQUET)] if isinstance(file, BufferedReader) else b""
    if start == _PARQUET and (field is None or not os.path.isfile(source.path)):
        advice = "name the column of the text with --field" if field is None else "give the file by its name"
        yield Input(source.where, source.id, problem=f"this is Parquet: {advice}")
    elif start == _PARQUET and field is not None:
        yield from _read_parquet(source, field)
    elif field is None:
        yield _text_input(file.read(), source)
    else:
        for number, line in _filled_lines(file):
            yield _line_input(line, f"{source.where}, line {number}", field)


def _text_input(data: bytes, source: Source) -> Input:
    try:
        return Input(source.where, source.id, _decode(data))
    except UnicodeDecodeError as error:
        return Input(source.where, source.id, problem=_describe_decode_error(error))


def _filled_lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not blank with their numbers, from 1, without a byte order mark before the first."""
    for number, raw in enumerate(file, start=1):
        line = raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw
        if line.strip():
            yield number, line


def _line_input(line: bytes, where: str, field: str) -> Input:
    """Return the article of one line of JSON: its text under `field`, its id under "id"."""
    try:
        record: Any = json.loads(_decode(line))
    except UnicodeDecodeError as error:
        return Input(where, problem=_describe_decode_error(error))
    except (ValueError, RecursionError) as error:
        return Input(where, problem=f"not JSON: {error}")
    if not isinstance(record, dict):
        return Input(where, problem=f"expected a JSON object, got {type(record).__name__}")
    return _record_input(record, where, field)


def _record_input(record: dict[str, Any], where: str, field: str) -> Input:
    """Return the article of a record; an id that is neither a string nor a whole number is left out."""
    found = record.get("id")
    name = found if isinstance(found, (str, int)) and not isinstance(found, bool) else None
    if field not in record:
        has = ", ".join(map(repr, sorted(record))) or "none"
        return Input(where, name, problem=f"no field {field!r}; it has {has}")
    if not isinstance(record[field], str):
        kind = type(record[field]).__name__
        return Input(where, name, problem=f"field {field!r}: expected a string, got {kind}")
    return Input(where, name, record[field])


def _read_parquet(source: Source, field: str) -> Iterator[Input]:
    """Yield the rows of a Parquet file, some at a time; only the columns of text and id are read."""
    try:
        with open(source.path, "rb") as opened, load_parquet().ParquetFile(opened) as file:
            names = file.schema_arrow.names
            if field not in names:
                has = ", ".join(map(repr, sorted(names))) or "none"
                yield Input(source.where, source.id, problem=f"no column {field!r}; it has {has}")
                return
            batches = file.iter_batches(batch_size=_ROWS, columns=sorted({field, "id"}.intersection(names)))
            rows = (batch.slice(row, 1) for batch in batches for row in range(batch.num_rows))
            for number, row in enumerate(rows, start=1):
                yield _row_input(row, f"{source.where}, row {number}", field)
    except require("pyarrow", "arrow").ArrowException as error:
        yield Input(source.where, source.id, problem=f"could not be read as Parquet: {error}")


def _row_input(row: Any, where: str, field: str) -> Input:
    """Return the article of one row, which comes as a record batch of one."""
    try:
        (record,) = row.to_pylist()
    except (ValueError, OverflowError) as error:  # bytes that are no UTF-8, times that Python has no values for
        return Input(where, problem=f"could not be read: {error}")
    return _record_input(record, where, field)


def _decode(data: bytes) -> str:
    """Return UTF-8 as text. A byte order mark stays, so that offsets count it."""
    return data.decode("utf-8")


def _describe_decode_error(error: UnicodeDecodeError) -> str:
    return f"not UTF-8: byte {error.start} is 0x{error.object[error.start]:02x}; convert it, e.g. with iconv -t UTF-8"
