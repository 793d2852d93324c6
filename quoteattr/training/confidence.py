"""Train the weights behind `quoteattr.confidence`, and measure how well they are calibrated.

    python -m quoteattr.training.confidence GOLD.jsonl [GOLD.jsonl ...] [--thoughts GOLD.jsonl ...] [--out FILE]

GOLD are articles on which nothing else was trained, one per line: ``{"text", "attributions": [{"content":
[[start, end], ...], "speaker", "aliases"}]}``; files after ``--thoughts`` are read with thoughts. Only articles whose
attributions name a speaker count. A quote is right when its content shares at least half of its characters with an
annotated one (Jaccard) and its speaker has one of the annotated names; for others than persons half of the words are
enough.

Prints, by cross-validation over articles: the expected calibration error (ten bins of equal size; Guo et al. 2017,
"On calibration of modern neural networks") and how many of the most confident 70 % are right.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import torch
from attrs import frozen
from torch.nn import functional

import quoteattr
from quoteattr.confidence import BUNDLED, confidence, features_of
from quoteattr.errors import InputError
from quoteattr.pipeline import Pipeline
from quoteattr.reading import attribute
from quoteattr.records import SpeakerKind, SpeakerRecord
from quoteattr.statements.finding import find_statements
from quoteattr.statements.statement import Statement
from quoteattr.training.articles import read_annotated

__all__ = ["Judged", "calibration_error", "cross_validate", "judge", "main", "train"]

PENALTY = 0.002
"""Weight of the L2 penalty against the mean loss of a quote."""

BINS = 10


@frozen
class Judged:
    """A quote that was found: its features, whether its content is right, and whether content and speaker are."""

    features: Mapping[str, float]
    content: bool
    right: bool


def judge(pipeline: Pipeline, article: dict[str, Any], thoughts: bool) -> Iterator[Judged]:
    """Yield the quotes of an article, held against its annotation."""
    gold = [a for a in article["attributions"] if "speaker" in a]
    words, reading = pipeline.analyse(article["text"]), pipeline.tagged(article["text"])
    statements = [one for one in find_statements(words, reading.claims, pipeline.models.cues) if thoughts or one.voiced]
    for found in attribute(words, reading, statements, pipeline.models):
        matching = [a for a in gold if _same_content(found.statement, a)]
        right = any(_same_speaker(found.speaker, a) for a in matching)
        yield Judged(features_of(found.statement, found.speaker, found.certainty), bool(matching), right)


def train(examples: Sequence[Judged], penalty: float = PENALTY) -> dict[str, float]:
    """Return the weights under which the judgements are likeliest. Raises `InputError` where there are none."""
    if not examples:
        raise InputError("no quotes to learn from, expected some in at least two articles: add articles with speakers")
    names = sorted({name for example in examples for name in example.features})
    table = torch.tensor([[example.features.get(name, 0.0) for name in names] for example in examples])
    right = torch.tensor([float(example.right) for example in examples])
    weights = torch.zeros(len(names), requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=100, line_search_fn="strong_wolfe")

    def loss() -> float:
        optimizer.zero_grad()
        value = functional.binary_cross_entropy_with_logits(table @ weights, right)
        value = value + penalty * weights.square().sum() / 2
        value.backward()  # type: ignore[no-untyped-call]
        return value.item()

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    return {name: round(weight, 3) for name, weight in zip(names, weights.detach().tolist(), strict=True)}


def cross_validate(articles: Sequence[Sequence[Judged]], folds: int = 10) -> list[tuple[float, Judged]]:
    """Return each quote with the probability that weights trained on other articles give it."""
    found: list[tuple[float, Judged]] = []
    for fold in range(folds):
        weights = train([example for i, article in enumerate(articles) if i % folds != fold for example in article])
        found += [(confidence(e.features, weights), e) for article in articles[fold::folds] for e in article]
    return found


def calibration_error(pairs: Sequence[tuple[float, bool]], bins: int = BINS) -> float:
    """Return the mean distance between probability and share right, over bins of equal size.

    >>> calibration_error([(0.5, True), (0.5, False)], bins=1)
    0.0
    """
    ordered = sorted(pairs)
    edges = [round(i * len(ordered) / bins) for i in range(bins + 1)]
    distance = 0.0
    for start, end in pairwise(edges):
        bucket = ordered[start:end]
        distance += abs(sum(p for p, _ in bucket) - sum(right for _, right in bucket))
    return distance / max(1, len(ordered))


def most_confident(found: Sequence[tuple[float, Judged]], share: float = 0.7) -> list[Judged]:
    """Return the quotes with the highest probabilities."""
    ordered = sorted(found, key=lambda pair: -pair[0])
    return [example for _, example in ordered[: round(share * len(ordered))]]


def _same_content(statement: Statement, gold: dict[str, Any]) -> bool:
    found = {i for span in statement.content for i in range(span.start, span.end)}
    wanted = {i for start, end in gold["content"] for i in range(start, end)}
    return 2 * len(found & wanted) >= len(found | wanted)


def _same_speaker(record: SpeakerRecord | None, gold: dict[str, Any]) -> bool:
    if record is None or gold["speaker"] is None:
        return record is None and gold["speaker"] is None
    if isinstance(gold["speaker"], list):
        return all(set(_words(name)) & set(_words(record.name)) for name in gold["speaker"])
    names = [name for name in (gold["speaker"], *gold.get("aliases", [])) if isinstance(name, str)]
    found = _words(record.name)
    if record.kind is SpeakerKind.PERSON:
        return any(found == _words(name) for name in names)
    return any(2 * len(set(found) & set(_words(name))) >= len({*found, *_words(name)}) for name in names)


def _words(name: str) -> list[str]:
    words = name.replace("’", "'").casefold().replace(".", "").split()
    return [word for word in words if word not in ("the", "a", "an", "mr", "mrs", "ms", "dr")]


def main(arguments: list[str] | None = None) -> None:
    """Train, measure, write."""
    parser = argparse.ArgumentParser(prog="python -m quoteattr.training.confidence", description=__doc__.split("\n")[0])
    parser.add_argument("gold", nargs="*", type=Path)
    parser.add_argument("--thoughts", nargs="*", type=Path, default=[])
    parser.add_argument("--out", type=Path, default=BUNDLED)
    args = parser.parse_args(arguments)
    pipeline = quoteattr.load()
    articles: list[list[Judged]] = []
    for path, thoughts in [*((p, False) for p in args.gold), *((p, True) for p in args.thoughts)]:
        for article in read_annotated(path, "text", "attributions"):
            if any("speaker" in a for a in article["attributions"]):
                articles.append(list(judge(pipeline, article, thoughts)))
    found = cross_validate(articles)
    kept = most_confident(found)
    print(f"{len(found)} quotes, {sum(e.right for _, e in found)} right")
    print(f"expected calibration error {calibration_error([(p, e.right) for p, e in found]):.3f}")
    print(f"most confident 70 %: {sum(e.right for e in kept)} of {len(kept)} right")
    weights = train([example for article in articles for example in article])
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(weights, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
