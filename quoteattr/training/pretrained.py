"""Networks that begin with the weights of a published encoder."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from quoteattr.network.network import Network
from quoteattr.network.shape import Shape

__all__ = ["load_published"]


def load_published(folder: Path, dropout: float = 0.1) -> Network:
    """Return a network whose encoder has the weights of a published BERT or MPNet; its heads are new."""
    network = Network(Shape.of_published(folder), dropout)
    published = load_file(folder / "model.safetensors")
    published = {name.removeprefix("bert.").removeprefix("mpnet."): tensor for name, tensor in published.items()}
    network.encoder.load_state_dict(_rename(published, network.shape), strict=False)
    if network.encoder.distances is not None:
        network.encoder.distances.requires_grad_(False)
    return network


def _rename(published: dict[str, Tensor], shape: Shape) -> dict[str, Tensor]:
    """Return the tensors of a checkpoint under the names that `Encoder` has for them."""
    places = published["embeddings.position_embeddings.weight"]
    mpnet = shape.distances > 0
    out = {
        "pieces.weight": published["embeddings.word_embeddings.weight"],
        "places.weight": places if mpnet else places + published["embeddings.token_type_embeddings.weight"][0],
    }
    if mpnet:
        out["distances.weight"] = published["encoder.relative_attention_bias.weight"]
    inside = "attention.attn." if mpnet else "attention.self."
    asking = [inside + name for name in ("qkv" if mpnet else ("query", "key", "value"))]
    joined = "attention.attn.o" if mpnet else "attention.output.dense"
    normal = "attention.LayerNorm" if mpnet else "attention.output.LayerNorm"
    for part in ("weight", "bias"):
        out[f"normal.{part}"] = published[f"embeddings.LayerNorm.{part}"]
        for i in range(shape.layers):
            theirs, ours = f"encoder.layer.{i}.", f"layers.{i}."
            out[f"{ours}qkv.{part}"] = torch.cat([published[f"{theirs}{name}.{part}"] for name in asking])
            out[f"{ours}joined.{part}"] = published[f"{theirs}{joined}.{part}"]
            out[f"{ours}after_attention.{part}"] = published[f"{theirs}{normal}.{part}"]
            out[f"{ours}inner.{part}"] = published[f"{theirs}intermediate.dense.{part}"]
            out[f"{ours}outer.{part}"] = published[f"{theirs}output.dense.{part}"]
            out[f"{ours}after_inner.{part}"] = published[f"{theirs}output.LayerNorm.{part}"]
    return out
