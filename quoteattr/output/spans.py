"""The spans of an article, and a check that they stand in a text."""

from __future__ import annotations

from collections.abc import Iterator

from quoteattr.errors import InputError
from quoteattr.records import Article, Span

__all__ = ["check_spans"]


def check_spans(article: Article, text: str) -> None:
    """Raise `InputError` where a span of the article does not stand in `text` as it says.

    >>> check_spans(Article(), "any text")
    """
    for span in _all_spans(article):
        if not 0 <= span.start <= span.end <= len(text) or text[span.start : span.end] != span.text:
            raise InputError(
                f"expected {span.text[:60]!r} at {span.start} to {span.end} of the text, got "
                f"{text[max(0, span.start) : max(0, span.end)][:60]!r}: pass the text that the article was read from"
            )


def _all_spans(article: Article) -> Iterator[Span]:
    """Yield the spans of quotes, cues, mentions and evidence."""
    for quote in article.quotes:
        yield from quote.spans
        mention = quote.speaker.mention if quote.speaker else None
        yield from (span for span in (quote.cue, mention) if span is not None)
    for speaker in article.speakers:
        yield from speaker.mentions
        yield from (span for affiliation in speaker.affiliations for span in affiliation.evidence)
