"""The network behind the tagger: a small pretrained encoder, a linear-chain CRF, and a head that links spans.

The encoder is a BERT (post-layer-norm transformer, learned positions; Devlin et al. 2019), or an MPNet, which
adds one learned bias for each relative distance (Song et al. 2020) and serves as a larger teacher in training.
Both read the tensors of the published checkpoints under their published names. To the word pieces are added
three embeddings that an uncased vocabulary lacks: letter case, place among quotation marks, start of paragraph.

A CRF (Lafferty et al. 2001) over words, not pieces, scores the labels. Links are scored as in biaffine parsers
(Dozat and Manning 2017): each content fragment points to its cue, each cue to its source, or to nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import torch
from attrs import asdict, fields, frozen
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from quoteattr.errors import loading
from quoteattr.network.windows import FEATURES, Window, Words

__all__ = [
    "LABELS",
    "Batch",
    "Marked",
    "Model",
    "Network",
    "Scores",
    "Shape",
    "allowed",
    "best_labels",
    "collate",
    "finite",
    "log_partition",
    "marginals",
    "open_tokenizer",
    "packed",
    "spans",
    "states_of",
    "unpacked",
]

LABELS = ("none", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
"""One of them for each word; a span starts with B and goes on with I."""

LINKED = 128
"""Width in which links are scored."""

WINDOWS_AT_ONCE = 2
"""Windows whose attention is worked out together in half precision."""

SHALLOW = 3
"""The layer whose states `quoteattr.affiliations.affiliation` reads."""

OPENINGS = ("<s>", "[CLS]")
"""What the word piece that opens a window is called."""

SCALE = ".scale"
"""Ends the name of the tensor that holds the scales of an 8-bit matrix."""

FORBIDDEN = -1e4
"""Score of a label that can't follow another; finite, so that no sum turns into nan."""

ADVICE = "install quoteattr again, or name a folder that quoteattr.training.tagger has written"
"""What to do where a tagger can't be read."""


@frozen
class Shape:
    """The measures of an encoder, read from the `config.json` and `tokenizer.json` beside its weights."""

    layers: int
    width: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    first_position: int = 0
    distances: int = 0
    """Buckets of relative distance: 0 for a BERT."""
    epsilon: float = 1e-12
    padding: int = 0
    opening: int = 101
    closing: int = 102
    """Numbers of the word pieces that fill up, open and close a window."""

    @classmethod
    def read(cls, folder: Path) -> Shape:
        """The shape of a published BERT or MPNet checkpoint."""
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
        """Raise `ValueError` where the weights are of another shape, before a network of this one takes memory."""
        for field in fields(Shape):
            value = getattr(self, field.name)
            if not isinstance(value, float if field.name == "epsilon" else int) or value < 0:
                raise ValueError(f"{field.name} in tagger.json: expected a number, got {value!r}")
        for name, size in self._sizes():
            found = tuple(tensors[name].shape) if name in tensors else None
            if found != size:
                raise ValueError(f"{name}: expected {size} as tagger.json has it, got {found}")
        if not self.heads or self.width % self.heads:
            raise ValueError(f"heads in tagger.json: expected a divisor of {self.width}, got {self.heads}")
        if max(self.padding, self.opening, self.closing) >= self.vocabulary:
            raise ValueError(f"tagger.json: expected numbers of word pieces below {self.vocabulary}")

    def _sizes(self) -> Iterator[tuple[str, tuple[int, int]]]:
        """The names and sizes of tensors that tell of each measure."""
        yield "pieces.weight", (self.vocabulary, self.width)
        yield "places.weight", (self.positions, self.width)
        yield f"layers.{self.layers - 1}.inner.weight", (self.inner, self.width)
        if self.distances:
            yield "distances.weight", (self.distances, self.heads)


class _Dropout(nn.Module):
    """Dropout with one mask for all words of a window: drawing random numbers for each word costs more than the
    matrix products around it (Gal and Ghahramani 2016 give another reason).
    """

    def __init__(self, chance: float) -> None:
        super().__init__()
        self.chance = chance

    def forward(self, hidden: Tensor) -> Tensor:
        if not self.training or not self.chance:
            return hidden
        kept = torch.rand(hidden.shape[0], 1, hidden.shape[2], device=hidden.device) >= self.chance
        return hidden * (kept.to(hidden.dtype) / (1 - self.chance))


class _Layer(nn.Module):
    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = shape.heads, _Dropout(dropout)
        self.qkv = nn.Linear(shape.width, 3 * shape.width)
        self.joined = nn.Linear(shape.width, shape.width)
        self.after_attention = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.inner = nn.Linear(shape.width, shape.inner)
        self.outer = nn.Linear(shape.inner, shape.width)
        self.after_inner = nn.LayerNorm(shape.width, eps=shape.epsilon)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        batch, length, width = hidden.shape
        q, k, v = self.qkv(hidden).view(batch, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        mixed = _attention(q, k, v, bias.to(q.dtype))
        mixed = self.joined(mixed.transpose(1, 2).reshape(batch, length, width))
        hidden = self.after_attention(hidden + self.dropout(mixed))
        grown = self.outer(functional.gelu(self.inner(hidden)))
        out: Tensor = self.after_inner(hidden + self.dropout(grown))
        return out


def _attention(q: Tensor, k: Tensor, v: Tensor, bias: Tensor) -> Tensor:
    """Each place's mixture of all places of its window; all [batch, heads, length, depth].

    In half precision a few windows at a time, whose scores the processor's cache holds, take 0.6 of the time of
    torch's own kernel.
    """
    if q.dtype != torch.bfloat16:
        return functional.scaled_dot_product_attention(q, k, v, attn_mask=bias)
    q, k, bias = q * q.shape[-1] ** -0.5, k.transpose(-1, -2), bias.expand(len(q), -1, -1, -1)
    some = [slice(i, i + WINDOWS_AT_ONCE) for i in range(0, len(q), WINDOWS_AT_ONCE)]
    return torch.cat([torch.softmax((q[at] @ k[at]).add_(bias[at]), -1) @ v[at] for at in some])


class Network(nn.Module):
    """Word pieces in; label scores for each word and states to link spans by out."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape, self.dropout = shape, _Dropout(dropout)
        self.pieces = nn.Embedding(shape.vocabulary, shape.width)
        self.places = nn.Embedding(shape.positions, shape.width)
        self.features = nn.ModuleList(nn.Embedding(size, shape.width) for size in FEATURES)
        self.normal = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.layers = nn.ModuleList(_Layer(shape, dropout) for _ in range(shape.layers))
        self.distances = nn.Embedding(shape.distances, shape.heads) if shape.distances else None
        self.emission = nn.Linear(shape.width, len(LABELS))
        self.transition = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        self.child = nn.Linear(2 * shape.width, 2 * LINKED)
        self.head = nn.Linear(2 * shape.width, 2 * LINKED)
        self.nothing = nn.Parameter(torch.zeros(2, LINKED))
        for feature in self.features:
            nn.init.zeros_(feature.weight)  # type: ignore[arg-type]

    def forward(self, pieces: Tensor, features: Tensor, firsts: Tensor) -> tuple[Tensor, Tensor]:
        """`pieces` [batch, length], `features` [batch, length, 3], `firsts` [batch, words]: each word's first piece.

        Returns label scores [batch, words, labels] and states [batch, words, width].
        """
        emissions, states, _ = self.layered(pieces, features, firsts)
        return emissions, states

    def layered(self, pieces: Tensor, features: Tensor, firsts: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """What `forward` returns, and states after layer `SHALLOW`, which know less of statements and more of words."""
        mask = pieces != self.shape.padding
        places = torch.arange(pieces.shape[1], device=pieces.device) + self.shape.first_position
        hidden = self.pieces(pieces) + self.places(places)
        for i, feature in enumerate(self.features):
            hidden = hidden + feature(features[..., i])
        hidden = self.dropout(self.normal(hidden))
        bias = torch.where(mask, 0.0, -1e9)[:, None, None, :]
        if self.distances is not None:
            bias = bias + self.distances(_buckets(pieces.shape[1], self.shape.distances, pieces.device)).permute(
                2, 0, 1
            )
        chosen = firsts[..., None].expand(-1, -1, hidden.shape[-1])
        shallow = hidden
        for number, layer in enumerate(self.layers, 1):
            hidden = layer(hidden, bias)
            shallow = hidden if number == SHALLOW else shallow
        states = self.dropout(hidden.gather(1, chosen)).to(self.emission.weight.dtype)
        return self.emission(states).float(), states, shallow.gather(1, chosen)

    def in_half(self) -> Network:
        """The same network with its encoder in half precision (bfloat16) from now on; what reads it stays in single."""
        for part in (self.pieces, self.places, self.features, self.normal, self.layers, self.distances):
            if part is not None:
                part.to(torch.bfloat16)
        return self

    @classmethod
    def open(cls, folder: Path) -> Network:
        """The network that `save` wrote. Raises `ModelError` where there is none."""
        measures, weights = folder / "tagger.json", folder / "tagger.safetensors"
        with loading("tagger", measures, ADVICE):
            shape = Shape(**json.loads(measures.read_text(encoding="utf-8"))["shape"])
        with loading("tagger", weights, ADVICE):
            tensors = unpacked(finite(load_file(weights)))
            shape.check(tensors)
            network = cls(shape)
            network.load_state_dict(tensors)
        return network

    def save(self, folder: Path) -> None:
        """Write weights, matrices in 8 bits, and shape to a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        save_file(packed(self.state_dict()), folder / "tagger.safetensors")
        (folder / "tagger.json").write_text(
            json.dumps({"shape": asdict(self.shape)}, indent=1) + "\n", encoding="utf-8"
        )

    def transitions(self) -> Tensor:
        """Score [from, to] of each label after each other one."""
        return self.transition + allowed(self.transition.device)

    def link_scores(self, children: Tensor, heads: Tensor, kind: int) -> Tensor:
        """[children, 1 + heads] from span states [n, 2 * width]; column 0 stands for no head.

        `kind` is 0 for contents that look for their cue, 1 for cues that look for their source.
        """
        cut = slice(kind * LINKED, (kind + 1) * LINKED)
        child: Tensor = self.child(children)[:, cut]
        head = torch.cat([self.nothing[kind : kind + 1].to(child.dtype), self.head(heads)[:, cut]])
        scores: Tensor = child @ head.T
        return scores.float().div(LINKED**0.5)


def packed(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """Each matrix as whole numbers of 8 bits and a scale for each row; all other tensors in half precision."""
    out: dict[str, Tensor] = {}
    for name, tensor in tensors.items():
        if tensor.dim() == 2 and tensor.shape[0] > len(LABELS):
            scale = tensor.abs().amax(1).clamp(min=1e-8) / 127
            out[name] = torch.round(tensor / scale[:, None]).to(torch.int8)
            out[name + SCALE] = scale
        else:
            out[name] = tensor.half()
    return out


def unpacked(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The tensors that `packed` made small, in single precision. Raises `KeyError` for a matrix without its scales."""
    return {
        name: tensor.float() * tensors[name + SCALE][:, None] if tensor.dtype == torch.int8 else tensor.float()
        for name, tensor in tensors.items()
        if not name.endswith(SCALE)
    }


def finite(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """The same tensors. Raises `ValueError` for one that holds infinities or what is no number."""
    for name, tensor in tensors.items():
        if tensor.is_floating_point() and not tensor.isfinite().all():
            raise ValueError(f"{name}: expected finite numbers")
    return tensors


def states_of(states: Tensor, spans: Sequence[tuple[int, int]]) -> Tensor:
    """The states of the first and the last word of each span, side by side: [spans, 2 * width]."""
    first = torch.tensor([start for start, _ in spans], dtype=torch.long, device=states.device)
    last = torch.tensor([end - 1 for _, end in spans], dtype=torch.long, device=states.device)
    return torch.cat([states[first], states[last]], -1)


def _buckets(length: int, buckets: int, device: torch.device) -> Tensor:
    """MPNet's bucket for each pair of places: exact near by, logarithmic farther off, after and before apart."""
    place = torch.arange(length, device=device)
    distance = place[:, None] - place[None, :]
    half = buckets // 2
    side = (distance < 0).long() * half
    distance = distance.abs()
    exact = half // 2
    far = (
        exact
        + (
            torch.log(distance.clamp(min=1).float() / exact) / torch.log(torch.tensor(128 / exact)) * (half - exact)
        ).long()
    )
    return side + torch.where(distance < exact, distance, far.clamp(max=half - 1))


def allowed(device: torch.device | None = None) -> Tensor:
    """0 where a label may follow another, `FORBIDDEN` where not: an I needs a B or I of its own role before it."""
    scores = torch.zeros(len(LABELS), len(LABELS), device=device)
    for j, label in enumerate(LABELS):
        for i, before in enumerate(LABELS):
            if label.startswith("I-") and before[2:] != label[2:]:
                scores[i, j] = FORBIDDEN
    return scores


def log_partition(emissions: Tensor, mask: Tensor, transitions: Tensor) -> Tensor:
    """Log of the sum over all label sequences, [batch], by a tree of log matrix products.

    `emissions` [batch, words, labels], `mask` [batch, words]: words come first, padding after.
    """
    return _reduce(_potentials(emissions, mask, transitions), emissions)


def _potentials(emissions: Tensor, mask: Tensor, transitions: Tensor) -> Tensor:
    """[batch, words - 1, from, to]: the transition into each word and its emission; the identity over padding."""
    identity = torch.full_like(transitions, FORBIDDEN).fill_diagonal_(0)
    steps = transitions + emissions[:, 1:, None, :]
    return torch.where(mask[:, 1:, None, None], steps, identity)


def _reduce(potentials: Tensor, emissions: Tensor) -> Tensor:
    labels = potentials.shape[-1]
    identity = potentials.new_full((labels, labels), FORBIDDEN).fill_diagonal_(0)
    while potentials.shape[1] > 1:
        if potentials.shape[1] % 2:
            potentials = torch.cat([potentials, identity.expand(len(potentials), 1, -1, -1)], 1)
        left, right = potentials[:, 0::2], potentials[:, 1::2]
        potentials = torch.logsumexp(left[..., :, None] + right[..., None, :, :], dim=-2)
    start = emissions[:, 0] + allowed(emissions.device)[0]
    if not potentials.shape[1]:
        return torch.logsumexp(start, -1)
    return torch.logsumexp(start[:, :, None] + potentials[:, 0], dim=(1, 2))


def marginals(emissions: Tensor, mask: Tensor, transitions: Tensor) -> tuple[Tensor, Tensor]:
    """Probability of each label at each word [batch, words, labels], and of each pair [batch, words - 1, from, to].

    They are the gradients of the log partition.
    """
    if emissions.shape[1] == 1:
        return torch.softmax(emissions + allowed(emissions.device)[0], -1), emissions.new_zeros(
            len(emissions), 0, *transitions.shape
        )
    with torch.enable_grad():
        emissions = emissions.detach().requires_grad_()
        steps = _potentials(emissions.detach(), mask, transitions.detach()).requires_grad_()
        total = _reduce(steps, emissions)
        first, pairs = torch.autograd.grad(total.sum(), [emissions, steps])
    pairs = pairs * mask[:, 1:, None, None]
    return torch.cat([first[:, :1], pairs.sum(-2)], 1), pairs


def best_labels(emissions: Tensor, mask: Tensor, transitions: Tensor) -> Tensor:
    """The most probable label sequence [batch, words] (Viterbi); 0 over padding."""
    score = emissions[:, 0] + allowed(emissions.device)[0]
    back = []
    for t in range(1, emissions.shape[1]):
        best, origin = (score[:, :, None] + transitions).max(1)
        inside = mask[:, t, None]
        score = torch.where(inside, best + emissions[:, t], score)
        back.append(torch.where(inside, origin, torch.arange(score.shape[1], device=score.device)))
    label = score.argmax(1)
    path = [label]
    for origin in reversed(back):
        label = origin.gather(1, label[:, None])[:, 0]
        path.append(label)
    return torch.stack(path[::-1], 1) * mask


@frozen
class Batch:
    """Windows side by side, padded: the tensors that `Network` reads, and which words are there."""

    pieces: Tensor
    features: Tensor
    firsts: Tensor
    mask: Tensor

    def to(self, device: torch.device) -> Batch:
        """The same tensors on a device."""
        return Batch(*(t.to(device) for t in (self.pieces, self.features, self.firsts, self.mask)))


def collate(chosen: Sequence[tuple[Words, Window]], shape: Shape) -> Batch:
    """The tensors of some windows."""
    rows, marks, firsts = [], [], []
    for words, window in chosen:
        row, mark, first = [shape.opening], [(0, 0, 0)], []
        for i in range(window.start, window.end):
            first.append(len(row))
            row += words.pieces[i]
            mark += [words.features[i]] * len(words.pieces[i])
        rows.append([*row, shape.closing])
        marks.append([*mark, (0, 0, 0)])
        firsts.append(first)
    length, most = max(map(len, rows)), max(map(len, firsts))
    return Batch(
        torch.tensor([row + [shape.padding] * (length - len(row)) for row in rows]),
        torch.tensor([mark + [(0, 0, 0)] * (length - len(mark)) for mark in marks]),
        torch.tensor([first + [0] * (most - len(first)) for first in firsts]),
        torch.tensor([[i < len(first) for i in range(most)] for first in firsts]),
    )


def spans(labels: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Role, first word and end of each span that a sequence of labels spells.

    >>> list(spans([LABELS.index(x) for x in ("B-cue", "I-cue", "none", "B-content", "B-content")]))
    [(1, 0, 2), (2, 3, 4), (2, 4, 5)]
    """
    i = 0
    while i < len(labels):
        start, label = i, labels[i]
        i += 1
        if label:
            role = (label - 1) // 2
            while i < len(labels) and labels[i] == 2 * role + 2:
                i += 1
            yield role, start, i


@frozen
class Marked:
    """A span in words: its role, the first word of the span that it points to, and how sure its least sure word is.

    Roles are 0 for a source, 1 for a cue, 2 for a content.
    """

    role: int
    start: int
    end: int
    head: int | None
    probability: float


@frozen(eq=False)
class Scores:
    """Label scores [windows, words, labels], word states (of the last layer and of `SHALLOW`), mask [windows, words]
    and transitions [from, to].
    """

    emissions: Tensor
    states: Tensor
    shallow: Tensor
    mask: Tensor
    transitions: Tensor


@frozen(eq=False)
class Model:
    """A network with its tokenizer, ready to read."""

    network: Network
    tokenizer: Tokenizer
    device: str = "cpu"

    @classmethod
    def open(cls, folder: Path, device: str | None = None) -> Model:
        """The model in a folder. Raises `ModelError` where there is none."""
        path = folder / "tokenizer.json"
        with loading("tagger", path, ADVICE):
            tokenizer = open_tokenizer(path)
        network = Network.open(folder)
        with loading("tagger", path, ADVICE):
            _check_pieces(tokenizer, network.shape)
        place = device or "cpu"
        network = network.to(place).eval()
        return cls(network.in_half() if _multiplies_halves(place) else network, tokenizer, place)

    def read(self, chosen: Sequence[tuple[Words, Window]]) -> tuple[list[list[Marked]], Tensor]:
        """The spans of each window, in its own words, and what they point to; none crosses a paragraph.

        With them the states of its words after layer `SHALLOW` [windows, words, width], in half precision.
        """
        scores = self.score(chosen)
        return self.decode(scores, [window.end - window.start for _, window in chosen]), scores.shallow

    def blank(self, words: int) -> Tensor:
        """Room for the states of so many words, all zero."""
        return torch.zeros(words, self.network.shape.width, dtype=torch.half)

    @torch.no_grad()
    def score(self, chosen: Sequence[tuple[Words, Window]]) -> Scores:
        """What the network makes of each window."""
        batch = collate(chosen, self.network.shape).to(torch.device(self.device))
        emissions, states, shallow = self.network.layered(batch.pieces, batch.features, batch.firsts)
        opens = batch.features[..., 2].gather(1, batch.firsts)[..., None].to(emissions)
        goes_on = torch.tensor([label.startswith("I-") for label in LABELS], device=emissions.device)
        emissions = (emissions + FORBIDDEN * opens * goes_on).cpu()
        return Scores(emissions, states, shallow.half().cpu(), batch.mask.cpu(), self.network.transitions().cpu())

    @torch.no_grad()
    def decode(self, scores: Scores, lengths: Sequence[int]) -> list[list[Marked]]:
        """The best spans of windows of so many words, with their heads."""
        labels = best_labels(scores.emissions, scores.mask, scores.transitions)
        single, _ = marginals(scores.emissions, scores.mask, scores.transitions)
        sure = single.gather(2, labels[..., None])[..., 0].tolist()
        rows = [row[:length] for row, length in zip(labels.tolist(), lengths, strict=True)]
        return [list(_pointing(self.network, spans(row), scores.states[i], sure[i])) for i, row in enumerate(rows)]


def _check_pieces(tokenizer: Tokenizer, shape: Shape) -> None:
    """Raise `ValueError` where a tokenizer's word pieces are not those of a network."""
    if tokenizer.get_vocab_size() > shape.vocabulary:
        raise ValueError(f"expected at most {shape.vocabulary} word pieces, got {tokenizer.get_vocab_size()}")
    opening = tokenizer.id_to_token(shape.opening)
    if opening not in OPENINGS:
        raise ValueError(f"expected {' or '.join(OPENINGS)} as word piece {shape.opening}, got {opening!r}")


def _multiplies_halves(device: str) -> bool:
    """Whether a device is a processor with instructions for matrices in bfloat16 (AVX-512 BF16 or AMX).

    There the encoder runs three times as fast in them; on others they are slower than single precision.
    """
    if torch.device(device).type != "cpu" or not hasattr(torch.cpu, "get_capabilities"):
        return False
    able = torch.cpu.get_capabilities()
    return bool(able.get("avx512_bf16") or able.get("amx_bf16"))


def open_tokenizer(path: Path) -> Tokenizer:
    """A tokenizer that neither cuts nor pads. Raises `FileNotFoundError`."""
    if not path.is_file():
        raise FileNotFoundError(f"{path} is missing")
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _pointing(
    network: Network, found: Iterable[tuple[int, int, int]], states: Tensor, sure: Sequence[float]
) -> Iterator[Marked]:
    """Spans with the best head of each: a cue for a content, a source for a cue."""
    by_role: tuple[list[tuple[int, int]], ...] = ([], [], [])
    sources, cues, contents = by_role
    for role, start, end in found:
        by_role[role].append((start, end))
    heads = {**_heads(network, states, contents, cues, 0), **_heads(network, states, cues, sources, 1)}
    for role, ranges in enumerate(by_role):
        for start, end in ranges:
            yield Marked(role, start, end, heads.get(start), min(sure[start:end]))


def _heads(
    network: Network,
    states: Tensor,
    children: Sequence[tuple[int, int]],
    heads: Sequence[tuple[int, int]],
    kind: int,
) -> dict[int, int | None]:
    """For each child, by its first word, the first word of its head."""
    if not children:
        return {}
    scores = network.link_scores(states_of(states, children), states_of(states, heads), kind)
    chosen = scores.argmax(1).tolist()
    return {start: heads[head - 1][0] if head else None for (start, _), head in zip(children, chosen, strict=True)}
