"""Whose role, organization or place it is."""

from __future__ import annotations

from collections.abc import Iterable
from time import process_time

import torch
from who_values import ORGANIZATION, PERSON, Scene, every_name, place, sentences_of, statement, words_of

from quoteattr.affiliations.facts import (
    REACH,
    Mention,
    Owned,
    find_mentions,
    find_offices,
    find_owners,
    measure,
    near,
    with_bodies,
    with_titles,
)
from quoteattr.language.words import Analysis, Name
from quoteattr.network.reading import Fact, FactKind
from quoteattr.network.who import DISTANCES, OwnerHead
from quoteattr.text.page import Page

TEXT = "Mayor Ada Obi left Elmina. She, a driver and his dog came. The mayor said no."
SCENE = Scene(
    TEXT,
    [*every_name(TEXT, "Ada Obi", kind=PERSON)],
    [statement(TEXT, "no", "The mayor")],
)
WIDTH = 4


def fact(text: str, piece: str, kind: FactKind = FactKind.ROLE) -> Fact:
    span = place(text, piece)
    return Fact(kind, words_of(text).touching(span.start, span.end), span)


def test_mentions_are_people_descriptions_sources_and_pronouns_in_text_order() -> None:
    mentions = find_mentions(TEXT, SCENE.words, SCENE.candidates)
    starts, ends = SCENE.words.starts, SCENE.words.ends
    assert [TEXT[starts[first] : ends[end - 1]] for first, end in (mention.words for mention in mentions)] == [
        "Ada Obi",
        "She",
        "a driver",
        "his",
        "The mayor",
    ]
    assert [mention.candidate is None for mention in mentions] == [False, True, False, True, False]


def test_bodies_and_places_are_no_mentions() -> None:
    assert find_mentions("Elmina slept.", words_of("Elmina slept."), ()) == ()


def test_a_source_that_is_a_name_is_one_mention() -> None:
    text = "Ada Obi said no."
    scene = Scene(text, every_name(text, "Ada Obi"), [statement(text, "no", "Ada Obi")])
    assert len(find_mentions(text, scene.words, scene.candidates)) == 1


def test_mentions_near_a_fact_are_those_within_reach() -> None:
    mentions = [Mention((i, i + 1), None) for i in range(0, 400, 10)]
    around = near(mentions, (200, 203))
    assert around[0].words[0] == 200 - REACH
    assert around[-1].words[0] == 280
    assert near([], (3, 4)) == ()


def test_distances_have_side_words_and_sentence() -> None:
    text = "a b c d. e f g h i"
    words, sentences = words_of(text), sentences_of(text)
    mentions = [Mention(where, None) for where in ((0, 1), (1, 2), (2, 3), (3, 4), (5, 6))]
    assert measure(sentences, words, (2, 3), mentions) == [
        2 * 1 + 1,
        2 * 0 + 1,
        2 * 22 + 1,
        2 * 11 + 1,
        2 * 13,
    ]


def test_every_distance_is_one_of_its_numbers() -> None:
    text = "a " * 400
    words = words_of(text)
    mentions = [Mention((i, i + 1), None) for i in range(400)]
    found = measure(sentences_of(text), words, (200, 202), mentions)
    assert 0 <= min(found) <= max(found) < DISTANCES


def head() -> OwnerHead:
    torch.manual_seed(1)
    return OwnerHead(WIDTH).eval()


def test_each_fact_has_the_likeliest_owner() -> None:
    mentions = find_mentions(TEXT, SCENE.words, SCENE.candidates)
    states = torch.randn(len(SCENE.words), WIDTH, generator=torch.Generator().manual_seed(2))
    facts = [fact(TEXT, "Mayor"), fact(TEXT, "Elmina", FactKind.LOCATION)]
    for found in find_owners(head(), states, sentences_of(TEXT), SCENE.words, facts, mentions):
        assert 1 / (1 + len(mentions)) < found.probability <= 1
        assert found.candidate is None or not found.own


def test_a_fact_without_mentions_is_its_own() -> None:
    text = "Elmina slept."
    states = torch.zeros(len(words_of(text)), WIDTH)
    (found,) = find_owners(head(), states, sentences_of(text), words_of(text), [fact(text, "Elmina")], ())
    assert (found.own, found.candidate, found.probability) == (True, None, 1.0)


def test_an_article_without_facts_has_no_owners() -> None:
    assert find_owners(head(), torch.zeros(0, WIDTH), sentences_of(""), words_of(""), (), ()) == ()


def analysis_of(text: str, *found: Name) -> Analysis:
    return Analysis(Page.verbatim(text), (), found)


def said(owned: Iterable[Owned]) -> list[tuple[FactKind, str, int | None]]:
    return [(one.fact.kind, one.fact.span.text, one.candidate) for one in owned]


def owned(text: str, piece: str, kind: FactKind = FactKind.ROLE, candidate: int | None = 0) -> Owned:
    return Owned(fact(text, piece, kind), candidate, False, 0.9, 1.0)


def test_a_title_before_a_name_is_a_role_where_no_fact_says_one() -> None:
    text = "Deputy Mayor Dr. Obi met Moss and Mr Hale."
    scene = Scene(text, every_name(text, "Obi", "Moss", "Hale"), [])
    (found,) = with_titles(analysis_of(text), scene.candidates, ())
    assert said([found]) == [(FactKind.ROLE, "Deputy Mayor", 0)]
    assert found.fact.span.text == text[found.fact.span.start : found.fact.span.end]
    assert found.fact.words == (scene.candidates[0].words[0],) * 2
    known = [owned(text, "met", candidate=0)]
    assert list(with_titles(analysis_of(text), scene.candidates, known)) == known


def test_a_place_or_body_is_no_role_of_somebody() -> None:
    text = "Mayor Obi of Elmina left. Mayor Obi sang."
    scene = Scene(text, every_name(text, "Obi"), [])
    place_of = [owned(text, "Elmina", FactKind.LOCATION)]
    assert said(with_titles(analysis_of(text), scene.candidates, place_of)) == [
        (FactKind.LOCATION, "Elmina", 0),
        (FactKind.ROLE, "Mayor", 0),
        (FactKind.ROLE, "Mayor", 1),
    ]


def test_a_title_before_a_body_is_nobodys_role() -> None:
    text = "Mayor Calder Trust"
    scene = Scene(text, every_name(text, "Calder Trust", kind=ORGANIZATION), [])
    assert with_titles(analysis_of(text), scene.candidates, ()) == ()


def test_a_body_inside_a_role_is_its_body() -> None:
    text = "Ada Obi, Calder Trust chair and Moss Fund treasurer, left."
    bodies = every_name(text, "Calder Trust", "Moss Fund", kind=ORGANIZATION)
    found = with_bodies(
        analysis_of(text, *bodies), [owned(text, "Calder Trust chair"), owned(text, "Moss Fund treasurer")]
    )
    assert said(found) == [
        (FactKind.ROLE, "Calder Trust chair", 0),
        (FactKind.ORGANIZATION, "Calder Trust", 0),
        (FactKind.ROLE, "Moss Fund treasurer", 0),
        (FactKind.ORGANIZATION, "Moss Fund", 0),
    ]
    assert [one.fact.words for one in found[:2]] == [found[0].fact.words] * 2


def test_a_role_that_is_a_body_by_itself_has_none() -> None:
    text = "Calder Trust"
    found = with_bodies(analysis_of(text, *every_name(text, text, kind=ORGANIZATION)), [owned(text, text)])
    assert said(found) == [(FactKind.ROLE, "Calder Trust", 0)]


def test_a_person_or_a_place_inside_a_role_is_no_body() -> None:
    text = "Obi aide"
    assert len(with_bodies(analysis_of(text, *every_name(text, "Obi")), [owned(text, text)])) == 1


def test_a_body_has_the_whole_of_its_name() -> None:
    text = "a clerk at the Calder Trust Fund"
    names = every_name(text, "Calder Trust Fund", kind=ORGANIZATION)
    found = with_bodies(analysis_of(text, *names), [owned(text, "Calder Trust", FactKind.ORGANIZATION)])
    assert said(found) == [(FactKind.ORGANIZATION, "Calder Trust Fund", 0)]


def test_titles_of_many_names_are_found_in_time() -> None:
    text = "Mayor Obi. " * 4000
    scene = Scene(text, every_name(text, "Obi"), [])
    started = process_time()
    found = with_titles(analysis_of(text), scene.candidates, ())
    assert (len(found), process_time() - started < 2) == (4000, True)


def test_offices_are_the_plain_words_of_the_facts_of_each_one_named() -> None:
    text = "Ada Obi, mayor of Élmina, met the driver."
    scene = Scene(text, every_name(text, "Ada Obi"), [])
    person, driver = 0, 1
    facts = [(fact(text, "mayor"), person), (fact(text, "Élmina"), person), (fact(text, "driver"), driver)]
    owned = [Owned(one, candidate, False, 0.9, 1.0) for one, candidate in facts]
    alone = Owned(fact(text, "mayor"), None, True, 0.9, 1.0)
    assert find_offices(scene.candidates, [*owned, alone]) == {0: frozenset({"mayor", "elmina"})}
    assert find_offices((), ()) == {}
