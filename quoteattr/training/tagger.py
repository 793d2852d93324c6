"""Train the tagger on articles whose attributions are marked.

    python -m quoteattr.training.tagger --train FILE --dev FILE --encoder DIR --out DIR

FILE has an article per line: ``{"id", "text", "attributions": [{"content": [[start, end], ...], "cue": [[start,
end]], "source": [[start, end]]}]}``, character offsets, end exclusive. DIR of the encoder holds a BERT or MPNet
checkpoint: ``config.json``, ``model.safetensors``, ``tokenizer.json``.

The loss is the negative log likelihood of the labels under the CRF, plus that of the links among the marked
spans. With ``--soft FILE`` (made by `quoteattr.training.teaching`) the labels of larger taggers are learned
too: on the training articles next to the marked ones, and on unmarked articles alone. The soft loss is the cross
entropy between the teachers' distribution over label sequences and the student's, which needs no more of the
teachers than the probability of each label and each pair of labels.

The learning rate rises for a tenth of the steps, then falls to zero, and is lower for lower layers. Epochs cut
the articles into windows in different places. The weights written are the running mean of those of the last few hundred
steps. After each epoch a checkpoint is left in the output folder, from which the same command goes on; the seed
fixes the start, the order and the cuts. ``log.txt`` there has the settings and the figures of each epoch.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from attrs import asdict, field, frozen
from safetensors import safe_open
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional

from quoteattr.network.batch import collate
from quoteattr.network.checkpoint import fill, in_file, load_network, open_tokenizer, save_network
from quoteattr.network.crf import log_partition
from quoteattr.network.heads import LinkKind, span_states
from quoteattr.network.labels import Part, begins, goes_on
from quoteattr.network.network import Network
from quoteattr.network.shape import Shape
from quoteattr.network.tagger import Tagger
from quoteattr.network.windows import Window, cut_windows
from quoteattr.network.words import Words, read_words
from quoteattr.text.page import Page
from quoteattr.training.articles import annotated

__all__ = [
    "Example",
    "Link",
    "Settings",
    "Soft",
    "examples",
    "figures",
    "fold",
    "main",
    "pretrained",
    "read_articles",
    "train",
    "trim",
]

TRIMMED = " \t\r\n\"'“”‘’`«».,;:!?—–-()[]…"
"""Characters that do not count at the edges of a span."""

Range = tuple[int, int]
Article = dict[str, Any]


@frozen
class Settings:
    """What a training run depends on."""

    epochs: int = 4
    rate: float = 2e-4
    head_rate: float = 1e-3
    layer_decay: float = 0.9
    longest: int = 382
    """Word pieces in a window."""
    batch: int = 4096
    """Word pieces in a batch, padding counted."""
    dropout: float = 0.1
    averaging: float = 0.99
    """How much of the running mean of the weights each step keeps."""
    link_weight: float = 0.06
    soft_weight: float = 0.5
    """What the teachers' labels weigh against the marked ones where an article has both."""
    seed: int = 1


@frozen
class Link:
    """A span in words, and the one that it points to, None where there is none."""

    kind: LinkKind
    child: Range
    head: Range | None


@frozen(eq=False)
class Soft:
    """What teachers think of an article: how likely each label is at each word, and each pair at each two words."""

    single: Tensor
    pairs: Tensor


@frozen(eq=False)
class Example:
    """An article to learn from: its words, and the marked labels or soft ones or both."""

    id: str
    words: Words
    labels: Sequence[int] | None
    links: Sequence[Link]
    soft: Soft | None = field(default=None)


def read_articles(path: Path) -> list[Article]:
    """The articles of a JSON lines file. Raises `InputError` at a line that is none."""
    return list(annotated(path, "id", "text"))


def fold(articles: Sequence[Article], part: str | None, inside: bool) -> list[Article]:
    """The articles inside or outside a part such as ``0/2``: of each two, the first."""
    if part is None:
        return list(articles)
    number, of = map(int, part.split("/"))
    return [article for i, article in enumerate(articles) if (i % of == number) == inside]


def examples(articles: Iterable[Article], tokenizer: Any) -> Iterator[Example]:
    """Articles with their marks turned into labels and links of words; without marks, no labels."""
    for article in articles:
        words = read_words(Page.verbatim(article["text"]), tokenizer)
        if "attributions" in article:
            labels, links = _marked(article, words)
            yield Example(str(article["id"]), words, labels, links)
        else:
            yield Example(str(article["id"]), words, None, ())


def trim(text: str, start: int, end: int) -> Range:
    """Return a span without the punctuation and spaces around it."""
    while start < end and text[start] in TRIMMED:
        start += 1
    while end > start and text[end - 1] in TRIMMED:
        end -= 1
    return start, end


def _marked(article: Article, words: Words) -> tuple[list[int], list[Link]]:
    labels = [0] * len(words)
    links: list[Link] = []
    for attribution in article["attributions"]:
        ranges = {part: list(_in_words(article["text"], words, attribution[_field(part)])) for part in Part}
        cue = next(iter(ranges[Part.CUE]), None)
        links += [Link(LinkKind.CUE, content, cue) for content in ranges[Part.CONTENT]]
        links += [Link(LinkKind.SOURCE, cue, next(iter(ranges[Part.SOURCE]), None))] if cue else []
        for part in Part:
            for start, end in ranges[part]:
                labels[start:end] = [begins(part)] + [goes_on(part)] * (end - start - 1)
    return labels, links


def _field(part: Part) -> str:
    """Return what a part of a statement is called in annotated articles."""
    return part.name.lower()


def _in_words(text: str, words: Words, ranges: Iterable[Sequence[int]]) -> Iterator[Range]:
    for start, end in ranges:
        first, last = words.touching(*trim(text, start, end))
        if first < last:
            yield first, last


def with_soft(known: Iterable[Example], unmarked: Iterable[Example], paths: Iterable[Path]) -> list[Example]:
    """Examples with the soft labels that the files have of them; of the unmarked only those with soft labels."""
    taught: dict[str, tuple[Soft, list[Link]]] = {}
    for path in paths:
        with safe_open(path, "pt") as file:
            for name in {key.rsplit("/", 1)[0] for key in file.keys()}:  # noqa: SIM118 (not a dict)
                soft = Soft(file.get_tensor(f"{name}/single"), file.get_tensor(f"{name}/pairs"))
                links = [_link(row) for row in file.get_tensor(f"{name}/links").tolist()]
                taught[name] = soft, links
    marked = [Example(e.id, e.words, e.labels, e.links, taught[e.id][0]) if e.id in taught else e for e in known]
    return marked + [Example(e.id, e.words, None, taught[e.id][1], taught[e.id][0]) for e in unmarked if e.id in taught]


def _link(row: list[int]) -> Link:
    kind, start, end, head, head_end = row
    return Link(LinkKind(kind), (start, end), (head, head_end) if head >= 0 else None)


def pretrained(folder: Path, dropout: float = 0.1) -> Network:
    """A network whose encoder has the weights of a published BERT or MPNet; its heads are new."""
    network = Network(Shape.of_published(folder), dropout)
    published = load_file(folder / "model.safetensors")
    published = {name.removeprefix("bert.").removeprefix("mpnet."): tensor for name, tensor in published.items()}
    network.encoder.load_state_dict(_renamed(published, network.shape), strict=False)
    if network.encoder.distances is not None:
        network.encoder.distances.requires_grad_(False)
    return network


def _renamed(published: dict[str, Tensor], shape: Shape) -> dict[str, Tensor]:
    """The tensors of a checkpoint under the names that `Encoder` has for them."""
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


def _parameter_groups(network: Network, settings: Settings) -> list[dict[str, Any]]:
    """One group for each parameter: lower layers learn more slowly, new heads faster, vectors don't decay."""
    groups = []
    named = in_file(dict(network.named_parameters()))
    # checkpoints know parameters by their number: vectors of the heads, the encoder, matrices of the heads
    for name, parameter in sorted(named.items(), key=lambda item: item[0] not in ("transition", "nothing")):
        if not parameter.requires_grad:
            continue
        if name.startswith("layers."):
            rate = settings.rate * settings.layer_decay ** (network.shape.layers - 1 - int(name.split(".")[1]))
        elif name.startswith(("pieces", "places", "normal")):
            rate = settings.rate * settings.layer_decay**network.shape.layers
        else:
            rate = settings.head_rate
        decay = 0.01 if parameter.dim() > 1 else 0.0
        groups.append({"params": [parameter], "lr": rate, "base": rate, "weight_decay": decay})
    return groups


Chosen = tuple[Example, Window]


def _batches(known: Sequence[Example], settings: Settings, chance: random.Random) -> list[list[Chosen]]:
    """All articles cut into windows anew, windows of like length together, in random order."""
    todo = [(e, w) for e in known for w in cut_windows(e.words, settings.longest, chance.randrange(4))]
    chance.shuffle(todo)
    out: list[list[Chosen]] = []
    for i in range(0, len(todo), 400):
        batch: list[Chosen] = []
        for item in sorted(todo[i : i + 400], key=_pieces):
            if batch and _pieces(item) * (len(batch) + 1) > settings.batch:
                out.append(batch)
                batch = []
            batch.append(item)
        out.append(batch)
    chance.shuffle(out)
    return out


def _pieces(item: Chosen) -> int:
    """Return the length of a window with the two pieces that open and close it."""
    _, window = item
    return window.pieces + 2


def _loss(network: Network, chosen: Sequence[Chosen], settings: Settings) -> Tensor:
    device = network.labels.transition.device
    batch = collate([window for _, window in chosen], network.shape).to(device)
    with torch.autocast(device.type, torch.bfloat16):
        outputs = network(batch)
        links = [_link_loss(network, state, item) for state, item in zip(outputs.states, chosen, strict=True)]
    emissions, transitions = outputs.emissions, network.labels.transitions()
    total = log_partition(emissions, batch.mask, transitions)
    losses = [
        _article_loss(total[row], emissions[row], transitions, example, window, settings.soft_weight)
        for row, (example, window) in enumerate(chosen)
    ]
    linked = torch.cat([loss for loss in links if loss is not None] or [total[:0]])
    return torch.stack(losses).sum() / batch.mask.sum() + settings.link_weight * linked.sum() / max(1, len(linked))


def _article_loss(
    total: Tensor, emissions: Tensor, transitions: Tensor, example: Example, window: Window, weight: float
) -> Tensor:
    """Of the marked labels, of the soft ones, or of both where there are both."""
    if example.soft is None:
        return total - _score(emissions, transitions, example.labels or (), window)
    soft = total - _expected(emissions, transitions, example.soft, window)
    if example.labels is None:
        return soft
    return weight * soft + (1 - weight) * (total - _score(emissions, transitions, example.labels, window))


def _score(emissions: Tensor, transitions: Tensor, labels: Sequence[int], window: Window) -> Tensor:
    """The unnormalized log probability of the marked labels."""
    cut = list(labels[window.start : window.end])
    if cut[0] in map(goes_on, Part):
        cut[0] -= 1
    path = torch.tensor(cut, device=emissions.device)
    return emissions[torch.arange(len(cut)), path].sum() + transitions[path[:-1], path[1:]].sum()


def _expected(emissions: Tensor, transitions: Tensor, soft: Soft, window: Window) -> Tensor:
    """What the unnormalized log probability is on average over the teachers' label sequences."""
    single = soft.single[window.start : window.end].to(emissions)
    pairs = soft.pairs[window.start : window.end - 1].to(emissions).sum(0)
    return (emissions[: len(single)] * single).sum() + (transitions.clamp(min=-20) * pairs).sum()


def _link_loss(network: Network, states: Tensor, item: Chosen) -> Tensor | None:
    """The loss of each link of a window; where the head lies outside, nothing is the right answer."""
    example, window = item
    losses = []
    for kind in LinkKind:
        here = [x for x in example.links if x.kind == kind and window.start <= x.child[0] and x.child[1] <= window.end]
        if not here:
            continue
        inside = {x.head for x in here if x.head and window.start <= x.head[0] and x.head[1] <= window.end}
        heads = sorted(inside)
        children = span_states(states, [_moved(x.child, window) for x in here])
        scores = network.links(children, span_states(states, [_moved(head, window) for head in heads]), kind)
        right = [heads.index(x.head) + 1 if x.head in inside else 0 for x in here]
        losses.append(functional.cross_entropy(scores, torch.tensor(right, device=scores.device), reduction="none"))
    return torch.cat(losses) if losses else None


def _moved(span: Range, window: Window) -> Range:
    return span[0] - window.start, span[1] - window.start


def figures(tagger: Tagger, articles: Sequence[Article]) -> dict[str, float]:
    """Exact F1 in percent of sources, cues and contents, edges trimmed."""
    counts: Counter[tuple[Part, str]] = Counter()
    readings = tagger.read([Page.verbatim(article["text"]) for article in articles])
    for article, reading in zip(articles, readings, strict=True):
        text, claims = article["text"], reading.claims
        spans = {
            Part.SOURCE: [claim.source for claim in claims if claim.source],
            Part.CUE: [claim.cue for claim in claims if claim.cue],
            Part.CONTENT: [span for claim in claims for span in claim.content],
        }
        for part in Part:
            wanted = {trim(text, *span) for a in article["attributions"] for span in a[_field(part)]}
            found = {trim(text, span.start, span.end) for span in spans[part]}
            counts.update({(part, "right"): len(wanted & found), (part, "both"): len(wanted) + len(found)})
    return {_field(p): round(200 * counts[p, "right"] / max(1, counts[p, "both"]), 2) for p in Part}


class _Run:
    """A training run: the network, its running mean, the optimizer, and how far it is."""

    def __init__(self, network: Network, settings: Settings, out: Path) -> None:
        self.network, self.settings, self.out = network, settings, out
        self.optimizer = torch.optim.AdamW(_parameter_groups(network, settings), betas=(0.9, 0.98), fused=True)
        self.mean = {name: tensor.clone() for name, tensor in in_file(network.state_dict()).items()}
        self.epoch = self.step = 0
        self._checkpoint = out / "checkpoint.pt"

    def resume(self) -> None:
        """Go on from the checkpoint, if there is one."""
        if self._checkpoint.is_file():
            saved = torch.load(self._checkpoint, weights_only=True)
            fill(self.network, saved["network"])
            self.optimizer.load_state_dict(saved["optimizer"])
            self.mean, self.epoch, self.step = saved["mean"], saved["epoch"], saved["step"]

    def save(self) -> None:
        """Leave a checkpoint."""
        state = {
            "network": in_file(self.network.state_dict()),
            "optimizer": self.optimizer.state_dict(),
            "mean": self.mean,
            "epoch": self.epoch,
            "step": self.step,
        }
        unfinished = self._checkpoint.with_suffix(".part")
        torch.save(state, unfinished)
        unfinished.replace(self._checkpoint)

    def learn(self, batch: Sequence[Chosen], steps: int) -> float:
        """One step; `steps` is how many there will be in all."""
        share = (self.step + 1) / steps
        for group in self.optimizer.param_groups:
            group["lr"] = group["base"] * min(share / 0.1, max(0.0, (1 - share) / 0.9))
        loss = _loss(self.network, batch, self.settings)
        self.optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.step += 1
        kept = min(self.settings.averaging, self.step / (10 + self.step))
        for name, tensor in in_file(self.network.state_dict()).items():
            self.mean[name].lerp_(tensor, 1 - kept)
        return float(loss.detach())

    def averaged(self) -> Network:
        """The network with the running mean of its weights."""
        network = Network(self.network.shape)
        fill(network, self.mean)
        return network


def train(network: Network, known: Sequence[Example], settings: Settings, out: Path, report: Any) -> Network:
    """Train for all epochs that are left to do. `report` is called after each with the network and a line of text."""
    run = _Run(network, settings, out)
    run.resume()
    while run.epoch < settings.epochs:
        torch.manual_seed(1000 * settings.seed + run.epoch)
        batches = _batches(known, settings, random.Random(f"{settings.seed}/{run.epoch}"))
        steps = run.step + len(batches) * (settings.epochs - run.epoch)
        network.train()
        start, lost = time.time(), 0.0
        for number, batch in enumerate(batches, 1):
            lost += run.learn(batch, steps)
            if number % 25 == 0:
                print(f"{number} of {len(batches)}, loss {lost / number:.4f}, {time.time() - start:.0f} s", flush=True)
        run.epoch += 1
        run.save()
        for name, current in (("mean", run.averaged()), ("last", network)):
            report(current, f"epoch {run.epoch}, loss {lost / len(batches):.4f}, {time.time() - start:.0f} s, {name}")
    return run.averaged()


def main(arguments: list[str] | None = None) -> None:
    """Train, and write the tagger to the output folder."""
    parser = argparse.ArgumentParser(prog="python -m quoteattr.training.tagger", description=__doc__.split("\n")[0])
    parser.add_argument("--train", type=Path, required=True, help="articles with attributions, one a line")
    parser.add_argument("--dev", type=Path, required=True, help="the same, for figures only")
    parser.add_argument("--encoder", type=Path, required=True, help="folder of a BERT or MPNet checkpoint")
    parser.add_argument("--out", type=Path, required=True, help="folder for the tagger, its checkpoint and its log")
    parser.add_argument("--fold", help="leave out a part of the training articles: 0/2, 1/2")
    parser.add_argument("--soft", type=Path, nargs="*", default=[], help="soft labels of teachers")
    parser.add_argument("--unmarked", type=Path, nargs="*", default=[], help="articles that only soft labels know")
    parser.add_argument("--start", type=Path, help="folder of a tagger to go on from instead of the bare encoder")
    parser.add_argument("--device", default="cpu")
    for name, default in asdict(Settings()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(default), default=default)
    args = parser.parse_args(arguments)
    settings = Settings(**{name: getattr(args, name) for name in asdict(Settings())})
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(settings.seed)
    tokenizer = open_tokenizer(args.encoder / "tokenizer.json")
    network = pretrained(args.encoder, settings.dropout).to(args.device)
    if args.start:
        network.load_state_dict(load_network(args.start).state_dict())
    marked = examples(fold(read_articles(args.train), args.fold, inside=False), tokenizer)
    unmarked = [e for path in args.unmarked for e in examples(read_articles(path), tokenizer)]
    dev = read_articles(args.dev)

    def report(current: Network, line: str) -> None:
        with torch.autocast(args.device, torch.bfloat16):
            tagger = Tagger(current.eval(), tokenizer, args.device)
            line = f"{line}: {figures(tagger, dev)}"
        print(line, flush=True)
        with (args.out / "log.txt").open("a", encoding="utf-8") as log:
            log.write(line + "\n")

    with (args.out / "log.txt").open("a", encoding="utf-8") as log:
        log.write(json.dumps({name: str(value) for name, value in vars(args).items()}) + "\n")
    final = train(network, with_soft(marked, unmarked, args.soft), settings, args.out, report)
    save_network(final, args.out)
    shutil.copy(args.encoder / "tokenizer.json", args.out / "tokenizer.json")


if __name__ == "__main__":
    main()
