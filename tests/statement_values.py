"""Statements without models: words, sentences and names of a text are cut by rule, its claims are written by hand."""

from __future__ import annotations

from itertools import pairwise

import regex
from attrs import evolve, frozen

from quoteattr.language.words import Analysis, Name, NameKind, Sentence, Word
from quoteattr.network.reading import Claim
from quoteattr.records import Span
from quoteattr.statements.cues import Cues
from quoteattr.statements.finding import find_statements
from quoteattr.statements.statement import Statement
from quoteattr.text.page import Page
from quoteattr.text.paragraphs import find_paragraphs

CAST = {
    "Ada Obi": NameKind.PERSON,
    "Jonas Werle": NameKind.PERSON,
    "Mary Ann Haddad": NameKind.PERSON,
    "Elmina": NameKind.PLACE,
    "ELMINA": NameKind.PLACE,
    "Calder Trust": NameKind.ORGANIZATION,
}
"""The names that every text is searched for, and what they are."""

CUES = Cues.of()

_SENTENCE_END = regex.compile(r"[.!?][\"”’]*\s+(?=[\"“‘]*\p{Lu})")


def analysis_of(text: str) -> Analysis:
    """What the language step would find in a text: a sentence ends where a full stop stands before a capital."""
    found = [
        Name(m.start(), m.end(), name, kind)
        for name, kind in CAST.items()
        for m in regex.finditer(rf"\b{name}\b", text)
    ]
    return Analysis(Page.of(text), tuple(sentences(text)), tuple(sorted(found, key=lambda name: name.start)))


def sentences(text: str) -> list[Sentence]:
    cut = []
    for paragraph in find_paragraphs(text):
        ends = [m.end() for m in _SENTENCE_END.finditer(text, paragraph.start, paragraph.end)]
        for start, end in pairwise([paragraph.start, *ends, paragraph.end]):
            found = regex.finditer(r"\w+|[^\w\s]", text, pos=start, endpos=end)
            cut.append(Sentence(tuple(Word(i, m[0], m.start(), m.end()) for i, m in enumerate(found))))
    return cut


def span(text: str, piece: str) -> Span:
    """The one place where a piece stands in a text."""
    assert text.count(piece) == 1, f"{piece!r} stands {text.count(piece)} times in {text!r}"
    return Span.cut(text, text.index(piece), text.index(piece) + len(piece))


def claim(
    text: str, content: str | list[str], cue: str | None, source: str | None = None, probability: float = 0.9
) -> Claim:
    """What the tagger would hold, by the words themselves."""
    pieces = [content] if isinstance(content, str) else content
    return Claim(
        tuple(span(text, piece) for piece in pieces),
        None if cue is None else span(text, cue),
        None if source is None else span(text, source),
        probability,
    )


def inner(text: str, content: str | list[str], cue: str | None, source: str | None = None) -> Claim:
    """What the tagger would hold to be reported inside of what somebody reports."""
    return evolve(claim(text, content, cue, source), is_inner=True)


@frozen
class InWords:
    """A statement in words, as far as a test asks: fragments of content, kind, cue and source."""

    content: tuple[str, ...]
    kind: str
    cue: str | None
    source: str | None


def direct(*content: str, cue: str | None = None, source: str | None = None) -> InWords:
    return InWords(content, "direct", cue, source)


def mixed(*content: str, cue: str | None = None, source: str | None = None) -> InWords:
    return InWords(content, "mixed", cue, source)


def indirect(*content: str, cue: str | None = None, source: str | None = None) -> InWords:
    return InWords(content, "indirect", cue, source)


def statements_in(text: str, *claims: Claim) -> tuple[Statement, ...]:
    found = find_statements(analysis_of(text), claims, CUES)
    for statement in found:
        for part in (*statement.content, statement.cue, statement.source):
            assert part is None or text[part.start : part.end] == part.text != ""
    return found


def in_words(text: str, *claims: Claim) -> list[InWords]:
    """The statements of a text, in words."""
    return [
        InWords(
            tuple(part.text for part in a.content),
            a.kind.value,
            a.cue.text if a.cue else None,
            a.source.text if a.source else None,
        )
        for a in statements_in(text, *claims)
    ]
