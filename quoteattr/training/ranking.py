"""Train the weights by which `quoteattr.speakers.ranking` chooses: ``python -m quoteattr.training.ranking``.

    python -m quoteattr.training.ranking GOLD.jsonl [...] [--people PEOPLE.jsonl ...] [--folds 10] [--out weights.json]

GOLD has an article per line: ``{"id", "text", "attributions": [{"content": [[start, end], ...], "cue", "source",
"speaker", "aliases", "speaker_kind", "role", "organization"}]}``, character offsets, end exclusive; only attributions
with the key "speaker" teach. Each article is read as it will be later, but with the annotated statements in place of
those the tagger finds. Where the speaker of a pronoun, a description or a quotation by itself is annotated, that
person is chosen and the choice is kept as an example; so is the choice of each person's role and organization
(`quoteattr.affiliations.offices`). PEOPLE adds articles whose people are annotated, but not what they say:
``{"id", "text", "people": [{"person", "role", "organization": [...]}]}``.

The weights maximise the likelihood of a right choice among the options, with an L2 penalty. Prints how often choices
are right, by form, when the article itself was left out of training.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import regex
import torch
from attrs import frozen
from torch import Tensor

import quoteattr
from quoteattr.affiliations.affiliation import find_facts
from quoteattr.affiliations.offices import Option, Surroundings
from quoteattr.errors import InputError
from quoteattr.language.lexicon.grammar import DETERMINERS
from quoteattr.language.words import Analysis
from quoteattr.network.neighbours import Neighbours
from quoteattr.network.reading import Reading
from quoteattr.speakers.entities import resolve
from quoteattr.speakers.naming import mend_names
from quoteattr.speakers.people import Entity, People, name_words
from quoteattr.speakers.ranking import BUNDLED, Candidate, Chosen, Ranker
from quoteattr.statements.statement import Statement
from quoteattr.training.articles import read_annotated

__all__ = ["Choice", "alike", "choices", "main", "people_choices", "train"]

PENALTY = {"role": 0.002, "organization": 0.002}
"""Weight of the L2 penalty against the mean loss of a choice, for the forms where it is not `USUAL_PENALTY`."""

USUAL_PENALTY = 0.03

ALIKE = 0.6
"""How many words two wordings of a role or body share at least (F1 over words)."""


@frozen
class Choice:
    """One choice to learn from: the features of each option, which options are right, and how much it counts."""

    form: str
    options: tuple[tuple[str, ...], ...]
    right: frozenset[int]
    weight: float = 1.0


class _Teacher:
    """Chooses what is annotated, else as the ranker does, and keeps what it chose among."""

    def __init__(self, names: dict[int, frozenset[tuple[str, ...]]], ranker: Ranker) -> None:
        self._names, self._ranker = names, ranker
        self.choices: list[Choice] = []

    def choose(
        self, form: str, candidates: Sequence[Candidate], nobody: Sequence[str] = (), position: int = 0
    ) -> Chosen:
        names = self._names.get(position, frozenset())
        right = next((i for i, c in enumerate(candidates) if name_words(c.name) in names), None)
        may_be_nobody = bool(candidates and nobody) and position in self._names
        if right is None and not may_be_nobody:
            return self._ranker.choose(form, candidates, nobody, position)
        options = [c.features for c in candidates] + ([tuple(nobody)] if nobody else [])
        self.choices.append(Choice(form, tuple(options), frozenset([len(candidates) if right is None else right])))
        return Chosen(None if right is None else candidates[right])


def choices(
    analysis: Analysis,
    tagged: Reading,
    attributions: Sequence[tuple[Statement, dict[str, Any]]],
    network: Neighbours,
) -> list[Choice]:
    """Return the choices in an article whose statements come with their annotation."""
    names: dict[int, frozenset[tuple[str, ...]]] = {}
    for attribution, gold in attributions:
        if "speaker" in gold:
            position = attribution.start if attribution.source is None else attribution.source.start
            names[position] = _names(gold)
    teacher = _Teacher(names, Ranker({}))
    analysis = mend_names(analysis, [a.source for a, _ in attributions if a.source is not None])
    facts = find_facts(analysis, tagged, network)
    resolution = resolve(analysis, [attribution for attribution, _ in attributions], facts, teacher)
    spoke: dict[int, list[dict[str, Any]]] = {}
    for (_, gold), speaker in zip(attributions, resolution.speakers, strict=True):
        if speaker is None or gold.get("speaker_kind") != "person":
            continue
        if name_words(resolution.entities[speaker].name) in _names(gold):
            spoke.setdefault(speaker, []).append(gold)
    surroundings = Surroundings(analysis, resolution.people, facts)
    people = ((resolution.entities[e], golds[0], len(golds)) for e, golds in spoke.items())
    return teacher.choices + [c for entity, gold, n in people for c in _offices(surroundings, entity, gold, n**0.5)]


def people_choices(
    analysis: Analysis, tagged: Reading, people: Iterable[dict[str, Any]], network: Neighbours
) -> list[Choice]:
    """Return the choices of role and organization in an article whose people are annotated."""
    analysis = mend_names(analysis, ())
    facts = find_facts(analysis, tagged, network)
    known = People(analysis, facts)
    surroundings = Surroundings(analysis, known, facts)
    found: list[Choice] = []
    for gold in people:
        entity = next((e for e in known.entities if name_words(e.name) == name_words(gold["person"])), None)
        if entity is not None:
            often = max(1, min(4, len(known.named_at(entity.id)) // 2))
            found += _offices(surroundings, entity, gold, often**0.5)
    return found


def _names(gold: Mapping[str, Any]) -> frozenset[tuple[str, ...]]:
    """Return the words of each name under which a speaker is annotated."""
    known = [name for name in (gold["speaker"], *gold.get("aliases", [])) if isinstance(name, str)]
    return frozenset(name_words(name) for name in known)


def _offices(surroundings: Surroundings, entity: Entity, gold: Mapping[str, Any], weight: float) -> Iterator[Choice]:
    """Yield the choice of a person's role, then of the body for the right role; nothing where no option is right."""
    facts = surroundings.facts(entity.id, entity.mentions)
    roles = surroundings.roles(entity.id, facts)
    right = [
        o for o in roles if alike(o.affiliation.role if o.affiliation else None, [gold["role"]] if gold["role"] else [])
    ]
    if right:
        yield _choice("role", roles, right, weight)
    bodies = surroundings.organizations(entity.id, facts, (right or roles)[0].affiliation)
    fitting = _fitting(bodies, gold["organization"])
    if fitting:
        yield _choice("organization", bodies, fitting, weight)


def _fitting(bodies: Sequence[Option], wanted: Sequence[str]) -> list[Option]:
    return [o for o in bodies if alike(o.affiliation.organization if o.affiliation else None, wanted)]


def _choice(form: str, options: Sequence[Option], right: Sequence[Option], weight: float) -> Choice:
    numbers = frozenset(i for i, option in enumerate(options) if any(option is one for one in right))
    return Choice(form, tuple(option.features for option in options), numbers, weight)


def alike(found: str | None, wanted: Sequence[str]) -> bool:
    """Return whether a wording is one of those wanted, or none is wanted and none found.

    >>> alike("Assistant Minister", ["minister"]), alike("mayor", []), alike(None, [])
    (True, False, True)
    """
    if not wanted or not found:
        return not wanted and not found
    return any(_share(_words(found), _words(one)) for one in wanted)


def _share(found: Sequence[str], wanted: Sequence[str]) -> bool:
    common = sum((Counter(found) & Counter(wanted)).values())
    inside = bool(found and wanted) and (set(found) <= set(wanted) or set(wanted) <= set(found))
    return inside or 2 * common >= ALIKE * (len(found) + len(wanted)) > 0


def _words(phrase: str) -> list[str]:
    plain = regex.sub(r"[’']s\b|\.", "", phrase.casefold())
    return [word for word in regex.findall(r"[\p{L}\p{N}]+", plain) if word not in DETERMINERS]


def train(examples: Sequence[Choice], steps: int = 80) -> Ranker:
    """Return the weights under which right choices are likeliest, form by form."""
    weights: dict[str, float] = {}
    for form in sorted({example.form for example in examples}):
        weights |= _train_form(form, [example for example in examples if example.form == form], steps)
    return Ranker(weights)


def _train_form(form: str, examples: Sequence[Choice], steps: int) -> dict[str, float]:
    """Return the weights of one form."""
    index: dict[str, int] = {}
    options: list[int] = []
    features: list[int] = []
    owners: list[int] = []
    right: list[float] = []
    for number, example in enumerate(examples):
        for i, option in enumerate(example.options):
            features += [index.setdefault(f"{form} {feature}", len(index)) for feature in option]
            options += [len(owners)] * len(option)
            owners.append(number)
            right.append(float(i in example.right))
    option_of, feature_of = torch.tensor(options), torch.tensor(features)
    owner_of, right_of = torch.tensor(owners), torch.tensor(right)
    counts = torch.tensor([example.weight for example in examples])
    weights = torch.zeros(len(index), requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=steps, line_search_fn="strong_wolfe")
    penalty = PENALTY.get(form, USUAL_PENALTY)

    def loss() -> float:
        optimizer.zero_grad()
        scores = torch.zeros(len(owners)).index_add(0, option_of, weights[feature_of]).clamp(-30, 30).exp()
        whole = torch.zeros(len(examples)).index_add(0, owner_of, scores)
        part = torch.zeros(len(examples)).index_add(0, owner_of, scores * right_of)
        value: Tensor = (counts * (whole.log() - part.log())).sum() / counts.sum()
        value = value + penalty * weights.square().sum() / 2
        value.backward()  # type: ignore[no-untyped-call]
        return value.item()

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    found = weights.detach().tolist()
    return {name: round(found[i], 3) for name, i in sorted(index.items()) if abs(found[i]) > 0.002}


def right_choice(ranker: Ranker, example: Choice) -> bool:
    """Return whether a ranker chooses as annotated."""
    scores = [ranker.score(example.form, features) for features in example.options]
    return scores.index(max(scores)) in example.right


def cross_validate(articles: Sequence[Sequence[Choice]], folds: int) -> Counter[tuple[str, bool]]:
    """Count how often choices are right, by form, with weights trained on other articles."""
    counts: Counter[tuple[str, bool]] = Counter()
    for fold in range(folds):
        ranker = train([example for i, article in enumerate(articles) if i % folds != fold for example in article])
        for article in articles[fold::folds]:
            counts.update((example.form, right_choice(ranker, example)) for example in article)
    return counts


def read(gold: Iterable[Path], people: Iterable[Path] = ()) -> list[list[Choice]]:
    """Return the choices of each annotated article in some files."""
    pipeline = quoteattr.load()
    network = pipeline.models.affiliations
    found: list[list[Choice]] = []
    for path in gold:
        for article in read_annotated(path, "text", "attributions"):
            text = article["text"]
            attributions = [
                (Statement.from_annotation(text, one), one) for one in article["attributions"] if one["content"]
            ]
            attributions.sort(key=lambda pair: (pair[0].start, -pair[0].end))
            found.append(choices(pipeline.analyse(text), pipeline.tagged(text), attributions, network))
    for path in people:
        for article in read_annotated(path, "text", "people"):
            text = article["text"]
            found.append(people_choices(pipeline.analyse(text), pipeline.tagged(text), article["people"], network))
    return found


def main(arguments: list[str] | None = None) -> None:
    """Train, measure, write."""
    parser = argparse.ArgumentParser(prog="python -m quoteattr.training.ranking", description=__doc__.split("\n")[0])
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--people", nargs="*", type=Path, default=[])
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--out", type=Path, default=BUNDLED)
    args = parser.parse_args(arguments)
    articles = read(args.gold, args.people)
    if not any(articles):
        raise InputError("no choices to learn from, expected at least one: add articles with speakers or people")
    counts = cross_validate(articles, args.folds)
    for form in sorted({form for form, _ in counts}):
        hits, misses = counts[form, True], counts[form, False]
        print(f"{form:12} {hits} of {hits + misses} right ({100 * hits / (hits + misses):.1f} %)")
    ranker = train([example for article in articles for example in article])
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(dict(ranker.weights), indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
