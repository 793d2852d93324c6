"""What the tagger's training makes small: the loss of labels, marked or soft, and that of links."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from quoteattr.network.batch import collate
from quoteattr.network.crf import log_partition
from quoteattr.network.heads import LinkKind, span_states
from quoteattr.network.labels import Part, inside_label
from quoteattr.network.network import Network
from quoteattr.network.tagger import multiplies_halves
from quoteattr.network.windows import Window
from quoteattr.training.examples import Chosen, Example, Range, Soft

__all__ = ["in_halves", "loss_of"]


def in_halves(device: torch.device) -> torch.autocast:
    """Return a context for matrix products in half precision, where the device is faster in it than in single."""
    return torch.autocast(device.type, torch.bfloat16, device.type != "cpu" or multiplies_halves(str(device)))


def loss_of(network: Network, chosen: Sequence[Chosen], soft_weight: float, link_weight: float) -> Tensor:
    """Return the mean loss of a word's label, plus that of a link times its weight.

    `soft_weight` is what the teachers' labels weigh against the annotated ones where an article has both.
    """
    device = network.labels.transition.device
    batch = collate([window for _, window in chosen], network.shape).to(device)
    with in_halves(device):
        outputs = network(batch)
        links = [_link_loss(network, state, item) for state, item in zip(outputs.states, chosen, strict=True)]
    emissions, transitions = outputs.emissions, network.labels.transitions()
    total = log_partition(emissions, batch.mask, transitions)
    losses = [
        _article_loss(total[row], emissions[row], transitions, example, window, soft_weight)
        for row, (example, window) in enumerate(chosen)
    ]
    linked = torch.cat([loss for loss in links if loss is not None] or [total[:0]])
    return torch.stack(losses).sum() / batch.mask.sum() + link_weight * linked.sum() / max(1, len(linked))


def _article_loss(
    total: Tensor, emissions: Tensor, transitions: Tensor, example: Example, window: Window, weight: float
) -> Tensor:
    """Return the loss of the annotated labels, of the soft ones, or of both where there are both."""
    if example.soft is None:
        return total - _score(emissions, transitions, example.labels or (), window)
    soft = total - _expected(emissions, transitions, example.soft, window)
    if example.labels is None:
        return soft
    return weight * soft + (1 - weight) * (total - _score(emissions, transitions, example.labels, window))


def _score(emissions: Tensor, transitions: Tensor, labels: Sequence[int], window: Window) -> Tensor:
    """Return the unnormalized log probability of the annotated labels."""
    cut = list(labels[window.start : window.end])
    if cut[0] in map(inside_label, Part):
        cut[0] -= 1
    path = torch.tensor(cut, device=emissions.device)
    return emissions[torch.arange(len(cut)), path].sum() + transitions[path[:-1], path[1:]].sum()


def _expected(emissions: Tensor, transitions: Tensor, soft: Soft, window: Window) -> Tensor:
    """Return the mean unnormalized log probability over the teachers' label sequences."""
    single = soft.single[window.start : window.end].to(emissions)
    pairs = soft.pairs[window.start : window.end - 1].to(emissions).sum(0)
    return (emissions[: len(single)] * single).sum() + (transitions.clamp(min=-20) * pairs).sum()


def _link_loss(network: Network, states: Tensor, item: Chosen) -> Tensor | None:
    """Return the loss of each link of a window; where the head lies outside it, no head is the right answer."""
    example, window = item
    losses = []
    for kind in LinkKind:
        here = [x for x in example.links if x.kind == kind and window.start <= x.child[0] and x.child[1] <= window.end]
        if not here:
            continue
        inside = {x.head for x in here if x.head and window.start <= x.head[0] and x.head[1] <= window.end}
        heads = sorted(inside)
        children = span_states(states, [_in_window(x.child, window) for x in here])
        scores = network.links(children, span_states(states, [_in_window(head, window) for head in heads]), kind)
        right = [heads.index(x.head) + 1 if x.head in inside else 0 for x in here]
        losses.append(functional.cross_entropy(scores, torch.tensor(right, device=scores.device), reduction="none"))
    return torch.cat(losses) if losses else None


def _in_window(span: Range, window: Window) -> Range:
    """Return a span counted from the first word of a window."""
    return span[0] - window.start, span[1] - window.start
