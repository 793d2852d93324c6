"""Articles of every shape that the records allow, and their parts, for tests of what reads and writes them."""

from __future__ import annotations

from attrs import frozen
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from quoteattr import Affiliation, Article, Presentation, Quote, QuoteKind, Span, Speaker, SpeakerKind, SpeakerRecord

__all__ = ["ARTICLES", "Shapes", "shapes"]


@frozen
class Shapes:
    """Strategies for articles and for each of their parts."""

    spans: SearchStrategy[Span]
    affiliations: SearchStrategy[Affiliation]
    speakers: SearchStrategy[Speaker]
    quotes: SearchStrategy[Quote]
    records: SearchStrategy[SpeakerRecord]
    articles: SearchStrategy[Article]


def shapes(offsets: SearchStrategy[int], ids: SearchStrategy[int], texts: SearchStrategy[str]) -> Shapes:
    """Articles made of these offsets, ids of speakers and texts."""
    spans = st.builds(Span, offsets, offsets, texts)
    affiliations = st.builds(
        Affiliation,
        role=st.none() | texts,
        organization=st.none() | texts,
        location=st.none() | texts,
        former=st.booleans(),
        evidence=st.lists(spans, max_size=2).map(tuple),
    )
    speakers = st.builds(
        Speaker,
        name=st.none() | texts,
        kind=st.sampled_from(SpeakerKind),
        mention=st.none() | spans,
        id=st.none() | ids,
        affiliation=st.none() | affiliations,
    )
    quotes = st.builds(
        Quote,
        spans=st.lists(spans, max_size=3).map(tuple),
        kind=st.sampled_from(QuoteKind),
        presentation=st.sampled_from(Presentation),
        cue=st.none() | spans,
        speaker=st.none() | speakers,
        confidence=st.floats(0, 1),
    )
    records = st.builds(
        SpeakerRecord,
        id=ids,
        name=texts,
        kind=st.sampled_from(SpeakerKind),
        mentions=st.lists(spans, max_size=2).map(tuple),
        affiliations=st.lists(affiliations, max_size=2).map(tuple),
    )
    articles = st.builds(
        Article,
        quotes=st.lists(quotes, max_size=3).map(tuple),
        speakers=st.lists(records, max_size=2).map(tuple),
        id=st.none() | texts | st.integers(),
    )
    return Shapes(spans, affiliations, speakers, quotes, records, articles)


_WHOLE = st.integers(0, 2**63 - 1)

ARTICLES = shapes(_WHOLE, _WHOLE, st.text(st.characters(), max_size=8)).articles
"""What tables can hold: numbers of 64 bits; lone surrogates, NUL and line ends included."""
