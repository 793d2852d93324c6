"""From spans to claims: contents, cues and sources brought together along their links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quoteattr.network.decoding import LabelledSpan
from quoteattr.network.labels import Part
from quoteattr.network.reading import Claim
from quoteattr.network.words import Words
from quoteattr.records import Span

__all__ = ["join_claims"]


def join_claims(text: str, words: Words, spans: Iterable[LabelledSpan]) -> tuple[Claim, ...]:
    """Return the claims of a text in text order; a content that points to no cue is a claim by itself."""
    spans = list(spans)
    cues = {span.start: span for span in spans if span.part is Part.CUE}
    sources = {span.start: span for span in spans if span.part is Part.SOURCE}
    contents: dict[int, list[LabelledSpan]] = {}
    for span in sorted((s for s in spans if s.part is Part.CONTENT), key=lambda span: span.start):
        by_itself = -1 - span.start
        contents.setdefault(span.head if span.head in cues else by_itself, []).append(span)
    claims = []
    for head, fragments in contents.items():
        cue = cues.get(head)
        source = sources.get(cue.head) if cue is not None and cue.head is not None else None
        claims.append(_claim(text, words, fragments, cue, source))
    return tuple(sorted(claims, key=lambda claim: claim.content[0].start))


def _claim(
    text: str, words: Words, fragments: Sequence[LabelledSpan], cue: LabelledSpan | None, source: LabelledSpan | None
) -> Claim:
    def characters(span: LabelledSpan) -> Span:
        return Span.cut(text, words.starts[span.start], words.ends[span.end - 1])

    parts = [*fragments, *(span for span in (cue, source) if span is not None)]
    return Claim(
        tuple(map(characters, fragments)),
        characters(cue) if cue else None,
        characters(source) if source else None,
        min(span.probability for span in parts),
    )
