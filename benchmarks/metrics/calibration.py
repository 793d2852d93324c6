"""How far confidences can be taken at their word."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from itertools import groupby

from attrs import frozen

from benchmarks.metrics.errors import MetricError
from benchmarks.metrics.matching import Aspect, assess
from benchmarks.readers import Article as AnnotatedArticle
from quoteattr import Article, Quote

__all__ = ["Bin", "Guess", "calibration_error", "guesses", "reliability", "top_accuracy"]


@frozen
class Guess:
    """How sure a quote is, from 0 to 1, and whether its content and its speaker are both right."""

    confidence: float
    right: bool


@frozen
class Bin:
    """The quotes whose confidence is at least `low` and below `high` (1 belongs to the last bin).

    How many there are, their mean confidence, and the share of them that is right; all from 0 to 1.
    """

    low: float
    high: float
    quotes: int
    confidence: float
    accuracy: float


def guesses(article: AnnotatedArticle, found: Article, *, thoughts: bool = False) -> tuple[Guess, ...]:
    """Return how sure and how right each quote is, in an article whose speakers are annotated; else nothing.

    A quote is right when it matches a statement at 0.5 and names its speaker, or nobody where nobody is given.
    Quotes of statements without annotated speaker are left out, and without `thoughts` those of annotated thoughts.
    Raises `MetricError` where a confidence is not between 0 and 1.
    """
    outcome = assess(article, found, thoughts=thoughts)
    known = outcome.with_speakers
    if not known:
        return ()
    matched = [_guess(verdict.quote, Aspect.SPEAKER in verdict.right) for verdict in known if verdict.quote]
    return (*matched, *(_guess(quote, False) for quote in outcome.spurious))


def _guess(quote: Quote, right: bool) -> Guess:
    if not 0 <= quote.confidence <= 1:
        raise MetricError(
            f"expected a confidence between 0 and 1, got {quote.confidence}: "
            "scale the confidences of the prediction, or write 1.0 where it has none"
        )
    return Guess(quote.confidence, right)


def reliability(judged: Iterable[Guess], bins: int = 10) -> tuple[Bin, ...]:
    """Return the quotes in bins of equal width by their confidence; empty bins are left out.

    >>> for found in reliability([Guess(0.95, True), Guess(0.92, True), Guess(0.55, False)]):
    ...     print(found.low, found.high, found.quotes, round(found.confidence, 3), found.accuracy)
    0.5 0.6 1 0.55 0.0
    0.9 1.0 2 0.935 1.0
    """
    binned: dict[int, list[Guess]] = {}
    for guess in judged:
        binned.setdefault(min(int(guess.confidence * bins), bins - 1), []).append(guess)
    return tuple(
        Bin(
            low=number / bins,
            high=(number + 1) / bins,
            quotes=len(inside),
            confidence=statistics.fmean(guess.confidence for guess in inside),
            accuracy=statistics.fmean(guess.right for guess in inside),
        )
        for number, inside in sorted(binned.items())
    )


def calibration_error(bins: Sequence[Bin]) -> float:
    """Return the mean gap between confidence and accuracy, each bin weighing as many as its quotes; 0 without any.

    The expected calibration error of Naeini et al. (2015), from 0 to 1.

    >>> round(calibration_error(reliability([Guess(0.95, True), Guess(0.92, True), Guess(0.55, False)])), 4)
    0.2267
    """
    quotes = sum(found.quotes for found in bins)
    return sum(found.quotes * abs(found.confidence - found.accuracy) for found in bins) / max(1, quotes)


def top_accuracy(judged: Iterable[Guess], share: float) -> float:
    """Return how right, from 0 to 1, the most confident share of quotes is; quotes of equal confidence count alike.

    Raises `MetricError` where there are no quotes or the share is not above 0 and at most 1.

    >>> top_accuracy([Guess(0.9, True), Guess(0.5, True), Guess(0.5, False), Guess(0.1, False)], 0.5)
    0.75
    """
    ordered = sorted(judged, key=lambda guess: guess.confidence, reverse=True)
    if not ordered or not 0 < share <= 1:
        raise MetricError(f"expected quotes and a share above 0 and at most 1, got {len(ordered)} quotes and {share}")
    left = wanted = share * len(ordered)
    right = 0.0
    for _, group in groupby(ordered, key=lambda guess: guess.confidence):
        tied = [guess.right for guess in group]
        taken = min(left, len(tied))
        right += taken * sum(tied) / len(tied)
        left -= taken
    return right / wanted
