"""Files to write to, so that an error or the end of the process leaves them whole.

`FreshFile` grows article by article, and each article reaches the system whole. `replacing` writes a file beside the
old one and puts it in its place in one step. `writing` turns the system's errors into an `OutputError` that names the
file.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import IO, BinaryIO

from quoteattr.errors import OutputError

__all__ = ["FreshFile", "replacing", "writing"]


class FreshFile:
    """A file whose old content goes when the first of the new is written. Raises `OutputError` where it can't be."""

    def __init__(self, path: Path) -> None:
        self._path, self._begun = path, False
        with writing(path):
            self._created = not os.path.exists(path)
            self._file: IO[bytes] = open(path, "ab", buffering=0)  # noqa: SIM115

    def begin(self, end: int = 0) -> None:
        """Drop the old content but for the first `end` bytes."""
        with writing(self._path):
            if self._path.is_file():  # no pipe and no device
                self._file.truncate(end)
                self._file.seek(end)
        self._begun = True

    def write(self, text: str) -> None:
        """Add all of a text, or nothing of it."""
        if not self._begun:
            self.begin()
        with writing(self._path):
            _append(self._file, text)

    def finish(self) -> None:
        """Keep the file as it is, even where nothing was written."""
        self._created = False
        self.write("")

    def close(self) -> None:
        """Close the file. Delete it if it was not there before and nothing was written."""
        if self._file.closed:
            return
        with writing(self._path):
            empty = not os.fstat(self._file.fileno()).st_size
            self._file.close()
        if empty and self._created:
            with suppress(OSError):
                os.unlink(os.path.realpath(self._path))  # a link to it was there before


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write all content to; in the end it replaces the file at `path`.

    A pipe or device at `path` is written to itself. Raises `OutputError` where that fails; an old file then stays.
    """
    if os.path.exists(path) and not os.path.isfile(path):
        with writing(path), open(path, "wb") as file:
            yield file
        return
    path = Path(os.path.realpath(path))
    new = path.with_name(f"{path.name[:50]}.{token_hex(4)}.new")  # nobody else's
    with writing(path):
        try:
            with open(new, "xb") as file:
                if path.exists():
                    open(path, "ab").close()  # fails unless it is ours to replace
                    shutil.copymode(path, new)
                yield file
            os.replace(new, path)
        finally:
            with suppress(OSError):
                new.unlink()


def _append(file: IO[bytes], text: str) -> None:
    """Write all of a text at the end of a file, or nothing of it. Lone surrogates become escapes, as JSON has them."""
    rest = memoryview(text.encode("utf-8", "backslashreplace"))
    start = file.tell() if file.seekable() else None
    try:
        while rest:
            rest = rest[file.write(rest) :]
    except OSError:
        if start is not None:
            with suppress(OSError):
                file.truncate(start)
        raise


@contextmanager
def writing(what: str | Path) -> Iterator[None]:
    """Raise errors of the system as `OutputError` that names the file, but for a pipe that its reader has closed."""
    try:
        yield
    except (BrokenPipeError, OutputError):
        raise
    except OSError as error:
        raise OutputError(f"{what}: could not be written: {error.strerror or error}") from error
