"""Options and exit statuses that several commands have."""

from __future__ import annotations

import argparse
from typing import TypeAlias

__all__ = ["INTERRUPTED", "OK", "SOME_FAILED", "UNUSABLE", "Commands", "add_reading_options", "add_stanza_option"]

OK, SOME_FAILED, UNUSABLE, INTERRUPTED = 0, 1, 2, 130
"""The exit statuses; the head of `quoteattr.commands.main` says when each is returned."""

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""The commands of a parser, to which each module adds its own."""


def add_reading_options(parser: argparse.ArgumentParser) -> None:
    """Add ``--thoughts`` and ``--stanza``."""
    parser.add_argument("--thoughts", action="store_true", help="also what sources think, hope, want")
    add_stanza_option(parser)


def add_stanza_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--stanza``, which chooses the language models."""
    parser.add_argument("--stanza", default="bundled", metavar="MODELS", help="bundled (default), default, or a folder")
