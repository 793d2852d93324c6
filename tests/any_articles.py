"""Articles of every shape that the records allow, for tests of what writes them."""

from __future__ import annotations

from hypothesis import strategies as st

from quoteattr import Affiliation, Article, Presentation, Quote, QuoteKind, Span, Speaker, SpeakerKind, SpeakerRecord

OFFSETS = st.integers(0, 2**63 - 1)
TEXTS = st.text(st.characters(), max_size=8)
"""Lone surrogates, NUL and line ends included."""

SPANS = st.builds(Span, OFFSETS, OFFSETS, TEXTS)
AFFILIATIONS = st.builds(
    Affiliation,
    role=st.none() | TEXTS,
    organization=st.none() | TEXTS,
    location=st.none() | TEXTS,
    former=st.booleans(),
    evidence=st.lists(SPANS, max_size=2).map(tuple),
)
SPEAKERS = st.builds(
    Speaker,
    name=st.none() | TEXTS,
    kind=st.sampled_from(SpeakerKind),
    mention=st.none() | SPANS,
    id=st.none() | OFFSETS,
    affiliation=st.none() | AFFILIATIONS,
)
QUOTES = st.builds(
    Quote,
    spans=st.lists(SPANS, max_size=3).map(tuple),
    kind=st.sampled_from(QuoteKind),
    presentation=st.sampled_from(Presentation),
    cue=st.none() | SPANS,
    speaker=st.none() | SPEAKERS,
    confidence=st.floats(0, 1),
)
RECORDS = st.builds(
    SpeakerRecord,
    id=OFFSETS,
    name=TEXTS,
    kind=st.sampled_from(SpeakerKind),
    mentions=st.lists(SPANS, max_size=2).map(tuple),
    affiliations=st.lists(AFFILIATIONS, max_size=2).map(tuple),
)
ARTICLES = st.builds(
    Article,
    quotes=st.lists(QUOTES, max_size=3).map(tuple),
    speakers=st.lists(RECORDS, max_size=2).map(tuple),
    id=st.none() | TEXTS | st.integers(),
)
