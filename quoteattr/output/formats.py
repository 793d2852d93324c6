"""The formats of the command line, one row for each.

To add a format, write a module in this room that converts an article, and add its row to `FORMATS`: name, file
endings, and how it opens. A format opens as one of four: `Stream`, `Journal`, `WholeFile` or `Pages`.
`quoteattr.commands.sinks` writes files of each.

>>> [format.name for format in FORMATS if format.resumes]
['jsonl', 'parquet']
>>> format_of_file("news/quotes.csv").name
'csv'
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import PurePath
from typing import BinaryIO, TypeAlias

from attrs import frozen

from quoteattr.output.arrow import check_parquet, load_parquet, write_parquet
from quoteattr.output.frame import csv_entry
from quoteattr.output.html import as_page
from quoteattr.output.json import json_entry, jsonl_entry
from quoteattr.output.outcomes import Entry, Id, Outcome
from quoteattr.output.table import table_entry
from quoteattr.records import Article

__all__ = ["FORMATS", "Format", "Journal", "Pages", "Stream", "WholeFile", "find_format", "format_of_file"]


@frozen
class Stream:
    """A format whose articles follow one another as text, on standard output or in a file.

    `own_line_ends` says that the text has line ends which a terminal's must not replace.
    """

    text: Callable[[Entry], str]
    own_line_ends: bool = False


@frozen
class Journal:
    """JSON lines: a stream on standard output; in a file there is a line for each input, also for one that failed.

    The lines tell a later run where to go on.
    """

    text: Callable[[Entry], str]


@frozen
class WholeFile:
    """A binary format that can be read only when the file is complete. Until then a journal is kept beside it.

    `write` makes the file of all ids and outcomes; `check` raises `OSError` or `ValueError` for a file that is cut
    short; `load` imports the package that both need, and raises `QuoteattrError` where that is not installed.
    """

    write: Callable[[BinaryIO, Iterable[tuple[Id, Outcome]]], None]
    check: Callable[[BinaryIO], None]
    load: Callable[[], object]


@frozen
class Pages:
    """A format with a document for each article, made from the article and its text."""

    page: Callable[[Article, str], str]


Opening: TypeAlias = Stream | Journal | WholeFile | Pages


@frozen
class Format:
    """A format: what ``--format`` calls it, the endings of its files, and how it opens."""

    name: str
    endings: tuple[str, ...]
    opening: Opening

    @property
    def resumes(self) -> bool:
        """Whether a file of this format tells how far a run has come, so that another run can go on."""
        return isinstance(self.opening, Journal | WholeFile)


FORMATS = (
    Format("table", (), Stream(table_entry)),
    Format("json", (".json",), Stream(json_entry)),
    Format("jsonl", (".jsonl",), Journal(jsonl_entry)),
    Format("csv", (".csv",), Stream(csv_entry, own_line_ends=True)),
    Format("parquet", (".parquet",), WholeFile(write_parquet, check_parquet, load_parquet)),
    Format("html", (".html", ".htm"), Pages(as_page)),
)
"""All formats, in the order of the help; the first is for files whose ending is no other's."""


def find_format(name: str) -> Format:
    """Return the format of this name. Raises `KeyError` where there is none."""
    return {row.name: row for row in FORMATS}[name]


def format_of_file(path: str | PurePath) -> Format:
    """Return the format that a file's ending names, the table where it names none."""
    ending = PurePath(path).suffix.lower()
    return next((row for row in FORMATS if ending in row.endings), FORMATS[0])
