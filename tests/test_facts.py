"""Whose role, organization or place it is."""

from __future__ import annotations

import torch
from who_values import PERSON, Scene, every_name, place, sentences_of, statement, words_of

from quoteattr.affiliations.facts import REACH, Mention, Owned, find_mentions, find_offices, find_owners, measure, near
from quoteattr.network.reading import Fact, FactKind
from quoteattr.network.who import DISTANCES, OwnerHead

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


def test_offices_are_the_plain_words_of_the_facts_of_each_one_named() -> None:
    text = "Ada Obi, mayor of Élmina, met the driver."
    scene = Scene(text, every_name(text, "Ada Obi"), [])
    person, driver = 0, 1
    facts = [(fact(text, "mayor"), person), (fact(text, "Élmina"), person), (fact(text, "driver"), driver)]
    owned = [Owned(one, candidate, False, 0.9, 1.0) for one, candidate in facts]
    alone = Owned(fact(text, "mayor"), None, True, 0.9, 1.0)
    assert find_offices(scene.candidates, [*owned, alone]) == {0: frozenset({"mayor", "elmina"})}
    assert find_offices((), ()) == {}
