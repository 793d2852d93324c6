"""Files of a tagger."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from quoteattr import ModelError
from quoteattr.network.checkpoint import fill, pack, rename_for_file, unpack
from quoteattr.network.network import Network
from quoteattr.network.shape import Shape
from quoteattr.network.tagger import BUNDLED, Tagger


def test_weights_survive_packing() -> None:
    weights = {"matrix": torch.randn(16, 8), "vector": torch.randn(8)}
    back = unpack(pack(weights))
    assert torch.allclose(back["matrix"], weights["matrix"], atol=0.02)
    assert torch.allclose(back["vector"], weights["vector"], atol=0.002)


def test_a_folder_without_a_tagger_is_a_model_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no tagger in .*tokenizer\.json is missing; install quoteattr again"):
        Tagger.open(tmp_path)


def test_the_bundled_tagger_is_small_and_opens_without_pickles() -> None:
    assert (BUNDLED / "tagger.safetensors").stat().st_size < 30_000_000
    assert json.loads((BUNDLED / "tagger.json").read_text())["shape"]["layers"]
    assert not list(BUNDLED.glob("*.pt"))
    assert Tagger.open(BUNDLED).device == "cpu"


def test_a_network_has_its_tensors_under_the_names_of_files() -> None:
    network = Network(Shape(layers=1, width=8, heads=2, inner=8, vocabulary=20, positions=16))
    held = rename_for_file(network.state_dict())
    assert {"pieces.weight", "layers.0.qkv.weight", "emission.bias", "transition", "child.weight", "nothing"} <= set(
        held
    )
    other = Network(network.shape)
    fill(other, held)
    assert all(
        torch.equal(a, b) for a, b in zip(network.state_dict().values(), other.state_dict().values(), strict=True)
    )
    with pytest.raises(ValueError, match=r"missing are \['nothing'\], unknown are \['something'\]"):
        fill(other, {"something" if name == "nothing" else name: tensor for name, tensor in held.items()})
