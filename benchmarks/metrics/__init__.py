"""How right a prediction is: what became of every annotated statement, and the figures that count it.

`assess` pairs the statements of one article with the quotes found in it, best overlap first, each used once, and says
of every statement which aspects the quote found of it has right. Everything else counts these outcomes. `count` gives
the counts of one article; counts add up, so that the figures of a corpus are those of a sum, and a bootstrap draws
articles without pairing anything again:

>>> from benchmarks.readers import Article as AnnotatedArticle, Attribution
>>> from quoteattr import Article, Quote, QuoteKind, Span, Speaker, SpeakerKind
>>> person = SpeakerKind.PERSON
>>> gold = AnnotatedArticle("pier", "Moss said no. Lee said maybe.", (
...     Attribution(content=((10, 12),), source=((0, 4),), speaker="Jo Moss", speaker_kind=person, forms=("surname",)),
...     Attribution(content=((23, 28),), source=((14, 17),), speaker="Al Lee", speaker_kind=person, forms=("surname",)),
... ))
>>> moss = Speaker("Jo Moss", person, Span.cut(gold.text, 0, 4))
>>> found = Article((Quote((Span.cut(gold.text, 10, 12),), QuoteKind.INDIRECT, speaker=moss),), id="pier")
>>> counts = sum([count(gold, found)], Counts())
>>> counts.quotes.loose.matched
Tally(hits=1, found=1, wanted=2)
>>> counts.speakers.speaker.precision, counts.speakers.speaker.recall
(100.0, 50.0)
>>> counts.forms["surname"].content.percent
50.0

All percentages are those of the whole, not means over articles. Annotated thoughts count only where they were asked
for (``thoughts=True``): otherwise they are neither missed when they are not found nor wrong when they are.
"""

from __future__ import annotations

from benchmarks.metrics.breakdown import Breakdown, Recall
from benchmarks.metrics.calibration import Bin, Guess, calibration_error, guesses, reliability, top_accuracy
from benchmarks.metrics.comparison import Change, Comparison, Spurious, compare
from benchmarks.metrics.counts import Counts, count
from benchmarks.metrics.errors import MetricError
from benchmarks.metrics.intervals import Interval, interval
from benchmarks.metrics.matching import Aspect, Outcome, Prediction, Verdict, align, assess, leave_out_thoughts
from benchmarks.metrics.mentions import Mention, mention_kind
from benchmarks.metrics.phrases import same_name, same_organization, same_phrase, same_role
from benchmarks.metrics.spans import trim_content
from benchmarks.metrics.speakers import Affiliations, Speakers
from benchmarks.metrics.statements import ExactSpans, Kinds, Level, Levels
from benchmarks.metrics.tallies import Share, Tally

__all__ = [
    "Affiliations",
    "Aspect",
    "Bin",
    "Breakdown",
    "Change",
    "Comparison",
    "Counts",
    "ExactSpans",
    "Guess",
    "Interval",
    "Kinds",
    "Level",
    "Levels",
    "Mention",
    "MetricError",
    "Outcome",
    "Prediction",
    "Recall",
    "Share",
    "Speakers",
    "Spurious",
    "Tally",
    "Verdict",
    "align",
    "assess",
    "calibration_error",
    "compare",
    "count",
    "guesses",
    "interval",
    "leave_out_thoughts",
    "mention_kind",
    "reliability",
    "same_name",
    "same_organization",
    "same_phrase",
    "same_role",
    "top_accuracy",
    "trim_content",
]
