"""The encoder: word pieces of a window in, a state for each of them out.

It is a BERT (a post-layer-norm transformer with learned positions; Devlin et al. 2019), or an MPNet, which adds one
learned bias for each relative distance (Song et al. 2020) and serves as a larger teacher in training. Both read the
tensors of the published checkpoints. To the word pieces are added three embeddings that an uncased vocabulary lacks:
letter case, place among quotation marks, start of a paragraph.

`Encoder` hands out the states after its layer `MIDDLE` too, which know less of statements and more of words. More
layers can be run over either: `run_layers` takes any, and the bias of `Encoded`.
"""

from __future__ import annotations

from collections.abc import Iterable

import torch
from attrs import frozen
from torch import Tensor, nn
from torch.nn import functional

from quoteattr.network.shape import Shape
from quoteattr.network.words import FEATURES

__all__ = ["MIDDLE", "Dropout", "Encoded", "Encoder", "Layer", "run_layers"]

MIDDLE = 3
"""The layer after which states are handed out for the heads that read words rather than statements."""

WINDOWS_AT_ONCE = 2
"""Windows whose attention is worked out together in half precision."""

HIDDEN = -1e9
"""Added to the attention to padding."""

FARTHEST = 128
"""Distance from which on MPNet has one bucket for all."""


@frozen(eq=False)
class Encoded:
    """The states of all pieces of some windows, [windows, pieces, width], after layer `MIDDLE` and after the last one.

    `bias` [windows, heads or 1, pieces or 1, pieces] is what every layer adds to its attention.
    """

    middle: Tensor
    last: Tensor
    bias: Tensor


class Encoder(nn.Module):
    """Embeddings and layers."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape, self.dropout = shape, Dropout(dropout)
        self.pieces = nn.Embedding(shape.vocabulary, shape.width)
        self.places = nn.Embedding(shape.positions, shape.width)
        self.features = nn.ModuleList(nn.Embedding(size, shape.width) for size in FEATURES)
        self.normal = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        self.distances = nn.Embedding(shape.distances, shape.heads) if shape.distances else None
        for feature in self.features:
            nn.init.zeros_(feature.weight)  # type: ignore[arg-type]

    def forward(self, pieces: Tensor, features: Tensor) -> Encoded:
        """Return the states of `pieces` [windows, pieces] with `features` [windows, pieces, 3]."""
        bias = self.bias(pieces)
        middle = run_layers(self.layers[:MIDDLE], self.embed(pieces, features), bias)
        return Encoded(middle, run_layers(self.layers[MIDDLE:], middle, bias), bias)

    def embed(self, pieces: Tensor, features: Tensor) -> Tensor:
        """Return the sum of all embeddings, normalized: [windows, pieces, width]."""
        places = torch.arange(pieces.shape[1], device=pieces.device) + self.shape.first_position
        hidden = self.pieces(pieces) + self.places(places)
        for i, feature in enumerate(self.features):
            hidden = hidden + feature(features[..., i])
        out: Tensor = self.dropout(self.normal(hidden))
        return out

    def bias(self, pieces: Tensor) -> Tensor:
        """Return what is added to the attention: little for padding, and what an MPNet adds for each distance."""
        bias = torch.where(pieces != self.shape.padding, 0.0, HIDDEN)[:, None, None, :]  # [windows, 1, 1, pieces]
        if self.distances is not None:
            buckets = _distance_buckets(pieces.shape[1], self.shape.distances, pieces.device)
            bias = bias + self.distances(buckets).permute(2, 0, 1)  # [windows, heads, pieces, pieces]
        return bias


def run_layers(layers: Iterable[nn.Module], hidden: Tensor, bias: Tensor) -> Tensor:
    """Return the states after some layers: [windows, pieces, width], as they go in."""
    for layer in layers:
        hidden = layer(hidden, bias)
    return hidden


class Layer(nn.Module):
    """Attention and a feed-forward network, each added to what went in, then normalized."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = shape.heads, Dropout(dropout)
        self.qkv = nn.Linear(shape.width, 3 * shape.width)
        self.joined = nn.Linear(shape.width, shape.width)
        self.after_attention = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.inner = nn.Linear(shape.width, shape.inner)
        self.outer = nn.Linear(shape.inner, shape.width)
        self.after_inner = nn.LayerNorm(shape.width, eps=shape.epsilon)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        """Return the states [windows, pieces, width] after this layer."""
        windows, length, width = hidden.shape
        parts = self.qkv(hidden).view(windows, length, 3, self.heads, -1)  # depth = width / heads
        q, k, v = parts.permute(2, 0, 3, 1, 4)  # [windows, heads, pieces, depth] each
        mixed = _attention(q, k, v, bias.to(q.dtype))  # [windows, heads, pieces, depth]
        mixed = self.joined(mixed.transpose(1, 2).reshape(windows, length, width))
        hidden = self.after_attention(hidden + self.dropout(mixed))
        inner = functional.gelu(self.inner(hidden))  # [windows, pieces, inner]
        out: Tensor = self.after_inner(hidden + self.dropout(self.outer(inner)))
        return out


class Dropout(nn.Module):
    """Dropout with one mask for all words of a window.

    Drawing random numbers for each word costs more than the matrix products around it (Gal and Ghahramani 2016 give
    another reason).
    """

    def __init__(self, chance: float) -> None:
        super().__init__()
        self.chance = chance

    def forward(self, hidden: Tensor) -> Tensor:
        """Return `hidden` [windows, pieces, width] with some of its width set to 0 in training."""
        if not self.training or not self.chance:
            return hidden
        kept = torch.rand(hidden.shape[0], 1, hidden.shape[2], device=hidden.device) >= self.chance
        return hidden * (kept.to(hidden.dtype) / (1 - self.chance))


def _attention(q: Tensor, k: Tensor, v: Tensor, bias: Tensor) -> Tensor:
    """Return each place's mixture of all places of its window; all [windows, heads, pieces, depth].

    In half precision a few windows at a time, whose scores the processor's cache holds, take 0.6 of the time of
    torch's own kernel.
    """
    if q.dtype != torch.bfloat16:
        return functional.scaled_dot_product_attention(q, k, v, attn_mask=bias)
    q, k, bias = q * q.shape[-1] ** -0.5, k.transpose(-1, -2), bias.expand(len(q), -1, -1, -1)
    some = [slice(i, i + WINDOWS_AT_ONCE) for i in range(0, len(q), WINDOWS_AT_ONCE)]
    return torch.cat([torch.softmax((q[at] @ k[at]).add_(bias[at]), -1) @ v[at] for at in some])


def _distance_buckets(length: int, buckets: int, device: torch.device) -> Tensor:
    """Return MPNet's bucket for each pair of places [length, length].

    Half of the buckets are for places before, half for those after; near by they are exact, farther off logarithmic.
    """
    place = torch.arange(length, device=device)
    distance = place[:, None] - place[None, :]
    half, exact = buckets // 2, buckets // 4
    side = (distance < 0).long() * half
    distance = distance.abs()
    share = torch.log(distance.clamp(min=1).float() / exact) / torch.log(torch.tensor(FARTHEST / exact))
    far = (exact + (share * (half - exact)).long()).clamp(max=half - 1)
    return side + torch.where(distance < exact, distance, far)
