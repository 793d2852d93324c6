"""Labels of the words around one mention: which of them say what a person is, and for whom.

For one mention of a person at a time `Neighbours` labels the words of its paragraph up to `REACH` words off as part of
a role, an organization, a place, or none. It reads the states that the encoder has of each word after its middle layer
(`quoteattr.network.reading.Reading`), how far from the name the word stands, and what kind of name it belongs to,
through one bidirectional LSTM (Graves and Schmidhuber 2005). The text is not encoded again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from attrs import frozen
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from quoteattr.errors import loading
from quoteattr.language.words import Name, NameKind
from quoteattr.network.checkpoint import require_finite
from quoteattr.network.labels import label_names, read_spans
from quoteattr.network.reading import Reading

__all__ = ["BUNDLED", "KINDS", "LABELS", "PARTS", "REACH", "Mention", "Neighbours", "collate", "find_mentions"]

BUNDLED = Path(__file__).parents[1] / "models" / "affiliation" / "affiliation.safetensors"
"""The weights that ship with quoteattr."""

ADVICE = "install quoteattr again, or name a file that quoteattr.training.affiliation has written"

REACH = 40
"""Words before and after a name that are read with it."""

PARTS = ("role", "organization", "location")
LABELS = label_names(*PARTS)

KINDS = ("", "person", "organization", "place", "nationality", "self")
"""What kind of name a word belongs to; `self` for the mention's own words."""

BATCH = 64
"""Mentions that are read together."""

Found = tuple[str, int, int]
"""One of `PARTS`, its first word and its end."""


@frozen(eq=False)
class Mention:
    """A name, and the words around it, from `first` up to `end`: for each how far from the name, and its kind."""

    name: Name
    first: int
    end: int
    distances: Sequence[int]
    kinds: Sequence[int]

    def __len__(self) -> int:
        return self.end - self.first


class Neighbours(nn.Module):
    """States, distances and kinds in; label scores out."""

    def __init__(self, width: int = 384, hidden: int = 128, dropout: float = 0.3) -> None:
        super().__init__()
        self.width = width
        self.narrow = nn.Linear(width, hidden)
        self.distance = nn.Embedding(2 * REACH + 1, 24)
        self.kind = nn.Embedding(len(KINDS), 16)
        self.lstm = nn.LSTM(hidden + 40, hidden, batch_first=True, bidirectional=True)
        self.label = nn.Linear(2 * hidden, len(LABELS))
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor, distances: Tensor, kinds: Tensor) -> Tensor:
        """Return scores [mentions, words, labels].

        `states` are [mentions, words, width], `distances` and `kinds` [mentions, words].
        """
        narrow = torch.relu(self.narrow(self.dropout(states)))  # [mentions, words, hidden]
        known = torch.cat([narrow, self.distance(distances + REACH), self.kind(kinds)], -1)
        read, _ = self.lstm(self.dropout(known))  # [mentions, words, 2 * hidden]
        scores: Tensor = self.label(self.dropout(read))
        return scores

    @classmethod
    def open(cls, path: Path = BUNDLED, device: str | None = None) -> Neighbours:
        """Return the network that `save` wrote, the bundled one by default. Raises `ModelError` where there is none.

        `device` is a torch device, the CPU if None.
        """
        with loading("affiliation network", path, ADVICE):
            tensors = require_finite(load_file(path))
            hidden, width = tensors["narrow.weight"].shape
            network = cls(width, hidden)
            network.load_state_dict({name: tensor.float() for name, tensor in tensors.items()})
        return network.to(device or "cpu").eval()

    def save(self, path: Path) -> None:
        """Write the weights, in half precision."""
        path.parent.mkdir(parents=True, exist_ok=True)
        save_file({name: tensor.half().contiguous() for name, tensor in self.state_dict().items()}, path)

    @torch.no_grad()
    def read(self, reading: Reading, mentions: Sequence[Mention]) -> Iterator[tuple[Mention, list[Found]]]:
        """Yield each mention with the parts beside it, in words of the page."""
        for start in range(0, len(mentions), BATCH):
            batch = mentions[start : start + BATCH]
            tensors = collate([(reading, mention) for mention in batch], self.width)
            labels = self(*(tensor.to(self.label.weight.device) for tensor in tensors)).argmax(-1).tolist()
            for mention, row in zip(batch, labels, strict=True):
                spans = read_spans(row[: len(mention)])
                yield mention, [(PARTS[sort], mention.first + i, mention.first + j) for sort, i, j in spans]


def find_mentions(reading: Reading, names: Sequence[Name], wanted: Sequence[Name] | None = None) -> list[Mention]:
    """Return the mentions of people, or of the names `wanted`, each with the words of its paragraph around it.

    `names` are all names of the page. A name without a word of its own is left out.
    """
    kinds = _kinds(reading, names)
    people = [name for name in names if name.kind is NameKind.PERSON] if wanted is None else wanted
    found = [_mention(reading, name, kinds) for name in people]
    return [mention for mention in found if mention is not None]


def _kinds(reading: Reading, names: Sequence[Name]) -> list[int]:
    """Return the number in `KINDS` of the name that each word belongs to."""
    kinds = [0] * len(reading.words)
    for name in names:
        first, end = reading.words.touching(name.start, name.end)
        kinds[first:end] = [KINDS.index(name.kind.value)] * (end - first)
    return kinds


def _mention(reading: Reading, name: Name, kinds: Sequence[int]) -> Mention | None:
    first, end = reading.words.touching(name.start, name.end)
    if first == end:
        return None
    opening, closing = reading.words.paragraph(first)
    start, stop = max(opening, first - REACH), min(max(closing, end), end + REACH)
    distances = [i - first if i < first else i - end + 1 if i >= end else 0 for i in range(start, stop)]
    own = KINDS.index("self")
    around = [own if first <= i < end else kinds[i] for i in range(start, stop)]
    return Mention(name, start, stop, [max(-REACH, min(REACH, d)) for d in distances], around)


def collate(batch: Sequence[tuple[Reading, Mention]], width: int) -> tuple[Tensor, Tensor, Tensor]:
    """Return states [mentions, words, width], distances and kinds [mentions, words], padded with zeros."""
    longest = max(len(mention) for _, mention in batch)
    states = torch.zeros(len(batch), longest, width)
    distances = torch.zeros(len(batch), longest, dtype=torch.long)
    kinds = torch.zeros(len(batch), longest, dtype=torch.long)
    for row, (reading, mention) in enumerate(batch):
        states[row, : len(mention)] = reading.states[mention.first : mention.end]
        distances[row, : len(mention)] = torch.tensor(mention.distances)
        kinds[row, : len(mention)] = torch.tensor(mention.kinds)
    return states, distances, kinds
