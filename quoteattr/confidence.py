"""How sure: the share of quotes found in the same way, on annotated news, whose content and speaker were right.

What found the content (`quoteattr.linking.Attribution.rule`), how sure the tagger was, and how the source is
worded (a name, a pronoun, a description, nothing) tell good quotes from doubtful ones. `SHARES` holds the shares
that ``python -m quoteattr.training.confidence`` measured on the development articles; a pair that was never seen
there gets the share of its way.
"""

from __future__ import annotations

from quoteattr.linking import Attribution
from quoteattr.records import SpeakerKind, SpeakerRecord
from quoteattr.vocabulary import PRONOUNS

__all__ = ["SHARES", "confidence", "source_form", "way"]

SHARES: dict[str, dict[str, float]] = {
    "claim 0.0": {"": 0.34, "description": 0.27, "name": 0.51, "none": 0.18, "pronoun": 0.23},
    "claim 0.5": {"": 0.61, "description": 0.63, "name": 0.69, "none": 0.34, "pronoun": 0.57},
    "claim 0.7": {"": 0.68, "description": 0.7, "name": 0.79, "none": 0.49, "pronoun": 0.5},
    "claim 0.85": {"": 0.75, "description": 0.63, "name": 0.84, "pronoun": 0.67},
    "claim 0.95": {"": 0.87, "description": 0.84, "name": 0.92, "pronoun": 0.78},
    "label": {"": 0.87, "description": 0.93, "name": 0.87},
    "uncued": {"": 0.74, "name": 0.96, "none": 0.53},
}
"""Way → form of the source → share of quotes with the right content and the right speaker; "" for all forms."""

BANDS = (0.95, 0.85, 0.7, 0.5, 0.0)
"""Least probability of the tagger in each band of claims."""

_UNKNOWN = 0.5
"""What a way without a share gets."""


def confidence(attribution: Attribution, record: SpeakerRecord | None) -> float:
    """The probability that content and speaker of a quote are both right."""
    shares = SHARES.get(way(attribution), {})
    return shares.get(source_form(attribution, record), shares.get("", _UNKNOWN))


def way(attribution: Attribution) -> str:
    """What found a quote; for claims of the tagger also how sure it was: ``claim 0.85`` from there to the next band."""
    if attribution.rule != "claim":
        return attribution.rule
    return f"claim {next(least for least in BANDS if attribution.probability >= least)}"


def source_form(attribution: Attribution, record: SpeakerRecord | None) -> str:
    """How the source is worded: ``name``, ``pronoun``, ``description``, ``none``, or ``unresolved``."""
    if attribution.source is None:
        return "none"
    if record is None:
        return "unresolved"
    if attribution.source.text.lower() in PRONOUNS:
        return "pronoun"
    return "name" if record.kind is SpeakerKind.PERSON else "description"
