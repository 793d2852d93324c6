"""The encoder and its layers."""

from __future__ import annotations

import pytest
import torch

from quoteattr.network.encoder import MIDDLE, Encoder, Layer, run_layers
from quoteattr.network.shape import Shape

SHAPE = Shape(layers=5, width=8, heads=2, inner=16, vocabulary=20, positions=16)


@pytest.fixture
def encoder() -> Encoder:
    torch.manual_seed(3)
    return Encoder(SHAPE).eval()


@torch.no_grad()
def test_the_states_of_a_middle_layer_are_handed_out_for_every_piece(encoder: Encoder) -> None:
    pieces, features = torch.tensor([[1, 5, 6, 2], [1, 7, 2, 0]]), torch.zeros(2, 4, 3, dtype=torch.long)
    encoded = encoder(pieces, features)
    assert encoded.middle.shape == encoded.last.shape == (2, 4, 8)
    by_hand = run_layers(encoder.layers[:MIDDLE], encoder.embed(pieces, features), encoded.bias)
    assert torch.equal(encoded.middle, by_hand)


@torch.no_grad()
def test_further_layers_run_over_the_states_of_a_middle_layer(encoder: Encoder) -> None:
    pieces, features = torch.tensor([[1, 5, 6, 2]]), torch.zeros(1, 4, 3, dtype=torch.long)
    encoded = encoder(pieces, features)
    assert torch.equal(run_layers(encoder.layers[MIDDLE:], encoded.middle, encoded.bias), encoded.last)
    assert run_layers([Layer(SHAPE, 0.1).eval()], encoded.middle, encoded.bias).shape == (1, 4, 8)


@torch.no_grad()
def test_padding_changes_no_state(encoder: Encoder) -> None:
    alone = encoder(torch.tensor([[1, 7, 2]]), torch.zeros(1, 3, 3, dtype=torch.long)).last
    padded = encoder(torch.tensor([[1, 7, 2, 0, 0]]), torch.zeros(1, 5, 3, dtype=torch.long)).last
    assert torch.allclose(alone, padded[:, :3], atol=1e-5)
