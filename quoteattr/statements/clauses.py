"""Reporting clauses behind quotations: which of the quotations of a paragraph have one of their own.

A quotation with a clause of its own is said by whom the clause names, whatever other statements stand beside it:
`“Did you sign?” he asked. “I did,” she said.` A question that a quotation with a clause answers is somebody else's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex
from attrs import frozen

from quoteattr.language.words import Analysis, NameKind
from quoteattr.records import Presentation, Span
from quoteattr.statements.beside import LONGEST_GAP, last_character
from quoteattr.statements.cues import Cue, Cues
from quoteattr.statements.ranges import Range, meets, merge
from quoteattr.statements.sources import phrase_after
from quoteattr.text.marks import Quotation

__all__ = ["Clause", "clause_behind", "is_answered", "of_others"]

MOST_WORDS = 6
"""Words that a speaker before a verb of saying may have."""

_WORDS = regex.compile(r"[ \t]+(?P<word>\p{Lu}\p{Ll}{0,3}\.(?=\s)|\p{L}[\p{L}\d’'-]*+)")
_CLAUSE_ENDS = regex.compile(
    r"\s*(?:[.,;:—–-]|$)|\s(?:back|again|\w+ly|him|her|them|me|us|reporters|on|in|at|to|from|with|as|when|while|after"
    r"|before|during|through)\b"
)
_NEW_SENTENCE = regex.compile(r"[.!?][”\"’]?\s++(?=\p{Lu})")
_PRONOUNS = frozenset("he she they i we".split())
_OPENERS = frozenset("the a an his her their my our one another".split())


@frozen
class Clause:
    """A reporting clause: its verb, who it names, and what the verb presents."""

    cue: Span
    source: Span
    presentation: Presentation


def clause_behind(analysis: Analysis, quotation: Quotation, cues: Cues) -> Clause | None:
    """Return the reporting clause that follows a quotation for certain: "he asked", "said Ada Obi", "the man said"."""
    last = last_character(analysis.text, quotation)
    comma = last == "," or analysis.text[quotation.end : quotation.end + 1] == ","
    if not comma and last not in ("?", "!"):
        return None
    start = quotation.end + (last != "," and comma)
    words = list(_next_words(analysis, start))
    verb = next((i for i, word in enumerate(words) if _reports(word.text, cues)), None)
    if verb is None:
        return None
    cue = words[verb]
    source = phrase_after(analysis, cue.end) if verb == 0 else _named_before(analysis, words[:verb], cue, comma)
    return Clause(cue, source, cues.verbs[cue.text.lower()].presentation) if source else None


def _next_words(analysis: Analysis, start: int) -> Iterator[Span]:
    """Yield the words from an offset on that nothing but blanks part."""
    for _ in range(MOST_WORDS + 1):
        found = _WORDS.match(analysis.text, start, start + LONGEST_GAP)
        if found is None:
            return
        yield analysis.page.span(*found.span("word"))
        start = found.end()


def _reports(word: str, cues: Cues) -> bool:
    """Return whether a word is a verb of saying in the past tense or the third person."""
    verb = cues.verbs.get(word)
    return verb is not None and _is_speech(verb) and word != verb.lemma and not word.endswith("ing")


def _is_speech(verb: Cue) -> bool:
    return verb.clause and verb.presentation is Presentation.SPEECH


def _named_before(analysis: Analysis, words: Sequence[Span], cue: Span, comma: bool) -> Span | None:
    """Return the words before a verb if they name its speaker: a pronoun, "the officer", a person.

    Without a comma a name may open a new sentence, so that only a clause that ends behind its verb counts.
    """
    whole = analysis.page.span(words[0].start, words[-1].end)
    lower = [word.text for word in words if word.text.islower()]
    if len(words) == 1 and words[0].text in _PRONOUNS | {"I"}:
        return whole
    if words[0].text in _OPENERS and len(words) > 1 and not _goes_on(lower):
        return whole
    names = analysis.names_between(whole.start, whole.end, NameKind.PERSON)
    is_person = any(name.end == whole.end for name in names) and _CLAUSE_ENDS.match(analysis.text, cue.end)
    is_named = is_person or (comma and not lower)
    return whole if is_named and not _goes_on(lower) else None


def _goes_on(lower: Sequence[str]) -> bool:
    """Return whether words hold more than a phrase: a relative clause."""
    return any(word in ("who", "which", "that", "and", "had", "was", "were") for word in lower)


def is_answered(analysis: Analysis, quotation: Quotation, cues: Cues) -> bool:
    """Return whether a quotation is a question, and the next one, right behind it, has a clause of its own."""
    following = analysis.page.outermost.after(quotation.end)
    if following is None or last_character(analysis.text, quotation) != "?":
        return False
    beside = analysis.text[quotation.end : following.start]
    return beside.isspace() and "\n" not in beside and clause_behind(analysis, following, cues) is not None


def of_others(
    analysis: Analysis, cue: Span, source: Span | None, ranges: Sequence[Range], cues: Cues
) -> Iterator[Span]:
    """Yield the quotations in the content of a cue that it does not report: with a clause of their own outside of it.

    Nor does it report a question that is answered, and what a new sentence about another person introduces.
    """
    own = merge([(cue.start, cue.end), *ranges])
    for quotation in (one for start, end in ranges for one in analysis.page.outermost.touching(start, end)):
        clause = clause_behind(analysis, quotation, cues)
        elsewhere = clause is not None and not meets(own, clause.cue.start, clause.cue.end)
        asked = cue.start > quotation.end and is_answered(analysis, quotation, cues)
        if elsewhere or asked or _is_introduced(analysis, max(cue, source or cue, key=_end), source, quotation):
            yield analysis.page.span(quotation.start, quotation.end)


def _end(span: Span) -> int:
    return span.end


def _is_introduced(analysis: Analysis, clause: Span, source: Span | None, quotation: Quotation) -> bool:
    """Return whether a colon before a quotation ends a sentence that is not the clause's and names somebody else."""
    if not 0 < quotation.start - clause.end <= 2 * LONGEST_GAP:
        return False
    between = analysis.text[clause.end : quotation.start]
    if not between.rstrip().endswith(":"):
        return False
    opening = next(iter(_NEW_SENTENCE.finditer(between)), None)
    if opening is None:
        return False
    people = analysis.names_between(clause.end + opening.end(), quotation.start, NameKind.PERSON)
    said_by = source.text.split() if source else []
    return bool(people) and not any(name.text.split()[-1] in said_by for name in people)
