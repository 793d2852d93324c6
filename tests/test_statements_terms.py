"""What looks like a statement and is none."""

from __future__ import annotations

import pytest
from statement_values import claim, in_words, statements_in


@pytest.mark.parametrize(
    ("text", "content", "cue", "source"),
    [
        ("Ada Obi found a ring engraved “For Anna” here.", "a ring engraved “For Anna” here", "found", "Ada Obi"),
        ("Ada Obi found a cup marked with the words “My Cup”.", "“My Cup”", "found", "Ada Obi"),
        ("Ada Obi reported 300 “legal highs” here.", "“legal highs”", "reported", "Ada Obi"),
        ("Ada Obi reported the so-called “reform” here.", "“reform”", "reported", "Ada Obi"),
        ("Ada Obi called the shop “Natural Life”.", "the shop “Natural Life”", "called", "Ada Obi"),
        ("The people who wrote it have left.", "it have left", "wrote", "who"),
        ("Ada Obi knew what ailed them is old.", "them is old", "knew", "Ada Obi"),
    ],
)
def test_terms_names_and_inscriptions_are_no_statements(text: str, content: str, cue: str, source: str) -> None:
    assert in_words(text, claim(text, content, cue, source)) == []


@pytest.mark.parametrize(
    ("text", "content", "cue", "source"),
    [
        ("Ada Obi said a ring was engraved “For Anna”.", "a ring was engraved “For Anna”", "said", "Ada Obi"),
        ("Ada Obi said of 300 “legal highs”: “Away with them!”", "“Away with them!”", "said", "Ada Obi"),
        (
            "Ada Obi said divers saw a ring engraved “For Anna”.",
            "divers saw a ring engraved “For Anna”",
            "said",
            "Ada Obi",
        ),
        ("The plan was labelled “a bad joke” by Ada Obi.", "“a bad joke”", "was labelled", "Ada Obi"),
        ("Ada Obi called the plan “a bad joke”.", "the plan “a bad joke”", "called", "Ada Obi"),
        ("Ada Obi called him “Natural Life”.", "him “Natural Life”", "called", "Ada Obi"),
        ("Ada Obi wrote it has left.", "it has left", "wrote", "Ada Obi"),
    ],
)
def test_what_somebody_says_with_terms_is_a_statement(text: str, content: str, cue: str, source: str) -> None:
    (found,) = in_words(text, claim(text, content, cue, source))
    assert (found.content, found.cue, found.source) == ((content,), cue, source)


@pytest.mark.parametrize(
    ("text", "content", "cue", "source"),
    [
        ("It is said that the dam leaks.", "that the dam leaks", "is said", "It"),
        ("He was accused of theft and lies.", "theft and lies", "was accused of", None),
        ("The dam is also alleged to leak.", "to leak", "is also alleged", None),
    ],
)
def test_what_nobody_says_is_not_voiced(text: str, content: str, cue: str, source: str | None) -> None:
    assert [a.voiced for a in statements_in(text, claim(text, content, cue, source))] == [False]


def test_a_passive_with_somebody_who_says_it_is_voiced() -> None:
    text = "He was accused by Ada Obi of being a thief who is rich."
    (found,) = statements_in(text, claim(text, "of being a thief who is rich", "was accused", "Ada Obi"))
    assert found.voiced
