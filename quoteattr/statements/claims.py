"""Statements from claims: what the tagger holds to belong together meets the quotation marks and the paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from quoteattr.language.words import Analysis
from quoteattr.network.reading import Claim
from quoteattr.records import QuoteKind, Span
from quoteattr.statements.beside import opening_quotation
from quoteattr.statements.clauses import of_others
from quoteattr.statements.content import cut_fragments, kind_of
from quoteattr.statements.cues import Cues
from quoteattr.statements.presentation import is_asked_or_supposed, manner_of
from quoteattr.statements.sources import find_source
from quoteattr.statements.statement import Statement
from quoteattr.statements.terms import is_impersonal, is_no_statement
from quoteattr.text.page import Page

__all__ = ["from_claim"]

SURE = 0.7
"""From this probability on, a phrase is taken for what was said whatever the verb, where its source is seen."""

_WANT = regex.compile(r"\bwant(?:s|ed|ing)?$", regex.IGNORECASE)
_TO_KNOW = regex.compile(r"\s+to\s+know\b")


def from_claim(analysis: Analysis, claim: Claim, cues: Cues) -> Statement | None:
    """Return a claim as a statement, or None if it has no cue, a quoted one, or no content beside cue and source.

    One that is reported inside another may have a quoted cue, but has to have a source. What certainly is no statement
    (`quoteattr.statements.terms`) is none.

    A statement has the content in its cue's own paragraph, or in those nearest to it. What a claim has in others is
    left to `quoteattr.statements.uncued` where it is quoted, and dropped where it is not.
    """
    cue, page = _whole_cue(analysis.page, claim.cue), analysis.page
    if cue is None or (page.is_quoted(cue.start) and not claim.is_inner):
        return None
    source = claim.source if claim.is_inner else find_source(analysis, cue, claim.source, cues)
    content = _content(analysis, claim, cue, source, cues)
    if not content or (claim.is_inner and source is None):
        return None
    kind = QuoteKind.INDIRECT if page.is_quoted(cue.start) else kind_of(page, content)
    if is_no_statement(analysis, cue, source, content, kind, cues):
        return None
    quoted, inverted = kind is not QuoteKind.INDIRECT, cue.start > content[-1].start
    words, said_by = [span.text for span in content], source.text if source else ""
    sure = source is not None and claim.probability > SURE
    manner = manner_of(cue.text, words, said_by, cues=cues, quoted=quoted, inverted=inverted, sure=sure)
    in_doubt = is_impersonal(cue.text, said_by) or is_asked_or_supposed(analysis, cue, source)
    voiced = manner.voiced and (quoted or not in_doubt)
    return Statement(content, kind, manner.presentation, cue, source, voiced=voiced, probability=claim.probability)


def _whole_cue(page: Page, cue: Span | None) -> Span | None:
    """Return a cue with all of "wanted to know", of which the tagger may have seen the first word."""
    goes_on = _TO_KNOW.match(page.text, cue.end) if cue is not None and _WANT.search(cue.text) else None
    return page.span(cue.start, goes_on.end()) if cue is not None and goes_on else cue


def _content(analysis: Analysis, claim: Claim, cue: Span, source: Span | None, cues: Cues) -> tuple[Span, ...]:
    if claim.is_inner:
        ranges = [(span.start, span.end) for span in claim.content]
        return cut_fragments(analysis.page, ranges, [span for span in (cue, source) if span])
    return _nearest(analysis.page, cue, _whole_content(analysis, claim.content, cue, source, cues))


def _whole_content(
    analysis: Analysis, seen: Sequence[Span], cue: Span, source: Span | None, cues: Cues
) -> tuple[Span, ...]:
    """Return the fragments that were seen, each quotation whole, without cue, source and what others say.

    The tagger may have seen only the rest of a quotation that a reporting clause parts.
    """
    ranges = [(span.start, span.end) for span in seen]
    if any(analysis.page.is_quoted(start) for start, _ in ranges):
        opening = opening_quotation(analysis, cue, source)
        ranges += [(opening.start, opening.end)] if opening else []
    others = of_others(analysis, cue, source, ranges, cues)
    return cut_fragments(analysis.page, ranges, [*(span for span in (cue, source) if span), *others])


def _nearest(page: Page, cue: Span, content: Sequence[Span]) -> tuple[Span, ...]:
    """Return the fragments in the paragraph of the cue; if there are none, those as few paragraphs off as possible."""
    home = page.paragraph_number(cue.start)
    distances = [abs(page.paragraph_number(span.start) - home) for span in content]
    return tuple(span for span, far in zip(content, distances, strict=True) if far == min(distances))
