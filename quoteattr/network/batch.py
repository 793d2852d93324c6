"""Windows side by side, as the tensors that the network takes."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from attrs import frozen
from torch import Tensor

from quoteattr.network.shape import Shape
from quoteattr.network.windows import Window
from quoteattr.network.words import Features

__all__ = ["Batch", "collate"]

_OUTSIDE: Features = (0, 0, 0)
"""Features of the pieces that open, close and fill up a window."""


@frozen(eq=False)
class Batch:
    """Some windows, padded to the longest.

    `pieces` [windows, pieces] are numbers of word pieces, `features` [windows, pieces, 3] those of their words,
    `firsts` [windows, words] the place of each word's first piece, `mask` [windows, words] true where there is a word.
    """

    pieces: Tensor
    features: Tensor
    firsts: Tensor
    mask: Tensor

    def to(self, device: torch.device | str) -> Batch:
        """Return the same tensors on a device."""
        return Batch(*(tensor.to(device) for tensor in (self.pieces, self.features, self.firsts, self.mask)))


def collate(windows: Sequence[Window], shape: Shape) -> Batch:
    """Return the tensors of some windows, for a network of this shape."""
    rows = [_row(window, shape) for window in windows]
    length, most = max(len(pieces) for pieces, _, _ in rows), max(map(len, windows))
    return Batch(
        torch.tensor([pieces + [shape.padding] * (length - len(pieces)) for pieces, _, _ in rows]),
        torch.tensor([features + [_OUTSIDE] * (length - len(features)) for _, features, _ in rows]),
        torch.tensor([firsts + [0] * (most - len(firsts)) for _, _, firsts in rows]),
        torch.tensor([[i < len(window) for i in range(most)] for window in windows]),
    )


def _row(window: Window, shape: Shape) -> tuple[list[int], list[Features], list[int]]:
    """Return the pieces of a window, the features of each, and the place of each word's first piece."""
    pieces, features, firsts = [shape.opening], [_OUTSIDE], []
    for word in range(window.start, window.end):
        own = window.words.pieces[word]
        firsts.append(len(pieces))
        pieces += own
        features += [window.words.features[word]] * len(own)
    return [*pieces, shape.closing], [*features, _OUTSIDE], firsts
