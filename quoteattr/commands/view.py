"""``quoteattr view``: show an article with its quotes in the browser."""

from __future__ import annotations

import argparse
import tempfile
import webbrowser
from contextlib import closing
from pathlib import Path

import quoteattr
from quoteattr.commands.console import complain, print_line
from quoteattr.commands.files import writing
from quoteattr.commands.inputs import read_inputs
from quoteattr.commands.options import OK, SOME_FAILED, Commands, add_reading_options
from quoteattr.commands.results import Result
from quoteattr.commands.sinks import open_sink
from quoteattr.output.formats import find_format

__all__ = ["add_command"]


def add_command(commands: Commands) -> None:
    """Add ``view`` and its options."""
    parser = commands.add_parser("view", help="show the quotes of an article in the browser")
    parser.add_argument("input", metavar="FILE", help="a text file, or - for standard input")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the page there and open no browser")
    add_reading_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the page, say where it is, and open it unless its place was chosen; return the exit status."""
    item = next(read_inputs([args.input]))
    if item.text is None:
        complain(f"{item.where}: {item.problem}")
        return SOME_FAILED
    article = quoteattr.load(args.stanza)(item.text, id=item.id, thoughts=args.thoughts)
    with writing("the page"):
        page: Path = args.output or Path(tempfile.mkdtemp(prefix="quoteattr-")) / "page.html"
    with closing(open_sink(find_format("html"), page)) as sink:
        sink.write(Result(item, article))
    print_line(str(page))
    if args.output is None:
        webbrowser.open(page.as_uri())
    return OK
