"""The second top of the encoder: layers and heads that read facts about people, and speakers.

They go on from the states after the encoder's layer `quoteattr.network.encoder.MIDDLE`, which the statements' layers
read too: one pass over the text up to there serves both. What the heads score:

- ``facts``: the label of each word, as part of a role, an organization or a place that says who somebody is;
- `OwnerHead`: whose role, organization or place it is, among the mentions around it (biaffine, with their distance);
- `SpeakerHead`: for whom a source stands, among all candidates of the article (mention ranking: Lee et al. 2017, Wu et
  al. 2020), and what kind of source it is.

States are those of words, [words, width], over the whole article: mentions are compared beyond their windows.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from attrs import frozen
from torch import Tensor, nn

from quoteattr.network.encoder import Layer, run_layers
from quoteattr.network.labels import label_names
from quoteattr.network.reading import FactKind
from quoteattr.network.shape import Shape
from quoteattr.records import SpeakerKind

__all__ = ["CLUES", "FACT_LABELS", "OwnerHead", "Pairable", "SpanHead", "SpeakerHead", "WhoNetwork"]

LAYERS = 3
"""Layers above the encoder's middle one."""

MENTION, PAIR = 256, 128
"""Widths in which a mention and a pair of mentions are scored."""

FACT_LABELS = label_names(*(kind.value for kind in FactKind))

FORMS, SORTS, DISTANCES = 10, 8, 48
"""How many values `quoteattr.speakers.wording.Form`, `quoteattr.speakers.mentions.Sort` and a distance have."""

CLUES = (12, 24, 10, 8, 9, FORMS * SORTS, 18, 8, 6, 6, 4, 4, 4, 4, 4)
"""How many values each clue of `quoteattr.speakers.clues` has, in their order."""

CALM = 4
"""Divides products of two mentions, so that they start no larger than what is added to them."""

Range = tuple[int, int]


class SpanHead(nn.Module):
    """Makes one vector of a span: of its first word, its last word and the mean of all."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.joined = nn.Linear(3 * width, MENTION)

    def forward(self, states: Tensor, spans: Sequence[Range]) -> Tensor:
        """Return a vector for each span: [words, width] to [spans, MENTION]."""
        first = torch.tensor([start for start, _ in spans], dtype=torch.long)
        end = torch.tensor([end for _, end in spans], dtype=torch.long)
        sums = torch.cat([states.new_zeros(1, states.shape[1]), states.cumsum(0)])  # [1 + words, width]
        mean = (sums[end] - sums[first]) / (end - first)[:, None]
        vector: Tensor = self.joined(torch.cat([states[first], states[end - 1], mean], -1))
        return vector


@frozen(eq=False)
class Pairable:
    """Mentions for the pair heads: `mixed` [mentions, MENTION] to multiply, `alone` [mentions, PAIR] to add."""

    mixed: Tensor
    alone: Tensor

    def __getitem__(self, numbers: Sequence[int]) -> Pairable:
        """Return some of the mentions, by their numbers."""
        chosen = torch.tensor(numbers, dtype=torch.long)
        return Pairable(self.mixed[chosen], self.alone[chosen])


class SpeakerHead(nn.Module):
    """Scores each candidate of each source, and that none of them is meant; and the kinds that a source may be of."""

    offsets: Tensor

    def __init__(self, width: int) -> None:
        super().__init__()
        self.span = SpanHead(width)
        self.form, self.sort = nn.Embedding(FORMS, MENTION), nn.Embedding(SORTS, MENTION)
        self.of_source, self.of_candidate = nn.Linear(MENTION, MENTION), nn.Linear(MENTION, MENTION)
        self.source_alone, self.candidate_alone = nn.Linear(MENTION, PAIR), nn.Linear(MENTION, PAIR)
        self.product = nn.Linear(MENTION, PAIR)
        self.clue = nn.Embedding(sum(CLUES), PAIR)
        self.pair_score = nn.Linear(PAIR, 1)
        self.nobody, self.nobody_score = nn.Linear(MENTION, PAIR), nn.Linear(PAIR, 1)
        self.kind = nn.Linear(MENTION, len(SpeakerKind))
        self.register_buffer("offsets", torch.tensor([sum(CLUES[:i]) for i in range(len(CLUES))]), persistent=False)

    def sources(self, states: Tensor, spans: Sequence[Range], forms: Sequence[int]) -> Tensor:
        """Return a vector for each source: [sources, MENTION]."""
        return torch.relu(self.span(states, spans) + self.form(torch.tensor(forms, dtype=torch.long)))

    def candidates(self, states: Tensor, spans: Sequence[Range], sorts: Sequence[int]) -> Pairable:
        """Return all candidates of an article, ready to be paired with each source."""
        vectors = torch.relu(self.span(states, spans) + self.sort(torch.tensor(sorts, dtype=torch.long)))
        return Pairable(self.of_candidate(vectors), self.candidate_alone(vectors))

    def forward(self, source: Tensor, candidates: Pairable, clues: Tensor) -> Tensor:
        """Return the scores of one source, [1 + candidates]: first that nobody is meant, then each candidate's.

        `source` [MENTION], `clues` [candidates, number of clues].
        """
        product = self.product(self.of_source(source) * candidates.mixed / CALM)  # [candidates, PAIR]
        hidden = self.source_alone(source) + candidates.alone + product + self.clue(clues + self.offsets).sum(1)
        nobody = self.nobody_score(torch.relu(self.nobody(source)))  # [1]
        scores: Tensor = torch.cat([nobody, self.pair_score(torch.relu(hidden))[:, 0]])
        return scores


class OwnerHead(nn.Module):
    """Scores whose role, organization or place a span is, and how likely it is the one that counts."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.span = SpanHead(width)
        self.of_fact, self.of_mention = nn.Linear(MENTION, MENTION), nn.Linear(MENTION, MENTION)
        self.fact_alone, self.mention_alone = nn.Linear(MENTION, PAIR), nn.Linear(MENTION, PAIR)
        self.product = nn.Linear(MENTION, PAIR)
        self.distance = nn.Embedding(DISTANCES, PAIR)
        self.pair_score, self.own_score = nn.Linear(PAIR, 1), nn.Linear(MENTION, 1)
        self.weight = nn.Linear(MENTION, 1)

    def vectors(self, states: Tensor, spans: Sequence[Range]) -> Tensor:
        """Return a vector for each span: [spans, MENTION]."""
        return torch.relu(self.span(states, spans))

    def mentions(self, states: Tensor, spans: Sequence[Range]) -> Pairable:
        """Return all mentions of an article, ready to be paired with each fact."""
        vectors = self.vectors(states, spans)
        return Pairable(self.of_mention(vectors), self.mention_alone(vectors))

    def forward(self, fact: Tensor, mentions: Pairable, distances: Tensor) -> Tensor:
        """Return the scores of one fact, [1 + mentions]: first that it stands in the mention it describes.

        `fact` [MENTION], `distances` [mentions].
        """
        product = self.product(self.of_fact(fact) * mentions.mixed / CALM)  # [mentions, PAIR]
        hidden = self.fact_alone(fact) + mentions.alone + product + self.distance(distances)
        return torch.cat([self.own_score(fact), self.pair_score(torch.relu(hidden))[:, 0]])


class WhoNetwork(nn.Module):
    """The layers above the middle one, and the heads that read them."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(LAYERS))
        self.dropout = nn.Dropout(dropout)
        self.facts = nn.Linear(shape.width, len(FACT_LABELS))
        self.speakers = SpeakerHead(shape.width)
        self.owners = OwnerHead(shape.width)

    def forward(self, middle: Tensor, bias: Tensor) -> Tensor:
        """Return the states of all pieces of some windows: [windows, pieces, width], as they go in."""
        return run_layers(self.layers, middle, bias)

    def read_on(self, device: str) -> WhoNetwork:
        """Return this network, what reads windows on a device; the heads that weigh pairs stay where articles are.

        The states of an article are kept on the CPU, where mentions far apart are compared.
        """
        self.layers.to(device)
        self.facts.to(device)
        return self

    def with_half_layers(self) -> WhoNetwork:
        """Return this network, its layers in half precision (bfloat16) from now on; the heads stay in single."""
        self.layers.to(torch.bfloat16)
        return self
