"""How far a long run is: articles, words a second and the time left, on a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import Any

from quoteattr.commands.console import write_error_line
from quoteattr.commands.results import Result

__all__ = ["Progress"]


class Progress:
    """A bar on standard error, or nothing where `visible` is false.

    `total` is how many inputs there are, if that is known, and `done` how many of them an earlier run has done.
    """

    def __init__(self, visible: bool, total: int | None = None, done: int = 0) -> None:
        self._bar: Any = None
        self._start, self._words = time.monotonic(), 0
        if visible:
            from tqdm import tqdm

            self._bar = tqdm(total=total, initial=done, unit=" articles", file=sys.stderr, dynamic_ncols=True)

    def track(self, results: Iterable[Result]) -> Iterator[Result]:
        """Yield the results, and count each once it has been dealt with."""
        try:
            for result in results:
                yield result
                self._count(result)
        finally:
            if self._bar is not None:
                self._bar.close()

    def write_line(self, line: str) -> None:
        """Write a line on standard error, above the bar; where that fails, the run goes on."""
        if self._bar is not None:
            self._bar.write(line, file=sys.stderr)
        else:
            write_error_line(line)

    def _count(self, result: Result) -> None:
        if self._bar is not None:
            self._words += len((result.item.text or "").split())
            rate = self._words / max(1e-9, time.monotonic() - self._start)
            self._bar.set_postfix_str(f"{rate:,.0f} words/s", refresh=False)
            self._bar.update()
