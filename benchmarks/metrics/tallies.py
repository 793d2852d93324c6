"""Counts of what is right, which add up from articles to a corpus.

>>> Tally(hits=1, found=2, wanted=4) + Tally(hits=1, found=2, wanted=1)
Tally(hits=2, found=4, wanted=5)
>>> Share.count([True, False]).percent
50.0
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import add
from typing import TypeVar

from attrs import astuple, frozen

__all__ = ["Additive", "Share", "Tally"]

A = TypeVar("A", bound="Additive")


@frozen
class Additive:
    """Counts that add up field by field."""

    def __add__(self: A, other: A) -> A:
        return type(self)(*map(add, astuple(self, recurse=False), astuple(other, recurse=False)))


@frozen
class Tally(Additive):
    """How many are right of those found and of those annotated; 0 percent where there are none."""

    hits: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        """Percent of the found ones that are right."""
        return 100 * (self.hits / max(1, self.found))

    @property
    def recall(self) -> float:
        """Percent of the annotated ones that were found."""
        return 100 * (self.hits / max(1, self.wanted))

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, in percent."""
        precision, recall = self.hits / max(1, self.found), self.hits / max(1, self.wanted)
        return 200 * precision * recall / (precision + recall) if self.hits else 0.0

    @property
    def value(self) -> float:
        """The figure that an interval is given for: F1."""
        return self.f1

    @property
    def is_counted(self) -> bool:
        """Whether anything was found or annotated."""
        return bool(self.found or self.wanted)

    def to_dict(self) -> dict[str, float]:
        """Return ``{"p", "r", "f1"}`` in percent, one decimal."""
        return {"p": round(self.precision, 1), "r": round(self.recall, 1), "f1": round(self.f1, 1)}


@frozen
class Share(Additive):
    """How many are right, of how many; 0 percent where there are none."""

    right: int = 0
    of: int = 0

    @classmethod
    def count(cls, judged: Iterable[bool]) -> Share:
        """Return the share of those that are true."""
        answers = list(judged)
        return cls(sum(answers), len(answers))

    @property
    def percent(self) -> float:
        """The share in percent."""
        return 100 * self.right / max(1, self.of)

    @property
    def value(self) -> float:
        """The figure that an interval is given for: the share in percent."""
        return self.percent

    @property
    def is_counted(self) -> bool:
        """Whether there was anything to be right."""
        return bool(self.of)
