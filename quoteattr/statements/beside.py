"""Quotations beside a reporting clause: `“A,” said X. “B.”`, `X said: “A.”`."""

from __future__ import annotations

import regex

from quoteattr.language.words import Analysis
from quoteattr.records import Span
from quoteattr.statements.cues import Cues
from quoteattr.statements.statement import QUOTE_EDGES
from quoteattr.text.marks import Quotation

__all__ = [
    "LONGEST_GAP",
    "SHORTEST_STATEMENT",
    "last_character",
    "opening_quotation",
    "quotation_after",
    "quotation_before",
]

SHORTEST_STATEMENT = 4
"""Words that a quotation without cue needs to count as a statement rather than a title or scare quote."""

LONGEST_GAP = 120
"""Characters that may stand between a cue and the quotation that it introduces."""

MOST_WORDS = 8
"""Words that may stand between a quotation and the clause that completes it; twice as many in the same sentence."""

_DASHES = ("-", "–", "—")


def quotation_before(analysis: Analysis, start: int) -> Quotation | None:
    """Return the quotation that the clause from `start` on completes, if no sentence end parts them."""
    quotation = analysis.page.outermost.before(start)
    if quotation is None or start - quotation.end > LONGEST_GAP // 2:
        return None
    text, between = analysis.text, analysis.text[quotation.end : start]
    sentence = analysis.sentence_at(start)
    same_sentence = sentence is not None and sentence.start < quotation.end
    stop = r"[;:!?\n]" if same_sentence else r"[.;:!?\n]"
    if regex.search(stop, between) or len(between.split()) > MOST_WORDS * (1 + same_sentence):
        return None
    attached = last_character(text, quotation) in ",!?—–-…" or between.lstrip()[:1] in (",", *_DASHES)
    leads_on = not between.strip() and text[start].islower() and last_character(text, quotation) == "."
    return quotation if attached or leads_on else None


def quotation_after(analysis: Analysis, end: int, cues: Cues) -> Quotation | None:
    """Return the quotation that the clause up to `end` introduces: directly, or by comma, colon or dash."""
    quotation = analysis.page.outermost.after(end)
    if quotation is None or quotation.start - end > LONGEST_GAP:
        return None
    between = analysis.text[end : quotation.start]
    before = between.rstrip()
    if regex.search(r"[.!?]\s|\n\s*\S", between) or ("\n" in between and not before.endswith(":")):
        return None
    if any(word.lower() in cues.verbs for word in regex.findall(r"\w+", between)):
        return None
    before = before.removesuffix(" that")
    long_enough = len(analysis.text[quotation.start : quotation.end].split()) >= SHORTEST_STATEMENT
    introduced = before.endswith((":", ",", *_DASHES))
    return quotation if introduced or (not before and long_enough) else None


def opening_quotation(analysis: Analysis, cue: Span, source: Span | None) -> Quotation | None:
    """Return the quotation before a reporting clause that goes on after the clause: `“No,” he said, “...”`."""
    quotation = quotation_before(analysis, min(cue.start, source.start) if source else cue.start)
    if quotation is None or last_character(analysis.text, quotation) not in (",", "?", "!"):
        return None
    return quotation


def last_character(text: str, quotation: Quotation) -> str:
    """Return the last character inside the marks of a quotation, "" if there is none."""
    return text[quotation.start : quotation.end].rstrip(QUOTE_EDGES)[-1:]
