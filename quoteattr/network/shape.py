"""The measures of an encoder, and whether weights have them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import fields, frozen
from torch import Tensor

__all__ = ["Shape"]


@frozen
class Shape:
    """How large an encoder is, and which word pieces it takes for what.

    `first_position` is the number of the first place in a window, `distances` the number of buckets of relative
    distance (0 for a BERT), `epsilon` what layer normalization adds to the variance; `padding`, `opening` and
    `closing` are the word pieces that fill up, open and close a window.
    """

    layers: int
    width: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    first_position: int = 0
    distances: int = 0
    epsilon: float = 1e-12
    padding: int = 0
    opening: int = 101
    closing: int = 102

    @classmethod
    def of_published(cls, folder: Path) -> Shape:
        """Return the shape of a published BERT or MPNet, from its ``config.json`` and ``tokenizer.json``."""
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        numbers = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
        opening, closing = ("<s>", "</s>") if "<s>" in numbers else ("[CLS]", "[SEP]")
        mpnet = config["model_type"] == "mpnet"
        return cls(
            layers=config["num_hidden_layers"],
            width=config["hidden_size"],
            heads=config["num_attention_heads"],
            inner=config["intermediate_size"],
            vocabulary=config["vocab_size"],
            positions=config["max_position_embeddings"],
            first_position=2 if mpnet else 0,
            distances=config.get("relative_attention_num_buckets", 32) if mpnet else 0,
            epsilon=config["layer_norm_eps"],
            padding=config.get("pad_token_id", 1 if mpnet else 0),
            opening=numbers[opening],
            closing=numbers[closing],
        )

    def check(self, tensors: Mapping[str, Tensor]) -> None:
        """Raise `ValueError` where weights are of another shape, before a network of this one takes memory.

        `tensors` are those of an encoder, under the names that `quoteattr.network.encoder.Encoder` has for them.
        """
        for field in fields(Shape):
            _check_number(field.name, getattr(self, field.name), float if field.name == "epsilon" else int)
        for name, size in self._sizes():
            found = tuple(tensors[name].shape) if name in tensors else None
            if found != size:
                raise ValueError(f"{name}: expected {size} as tagger.json has it, got {found}")
        if not self.heads or self.width % self.heads:
            raise ValueError(f"heads in tagger.json: expected a divisor of {self.width}, got {self.heads}")
        if max(self.padding, self.opening, self.closing) >= self.vocabulary:
            raise ValueError(f"tagger.json: expected numbers of word pieces below {self.vocabulary}")

    def _sizes(self) -> Iterator[tuple[str, tuple[int, int]]]:
        """Yield name and size of a tensor for each measure."""
        yield "pieces.weight", (self.vocabulary, self.width)
        yield "places.weight", (self.positions, self.width)
        yield f"layers.{self.layers - 1}.inner.weight", (self.inner, self.width)
        if self.distances:
            yield "distances.weight", (self.distances, self.heads)


def _check_number(name: str, value: Any, kind: type[float]) -> None:
    if not isinstance(value, kind) or value < 0:
        raise ValueError(f"{name} in tagger.json: expected a number, got {value!r}")
