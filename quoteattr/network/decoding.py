"""From scores to spans: the best labels of each window, and for each span the best one to point to.

>>> LabelledSpan(Part.CUE, 4, 5, head=2, probability=0.9)
LabelledSpan(part=<Part.CUE: 1>, start=4, end=5, head=2, probability=0.9, cue_inside=0.0)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import torch
from attrs import frozen
from torch import Tensor

from quoteattr.network.batch import Batch
from quoteattr.network.crf import FORBIDDEN, best_labels, marginals
from quoteattr.network.heads import LinkHead, LinkKind, span_states
from quoteattr.network.labels import Part, begin_label, inside_label, read_spans

__all__ = ["LabelledSpan", "Scores", "best_spans", "keep_paragraphs_apart"]

Range = tuple[int, int]
"""First word and end of a span."""


@frozen
class LabelledSpan:
    """A span of words with the part that it plays; `head` is the first word of the span that it points to.

    `probability` is that of the label of its least certain word, `cue_inside` the highest of a cue at any of its words.
    """

    part: Part
    start: int
    end: int
    head: int | None
    probability: float
    cue_inside: float = 0.0


@frozen(eq=False)
class Scores:
    """What the network makes of the words of some windows.

    `emissions` [windows, words, labels] and `transitions` [from, to] score labels, `states` [windows, words, width] are
    what links are scored by; `mask` [windows, words] is true where there is a word. All but `states` are on the CPU.
    """

    emissions: Tensor
    transitions: Tensor
    states: Tensor
    mask: Tensor


def keep_paragraphs_apart(emissions: Tensor, batch: Batch) -> Tensor:
    """Return emissions [windows, words, labels] that let no span go on over the start of a paragraph."""
    opens = batch.features[..., 2].gather(1, batch.firsts)[..., None].to(emissions)  # [windows, words, 1]
    inside = torch.zeros(emissions.shape[-1], device=emissions.device)
    inside[inside_label(0) :: 2] = 1
    return emissions + FORBIDDEN * opens * inside


@torch.no_grad()
def best_spans(scores: Scores, links: LinkHead, lengths: Sequence[int]) -> list[list[LabelledSpan]]:
    """Return the best spans of windows of so many words, in the words of each window, with their heads."""
    labels = best_labels(scores.emissions, scores.mask, scores.transitions)
    single, _ = marginals(scores.emissions, scores.mask, scores.transitions)
    certain = single.gather(2, labels[..., None])[..., 0].tolist()
    cues = single[..., [begin_label(Part.CUE), inside_label(Part.CUE)]].sum(-1).tolist()
    rows = zip(labels.tolist(), lengths, scores.states, certain, cues, strict=True)
    return [list(_link(row[:length], states, sure, cue, links)) for row, length, states, sure, cue in rows]


def _link(
    labels: Sequence[int], states: Tensor, certain: Sequence[float], cue: Sequence[float], links: LinkHead
) -> Iterator[LabelledSpan]:
    """Yield the spans of one window: sources, then cues, each with its source, then contents, each with its cue."""
    found: dict[Part, list[Range]] = {part: [] for part in Part}
    for sort, start, end in read_spans(labels):
        found[Part(sort)].append((start, end))
    sources, cues, contents = found.values()
    heads = _best_heads(links, states, contents, cues, LinkKind.CUE)
    heads |= _best_heads(links, states, cues, sources, LinkKind.SOURCE)
    for part, ranges in found.items():
        for start, end in ranges:
            yield LabelledSpan(
                part,
                start,
                end,
                heads.get(start),
                min(certain[start:end]),
                0.0 if part is Part.CUE else max(cue[start:end]),
            )


def _best_heads(
    links: LinkHead, states: Tensor, children: Sequence[Range], heads: Sequence[Range], link: LinkKind
) -> dict[int, int | None]:
    """Return for each child, by its first word, the first word of its best head."""
    if not children:
        return {}
    scores = links(span_states(states, children), span_states(states, heads), link)
    chosen = scores.argmax(1).tolist()
    return {start: heads[head - 1][0] if head else None for (start, _), head in zip(children, chosen, strict=True)}
