"""How sure: the probability that the content and the speaker of a quote are both right.

What found the content, how sure the tagger was of its least sure word, how the source is worded, and how likely the
chosen speaker was tell good quotes from doubtful ones. A logistic regression weighs them (Platt 1999,
"Probabilistic outputs for support vector machines"); its weights come from annotated development articles
(`quoteattr.training.confidence`), where cross-validation shows how well the probabilities are calibrated.

>>> confidence({"always": 1.0, "way claim": 1.0}, {"always": 1.0, "way claim": 0.4})
0.8
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import exp, isfinite, log
from pathlib import Path

from quoteattr.errors import loading
from quoteattr.language.lexicon.grammar import PRONOUNS
from quoteattr.records import SpeakerKind, SpeakerRecord
from quoteattr.statements.statement import Origin, Statement

__all__ = ["BUNDLED", "confidence", "features_of", "open_weights", "source_form"]

BUNDLED = Path(__file__).parent / "models" / "confidence" / "weights.json"
"""The weights that ship with quoteattr: feature → weight."""

ALWAYS = "always"
"""The feature that every quote has, whose weight says how often quotes are right at all."""

LEAST = 0.01
"""No probability is nearer to 0 or 1 than this."""


def confidence(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the probability that a quote with these features is right, in hundredths."""
    total = sum(weights.get(name, 0.0) * value for name, value in features.items())
    probability = 1 / (1 + exp(-max(-30.0, min(30.0, total))))
    return round(min(1 - LEAST, max(LEAST, probability)), 2)


def features_of(statement: Statement, record: SpeakerRecord | None, certainty: float) -> dict[str, float]:
    """Return the features of a quote; `certainty` is the probability of the choice of its speaker."""
    form = source_form(statement, record)
    sure = min(0.999, max(0.05, statement.probability))
    words = sum(len(span.text.split()) for span in statement.content)
    features = {
        ALWAYS: 1.0,
        f"way {statement.origin.value}": 1.0,
        f"form {form}": 1.0,
        f"quote {statement.kind.value}": 1.0,
        f"kind {record.kind.value if record else 'none'}": 1.0,
        "tagger": log(sure / (1 - sure)) if statement.origin is Origin.CLAIM else 0.0,
        "choice": log(max(0.02, certainty)),
        "length": log(1 + words),
        "short": 1.0 if words < 4 else 0.0,
        "fragments": float(len(statement.content) > 1),
    }
    if statement.cue is None:
        features["no cue"] = 1.0
    return features


def source_form(statement: Statement, record: SpeakerRecord | None) -> str:
    """Return how the source is worded: ``name``, ``pronoun``, ``description``, ``none``, or ``unresolved``."""
    if statement.source is None:
        return "none"
    if record is None:
        return "unresolved"
    if statement.source.text.lower() in PRONOUNS:
        return "pronoun"
    return "name" if record.kind is SpeakerKind.PERSON else "description"


def open_weights(path: Path = BUNDLED) -> Mapping[str, float]:
    """Return the weights in a file. Raises `ModelError` where they can't be read."""
    with loading("confidence", path, "install quoteattr again"):
        weights: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
        for feature, weight in weights.items():
            if not isinstance(weight, int | float) or not isfinite(weight):
                raise ValueError(f"{feature}: expected a number, got {weight!r}")
        if ALWAYS not in weights:
            raise ValueError(f"expected a weight for {ALWAYS!r}, got none")
        return weights
