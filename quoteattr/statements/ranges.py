"""Arithmetic of character ranges: pairs of start and end, end exclusive."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

__all__ = ["Range", "meets", "merge", "subtract"]

Range = tuple[int, int]


def merge(ranges: Iterable[Range]) -> list[Range]:
    """Return ranges in order, those that overlap or touch as one.

    >>> merge([(5, 9), (0, 3), (3, 4)])
    [(0, 4), (5, 9)]
    """
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def subtract(ranges: Iterable[Range], holes: Iterable[Range]) -> list[Range]:
    """Return what is left of ranges once the holes are cut out of them, in order.

    >>> subtract([(0, 10)], [(2, 4), (8, 12)])
    [(0, 2), (4, 8)]
    """
    left = list(ranges)
    for hole_start, hole_end in holes:
        cut = [piece for start, end in left for piece in ((start, min(end, hole_start)), (max(start, hole_end), end))]
        left = [(start, end) for start, end in cut if start < end]
    return sorted(set(left))


def meets(ranges: Sequence[Range], start: int, end: int) -> bool:
    """Return whether ranges that `merge` returned share a character with the stretch from `start` to `end`.

    >>> meets([(0, 4), (5, 9)], 4, 5), meets([(0, 4), (5, 9)], 3, 5)
    (False, True)
    """
    i = bisect_left(ranges, (end,)) - 1
    return i >= 0 and start < ranges[i][1]
