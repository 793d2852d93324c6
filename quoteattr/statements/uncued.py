"""Quotations that no cue claims: fragments of the statement before them, or statements of their own."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

import regex
from attrs import evolve

from quoteattr.language.words import Analysis, Name, NameKind
from quoteattr.records import Presentation, QuoteKind, Span
from quoteattr.statements.beside import SHORTEST_STATEMENT
from quoteattr.statements.clauses import Clause, clause_behind, is_answered
from quoteattr.statements.cues import Cues
from quoteattr.statements.ranges import meets, merge
from quoteattr.statements.signatures import find_signature
from quoteattr.statements.statement import QUOTE_EDGES, Origin, Statement
from quoteattr.text.marks import Quotation
from quoteattr.text.page import Page
from quoteattr.text.paragraphs import Paragraph

__all__ = ["with_uncued"]

LONGEST_CLAUSE = 500
"""Characters that may stand between two fragments of one quotation."""

SHORTEST_INTRODUCED = 2
"""Words that a quotation needs that a person and a colon introduce."""

LONGEST_TITLE = 60
"""Characters before a name in which its title may begin."""

_NEW_SENTENCE = regex.compile(r"[.!?]\s++\p{Lu}\w*+\s\w")
_FROM = regex.compile(r"\b(?:from|by)\s(?:[\w.’'-]+,?\s){0,5}$")


def with_uncued(analysis: Analysis, found: Iterable[Statement], cues: Cues) -> list[Statement]:
    """Return the statements found, with the quotations that are part of none added."""
    page = analysis.page
    by_paragraph: dict[int, list[Statement]] = {}
    for statement in sorted(found, key=_start):
        by_paragraph.setdefault(page.paragraph_number(statement.start), []).append(statement)
    out: list[Statement] = []
    carried: list[Statement] = []
    for number, paragraph in enumerate(page.paragraphs):
        carried = [statement for statement in carried if statement.end > paragraph.start]
        here = _complete(analysis, paragraph, by_paragraph.get(number, []), carried, cues)
        carried += here
        out += here
    return out


def _complete(
    analysis: Analysis, paragraph: Paragraph, here: Sequence[Statement], carried: Sequence[Statement], cues: Cues
) -> list[Statement]:
    """Return the statements of a paragraph with its unclaimed quotations added.

    `carried` are those of earlier paragraphs that reach into it.
    """
    claimed = merge((span.start, span.end) for statement in (*carried, *here) for span in statement.content)
    spoken = [statement for statement in here if statement.kind is not QuoteKind.INDIRECT]
    for quotation in analysis.page.outermost.touching(paragraph.start, paragraph.end):
        if not meets(claimed, quotation.start, quotation.end):
            _add(analysis, quotation, paragraph, spoken, cues)
    return spoken + [statement for statement in here if statement.kind is QuoteKind.INDIRECT]


def _start(statement: Statement) -> int:
    return statement.start


def _add(analysis: Analysis, quotation: Quotation, paragraph: Paragraph, spoken: list[Statement], cues: Cues) -> None:
    """Put a quotation among the spoken statements of its paragraph, if it is a statement or goes on with one.

    `spoken` are those that have quotations, in order.
    """
    page = analysis.page
    place = bisect_left(spoken, quotation.start, key=_start)
    before = next((i for i in reversed(range(place)) if spoken[i].end <= quotation.start), None)
    clause = clause_behind(analysis, quotation, cues)
    if clause is not None:
        spoken.insert(place, _with_clause(analysis.page, quotation, clause))
    elif (
        before is not None and not is_answered(analysis, quotation, cues) and _follows(page, spoken[before], quotation)
    ):
        if _is_sentence(page, quotation, paragraph, shortest=1):
            span = page.span(quotation.start, quotation.end)
            spoken[before] = evolve(spoken[before], content=(*spoken[before].content, span))
    elif _is_sentence(page, quotation, paragraph, _shortest(analysis, quotation, paragraph)) or _is_signed(
        analysis, quotation, paragraph
    ):
        spoken.insert(place, _by_itself(analysis, quotation, paragraph))


def _goes_on(analysis: Analysis, statement: Statement, quotation: Quotation, cues: Cues) -> bool:
    """Return whether a quotation goes on with the statement before it, and is no question for somebody else."""
    return not is_answered(analysis, quotation, cues) and _follows(analysis.page, statement, quotation)


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


def _shortest(analysis: Analysis, quotation: Quotation, paragraph: Paragraph) -> int:
    """Return the words that a quotation needs: fewer where a person and a colon introduce it."""
    return SHORTEST_INTRODUCED if _before_colon(analysis, quotation, paragraph) else SHORTEST_STATEMENT


def _is_signed(analysis: Analysis, quotation: Quotation, paragraph: Paragraph) -> bool:
    """Return whether a quotation opens its paragraph and somebody signs it, whatever it ends with."""
    words = len(analysis.text[quotation.start : quotation.end].split())
    opens = quotation.start == paragraph.start and words > 1
    return opens and find_signature(analysis, quotation, paragraph) is not None


def _with_clause(page: Page, quotation: Quotation, clause: Clause) -> Statement:
    """Return the statement of a quotation with the reporting clause behind it."""
    content = (page.span(quotation.start, quotation.end),)
    return Statement(content, QuoteKind.DIRECT, clause.presentation, clause.cue, clause.source, origin=Origin.UNCUED)


def _by_itself(analysis: Analysis, quotation: Quotation, paragraph: Paragraph) -> Statement:
    source = _before_colon(analysis, quotation, paragraph) or find_signature(analysis, quotation, paragraph)
    return Statement(
        (analysis.page.span(quotation.start, quotation.end),),
        QuoteKind.DIRECT,
        Presentation.SPEECH,
        source=source,
        continues=quotation.continues,
        origin=Origin.UNCUED,
    )


def _before_colon(analysis: Analysis, quotation: Quotation, paragraph: Paragraph) -> Span | None:
    """Return the person named in the sentence that a colon ends: `A fiery speech from Ada Obi: “...”`.

    Of several it is the last one that something comes from, or the first.
    """
    if _before(analysis.page, quotation, paragraph) != ":":
        return None
    sentence = analysis.sentence_at(quotation.start - 1)
    start = sentence.start if sentence else paragraph.start
    names = analysis.names_between(start, quotation.start, NameKind.PERSON)
    giving = [name for name in names if _is_from(analysis, start, name)]
    name = next(iter([*giving[-1:], *names]), None)
    return analysis.page.span(name.start, name.end) if name else None


def _is_from(analysis: Analysis, start: int, name: Name) -> bool:
    """Return whether something comes from somebody: "a reply from the mayor, Ada Obi", and nobody stands between."""
    found = _FROM.search(analysis.text, max(start, name.start - LONGEST_TITLE), name.start)
    return found is not None and not analysis.names_between(found.start(), name.start, NameKind.PERSON)
