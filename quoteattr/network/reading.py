"""What one pass of the network finds in a page, as values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from quoteattr.network.words import Words
from quoteattr.records import Span

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["Claim", "Reading"]


@frozen
class Claim:
    """Content, cue and source that the network holds to belong together; `cue` and `source` are None if it found none.

    `probability` is that of the least certain word of content, cue and source.
    """

    content: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    probability: float


@frozen(eq=False)
class Reading:
    """The words of a page, the claims found in it in text order, and a state for each word.

    `states` [words, width] are those after the encoder's layer `quoteattr.network.encoder.MIDDLE`, in half precision;
    zeros for words in windows without letters.
    """

    words: Words
    claims: tuple[Claim, ...]
    states: Tensor
