"""A page of every article with what is annotated and what was found side by side, to be filtered by kind of error.

`page` makes one HTML file that needs nothing else: style and script are in it, it loads nothing, and what comes from
articles is escaped. Its frame is ``errors.html``. Without scripts it shows everything.

>>> from benchmarks.readers import Article as AnnotatedArticle, Attribution
>>> gold = AnnotatedArticle("quay", "Obi said <no>.", (Attribution(content=((9, 13),), source=((0, 3),)),))
>>> [case.errors for case in cases(gold, Article(id="quay"))]
[(<Error.MISSED: 'missed'>,)]
>>> "&lt;no&gt;" in mark_up(gold.text, [Mark(9, 13, "content", 0)])
True
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from html import escape
from itertools import pairwise
from pathlib import Path
from string import Template

from attrs import frozen

from benchmarks.metrics import Aspect, Verdict, assess, trim_content
from benchmarks.readers import Article as AnnotatedArticle
from benchmarks.readers import Attribution
from benchmarks.report.table import describe_run
from benchmarks.results import OWN_SYSTEM, Report
from quoteattr import Affiliation, Article, Quote, Span, Speaker, SpeakerKind

__all__ = ["Case", "Error", "Mark", "annotated_marks", "cases", "found_marks", "mark_up", "page", "write"]

HERE = Path(__file__).parent

RIGHT = "RIGHT"
"""What stands in place of errors where there are none."""


class Error(Enum):
    """What can be wrong with one statement or quote."""

    MISSED = "missed"
    SPURIOUS = "spurious"
    EDGES = "edges of the content"
    SOURCE = "source"
    KIND = "kind of quote"
    SPEAKER = "speaker"
    SPEAKER_KIND = "kind of speaker"
    ROLE = "role"
    ORGANIZATION = "organization"
    FORMER = "former"


@frozen
class Case:
    """An annotated statement and the quote found of it, or one without the other, and what is wrong."""

    statement: Attribution | None
    quote: Quote | None
    errors: tuple[Error, ...]


def cases(article: AnnotatedArticle, found: Article, *, thoughts: bool = False) -> tuple[Case, ...]:
    """Return what became of an article, in the order of the text; thoughts only where they were asked for."""
    outcome = assess(article, found, thoughts=thoughts)
    judged = [Case(v.statement, v.quote, tuple(_errors(article.text, v))) for v in outcome.verdicts]
    spurious = [Case(None, quote, (Error.SPURIOUS,)) for quote in outcome.spurious]
    return tuple(sorted([*judged, *spurious], key=_start))


def _start(case: Case) -> int:
    if case.statement:
        return case.statement.content[0][0]
    return case.quote.spans[0].start if case.quote else 0


def _errors(text: str, verdict: Verdict) -> Iterator[Error]:
    statement, quote, right = verdict.statement, verdict.quote, verdict.right
    if quote is None:
        yield Error.MISSED
        return
    found = [trim_content(text, span.start, span.end) for span in quote.spans]
    if found != [trim_content(text, *span) for span in statement.content]:
        yield Error.EDGES
    if Aspect.SOURCE not in right:
        yield Error.SOURCE
    if statement.kind and Aspect.QUOTE_KIND not in right:
        yield Error.KIND
    if statement.has_speaker:
        yield from _speaker_errors(statement, right)


def _speaker_errors(statement: Attribution, right: frozenset[Aspect]) -> Iterator[Error]:
    if Aspect.SPEAKER_KIND not in right:
        yield Error.SPEAKER_KIND
    if Aspect.SPEAKER not in right:
        yield Error.SPEAKER
    elif statement.speaker is not None and statement.speaker_kind is SpeakerKind.PERSON:
        told = {Aspect.ROLE: Error.ROLE, Aspect.ORGANIZATION: Error.ORGANIZATION, Aspect.FORMER: Error.FORMER}
        yield from (error for aspect, error in told.items() if aspect not in right)


@frozen
class Mark:
    """A stretch of a text to be marked: which part of which case it is, and how that case fares.

    `look` is "right", "wrong" or "lone" (missed or spurious).
    """

    start: int
    end: int
    part: str
    case: int
    look: str = "right"


def _look(case: Case) -> str:
    if case.statement is None or case.quote is None:
        return "lone"
    return "wrong" if case.errors else "right"


def annotated_marks(found: Sequence[Case]) -> list[Mark]:
    """Return the marks of what is annotated."""
    return [
        Mark(start, end, part, number, _look(case))
        for number, case in enumerate(found, start=1)
        if case.statement
        for part in ("source", "cue", "content")
        for start, end in getattr(case.statement, part)
    ]


def found_marks(found: Sequence[Case]) -> list[Mark]:
    """Return the marks of what was found."""
    return [
        Mark(span.start, span.end, part, number, _look(case))
        for number, case in enumerate(found, start=1)
        if case.quote
        for part, spans in (
            ("source", (_mention(case.quote),)),
            ("cue", (case.quote.cue,)),
            ("content", case.quote.spans),
        )
        for span in spans
        if span
    ]


def _mention(quote: Quote) -> Span | None:
    return quote.speaker.mention if quote.speaker else None


def mark_up(text: str, marks: Sequence[Mark]) -> str:
    """Return a text as HTML, cut at every edge of a mark, each piece with all marks on it; contents are numbered."""
    edges = sorted({0, len(text), *(edge for mark in marks for edge in (mark.start, mark.end))})
    return "".join(_piece(text, start, end, marks) for start, end in pairwise(edges))


def _piece(text: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    here = [mark for mark in marks if mark.start <= start and end <= mark.end]
    words = escape(text[start:end])
    if not here:
        return words
    contents = [mark for mark in here if mark.part == "content"]
    numbers = "".join(f"<sup>{mark.case}</sup>" for mark in contents if mark.start == start)
    names = " ".join(dict.fromkeys([mark.part for mark in here] + [mark.look for mark in contents]))
    on = " ".join(dict.fromkeys(str(mark.case) for mark in here))
    return f'<mark class="{names}" data-cases="{on}">{numbers}{words}</mark>'


@frozen
class _Fact:
    """Something that is said of a statement, and the error that it may be."""

    label: str
    value: str | None
    error: Error | None = None


def _annotated_facts(text: str, statement: Attribution) -> list[_Fact]:
    none = ["none"] if statement.organization_optional else []
    return [
        _Fact("kind", statement.kind and statement.kind.value, Error.KIND),
        _Fact("cue", " … ".join(text[start:end] for start, end in statement.cue)),
        _Fact("source", " … ".join(text[start:end] for start, end in statement.source), Error.SOURCE),
        _Fact("speaker", statement.speaker, Error.SPEAKER),
        _Fact("kind of speaker", statement.speaker_kind and statement.speaker_kind.value, Error.SPEAKER_KIND),
        _Fact("role", " or ".join(filter(None, (statement.role, *statement.roles))), Error.ROLE),
        _Fact("organization", " or ".join((*statement.organization, *none)), Error.ORGANIZATION),
        _Fact("former", "yes" if statement.former else None, Error.FORMER),
        _Fact("forms", ", ".join(statement.forms)),
    ]


def _found_facts(quote: Quote) -> list[_Fact]:
    speaker, mention = quote.speaker or Speaker(None), _mention(quote)
    affiliation = speaker.affiliation or Affiliation()
    return [
        _Fact("kind", quote.kind.value, Error.KIND),
        _Fact("cue", quote.cue.text if quote.cue else None),
        _Fact("source", mention.text if mention else None, Error.SOURCE),
        _Fact("speaker", speaker.name, Error.SPEAKER),
        _Fact("kind of speaker", speaker.kind.value if quote.speaker else None, Error.SPEAKER_KIND),
        _Fact("role", affiliation.role, Error.ROLE),
        _Fact("organization", affiliation.organization, Error.ORGANIZATION),
        _Fact("former", "yes" if affiliation.former else None, Error.FORMER),
        _Fact("confidence", f"{quote.confidence:.0%}"),
    ]


def _cell(contents: Iterable[str], facts: Iterable[_Fact], errors: Sequence[Error]) -> str:
    said = " … ".join(contents)
    shown = "".join(_fact(fact, fact.error in errors) for fact in facts if fact.value or fact.error in errors)
    return f"<p>{escape(said)}</p><dl>{shown}</dl>"


def _fact(fact: _Fact, is_wrong: bool) -> str:
    wrong = ' class="wrong"' if is_wrong else ""
    return f"<div{wrong}><dt>{fact.label}</dt><dd>{escape(fact.value or 'none')}</dd></div>"


def _row(text: str, number: int, case: Case) -> str:
    statement, quote, errors = case.statement, case.quote, case.errors
    edges = ' class="wrong"' if Error.EDGES in errors else ""
    annotated = found = "<p>nothing</p>"
    if statement:
        contents = (text[start:end] for start, end in statement.content)
        annotated = _cell(contents, _annotated_facts(text, statement), errors)
    if quote:
        found = _cell((span.text for span in quote.spans), _found_facts(quote), errors)
    names = "".join(f"<li>{error.value}</li>" for error in errors) or "<li>right</li>"
    return (
        f'<tr data-case="{number}" data-errors="{" ".join(error.name for error in errors) or RIGHT}">'
        f'<th scope="row"><button type="button" aria-pressed="false" title="show in the text">{number}</button></th>'
        f"<td><ul>{names}</ul></td><td{edges}>{annotated}</td><td{edges}>{found}</td></tr>"
    )


def _article(corpus: str, article: AnnotatedArticle, here: Sequence[Case]) -> str:
    counted = Counter(error for case in here for error in case.errors)
    statements = sum(case.statement is not None for case in here)
    tally = ", ".join(f"{counted[error]} {error.value}" for error in Error if counted[error]) or "nothing wrong"
    rows = "".join(_row(article.text, number, case) for number, case in enumerate(here, start=1))
    name = escape(f"{article.id}")
    texts = "".join(
        f'<div><h3>{side}</h3><div class="text">{mark_up(article.text, marks)}</div></div>'
        for side, marks in (("Annotated", annotated_marks(here)), ("Found", found_marks(here)))
    )
    return (
        f'<article data-corpus="{escape(corpus)}"><h2>{name} <small>{escape(corpus)}</small></h2>'
        f'<p class="tally">{statements} statements; {tally}</p>'
        f'<div class="sides" tabindex="0" role="group" aria-label="{name}, annotated and found">{texts}</div>'
        '<table><thead><tr><th scope="col">no.</th><th scope="col">wrong</th><th scope="col">annotated</th>'
        f'<th scope="col">found</th></tr></thead><tbody>{rows}</tbody></table></article>'
    )


def page(report: Report) -> str:
    """Return the whole page, with everything that quoteattr found and missed."""
    results = [(result, system) for result in report.results if (system := result.system(OWN_SYSTEM))]
    articles = [
        (result.material.name, article, cases(article, found, thoughts=result.material.thoughts))
        for result, system in results
        for article, found in zip(result.material.articles, system.found, strict=True)
    ]
    counted = Counter(error for _, _, here in articles for case in here for error in case.errors)
    parts = {
        "made": escape(describe_run(report).replace("`", "")),
        "kinds": "".join(_choice(error.name, error.value, counted[error]) for error in Error),
        "corpora": "".join(f"<option>{escape(result.material.name)}</option>" for result, _ in results),
        "articles": "".join(_article(*one) for one in articles),
        "style": (HERE / "errors.css").read_text(encoding="utf-8"),
        "script": (HERE / "errors.js").read_text(encoding="utf-8"),
    }
    return Template((HERE / "errors.html").read_text(encoding="utf-8")).substitute(parts)


def _choice(value: str, label: str, number: int) -> str:
    return (
        f'<label><input type="checkbox" name="error" value="{value}" checked> {label} <small>{number:,}</small></label>'
    )


def write(report: Report, folder: Path) -> Path:
    """Write ``errors.html`` into a folder and return its path."""
    path = folder / "errors.html"
    path.write_text(page(report), encoding="utf-8")
    return path
