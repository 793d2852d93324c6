"""Reporting verbs and nouns, and the user's own."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from quoteattr.records import Presentation
from quoteattr.statements.cues import REPORTING_VERBS, Cue, Cues, inflections

CUES = Cues.of()


@pytest.mark.parametrize("listed", [CUES.verbs, CUES.nouns], ids=["verbs", "nouns"])
def test_cues_are_lower_case_words(listed: Mapping[str, Cue]) -> None:
    assert listed
    assert [form for form in listed if form != form.lower() or len(form.split()) != 1] == []


def test_every_cue_has_a_frame() -> None:
    assert all(cue.clause or cue.object for cue in [*CUES.verbs.values(), *CUES.nouns.values()])


def test_a_cue_knows_its_base_form() -> None:
    assert all(form in inflections(cue.lemma) for form, cue in CUES.verbs.items())


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
def test_verbs_have_their_forms(lemma: str, forms: tuple[str, ...]) -> None:
    assert inflections(lemma) == forms


@pytest.mark.parametrize("lemma", ["agree", "guarantee", "decree"])
def test_verbs_in_double_e_keep_both(lemma: str) -> None:
    assert inflections(lemma) == (lemma, lemma + "s", lemma + "d", lemma + "ing")


def test_plurals_of_nouns_in_y() -> None:
    assert "worries" in CUES.nouns
    assert "worrys" not in CUES.nouns


def test_own_verbs_report_beside_the_listed_ones() -> None:
    cues = Cues.of(["Pontificate", Cue("fax", Presentation.WRITING, object=True)])
    assert cues.verbs["pontificating"] == Cue("pontificate", Presentation.SPEECH, clause=True)
    assert cues.verbs["faxed"].presentation is Presentation.WRITING
    assert cues.verbs["said"] == CUES.verbs["said"]
    assert cues.nouns == CUES.nouns


def test_an_own_verb_stands_in_for_a_listed_one() -> None:
    assert CUES.verbs["shows"].presentation is Presentation.WRITING
    assert Cues.of(["show"]).verbs["shows"] == Cue("show", Presentation.SPEECH, clause=True)


def test_an_own_verb_may_bring_its_forms() -> None:
    cues = Cues.of([Cue("rap", clause=True, forms=("raps", "Rapped", "rapping"))])
    assert {form for form in cues.verbs if form not in CUES.verbs} == {"rap", "raps", "rapped", "rapping"}


@pytest.mark.parametrize("verb", ["", "pull out", "a.b", "?"])
def test_a_verb_is_one_word(verb: str) -> None:
    with pytest.raises(ValueError, match="expected the base form of a reporting verb, one word, got"):
        Cues.of([verb])


def test_one_str_is_not_many_verbs() -> None:
    with pytest.raises(TypeError, match=r"got a single str: pass \['opine'\]"):
        Cues.of("opine")


def test_own_verbs_change_no_list() -> None:
    Cues.of(["pontificate"])
    assert "pontificate" not in CUES.verbs
    assert "pontificate" not in REPORTING_VERBS


@pytest.mark.parametrize(
    ("expression", "lemma"),
    [
        ("said", "say"),
        ("told reporters and warned", "warn"),
        ("made the claim that he knew", "know"),
        ("in a statement", "statement"),
        ("a remark", "remark"),
        ("HIS ASSERTION", "assertion"),
        ("according to", None),
        ("", None),
    ],
)
def test_the_last_verb_of_a_cue_counts_before_its_nouns(expression: str, lemma: str | None) -> None:
    last = CUES.last_in(expression)
    assert (last.lemma if last else None) == lemma
