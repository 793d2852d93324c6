"""All counts of an article, or of a corpus: the sum of its articles'."""

from __future__ import annotations

from typing import Any

from attrs import Factory, frozen

from benchmarks.metrics.breakdown import (
    Breakdown,
    Recall,
    count_forms,
    count_mentions,
    count_speaker_kinds,
    count_uncued,
)
from benchmarks.metrics.matching import assess, leave_out_thoughts
from benchmarks.metrics.spans import content_of, holds_long_quotation
from benchmarks.metrics.speakers import Speakers, count_speakers
from benchmarks.metrics.statements import ExactSpans, Kinds, Levels, count_kinds, count_levels, count_spans
from benchmarks.metrics.tallies import Additive
from benchmarks.readers import Article as AnnotatedArticle
from quoteattr import Article

__all__ = ["Counts", "count"]


@frozen
class Counts(Additive):
    """All counts of an article, or of the sum of many.

    `direct` is `quotes` over the statements with four words or more inside double quotation marks. `forms`, `mentions`
    and `speaker_kinds` break recall down: by the tags of the corpus, by how the source is worded
    (`benchmarks.metrics.Mention`), and by the annotated kind of speaker. `uncued` has the statements without cue and
    source.
    """

    spans: ExactSpans = Factory(ExactSpans)
    quotes: Levels = Factory(Levels)
    direct: Levels = Factory(Levels)
    speakers: Speakers = Factory(Speakers)
    kinds: Kinds = Factory(Kinds)
    forms: Breakdown = Factory(Breakdown)
    mentions: Breakdown = Factory(Breakdown)
    speaker_kinds: Breakdown = Factory(Breakdown)
    uncued: Recall = Factory(Recall)

    def to_dict(self) -> dict[str, Any]:
        """Return the figures in percent, one decimal; those of speakers, kinds, forms only where annotated."""
        out: dict[str, Any] = {part: getattr(self.spans, part).to_dict() for part in ("source", "cue", "content")}
        out |= self.quotes.to_dict("quotes") | self.direct.to_dict("direct")
        if self.speakers.articles:
            out |= self.speakers.to_dict()
        if self.kinds.wanted:
            out["kinds"] = self.kinds.to_dict()
        breakdowns = {"forms": self.forms, "mentions": self.mentions, "speaker_kinds": self.speaker_kinds}
        return out | {name: breakdown.to_dict() for name, breakdown in breakdowns.items() if breakdown.counts}


def count(article: AnnotatedArticle, found: Article, *, thoughts: bool = False) -> Counts:
    """Return the counts of one article.

    `thoughts` says whether what was found was found with thoughts asked for; without, annotated thoughts and the quotes
    of them are left out.
    """
    if not thoughts:
        article, found = leave_out_thoughts(article, found)
    outcome = assess(article, found, thoughts=True)
    long_statements = [s for s in article.attributions if holds_long_quotation(article.text, s.content)]
    long_quotes = [quote for quote in found.quotes if holds_long_quotation(article.text, content_of(quote))]
    return Counts(
        spans=count_spans(article, found),
        quotes=count_levels(article.text, article.attributions, found.quotes),
        direct=count_levels(article.text, long_statements, long_quotes),
        speakers=count_speakers(outcome, found),
        kinds=count_kinds(outcome),
        forms=count_forms(outcome),
        mentions=count_mentions(article.text, outcome),
        speaker_kinds=count_speaker_kinds(outcome),
        uncued=count_uncued(outcome),
    )
