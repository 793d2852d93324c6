"""What stands where: stretches of a text, looked up by character offset.

Quotations, paragraphs, sentences and names are all stretches of a text. An `Index` holds those of one sort and says
which of them stands at, before or after an offset, and which lie within or touch a stretch. Each question takes
about as many steps as there are answers, plus those of a binary search, so that long articles cost no more than
their length.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from operator import attrgetter
from typing import Generic, Protocol, TypeVar, overload

__all__ = ["Index", "Stretch"]


class Stretch(Protocol):
    """Anything that reaches from one character offset to another, end exclusive."""

    @property
    def start(self) -> int:
        """Character offset of the first character."""

    @property
    def end(self) -> int:
        """Character offset after the last character."""


S = TypeVar("S", bound=Stretch, covariant=True)


class Index(Generic[S]):
    """Stretches of a text in text order. They may lie inside one another.

    >>> from quoteattr.records import Span
    >>> index = Index([Span(0, 4, "“No”"), Span(9, 14, "“Yes”")])
    >>> index.at(3) is index.before(8), index.at(4)
    (True, None)
    """

    def __init__(self, stretches: Iterable[S] = ()) -> None:
        self._items = tuple(sorted(stretches, key=attrgetter("start")))
        self._starts = [item.start for item in self._items]
        self._reach = list(accumulate((item.end for item in self._items), max))
        """For each stretch how far it and those before it reach: in order, even where one lies inside another."""

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[S]:
        return iter(self._items)

    @overload
    def __getitem__(self, number: int) -> S: ...

    @overload
    def __getitem__(self, number: slice) -> tuple[S, ...]: ...

    def __getitem__(self, number: int | slice) -> S | tuple[S, ...]:
        return self._items[number]

    def number(self, offset: int) -> int:
        """Return the number of the last stretch that starts at `offset` or before; -1 if none does."""
        return bisect_right(self._starts, offset) - 1

    def at(self, offset: int) -> S | None:
        """Return the innermost stretch that holds the character at `offset`."""
        i = self.number(offset)
        while i >= 0 and self._reach[i] > offset:
            if self._items[i].end > offset:
                return self._items[i]
            i -= 1
        return None

    def before(self, offset: int) -> S | None:
        """Return the last stretch that has ended at `offset`, together with all before it."""
        i = bisect_right(self._reach, offset) - 1
        return self._items[i] if i >= 0 else None

    def after(self, offset: int) -> S | None:
        """Return the first stretch that starts at `offset` or later."""
        i = bisect_left(self._starts, offset)
        return self._items[i] if i < len(self._items) else None

    def within(self, start: int, end: int) -> tuple[S, ...]:
        """Return the stretches that lie between two offsets whole."""
        inside = self._items[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        return tuple(item for item in inside if item.end <= end)

    def touching(self, start: int, end: int) -> tuple[S, ...]:
        """Return the stretches that share a character with the one from `start` to `end`."""
        near = self._items[bisect_right(self._reach, start) : bisect_left(self._starts, end)]
        return tuple(item for item in near if item.end > start)
