"""Labels, and the conditional random field over them."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.network.crf import best_labels, log_partition, marginals, transition_limits
from quoteattr.network.labels import LABELS, read_spans


@pytest.fixture
def scores() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    chance = torch.Generator().manual_seed(7)
    emissions = torch.randn(3, 4, len(LABELS), generator=chance)
    mask = torch.tensor([[True] * 4, [True] * 3 + [False], [True] + [False] * 3])
    return emissions, mask, torch.randn(len(LABELS), len(LABELS), generator=chance) + transition_limits(len(LABELS))


def every_path(emissions: torch.Tensor, words: int, transitions: torch.Tensor) -> dict[tuple[int, ...], float]:
    start = transition_limits(len(LABELS))[0]
    return {
        path: float(
            start[path[0]]
            + sum(emissions[i, label] for i, label in enumerate(path))
            + sum(transitions[a, b] for a, b in pairwise(path))
        )
        for path in product(range(len(LABELS)), repeat=words)
    }


def test_the_partition_sums_over_all_sequences(scores: tuple[torch.Tensor, torch.Tensor, torch.Tensor]) -> None:
    emissions, mask, transitions = scores
    for row, total in enumerate(log_partition(emissions, mask, transitions)):
        paths = every_path(emissions[row], int(mask[row].sum()), transitions)
        assert float(total) == pytest.approx(float(torch.tensor(list(paths.values())).logsumexp(0)), abs=1e-3)


def test_viterbi_finds_the_best_sequence(scores: tuple[torch.Tensor, torch.Tensor, torch.Tensor]) -> None:
    emissions, mask, transitions = scores
    for row, labels in enumerate(best_labels(emissions, mask, transitions)):
        paths = every_path(emissions[row], int(mask[row].sum()), transitions)
        assert tuple(labels[mask[row]].tolist()) == max(paths, key=lambda path: paths[path])
        assert not labels[~mask[row]].any()


def test_marginals_are_sums_over_sequences(scores: tuple[torch.Tensor, torch.Tensor, torch.Tensor]) -> None:
    emissions, mask, transitions = scores
    single, pairs = marginals(emissions, mask, transitions)
    paths = every_path(emissions[0], 4, transitions)
    total = torch.tensor(list(paths.values())).logsumexp(0)
    for label in range(len(LABELS)):
        inside = torch.tensor([score for path, score in paths.items() if path[2] == label])
        assert float(single[0, 2, label]) == pytest.approx(float((inside.logsumexp(0) - total).exp()), abs=1e-4)
    assert torch.allclose(pairs[0].sum((1, 2)), torch.ones(3), atol=1e-4)
    assert not pairs[1, 2:].any()


def test_one_word_alone_has_marginals() -> None:
    single, pairs = marginals(torch.zeros(2, 1, 5), torch.ones(2, 1, dtype=torch.bool), torch.zeros(5, 5))
    assert torch.allclose(single, torch.tensor([1.0, 1.0, 0.0, 1.0, 0.0]).expand(2, 1, 5) / 3)
    assert pairs.shape == (2, 0, 5, 5)


def test_a_label_goes_on_with_its_own_sort_alone() -> None:
    assert [[score == 0 for score in row] for row in transition_limits(5).tolist()] == [
        [True, True, False, True, False],
        [True, True, True, True, False],
        [True, True, True, True, False],
        [True, True, False, True, True],
        [True, True, False, True, True],
    ]


@given(st.lists(st.integers(0, len(LABELS) - 1), max_size=20))
def test_spans_cover_all_labels_but_none(labels: list[int]) -> None:
    found = list(read_spans(labels))
    covered = [i for _, start, end in found for i in range(start, end)]
    assert covered == [i for i, label in enumerate(labels) if label]
    assert all(LABELS[labels[i]].split("-")[1] == ("source", "cue", "content")[role] for role, i, _ in found)
