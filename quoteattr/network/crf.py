"""A linear-chain conditional random field over the words of a window (Lafferty et al. 2001).

Every label has a score at each word (`emissions`) and after each other label (`transitions`); the probability of a
sequence of labels is proportional to the exponential of its sum. Labels are those of `quoteattr.network.labels`: an I
follows the B or I of its own sort alone, and never comes first.

Shapes: `emissions` [windows, words, labels], `mask` [windows, words] (true for words, which come first, false for
padding), `transitions` [from, to].
"""

from __future__ import annotations

import torch
from torch import Tensor

from quoteattr.network.labels import begin_label, inside_label

__all__ = ["FORBIDDEN", "best_labels", "log_partition", "marginals", "transition_limits"]

FORBIDDEN = -1e4
"""Score of a label that can't follow another; finite, so that no sum turns into nan."""


def transition_limits(labels: int, device: torch.device | None = None) -> Tensor:
    """Return 0 where one of so many labels may follow another, `FORBIDDEN` where not: [from, to]."""
    scores = torch.zeros(labels, labels)
    for sort in range(labels // 2):
        scores[:, inside_label(sort)] = FORBIDDEN
        scores[[begin_label(sort), inside_label(sort)], inside_label(sort)] = 0
    return scores.to(device)


def log_partition(emissions: Tensor, mask: Tensor, transitions: Tensor) -> Tensor:
    """Return the log of the sum over all label sequences, [windows], by a tree of log matrix products."""
    return _sum_paths(_steps(emissions, mask, transitions), _starts(emissions))


def _starts(emissions: Tensor) -> Tensor:
    """Return the score of each label at the first word: [windows, labels]."""
    return emissions[:, 0] + transition_limits(emissions.shape[-1], emissions.device)[0]


def _steps(emissions: Tensor, mask: Tensor, transitions: Tensor) -> Tensor:
    """Return the score of each step, [windows, words - 1, from, to]: transition and emission; nothing over padding."""
    steps = transitions + emissions[:, 1:, None, :]
    return torch.where(mask[:, 1:, None, None], steps, _identity(transitions))


def _identity(like: Tensor) -> Tensor:
    """Return scores [from, to] that let every label go on as itself alone."""
    return like.new_full(like.shape[-2:], FORBIDDEN).fill_diagonal_(0)


def _sum_paths(steps: Tensor, starts: Tensor) -> Tensor:
    """Return the log of the sum over all sequences, [windows]: two steps become one until a single one is left."""
    while steps.shape[1] > 1:
        if steps.shape[1] % 2:
            steps = torch.cat([steps, _identity(steps).expand(len(steps), 1, -1, -1)], 1)
        left, right = steps[:, 0::2], steps[:, 1::2]
        steps = torch.logsumexp(left[..., :, None] + right[..., None, :, :], dim=-2)
    if not steps.shape[1]:
        return torch.logsumexp(starts, -1)
    return torch.logsumexp(starts[:, :, None] + steps[:, 0], dim=(1, 2))


def marginals(emissions: Tensor, mask: Tensor, transitions: Tensor) -> tuple[Tensor, Tensor]:
    """Return the probability of each label [windows, words, labels], and of each pair [windows, words - 1, from, to].

    They are the gradients of the log partition.
    """
    if emissions.shape[1] == 1:
        single = torch.softmax(_starts(emissions)[:, None], -1)
        return single, emissions.new_zeros(len(emissions), 0, *transitions.shape)
    with torch.enable_grad():
        emissions = emissions.detach().requires_grad_()
        steps = _steps(emissions.detach(), mask, transitions.detach()).requires_grad_()
        total = _sum_paths(steps, _starts(emissions))
        first, pairs = torch.autograd.grad(total.sum(), [emissions, steps])
    pairs = pairs * mask[:, 1:, None, None]
    return torch.cat([first[:, :1], pairs.sum(-2)], 1), pairs


def best_labels(emissions: Tensor, mask: Tensor, transitions: Tensor) -> Tensor:
    """Return the most probable label of each word [windows, words] (Viterbi 1967); 0 over padding."""
    score = _starts(emissions)
    itself = torch.arange(score.shape[1], device=score.device)
    origins = []
    for word in range(1, emissions.shape[1]):
        best, origin = (score[:, :, None] + transitions).max(1)  # [windows, to] both
        inside = mask[:, word, None]
        score = torch.where(inside, best + emissions[:, word], score)
        origins.append(torch.where(inside, origin, itself))
    path = [score.argmax(1)]
    for origin in reversed(origins):
        path.append(origin.gather(1, path[-1][:, None])[:, 0])
    return torch.stack(path[::-1], 1) * mask
