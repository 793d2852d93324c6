"""How far a long run is: articles, words a second and the time left, on a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from quoteattr.commands.files import Result

__all__ = ["Progress", "say"]


class Progress:
    """A bar on standard error, or nothing where `shown` is false.

    `total` is how many inputs there are, if that is known, and `done` how many of them an earlier run has done.
    """

    def __init__(self, shown: bool, total: int | None = None, done: int = 0) -> None:
        self._bar: Any = None
        self._start, self._words = time.monotonic(), 0
        if shown:
            from tqdm import tqdm

            self._bar = tqdm(total=total, initial=done, unit=" articles", file=sys.stderr, dynamic_ncols=True)

    def over(self, results: Iterable[Result]) -> Iterator[Result]:
        """The results, counted as they pass."""
        try:
            for result in results:
                yield result
                self._count(result)
        finally:
            if self._bar is not None:
                self._bar.close()

    def say(self, message: str) -> None:
        """A line on standard error, above the bar; where nothing can be said, the run goes on."""
        if self._bar is not None:
            self._bar.write(message, file=sys.stderr)
        else:
            say(message)

    def _count(self, result: Result) -> None:
        if self._bar is not None:
            self._words += len((result.item.text or "").split())
            rate = self._words / max(1e-9, time.monotonic() - self._start)
            self._bar.set_postfix_str(f"{rate:,.0f} words/s", refresh=False)
            self._bar.update()


def say(message: str) -> None:
    """A line on standard error; where that is closed or full, nothing."""
    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(message + "\n")
