"""Outputs that a later run can go on with: JSON lines, and files that are made of them in the end.

A journal has a line for each input, also for one that failed (``{"id": "b", "error": "not UTF-8"}``), so that it tells
by itself how many inputs are done. Each line reaches the system whole: a process that is killed leaves at most one
broken line, at the end.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from quoteattr.commands.files import FreshFile, replacing, writing
from quoteattr.commands.inputs import Input
from quoteattr.commands.results import EarlierRun, Result, Sink
from quoteattr.errors import ArticleError, OutputError, RecordError, brief
from quoteattr.output.formats import WholeFile
from quoteattr.output.json import as_error_line, as_jsonl, from_jsonl
from quoteattr.records import Article

__all__ = ["JournalSink", "WholeFileSink", "part_of"]

_OPENING = b'{"id": '
"""How each line of a journal begins."""

_FOREIGN = "expected what quoteattr has written, got something else"
_ADVICE = "What to do: give the inputs of the run that wrote it, in its order, or leave --resume out to write it anew"


class JournalSink(Sink):
    """Writes JSON lines to a file, one for each input."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = FreshFile(path)

    def resume(self, items: Iterator[Input]) -> EarlierRun:
        """Skip the inputs whose lines are there. A line that was cut off is deleted, and its input read again.

        Raises `OutputError` where a line is none of quoteattr's, or not that of the input in its place.
        """
        done = failed = end = 0
        with writing(self._path), open(self._path, "rb") as written:
            for done, line in enumerate(_whole_lines(written), start=1):
                where = f"{self._path}, line {done}"
                item = next(items, None)
                if item is None:
                    raise OutputError(f"{where}: there are only {done - 1} inputs. {_ADVICE}")
                failed += _check_line(line, item, where)
                end += len(line)
            written.seek(end)
            if not _may_begin_line(written.read(len(_OPENING))):
                raise OutputError(f"{self._path}, line {done + 1}: {_FOREIGN}. {_ADVICE}")
        self._file.begin(end)
        return EarlierRun(done, failed)

    def write(self, result: Result) -> None:
        """Write the line of an article, or of the reason why there is none."""
        if result.article is not None:
            line = as_jsonl(result.article)
        else:
            line = as_error_line(result.item.id, result.problem or "")
        self._file.write(line + "\n")

    def finish(self) -> None:
        """Keep the file, which is whole after each line."""
        self._file.finish()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class WholeFileSink(Sink):
    """Writes a file that appears when all is done; until then a journal is beside it, ending in ``.part``.

    `title` is what messages call the format.
    """

    def __init__(self, title: str, opening: WholeFile, path: Path, resume: bool = False) -> None:
        opening.load()
        if os.path.isdir(path):  # pathlib's own raises where a folder above may not be read
            raise OutputError(f"{path} is a folder: name a file with --output")
        self._opening, self._path, self._part = opening, path, part_of(path)
        self._check_leftovers(title, resume)
        self._journal = JournalSink(self._part)

    def _check_leftovers(self, title: str, resume: bool) -> None:
        """Raise `OutputError` where an unfinished run would be overwritten, or a finished one resumed."""
        left = os.path.exists(self._part)
        if left and not resume:
            raise OutputError(
                f"{self._part} is there, from a run that was not finished: go on with it with --resume, or delete it"
            )
        if resume and not left and os.path.exists(self._path):
            self._check_whole(title)
            raise OutputError(
                f"{self._path} is finished: there is nothing to resume; without --resume it is written anew"
            )

    def _check_whole(self, title: str) -> None:
        """Raise `OutputError` where the file can't be read, as when it was cut short by whoever copied it."""
        try:
            with open(self._path, "rb") as file:
                self._opening.check(file)
        except (OSError, ValueError) as error:
            raise OutputError(
                f"{self._path}: expected a whole {title} file, got one that can't be read ({brief(error)}), and "
                "nothing to resume it from. What to do: leave --resume out to write it anew"
            ) from error

    def resume(self, items: Iterator[Input]) -> EarlierRun:
        """Skip the inputs whose lines are in the journal, as `JournalSink.resume` does."""
        return self._journal.resume(items)

    def write(self, result: Result) -> None:
        """Write the line of a result to the journal."""
        self._journal.write(result)

    def finish(self) -> None:
        """Make the file of the journal, and delete the journal."""
        self._journal.finish()
        self._journal.close()
        # opened here, as pyarrow takes no path that is not UTF-8
        with replacing(self._path) as file, open(self._part, "rb") as lines:
            self._opening.write(file, map(from_jsonl, lines))
        with writing(self._part):
            self._part.unlink()

    def close(self) -> None:
        """Close the journal; it stays, unless all was finished."""
        self._journal.close()


def part_of(path: Path) -> Path:
    """Return the journal of a file that is not finished."""
    return path.parent / f"{path.name}.part"


def _may_begin_line(start: bytes) -> bool:
    """Return whether a line that was cut off may be one of a journal.

    >>> _may_begin_line(b'{"i'), _may_begin_line(b""), _may_begin_line(b"<html>")
    (True, True, False)
    """
    return start[: len(_OPENING)] == _OPENING[: len(start)]


def _whole_lines(lines: IO[bytes]) -> Iterator[bytes]:
    """Return the lines of a file, without the last where it was cut off."""
    return (line for line in lines if line.endswith(b"\n"))


def _check_line(line: bytes, item: Input, where: str) -> bool:
    """Return whether a line says that its input failed. Raises `OutputError` where it can't be the line of `item`."""
    try:
        written, outcome = from_jsonl(line)
    except RecordError:
        raise OutputError(f"{where}: {_FOREIGN}. {_ADVICE}") from None
    failed = isinstance(outcome, ArticleError)
    if written != item.id and not (failed or item.problem):
        raise OutputError(f"{where}: expected the article {item.id!r} of {item.where}, got {written!r}. {_ADVICE}")
    if isinstance(outcome, Article) and item.text is not None and not _stands_in(outcome, item.text):
        raise OutputError(f"{where}: its quotes are not in the text of the input ({item.where}). {_ADVICE}")
    return failed


def _stands_in(article: Article, text: str) -> bool:
    """Return whether the quotes of an article stand in a text where they say."""
    spans = (span for quote in article.quotes for span in quote.spans)
    return all(text[span.start : span.end] == span.text for span in spans)
