"""Statements from labels: what stands behind a speaker's name and a colon, as in transcripts and interviews."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from quoteattr.language.words import Analysis, Name, NameKind
from quoteattr.records import Presentation, Span
from quoteattr.statements.content import kind_of
from quoteattr.statements.statement import Origin, Statement
from quoteattr.statements.turns import Label, find_labels, find_voices
from quoteattr.text.page import Page

__all__ = ["from_labels"]

TRANSCRIPT = 3
"""Labels from which on a text is a transcript: what follows a label, up to the next one, is still said."""

LONGEST_TURNS = 8
"""Paragraphs for each label that a transcript has at most."""

_DIRECTION = regex.compile(r"[(\[<][^()\[\]<>]*+[)\]>]|\W++")
_HEADING = regex.compile(r"[^\n.?!…”\"’)]{1,80}")
_NO_TURN = regex.compile(r"(?:\p{Lu}[\p{Lu}’' -]{2,40}|\d{1,4})(?::\s|$)|\d{1,2}:\d\d|-->|—|–|-{2}|#|Q\p{Lu}\p{Ll}")
_TALKED = regex.compile(r"\b(?:interview|spoke|talked|conversation|sat down|Q&A|Q & A)")


def from_labels(analysis: Analysis) -> Iterator[Statement]:
    """Yield a statement for each turn with a label: `MAYOR: ...`, `Ada Obi: “...”`. The mark behind it is its cue.

    In a transcript the paragraphs behind a turn go on with it; in captions a tag says who speaks.
    """
    page, labels = analysis.page, find_labels(analysis)
    answering = _answering(analysis, labels)
    for label, following in pairwise([*labels, None]):
        assert label is not None
        content = _content(page, label, following)
        if content:
            yield _turn(page, content, label.cue, answering if label.is_answer and answering else label.source)
    for content in _going_on(page, labels):
        yield _turn(page, content, None, None)
    for voice in find_voices(page):
        yield _turn(page, voice.content, None, voice.source)


def _turn(page: Page, content: Span, cue: Span | None, source: Span | None) -> Statement:
    kind = kind_of(page, (content,))
    goes_on = source is None
    return Statement((content,), kind, Presentation.SPEECH, cue, source, continues=goes_on, origin=Origin.LABEL)


def _content(page: Page, label: Label, following: Label | None) -> Span | None:
    """Return the words behind a label, up to the next one in its paragraph; None if there are none."""
    end = page.paragraphs[label.paragraph].end
    if following is not None and following.start < end:
        end = following.start
    end = label.end + len(page.text[label.end : end].rstrip())
    return page.span(label.end, end) if regex.search(r"\w", page.text[label.end : end]) else None


def _going_on(page: Page, labels: Sequence[Label]) -> Iterator[Span]:
    """Yield the paragraphs of a transcript that go on with the turn before them.

    Behind the last label they do if the text has little else than turns; a quotation with a label ends there.
    """
    numbers = sorted({label.paragraph for label in labels})
    if len(labels) < TRANSCRIPT or numbers[-1] - numbers[0] >= LONGEST_TURNS * len(numbers):
        return
    mostly = 2 * len(numbers) > len(page.paragraphs)
    ends = [*numbers[1:], len(page.paragraphs) if mostly else numbers[-1]]
    opens = {page.paragraph_number(label.start) for label in labels}
    for label, end in zip(_last_of_each(labels), ends, strict=True):
        if not page.is_quoted(label.end):
            yield from _paragraphs_of_turn(page, range(label.paragraph + 1, end), opens)


def _last_of_each(labels: Sequence[Label]) -> list[Label]:
    """Return the last label of each paragraph that has one."""
    return list({label.paragraph: label for label in labels}.values())


def _paragraphs_of_turn(page: Page, numbers: range, opens: set[int]) -> Iterator[Span]:
    """Yield paragraphs up to one that is no part of a turn, without directions in brackets."""
    for number in numbers:
        paragraph = page.paragraphs[number]
        if number in opens or _is_beside(page, paragraph.start, paragraph.end):
            return
        if not _DIRECTION.fullmatch(page.text, paragraph.start, paragraph.end):
            yield page.span(paragraph.start, paragraph.end)


def _is_beside(page: Page, start: int, end: int) -> bool:
    """Return whether a paragraph is a heading, a note or the time of a caption."""
    return bool(_NO_TURN.match(page.text, start, end) or _HEADING.fullmatch(page.text, start, end))


def _answering(analysis: Analysis, labels: Sequence[Label]) -> Span | None:
    """Return who answers in an interview: the one person named in full above the first question.

    Of several people it is the one who is said to be interviewed.
    """
    first = next((label.start for label in labels if label.is_question), None)
    if first is None:
        return None
    above = [name for name in analysis.names_between(0, first, NameKind.PERSON) if " " in name.text]
    talked = [name for name in above if _is_interviewed(analysis, name)]
    for choice in (above, talked):
        if len({name.text.split()[-1].lower() for name in choice}) == 1:
            return analysis.page.span(choice[0].start, choice[0].end)
    return None


def _is_interviewed(analysis: Analysis, name: Name) -> bool:
    """Return whether a sentence says before a name that somebody talked with its bearer."""
    sentence = analysis.sentence_at(name.start)
    return sentence is not None and _TALKED.search(analysis.text, sentence.start, name.start) is not None
