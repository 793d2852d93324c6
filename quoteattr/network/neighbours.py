"""Which words around a person's name say what they are, and for whom: a network for `quoteattr.affiliations`.

For one mention of a person at a time it labels the words of its paragraph up to `REACH` words off as part of a role,
an organization, a place, or none. It reads what the tagger's network (`quoteattr.network.encoder`) made of each word
after its layer `SHALLOW`, how far from the name the word stands, and what kind of name it belongs to, through one
bidirectional LSTM (Graves and Schmidhuber 2005). The states come for nothing: the tagger has read the text already.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import torch
from attrs import frozen
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from quoteattr.errors import loading
from quoteattr.language.words import Name, NameKind
from quoteattr.network.encoder import finite, spans
from quoteattr.network.tagging import Tagged

__all__ = [
    "BUNDLED",
    "KINDS",
    "LABELS",
    "PARTS",
    "REACH",
    "Mention",
    "Network",
    "bundled_network",
    "collate",
    "mentions",
    "spelled",
]

BUNDLED = Path(__file__).parents[1] / "models" / "affiliation" / "affiliation.safetensors"
"""The weights that ship with quoteattr."""

REACH = 40
"""Words before and after a name that are read with it."""

PARTS = ("role", "organization", "location")
LABELS = ("none", *(f"{edge}-{part}" for part in PARTS for edge in "BI"))
"""One of them for each word; a span starts with B and goes on with I."""

KINDS = ("", "person", "organization", "place", "nationality", "self")
"""What kind of name a word belongs to; `self` for the mention's own words."""

BATCH = 64


@frozen(eq=False)
class Mention:
    """A name, and the words around it, from `first` up to `end`: for each how far from the name, and its kind."""

    name: Name
    first: int
    end: int
    distances: Sequence[int]
    kinds: Sequence[int]


class Network(nn.Module):
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
        """`states` [mentions, words, width], `distances` and `kinds` [mentions, words] → [mentions, words, labels]."""
        narrow = torch.relu(self.narrow(self.dropout(states)))
        known = torch.cat([narrow, self.distance(distances + REACH), self.kind(kinds)], -1)
        read, _ = self.lstm(self.dropout(known))
        scores: Tensor = self.label(self.dropout(read))
        return scores

    @classmethod
    def open(cls, path: Path) -> Network:
        """The network that `save` wrote. Raises `ModelError` where there is none."""
        advice = "install quoteattr again, or name a file that quoteattr.training.affiliation has written"
        with loading("affiliation network", path, advice):
            tensors = finite(load_file(path))
            network = cls(tensors["narrow.weight"].shape[1], tensors["narrow.weight"].shape[0])
            network.load_state_dict({name: tensor.float() for name, tensor in tensors.items()})
        return network.eval()

    def save(self, path: Path) -> None:
        """Write the weights, in half precision."""
        path.parent.mkdir(parents=True, exist_ok=True)
        save_file({name: tensor.half().contiguous() for name, tensor in self.state_dict().items()}, path)

    @torch.no_grad()
    def read(self, tagged: Tagged, found: Sequence[Mention]) -> Iterator[tuple[Mention, list[tuple[str, int, int]]]]:
        """For each mention the parts beside it: role, organization or location, first word, and end of each."""
        for start in range(0, len(found), BATCH):
            batch = found[start : start + BATCH]
            labels = self(*collate([(tagged, mention) for mention in batch], self.width)).argmax(-1).tolist()
            for mention, row in zip(batch, labels, strict=True):
                length = mention.end - mention.first
                yield mention, [(p, mention.first + i, mention.first + j) for p, i, j in spelled(row[:length])]


@cache
def bundled_network() -> Network:
    """The network that ships with quoteattr, read once."""
    return Network.open(BUNDLED)


def mentions(tagged: Tagged, names: Sequence[Name], wanted: Sequence[Name] | None = None) -> list[Mention]:
    """The people's mentions of a text (or those `wanted`), each with the words of its paragraph around it."""
    words = tagged.words
    kinds = [0] * len(words)
    for name in names:
        first, end = _words(tagged, name.start, name.end)
        kinds[first:end] = [KINDS.index(name.kind.value)] * (end - first)
    found = []
    for name in [n for n in names if n.kind is NameKind.PERSON] if wanted is None else wanted:
        first, end = _words(tagged, name.start, name.end)
        if first == end:
            continue
        paragraph = bisect_right(words.openings, first) - 1
        opening = words.openings[paragraph]
        closing = words.openings[paragraph + 1] if paragraph + 1 < len(words.openings) else len(words)
        start, stop = max(opening, first - REACH), min(max(closing, end), end + REACH)
        distances = [i - first if i < first else i - end + 1 if i >= end else 0 for i in range(start, stop)]
        own = KINDS.index("self")
        around = [own if first <= i < end else kinds[i] for i in range(start, stop)]
        found.append(Mention(name, start, stop, [max(-REACH, min(REACH, d)) for d in distances], around))
    return found


def _words(tagged: Tagged, start: int, end: int) -> tuple[int, int]:
    """The words that share a character with a stretch of the text: first and end."""
    return bisect_right(tagged.words.ends, start), bisect_left(tagged.words.starts, end)


def collate(batch: Sequence[tuple[Tagged, Mention]], width: int) -> tuple[Tensor, Tensor, Tensor]:
    """The tensors that `Network` reads, padded."""
    longest = max(mention.end - mention.first for _, mention in batch)
    states = torch.zeros(len(batch), longest, width)
    distances = torch.zeros(len(batch), longest, dtype=torch.long)
    kinds = torch.zeros(len(batch), longest, dtype=torch.long)
    for row, (tagged, mention) in enumerate(batch):
        length = mention.end - mention.first
        states[row, :length] = tagged.states[mention.first : mention.end]
        distances[row, :length] = torch.tensor(mention.distances)
        kinds[row, :length] = torch.tensor(mention.kinds)
    return states, distances, kinds


def spelled(labels: Sequence[int]) -> Iterator[tuple[str, int, int]]:
    """Part, first word and end of each span that a sequence of labels spells.

    >>> list(spelled([LABELS.index(x) for x in ("B-role", "I-role", "none", "B-organization")]))
    [('role', 0, 2), ('organization', 3, 4)]
    """
    for part, start, end in spans(labels):
        yield PARTS[part], start, end
