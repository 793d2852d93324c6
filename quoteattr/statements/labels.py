"""Statements from labels: paragraphs that open with a speaker's name and a colon, as in transcripts."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from quoteattr.language.words import Analysis, NameKind
from quoteattr.records import Presentation
from quoteattr.statements.content import kind_of
from quoteattr.statements.statement import Origin, Statement

__all__ = ["from_labels"]

_LABEL = regex.compile(r"[\"“]?(?P<name>\p{Lu}[\w.'’-]*(?:[ ]\p{Lu}[\w.'’-]*){0,3})(?:,[ ]\p{Lu}[\p{Lu} ]+)?:\s+")


def from_labels(analysis: Analysis) -> Iterator[Statement]:
    """Yield a statement for each paragraph with a label: `MAYOR: ...`, `Ada Obi: “...”`. The colon is its cue."""
    page = analysis.page
    people = {name.text.split()[-1] for name in analysis.names if name.kind is NameKind.PERSON}
    for paragraph in page.paragraphs:
        label = _LABEL.match(page.text, paragraph.start, paragraph.end)
        if label and _names_speaker(label["name"], people, page.is_quoted(label.end())):
            content = (page.span(label.end(), paragraph.end),)
            colon = page.text.index(":", label.end("name"))
            cue, source = page.span(colon, colon + 1), page.span(*label.span("name"))
            yield Statement(content, kind_of(page, content), Presentation.SPEECH, cue, source, origin=Origin.LABEL)


def _names_speaker(label: str, people: set[str], quoted: bool) -> bool:
    """Return whether a label is a name of the article, in capitals, or of several words before a quotation."""
    words = label.split()
    return words[-1] in people or (label.isupper() and len(label) > 2) or (quoted and len(words) > 1)
