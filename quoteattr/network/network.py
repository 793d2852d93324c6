"""The whole network: an encoder, and the heads that read it."""

from __future__ import annotations

import torch
from attrs import frozen
from torch import Tensor, nn

from quoteattr.network.batch import Batch
from quoteattr.network.encoder import Dropout, Encoded, Encoder
from quoteattr.network.heads import LabelHead, LinkHead, at_words
from quoteattr.network.labels import LABELS
from quoteattr.network.shape import Shape

__all__ = ["Network", "Outputs"]


@frozen(eq=False)
class Outputs:
    """What the network makes of some windows.

    `emissions` [windows, words, labels] score the labels of each word, `states` [windows, words, width] are what links
    are scored by, `encoded` the states of all pieces.
    """

    emissions: Tensor
    states: Tensor
    encoded: Encoded


class Network(nn.Module):
    """An encoder whose last layer is read by a head for labels and one for links."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape, self.dropout = shape, Dropout(dropout)
        self.encoder = Encoder(shape, dropout)
        self.labels = LabelHead(shape.width, len(LABELS))
        self.links = LinkHead(shape.width)

    def forward(self, batch: Batch) -> Outputs:
        """Return what the network makes of a batch of windows."""
        encoded = self.encoder(batch.pieces, batch.features)
        states = self.dropout(at_words(encoded.last, batch.firsts)).to(self.labels.emission.weight.dtype)
        return Outputs(self.labels(states), states, encoded)

    def with_half_encoder(self) -> Network:
        """Return this network, its encoder in half precision (bfloat16) from now on; the heads stay in single."""
        self.encoder.to(torch.bfloat16)
        return self
