"""What was said, and where its source stands: exact spans, matched statements, kinds of quotes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from attrs import Factory, frozen

from benchmarks.metrics.matching import CLOSE, LOOSE, Aspect, Outcome, has_source, pair_contents
from benchmarks.metrics.spans import Fragments, characters, content_of, mention_of, trim, trim_content
from benchmarks.metrics.tallies import Additive, Share, Tally
from benchmarks.readers import Article as AnnotatedArticle
from benchmarks.readers import Attribution, Span
from quoteattr import Article, Quote, QuoteKind

__all__ = ["ExactSpans", "Kinds", "Level", "Levels", "count_kinds", "count_levels", "count_spans"]


@frozen
class ExactSpans(Additive):
    """Spans whose both edges are right; equal ones count once.

    White space and outer punctuation are left out, and of contents a leading "that".
    """

    source: Tally = Factory(Tally)
    cue: Tally = Factory(Tally)
    content: Tally = Factory(Tally)


@frozen
class Level(Additive):
    """Statements whose content overlaps enough.

    `attributed` counts of these the ones whose source mention overlaps the annotated one, or is absent in both;
    `mention` is the share with the right mention where one is annotated.
    """

    matched: Tally = Factory(Tally)
    attributed: Tally = Factory(Tally)
    mention: Share = Factory(Share)

    def to_dict(self) -> dict[str, float]:
        """Return ``{"p", "r", "f1", "mention", "attr_f1"}`` in percent, one decimal."""
        attributed = round(self.attributed.f1, 1)
        return {**self.matched.to_dict(), "mention": round(self.mention.percent, 1), "attr_f1": attributed}


@frozen
class Levels(Additive):
    """The same statements matched at an overlap of 0.5 (`loose`) and of 0.8 (`close`)."""

    loose: Level = Factory(Level)
    close: Level = Factory(Level)

    def to_dict(self, name: str) -> dict[str, dict[str, float]]:
        """Return the figures of both levels, called ``name@0.5`` and ``name@0.8``."""
        return {f"{name}@{LOOSE}": self.loose.to_dict(), f"{name}@{CLOSE}": self.close.to_dict()}


@frozen
class Kinds(Additive):
    """The statements of each kind, matched at 0.5.

    A matched one counts under its annotated kind, a quote that is no statement under its own, so that the three
    add up to all. `right` is the share of the matched ones that were found as the kind they are.
    """

    direct: Tally = Factory(Tally)
    mixed: Tally = Factory(Tally)
    indirect: Tally = Factory(Tally)
    right: Share = Factory(Share)

    @property
    def wanted(self) -> int:
        """How many statements of a known kind there are."""
        return self.direct.wanted + self.mixed.wanted + self.indirect.wanted

    def to_dict(self) -> dict[str, Any]:
        """Return ``{"direct": {"p", "r", "f1"}, ..., "right"}`` in percent, one decimal."""
        kinds = {kind.value: getattr(self, kind.value).to_dict() for kind in QuoteKind}
        return {**kinds, "right": round(self.right.percent, 1)}


def count_spans(article: AnnotatedArticle, found: Article) -> ExactSpans:
    """Return how many sources, cues and contents have both edges right."""
    text, statements, quotes = article.text, article.attributions, found.quotes
    cues = [((quote.cue.start, quote.cue.end),) for quote in quotes if quote.cue]
    return ExactSpans(
        source=_count_exact(text, trim, (s.source for s in statements), map(mention_of, quotes)),
        cue=_count_exact(text, trim, (s.cue for s in statements), cues),
        content=_count_exact(text, trim_content, (s.content for s in statements), map(content_of, quotes)),
    )


def _count_exact(
    text: str, edges: Callable[[str, int, int], Span], wanted: Iterable[Fragments], given: Iterable[Fragments]
) -> Tally:
    right, have = ({edges(text, *span) for fragments in side for span in fragments} for side in (wanted, given))
    return Tally(len(right & have), len(have), len(right))


def count_levels(text: str, statements: Sequence[Attribution], quotes: Sequence[Quote]) -> Levels:
    """Return how many statements and quotes are the same at both levels of overlap."""
    pairs = pair_contents(text, [s.content for s in statements], list(map(content_of, quotes)))

    def level(least: float) -> Level:
        same = [(statements[p.wanted], quotes[p.given]) for p in pairs if p.overlap >= least]
        return _count_level(text, same, len(quotes), len(statements))

    return Levels(level(LOOSE), level(CLOSE))


def _count_level(text: str, same: Sequence[tuple[Attribution, Quote]], found: int, wanted: int) -> Level:
    right = [(bool(characters(text, s.source)), has_source(text, s, q)) for s, q in same]
    return Level(
        matched=Tally(len(same), found, wanted),
        attributed=Tally(sum(is_right for _, is_right in right), found, wanted),
        mention=Share.count(is_right for has_one, is_right in right if has_one),
    )


def count_kinds(outcome: Outcome) -> Kinds:
    """Return the statements of each kind; nothing where a statement's kind is not annotated."""
    if any(verdict.statement.kind is None for verdict in outcome.verdicts):
        return Kinds()
    return Kinds(
        **{kind.value: _count_kind(outcome, kind) for kind in QuoteKind},
        right=Share.count(Aspect.QUOTE_KIND in verdict.right for verdict in outcome.verdicts if verdict.quote),
    )


def _count_kind(outcome: Outcome, kind: QuoteKind) -> Tally:
    hits = [Aspect.CONTENT in v.right for v in outcome.verdicts if v.statement.kind is kind]
    return Tally(sum(hits), sum(hits) + sum(quote.kind is kind for quote in outcome.spurious), len(hits))
