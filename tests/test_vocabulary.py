from __future__ import annotations

import pytest

from quoteattr.language import lexicon
from quoteattr.language.lexicon import is_role, singular

PROPER = {"COUNTRY_OF", "PARTIES", "PARTY_ADJECTIVES", "PARTY_LETTERS"}
LISTS = {
    name: getattr(lexicon, name)
    for name in lexicon.__all__
    if isinstance(getattr(lexicon, name), frozenset | dict) and name not in PROPER
}


@pytest.mark.parametrize("name", sorted(LISTS))
def test_lists_hold_lower_case_words(name: str) -> None:
    assert LISTS[name]
    assert [word for word in LISTS[name] if word != word.lower() or word != word.strip() or not word] == []


def test_no_word_is_both_male_and_female() -> None:
    assert not lexicon.MALE & lexicon.FEMALE


def test_governing_roles_are_roles() -> None:
    assert lexicon.GOVERNING <= lexicon.ROLES


def test_nationalities_stand_for_countries() -> None:
    assert lexicon.COUNTRY_OF["Norwegian"] == "Norway"
    assert lexicon.COUNTRY_OF["Saudi"] == "Saudi Arabia"
    assert all(adjective[0].isupper() and "_" not in country for adjective, country in lexicon.COUNTRY_OF.items())


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
