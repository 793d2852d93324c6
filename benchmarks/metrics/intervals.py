"""How far a figure depends on the choice of articles: bootstrap intervals."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Sequence
from typing import TypeVar

from attrs import astuple, frozen

from benchmarks.metrics.counts import Counts
from benchmarks.metrics.errors import MetricError
from benchmarks.metrics.tallies import Share, Tally

__all__ = ["Interval", "interval"]

F = TypeVar("F", Tally, Share)


@frozen
class Interval:
    """A figure with the edges of its 95 % interval, in percent."""

    value: float
    low: float
    high: float


def interval(
    articles: Sequence[Counts], figure: Callable[[Counts], F], resamples: int = 1000, seed: int = 2026
) -> Interval | None:
    """Return a figure over all articles with its 95 % bootstrap interval, or ``None`` where no article counts for it.

    `figure` picks a tally (its F1) or a share (its percentage). As many articles as count for it are drawn with
    replacement, `resamples` times, and their counts added; the interval lies between the 2.5th and the 97.5th
    percentile (Efron and Tibshirani 1993, *An Introduction to the Bootstrap*, chapter 13). It tells how the
    figure varies with the choice of articles, and nothing of other kinds of articles. The same seed draws the same.

    >>> from benchmarks.metrics import Level, Levels
    >>> articles = [Counts(quotes=Levels(Level(Tally(hits, 10, 10)))) for hits in (6, 8, 10)]
    >>> interval(articles, lambda counts: counts.quotes.loose.matched)
    Interval(value=80.0, low=60.0, high=100.0)
    """
    if resamples < 2:
        raise MetricError(f"expected at least 2 resamples, got {resamples}: 1000 are usual")
    counted = [counts for counts in map(figure, articles) if counts.is_counted]
    if not counted:
        return None
    kind, rows, chance = type(counted[0]), [astuple(counts) for counts in counted], random.Random(seed)
    draws = (chance.choices(rows, k=len(rows)) for _ in range(resamples))
    values = [kind(*map(sum, zip(*draw, strict=True))).value for draw in draws]
    low, *_, high = statistics.quantiles(values, n=40, method="inclusive")
    return Interval(kind(*map(sum, zip(*rows, strict=True))).value, low, high)
