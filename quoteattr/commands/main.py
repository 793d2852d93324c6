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
import sys

import quoteattr
from quoteattr.commands import completion, extract, serve, view
from quoteattr.commands.console import complain, discard_output, escape_unencodable
from quoteattr.commands.options import INTERRUPTED, SOME_FAILED, UNUSABLE
from quoteattr.errors import QuoteattrError

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    args = _parser().parse_args(arguments)
    escape_unencodable(sys.stdout)
    escape_unencodable(sys.stderr)
    try:
        status: int = args.run(args)
        return status
    except BrokenPipeError:  # the reader went away, as `head` does
        discard_output()
        return SOME_FAILED
    except QuoteattrError as error:
        complain(str(error))
        discard_output()
        return UNUSABLE
    except KeyboardInterrupt:
        complain("interrupted")
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    """Return the parser with all commands, in the order of the help."""
    parser = argparse.ArgumentParser(
        prog="quoteattr",
        description="Find every statement in English news: what was said, by whom, and for whom.",
        epilog="Exit status: 0 all went well; 1 some input failed, named on standard error; 2 wrong usage, no model, "
        "a package is missing or the output can't be written.",
    )
    parser.add_argument("--version", action="version", version=f"quoteattr {quoteattr.__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    extract.add_command(commands)
    view.add_command(commands)
    serve.add_command(commands)
    completion.add_command(commands, parser)
    return parser
