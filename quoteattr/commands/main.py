"""The command line: ``quoteattr extract``, and to look at what it finds, ``view`` and ``serve``.

    quoteattr extract story.txt                                      a readable table
    quoteattr extract --format jsonl --output quotes.jsonl news/     all texts of a folder; go on with --resume
    cat story.txt | quoteattr extract -                              standard input
    quoteattr extract --format jsonl --field body articles.jsonl     one article per line
    quoteattr view story.txt                                         a page in the browser
    quoteattr serve                                                  an HTTP service on this machine
    quoteattr completion bash                                        completion for a shell

Exit status: 0 all went well, 1 at least one input could not be read or processed (named on standard
error with its file and line; everything else was still written), 2 the command line was wrong, a model
could not be loaded, a package is missing, or the output could not be written.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import webbrowser
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import TextIO

from attrs import evolve

import quoteattr
from quoteattr.commands.completion import SHELLS, completion
from quoteattr.commands.files import FORMATS, RESUMABLE, Pages, Result, Resumed, Sink, open_sink, part_of, writing
from quoteattr.commands.inputs import STANDARD_INPUT, Input, count_articles, read_inputs
from quoteattr.commands.progress import Progress, say
from quoteattr.errors import ArticleError, QuoteattrError
from quoteattr.output.table import printable
from quoteattr.pipeline import Pipeline

__all__ = ["main"]

OK, SOME_FAILED, UNUSABLE, INTERRUPTED = 0, 1, 2, 130
"""The exit statuses."""

_ENDINGS = {".json": "json", ".jsonl": "jsonl", ".csv": "csv", ".parquet": "parquet", ".html": "html", ".htm": "html"}
"""The format of an output file, where none is asked for."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    args = _parser().parse_args(arguments)
    _survive_any_text(sys.stdout)
    _survive_any_text(sys.stderr)
    try:
        status: int = args.run(args)
        return status
    except BrokenPipeError:  # the reader went away, as `head` does
        _drop_output()
        return SOME_FAILED
    except QuoteattrError as error:
        _complain(str(error))
        _drop_output()
        return UNUSABLE
    except KeyboardInterrupt:
        _complain("interrupted")
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="quoteattr",
        description="Find every statement in English news: what was said, by whom, and for whom.",
        epilog="Exit status: 0 all went well; 1 some input failed, named on standard error; 2 wrong usage, no model, "
        "a package is missing or the output can't be written.",
    )
    parser.add_argument("--version", action="version", version=f"quoteattr {quoteattr.__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_extract(commands.add_parser("extract", help="extract the quotes of articles"))
    view = commands.add_parser("view", help="show the quotes of an article in the browser")
    view.add_argument("input", metavar="FILE", help="a text file, or - for standard input")
    view.add_argument("--output", type=Path, metavar="FILE", help="write the page there and open no browser")
    _add_reading(view)
    view.set_defaults(run=_view)
    serve = commands.add_parser("serve", help="answer over HTTP")
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen on (default 127.0.0.1)")
    serve.add_argument("--port", type=int, default=8000, help="the port to listen on (default 8000)")
    serve.add_argument("--stanza", default="bundled", metavar="MODELS", help=_STANZA)
    serve.set_defaults(run=_serve)
    complete = commands.add_parser("completion", help="print a script that completes the command line in a shell")
    complete.add_argument("shell", choices=SHELLS)
    complete.set_defaults(run=_complete)
    return parser


_STANZA = "bundled (default), default, or a folder"


def _add_extract(extract: argparse.ArgumentParser) -> None:
    extract.add_argument(
        "inputs",
        nargs="+",
        metavar="FILE",
        help="a text file, a folder, a pattern such as 'news/**/*.txt', or - for standard input",
    )
    extract.add_argument("--format", choices=FORMATS, help="what to write; by the ending of --output, else a table")
    extract.add_argument(
        "--field", metavar="NAME", help='inputs are JSON lines or Parquet; NAME holds the text, "id" the id'
    )
    extract.add_argument("--output", type=Path, metavar="FILE", help="write there instead of standard output")
    extract.add_argument("--resume", action="store_true", help="go on with an output that was not finished")
    extract.add_argument("--workers", type=_positive, default=1, metavar="N", help="read in N processes (default 1)")
    extract.add_argument(
        "--batch-size", type=_positive, default=16, metavar="N", help="articles read together (default 16)"
    )
    _add_reading(extract)
    extract.set_defaults(run=_extract, error=extract.error)


def _add_reading(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--thoughts", action="store_true", help="also what sources think, hope, want")
    parser.add_argument("--stanza", default="bundled", metavar="MODELS", help=_STANZA)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"expected at least 1, got {number}")
    return number


def _survive_any_text(stream: TextIO) -> None:
    """Write what the terminal's encoding lacks as escapes instead of failing."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")


def _complain(message: str) -> None:
    say(printable(f"quoteattr: {message}"))


def _say(text: str) -> None:
    with writing("standard output"):
        print(text, flush=True)


def _drop_output() -> None:
    """Let what standard output can't take go nowhere, lest Python try it again at the end."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except OSError:
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _extract(args: argparse.Namespace) -> int:
    _check(args)
    but = [] if args.output is None else [args.output, part_of(args.output)]
    with closing(open_sink(args.format, args.output, args.resume)) as sink:
        items = read_inputs(args.inputs, args.field, but)
        before = sink.resume(items) if args.resume else Resumed()
        shown = _is_watched(args)
        progress = Progress(shown, count_articles(args.inputs, args.field, but) if shown else None, before.done)
        with closing(_results(quoteattr.load(args.stanza), items, args)) as results:
            failed = before.failed + _write(progress.over(results), sink, progress)
        sink.finish()
    return SOME_FAILED if failed else OK


def _check(args: argparse.Namespace) -> None:
    """Settle the format; leave with a usage error where options don't go together."""
    output: Path | None = args.output
    if args.format is None:
        args.format = "table" if output is None else _ENDINGS.get(output.suffix.lower(), "table")
    if args.format == "parquet" and output is None:
        args.error("--format parquet: name the file with --output")
    if args.resume and (output is None or args.format not in RESUMABLE):
        args.error(f"--resume: only an --output in one of the formats {', '.join(RESUMABLE)} can be resumed")
    if output is not None and os.path.exists(output):
        for given in args.inputs:
            if given != STANDARD_INPUT and os.path.isfile(given) and os.path.samefile(given, output):
                args.error(f"--output: {output} is one of the inputs")


def _is_watched(args: argparse.Namespace) -> bool:
    """Whether somebody looks at standard error and sees nothing else there meanwhile."""
    many = len(args.inputs) > 1 or args.field is not None or not os.path.isfile(args.inputs[0])
    watched = sys.stderr is not None and sys.stderr.isatty()
    return many and watched and (args.output is not None or not sys.stdout.isatty())


def _results(pipeline: Pipeline, items: Iterable[Input], args: argparse.Namespace) -> Generator[Result, None, None]:
    """What comes of each input, in order."""
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
    """Write the results; how many of them have failed."""
    failed = 0
    for result in results:
        if result.problem is not None:
            progress.say(printable(f"quoteattr: {result.item.where}: {result.problem}"))
            failed += 1
        sink.write(result)
    return failed


def _view(args: argparse.Namespace) -> int:
    item = next(read_inputs([args.input]))
    if item.text is None:
        _complain(f"{item.where}: {item.problem}")
        return SOME_FAILED
    article = quoteattr.load(args.stanza)(item.text, id=item.id, thoughts=args.thoughts)
    with writing("the page"):
        page: Path = args.output or Path(tempfile.mkdtemp(prefix="quoteattr-")) / "page.html"
    with closing(Pages(page)) as sink:
        sink.write(Result(item, article))
    _say(str(page))
    if args.output is None:
        webbrowser.open(page.as_uri())
    return OK


def _serve(args: argparse.Namespace) -> int:
    try:
        from quoteattr.service.app import serve
    except ImportError as error:  # it names the extra
        raise QuoteattrError(str(error)) from error
    serve(args.host, args.port, pipeline=quoteattr.load(args.stanza))
    return OK


def _complete(args: argparse.Namespace) -> int:
    _say(completion(_parser(), args.shell).removesuffix("\n"))
    return OK
