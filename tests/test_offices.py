"""Roles, bodies and places: what is read beside a name, and what is chosen."""

from __future__ import annotations

import pytest

from quoteattr import Pipeline
from quoteattr.affiliations.affiliation import find_facts
from quoteattr.affiliations.offices import head_of, office_of
from quoteattr.records import Affiliation
from quoteattr.speakers.facts import Stated
from quoteattr.training.ranking import alike


def beside(pipeline: Pipeline, text: str) -> tuple[Stated, ...]:
    return find_facts(pipeline.analyse(text), pipeline.tagged(text), pipeline.models.affiliations)


@pytest.mark.parametrize(
    ("text", "role", "organization", "place"),
    [
        ("“No,” said Ada Obi, an engineer at the Calder Bridge Trust.", "engineer", "Calder Bridge Trust", None),
        ("The Calder Bridge Trust's chief engineer, Ada Obi, said no.", "chief engineer", "Calder Bridge Trust", None),
        ("Sen. Ada Obi (R-Ohio) said no.", "Sen.", "Republican", "Ohio"),
        ("Ada Obi met friends on Monday and said no.", None, None, None),
    ],
)
def test_what_stands_beside_a_name(
    pipeline: Pipeline, text: str, role: str | None, organization: str | None, place: str | None
) -> None:
    facts = [fact.affiliation for fact in beside(pipeline, text)]
    if role is None:
        assert facts == []
    else:
        assert (role, organization, place) in [(f.role, f.organization, f.location) for f in facts]


def test_evidence_is_exact(pipeline: Pipeline) -> None:
    text = "“No,” said Ada Obi, a former pilot of the U.S. Harbour Service, on Monday."
    for fact in beside(pipeline, text):
        assert all(text[span.start : span.end] == span.text for span in fact.affiliation.evidence)


def test_a_role_that_is_over(pipeline: Pipeline) -> None:
    text = "“No,” said Ada Obi, the former head of the Harbour Service."
    assert [fact.affiliation.former for fact in beside(pipeline, text)] == [True]


def test_heads_and_offices() -> None:
    assert head_of(Affiliation("Assistant Minister of Foreign Affairs")) == "minister"
    assert head_of(Affiliation()) == ""
    assert office_of("senator") == "legislator"


def test_alike_wordings() -> None:
    assert alike("the Bank of Elmina", ["Bank of Elmina"])
    assert not alike("Bank of Elmina", ["Calder Harbour Trust"])
    assert alike(None, [])
