"""Which person a pronoun, a description or a quotation by itself stands for: a choice with learned weights.

For "he", "the mayor" or a quotation without cue, everybody named or heard so far is a candidate. What the text
shows of each (how far back, subject or not, who spoke last, what it says of gender and office) are features; the
candidate with the greatest sum of weights is chosen, or nobody, where nobody's weight is greater. This is a
log-linear ranker over candidates (Denis and Baldridge 2008, "Specialized models and ranking for coreference
resolution"), one set of weights for each form of mention.

>>> ranker = Ranker({"he speaker 0": 2.0, "he gender clash": -3.0})
>>> last, other = Candidate(0, "Ada Obi", ("speaker 0",)), Candidate(1, "Jon Moss", ("gender clash",))
>>> ranker.choose("he", [other, last]).entity
0

The weights were trained on annotated news by `quoteattr.training.ranking`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Protocol

from attrs import frozen

__all__ = ["BUNDLED", "NOBODY", "Candidate", "Chooser", "Ranker", "bundled_ranker"]

BUNDLED = Path(__file__).parent / "models" / "ranker" / "weights.json"
"""The weights that ship with quoteattr: feature → weight."""

NOBODY = "nobody"
"""The feature of choosing nobody, where that is allowed."""


@frozen
class Candidate:
    """Somebody whom a mention may stand for, and what the text shows of it."""

    entity: int
    name: str
    features: tuple[str, ...]


class Chooser(Protocol):
    """Anything that chooses among candidates: `Ranker`, or what training puts in its place."""

    def choose(
        self, form: str, candidates: Sequence[Candidate], nobody: Sequence[str] = (), position: int = 0
    ) -> Candidate | None:
        """The candidate meant, or None for nobody."""


@frozen
class Ranker:
    """Chooses by the sum of the weights of a candidate's features, each under the form of the mention."""

    weights: Mapping[str, float]

    def choose(
        self, form: str, candidates: Sequence[Candidate], nobody: Sequence[str] = (), position: int = 0
    ) -> Candidate | None:
        """The best candidate, the first of equals.

        With features for `nobody`, None if that scores higher. `position`, an offset, is for training only.
        """
        scores = [self.score(form, candidate.features) for candidate in candidates]
        if not scores or (nobody and self.score(form, nobody) > max(scores)):
            return None
        return candidates[scores.index(max(scores))]

    def score(self, form: str, features: Sequence[str]) -> float:
        """The sum of the weights of some features; those without a weight count nothing."""
        return sum(self.weights.get(f"{form} {feature}", 0.0) for feature in features)


@cache
def bundled_ranker() -> Ranker:
    """The ranker that ships with quoteattr, read once."""
    return Ranker(json.loads(BUNDLED.read_text(encoding="utf-8")))
