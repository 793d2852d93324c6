"""What holds of every answer, whatever the text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from quoteattr import Article, Span

__all__ = ["assert_lawful", "spans"]


def spans(article: Article) -> Iterator[Span]:
    """Every stretch of text that an article names."""
    for quote in article.quotes:
        yield from quote.spans
        if quote.cue is not None:
            yield quote.cue
        if quote.speaker is not None and quote.speaker.mention is not None:
            yield quote.speaker.mention
        if quote.speaker is not None and quote.speaker.affiliation is not None:
            yield from quote.speaker.affiliation.evidence
    for speaker in article.speakers:
        yield from speaker.mentions
        for affiliation in speaker.affiliations:
            yield from affiliation.evidence


def assert_lawful(article: Article, text: str) -> None:
    """Raises `AssertionError` where an answer breaks a promise."""
    for span in spans(article):
        assert 0 <= span.start < span.end <= len(text), span
        assert text[span.start : span.end] == span.text, span
    for quote in article.quotes:
        assert quote.spans
        assert all(a.end <= b.start for a, b in pairwise(quote.spans)), quote
        assert 0 <= quote.confidence <= 1
        mention = None if quote.speaker is None else quote.speaker.mention
        for beside in (quote.cue, mention):
            assert beside is None or all(s.end <= beside.start or beside.end <= s.start for s in quote.spans), quote
    starts = [quote.spans[0].start for quote in article.quotes]
    assert starts == sorted(starts)
    assert_speakers_are_known(article)
    assert_contents_nest(article)
    assert Article.from_dict(article.to_dict()) == article


def assert_speakers_are_known(article: Article) -> None:
    """Speakers are numbered in order, and quotes say of theirs what the records say."""
    known = {speaker.id: speaker for speaker in article.speakers}
    assert [speaker.id for speaker in article.speakers] == sorted(known)
    assert all(number > 0 for number in known)
    for quote in article.quotes:
        if quote.speaker is not None and quote.speaker.id is not None:
            assert known[quote.speaker.id].name == quote.speaker.name
            assert known[quote.speaker.id].kind is quote.speaker.kind
            assert quote.speaker.affiliation in (None, *known[quote.speaker.id].affiliations)


def assert_contents_nest(article: Article) -> None:
    """Fragments of different quotes are apart, or one lies inside the other."""
    found = sorted((s.start, -s.end) for quote in article.quotes for s in quote.spans)
    around: list[int] = []
    for start, end in ((start, -end) for start, end in found):
        while around and around[-1] <= start:
            around.pop()
        assert not around or end <= around[-1], (start, end, around[-1])
        around.append(end)
