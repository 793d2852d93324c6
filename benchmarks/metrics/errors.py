"""The one error of the metrics."""

from __future__ import annotations

from quoteattr import QuoteattrError

__all__ = ["MetricError"]


class MetricError(QuoteattrError, ValueError):
    """Something that can't be measured: predictions of other articles, a confidence that is no probability."""
