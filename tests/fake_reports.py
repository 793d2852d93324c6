"""A small annotated article, what systems may find in it, and reports of that, for tests of the benchmarks."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from benchmarks.figures import Measured, measure
from benchmarks.material import LeftOut, Material
from benchmarks.metrics import count, guesses
from benchmarks.readers import Article as AnnotatedArticle
from benchmarks.readers import Attribution
from benchmarks.results import OWN_SYSTEM, Made, Report, Result, System
from benchmarks.rivals import Refusal
from benchmarks.speed import Length, Run, Speed, Start, Step
from quoteattr import Affiliation, Article, Quote, QuoteKind, Span, Speaker, SpeakerKind

TEXT = (
    "“The sluice <b> will hold until spring,” said Marit Aune, head of the Elvdal dam.\n\n"
    "Aune added that nobody had measured it. The parish denied this & left."
)


def offsets(piece: str) -> tuple[int, int]:
    start = TEXT.index(piece)
    return start, start + len(piece)


def span(piece: str) -> Span:
    return Span.cut(TEXT, *offsets(piece))


SAID = Attribution(
    content=(offsets("“The sluice <b> will hold until spring,”"),),
    cue=(offsets("said"),),
    source=(offsets("Marit Aune, head of the Elvdal dam"),),
    kind=QuoteKind.DIRECT,
    speaker="Marit Aune",
    speaker_kind=SpeakerKind.PERSON,
    role="head",
    organization=("Elvdal dam",),
    forms=("inverted", "name"),
)
ADDED = evolve(
    SAID,
    content=(offsets("that nobody had measured it"),),
    cue=(offsets("added"),),
    source=((TEXT.index("Aune added"), TEXT.index(" added")),),
    kind=QuoteKind.INDIRECT,
    forms=("surname",),
)
DAM = AnnotatedArticle("dam", TEXT, (SAID, ADDED), style="local", region="Norwegian")
QUIET = AnnotatedArticle("quiet", "Nobody spoke.")

AUNE = Speaker(
    "Marit Aune", SpeakerKind.PERSON, span("Marit Aune, head of the Elvdal dam"), 1, Affiliation("head", "Elvdal dam")
)
FIRST = Quote((span("“The sluice <b> will hold until spring,”"),), QuoteKind.DIRECT, cue=span("said"), speaker=AUNE)
SECOND = Quote(
    (span("that nobody had measured it"),),
    QuoteKind.INDIRECT,
    cue=span("added"),
    speaker=evolve(AUNE, mention=Span.cut(TEXT, *ADDED.source[0])),
    confidence=0.8,
)
NONSENSE = Quote((span("The parish denied this"),), QuoteKind.INDIRECT, confidence=0.3)

PERFECT = (Article((FIRST, SECOND), id="dam"), Article(id="quiet"))
CLUMSY = (
    Article((evolve(FIRST, speaker=evolve(AUNE, name="Elvdal", affiliation=None), confidence=0.6), NONSENSE), id="dam"),
    Article(id="quiet"),
)

VALLEY = Material("own valley", (DAM, QUIET), is_own=True)

SPEED = Speed(
    words=600,
    articles=2,
    start=Start(0.1, 2.0, 2.2),
    runs=(Run(1, 2, 1500.0, 640.0), Run(2, 1, 2500.0, None)),
    steps=(Step("marks", 90_000.0), Step("tagging", 4_000.0)),
    lengths=(Length(100, 900.0), Length(250, 1_200.0)),
)

MADE = Made("2026-01-31", "python -m benchmarks", "0.0", "2.0", "1.0", "3.10.0", "Linux x86_64", 2)


def figures(found: Sequence[Article], material: Material = VALLEY) -> Measured:
    pairs = list(zip(material.articles, found, strict=True))
    return measure([count(*pair) for pair in pairs], [guess for pair in pairs for guess in guesses(*pair)])


def system(found: Sequence[Article], name: str = OWN_SYSTEM, material: Material = VALLEY) -> System:
    return System(name, tuple(found), figures(found, material), seconds=0.5)


def report(found: Sequence[Article] = CLUMSY) -> Report:
    """Quoteattr and a rival on the two articles, times, and something left out."""
    rival = evolve(system(PERFECT, "rival"), memory=320.0, refusals=(Refusal("quiet", "an odd mark"),))
    left_out = (LeftOut("world dev", "it is not | here"),)
    return Report(MADE, (Result(VALLEY, (system(found), rival)),), SPEED, left_out)
