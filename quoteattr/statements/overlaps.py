"""Statements whose contents overlap: doubles and crossings, of which one is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quoteattr.statements.beside import LONGEST_GAP
from quoteattr.statements.statement import Statement

__all__ = ["without_crossings", "without_doubles"]

SAME = 0.6
"""Share of their characters above which two contents are one."""

BUCKET = 1000
"""Characters within which contents that start apart are compared."""


def without_doubles(found: Iterable[Statement]) -> list[Statement]:
    """Return the statements without those whose content another one claims too, nearly.

    Kept is the one with a source, then the one whose cue is nearer.
    """
    kept: dict[int, list[Statement]] = {}
    for statement in sorted(found, key=_preference):
        number = statement.start // BUCKET
        near = (other for bucket in (number - 1, number, number + 1) for other in kept.get(bucket, ()))
        if not any(_have_same_content(statement, other) for other in near):
            kept.setdefault(number, []).append(statement)
    return [statement for bucket in kept.values() for statement in bucket]


def without_crossings(found: Sequence[Statement]) -> list[Statement]:
    """Return the statements without those whose content overlaps another's and neither lies inside the other.

    Kept is the one with a source, then the one whose cue is nearer.
    """
    dropped: set[int] = set()
    around: list[tuple[int, int]] = []
    fragments = ((span, i) for i, statement in enumerate(found) for span in statement.content)
    for start, minus_end, i in sorted((span.start, -span.end, i) for span, i in fragments):
        around = [(end, j) for end, j in around if end > start and j not in dropped]
        for end, j in around:
            if end < -minus_end and i not in dropped:
                dropped.add(max(i, j, key=lambda number: _preference(found[number])))
        around.append((-minus_end, i))
    return [statement for i, statement in enumerate(found) if i not in dropped]


def _preference(statement: Statement) -> tuple[bool, int, int]:
    """Return what the better of two statements is lower in: no source, distance of the cue, start."""
    cue = statement.cue
    distance = min(abs(cue.start - statement.end), abs(statement.start - cue.end)) if cue else LONGEST_GAP
    return statement.source is None, distance, statement.start


def _have_same_content(a: Statement, b: Statement) -> bool:
    if _reports(a, b) or _reports(b, a):
        return False
    shared = sum(max(0, min(s.end, t.end) - max(s.start, t.start)) for s in a.content for t in b.content)
    total = sum(span.end - span.start for span in (*a.content, *b.content)) - shared
    return shared > SAME * total


def _reports(outer: Statement, inner: Statement) -> bool:
    """Return whether a statement stands with its cue in the content of another."""
    cue = inner.cue
    return cue is not None and any(span.start <= cue.start and cue.end <= span.end for span in outer.content)
