"""What the command line says: results on standard output, complaints on standard error."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TextIO

from quoteattr.commands.files import writing
from quoteattr.output.table import printable

__all__ = ["complain", "complaint", "discard_output", "escape_unencodable", "print_line", "write_error_line"]


def complaint(message: str) -> str:
    """Return a message as it stands on standard error, without control characters of names and texts.

    >>> complaint("no\\x1b[2J.txt: could not be read")
    'quoteattr: no [2J.txt: could not be read'
    """
    return printable(f"quoteattr: {message}")


def complain(message: str) -> None:
    """Write a message on standard error."""
    write_error_line(complaint(message))


def write_error_line(line: str) -> None:
    """Write a line on standard error; where that is closed or full, do nothing."""
    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(line + "\n")


def print_line(text: str) -> None:
    """Write a line on standard output. Raises `OutputError` where that fails."""
    with writing("standard output"):
        print(text, flush=True)


def escape_unencodable(stream: TextIO) -> None:
    """Let a stream write the characters that its encoding lacks as escapes instead of failing."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")


def discard_output() -> None:
    """Discard what standard output could not take, lest Python try it again at the end."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except OSError:
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
