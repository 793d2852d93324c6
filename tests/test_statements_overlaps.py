"""Doubles and crossings."""

from __future__ import annotations

import pytest
from statement_values import (
    claim,
    in_words,
    indirect,
    inner,
    statements_in,
)


def test_of_two_claims_to_one_content_the_one_with_a_source_is_kept() -> None:
    text = "Officials warned, Ada Obi said, that the dam leaks."
    near = claim(text, "that the dam leaks", "said", None)
    sourced = claim(text, "that the dam leaks", "warned", "Officials")
    assert in_words(text, near, sourced) == [indirect("that the dam leaks", cue="warned", source="Officials")]


@pytest.mark.parametrize("turn", [1, -1])
def test_of_two_claims_to_one_content_the_nearer_is_kept(turn: int) -> None:
    text = "Jonas Werle warned, Ada Obi said, that the dam leaks."
    far = claim(text, "that the dam leaks", "warned", "Jonas Werle")
    near = claim(text, "that the dam leaks", "said", "Ada Obi")
    assert in_words(text, *[far, near][::turn]) == [indirect("that the dam leaks", cue="said", source="Ada Obi")]
    text = "The dam leaks, Ada Obi said, as Jonas Werle warned."
    far = claim(text, "The dam leaks", "warned", "Jonas Werle")
    near = claim(text, "The dam leaks", "said", "Ada Obi")
    assert in_words(text, *[far, near][::turn]) == [indirect("The dam leaks", cue="said", source="Ada Obi")]


def test_nearness_is_counted_from_either_end_of_the_content() -> None:
    text = "Jonas Werle warned us: long, long ago the old dam leaked, Ada Obi said."
    content = "long, long ago the old dam leaked"
    before = claim(text, content, "warned", "Jonas Werle")
    after = claim(text, content, "said", "Ada Obi")
    assert in_words(text, before, after) == [indirect(content, cue="warned", source="Jonas Werle")]
    text = "Jonas Werle warned us loudly: long, long ago the old dam leaked, said Ada Obi."
    before = claim(text, content, "warned", "Jonas Werle")
    after = claim(text, content, "said", "Ada Obi")
    assert in_words(text, before, after) == [indirect(content, cue="said", source="Ada Obi")]


@pytest.mark.parametrize("turn", [1, -1])
def test_what_is_reported_inside_a_report_is_no_double_of_it(turn: int) -> None:
    text = "Ada Obi said: Mary warned that the old dam would surely leak before long."
    outer = claim(text, "Mary warned that the old dam would surely leak before long", "said", "Ada Obi")
    inside = inner(text, "that the old dam would surely leak before long", "warned", "Mary")
    assert in_words(text, *[outer, inside][::turn]) == [
        indirect("Mary warned that the old dam would surely leak before long", cue="said", source="Ada Obi"),
        indirect("that the old dam would surely leak before long", cue="warned", source="Mary"),
    ]


def test_of_two_reports_inside_one_report_with_one_content_the_nearer_is_kept() -> None:
    text = "Ada Obi said: Mary warned, Jonas added that the old dam would surely leak before long."
    content = "that the old dam would surely leak before long"
    outer = claim(text, f"Mary warned, Jonas added {content}", "said", "Ada Obi")
    far, near = inner(text, content, "warned", "Mary"), inner(text, content, "added", "Jonas")
    assert [a.cue and a.cue.text for a in statements_in(text, outer, far, near)] == ["said", "added"]


@pytest.mark.parametrize(
    ("other", "same"), [("0123456789", True), ("0123456", True), ("012345", False), ("3456789", True), ("yes", False)]
)
def test_claims_that_share_more_than_six_tenths_of_their_content_are_one(other: str, same: bool) -> None:
    text = "Ada Obi said 0123456789, yes, Jonas Werle warned."
    one = claim(text, "0123456789", "said", "Ada Obi")
    two = claim(text, other, "warned", "Jonas Werle")
    assert (len(statements_in(text, one, two)) == 1) is same


@pytest.mark.parametrize("blanks", [0, 970, 985, 999, 1985])
def test_doubles_are_found_wherever_in_a_long_text_they_stand(blanks: int) -> None:
    text = " " * blanks + "Ada Obi said that the dam leaks, warned Jonas Werle."
    longer, shorter = "that the dam leaks", "the dam leaks"
    for near, far in ((longer, shorter), (shorter, longer)):
        one = claim(text, near, "warned", "Jonas Werle")
        two = claim(text, far, "said")
        assert (
            in_words(text, one, two) == in_words(text, two, one) == [indirect(near, cue="warned", source="Jonas Werle")]
        )


def test_two_fragments_are_compared_with_one() -> None:
    text = "The dam, Ada Obi said, as Jonas Werle warned, leaks."
    one = claim(text, ["The dam", "leaks"], "said", "Ada Obi")
    two = claim(text, ["The dam", "leaks"], "warned", "Jonas Werle")
    assert len(statements_in(text, one, two)) == 1
    two = claim(text, "leaks", "warned", "Jonas Werle")
    assert len(statements_in(text, one, two)) == 2


@pytest.mark.parametrize("turn", [1, -1])
def test_of_contents_that_cross_the_one_with_a_source_is_kept(turn: int) -> None:
    text = "It leaks and has leaked for years, Ada Obi said."
    one = claim(text, "It leaks and has leaked", "said", "Ada Obi")
    two = claim(text, "has leaked for years", "said")
    assert in_words(text, *[one, two][::turn]) == [indirect("It leaks and has leaked", cue="said", source="Ada Obi")]


def test_a_content_inside_another_and_one_beside_it_are_kept() -> None:
    text = "It leaks and has leaked for years, Ada Obi said."
    whole = claim(text, "It leaks and has leaked for years", "said", "Ada Obi")
    inside, beside = claim(text, "has leaked", "said", "Ada Obi"), claim(text, "It leaks", "said", "Ada Obi")
    assert len(statements_in(text, whole, inside, beside)) == 3


def test_a_content_that_crosses_a_labelled_paragraph_gives_way() -> None:
    text = "''\nOBI: it leaks'' said"
    assert in_words(text, claim(text, "OBI: it leaks''", "said")) == [
        indirect("it leaks'' said", cue=":", source="OBI"),
    ]
