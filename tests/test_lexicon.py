from __future__ import annotations

import pytest

from quoteattr.language.lexicon import bodies, countries, grammar, labels, roles, titles
from quoteattr.language.lexicon.grammar import singular
from quoteattr.language.lexicon.roles import is_role

LISTS = {
    name: getattr(module, name)
    for module in (bodies, countries, grammar, labels, roles, titles)
    for name in module.__all__
    if isinstance(getattr(module, name), frozenset | dict) and name != "COUNTRY_OF"
}
TABLES = (roles._ROLES, roles._NO_ROLES)


@pytest.mark.parametrize("name", sorted(LISTS))
def test_lists_hold_lower_case_words(name: str) -> None:
    assert LISTS[name]
    assert [word for word in LISTS[name] if word != word.lower() or word != word.strip() or not word] == []


def test_no_word_is_both_male_and_female() -> None:
    assert not roles.MALE & roles.FEMALE


@pytest.mark.parametrize("word", ["colonel", "councilman", "uncle", "assemblyman", "nephew", "widower", "challenger"])
def test_a_noun_of_office_or_kin_is_a_role(word: str) -> None:
    assert is_role(word)


def test_no_noun_for_people_stands_twice() -> None:
    nouns = [noun.text for table in TABLES for noun in roles._nouns(table)]
    assert [noun for noun in nouns if nouns.count(noun) > 1] == []


@pytest.mark.parametrize("pair", [token for table in TABLES for token in table.split() if "/" in token])
def test_masculine_and_feminine_forms_have_the_same_senses(pair: str) -> None:
    forms = [form for form in pair.removesuffix("~").split("/") if form]
    for listed in (roles.ROLES, roles.GENERIC_PEOPLE):
        assert len({form in listed for form in forms}) == 1


def test_nouns_in_man_and_woman_come_in_pairs() -> None:
    women = {noun.removesuffix("woman") for noun in roles.ROLES & roles.FEMALE if noun.endswith("woman")}
    assert {noun.removesuffix("man") for noun in roles.ROLES & roles.MALE if noun.endswith("man")} == women


def test_titles_of_each_sort_are_titles() -> None:
    assert titles.STOPPED <= titles.HONORIFICS
    assert titles.COURTESY <= titles.BEFORE_NAMES <= titles.HONORIFICS


def test_nationalities_stand_for_countries() -> None:
    assert countries.COUNTRY_OF["Norwegian"] == "Norway"
    assert countries.COUNTRY_OF["Saudi"] == "Saudi Arabia"
    assert all(adjective[0].isupper() and "_" not in country for adjective, country in countries.COUNTRY_OF.items())


@pytest.mark.parametrize(
    ("plural", "expected"),
    [
        ("ministers", "minister"),
        ("secretaries", "secretary"),
        ("women", "woman"),
        ("spokesmen", "spokesman"),
        ("churches", "church"),
        ("witnesses", "witness"),
        ("boxes", "box"),
        ("spokespeople", "spokesperson"),
        ("people", "people"),
        ("boss", "boss"),
        ("police", "police"),
        ("virus", "virus"),
        ("analysis", "analysis"),
        ("specimen", "specimen"),
        ("regimen", "regimen"),
        ("minister", "minister"),
        ("", ""),
    ],
)
def test_singular(plural: str, expected: str) -> None:
    assert singular(plural) == expected


@pytest.mark.parametrize(
    "word",
    ["minister", "Minister", "PRESIDENT", "co-founder", "ex-minister", "cardiologist", "councilwoman", "lawmaker"],
)
def test_words_for_what_people_are(word: str) -> None:
    assert is_role(word)


@pytest.mark.parametrize("word", ["table", "Oslo", "said", "the", "", "-", "ministry", "woman"])
def test_words_that_are_no_roles(word: str) -> None:
    assert not is_role(word)
