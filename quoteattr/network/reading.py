"""What one pass of the network finds in a page, as values."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from attrs import frozen

from quoteattr.network.words import Words
from quoteattr.records import Span

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["Claim", "Fact", "FactKind", "Reading"]


@frozen
class Claim:
    """Content, cue and source that the network holds to belong together; `cue` and `source` are None if it found none.

    `probability` is that of the least certain word of content, cue and source; `is_inner` says that the claim is
    reported inside the content or source of another.
    """

    content: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    probability: float
    is_inner: bool = False


class FactKind(Enum):
    """What a fact says of somebody."""

    ROLE = "role"
    ORGANIZATION = "organization"
    LOCATION = "location"


@frozen
class Fact:
    """Words that say somebody's role, organization or place; `words` are the first word and the end of them."""

    kind: FactKind
    words: tuple[int, int]
    span: Span


@frozen(eq=False)
class Reading:
    """The words of a page, the claims and facts found in it in text order, and a state for each word.

    `states` [words, width] are those of the second top (`quoteattr.network.who`), in half precision; zeros for words in
    windows without letters.
    """

    words: Words
    claims: tuple[Claim, ...]
    facts: tuple[Fact, ...]
    states: Tensor
