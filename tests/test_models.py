"""Which models a pipeline reads with, and verbs of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

import quoteattr
from quoteattr import Pipeline, Presentation
from quoteattr.models import ModelNames, Models
from quoteattr.network.tagger import BUNDLED
from quoteattr.statements.cues import Cue
from quoteattr.text.page import Page

PONTIFICATED = "Ada Obi pontificated that the bridge was safe."
FAXED = "Ada Obi faxed that the bridge was safe."


def test_a_verb_of_one_s_own_reports_speech_in_all_its_forms() -> None:
    own = quoteattr.load(verbs=["pontificate"])
    for text in (PONTIFICATED, PONTIFICATED.replace("pontificated", "pontificates")):
        (quote,) = own(text).quotes
        assert (quote.text, quote.presentation) == ("that the bridge was safe", Presentation.SPEECH)


def test_a_verb_of_one_s_own_changes_no_other_pipeline(pipeline: Pipeline) -> None:
    own = quoteattr.load(verbs=[Cue("pontificate", Presentation.WRITING, clause=True)])
    assert [quote.presentation for quote in own(PONTIFICATED).quotes] == [Presentation.WRITING]
    assert [quote.presentation for quote in pipeline(PONTIFICATED).quotes] == [Presentation.SPEECH]


def test_a_verb_of_one_s_own_may_present_writing() -> None:
    (quote,) = quoteattr.load(verbs=[Cue("fax", Presentation.WRITING, clause=True)])(FAXED).quotes
    assert quote.presentation is Presentation.WRITING


@pytest.mark.parametrize("verb", ["", "call out", "said."])
def test_what_is_no_verb_is_refused(verb: str) -> None:
    with pytest.raises(ValueError, match="expected the base form of a reporting verb"):
        quoteattr.load(verbs=[verb])


def test_a_single_verb_in_place_of_many_is_refused() -> None:
    with pytest.raises(TypeError, match=r"pass \['say'\]"):
        quoteattr.load(verbs="say")


def test_folders_hold_wherever_a_process_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = quoteattr.load("stanza", tagger="mine").models.names
    assert (names.stanza, names.tagger) == (str(tmp_path / "stanza"), str(tmp_path / "mine"))
    assert quoteattr.load("default").models.names == ModelNames(stanza="default")


def test_the_device_reaches_every_model() -> None:
    models = Models(ModelNames(device="meta"))
    assert models.who.facts.weight.device.type == "meta"
    assert models.reader._device == "meta"


def test_another_tagger_s_claims_come_with_the_states_of_the_bundled_one(pipeline: Pipeline) -> None:
    page = Page.of("“No,” said Ada Obi.")
    other = Models(evolve(pipeline.models.names, tagger=str(BUNDLED)))
    (own,), (both,) = pipeline.models.tag([page]), other.tag([page])
    assert both.claims == own.claims
    assert (both.states == own.states).all()


def test_models_are_read_when_they_are_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any, **__: Any) -> Any:
        raise AssertionError("read")

    monkeypatch.setattr(Path, "read_text", refused)
    monkeypatch.setattr(Path, "read_bytes", refused)
    assert quoteattr.load(verbs=["fax"]).models.cues.verbs["faxed"].lemma == "fax"
