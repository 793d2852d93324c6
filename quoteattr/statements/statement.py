"""One statement as it stands in a text, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from attrs import frozen

from quoteattr.records import Presentation, QuoteKind, Span
from quoteattr.text.marks import MARKS

__all__ = ["QUOTE_EDGES", "Origin", "Statement"]

QUOTE_EDGES = MARKS + " "
"""What a quotation begins and ends with, and the blanks beside it."""


class Origin(Enum):
    """What found the content of a statement: the tagger's claim, a label before a colon, or quotation marks alone."""

    CLAIM = "claim"
    LABEL = "label"
    UNCUED = "uncued"


@frozen
class Statement:
    """What was said, in one or more fragments, with the words for who said it and that it was said.

    `continues` says that the quotation goes on from the paragraph before, `voiced` that the content counts as said or
    written rather than thought, felt, denied or asked for. `probability` is the tagger's, 1 where it had no part.
    """

    content: tuple[Span, ...]
    kind: QuoteKind
    presentation: Presentation
    cue: Span | None = None
    source: Span | None = None
    continues: bool = False
    voiced: bool = True
    origin: Origin = Origin.CLAIM
    probability: float = 1.0

    @property
    def start(self) -> int:
        """Character offset of the first content fragment."""
        return self.content[0].start

    @property
    def end(self) -> int:
        """Character offset after the last content fragment."""
        return self.content[-1].end

    @classmethod
    def from_annotation(cls, text: str, annotated: Mapping[str, Any]) -> Statement:
        """Return an annotated statement, to try or train the later steps on spans that are right.

        `annotated` holds lists of ``[start, end]`` under "content" (at least one), "cue" and "source"; fragments of
        cue and source are read as one stretch.

        >>> rain = {"content": [[0, 8]], "cue": [[14, 18]], "source": [[10, 13]]}
        >>> Statement.from_annotation("It rains, she said.", rain).source.text
        'she'
        """

        def whole(part: str) -> Span | None:
            spans = annotated.get(part)
            return Span.cut(text, spans[0][0], spans[-1][1]) if spans else None

        content = tuple(Span.cut(text, start, end) for start, end in annotated["content"])
        kind = QuoteKind.DIRECT if content[0].text[:1] in QUOTE_EDGES else QuoteKind.INDIRECT
        return cls(content, kind, Presentation.SPEECH, whole("cue"), whole("source"))
