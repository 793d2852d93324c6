"""What an article states of somebody beside their name."""

from __future__ import annotations

from attrs import frozen

from quoteattr.language.words import Name
from quoteattr.records import Affiliation

__all__ = ["Stated"]


@frozen
class Stated:
    """An affiliation stated beside one occurrence of a name.

    `reading` says where: before or after the name, beside it or behind a comma, near or far.
    """

    name: Name
    affiliation: Affiliation
    reading: str
