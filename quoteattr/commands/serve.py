"""``quoteattr serve``: answer over HTTP. The service itself is in `quoteattr.service`."""

from __future__ import annotations

import argparse

import quoteattr
from quoteattr.commands.options import OK, Commands, add_stanza_option
from quoteattr.errors import QuoteattrError

__all__ = ["add_command"]


def add_command(commands: Commands) -> None:
    """Add ``serve`` and its options."""
    parser = commands.add_parser("serve", help="answer over HTTP")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on (default 8000)")
    add_stanza_option(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run the service until it is interrupted; return the exit status."""
    try:
        from quoteattr.service import serve
    except ImportError as error:  # it names the extra
        raise QuoteattrError(str(error)) from error
    serve(args.host, args.port, pipeline=quoteattr.load(args.stanza))
    return OK
