"""Who speaks, from chances written by hand."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from attrs import evolve
from who_values import ORGANIZATION, Scene, every_name, name, names, place, statement

from quoteattr.records import SpeakerKind
from quoteattr.speakers.resolve import Speakers, Who, resolve
from quoteattr.speakers.weighing import Weighed
from quoteattr.statements.statement import Origin

PERSON, UNNAMED, BODY, GROUP = (
    SpeakerKind.PERSON,
    SpeakerKind.UNNAMED_PERSON,
    SpeakerKind.ORGANIZATION,
    SpeakerKind.GROUP,
)
NOBODY = ""
"""Stands among chances for none of the candidates."""

Chances = Mapping[tuple[str, int] | str, float]
"""How likely each candidate is, by its words and which of several with the same words it is."""


def weighed(scene: Scene, turn: int, chances: Chances, kind: SpeakerKind = PERSON) -> Weighed:
    where = {(key, 0) if isinstance(key, str) else key: chance for key, chance in chances.items() if key != NOBODY}
    wordings = scene.wordings()
    numbered = [(words, wordings[:i].count(words)) for i, words in enumerate(wordings)]
    found = tuple((numbered.index(key), chance) for key, chance in where.items())
    kinds = {k: 0.9 if k is kind else 0.01 for k in SpeakerKind}
    return Weighed(scene.pairs[turn], chances.get(NOBODY, 0.0), found, kinds)


def resolved(scene: Scene, *turns: Chances, kind: SpeakerKind = PERSON) -> Speakers:
    rows = [weighed(scene, turn, chances, kind) for turn, chances in enumerate(turns)]
    return resolve(scene.text, scene.cast, scene.candidates, rows)


def named(speakers: Speakers) -> list[str | None]:
    return [None if one.who is None else speakers.everybody[one.who].name for one in speakers.resolved]


TEXT = "Ada Obi met Ben Moss and a driver. “A,” she said. “B,” Obi said. “C,” she said."
STATEMENTS = [
    statement(TEXT, "“A,”", "she"),
    statement(TEXT, "“B,”", place(TEXT, "Obi", 1)),
    statement(TEXT, "“C,”", place(TEXT, "she", 1)),
]
SCENE = Scene(TEXT, every_name(TEXT, "Ada Obi", "Ben Moss", "Obi"), STATEMENTS)


def test_nobody_speaks_in_an_article_without_statements() -> None:
    assert resolve("", SCENE.cast, (), ()) == Speakers((), ())


def test_the_most_likely_one_speaks_under_its_fullest_name() -> None:
    found = resolved(SCENE, {"Ada Obi": 0.6, "Ben Moss": 0.3, NOBODY: 0.1})
    assert found.everybody == (Who("Ada Obi", PERSON, 0),)
    assert (found.resolved[0].who, found.resolved[0].kind) == (0, PERSON)
    assert found.resolved[0].probability == pytest.approx(0.6)


def test_chances_of_all_places_where_one_is_mentioned_add_up() -> None:
    found = resolved(SCENE, {"Ada Obi": 0.3, "Obi": 0.3, "Ben Moss": 0.4})
    assert named(found) == ["Ada Obi"]
    assert found.resolved[0].probability == pytest.approx(0.6)


def test_an_earlier_source_stands_for_whoever_it_was_resolved_to() -> None:
    found = resolved(SCENE, {"Ada Obi": 1.0}, {"she": 1.0}, {"she": 0.3, ("Obi", 1): 0.3, "Ben Moss": 0.4})
    assert named(found) == ["Ada Obi"] * 3
    assert len(found.everybody) == 1


def test_a_pronoun_that_stands_for_nobody_has_no_speaker() -> None:
    found = resolved(SCENE, {NOBODY: 0.9, "Ada Obi": 0.1})
    assert named(found) == [None]
    assert (found.resolved[0].probability, found.resolved[0].kind) == (pytest.approx(0.9), PERSON)


def test_a_source_like_one_that_stood_for_nobody_stands_for_nobody() -> None:
    found = resolved(SCENE, {NOBODY: 1.0}, {"Ada Obi": 1.0}, {"she": 0.8, "Ada Obi": 0.2})
    assert named(found) == [None, "Ada Obi", None]


def test_a_name_that_stands_for_nobody_known_is_somebody_new_without_title() -> None:
    text = "“No,” said Mayor Cy Ross. “Yes,” he said."
    scene = Scene(text, [], [statement(text, "“No,”", "Mayor Cy Ross"), statement(text, "“Yes,”", "he")])
    found = resolved(scene, {NOBODY: 1.0}, {"Mayor Cy Ross": 0.7, NOBODY: 0.3})
    assert found.everybody == (Who("Cy Ross", PERSON, None, place(text, "Mayor Cy Ross")),)
    assert [one.who for one in found.resolved] == [0, 0]


def test_one_wording_is_one_speaker_in_any_letter_case() -> None:
    text = "“No,” said a driver. A Driver said yes."
    scene = Scene(text, [], [statement(text, "“No,”", "a driver"), statement(text, "yes", "A Driver")])
    found = resolved(scene, {NOBODY: 1.0}, {NOBODY: 1.0}, kind=UNNAMED)
    assert [one.who for one in found.resolved] == [0, 0]
    assert found.everybody[0].name == "driver"


def test_a_description_elsewhere_speaks_under_its_own_words() -> None:
    found = resolved(SCENE, {"a driver": 1.0}, kind=UNNAMED)
    assert found.everybody == (Who("driver", UNNAMED, None, place(TEXT, "a driver")),)


def test_a_description_is_never_a_named_person() -> None:
    assert resolved(SCENE, {"a driver": 1.0}, kind=PERSON).everybody[0].kind is not PERSON


def test_a_name_in_doubt_speaks_under_its_own_words() -> None:
    text = "Ada Obi met Ben Obi. “No,” Obi’s said. “Yes,” he said."
    doubtful = place(text, "Obi’s")
    found = [*names(text, "Ada Obi", "Ben Obi"), name(text, "Obi’s")]
    scene = Scene(text, found, [statement(text, "“Yes,”", "he")])
    speakers = resolved(scene, {doubtful.text: 1.0})
    assert speakers.everybody == (Who("Obi", PERSON),)


def test_a_body_is_of_the_likeliest_kind_for_bodies() -> None:
    text = "The Calder Trust met. “No,” it said."
    scene = Scene(text, [name(text, "Calder Trust", 0, ORGANIZATION)], [statement(text, "“No,”", "it")])
    assert resolved(scene, {"Calder Trust": 1.0}, kind=BODY).everybody == (Who("Calder Trust", BODY, 0),)


def test_people_who_speak_together_have_all_their_full_names() -> None:
    text = "Ada Obi met Ben Moss. Obi and Moss said no."
    scene = Scene(text, every_name(text, "Ada Obi", "Ben Moss", "Obi", "Moss"), [statement(text, "no", "Obi and Moss")])
    assert named(resolved(scene, {NOBODY: 1.0}, kind=GROUP)) == ["Ada Obi and Ben Moss"]


def test_a_group_with_one_name_in_it_has_its_own_words() -> None:
    text = "Ada Obi met them. Obi and her friends said no."
    scene = Scene(text, every_name(text, "Ada Obi", "Obi"), [statement(text, "no", "Obi and her friends")])
    assert named(resolved(scene, {NOBODY: 1.0}, kind=GROUP)) == ["Obi and her friends"]


def test_a_body_is_no_person_however_likely_one_speaks() -> None:
    text = "The Calder Trust met. “No,” it said."
    scene = Scene(text, [name(text, "Calder Trust", 0, ORGANIZATION)], [statement(text, "“No,”", "it")])
    (who,) = resolved(scene, {"Calder Trust": 1.0}, kind=PERSON).everybody
    assert who.kind in (BODY, GROUP, SpeakerKind.DOCUMENT)


def test_a_body_is_of_the_kind_that_all_its_sources_together_take_it_for() -> None:
    text = "The Calder Trust met. “No,” it said. “Yes,” it said."
    statements = [statement(text, "“No,”", "it"), statement(text, "“Yes,”", place(text, "it", 1))]
    scene = Scene(text, [name(text, "Calder Trust", 0, ORGANIZATION)], statements)
    rows = [weighed(scene, turn, {"Calder Trust": 1.0}, kind) for turn, kind in enumerate((GROUP, BODY))]
    unsure = evolve(rows[0], kinds=rows[0].kinds | {GROUP: 0.5, BODY: 0.4})
    found = resolve(text, scene.cast, scene.candidates, [unsure, rows[1]])
    assert found.everybody == (Who("Calder Trust", BODY, 0),)
    assert [one.kind for one in found.resolved] == [BODY, BODY]


def test_a_person_is_one_whatever_the_sources_take_it_for() -> None:
    found = resolved(SCENE, {"Ada Obi": 1.0}, {"a driver": 1.0}, {"Ada Obi": 1.0}, kind=BODY)
    assert found.everybody[0].kind is PERSON
    unnamed = resolved(SCENE, {"a driver": 1.0}, {"Ada Obi": 1.0}, {"Ada Obi": 1.0}, kind=UNNAMED)
    assert [one.kind for one in unnamed.resolved] == [UNNAMED, PERSON, PERSON]


SHE_AND_HE = "Ada Obi met Ben Moss. “A,” she said. “B,” she said. “C,” he said."
TALK = Scene(
    SHE_AND_HE,
    every_name(SHE_AND_HE, "Ada Obi", "Ben Moss"),
    [
        statement(SHE_AND_HE, "“A,”", "she"),
        statement(SHE_AND_HE, "“B,”", place(SHE_AND_HE, "she", 1)),
        statement(SHE_AND_HE, "“C,”", "he"),
    ],
)


def test_who_is_called_she_mostly_is_not_he() -> None:
    sure, unsure = {"Ada Obi": 0.9, NOBODY: 0.1}, {"Ada Obi": 0.6, "Ben Moss": 0.3, NOBODY: 0.1}
    found = resolved(TALK, sure, sure, unsure)
    assert named(found) == ["Ada Obi", "Ada Obi", "Ben Moss"]
    assert found.resolved[2].probability == pytest.approx(0.75)


def test_the_surer_ones_say_what_somebody_is_called() -> None:
    sure, unsure = {"Ada Obi": 1.0}, {"Ada Obi": 0.45, "Ben Moss": 0.35, NOBODY: 0.2}
    assert named(resolved(TALK, unsure, unsure, sure)) == ["Ben Moss", "Ben Moss", "Ada Obi"]


def test_who_is_called_she_through_an_earlier_source_is_not_he() -> None:
    found = resolved(TALK, {"Ada Obi": 1.0}, {"she": 1.0}, {"she": 0.5, "Ben Moss": 0.4, NOBODY: 0.1})
    assert named(found) == ["Ada Obi", "Ada Obi", "Ben Moss"]


def test_what_an_article_states_weighs_more_than_what_somebody_is_called() -> None:
    text = "Mr Obi met Ben Moss. “A,” she said."
    scene = Scene(text, every_name(text, "Obi", "Ben Moss"), [statement(text, "“A,”", "she")])
    assert named(resolved(scene, {"Obi": 0.9, "Ben Moss": 0.1})) == ["Ben Moss"]


def test_who_can_be_nobody_else_is_nobody() -> None:
    text = "Mr Obi left. “A,” she said."
    scene = Scene(text, names(text, "Obi"), [statement(text, "“A,”", "she")])
    found = resolved(scene, {"Obi": 1.0})
    assert named(found) == [None]
    assert found.resolved[0].probability == 0


def test_a_quotation_alone_may_be_anybodys_or_nobodys() -> None:
    text = "Ada Obi left. “No.”"
    scene = Scene(text, names(text, "Ada Obi"), [statement(text, "“No.”")])
    assert named(resolved(scene, {"Ada Obi": 0.9})) == ["Ada Obi"]
    assert named(resolved(scene, {NOBODY: 0.9})) == [None]


LABELS = "Ada Obi came.\n\nThe Speaker: Order.\n\nMembers: Shame.\n\nThe Court: Silence.\n\nQ: Why.\n\nA: No."


def test_a_label_without_a_name_is_somebody_of_its_own_and_a_letter_nobody() -> None:
    pairs = (("Order", "The Speaker"), ("Shame", "Members"), ("Silence", "The Court"), ("Why", "Q"), ("No", "A"))
    labelled = [evolve(statement(LABELS, content, source), origin=Origin.LABEL) for content, source in pairs]
    scene = Scene(LABELS, names(LABELS, "Ada Obi"), labelled)
    chances: Chances = {"Ada Obi": 0.9, NOBODY: 0.1}
    found = resolved(scene, *[chances] * 5)
    assert named(found) == ["Speaker", "Members", "Court", None, None]
    assert [one.kind for one in found.resolved] == [UNNAMED, GROUP, BODY, SpeakerKind.UNKNOWN, SpeakerKind.UNKNOWN]
    assert {one.probability for one in found.resolved} == {1.0}


def test_a_title_and_a_name_are_the_bearer_even_where_the_network_holds_nobody_likely() -> None:
    text = "Gov. Ada Obi met Sen. Ben Obi. It rained, Gov. Obi said."
    found = [*names(text, "Ada Obi", "Ben Obi"), name(text, "Obi", 2)]
    scene = Scene(text, found, [statement(text, "It rained", "Gov. Obi", "said")])
    assert named(resolved(scene, {NOBODY: 1.0})) == ["Ada Obi"]


def test_a_relative_pronoun_stands_for_what_is_before_it() -> None:
    text = "Voters, who said it rained, left."
    scene = Scene(text, [], [statement(text, "it rained", "who", "said")])
    assert named(resolved(scene, {NOBODY: 1.0}, kind=GROUP)) == ["Voters"]


def test_who_speaks_of_her_own_is_not_he() -> None:
    text = "Jo Obi said her crew left. It rained, he said. Ben Moss slept."
    said = [statement(text, "her crew left", "Jo Obi", "said"), statement(text, "It rained", "he")]
    scene = Scene(text, every_name(text, "Jo Obi", "Ben Moss"), said)
    assert named(resolved(scene, {"Jo Obi": 1.0}, {"Jo Obi": 0.8, "Ben Moss": 0.1})) == ["Jo Obi", "Ben Moss"]


def test_an_unnamed_he_is_not_she() -> None:
    text = "“Did you?” he asked. “I did,” she said."
    scene = Scene(text, [], [statement(text, "“Did you?”", "he"), statement(text, "“I did,”", "she")])
    assert named(resolved(scene, {NOBODY: 1.0}, {"he": 0.9, NOBODY: 0.1})) == ["he", "she"]
