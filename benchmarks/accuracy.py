"""How right: quotes and their sources against annotated articles.

    python -m benchmarks.accuracy GOLD.jsonl [--thoughts]

GOLD has an article per line: ``{"id", "text", "attributions": [{"content": [[start, end], ...], "source":
[[start, end]]}]}``, character offsets, end exclusive. Two contents match when they share at least half of their
characters (Jaccard, spaces and outer punctuation left out), best pairs first, each used once. ``quotes`` is the F1
of matched contents, ``attributed`` that of those whose source overlaps the annotated one as well (or is absent in
both); ``direct`` counts only quotations of four words and more inside marks, matched at 0.8. ``exact source``,
``exact cue`` and ``exact content`` count spans whose both edges are right, outer punctuation left out; they need
``"cue"`` in GOLD too.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import regex

import quoteattr
from quoteattr import Article
from quoteattr.training.tagger import trimmed

QUOTED = regex.compile(r'["“]([^"“”]*)["”]?')

FIGURES = ("quotes", "attributed", "direct", "direct, attributed", "exact source", "exact cue", "exact content")

Spans = list[tuple[int, int]]
Statement = tuple[Spans, Spans]
"""Content and source."""


def characters(text: str, spans: Spans) -> set[int]:
    """The offsets of the characters that count."""
    return {i for span in spans for i in range(*trimmed(text, *span)) if not text[i].isspace()}


def is_direct(text: str, content: Spans) -> bool:
    """Whether a content has four words or more inside quotation marks."""
    pieces = (text[max(0, start - 1) : end + 1] for start, end in content)
    return any(len(found[1].split()) >= 4 for piece in pieces for found in QUOTED.finditer(piece))


def matched(text: str, gold: list[Statement], found: list[Statement], least: float) -> list[tuple[int, int]]:
    """Pairs of annotated and found statements."""
    wanted, given = ([characters(text, content) for content, _ in side] for side in (gold, found))
    scored = sorted(
        ((len(g & f) / len(g | f), i, j) for i, g in enumerate(wanted) for j, f in enumerate(given) if g & f),
        reverse=True,
    )
    pairs: list[tuple[int, int]] = []
    for share, i, j in scored:
        if share >= least and all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return pairs


def same_source(text: str, gold: Statement, found: Statement) -> bool:
    """Whether the two sources overlap, or neither side has one."""
    wanted, given = characters(text, gold[1]), characters(text, found[1])
    return bool(wanted & given) if wanted else not given


def statements(article: Article) -> list[Statement]:
    """Content and source of every quote."""
    out: list[Statement] = []
    for quote in article.quotes:
        mention = quote.speaker and quote.speaker.mention
        out.append(([(s.start, s.end) for s in quote.spans], [(mention.start, mention.end)] if mention else []))
    return out


def exact(article: Article) -> dict[str, Spans]:
    """All spans of an article by their part; each once."""
    mentions = [q.speaker.mention for q in article.quotes if q.speaker and q.speaker.mention]
    parts = {"source": mentions, "cue": [q.cue for q in article.quotes if q.cue]}
    parts["content"] = [span for q in article.quotes for span in q.spans]
    return {part: [(s.start, s.end) for s in found] for part, found in parts.items()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__.split("\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--thoughts", action="store_true")
    args = parser.parse_args()
    pipeline = quoteattr.load()
    counts = {name: [0, 0, 0] for name in FIGURES}
    for line in args.gold.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        text = record["text"]
        gold: list[Statement] = [(a["content"], a["source"]) for a in record["attributions"]]
        article = pipeline(text, thoughts=args.thoughts)
        found = statements(article)
        for part, ranges in exact(article).items():
            right_spans = {trimmed(text, *span) for a in record["attributions"] for span in a.get(part, [])}
            given_spans = {trimmed(text, *span) for span in ranges}
            sizes = (len(right_spans & given_spans), len(given_spans), len(right_spans))
            counts[f"exact {part}"] = [a + b for a, b in zip(counts[f"exact {part}"], sizes, strict=True)]
        for name, least in (("quotes", 0.5), ("direct", 0.8)):
            wanted, given = ([s for s in side if name == "quotes" or is_direct(text, s[0])] for side in (gold, found))
            pairs = matched(text, wanted, given, least)
            right = sum(same_source(text, wanted[i], given[j]) for i, j in pairs)
            sourced = "attributed" if name == "quotes" else "direct, attributed"
            for key, hits in ((name, len(pairs)), (sourced, right)):
                counts[key] = [a + b for a, b in zip(counts[key], (hits, len(given), len(wanted)), strict=True)]
    for name, (hits, given, wanted) in counts.items():
        print(f"{name:20} F1 {200 * hits / max(1, given + wanted):5.1f}  {hits} of {wanted}, {given} found")


if __name__ == "__main__":
    main()
