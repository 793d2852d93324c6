"""Train the weights by which `quoteattr.ranking` chooses people: ``python -m quoteattr.training.ranking``.

    python -m quoteattr.training.ranking GOLD.jsonl [GOLD.jsonl ...] [--folds 10] [--out weights.json]

GOLD has an article per line: ``{"id", "text", "attributions": [{"content": [[start, end], ...], "cue", "source",
"speaker", "aliases"}]}``, character offsets, end exclusive; only attributions with the key "speaker" teach. Each
article is read as it will be later, but with the annotated statements in place of those the tagger finds, and where
the speaker of a pronoun, a description or a quotation by itself is annotated, that person is chosen and the choice
is kept as an example. The weights maximise the likelihood of the right choice among the candidates, with an L2
penalty. Prints how often choices are right, by form, when the article itself was left out of training.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import torch
from attrs import frozen

import quoteattr
from quoteattr.affiliation import stated
from quoteattr.entities import resolve
from quoteattr.language import Analysis
from quoteattr.linking import Attribution, given
from quoteattr.people import name_words
from quoteattr.ranking import BUNDLED, Candidate, Ranker

__all__ = ["Choice", "choices", "main", "train"]

PENALTY = 0.03
"""Weight of the L2 penalty against the mean loss of a choice."""


@frozen
class Choice:
    """One choice to learn from: what each option shows, and which one is right."""

    form: str
    options: tuple[tuple[str, ...], ...]
    right: int


class _Teacher:
    """Chooses what is annotated, else as the ranker does, and keeps what it chose among."""

    def __init__(self, names: dict[int, frozenset[tuple[str, ...]]], ranker: Ranker) -> None:
        self._names, self._ranker = names, ranker
        self.choices: list[Choice] = []

    def choose(
        self, form: str, candidates: Sequence[Candidate], nobody: Sequence[str] = (), position: int = 0
    ) -> Candidate | None:
        names = self._names.get(position, frozenset())
        right = next((i for i, c in enumerate(candidates) if name_words(c.name) in names), None)
        may_be_nobody = bool(candidates and nobody) and position in self._names
        if right is None and not may_be_nobody:
            return self._ranker.choose(form, candidates, nobody, position)
        options = [c.features for c in candidates] + ([tuple(nobody)] if nobody else [])
        self.choices.append(Choice(form, tuple(options), len(candidates) if right is None else right))
        return None if right is None else candidates[right]


def choices(analysis: Analysis, attributions: Sequence[tuple[Attribution, dict[str, Any]]]) -> list[Choice]:
    """The choices in an article whose attributions come with their annotation."""
    names: dict[int, frozenset[tuple[str, ...]]] = {}
    for attribution, gold in attributions:
        if "speaker" in gold:
            known = [name for name in (gold["speaker"], *gold.get("aliases", [])) if isinstance(name, str)]
            position = attribution.start if attribution.source is None else attribution.source.start
            names[position] = frozenset(name_words(name) for name in known)
    teacher = _Teacher(names, Ranker({}))
    resolve(analysis, [attribution for attribution, _ in attributions], stated(analysis), teacher)
    return teacher.choices


def train(examples: Sequence[Choice], penalty: float = PENALTY, steps: int = 60) -> Ranker:
    """The weights under which the right choices are likeliest."""
    index: dict[str, int] = {}
    rows, columns, owner = [], [], []
    right = []
    options = 0
    for number, example in enumerate(examples):
        right.append(options + example.right)
        for features in example.options:
            for feature in features:
                rows.append(options)
                columns.append(index.setdefault(f"{example.form} {feature}", len(index)))
            owner.append(number)
            options += 1
    option_of, feature_of = torch.tensor(rows), torch.tensor(columns)
    groups = torch.tensor(owner)
    weights = torch.zeros(len(index), requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=steps, line_search_fn="strong_wolfe")

    def loss() -> float:
        optimizer.zero_grad()
        scores = torch.zeros(options).index_add(0, option_of, weights[feature_of])
        whole = torch.zeros(len(examples)).index_add(0, groups, scores.clamp(-30, 30).exp())
        value: torch.Tensor = (whole.log() - scores[right]).mean() + penalty * weights.square().sum() / 2
        value.backward()  # type: ignore[no-untyped-call]
        return value.item()

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    found = weights.detach().tolist()
    return Ranker({name: round(found[i], 3) for name, i in sorted(index.items()) if abs(found[i]) > 0.002})


def right_choice(ranker: Ranker, example: Choice) -> bool:
    """Whether a ranker chooses as annotated."""
    scores = [ranker.score(example.form, features) for features in example.options]
    return scores.index(max(scores)) == example.right


def cross_validated(articles: Sequence[Sequence[Choice]], folds: int, penalty: float) -> Counter[tuple[str, bool]]:
    """How often choices are right, by form, with weights trained on other articles."""
    counts: Counter[tuple[str, bool]] = Counter()
    for fold in range(folds):
        rest = [example for i, article in enumerate(articles) if i % folds != fold for example in article]
        ranker = train(rest, penalty)
        for article in articles[fold::folds]:
            counts.update((example.form, right_choice(ranker, example)) for example in article)
    return counts


def read(paths: Iterable[Path]) -> list[list[Choice]]:
    """The choices of each annotated article in some files."""
    pipeline = quoteattr.load()
    found: list[list[Choice]] = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            article = json.loads(line)
            attributions = [(given(article["text"], gold), gold) for gold in article["attributions"] if gold["content"]]
            attributions.sort(key=lambda pair: (pair[0].start, -pair[0].end))
            found.append(choices(pipeline.analyse(article["text"]), attributions))
    return found


def main(arguments: list[str] | None = None) -> None:
    """Train, measure, write."""
    parser = argparse.ArgumentParser(prog="python -m quoteattr.training.ranking", description=__doc__.split("\n")[0])
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--penalty", type=float, default=PENALTY)
    parser.add_argument("--out", type=Path, default=BUNDLED)
    args = parser.parse_args(arguments)
    articles = read(args.gold)
    counts = cross_validated(articles, args.folds, args.penalty)
    for form in sorted({form for form, _ in counts}):
        hits, misses = counts[form, True], counts[form, False]
        print(f"{form:5} {hits} of {hits + misses} right ({100 * hits / (hits + misses):.1f} %)")
    ranker = train([example for article in articles for example in article], args.penalty)
    args.out.write_text(json.dumps(dict(ranker.weights), indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
