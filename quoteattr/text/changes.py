"""Changes to a text before it is read, and the way back to the text as it was given.

>>> found = Changed.of("Ada &amp; Obi", [Change(4, 9, "&")])
>>> found.text, found.origin(4, 9)
('Ada & Obi', (4, 13))
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from attrs import frozen

__all__ = ["Change", "Changed"]


@frozen
class Change:
    """What stands from `start` to `end`, and what is read in its place: no more characters than stand there."""

    start: int
    end: int
    now: str


@frozen
class Changed:
    """A text after some changes.

    Where each change stands is kept in columns, one value for each character that was put in, and for each change
    that put in none: `starts` and `ends` in `text`, `old_starts` and `old_ends` in the text before.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    old_starts: Sequence[int]
    old_ends: Sequence[int]

    @classmethod
    def of(cls, text: str, changes: Iterable[Change]) -> Changed:
        """Return a text after changes, which are in text order and apart."""
        parts: list[str] = []
        columns = starts, ends, old_starts, old_ends = array("q"), array("q"), array("q"), array("q")
        done = length = 0
        for change in changes:
            parts += text[done : change.start], change.now
            length += change.start - done
            done = change.end
            for old_start, old_end in _shares(change):
                starts.append(length)
                length += bool(change.now)
                ends.append(length)
                old_starts.append(old_start)
                old_ends.append(old_end)
        return cls("".join([*parts, text[done:]]), *columns)

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return where the characters from `start` to `end`, one at least, stood before: whole, where changed."""
        return self._origin(start)[0], self._origin(end - 1)[1]

    def _origin(self, offset: int) -> tuple[int, int]:
        i = bisect_right(self.starts, offset) - 1
        if i < 0:
            return offset, offset + 1
        if offset < self.ends[i]:
            return self.old_starts[i], self.old_ends[i]
        before = self.old_ends[i] + offset - self.ends[i]
        return before, before + 1


def _shares(change: Change) -> Iterable[tuple[int, int]]:
    """Yield the part of what stood there that each character put in stands for; of several, equal parts."""
    count, length = max(1, len(change.now)), change.end - change.start
    for i in range(count):
        yield change.start + i * length // count, change.start + (i + 1) * length // count
