"""How likely each source stands for each candidate: what the network's `SpeakerHead` makes of the clues and states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from quoteattr.records import SpeakerKind
from quoteattr.speakers.clues import Pairs
from quoteattr.speakers.mentions import Candidate

if TYPE_CHECKING:
    from torch import Tensor

    from quoteattr.network.who import Pairable, SpeakerHead

__all__ = ["RULED_OUT", "Weighed", "score_pairs", "weigh"]

RULED_OUT = -1e4
"""Score of a candidate that is ruled out; finite, so that no sum turns into nan."""


@frozen
class Weighed:
    """One source, and how likely it stands for each candidate.

    `nobody` is the probability that it stands for none of them, `candidates` has the number and the probability of each
    one that is not ruled out, `kinds` the probability of each kind of source.
    """

    pairs: Pairs
    nobody: float
    candidates: tuple[tuple[int, float], ...]
    kinds: dict[SpeakerKind, float]


def weigh(
    head: SpeakerHead, states: Tensor, pairs: Sequence[Pairs], candidates: Sequence[Candidate]
) -> tuple[Weighed, ...]:
    """Return how likely each source stands for each of its candidates. `states` [words, width] are the article's."""
    import torch

    if not pairs:
        return ()
    with torch.no_grad():
        scores, kinds = score_pairs(head, states, pairs, candidates)
        return tuple(_weighed(one, row, sorts) for one, row, sorts in zip(pairs, scores, kinds.softmax(1), strict=True))


def score_pairs(
    head: SpeakerHead, states: Tensor, pairs: Sequence[Pairs], candidates: Sequence[Candidate]
) -> tuple[Iterator[Tensor], Tensor]:
    """Return the scores of each source, [1 + its candidates], nobody first, and of its kinds, [sources, kinds]."""
    sources = head.sources(states, [p.source.words for p in pairs], [p.source.form for p in pairs])
    everybody = head.candidates(states, [c.words for c in candidates], [c.sort for c in candidates])
    rows = (_score(head, source, everybody, one) for source, one in zip(sources, pairs, strict=True))
    return rows, head.kind(sources)


def _score(head: SpeakerHead, source: Tensor, everybody: Pairable, pairs: Pairs) -> Tensor:
    import torch

    from quoteattr.network.who import CLUES

    clues = torch.tensor(pairs.clues, dtype=torch.long).view(-1, len(CLUES))
    scores: Tensor = head(source, everybody[pairs.candidates], clues)
    barred = torch.tensor([False, *pairs.ruled_out])
    return scores.masked_fill(barred, RULED_OUT)


def _weighed(pairs: Pairs, scores: Tensor, kinds: Tensor) -> Weighed:
    nobody, *chances = scores.softmax(0).tolist()
    rows = zip(pairs.candidates, chances, pairs.ruled_out, strict=True)
    left = tuple((number, chance) for number, chance, barred in rows if not barred)
    return Weighed(pairs, nobody, left, dict(zip(SpeakerKind, kinds.tolist(), strict=True)))
