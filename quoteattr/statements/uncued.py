"""Quotations that no cue claims: fragments of the statement before them, or statements of their own."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

import regex
from attrs import evolve

from quoteattr.language.words import Analysis, NameKind
from quoteattr.records import Presentation, QuoteKind, Span
from quoteattr.statements.beside import SHORTEST_STATEMENT
from quoteattr.statements.ranges import meets, merge
from quoteattr.statements.statement import QUOTE_EDGES, Origin, Statement
from quoteattr.text.marks import Quotation
from quoteattr.text.page import Page
from quoteattr.text.paragraphs import Paragraph

__all__ = ["with_uncued"]

LONGEST_CLAUSE = 500
"""Characters that may stand between two fragments of one quotation."""

_NEW_SENTENCE = regex.compile(r"[.!?]\s++\p{Lu}\w*+\s\w")
_SIGNED = regex.compile(r"\s*[―—–]\s*(?P<name>\p{Lu}[\w.'’-]*(?:[ ]\p{Lu}[\w.'’-]*){0,4})(?=\s*(?:,|$))")


def with_uncued(analysis: Analysis, found: Iterable[Statement]) -> list[Statement]:
    """Return the statements found, with the quotations that are part of none added."""
    page = analysis.page
    by_paragraph: dict[int, list[Statement]] = {}
    for statement in sorted(found, key=_start):
        by_paragraph.setdefault(page.paragraph_number(statement.start), []).append(statement)
    out: list[Statement] = []
    carried: list[Statement] = []
    for number, paragraph in enumerate(page.paragraphs):
        carried = [statement for statement in carried if statement.end > paragraph.start]
        here = _complete(analysis, paragraph, by_paragraph.get(number, []), carried)
        carried += here
        out += here
    return out


def _complete(
    analysis: Analysis, paragraph: Paragraph, here: Sequence[Statement], carried: Sequence[Statement]
) -> list[Statement]:
    """Return the statements of a paragraph with its unclaimed quotations added.

    `carried` are those of earlier paragraphs that reach into it.
    """
    claimed = merge((span.start, span.end) for statement in (*carried, *here) for span in statement.content)
    spoken = [statement for statement in here if statement.kind is not QuoteKind.INDIRECT]
    for quotation in analysis.page.outermost.touching(paragraph.start, paragraph.end):
        if not meets(claimed, quotation.start, quotation.end):
            _add(analysis, quotation, paragraph, spoken)
    return spoken + [statement for statement in here if statement.kind is QuoteKind.INDIRECT]


def _start(statement: Statement) -> int:
    return statement.start


def _add(analysis: Analysis, quotation: Quotation, paragraph: Paragraph, spoken: list[Statement]) -> None:
    """Put a quotation among the spoken statements of its paragraph, if it is a statement or goes on with one.

    `spoken` are those that have quotations, in order.
    """
    page = analysis.page
    place = bisect_left(spoken, quotation.start, key=_start)
    before = next((i for i in reversed(range(place)) if spoken[i].end <= quotation.start), None)
    if before is not None and _follows(page, spoken[before], quotation):
        if _is_sentence(page, quotation, paragraph, shortest=1):
            span = page.span(quotation.start, quotation.end)
            spoken[before] = evolve(spoken[before], content=(*spoken[before].content, span))
    elif _is_sentence(page, quotation, paragraph, shortest=SHORTEST_STATEMENT):
        spoken.insert(place, _by_itself(analysis, quotation, paragraph))


def _follows(page: Page, statement: Statement, quotation: Quotation) -> bool:
    """Return whether only the rest of the reporting clause stands between a statement and a quotation after it."""
    clause = max([statement.end, *(span.end for span in (statement.cue, statement.source) if span)])
    near = 0 <= quotation.start - clause <= LONGEST_CLAUSE
    return near and _NEW_SENTENCE.search(page.text, clause, quotation.start) is None


def _is_sentence(page: Page, quotation: Quotation, paragraph: Paragraph, shortest: int) -> bool:
    """Return whether a quotation is a sentence by itself, of some words: not a title, a term or a scare quote.

    One that opens its paragraph may have fewer words.
    """
    inner = page.text[quotation.start : quotation.end].strip(QUOTE_EDGES)
    words = len(regex.findall(r"\w+", inner))
    if not words or (words < shortest and quotation.start != paragraph.start):
        return False
    before, after = _before(page, quotation, paragraph), _after(page, quotation, paragraph)
    begins = before in '.!?:”"’—–'
    ends = inner[-1] in ".!?" or after in "―—–" or not quotation.closed
    return begins and ends


def _before(page: Page, quotation: Quotation, paragraph: Paragraph) -> str:
    """Return the last character before a quotation in its paragraph that is not blank, "" if there is none."""
    places = reversed(range(paragraph.start, quotation.start))
    return next((page.text[i] for i in places if not page.text[i].isspace()), "")


def _after(page: Page, quotation: Quotation, paragraph: Paragraph) -> str:
    """Return the first character after a quotation in its paragraph that is not blank, "" if there is none."""
    places = range(quotation.end, paragraph.end)
    return next((page.text[i] for i in places if not page.text[i].isspace()), "")


def _by_itself(analysis: Analysis, quotation: Quotation, paragraph: Paragraph) -> Statement:
    source = _before_colon(analysis, quotation, paragraph) or _signature(analysis.page, quotation, paragraph)
    return Statement(
        (analysis.page.span(quotation.start, quotation.end),),
        QuoteKind.DIRECT,
        Presentation.SPEECH,
        source=source,
        continues=quotation.continues,
        origin=Origin.UNCUED,
    )


def _before_colon(analysis: Analysis, quotation: Quotation, paragraph: Paragraph) -> Span | None:
    """Return the first person named in the sentence that a colon ends: `A fiery speech from Ada Obi: “...”`."""
    if _before(analysis.page, quotation, paragraph) != ":":
        return None
    sentence = analysis.sentence_at(quotation.start - 1)
    start = sentence.start if sentence else paragraph.start
    names = analysis.names_between(start, quotation.start, NameKind.PERSON)
    return analysis.page.span(names[0].start, names[0].end) if names else None


def _signature(page: Page, quotation: Quotation, paragraph: Paragraph) -> Span | None:
    """Return the name that a dash puts under a quotation: `“...” — Ada Obi, Lagos`."""
    signed = _SIGNED.match(page.text, quotation.end, paragraph.end)
    return page.span(*signed.span("name")) if signed else None
