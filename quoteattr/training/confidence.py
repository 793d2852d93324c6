"""Measure how often quotes found in each way are right: the table behind `quoteattr.confidence`.

    python -m quoteattr.training.confidence GOLD.jsonl [GOLD.jsonl ...] [--thoughts]

GOLD has an article per line: ``{"id", "text", "attributions": [{"content": [[start, end], ...], "speaker",
"aliases"}]}``. Only articles whose attributions name a speaker count. A quote is right when its content shares
at least half of its characters with an annotated one (Jaccard) and its speaker has one of the annotated names;
for others than persons half of the words are enough.
Prints the table as Python; shares of small groups lean on those of their rule.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from pprint import pprint
from typing import Any

import quoteattr
from quoteattr.confidence import source_form, way
from quoteattr.linking import Attribution, find_attributions
from quoteattr.marks import find_quotations
from quoteattr.pipeline import Pipeline, linked
from quoteattr.records import SpeakerKind, SpeakerRecord

__all__ = ["main", "shares"]

PRIOR = 5
"""How many quotes the share of a rule weighs against those of one form of source."""


def shares(judged: Iterable[tuple[str, str, bool]]) -> dict[str, dict[str, float]]:
    """Rule → form → smoothed share right, from (rule, form, right) triples.

    >>> shares([("clause", "name", True), ("clause", "none", False)])["clause"][""]
    0.5
    """
    counts: dict[str, dict[str, list[bool]]] = {}
    everything: list[bool] = []
    for rule, form, right in judged:
        everything.append(right)
        for key in (form, ""):
            counts.setdefault(rule, {}).setdefault(key, []).append(right)
    overall = sum(everything) / max(1, len(everything))
    return {rule: _smoothed(forms, overall) for rule, forms in sorted(counts.items())}


def _smoothed(forms: dict[str, list[bool]], overall: float) -> dict[str, float]:
    whole = (sum(forms[""]) + PRIOR * overall) / (len(forms[""]) + PRIOR)
    shares = {form: (sum(right) + PRIOR * whole) / (len(right) + PRIOR) for form, right in sorted(forms.items())}
    return {form: round(share, 2) for form, share in {**shares, "": whole}.items()}


def judged(pipeline: Pipeline, article: dict[str, Any], thoughts: bool) -> Iterator[tuple[str, str, bool]]:
    """What found each quote of an article, how its source is worded, and whether it is right."""
    gold = [a for a in article["attributions"] if "speaker" in a]
    analysis = pipeline.analyse(article["text"])
    attributions = find_attributions(analysis, find_quotations(analysis.text), pipeline.claims(analysis.text))
    for attribution, record in linked(analysis, attributions, thoughts):
        right = any(_same_content(attribution, a) and _same_speaker(record, a) for a in gold)
        yield way(attribution), source_form(attribution, record), right


def _same_content(attribution: Attribution, gold: dict[str, Any]) -> bool:
    found = {i for span in attribution.content for i in range(span.start, span.end)}
    wanted = {i for start, end in gold["content"] for i in range(start, end)}
    return 2 * len(found & wanted) >= len(found | wanted)


def _same_speaker(record: SpeakerRecord | None, gold: dict[str, Any]) -> bool:
    if record is None or gold["speaker"] is None:
        return record is None and gold["speaker"] is None
    names = [name for name in (gold["speaker"], *gold.get("aliases", [])) if isinstance(name, str)]
    found = _words(record.name)
    if record.kind is SpeakerKind.PERSON:
        return any(found == _words(name) for name in names)
    return any(2 * len(set(found) & set(_words(name))) >= len({*found, *_words(name)}) for name in names)


def _words(name: str) -> list[str]:
    words = name.replace("’", "'").casefold().replace(".", "").split()
    return [word for word in words if word not in ("the", "a", "an", "mr", "mrs", "ms", "dr")]


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m quoteattr.training.confidence", description=__doc__.split("\n")[0])
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--thoughts", action="store_true")
    args = parser.parse_args(arguments)
    pipeline = quoteattr.load()
    found: list[tuple[str, str, bool]] = []
    for path in args.gold:
        for line in path.read_text(encoding="utf-8").splitlines():
            article = json.loads(line)
            if any("speaker" in a for a in article["attributions"]):
                found.extend(judged(pipeline, article, args.thoughts))
    pprint(shares(found), width=110)
    print(f"{len(found)} quotes, {sum(right for _, _, right in found)} right")


if __name__ == "__main__":
    main()
