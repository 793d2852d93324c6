"""Which person a pronoun, a description or a quotation by itself stands for: a choice with learned weights.

For "he", "the mayor" or a quotation without cue, everybody named or heard so far is a candidate. What the text
shows of each (how far back, subject or not, who spoke last, what it says of gender and office) are features; the
candidate with the greatest sum of weights is chosen, or nobody, where nobody's weight is greater. This is a
log-linear ranker over candidates (Denis and Baldridge 2008, "Specialized models and ranking for coreference
resolution"), one set of weights for each form of mention.

>>> ranker = Ranker({"he speaker 0": 2.0, "he gender clash": -3.0})
>>> last, other = Candidate(0, "Ada Obi", ("speaker 0",)), Candidate(1, "Jon Moss", ("gender clash",))
>>> ranker.choose("he", [other, last]).candidate.entity
0

The weights were trained on annotated news by `quoteattr.training.ranking`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from math import exp, isfinite
from pathlib import Path
from typing import Protocol

from attrs import frozen

from quoteattr.errors import loading

__all__ = ["BUNDLED", "NOBODY", "Candidate", "Chooser", "Chosen", "Ranker", "read_weights"]

BUNDLED = Path(__file__).parents[1] / "models" / "ranker" / "weights.json"
"""The weights that ship with quoteattr: feature → weight."""

NOBODY = "nobody"
"""The feature of choosing nobody, where that is allowed."""


@frozen
class Candidate:
    """Somebody whom a mention may stand for, and what the text shows of it."""

    entity: int
    name: str
    features: tuple[str, ...]


@frozen
class Chosen:
    """Whom a mention stands for, None for nobody, and the probability that the weights give this choice."""

    candidate: Candidate | None
    probability: float = 1.0


class Chooser(Protocol):
    """Anything that chooses among candidates: `Ranker`, or what training puts in its place."""

    def choose(
        self, form: str, candidates: Sequence[Candidate], nobody: Sequence[str] = (), position: int = 0
    ) -> Chosen:
        """Return the candidate meant, or nobody."""


@frozen
class Ranker:
    """Chooses by the sum of the weights of a candidate's features, each under the form of the mention."""

    weights: Mapping[str, float]

    @classmethod
    def open(cls, path: Path = BUNDLED) -> Ranker:
        """Return the ranker with the weights in a file. Raises `ModelError` where they can't be read."""
        return cls(read_weights("ranker", path, NOBODY))

    def choose(
        self, form: str, candidates: Sequence[Candidate], nobody: Sequence[str] = (), position: int = 0
    ) -> Chosen:
        """Return the best candidate, the first of equals; with features for `nobody`, nobody if that scores higher.

        `position`, an offset, is for training only.
        """
        options: list[Candidate | None] = [*candidates, *([None] if nobody or not candidates else [])]
        scores = [self.score(form, nobody if option is None else option.features) for option in options]
        best = max(scores)
        return Chosen(options[scores.index(best)], 1 / sum(exp(score - best) for score in scores))

    def score(self, form: str, features: Sequence[str]) -> float:
        """Return the sum of the weights of some features; those without a weight count nothing."""
        return sum(self.weights.get(f"{form} {feature}", 0.0) for feature in features)


def read_weights(model: str, path: Path, landmark: str) -> Mapping[str, float]:
    """Return the weights in a JSON file: feature → weight.

    `landmark` is a word in the features of `model` and of no other.
    Raises `ModelError` where they can't be read.
    """
    with loading(model, path, "install quoteattr again"):
        weights: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
        for feature, weight in weights.items():
            if not isinstance(weight, int | float) or not isfinite(weight):
                raise ValueError(f"{feature}: expected a number, got {weight!r}")
        if not any(landmark in feature.split() for feature in weights):
            raise ValueError(f"expected a weight for {landmark!r}, got none")
        return weights
