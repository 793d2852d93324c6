"""One run: quoteattr and its rivals over every corpus, with the same scorer.

`run` takes a `Plan` and gives back the `Report`. Each article goes through quoteattr alone, so that its time can be
set beside that of rivals, which get their articles one at a time too. What can't be measured is left out with the
reason.

>>> quay = Material("quays", (AnnotatedArticle("quay", "“We dig,” said Ada Obi."),))
>>> system = find(lambda text, **about: Article(id=about["id"]), quay)
>>> system.name, [article.id for article in system.found]
('quoteattr', ['quay'])
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from attrs import evolve, field, frozen
from tqdm import tqdm

from benchmarks import rivals, speed
from benchmarks.figures import FIGURES, GIVEN_FIGURES, RIVAL_FIGURES, FigureName, Measured, measure
from benchmarks.material import LeftOut, Material
from benchmarks.metrics import count, guesses
from benchmarks.readers import Article as AnnotatedArticle
from benchmarks.readers import Attribution
from benchmarks.results import GIVEN_SYSTEM, OWN_SYSTEM, Made, Report, Result, System
from benchmarks.rivals import RIVALS, Rival, RivalError, Story
from benchmarks.speed import Speed
from quoteattr import Article, Pipeline, Quote, Speaker
from quoteattr.language.words import Analysis
from quoteattr.models import Models
from quoteattr.network.reading import Reading
from quoteattr.reading import Attributed, attribute
from quoteattr.statements.statement import Statement

__all__ = ["Plan", "RivalPlan", "SpeedPlan", "find", "find_given", "find_rival", "progress", "run"]

T = TypeVar("T")

WARM_UP = "“Yes,” said Ada Obi."
"""Read before the clock starts, so that loading is not in the time."""


class Extract(Protocol):
    """What a pipeline does when it is called."""

    def __call__(self, text: str, /, *, id: str, thoughts: bool) -> Article:
        """Return the statements of one article."""


class Analyse(Protocol):
    """The parts of a pipeline that later steps need."""

    @property
    def models(self) -> Models:
        """The models that it reads with."""

    def analyse(self, text: str, /) -> Analysis:
        """Return words, sentences and names of one article."""

    def tagged(self, text: str, /) -> Reading:
        """Return what the network reads on its page."""


@frozen
class RivalPlan:
    """Which rivals to run, where their environments are, and whether to make those that are missing."""

    rivals: tuple[Rival, ...] = RIVALS
    folder: Path | None = None
    installing: bool = False


@frozen
class SpeedPlan:
    """On how many words of which articles to take times, with how many threads in all, and how often."""

    texts: tuple[str, ...]
    words: int
    threads: int
    longest: int
    passes: int = 3


@frozen
class Plan:
    """What one run measures; what it does not because it was told so is in `left_out` from the start."""

    command: str
    materials: tuple[Material, ...]
    given: bool = False
    rivals: RivalPlan | None = None
    speed: SpeedPlan | None = None
    models: Mapping[str, str] = field(factory=dict)
    left_out: tuple[LeftOut, ...] = ()


def progress(items: Iterable[T], what: str) -> Iterator[T]:
    """Return the items one after another, with a bar on standard error where that is a terminal."""
    return iter(tqdm(items, desc=what, file=sys.stderr, disable=None, leave=False, dynamic_ncols=True))


@frozen
class _Found:
    material: Material
    system: System


def run(plan: Plan, pipeline: Pipeline) -> Report:
    """Measure everything in a plan."""
    found = list(_everything(plan, pipeline))
    systems = [one for one in found if isinstance(one, _Found)]
    timed = _speed(plan.speed, plan.models) if plan.speed else None
    return Report(
        made=Made.now(plan.command),
        results=tuple(
            Result(material, tuple(one.system for one in systems if one.material is material))
            for material in plan.materials
        ),
        speed=timed if isinstance(timed, Speed) else None,
        left_out=(*plan.left_out, *(one for one in (*found, timed) if isinstance(one, LeftOut))),
    )


def _everything(plan: Plan, pipeline: Pipeline) -> Iterator[_Found | LeftOut]:
    for material in plan.materials:
        yield _Found(material, find(pipeline, material))
    for material in plan.materials if plan.given else ():
        system = find_given(pipeline, material)
        yield _Found(material, system) if isinstance(system, System) else system
    for rival in plan.rivals.rivals if plan.rivals else ():
        yield from _find_rival(rival, plan)


def find(pipeline: Extract, material: Material) -> System:
    """Return what quoteattr finds in the articles of a corpus, and how good that is; loading is not timed."""
    pipeline(WARM_UP, id="", thoughts=material.thoughts)
    found, start = [], time.perf_counter()
    for article in progress(material.articles, material.name):
        found.append(pipeline(article.text, id=article.id, thoughts=material.thoughts))
    taken = time.perf_counter() - start
    return System(OWN_SYSTEM, tuple(found), _measure(material, found), taken)


def find_given(pipeline: Analyse, material: Material) -> System | LeftOut:
    """Return whom quoteattr takes for the speakers of annotated statements, where speakers are annotated.

    The confidence of each quote is the probability of the choice of its speaker.
    """
    known = [article for article in material.articles if any(a.has_speaker for a in article.attributions)]
    if not known:
        return LeftOut(f"{material.name}, statements given", "no speakers are annotated there")
    found = [_read_annotated(pipeline, one) for one in progress(known, f"{material.name}, statements given")]
    by_id = {article.id: article for article in found}
    everywhere = tuple(by_id.get(article.id, Article(id=article.id)) for article in material.articles)
    figures = _measure(evolve(material, articles=tuple(known)), found, GIVEN_FIGURES)
    return System(GIVEN_SYSTEM, everywhere, _without_contents(figures))


def _without_contents(figures: Measured) -> Measured:
    """Return the figures without those of contents, which are right where they are given."""
    forms, mentions = (
        tuple(evolve(recall, content=None) for recall in recalls) for recalls in (figures.forms, figures.mentions)
    )
    return evolve(figures, kinds=(), forms=forms, mentions=mentions, score={})


def _read_annotated(pipeline: Analyse, article: AnnotatedArticle) -> Article:
    ordered = sorted(article.attributions, key=lambda a: (a.content[0][0], -a.content[-1][1]))
    attributions = [Statement.from_annotation(article.text, _spans(statement)) for statement in ordered]
    words, tagged = pipeline.analyse(article.text), pipeline.tagged(article.text)
    found = attribute(words, tagged, attributions, pipeline.models)
    return Article(tuple(map(_quote, found)), id=article.id)


def _spans(statement: Attribution) -> dict[str, Any]:
    return {"content": statement.content, "cue": statement.cue, "source": statement.source}


def _quote(found: Attributed) -> Quote:
    said, who = found.statement, found.speaker
    affiliation = next(iter(who.affiliations), None) if who else None
    speaker = (
        Speaker(who.name, who.kind, said.source, who.id, affiliation) if who else Speaker(None, mention=said.source)
    )
    return Quote(said.content, said.kind, said.presentation, said.cue, speaker, found.certainty)


def _measure(material: Material, found: Sequence[Article], names: Sequence[FigureName] = FIGURES) -> Measured:
    pairs, thoughts = list(zip(material.articles, found, strict=True)), material.thoughts
    judged = [guess for article, here in pairs for guess in guesses(article, here, thoughts=thoughts)]
    return measure([count(article, here, thoughts=thoughts) for article, here in pairs], judged, names)


def _find_rival(rival: Rival, plan: Plan) -> Iterator[_Found | LeftOut]:
    """Yield what a rival finds in each corpus, or once why it can't be had."""
    for material in progress(plan.materials, rival.name):
        found = find_rival(rival, material, plan.rivals or RivalPlan())
        if isinstance(found, LeftOut):
            yield found
            return
        yield _Found(material, found)


def find_rival(rival: Rival, material: Material, plan: RivalPlan) -> System | LeftOut:
    """Return what a rival finds in the articles of a corpus, and how good that is."""
    stories = [Story(article.id, article.text) for article in material.articles]
    try:
        outcome = rivals.run(rival, stories, plan.folder, installing=plan.installing)
    except RivalError as error:
        return LeftOut(f"rival {rival.name}", str(error))
    if outcome.missing is not None:
        return LeftOut(f"rival {rival.name}", outcome.missing)
    figures = _measure(material, outcome.articles, RIVAL_FIGURES)
    return System(rival.name, outcome.articles, figures, outcome.seconds, outcome.memory, outcome.refusals)


def _speed(plan: SpeedPlan, models: Mapping[str, str]) -> Speed | LeftOut:
    texts = speed.repeat(plan.texts, plan.words)
    bar = tqdm(total=4, file=sys.stderr, disable=None, leave=False)

    def tick(what: str) -> None:
        bar.set_description(f"speed, {what}")
        bar.update()

    try:
        return speed.measure(
            texts, threads=plan.threads, passes=plan.passes, longest=plan.longest, models=models, tick=tick
        )
    except speed.SpeedError as error:
        return LeftOut("speed and memory", str(error))
    finally:
        bar.close()
