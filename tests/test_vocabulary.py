from __future__ import annotations

from collections.abc import Mapping

import pytest

from quoteattr.language import lexicon
from quoteattr.language.lexicon import is_role, singular
from quoteattr.statements.cues import Cue, Cues, inflections

PROPER = {"COUNTRY_OF", "PARTIES", "PARTY_ADJECTIVES", "PARTY_LETTERS"}
CUES = Cues.of()
LISTS = {
    name: getattr(lexicon, name)
    for name in lexicon.__all__
    if isinstance(getattr(lexicon, name), frozenset | dict) and name not in PROPER
}


@pytest.mark.parametrize("name", sorted(LISTS))
def test_lists_hold_lower_case_words(name: str) -> None:
    assert LISTS[name]
    assert [word for word in LISTS[name] if word != word.lower() or word != word.strip() or not word] == []


@pytest.mark.parametrize("listed", [CUES.verbs, CUES.nouns], ids=["verbs", "nouns"])
def test_cues_are_lower_case_words(listed: Mapping[str, Cue]) -> None:
    assert listed
    assert [form for form in listed if form != form.lower() or len(form.split()) != 1] == []


def test_every_cue_has_a_frame() -> None:
    assert all(cue.clause or cue.object for cue in [*CUES.verbs.values(), *CUES.nouns.values()])


def test_a_cue_knows_its_base_form() -> None:
    assert all(form in inflections(cue.lemma) for form, cue in CUES.verbs.items())


def test_no_word_is_both_male_and_female() -> None:
    assert not lexicon.MALE & lexicon.FEMALE


def test_governing_roles_are_roles() -> None:
    assert lexicon.GOVERNING <= lexicon.ROLES


def test_nationalities_stand_for_countries() -> None:
    assert lexicon.COUNTRY_OF["Norwegian"] == "Norway"
    assert lexicon.COUNTRY_OF["Saudi"] == "Saudi Arabia"
    assert all(adjective[0].isupper() and "_" not in country for adjective, country in lexicon.COUNTRY_OF.items())


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("say", ("say", "says", "said", "saying")),
        ("tell", ("tell", "tells", "told", "telling")),
        ("warn", ("warn", "warns", "warned", "warning")),
        ("announce", ("announce", "announces", "announced", "announcing")),
        ("deny", ("deny", "denies", "denied", "denying")),
        ("stress", ("stress", "stresses", "stressed", "stressing")),
        ("publish", ("publish", "publishes", "published", "publishing")),
        ("convey", ("convey", "conveys", "conveyed", "conveying")),
        ("admit", ("admit", "admits", "admitted", "admitting")),
        ("write", ("write", "writes", "wrote", "written", "writing")),
        ("email", ("email", "emails", "emailed", "emailing")),
    ],
)
def test_inflections(lemma: str, forms: tuple[str, ...]) -> None:
    assert inflections(lemma) == forms


@pytest.mark.parametrize("lemma", ["agree", "guarantee", "decree"])
def test_verbs_in_double_e_keep_both(lemma: str) -> None:
    assert inflections(lemma) == (lemma, lemma + "s", lemma + "d", lemma + "ing")


def test_plurals_of_nouns_in_y() -> None:
    assert "worries" in CUES.nouns
    assert "worrys" not in CUES.nouns


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
