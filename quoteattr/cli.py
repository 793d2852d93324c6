"""The command line: ``quoteattr extract``.

    quoteattr extract story.txt                                      a readable table
    quoteattr extract --format jsonl *.txt                           one JSON object a line; also json
    cat story.txt | quoteattr extract -                              standard input
    quoteattr extract --format jsonl --field body articles.jsonl     one article per line

Exit status: 0 all went well, 1 at least one input could not be read or processed (named on standard
error with its file and line; everything else was still written), 2 the command line was wrong or a
model could not be loaded.
"""

from __future__ import annotations

import argparse
import codecs
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from attrs import frozen

import quoteattr
from quoteattr.errors import ModelError
from quoteattr.output.json import as_json, as_jsonl
from quoteattr.output.table import as_table, printable
from quoteattr.records import Article

__all__ = ["main"]

OK, SOME_FAILED, UNUSABLE = 0, 1, 2
"""The exit statuses."""

_FORMATS = ("table", "json", "jsonl")


@frozen
class _Input:
    """One article to read, or why it can't be: `where` names its file and line."""

    where: str
    id: str | int | None = None
    text: str = ""
    problem: str | None = None


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    args = _parser().parse_args(arguments)
    _survive_any_text(sys.stdout)
    _survive_any_text(sys.stderr)
    try:
        return _extract(args)
    except BrokenPipeError:  # the reader went away, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return SOME_FAILED
    except KeyboardInterrupt:
        print("quoteattr: interrupted", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="quoteattr",
        description="Find every statement in English news: what was said, by whom, and for whom.",
        epilog="Exit status: 0 all went well; 1 some input failed, named on standard error; 2 wrong usage or no model.",
    )
    parser.add_argument("--version", action="version", version=f"quoteattr {quoteattr.__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    extract = commands.add_parser("extract", help="extract the quotes of articles")
    extract.add_argument("inputs", nargs="+", metavar="FILE", help="a text file, or - for standard input")
    extract.add_argument("--format", choices=_FORMATS, help="table (default on a terminal and elsewhere), json, jsonl")
    extract.add_argument("--field", metavar="NAME", help='inputs are JSON lines; NAME holds the text, "id" the id')
    extract.add_argument("--thoughts", action="store_true", help="also what sources think, hope, want")
    extract.add_argument(
        "--stanza", default="bundled", metavar="MODELS", help="bundled (default), default, or a folder"
    )
    return parser


def _survive_any_text(stream: TextIO) -> None:
    """Write what the terminal's encoding lacks as escapes instead of failing."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")


def _writer(name: str, stream: TextIO) -> Callable[[Article], str]:
    """What turns an article into text; JSON stays JSON where the stream's encoding lacks letters."""
    if name == "table":
        return as_table
    unicode = (getattr(stream, "encoding", None) or "utf-8").lower().replace("_", "-") in ("utf-8", "utf8")
    return partial(as_json if name == "json" else as_jsonl, ascii_only=not unicode)


def _extract(args: argparse.Namespace) -> int:
    write = _writer(args.format or "table", sys.stdout)
    pipeline = quoteattr.load(args.stanza)
    failed = False
    first = True
    for item in _with_progress(_inputs(args.inputs, args.field), many=len(args.inputs) > 1 or bool(args.field)):
        if item.problem is None:
            try:
                article = pipeline(item.text, id=item.id, thoughts=args.thoughts)
            except ModelError as error:
                print(f"quoteattr: {error}", file=sys.stderr)
                return UNUSABLE
            except Exception as error:  # one article must never cost the others
                item = _Input(item.where, problem=f"could not be processed: {type(error).__name__}: {error}")
        if item.problem is not None:
            print(printable(f"quoteattr: {item.where}: {item.problem}"), file=sys.stderr)
            failed = True
            continue
        separator = "\n" if args.format in (None, "table") and not first else ""
        print(separator + write(article), flush=True)
        first = False
    return SOME_FAILED if failed else OK


def _inputs(paths: Iterable[str], field: str | None) -> Iterator[_Input]:
    """Every article of every input in order, the unreadable ones with their problem."""
    for path in paths:
        where = "standard input" if path == "-" else path
        try:
            if path == "-":
                yield from _articles(sys.stdin.buffer, where, None, field)
            else:
                with open(path, "rb") as file:
                    yield from _articles(file, where, Path(path).stem, field)
        except OSError as error:
            yield _Input(where, problem=f"could not be read: {error.strerror or error}")


def _articles(file: BinaryIO, where: str, id: str | None, field: str | None) -> Iterator[_Input]:
    if field is None:
        try:
            yield _Input(where, id, _decoded(file.read()))
        except UnicodeDecodeError as error:
            yield _Input(where, problem=_undecodable(error))
        return
    for number, raw in enumerate(file, start=1):
        line = raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw
        if line.strip():
            yield _record(line, f"{where}, line {number}", field)


def _decoded(data: bytes) -> str:
    """UTF-8, with or without a byte order mark; the mark stays, so that offsets count it."""
    return data.decode("utf-8")


def _undecodable(error: UnicodeDecodeError) -> str:
    return f"not UTF-8: byte {error.start} is 0x{error.object[error.start]:02x}; convert it, e.g. with iconv -t UTF-8"


def _record(line: bytes, where: str, field: str) -> _Input:
    """One line of JSON: its text under `field`, its id under "id"."""
    try:
        record: Any = json.loads(_decoded(line))
    except UnicodeDecodeError as error:
        return _Input(where, problem=_undecodable(error))
    except (ValueError, RecursionError) as error:
        return _Input(where, problem=f"not JSON: {error}")
    if not isinstance(record, dict):
        return _Input(where, problem=f"expected a JSON object, got {type(record).__name__}")
    if field not in record:
        return _Input(where, problem=f"no field {field!r}; it has {', '.join(map(repr, sorted(record))) or 'none'}")
    if not isinstance(record[field], str):
        return _Input(where, problem=f"field {field!r}: expected a string, got {type(record[field]).__name__}")
    given = record.get("id")
    usable = isinstance(given, (str, int)) and not isinstance(given, bool)
    return _Input(where, given if usable else None, record[field])


def _with_progress(items: Iterable[_Input], many: bool) -> Iterator[_Input]:
    """Count articles and words on standard error while it is a terminal and standard output is not."""
    shown = many and sys.stderr.isatty() and not sys.stdout.isatty()
    start, words = time.monotonic(), 0
    count = 0
    for count, item in enumerate(items, start=1):
        yield item
        words += len(item.text.split())
        if shown:
            rate = words / max(1e-9, time.monotonic() - start)
            print(f"\r{count} articles, {rate:,.0f} words a second ", end="", file=sys.stderr, flush=True)
    if shown and count:
        print(file=sys.stderr)
