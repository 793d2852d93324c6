"""Files of a tagger: the weights in 8 bits, the measures of the encoder, the tokenizer.

A folder holds ``tagger.safetensors``, ``tagger.json`` (the shape) and ``tokenizer.json``. Nothing in them is code.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import regex
import torch
from attrs import asdict
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor

from quoteattr.errors import loading
from quoteattr.network.labels import LABELS
from quoteattr.network.network import Network
from quoteattr.network.shape import Shape
from quoteattr.network.who import WhoNetwork

__all__ = [
    "fill",
    "has_who",
    "load_network",
    "load_who",
    "open_checkpoint",
    "open_tokenizer",
    "pack",
    "rename_for_file",
    "require_finite",
    "save_network",
    "save_who",
    "unpack",
]

WHO_FILE = "who.safetensors"
"""The weights of the second top."""

SCALE = ".scale"
"""Ends the name of the tensor that holds the scales of an 8-bit matrix."""

OPENINGS = ("<s>", "[CLS]")
"""What the word piece that opens a window is called."""

_PART = regex.compile(r"^(?:encoder|labels|links)\.")
"""The part of the network that a tensor belongs to: files name the tensor alone."""

ADVICE = "install quoteattr again, or name a folder that quoteattr.training.tagger has written"
"""What to do where a tagger can't be read."""


def open_checkpoint(folder: Path) -> tuple[Network, Tokenizer]:
    """Return the network and the tokenizer in a folder.

    Raises `ModelError` where one of them is missing or broken, or where they don't go together.
    """
    path = folder / "tokenizer.json"
    with loading("tagger", path, ADVICE):
        tokenizer = open_tokenizer(path)
    network = load_network(folder)
    with loading("tagger", path, ADVICE):
        _check_pieces(tokenizer, network.shape)
    return network, tokenizer


def load_network(folder: Path) -> Network:
    """Return the network that `save_network` put into a folder.

    Raises `ModelError` where it is missing, broken, or of another shape than is written beside it.
    """
    measures, weights = folder / "tagger.json", folder / "tagger.safetensors"
    with loading("tagger", measures, ADVICE):
        shape = Shape(**json.loads(measures.read_text(encoding="utf-8"))["shape"])
    with loading("tagger", weights, ADVICE):
        tensors = unpack(require_finite(load_file(weights)))
        shape.check(tensors)
        network = Network(shape)
        fill(network, tensors)
    return network


def save_network(network: Network, folder: Path) -> None:
    """Write weights, matrices in 8 bits, and shape to a folder, which is made if there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    save_file(pack(rename_for_file(network.state_dict())), folder / "tagger.safetensors")
    measures = json.dumps({"shape": asdict(network.shape)}, indent=1)
    (folder / "tagger.json").write_text(measures + "\n", encoding="utf-8")


def rename_for_file(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return the tensors of a network under the names that they have in files."""
    return {_PART.sub("", name): tensor for name, tensor in tensors.items()}


def fill(network: Network, tensors: Mapping[str, Tensor]) -> None:
    """Give a network the tensors of a file. Raises `ValueError` where one is missing or means nothing to it."""
    names = {_PART.sub("", name): name for name in network.state_dict()}
    if names.keys() != tensors.keys():
        missing, others = sorted(names.keys() - tensors.keys()), sorted(tensors.keys() - names.keys())
        raise ValueError(f"expected the tensors of a tagger, missing are {missing[:3]}, unknown are {others[:3]}")
    network.load_state_dict({names[name]: tensor for name, tensor in tensors.items()})


def pack(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return each matrix as whole numbers of 8 bits and a scale for each row; all other tensors in half precision."""
    packed: dict[str, Tensor] = {}
    for name, tensor in tensors.items():
        if tensor.dim() == 2 and tensor.shape[0] > len(LABELS):
            scale = tensor.abs().amax(1).clamp(min=1e-8) / 127
            packed[name] = torch.round(tensor / scale[:, None]).to(torch.int8)
            packed[name + SCALE] = scale
        else:
            packed[name] = tensor.half()
    return packed


def unpack(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return the tensors that went into `pack`, nearly. Raises `KeyError` for a matrix without its scales."""
    return {
        name: tensor.float() * tensors[name + SCALE][:, None] if tensor.dtype == torch.int8 else tensor.float()
        for name, tensor in tensors.items()
        if not name.endswith(SCALE)
    }


def require_finite(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """Return the same tensors. Raises `ValueError` for one that holds infinities or what is no number."""
    for name, tensor in tensors.items():
        if tensor.is_floating_point() and not tensor.isfinite().all():
            raise ValueError(f"{name}: expected finite numbers")
    return tensors


def open_tokenizer(path: Path) -> Tokenizer:
    """Return a tokenizer that neither cuts nor pads. Raises `FileNotFoundError`."""
    if not path.is_file():
        raise FileNotFoundError(f"{path} is missing")
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _check_pieces(tokenizer: Tokenizer, shape: Shape) -> None:
    """Raise `ValueError` where a tokenizer's word pieces are not those of a network of this shape."""
    if tokenizer.get_vocab_size() > shape.vocabulary:
        raise ValueError(f"expected at most {shape.vocabulary} word pieces, got {tokenizer.get_vocab_size()}")
    opening = tokenizer.id_to_token(shape.opening)
    if opening not in OPENINGS:
        raise ValueError(f"expected {' or '.join(OPENINGS)} as word piece {shape.opening}, got {opening!r}")


def has_who(folder: Path) -> bool:
    """Return whether a folder has weights of a second top."""
    return (folder / WHO_FILE).exists()


def load_who(folder: Path, shape: Shape) -> WhoNetwork:
    """Return the second top that `save_who` put into a folder, for an encoder of a shape.

    Raises `ModelError` where it is missing, broken, or for another encoder.
    """
    with loading("reader of names and speakers", folder / WHO_FILE, ADVICE):
        network = WhoNetwork(shape)
        network.load_state_dict(unpack(require_finite(load_file(folder / WHO_FILE))))
    return network


def save_who(network: WhoNetwork, folder: Path) -> None:
    """Write the weights of the second top, matrices in 8 bits, to a folder, which is made if there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    save_file(pack(network.state_dict()), folder / WHO_FILE)
