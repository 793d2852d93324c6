"""Trains what reads affiliations and speakers: the second top of the bundled network.

    python -m quoteattr.training.who --articles FILE [--facts FILE] --encoder DIR --out DIR

FILE has an article a line, as ``docs/benchmarks.md`` describes them; `quoteattr.training.annotation` says what further
files may add. What the models that ship make of an article, the states of the tagger's middle layer above all, is
worked out once and kept in the output folder (`quoteattr.training.states`). The layers above it start from a published
BERT of the same shape (DIR holds its ``model.safetensors``), or go on from what an earlier run wrote (``--start``). An
interrupted run goes on from its last checkpoint; the same seed gives the same run.

All heads learn together: facts by the cross entropy of their labels, speakers and owners by the marginal
likelihood of all candidates that are right (Lee et al. 2017), so that which of them is meant is left to the network.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import md5
from pathlib import Path
from statistics import fmean
from typing import Any

import torch
from attrs import asdict, frozen
from torch import Tensor, nn
from torch.nn import functional

from quoteattr.language.reader import Reader
from quoteattr.network.checkpoint import load_who, save_who
from quoteattr.network.crf import best_labels, transition_limits
from quoteattr.network.encoder import MIDDLE
from quoteattr.network.labels import read_spans
from quoteattr.network.shape import Shape
from quoteattr.network.tagger import Tagger
from quoteattr.network.who import WhoNetwork
from quoteattr.network.windows import Window, cut_windows
from quoteattr.network.words import read_words
from quoteattr.speakers.weighing import score_pairs
from quoteattr.text.page import Page
from quoteattr.training.annotation import Annotated, read_articles
from quoteattr.training.pretrained import load_published
from quoteattr.training.states import keep
from quoteattr.training.who_targets import UNKNOWN, FactTarget, SpeakerTarget, Targets, find_targets

__all__ = ["Example", "Settings", "Trainer", "example", "figures", "losses", "main", "states_of", "train"]

LONG_SUM = 200
"""Words whose labels weigh as much as one speaker; sums are over an article, so that long articles count more."""

WEIGHTS = {"facts": 1.0, "speakers": 1.0, "kinds": 0.5, "owners": 1.0, "rivals": 0.5}
"""How much each loss counts."""

KEPT_EVERY = 100
"""Steps between two checkpoints."""

HIDDEN = -1e9
"""Added to the attention to padding."""


@frozen
class Settings:
    """What a run is: passes over the articles, articles in a step, learning rates of layers and heads, seed."""

    epochs: int = 3
    batch: int = 2
    rate: float = 1e-4
    head_rate: float = 1e-3
    seed: int = 1
    averaging: float = 0.998


@frozen(eq=False)
class Example:
    """An article as the training takes it: the middle states of its windows, and what is to be found.

    `windows` are the states of all pieces of each window, [pieces, width] in half precision, and `firsts` the places of
    the first pieces of the words that count.
    """

    id: str
    windows: tuple[Tensor, ...]
    firsts: tuple[Tensor, ...]
    targets: Targets


def states_of(network: WhoNetwork, example: Example) -> Tensor:
    """Return the states of the words of an article: [words, width]."""
    longest = max(map(len, example.windows))
    hidden = torch.zeros(len(example.windows), longest, example.windows[0].shape[1])
    bias = torch.full((len(example.windows), 1, 1, longest), HIDDEN)
    for row, window in enumerate(example.windows):
        hidden[row, : len(window)] = window.float()
        bias[row, ..., : len(window)] = 0
    states = network(hidden, bias)
    words = torch.cat([states[row, firsts] for row, firsts in enumerate(example.firsts)])
    dropped: Tensor = network.dropout(words)
    return dropped


def losses(network: WhoNetwork, example: Example) -> dict[str, Tensor]:
    """Return the loss of each head on an article."""
    targets, states = example.targets, states_of(network, example)
    found = {"facts": _label_loss(network.facts(states), targets.facts)}
    found |= _speaker_losses(network, states, targets)
    found |= _owner_losses(network, states, targets)
    return found


def _label_loss(scores: Tensor, labels: Tensor) -> Tensor:
    return functional.cross_entropy(scores, labels, ignore_index=UNKNOWN, reduction="sum") / LONG_SUM


def _speaker_losses(network: WhoNetwork, states: Tensor, targets: Targets) -> dict[str, Tensor]:
    if not targets.speakers:
        return {}
    pairs = [target.pairs for target in targets.speakers]
    scores, kinds = score_pairs(network.speakers, states, pairs, targets.candidates)
    ranked = [_marginal(row, target.right) for row, target in zip(scores, targets.speakers, strict=True)]
    numbers = torch.tensor([UNKNOWN if target.kind is None else target.kind for target in targets.speakers])
    kind = functional.cross_entropy(kinds, numbers, ignore_index=UNKNOWN, reduction="sum")
    return {"speakers": torch.stack(ranked).sum() / 20, "kinds": kind / 20}


def _owner_losses(network: WhoNetwork, states: Tensor, targets: Targets) -> dict[str, Tensor]:
    if not targets.owners:
        return {}
    head = network.owners
    facts = head.vectors(states, [target.words for target in targets.owners])
    scores = _owner_scores(network, states, facts, targets)
    rows = [_marginal(row, t.right) for row, t in zip(scores, targets.owners, strict=True) if t.right.any()]
    weights = head.weight(facts)[:, 0]
    rivals = [_marginal(weights[list(own)], right) for own, right in targets.rivals]
    found = {"owners": rows, "rivals": rivals}
    return {name: torch.stack(some).sum() / 20 for name, some in found.items() if some}


def _owner_scores(network: WhoNetwork, states: Tensor, facts: Tensor, targets: Targets) -> Iterator[Tensor]:
    """Yield the scores of each fact, [1 + its mentions]."""
    others = network.owners.mentions(states, targets.mentions)
    for fact, target in zip(facts, targets.owners, strict=True):
        yield network.owners(fact, others[target.mentions], target.distances)


def _marginal(scores: Tensor, right: Tensor) -> Tensor:
    """Return how unlikely all the right ones are together."""
    return scores.logsumexp(0) - scores[right].logsumexp(0)


def example(article: Annotated, tagger: Tagger, reader: Reader, folder: Path) -> Example:
    """Return an article for the training; what the models that ship make of it is kept in a folder."""
    words = read_words(Page.verbatim(article.text), tagger.tokenizer)
    windows = list(cut_windows(words))
    kept = keep(article, words, windows, tagger, reader, folder)
    targets = find_targets(article, words, kept.analysis, kept.offices)
    return Example(article.id, kept.windows, tuple(_firsts(window) for window in windows), targets)


def _firsts(window: Window) -> Tensor:
    """Return the place of the first piece of each word of a window that counts."""
    size = window.words.size
    places = [1 + size[word] - size[window.start] for word in range(window.kept, window.until)]
    return torch.tensor(places, dtype=torch.long)


class Trainer:
    """A run: the network, the running mean of its weights, the optimizer, and how many steps are done.

    It knows no task: the losses that `learn` takes say what a step is to make smaller.
    """

    def __init__(self, network: nn.Module, groups: Sequence[Mapping[str, Any]], settings: Settings, out: Path) -> None:
        self.network, self.settings = network, settings
        self.optimizer = torch.optim.AdamW([dict(group) for group in groups], weight_decay=0.01)
        self.mean = {name: tensor.clone() for name, tensor in network.state_dict().items()}
        self.step = 0
        self._checkpoint = out / "checkpoint.pt"

    def resume(self) -> None:
        """Go on from the checkpoint, if there is one."""
        if self._checkpoint.is_file():
            saved = torch.load(self._checkpoint, weights_only=True)
            self.network.load_state_dict(saved["network"])
            self.optimizer.load_state_dict(saved["optimizer"])
            self.mean, self.step = saved["mean"], saved["step"]

    def save(self) -> None:
        """Leave a checkpoint."""
        state = {
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "mean": self.mean,
            "step": self.step,
        }
        unfinished = self._checkpoint.with_suffix(".part")
        torch.save(state, unfinished)
        unfinished.replace(self._checkpoint)

    def learn(self, loss: Iterable[Tensor], share: float) -> None:
        """Take one step down the sum of some losses; `share` of the run is over."""
        for group in self.optimizer.param_groups:
            group["lr"] = group["base"] * min(share / 0.05, 1.0) * (1 - share)
        self.optimizer.zero_grad()
        for part in loss:
            torch.autograd.backward(part)
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.step += 1
        kept = min(self.settings.averaging, self.step / (10 + self.step))
        for name, tensor in self.network.state_dict().items():
            if tensor.is_floating_point():
                self.mean[name].lerp_(tensor, 1 - kept)


def train(network: WhoNetwork, examples: Sequence[Example], settings: Settings, out: Path) -> Iterator[tuple[int, int]]:
    """Train for all steps that are left, and yield after each how many are done of how many. Checkpoints are kept."""
    trainer = Trainer(network, _groups(network, settings), settings, out)
    trainer.resume()
    batches = list(_batches(len(examples), settings))
    seen: defaultdict[str, list[float]] = defaultdict(list)
    start = time.time()
    while trainer.step < len(batches):
        chosen = [examples[number] for number in batches[trainer.step]]
        torch.manual_seed(1_000_000 * settings.seed + trainer.step)
        trainer.learn(_weighted(network, chosen, seen), (trainer.step + 1) / (len(batches) + 1))
        if trainer.step % KEPT_EVERY == 0 or trainer.step == len(batches):
            means = {name: round(fmean(seen[name]), 3) for name in WEIGHTS if seen[name]}
            print(f"{trainer.step} of {len(batches)}, {time.time() - start:.0f} s: {means}", flush=True)
            seen.clear()
            trainer.save()
        yield trainer.step, len(batches)
    network.load_state_dict(trainer.mean)


def _weighted(network: WhoNetwork, chosen: Sequence[Example], seen: Mapping[str, list[float]]) -> Iterator[Tensor]:
    for one in chosen:
        found = losses(network, one)
        for name, loss in found.items():
            seen[name].append(loss.item())
        yield torch.stack([WEIGHTS[name] * loss for name, loss in found.items()]).sum() / len(chosen)


def _groups(network: WhoNetwork, settings: Settings) -> list[dict[str, Any]]:
    layers = list(network.layers.parameters())
    known = set(map(id, layers))
    heads = [parameter for parameter in network.parameters() if id(parameter) not in known]
    return [{"params": layers, "base": settings.rate}, {"params": heads, "base": settings.head_rate}]


def _batches(articles: int, settings: Settings) -> Iterator[list[int]]:
    order: list[int] = []
    for epoch in range(settings.epochs):
        numbers = list(range(articles))
        random.Random(f"{settings.seed}/{epoch}").shuffle(numbers)
        order += numbers
    for start in range(0, len(order), settings.batch):
        yield order[start : start + settings.batch]


@torch.no_grad()
def figures(network: WhoNetwork, examples: Iterable[Example]) -> dict[str, float]:
    """Return in percent how many speakers and owners are right, and the exact F1 of facts."""
    counts: Counter[Any] = Counter()
    learning = network.training
    network.eval()
    for one in examples:
        _count(counts, network, one)
    network.train(learning)
    totals = {name: n for (name, kind), n in counts.items() if kind == "both"}
    return {name: round(100 * counts[name, "right"] / max(1, n), 1) for name, n in totals.items()}


def _count(counts: Counter[Any], network: WhoNetwork, example: Example) -> None:
    """Count what is right on an article, and what could be."""
    states, targets = states_of(network, example), example.targets
    _count_spans(counts, "facts", network.facts(states), targets.facts)
    if targets.speakers:
        pairs = [target.pairs for target in targets.speakers]
        scores, _ = score_pairs(network.speakers, states, pairs, targets.candidates)
        _count_rows(counts, "speakers", scores, targets.speakers)
    if targets.owners:
        facts = network.owners.vectors(states, [target.words for target in targets.owners])
        _count_rows(counts, "owners", _owner_scores(network, states, facts, targets), targets.owners)


def _count_rows(
    counts: Counter[Any], name: str, rows: Iterable[Tensor], targets: Sequence[SpeakerTarget | FactTarget]
) -> None:
    """Count how often the best score is that of a right one."""
    counts[name, "right"] += sum(int(t.right[row.argmax()]) for row, t in zip(rows, targets, strict=True))
    counts[name, "both"] += len(targets)


def _count_spans(counts: Counter[Any], name: str, scores: Tensor, labels: Tensor) -> None:
    """Count spans found, marked, and both, where labels are known."""
    known = labels != UNKNOWN
    best = best_labels(
        torch.log_softmax(scores, -1)[None], torch.ones_like(known)[None], transition_limits(scores.shape[1])
    )[0]
    found = {span for span in read_spans(best.tolist()) if known[span[1]]}
    marked = set(read_spans(torch.where(known, labels, 0).tolist()))
    counts[name, "right"] += 2 * len(found & marked)
    counts[name, "both"] += len(found) + len(marked)


def start_from(encoder: Path, shape: Shape) -> WhoNetwork:
    """Return a network whose layers are the upper ones of a published BERT; its heads are new."""
    network = WhoNetwork(shape)
    published = load_published(encoder).encoder.layers[MIDDLE:]
    for layer, theirs in zip(network.layers, published, strict=True):
        layer.load_state_dict(theirs.state_dict())
    return network


def is_left_out(article: str) -> bool:
    """Return whether an article is in the tenth that is left out, by its id."""
    return int(md5(article.encode()).hexdigest(), 16) % 10 == 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m quoteattr.training.who", description=__doc__.split("\n")[0])
    add = parser.add_argument
    add("--articles", type=Path, nargs="+", required=True, help="annotated articles, one a line")
    for name, what in (
        ("speakers", "who speaks in each attribution, where the articles do not say it"),
        ("entities", "the speakers of each article, where the articles do not say it"),
        ("facts", "every place that says who somebody is"),
    ):
        add(f"--{name}", type=Path, nargs="*", default=[], help=f"{what}, one article a line, by id")
    add("--encoder", type=Path, required=True, help="folder of a published BERT of the bundled tagger's shape")
    add("--start", type=Path, help="weights to go on from instead")
    add("--out", type=Path, required=True, help="folder for the weights, the checkpoint and the states")
    add("--leave-out", action="store_true", help="leave out a tenth of the articles, and measure on it")
    for name, default in asdict(Settings()).items():
        add(f"--{name.replace('_', '-')}", type=type(default), default=default)
    return parser


def _read_all(args: argparse.Namespace) -> list[Annotated]:
    """Return the articles of all files; what further files say goes by id, whichever file it is in."""
    extra = {name: getattr(args, name) for name in ("speakers", "entities", "facts")}
    return [article for path in args.articles for article in read_articles(path, **extra)]


def main(arguments: list[str] | None = None) -> None:
    """Train, and write the weights to the output folder."""
    args = _parser().parse_args(arguments)
    settings = Settings(**{name: getattr(args, name) for name in asdict(Settings())})
    torch.manual_seed(settings.seed)
    tagger, reader = Tagger.open(), Reader()
    shape = tagger.network.shape
    network = load_who(args.start, shape) if args.start else start_from(args.encoder, shape)
    read = (example(article, tagger, reader, args.out / "states") for article in _read_all(args))
    examples = [one for one in read if one.windows]
    left = [one for one in examples if args.leave_out and is_left_out(one.id)]
    known = [one for one in examples if not (args.leave_out and is_left_out(one.id))]
    print(f"{len(known)} articles to learn from, {len(left)} left out", flush=True)
    for step, steps in train(network, known, settings, args.out):
        if left and (step % max(1, steps // (2 * settings.epochs)) == 0 or step == steps):
            print(f"left out, after {step}: {figures(network, left)}", flush=True)
    save_who(network, args.out)


if __name__ == "__main__":
    main()
