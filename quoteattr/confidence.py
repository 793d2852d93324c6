"""How sure: the share of quotes found in the same way, on annotated news, whose content and speaker were right.

What found the content (`quoteattr.linking.Attribution.rule`) and how the source is worded (a name, a pronoun,
a description, nothing) tell good quotes from doubtful ones. `SHARES` holds the shares that
``python -m quoteattr.training.confidence`` measured on the development articles; a pair that was never seen
there gets the share of its rule.
"""

from __future__ import annotations

from quoteattr.linking import Attribution
from quoteattr.records import SpeakerKind, SpeakerRecord
from quoteattr.vocabulary import PRONOUNS

__all__ = ["SHARES", "confidence", "source_form"]

SHARES: dict[str, dict[str, float]] = {
    "according": {"": 0.74, "description": 0.77, "name": 0.67, "pronoun": 0.79},
    "clause": {"": 0.7, "description": 0.59, "name": 0.78, "none": 0.44, "pronoun": 0.65},
    "label": {"": 0.85, "description": 0.93, "name": 0.87},
    "noun": {"": 0.67, "name": 0.76, "pronoun": 0.56},
    "object": {"": 0.56, "description": 0.43, "name": 0.62, "pronoun": 0.65},
    "order": {"": 0.57, "description": 0.54, "name": 0.65, "pronoun": 0.49},
    "parenthetical": {"": 0.48, "description": 0.41, "name": 0.57, "pronoun": 0.37},
    "passive": {"": 0.72, "description": 0.77},
    "quotation": {"": 0.56, "description": 0.4, "name": 0.69, "none": 0.47, "pronoun": 0.49},
    "uncued": {"": 0.75, "name": 0.96, "none": 0.56},
}
"""Rule → form of the source → share of quotes with the right content and the right speaker; "" for all forms."""

_UNKNOWN = 0.5
"""What a rule without a share gets."""


def confidence(attribution: Attribution, record: SpeakerRecord | None) -> float:
    """The probability that content and speaker of a quote are both right."""
    shares = SHARES.get(attribution.rule, {})
    return shares.get(source_form(attribution, record), shares.get("", _UNKNOWN))


def source_form(attribution: Attribution, record: SpeakerRecord | None) -> str:
    """How the source is worded: ``name``, ``pronoun``, ``description``, ``none``, or ``unresolved``."""
    if attribution.source is None:
        return "none"
    if record is None:
        return "unresolved"
    if attribution.source.text.lower() in PRONOUNS:
        return "pronoun"
    return "name" if record.kind is SpeakerKind.PERSON else "description"
