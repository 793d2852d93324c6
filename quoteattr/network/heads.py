"""Heads: what reads the states of the encoder. One labels words, one links the spans that were labelled."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

import torch
from torch import Tensor, nn

from quoteattr.network.crf import transition_limits

__all__ = ["LabelHead", "LinkHead", "LinkKind", "at_words", "span_states"]

LINKED = 128
"""Width in which links are scored."""


class LinkKind(IntEnum):
    """What a span points to: a content to its cue, a cue to its source."""

    CUE = 0
    SOURCE = 1


class LabelHead(nn.Module):
    """Scores labels: one linear layer, and for the CRF a score for each label after each other one."""

    def __init__(self, width: int, labels: int) -> None:
        super().__init__()
        self.emission = nn.Linear(width, labels)
        self.transition = nn.Parameter(torch.zeros(labels, labels))

    def forward(self, states: Tensor) -> Tensor:
        """Return the score of each label at each word: [windows, words, width] to [windows, words, labels]."""
        emissions: Tensor = self.emission(states)
        return emissions.float()

    def transitions(self) -> Tensor:
        """Return the score of each label after each other one: [from, to]."""
        return self.transition + transition_limits(len(self.transition), self.transition.device)


class LinkHead(nn.Module):
    """Scores links as biaffine parsers do (Dozat and Manning 2017): each span points to a head, or to nothing."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.child = nn.Linear(2 * width, len(LinkKind) * LINKED)
        self.head = nn.Linear(2 * width, len(LinkKind) * LINKED)
        self.nothing = nn.Parameter(torch.zeros(len(LinkKind), LINKED))

    def forward(self, children: Tensor, heads: Tensor, link: LinkKind) -> Tensor:
        """Return scores [children, 1 + heads] from the states of spans [spans, 2 * width]; column 0 is for no head."""
        own = slice(link * LINKED, (link + 1) * LINKED)
        child: Tensor = self.child(children)[:, own]  # [children, LINKED]
        nothing = self.nothing[link : link + 1].to(child.dtype)
        head = torch.cat([nothing, self.head(heads)[:, own]])  # [1 + heads, LINKED]
        return (child @ head.T).float().div(LINKED**0.5)


def at_words(states: Tensor, firsts: Tensor) -> Tensor:
    """Return the state of the first piece of each word: [windows, pieces, width] to [windows, words, width].

    `firsts` [windows, words] holds the place of that piece.
    """
    return states.gather(1, firsts[..., None].expand(-1, -1, states.shape[-1]))


def span_states(states: Tensor, spans: Sequence[tuple[int, int]]) -> Tensor:
    """Return the states of the first and the last word of each span, side by side.

    `states` are [words, width]; what comes out is [spans, 2 * width]. A span is its first word and its end.
    """
    first = torch.tensor([start for start, _ in spans], dtype=torch.long, device=states.device)
    last = torch.tensor([end - 1 for _, end in spans], dtype=torch.long, device=states.device)
    return torch.cat([states[first], states[last]], -1)
