"""Which files the command line reads: files, folders, patterns, standard input, in the order of the arguments."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from glob import glob, has_magic
from pathlib import Path

from attrs import frozen

__all__ = ["STANDARD_INPUT", "Source", "describe_read_error", "find_sources"]

STANDARD_INPUT = "-"

_TEXTS = (".txt",)
_RECORDS = (".jsonl", ".ndjson", ".parquet")
"""The endings of the files that are taken from a folder: texts without a field, records with one."""


@frozen
class Source:
    """One file to read, "-" for standard input: its path, the id of the article in it, or why it can't be read."""

    path: str
    id: str | None = None
    problem: str | None = None

    @property
    def where(self) -> str:
        """The name of the file in messages."""
        return "standard input" if self.path == STANDARD_INPUT else self.path


def find_sources(arguments: Iterable[str], field: str | None = None, exclude: Sequence[Path] = ()) -> Iterator[Source]:
    """Yield the files that the arguments lead to, in order. Folders and patterns are looked up when they are reached.

    With a `field`, files hold records; without one, each is an article. Files of `exclude` are left out where a folder
    or a pattern leads to them.
    """
    for argument in arguments:
        if argument == STANDARD_INPUT or os.path.lexists(argument) or not has_magic(argument):
            yield from _expand(argument, field, exclude)
        else:
            yield from _match_pattern(argument, field, exclude)


def _match_pattern(pattern: str, field: str | None, exclude: Sequence[Path]) -> Iterator[Source]:
    """Yield the files that match a pattern, and those of the folders that do, in alphabetical order."""
    found = sorted(glob(pattern, recursive=True))
    if not found:
        yield Source(pattern, problem="could not be read: no file has such a name")
    for path in found:
        if not _is_among(path, exclude):
            yield from _expand(path, field, exclude)


def _expand(argument: str, field: str | None, exclude: Sequence[Path]) -> Iterator[Source]:
    """Yield the file of an argument, or the files of a folder."""
    if argument != STANDARD_INPUT and os.path.isdir(argument):
        yield from _walk(argument, _TEXTS if field is None else _RECORDS, exclude)
    else:
        yield Source(argument, None if argument == STANDARD_INPUT or field is not None else Path(argument).stem)


def _walk(folder: str, endings: Sequence[str], exclude: Sequence[Path]) -> Iterator[Source]:
    """Yield the files with these endings in and under a folder: its own sorted, then those of its folders sorted."""
    errors: list[OSError] = []
    found = 0
    for where, folders, files in os.walk(folder, onerror=errors.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = os.path.join(where, name)
            if not name.startswith(".") and name.lower().endswith(tuple(endings)) and not _is_among(path, exclude):
                found += 1
                inside = Path(path).relative_to(folder).with_suffix("").as_posix()
                yield Source(path, inside if endings is _TEXTS else None)
    for error in errors:
        yield Source(str(error.filename), problem=describe_read_error(error))
    if not found and not errors:
        advice = "; records are read with --field" if endings is _TEXTS else ""
        yield Source(folder, problem=f"no articles in it: looked for *{', *'.join(endings)}{advice}")


def _is_among(path: str, others: Sequence[Path]) -> bool:
    """Return whether a path leads to one of the other files."""
    return any(os.path.exists(other) and os.path.samefile(path, other) for other in others if os.path.exists(path))


def describe_read_error(error: OSError) -> str:
    """Return what is wrong with a file that the system can't read."""
    return f"could not be read: {error.strerror or error}"
