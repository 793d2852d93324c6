"""Train the network that finds roles, organizations and places beside names (`quoteattr.network.neighbours`).

    python -m quoteattr.training.affiliation FACTS.jsonl [...] [--weak FACTS.jsonl ...] [--hold-out N] [--out FILE]

FACTS has an article per line: ``{"id", "text", "facts": [{"name": [start, end], "role": [start, end], "organization":
[start, end], "location": [start, end]}]}``, character offsets, end exclusive; parts may be missing. Every person's
name of the article without a fact teaches that nothing stands beside it, unless the article has ``"partial": true``.
Files after ``--weak`` (labels of another system) are learned with the others first, which then come alone. Prints,
with ``--hold-out``, the F1 of exact spans over the first N articles, which are not learned.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from attrs import frozen
from torch import Tensor
from torch.nn import functional
from torch.nn.utils import clip_grad_norm_

import quoteattr
from quoteattr.errors import InputError
from quoteattr.language.words import Name, NameKind
from quoteattr.network.labels import begin_label, inside_label, read_spans
from quoteattr.network.neighbours import BUNDLED, PARTS, Mention, Neighbours, collate, find_mentions
from quoteattr.network.reading import Reading
from quoteattr.pipeline import Pipeline
from quoteattr.speakers.naming import mend_names
from quoteattr.training.articles import read_annotated

__all__ = ["Example", "examples", "figures", "main", "train"]

BATCH = 32
TOGETHER = 3
"""How often marked articles are read for each time that weak ones are."""


@frozen(eq=False)
class Example:
    """A mention with the label of each of its words."""

    reading: Reading
    mention: Mention
    labels: Sequence[int]


def examples(pipeline: Pipeline, article: dict[str, Any]) -> Iterator[Example]:
    """Yield the mentions of an article: each person's name, and the name of each fact."""
    text = article["text"]
    analysis, reading = mend_names(pipeline.analyse(text), ()), pipeline.tagged(text)
    names = [name for name in analysis.names if name.kind is NameKind.PERSON]
    facts: dict[Name, list[dict[str, Any]]] = {}
    for fact in article["facts"]:
        start, end = fact["name"]
        known = next((n for n in names if n.start < end and start < n.end), None)
        if known is None:
            known = Name(start, end, text[start:end], NameKind.PERSON)
            names.append(known)
        facts.setdefault(known, []).append(fact)
    wanted = [name for name in names if name in facts or not article.get("partial")]
    for mention in find_mentions(reading, analysis.names, wanted):
        yield Example(reading, mention, _labels(reading, mention, facts.get(mention.name, [])))


def _labels(reading: Reading, mention: Mention, facts: Sequence[dict[str, Any]]) -> list[int]:
    """Return the labels of a mention's words; a part that holds a word with a label already is left out."""
    labels = [0] * len(mention)
    for fact in facts:
        for sort, part in enumerate(PARTS):
            if not fact.get(part):
                continue
            first, end = reading.words.touching(*fact[part])
            inside = range(max(0, first - mention.first), min(len(mention), end - mention.first))
            if inside and not any(labels[i] for i in inside):
                labels[inside.start : inside.stop] = [begin_label(sort)] + [inside_label(sort)] * (len(inside) - 1)
    return labels


def train(
    marked: Sequence[Example], weak: Sequence[Example], epochs: int = 3, alone: int = 5, seed: int = 1
) -> Neighbours:
    """Return a network that has learned weak and marked examples together, then the marked ones alone.

    Raises `InputError` where none is marked.
    """
    if not marked:
        raise InputError("no mentions to learn from, expected at least one: add facts, or hold fewer articles out")
    torch.manual_seed(seed)
    order = random.Random(seed)
    network = Neighbours(marked[0].reading.states.shape[1])
    _run(network, [*weak, *list(marked) * TOGETHER], epochs, 3e-3, order)
    _run(network, marked, alone, 7e-4, order)
    return network.eval()


def _run(network: Neighbours, learned: Sequence[Example], epochs: int, rate: float, order: random.Random) -> None:
    optimizer = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=0.01)
    steps = epochs * (len(learned) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps)
    network.train()
    for _ in range(epochs):
        shuffled = order.sample(list(learned), len(learned))
        for start in range(0, len(shuffled), BATCH):
            optimizer.zero_grad()
            loss = _loss(network, shuffled[start : start + BATCH])
            loss.backward()  # type: ignore[no-untyped-call]
            clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()


def _loss(network: Neighbours, batch: Sequence[Example]) -> Tensor:
    states, distances, kinds = collate([(e.reading, e.mention) for e in batch], network.width)
    wanted = torch.full(states.shape[:2], -100)
    for row, example in enumerate(batch):
        wanted[row, : len(example.labels)] = torch.tensor(example.labels)
    return functional.cross_entropy(
        network(states, distances, kinds).flatten(0, 1), wanted.flatten(), ignore_index=-100
    )


def figures(network: Neighbours, held: Sequence[Example]) -> dict[str, float]:
    """Return the F1 of exact spans, in percent, for each part."""
    counts: Counter[tuple[str, str]] = Counter()
    for example in held:
        ((mention, found),) = network.read(example.reading, [example.mention])
        right = {(PARTS[sort], mention.first + i, mention.first + j) for sort, i, j in read_spans(example.labels)}
        for part in PARTS:
            sizes = [{span for span in spans if span[0] == part} for spans in (right, set(found))]
            counts[part, "both"] += len(sizes[0] & sizes[1])
            counts[part, "all"] += len(sizes[0]) + len(sizes[1])
    return {part: round(200 * counts[part, "both"] / max(1, counts[part, "all"]), 1) for part in PARTS}


def _read(pipeline: Pipeline, paths: Sequence[Path]) -> list[list[Example]]:
    return [list(examples(pipeline, article)) for path in paths for article in read_annotated(path, "text", "facts")]


def main(arguments: list[str] | None = None) -> None:
    """Train, measure, write."""
    parser = argparse.ArgumentParser(
        prog="python -m quoteattr.training.affiliation", description=__doc__.split("\n")[0]
    )
    parser.add_argument("facts", nargs="+", type=Path)
    parser.add_argument("--weak", nargs="*", type=Path, default=[])
    parser.add_argument("--hold-out", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--out", type=Path, default=BUNDLED)
    args = parser.parse_args(arguments)
    pipeline = quoteattr.load()
    marked = _read(pipeline, args.facts)
    weak = [example for article in _read(pipeline, args.weak) for example in article]
    held, learned = marked[: args.hold_out], marked[args.hold_out :]
    print(f"{sum(map(len, learned))} marked mentions, {len(weak)} weak ones", flush=True)
    network = train([example for article in learned for example in article], weak, args.epochs)
    if held:
        print(figures(network, [example for article in held for example in article]))
    network.save(args.out)


if __name__ == "__main__":
    main()
