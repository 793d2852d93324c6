"""What every reader yields: one annotated article, and the JSON line that scorers read.

>>> text = "The wall will hold, said Ada Brandt."
>>> said = Attribution(content=((0, 19),), cue=((20, 24),), source=((25, 35),))
>>> article = Article("wall", text, (said,))
>>> article.cut(said.source)
('Ada Brandt',)
>>> to_gold(Article("none", "Nobody spoke."))
'{"id": "none", "text": "Nobody spoke.", "attributions": []}'
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from attrs import Attribute, field, frozen

from quoteattr import Presentation, QuoteattrError, QuoteKind, SpeakerKind

__all__ = ["Article", "Attribution", "CorpusError", "Span", "Trap", "to_gold"]

Span = tuple[int, int]
"""Character offsets (Python code points) into an article's text, end exclusive."""


class CorpusError(QuoteattrError, ValueError):
    """A corpus can't be read: the path is wrong or empty, of another format, or its offsets don't fit its text."""


@frozen
class Attribution:
    """One statement as a corpus annotates it.

    `content`, `cue` and `source` are fragments in text order. The rest is ``None`` or empty where the corpus doesn't
    say; `speaker_kind` `SpeakerKind.UNKNOWN` means that annotators looked and found nobody. Joint speakers are one
    name, "A and B". `roles` are other wordings that are as right as `role`. `organization` and `location` hold
    acceptable names, most specific first; with `organization_optional`, none is as right. `forms` are tags by which
    results can be broken down.
    """

    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    kind: QuoteKind | None = None
    presentation: Presentation | None = None
    speaker: str | None = None
    aliases: tuple[str, ...] = ()
    speaker_kind: SpeakerKind | None = None
    role: str | None = None
    roles: tuple[str, ...] = ()
    organization: tuple[str, ...] = ()
    organization_optional: bool = False
    location: tuple[str, ...] = ()
    former: bool = False
    forms: tuple[str, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """All fragments: of content, cue and source."""
        return self.content + self.cue + self.source

    @property
    def has_speaker(self) -> bool:
        """Whether the corpus says who speaks, be it "nobody"."""
        return self.speaker is not None or self.speaker_kind is not None


@frozen
class Trap:
    """A stretch that looks like a statement and is none; `why` is the corpus's word for it ("scare-quote")."""

    span: Span
    why: str


@frozen
class Article:
    """One article of a corpus, its statements in the order of the corpus.

    Raises `CorpusError` where a span is empty or leaves the text, or a statement has no content.
    """

    id: str
    text: str
    attributions: tuple[Attribution, ...] = field(default=())
    traps: tuple[Trap, ...] = ()
    style: str | None = None
    region: str | None = None

    @attributions.validator
    def _fits(self, _: Attribute[tuple[Attribution, ...]], value: tuple[Attribution, ...]) -> None:
        for index, attribution in enumerate(value):
            if not attribution.content:
                raise CorpusError(f"{self.id}: attribution {index} has no content")
            for start, end in attribution.spans:
                if not 0 <= start < end <= len(self.text):
                    raise CorpusError(
                        f"{self.id}: attribution {index} has the span {start} to {end}, "
                        f"expected offsets into a text of {len(self.text)} characters"
                    )

    def cut(self, spans: Iterable[Span]) -> tuple[str, ...]:
        """Return the characters of each span."""
        return tuple(self.text[start:end] for start, end in spans)


def to_gold(article: Article) -> str:
    """Return the article as one JSON line of the project's own format, without the line end.

    ``{"id", "text", "attributions": [{"content", "cue", "source", ...}]}``. Who speaks is left out where the corpus
    doesn't say, so that a scorer counts no speaker there.
    """
    line: dict[str, Any] = {"id": article.id}
    line |= {key: value for key, value in (("style", article.style), ("region", article.region)) if value is not None}
    line["text"] = article.text
    line["attributions"] = [_attribution(attribution) for attribution in article.attributions]
    if article.traps:
        line["traps"] = [{"start": trap.span[0], "end": trap.span[1], "why": trap.why} for trap in article.traps]
    return json.dumps(line, ensure_ascii=False)


def _attribution(attribution: Attribution) -> dict[str, Any]:
    given: dict[str, Any] = {
        "content": attribution.content,
        "cue": attribution.cue,
        "source": attribution.source,
    }
    if attribution.kind is not None:
        given["kind"] = attribution.kind.value
    if attribution.presentation is not None:
        given["presentation"] = attribution.presentation.value
    if attribution.has_speaker:
        given |= _speaker(attribution)
    if attribution.forms:
        given["forms"] = attribution.forms
    return given


def _speaker(attribution: Attribution) -> dict[str, Any]:
    return {
        "speaker": attribution.speaker,
        "aliases": attribution.aliases,
        "speaker_kind": (attribution.speaker_kind or SpeakerKind.UNKNOWN).value,
        "role": attribution.role,
        "roles": attribution.roles,
        "organization": attribution.organization,
        "organization_optional": attribution.organization_optional,
        "location": attribution.location,
        "former": attribution.former,
    }
