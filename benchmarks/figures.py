"""The figures of one system on one corpus, by the names that every report uses.

`FIGURES` says what is counted. A figure comes with how many are right of how many annotated ones, and with a 95 %
interval by bootstrap over articles; one that nothing counts for is left out:

>>> from benchmarks.metrics import Counts, Level, Levels, Tally
>>> articles = [Counts(quotes=Levels(Level(Tally(hits, 10, 10)))) for hits in (6, 8, 10)]
>>> (statements,) = measure(articles).figures
>>> print(statements)
80.0 (60.0–100.0)
>>> statements.name, statements.right, statements.of
('statements', 24, 30)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, TypeAlias, TypeVar, cast

from attrs import field, frozen

from benchmarks.metrics import (
    Bin,
    Counts,
    Guess,
    Mention,
    Recall,
    Share,
    Tally,
    calibration_error,
    interval,
    reliability,
    top_accuracy,
)
from quoteattr import QuoteKind, SpeakerKind

__all__ = [
    "FIGURES",
    "GIVEN_FIGURES",
    "RIVAL_FIGURES",
    "SPAN_FIGURES",
    "SPEAKER_FIGURES",
    "SURE",
    "Calibration",
    "Counted",
    "Figure",
    "FigureName",
    "Measured",
    "RecallFigures",
    "calibrate",
    "measure",
]

SURE = 0.7
"""The share of the most confident quotes whose accuracy is reported."""

Counted: TypeAlias = Tally | Share
A = TypeVar("A")


@frozen
class FigureName:
    """What a figure is called, what it counts, and where its counts are.

    `is_main` marks the ones that changes are held against (`benchmarks.baseline`).
    """

    name: str
    about: str
    pick: Callable[[Counts], Counted]
    is_main: bool = False


SPAN_FIGURES = (
    FigureName("statements", "F1 of contents that overlap by half", attrgetter("quotes.loose.matched"), True),
    FigureName("statements and source", "the same, source mention right", attrgetter("quotes.loose.attributed"), True),
    FigureName("quotations", "F1 of four quoted words and more, overlap 0.8", attrgetter("direct.close.matched")),
    FigureName("quotations and source", "the same, source mention right", attrgetter("direct.close.attributed"), True),
    FigureName("exact source", "F1 of sources with both edges right", attrgetter("spans.source")),
    FigureName("exact cue", "F1 of cues with both edges right", attrgetter("spans.cue")),
    FigureName("exact content", "F1 of contents with both edges right", attrgetter("spans.content")),
)
"""Figures of what was said and where its source stands."""

SPEAKER_FIGURES = (
    FigureName("speaker", "F1 of statements whose speaker has the right name", attrgetter("speakers.speaker"), True),
    FigureName("named persons", "the same where a person with a name speaks", attrgetter("speakers.named"), True),
    FigureName(
        "role",
        "of statements of persons with the right name, those with the right role",
        attrgetter("speakers.statements.role"),
        True,
    ),
    FigureName("organization", "the same for their organization", attrgetter("speakers.statements.organization"), True),
    FigureName("former", "the same for whether that is past", attrgetter("speakers.former")),
    FigureName("role, people", "of different persons with the right name", attrgetter("speakers.people.role")),
    FigureName("organization, people", "the same", attrgetter("speakers.people.organization")),
    FigureName("kind of speaker", "of the matched statements, those with the right kind", attrgetter("speakers.kind")),
)
"""Figures of who speaks and for whom; they need annotated speakers."""


def _with_speaker(*kinds: SpeakerKind) -> Callable[[Counts], Share]:
    """Return how to count the right names where speakers of some kinds speak."""
    return lambda counts: sum((counts.speaker_kinds[kind.value].speaker for kind in kinds), Share())


def _worded_as(mention: Mention) -> Callable[[Counts], Share]:
    """Return how to count the right names where sources are worded in one way."""
    return lambda counts: counts.mentions[mention.value].speaker


GIVEN_FIGURES = (
    FigureName("right speaker", "of the statements whose speaker has a name", attrgetter("speakers.right")),
    FigureName("persons", "unnamed and named speak", _with_speaker(SpeakerKind.PERSON, SpeakerKind.UNNAMED_PERSON)),
    FigureName("pronouns", "the source is a pronoun", _worded_as(Mention.PRONOUN)),
    FigureName("quotations without source", "without cue and source", attrgetter("uncued.speaker")),
    FigureName("bodies' names", "the source is an organization's name", _worded_as(Mention.BODY)),
    FigureName("descriptions", "the source is a description", _worded_as(Mention.DESCRIPTION)),
    *SPEAKER_FIGURES,
)
"""The figures of runs on annotated statements: where the right speaker is found, then who speaks and for whom."""

KIND_OF_QUOTE = FigureName(
    "kind of quote", "of the matched statements, those with the right kind", attrgetter("kinds.right")
)

FIGURES = (*SPAN_FIGURES, KIND_OF_QUOTE, *SPEAKER_FIGURES)
"""Every figure, in the order of the reports."""

RIVAL_FIGURES = (*SPAN_FIGURES, SPEAKER_FIGURES[0])
"""The figures of tools that say nothing of kinds, roles and organizations."""


@frozen
class Figure:
    """A figure in percent with the edges of its 95 % interval, and how many are right `of` how many annotated ones."""

    name: str
    value: float
    low: float
    high: float
    right: int
    of: int

    def __str__(self) -> str:
        return f"{self.value:.1f} ({self.low:.1f}–{self.high:.1f})"


@frozen
class RecallFigures:
    """The statements of one kind: recall of contents, and of speakers where any has a name."""

    label: str
    content: Figure | None
    speaker: Figure | None


@frozen
class Calibration:
    """How far confidences can be taken at their word; all shares from 0 to 1.

    `error` is the expected calibration error, `sure` how right the most confident `SURE` of the quotes are.
    """

    quotes: int
    right: float
    error: float
    sure: float
    bins: tuple[Bin, ...]


@frozen
class Measured:
    """All figures of a system on a corpus; `kinds`, `forms` and `mentions` are empty where they are not annotated.

    `score` are the same with precision and recall, as `benchmarks.metrics.Counts.to_dict` gives them.
    """

    figures: tuple[Figure, ...] = ()
    kinds: tuple[Figure, ...] = ()
    forms: tuple[RecallFigures, ...] = ()
    mentions: tuple[RecallFigures, ...] = ()
    calibration: Calibration | None = None
    score: Mapping[str, Any] = field(factory=dict)

    def figure(self, name: str) -> Figure | None:
        """Return the figure of that name, if anything counts for it."""
        return next((figure for figure in self.figures if figure.name == name), None)


def measure(
    articles: Sequence[Counts], guesses: Iterable[Guess] = (), names: Sequence[FigureName] = FIGURES
) -> Measured:
    """Return the figures over some articles, from their counts and what was guessed in them."""
    total = sum(articles, Counts())
    kinds = (_figure(kind.value, articles, attrgetter(f"kinds.{kind.value}")) for kind in QuoteKind)
    forms = (_recall("forms", form, articles) for form in total.forms.counts)
    mentions = (_recall("mentions", m.value, articles) for m in Mention if m.value in total.mentions.counts)
    return Measured(
        figures=_present(_figure(name.name, articles, name.pick) for name in names),
        kinds=_present(kinds) if total.kinds.wanted else (),
        forms=tuple(sorted(forms, key=_rarity)),
        mentions=tuple(mentions),
        calibration=calibrate(guesses),
        score=total.to_dict(),
    )


def _recall(breakdown: str, label: str, articles: Sequence[Counts]) -> RecallFigures:
    """Return the recall of the statements with one label of a breakdown of `Counts`."""

    def of(counts: Counts) -> Recall:
        found: Recall = getattr(counts, breakdown)[label]
        return found

    return RecallFigures(
        label,
        content=_figure(label, articles, lambda counts: of(counts).content),
        speaker=_figure(label, articles, lambda counts: of(counts).speaker),
    )


def _rarity(figures: RecallFigures) -> tuple[int, str]:
    return -figures.content.of if figures.content else 0, figures.label


def _present(found: Iterable[A | None]) -> tuple[A, ...]:
    return tuple(one for one in found if one is not None)


def _figure(name: str, articles: Sequence[Counts], pick: Callable[[Counts], Counted]) -> Figure | None:
    found = interval(articles, cast("Callable[[Counts], Tally]", pick))
    if found is None:
        return None
    total = pick(sum(articles, Counts()))
    right, of = (total.hits, total.wanted) if isinstance(total, Tally) else (total.right, total.of)
    return Figure(name, found.value, found.low, found.high, right, of)


def calibrate(guesses: Iterable[Guess]) -> Calibration | None:
    """Return the calibration of some guesses, or ``None`` where there are none or all are equally sure."""
    judged = list(guesses)
    if len({guess.confidence for guess in judged}) < 2:
        return None
    bins = reliability(judged)
    return Calibration(
        quotes=len(judged),
        right=sum(guess.right for guess in judged) / len(judged),
        error=calibration_error(bins),
        sure=top_accuracy(judged, SURE),
        bins=bins,
    )
