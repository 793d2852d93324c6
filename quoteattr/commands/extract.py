"""``quoteattr extract``: read articles, write their quotes in a format, go on after a crash."""

from __future__ import annotations

import argparse
import os
import sys
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from pathlib import Path

from attrs import evolve

import quoteattr
from quoteattr.commands.console import complaint
from quoteattr.commands.inputs import Input, count_articles, read_inputs
from quoteattr.commands.journal import part_of
from quoteattr.commands.options import OK, SOME_FAILED, Commands, add_reading_options
from quoteattr.commands.progress import Progress
from quoteattr.commands.results import EarlierRun, Result, Sink
from quoteattr.commands.sinks import open_sink
from quoteattr.commands.sources import STANDARD_INPUT
from quoteattr.errors import ArticleError
from quoteattr.output.formats import FORMATS, Format, WholeFile, find_format, format_of_file
from quoteattr.pipeline import Pipeline

__all__ = ["add_command"]


def add_command(commands: Commands) -> None:
    """Add ``extract`` and its options."""
    parser = commands.add_parser("extract", help="extract the quotes of articles")
    parser.add_argument(
        "inputs",
        nargs="+",
        metavar="FILE",
        help="a text file, a folder, a pattern such as 'news/**/*.txt', or - for standard input",
    )
    names = [row.name for row in FORMATS]
    parser.add_argument("--format", choices=names, help="what to write; by the ending of --output, else a table")
    parser.add_argument(
        "--field", metavar="NAME", help='inputs are JSON lines or Parquet; NAME holds the text, "id" the id'
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help="write there instead of standard output")
    parser.add_argument("--resume", action="store_true", help="go on with an output that was not finished")
    parser.add_argument("--workers", type=_positive, default=1, metavar="N", help="read in N processes (default 1)")
    parser.add_argument(
        "--batch-size", type=_positive, default=16, metavar="N", help="articles read together (default 16)"
    )
    add_reading_options(parser)
    parser.set_defaults(run=run, error=parser.error)


def _positive(text: str) -> int:
    """Return a number of at least 1. Raises an error of the parser for anything less."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"expected at least 1, got {number}")
    return number


def run(args: argparse.Namespace) -> int:
    """Read the inputs and write their articles; return the exit status."""
    chosen = _choose_format(args)
    _check_options(args, chosen)
    outputs = [] if args.output is None else [args.output, part_of(args.output)]
    with closing(open_sink(chosen, args.output, args.resume)) as sink:
        items = read_inputs(args.inputs, args.field, outputs)
        earlier = sink.resume(items) if args.resume else EarlierRun()
        visible = _is_watched(args)
        total = count_articles(args.inputs, args.field, outputs) if visible else None
        progress = Progress(visible, total, earlier.done)
        with closing(_read(quoteattr.load(args.stanza), items, args)) as results:
            failed = earlier.failed + _write(progress.track(results), sink, progress)
        sink.finish()
    return SOME_FAILED if failed else OK


def _choose_format(args: argparse.Namespace) -> Format:
    """Return the format that is asked for, else the one that the ending of the output names."""
    return format_of_file(args.output or "") if args.format is None else find_format(args.format)


def _check_options(args: argparse.Namespace, format: Format) -> None:
    """Leave with a usage error where options don't go together."""
    output: Path | None = args.output
    if isinstance(format.opening, WholeFile) and output is None:
        args.error(f"--format {format.name}: name the file with --output")
    if args.resume and (output is None or not format.resumes):
        resumable = ", ".join(row.name for row in FORMATS if row.resumes)
        args.error(f"--resume: only an --output in one of the formats {resumable} can be resumed")
    if output is not None and os.path.exists(output):
        for path in args.inputs:
            if path != STANDARD_INPUT and os.path.isfile(path) and os.path.samefile(path, output):
                args.error(f"--output: {output} is one of the inputs")


def _is_watched(args: argparse.Namespace) -> bool:
    """Return whether somebody looks at standard error and sees nothing else there meanwhile."""
    many = len(args.inputs) > 1 or args.field is not None or not os.path.isfile(args.inputs[0])
    watched = sys.stderr is not None and sys.stderr.isatty()
    return many and watched and (args.output is not None or not sys.stdout.isatty())


def _read(pipeline: Pipeline, items: Iterable[Input], args: argparse.Namespace) -> Generator[Result, None, None]:
    """Yield the result of each input, in order."""
    waiting: deque[Input] = deque()

    def texts() -> Iterator[str]:
        for item in items:
            waiting.append(item)
            yield item.text  # type: ignore[misc]  # None where there is no text: an error comes back in its place

    options = {"batch_size": args.batch_size, "workers": args.workers}
    with closing(pipeline.pipe(texts(), thoughts=args.thoughts, **options)) as outcomes:
        for outcome in outcomes:
            item = waiting.popleft()
            if not isinstance(outcome, ArticleError):
                yield Result(item, evolve(outcome, id=item.id))
            else:
                yield Result(item, None, item.problem or f"could not be processed: {outcome.reason}")


def _write(results: Iterable[Result], sink: Sink, progress: Progress) -> int:
    """Write the results, name those that failed on standard error, and return how many these are."""
    failed = 0
    for result in results:
        if result.problem is not None:
            progress.write_line(complaint(f"{result.item.where}: {result.problem}"))
            failed += 1
        sink.write(result)
    return failed
