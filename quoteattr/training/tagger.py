"""Train the tagger on articles whose attributions are annotated.

    python -m quoteattr.training.tagger --train FILE --dev FILE --encoder DIR --out DIR

FILE has an article per line: ``{"id", "text", "attributions": [{"content": [[start, end], ...], "cue": [[start,
end]], "source": [[start, end]]}]}``, character offsets, end exclusive. DIR of the encoder holds a BERT or MPNet
checkpoint: ``config.json``, ``model.safetensors``, ``tokenizer.json``.

The loss is the negative log likelihood of the labels under the CRF, plus that of the links among the annotated spans
(`quoteattr.training.losses`). With ``--soft FILE`` (made by `quoteattr.training.teaching`) the labels of larger taggers
are learned too: on the training articles beside the annotated ones, and on other articles alone. The soft loss is the
cross entropy between the teachers' distribution over label sequences and the student's, which needs no more of the
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
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from attrs import asdict, frozen
from tokenizers import Tokenizer

from quoteattr.network.checkpoint import fill, load_network, open_tokenizer, rename_for_file, save_network
from quoteattr.network.labels import Part
from quoteattr.network.network import Network
from quoteattr.network.tagger import Tagger
from quoteattr.text.page import Page
from quoteattr.training.examples import (
    Article,
    Chosen,
    Example,
    add_soft,
    examples,
    field_of,
    fold,
    read_articles,
    trim,
)
from quoteattr.training.losses import loss_of
from quoteattr.training.pretrained import load_published

__all__ = ["Settings", "figures", "main", "train"]


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
    """What the teachers' labels weigh against the annotated ones where an article has both."""
    frozen: int = 0
    """Lowest layers that stay as they are, with the embeddings below them; 0 for none."""
    seed: int = 1


def _parameter_groups(network: Network, settings: Settings) -> list[dict[str, Any]]:
    """Return a group for each parameter: lower layers learn more slowly, new heads faster, vectors don't decay."""
    _freeze(network, settings.frozen)
    groups = []
    named = rename_for_file(dict(network.named_parameters()))
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


def _freeze(network: Network, layers: int) -> None:
    """Let the lowest layers and all embeddings stay as they are: what else reads their states goes on to fit."""
    encoder = network.encoder
    for part in (encoder.pieces, encoder.places, encoder.features, encoder.normal, *encoder.layers[:layers]):
        part.requires_grad_(not layers)


def _batches(known: Sequence[Example], settings: Settings, chance: random.Random) -> list[list[Chosen]]:
    """Return all articles cut into windows anew, windows of like length together, in random order."""
    todo = [(e, w) for e in known for w in e.windows(settings.longest, chance.randrange(4))]
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


def figures(tagger: Tagger, articles: Sequence[Article]) -> dict[str, float]:
    """Return the exact F1 in percent of sources, cues and contents, edges trimmed."""
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
            wanted = {trim(text, *span) for a in article["attributions"] for span in a[field_of(part)]}
            found = {trim(text, span.start, span.end) for span in spans[part]}
            counts.update({(part, "right"): len(wanted & found), (part, "both"): len(wanted) + len(found)})
    return {field_of(p): round(200 * counts[p, "right"] / max(1, counts[p, "both"]), 2) for p in Part}


class _Run:
    """A training run: the network, its running mean, the optimizer, and how far it is."""

    def __init__(self, network: Network, settings: Settings, out: Path) -> None:
        self.network, self.settings, self.out = network, settings, out
        self.optimizer = torch.optim.AdamW(_parameter_groups(network, settings), betas=(0.9, 0.98), fused=True)
        self.mean = {name: tensor.clone() for name, tensor in rename_for_file(network.state_dict()).items()}
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
        """Write a checkpoint."""
        state = {
            "network": rename_for_file(self.network.state_dict()),
            "optimizer": self.optimizer.state_dict(),
            "mean": self.mean,
            "epoch": self.epoch,
            "step": self.step,
        }
        unfinished = self._checkpoint.with_suffix(".part")
        torch.save(state, unfinished)
        unfinished.replace(self._checkpoint)

    def learn(self, batch: Sequence[Chosen], steps: int) -> float:
        """Take one step and return its loss; `steps` is how many there will be in all."""
        share = (self.step + 1) / steps
        for group in self.optimizer.param_groups:
            group["lr"] = group["base"] * min(share / 0.1, max(0.0, (1 - share) / 0.9))
        loss = loss_of(self.network, batch, self.settings.soft_weight, self.settings.link_weight)
        self.optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.step += 1
        kept = min(self.settings.averaging, self.step / (10 + self.step))
        for name, tensor in rename_for_file(self.network.state_dict()).items():
            self.mean[name].lerp_(tensor, 1 - kept)
        return float(loss.detach())

    def mean_network(self) -> Network:
        """Return a network with the running mean of the weights."""
        network = Network(self.network.shape)
        fill(network, self.mean)
        return network


def train(network: Network, known: Sequence[Example], settings: Settings, out: Path, report: Any) -> Network:
    """Train for all epochs that are left, and return the network.

    `report` is called after each epoch with the network and a line of text.
    """
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
        for name, current in (("mean", run.mean_network()), ("last", network)):
            report(current, f"epoch {run.epoch}, loss {lost / len(batches):.4f}, {time.time() - start:.0f} s, {name}")
    return run.mean_network()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m quoteattr.training.tagger", description=__doc__.split("\n")[0])
    parser.add_argument("--train", type=Path, nargs="+", required=True, help="articles with attributions, one a line")
    parser.add_argument("--inside", type=Path, nargs="*", default=[], help="those of them that mark reports in reports")
    parser.add_argument("--dev", type=Path, nargs="+", required=True, help="the same, for figures only")
    parser.add_argument("--encoder", type=Path, required=True, help="folder of a BERT or MPNet checkpoint")
    parser.add_argument("--out", type=Path, required=True, help="folder for the tagger, its checkpoint and its log")
    parser.add_argument("--fold", help="leave out a part of the training articles: 0/2, 1/2")
    parser.add_argument("--soft", type=Path, nargs="*", default=[], help="soft labels of teachers")
    parser.add_argument("--unmarked", type=Path, nargs="*", default=[], help="articles that only soft labels know")
    parser.add_argument("--start", type=Path, help="folder of a tagger to go on from instead of the bare encoder")
    parser.add_argument("--device", default="cpu")
    for name, default in asdict(Settings()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(default), default=default)
    return parser


def _marked(args: argparse.Namespace, tokenizer: Tokenizer) -> list[Example]:
    """Return the training articles as examples."""
    read = ((path, fold(read_articles(path), args.fold, inside=False)) for path in args.train)
    return [one for path, some in read for one in examples(some, tokenizer, inside=path in args.inside)]


def main(arguments: list[str] | None = None) -> None:
    """Train, and write the tagger to the output folder."""
    parser = _parser()
    args = parser.parse_args(arguments)
    if unknown := set(args.inside) - set(args.train):
        parser.error(f"--inside names {min(unknown)}: expected files that --train names; name it there too")
    settings = Settings(**{name: getattr(args, name) for name in asdict(Settings())})
    args.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(settings.seed)
    tokenizer = open_tokenizer(args.encoder / "tokenizer.json")
    network = load_published(args.encoder, settings.dropout).to(args.device)
    if args.start:
        network.load_state_dict(load_network(args.start).state_dict())
    unmarked = [e for path in args.unmarked for e in examples(read_articles(path), tokenizer)]
    dev = [read_articles(path) for path in args.dev]

    def report(current: Network, line: str) -> None:
        tagger = Tagger(current.eval(), tokenizer, args.device)
        line = f"{line}: {[figures(tagger, articles) for articles in dev]}"
        print(line, flush=True)
        with (args.out / "log.txt").open("a", encoding="utf-8") as log:
            log.write(line + "\n")

    with (args.out / "log.txt").open("a", encoding="utf-8") as log:
        log.write(json.dumps({name: str(value) for name, value in vars(args).items()}) + "\n")
    final = train(network, add_soft(_marked(args, tokenizer), unmarked, args.soft), settings, args.out, report)
    save_network(final, args.out)
    shutil.copy(args.encoder / "tokenizer.json", args.out / "tokenizer.json")


if __name__ == "__main__":
    main()
