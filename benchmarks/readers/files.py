"""Files of a corpus: found, decoded and taken apart, with errors that name the file and the line."""

from __future__ import annotations

import bz2
import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any, TextIO, TypeVar

from attrs import frozen

from benchmarks.readers.article import CorpusError, Span

__all__ = ["Record", "files_under", "records", "text_of"]

E = TypeVar("E", bound=Enum)
T = TypeVar("T")

OPENERS = {".bz2": bz2.open, ".gz": gzip.open}


def files_under(root: Path, *endings: str) -> tuple[Path, ...]:
    """Return the files under `root` whose name has one of the endings, by path; `root` itself where it is a file."""
    if root.is_file():
        return (root,) if root.name.endswith(endings) else ()
    return tuple(sorted(path for path in root.rglob("*") if path.name.endswith(endings) and path.is_file()))


def text_of(path: Path, newline: str | None = "") -> str:
    """Return the text of a UTF-8 file; line ends as they are, or all ``\\n`` with `newline` ``None``."""
    try:
        with path.open(encoding="utf-8", newline=newline) as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: expected a readable UTF-8 text, got {error}") from None


@frozen
class Record:
    """A JSON object and where it stands, for errors."""

    where: str
    values: Mapping[str, Any]

    @classmethod
    def parse(cls, line: str, where: str) -> Record:
        """Return the object that `line` holds. Raises `CorpusError` where it holds none."""
        try:
            values = json.loads(line)
        except ValueError as error:
            raise CorpusError(f"{where}: expected a JSON object, got {error}") from None
        return cls.of(values, where)

    @classmethod
    def of(cls, values: object, where: str) -> Record:
        """Return a parsed value as a record."""
        if not isinstance(values, dict):
            raise CorpusError(f"{where}: expected a JSON object, got {type(values).__name__}")
        return cls(where, values)

    def get(self, key: str, kind: type[T]) -> T:
        """Return the value of a key. Raises `CorpusError` where it is missing or of another type."""
        if key not in self.values:
            raise CorpusError(f"{self.where}: expected {key!r}, got only {sorted(self.values)}")
        value = self.values[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise CorpusError(f"{self.where}: {key!r} should be {kind.__name__}, got {value!r:.80}")
        return value

    def maybe(self, key: str, kind: type[T]) -> T | None:
        """Return the value of a key, ``None`` where it is missing or null."""
        return None if self.values.get(key) is None else self.get(key, kind)

    def member(self, key: str, kind: type[E]) -> E | None:
        """Return the value of a key as a member of an enum, ``None`` where it is missing or null."""
        value = self.maybe(key, str)
        try:
            return None if value is None else kind(value)
        except ValueError:
            allowed = ", ".join(str(member.value) for member in kind)
            raise CorpusError(f"{self.where}: {key!r} should be one of {allowed}, got {value!r}") from None

    def strings(self, key: str) -> tuple[str, ...]:
        """Return a list of strings, empty where it is missing."""
        return tuple(str(value) for value in self.maybe(key, list) or ())

    def inner(self, key: str) -> tuple[Record, ...]:
        """Return a list of objects, empty where it is missing."""
        found = self.maybe(key, list) or []
        return tuple(Record.of(value, f"{self.where}, {key} {index}") for index, value in enumerate(found))

    def spans(self, key: str) -> tuple[Span, ...]:
        """Return a list of ``[start, end]``, empty where it is missing."""
        return tuple(self._span(key, pair) for pair in self.maybe(key, list) or ())

    def _span(self, key: str, pair: object) -> Span:
        match pair:
            case [int(start), int(end)]:
                return (start, end)
        raise CorpusError(f"{self.where}: {key!r} should hold [start, end], got {pair!r:.80}")


def records(path: Path) -> Iterator[Record]:
    """Yield the JSON objects of a file, one a line; ``.bz2`` and ``.gz`` are unpacked on the way."""
    try:
        with _opened(path) as file:
            yield from _records(file, path)
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: expected readable UTF-8 lines, got {error}") from None


def _opened(path: Path) -> TextIO:
    opener = OPENERS.get(path.suffix)
    if opener is None:
        return path.open(encoding="utf-8")
    return opener(path, "rt", encoding="utf-8")


def _records(lines: Iterable[str], path: Path) -> Iterator[Record]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield Record.parse(line, f"{path}, line {number}")
