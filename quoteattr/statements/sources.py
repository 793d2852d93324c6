"""The source of a statement: as the tagger saw it, made whole, or where it stands if the tagger saw none."""

from __future__ import annotations

import regex

from quoteattr.language.words import Analysis, NameKind
from quoteattr.records import Span
from quoteattr.statements.beside import LONGEST_GAP, quotation_after, quotation_before
from quoteattr.statements.content import EDGES
from quoteattr.statements.cues import Cues

__all__ = ["find_source", "phrase_after"]

LONGEST_SOURCE = 4
"""Words that a source may have which opens the sentence of a cue, if it is no name."""

_BRACKETS = {")": "(", "]": "["}
_BY = regex.compile(r"\s++by(?=\s)")
_PHRASE = regex.compile(
    r"\s+(?P<phrase>[\p{L}\d@#][^,.;:\"“”()\n]*?(?:\.[ ]\p{Lu}[^,.;:\"“”()\n]*?)*)"
    r"(?=\s*[,.;:\"“”()\n]|$|\s(?:on|in|at|after|as|when|while|during|who)\s)"
)
"""Words up to a comma, a stop, a preposition or the like; a stop after an initial is none."""


def find_source(analysis: Analysis, cue: Span, seen: Span | None, cues: Cues) -> Span | None:
    """Return the source of a cue: the one that the tagger has `seen`, or the one that the order of words tells.

    What opens a later sentence is the source of that one.
    """
    if seen is not None and not _opens_later(analysis, cue, seen):
        return _whole(analysis, seen)
    return _after_by(analysis, cue) or _beside_quotation(analysis, cue, cues)


def _opens_later(analysis: Analysis, cue: Span, source: Span) -> bool:
    """Return whether a source opens a sentence after that of its cue."""
    sentence = analysis.sentence_at(source.start)
    return sentence is not None and cue.end <= sentence.start == source.start


def _whole(analysis: Analysis, span: Span) -> Span:
    """Return a source with all of a person's name that its end cuts, and with the bracket that closes one in it."""
    text = analysis.text
    names = analysis.names_touching(span.start, span.end)
    end = max([span.end, *(name.end for name in names if name.kind is NameKind.PERSON)])
    opener = _BRACKETS.get(text[end : end + 1])
    if opener is not None and text.count(opener, span.start, end) > text.count(text[end], span.start, end):
        end += 1
    return analysis.page.span(span.start, end)


def _after_by(analysis: Analysis, cue: Span) -> Span | None:
    """Return the name after the "by" that follows or ends a cue, with the words up to the next comma."""
    end = cue.end - len(" by") if cue.text.endswith(" by") else cue.end
    by = _BY.match(analysis.text, end)
    phrase = phrase_after(analysis, by.end()) if by else None
    return phrase if phrase and analysis.names_between(phrase.start, phrase.end) else None


def phrase_after(analysis: Analysis, start: int) -> Span | None:
    """Return the words from `start` up to a comma, a stop or the like, if that is near."""
    text = analysis.text
    end = min(start + LONGEST_GAP, len(text))
    found = _PHRASE.match(text, start, end)
    if found is None or found.end() == end < len(text):
        return None
    return analysis.page.span(*found.span("phrase"))


def _beside_quotation(analysis: Analysis, cue: Span, cues: Cues) -> Span | None:
    """Return the words between a quotation and its cue, or, if there are none, those after the cue.

    Before a cue that introduces a quotation they are those that open its sentence.
    """
    sentence = analysis.sentence_at(cue.start)
    left = quotation_before(analysis, cue.start)
    if sentence is None or not (left or quotation_after(analysis, cue.end, cues)):
        return None
    start = left.end if left else sentence.start
    before = analysis.text[start : cue.start].strip(EDGES)
    if before and not analysis.page.is_quoted(start):
        phrase_start = analysis.text.index(before, start)
        phrase = analysis.page.span(phrase_start, phrase_start + len(before))
        return _name_at_end(analysis, phrase) or (phrase if left or len(before.split()) <= LONGEST_SOURCE else None)
    return phrase_after(analysis, cue.end) if left else None


def _name_at_end(analysis: Analysis, phrase: Span) -> Span | None:
    """Return the name that a phrase ends with."""
    names = [name for name in analysis.names_between(phrase.start, phrase.end) if name.end == phrase.end]
    return analysis.page.span(names[-1].start, names[-1].end) if names else None
