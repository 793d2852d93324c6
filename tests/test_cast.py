"""Who and what is named, and which names mean the same."""

from __future__ import annotations

import doctest

import pytest
from who_values import ORGANIZATION, PERSON, PLACE, name, names

from quoteattr.language.words import Name, NameKind
from quoteattr.speakers import cast
from quoteattr.speakers.cast import find_cast
from quoteattr.speakers.wording import Gender


def grouped(text: str, *pieces: str, kind: NameKind = PERSON) -> list[list[str]]:
    """The names of each of the cast."""
    return [[n.text for n in entity.names] for entity in find_cast(text, names(text, *pieces, kind=kind)).entities]


def test_the_examples_in_the_docstrings() -> None:
    assert doctest.testmod(cast).failed == 0


def test_nobody_is_named_in_a_text_without_names() -> None:
    assert find_cast("It rained.", []).entities == ()


def test_a_surname_goes_to_the_only_person_who_bears_it() -> None:
    text = "Ada Obi and Ben Moss met. Obi left before Moss."
    found = find_cast(
        text, [name(text, "Ada Obi"), name(text, "Ben Moss"), name(text, "Obi", 1), name(text, "Moss", 1)]
    )
    assert [[n.text for n in entity.names] for entity in found.entities] == [["Ada Obi", "Obi"], ["Ben Moss", "Moss"]]
    assert sorted(number for number in found.bearers.values() if number is not None) == [0, 0, 1, 1]


def test_a_first_name_goes_to_the_only_person_who_bears_it() -> None:
    text = "Ada Obi and Ben Moss met. Later Ada left."
    found = find_cast(text, [name(text, "Ada Obi"), name(text, "Ben Moss"), name(text, "Ada", 1)])
    assert found.bearers[name(text, "Ada", 1)] == found.bearers[name(text, "Ada Obi")]


def test_a_surname_of_two_people_is_in_doubt() -> None:
    text = "Ada Obi met Ben Obi. Then Obi left."
    found = find_cast(text, [name(text, "Ada Obi"), name(text, "Ben Obi"), name(text, "Obi", 2)])
    assert found.bearers[name(text, "Obi", 2)] is None
    assert len(found.entities) == 2


def test_a_stated_gender_decides_between_people_of_one_surname() -> None:
    text = "Ms Ada Obi met Mr Ben Obi. Then Mr Obi left."
    found = find_cast(text, [name(text, "Ada Obi"), name(text, "Ben Obi"), name(text, "Obi", 2)])
    assert found.bearers[name(text, "Obi", 2)] == found.bearers[name(text, "Ben Obi")]
    assert {entity.gender for entity in found.entities} == {Gender.MALE, Gender.FEMALE}


def test_a_title_decides_between_people_of_one_surname() -> None:
    text = "Gov. Ada Obi met Sen. Ben Obi. Then Sen. Obi left."
    found = find_cast(text, [name(text, "Ada Obi"), name(text, "Ben Obi"), name(text, "Obi", 2)])
    assert found.bearers[name(text, "Obi", 2)] == found.bearers[name(text, "Ben Obi")]
    assert "sen" in found.entities[found.bearers[name(text, "Ben Obi")] or 0].titles


def bearer(text: str, short: str, *pieces: str) -> str | None:
    """Whose the last place of a short name is, where each of the pieces is named as often as it is listed."""
    cut = [*names(text, *pieces), name(text, short, -1)]
    found = find_cast(text, sorted(cut, key=lambda one: one.start))
    number = found.bearers[cut[-1]]
    return None if number is None else found.entities[number].fullest.text


def test_a_surname_goes_to_whoever_is_named_in_full_twice_as_often() -> None:
    text = "Ada Obi met Ben Obi. Ada Obi smiled. Then Obi left."
    assert bearer(text, "Obi", "Ada Obi", "Ben Obi", "Ada Obi") == "Ada Obi"
    assert bearer(text, "Obi", "Ada Obi", "Ben Obi") is None


def test_a_surname_of_three_people_goes_to_nobody_who_is_named_as_often_as_another() -> None:
    text = "Ada Obi met Ben Obi and Cy Obi. Ada Obi and Ben Obi smiled. Then Obi left."
    assert bearer(text, "Obi", "Ada Obi", "Ben Obi", "Cy Obi", "Ada Obi", "Ben Obi") is None


def test_a_surname_goes_to_whose_name_ends_with_it() -> None:
    text = "Moss Hale met Ada Moss. Moss Hale smiled, Moss Hale left, and Moss laughed."
    assert bearer(text, "Moss", "Moss Hale", "Ada Moss", "Moss Hale", "Moss Hale") == "Ada Moss"


def test_a_stated_gender_weighs_more_than_how_often_somebody_is_named() -> None:
    text = "Ms Ada Obi met Mr Ben Obi. Ada Obi smiled. Ada Obi sang. Then Mr Obi left."
    assert bearer(text, "Obi", "Ada Obi", "Ben Obi", "Ada Obi", "Ada Obi") == "Ben Obi"


def test_mr_and_ms_are_two_people() -> None:
    text = "Ms Obi met Mr Obi."
    assert len(find_cast(text, [name(text, "Obi"), name(text, "Obi", 1)]).entities) == 2


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("Ada Maria Obi", "Ada Obi"),
        ("Ada Obi", "A. Obi"),
        ("Ada Maria Obi", "Maria Obi"),
        ("Ana de la Cruz", "Cruz"),
        ("Zoë Müller", "Zoe Muller’s"),
    ],
)
def test_words_of_a_name_may_be_left_out_or_shortened(long: str, short: str) -> None:
    text = f"Here is {long}, and here {short}"
    assert len(find_cast(text, [name(text, long), name(text, short)]).entities) == 1


@pytest.mark.parametrize(("one", "other"), [("Ada Obi", "Ben Obi"), ("Ana de Cruz", "de"), ("Ada", "Obi")])
def test_other_names_are_other_people(one: str, other: str) -> None:
    text = f"Here is {one}; and here: {other}"
    last = Name(len(text) - len(other), len(text), other, PERSON)
    assert len(find_cast(text, [name(text, one), last]).entities) == 2


def test_the_fullest_name_has_most_words_and_stands_first() -> None:
    text = "Obi, that is Ada Obi, or Ada Obi."
    (entity,) = find_cast(text, [name(text, "Obi"), name(text, "Ada Obi"), name(text, "Ada Obi", 1)]).entities
    assert entity.fullest == name(text, "Ada Obi")
    assert entity.keys == {("obi",), ("ada", "obi")}


def test_a_name_that_goes_on_once_where_the_person_is_named_twice_is_not_the_fullest() -> None:
    text = "Ada Obi Just Left. Ada Obi sang. Ada Obi smiled."
    found = [name(text, "Ada Obi Just"), name(text, "Ada Obi", 1), name(text, "Ada Obi", 2)]
    (entity,) = find_cast(text, found).entities
    assert entity.fullest.text == "Ada Obi"
    (entity,) = find_cast(text, found[:2]).entities
    assert entity.fullest.text == "Ada Obi Just"


def test_the_fullest_name_of_a_body_may_stand_once() -> None:
    text = "Calder Trust Fund, Calder Trust, Calder Trust."
    found = find_cast(text, names(text, "Calder Trust Fund", kind=ORGANIZATION))
    assert found.entities[0].fullest.text == "Calder Trust Fund"


def test_a_persons_words_are_those_beside_all_names() -> None:
    text = "Kenyan minister Ada Obi left. Obi, a dentist, smiled."
    (entity,) = find_cast(text, [name(text, "Ada Obi"), name(text, "Obi", 1)]).entities
    assert {"kenyan", "minister", "dentist"} <= entity.words
    assert {"minister", "dentist"} <= entity.titles


def test_first_letters_go_to_the_body_that_was_spelled_out() -> None:
    text = "The Ministry of Works and the Bank of Elmina met. The MW left the BOE."
    assert grouped(text, "Ministry of Works", "Bank of Elmina", "MW", "BOE", kind=ORGANIZATION) == [
        ["Ministry of Works", "MW"],
        ["Bank of Elmina", "BOE"],
    ]


def test_first_letters_go_to_the_body_that_was_named_first() -> None:
    text = "Calder Trust, Cedar Tower, CT."
    assert grouped(text, "Calder Trust", "Cedar Tower", "CT", kind=ORGANIZATION) == [
        ["Calder Trust", "CT"],
        ["Cedar Tower"],
    ]


def test_a_short_name_in_brackets_goes_to_the_body_before_it() -> None:
    text = "The Calder Trust (“Caltru”) met. Caltru left."
    assert grouped(text, "Calder Trust", "Caltru", "Caltru", kind=ORGANIZATION) == [
        ["Calder Trust", "Caltru", "Caltru"]
    ]


def test_the_article_is_no_part_of_a_bodys_name() -> None:
    text = "The Calder Trust met Calder Trust."
    assert grouped(text, "The Calder Trust", kind=ORGANIZATION) == [["The Calder Trust"]]
    found = find_cast(
        text, [name(text, "The Calder Trust", 0, ORGANIZATION), name(text, "Calder Trust", 1, ORGANIZATION)]
    )
    assert len(found.entities) == 1


def test_a_nationality_is_no_place_of_the_same_word() -> None:
    text = "Kenyan Kenyan"
    found = find_cast(text, [name(text, "Kenyan", 0, NameKind.NATIONALITY), name(text, "Kenyan", 1, PLACE)])
    assert [entity.kind for entity in found.entities] == [NameKind.NATIONALITY, PLACE]


def test_a_short_name_in_brackets_has_first_letters_too() -> None:
    text = "Calder Trust (A&B), AB."
    assert grouped(text, "Calder Trust", "AB", kind=ORGANIZATION) == [["Calder Trust", "AB"]]


@pytest.mark.parametrize("odd", ["—", "'", "A", "", "…"])
def test_marks_and_single_letters_are_names_that_nobody_shares(odd: str) -> None:
    text = f"Ada Obi {odd}!{odd}"
    marks = [Name(8, 8 + len(odd), odd, kind) for kind in NameKind]
    found = find_cast(text, [name(text, "Ada Obi"), *marks])
    assert found.bearers[name(text, "Ada Obi")] is not None
    assert set(marks) <= set(found.bearers)
