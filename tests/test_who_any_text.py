"""The steps from names to affiliations on any text, with a network that has learned nothing, and how they grow."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import FrameType

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from who_values import every_name, sentences_of, words_of

from quoteattr.affiliations.choosing import make_records
from quoteattr.affiliations.facts import find_mentions, find_offices, find_owners, with_bodies, with_titles
from quoteattr.affiliations.gathering import gather
from quoteattr.language.words import Analysis, Name, NameKind
from quoteattr.network.reading import Fact, FactKind
from quoteattr.network.who import CLUES, OwnerHead, SpeakerHead
from quoteattr.records import Presentation, QuoteKind, Span, SpeakerRecord
from quoteattr.speakers.cast import find_cast
from quoteattr.speakers.clues import AFTER, BEFORE, MOST_ALIKE, find_pairs
from quoteattr.speakers.mentions import find_candidates, find_sources
from quoteattr.speakers.resolve import resolve
from quoteattr.speakers.weighing import weigh
from quoteattr.statements.statement import Statement
from quoteattr.text.page import Page

torch.manual_seed(1)
SPEAKERS, OWNERS = SpeakerHead(4).eval(), OwnerHead(4).eval()

TEXTS = st.text(max_size=60) | st.lists(
    st.sampled_from(
        [
            *"“”’'.,:—(A\n ",
            "Ada Obi ",
            "Obi ",
            "Mr ",
            "the mayor ",
            "Mayor ",
            "Jr. ",
            "voters ",
            "who ",
            "he ",
            "she ",
            "AO ",
            "(AO) ",
            "’s",
            "former ",
            "\ud800",
            "é",
        ]
    ),
    max_size=40,
).map("".join)


def stretches(text: str) -> st.SearchStrategy[list[Span]]:
    """Some stretches of a text, in text order; they may lie in one another."""
    edges = st.integers(0, max(0, len(text) - 1))
    cut = st.tuples(edges, st.integers(1, 12)).map(lambda pair: Span.cut(text, pair[0], min(len(text), sum(pair))))
    return st.lists(cut, max_size=6, unique=True).map(sorted_by_start)


def sorted_by_start(spans: list[Span]) -> list[Span]:
    return sorted(spans, key=lambda span: (span.start, span.end))


def records_of(
    text: str, names: list[Name], statements: list[Statement], facts: list[Fact]
) -> dict[int, SpeakerRecord]:
    """What comes of names, statements and facts: all steps in their order."""
    words, sentences = words_of(text), sentences_of(text)
    states = torch.randn(len(words), 4, generator=torch.Generator().manual_seed(2))
    cast = find_cast(text, names)
    sources = find_sources(text, words, statements)
    candidates = find_candidates(text, words, cast, sources)
    mentions = find_mentions(text, words, candidates)
    owned = find_owners(OWNERS, states, sentences, words, facts, mentions)
    known = find_offices(candidates, owned)
    pairs = find_pairs(Page.verbatim(text), sentences, cast, sources, candidates, words.openings, known)
    for one in pairs:
        assert len(one.candidates) <= BEFORE + AFTER + MOST_ALIKE
        assert all(0 <= value < most for row in one.clues for value, most in zip(row, CLUES, strict=True))
    speakers = resolve(text, cast, candidates, weigh(SPEAKERS, states, pairs, candidates))
    assert all(who.name for who in speakers.everybody)
    analysis = Analysis(Page.verbatim(text), (), tuple(names))
    stated = with_bodies(analysis, with_titles(analysis, candidates, owned))
    return make_records(text, speakers, sources, gather(speakers, sources, candidates, stated))


def spans_of(records: dict[int, SpeakerRecord]) -> Iterator[Span]:
    for record in records.values():
        yield from record.mentions
        for affiliation in record.affiliations:
            yield from affiliation.evidence


@given(st.data(), TEXTS)
@settings(max_examples=150)
def test_spans_of_any_names_statements_and_facts_are_true(data: st.DataObject, text: str) -> None:
    if not text:
        assert records_of("", [], [], []) == {}
        return
    kinds = st.sampled_from(NameKind)
    names = [Name(s.start, s.end, s.text, data.draw(kinds)) for s in data.draw(stretches(text))]
    sources = st.none() | stretches(text).map(lambda spans: spans[0] if spans else None)
    statements = [
        Statement((content,), QuoteKind.DIRECT, Presentation.SPEECH, None, data.draw(sources))
        for content in data.draw(stretches(text))
    ]
    words = words_of(text)
    inside = [(span, words.touching(span.start, span.end)) for span in data.draw(stretches(text))]
    facts = [Fact(data.draw(st.sampled_from(FactKind)), where, span) for span, where in inside if where[0] < where[1]]
    for span in spans_of(records_of(text, names, statements, facts)):
        assert text[span.start : span.end] == span.text != ""


def steps(text: str) -> int:
    """Calls of functions of the two rooms for a text with names, a statement for each "said no" and facts."""
    count = 0

    def note(frame: FrameType, event: str, _: object) -> None:
        nonlocal count
        count += "/speakers/" in frame.f_code.co_filename or "/affiliations/" in frame.f_code.co_filename

    words = words_of(text)
    names = every_name(text, "Ada Obi", "Ben Moss", "Obi", "Moss") + every_name(text, "AO", kind=NameKind.ORGANIZATION)
    sources = [Span(n.start, n.end, n.text) for n in names if text.startswith(" said no", n.end)]
    statements = [
        Statement((Span.cut(text, s.end + 6, s.end + 8),), QuoteKind.DIRECT, Presentation.SPEECH, None, s)
        for s in sources
    ]
    offices = [Span(n.start, n.end, n.text) for n in every_name(text, "mayor")]
    facts = [Fact(FactKind.ROLE, words.touching(span.start, span.end), span) for span in offices]
    before = sys.getprofile()
    sys.setprofile(note)
    try:
        records_of(text, names, statements, facts)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "unit",
    [
        "Ada Obi, ",
        "Obi said no. Ada Obi met Ben Moss.\n\n",
        "AO met Obi. ",
        "Ms Obi and the mayor met Mr Obi. ",
        "Ada Obi, the mayor, said no. ",
        "Mayor Ada Obi met voters of Mayor Moss. Obi said no. ",
    ],
)
def test_twice_the_names_and_statements_take_about_twice_the_steps(unit: str) -> None:
    once, twice = steps(unit * 100), steps(unit * 200)
    assert twice <= 2.5 * once


def steps_of_cast(text: str, names: list[Name]) -> int:
    """Calls of functions while the cast of an article is found."""
    count = 0

    def note(frame: FrameType, event: str, _: object) -> None:
        nonlocal count
        count += "/speakers/" in frame.f_code.co_filename

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        find_cast(text, names)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("often", [1, 3])
def test_names_in_doubt_take_about_twice_the_steps_for_twice_as_many(often: int) -> None:
    def doubted(number: int) -> int:
        text = "Ada Obi. " * number * often + "Ben Obi. " * number + "Obi. " * number
        return steps_of_cast(text, every_name(text, "Ada Obi", "Ben Obi", "Obi"))

    assert doubted(200) <= 2.5 * doubted(100)


def test_many_different_names_take_about_twice_the_steps_for_twice_as_many() -> None:
    def met(number: int) -> int:
        text = " ".join(f"Q{i} Works Trust met Z{i}X." for i in range(number))
        names = [*every_name(text, *(f"Q{i} Works Trust" for i in range(number)), kind=NameKind.ORGANIZATION)]
        names += every_name(text, *(f"Z{i}X" for i in range(number)), kind=NameKind.ORGANIZATION)
        return steps_of_cast(text, names)

    assert met(200) <= 2.5 * met(100)
