"""The result of an input, and the sinks that results are written to."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from quoteattr.commands.inputs import Input
from quoteattr.records import Article

__all__ = ["EarlierRun", "Result", "Sink"]


@frozen
class Result:
    """The outcome of one input: its article, or the reason why there is none."""

    item: Input
    article: Article | None
    problem: str | None = None


@frozen
class EarlierRun:
    """How far an earlier run has come: the inputs that it has done, and how many of them failed."""

    done: int = 0
    failed: int = 0


class Sink:
    """Takes the results of one input after another. Its methods raise `OutputError` where they can't write."""

    def resume(self, items: Iterator[Input]) -> EarlierRun:
        """Take from `items` the inputs that an earlier run has written, and check that they are the same.

        A sink that can't be resumed takes none.
        """
        return EarlierRun()

    def write(self, result: Result) -> None:
        """Write the result of the next input."""
        raise NotImplementedError

    def finish(self) -> None:
        """Complete the output once all results are written."""

    def close(self) -> None:
        """Let go of the file, finished or not."""
