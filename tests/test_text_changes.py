from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.text.changes import Change, Changed

TEXT = "one two three four"


def parts(found: Changed, text: str) -> list[str]:
    """What stood there before, for each character."""
    return [text[slice(*found.origin(i, i + 1))] for i in range(len(found.text))]


def test_a_text_without_changes_is_the_same() -> None:
    assert Changed.of(TEXT, []).text == TEXT
    assert Changed.of(TEXT, []).origin(4, 7) == (4, 7)


@pytest.mark.parametrize(
    ("change", "text", "stood_there"),
    [
        (Change(4, 7, "2"), "one 2 three", [*"one ", "two", *" three"]),
        (Change(4, 7, "wo"), "one wo three", [*"one ", "t", "wo", *" three"]),
        (Change(4, 7, "TWO"), "one TWO three", [*"one two three"]),
        (Change(4, 8, ""), "one three", [*"one three"]),
        (Change(0, 4, ""), "two three", [*"two three"]),
        (Change(8, 13, "3"), "one two 3", [*"one two ", "three"]),
    ],
)
def test_each_character_stands_for_what_stood_there(change: Change, text: str, stood_there: list[str]) -> None:
    found = Changed.of("one two three", [change])
    assert found.text == text
    assert parts(found, "one two three") == stood_there


def test_changes_beside_each_other_stay_apart() -> None:
    found = Changed.of("abcdef", [Change(0, 2, "x"), Change(2, 3, ""), Change(3, 4, ""), Change(4, 6, "y")])
    assert found.text == "xy"
    assert [found.origin(0, 1), found.origin(1, 2), found.origin(0, 2)] == [(0, 2), (4, 6), (0, 6)]


@given(st.lists(st.tuples(st.text("ab", max_size=3), st.text("cd", min_size=1, max_size=4), st.integers(0, 4))))
def test_stretches_that_are_apart_stay_apart_and_none_is_empty(pieces: list[tuple[str, str, int]]) -> None:
    text, changes = "", []
    for kept, old, length in pieces:
        text += kept + old
        changes.append(Change(len(text) - len(old), len(text), "x" * min(length, len(old))))
    found = Changed.of(text, changes)
    ends = [0]
    for i in range(len(found.text)):
        start, end = found.origin(i, i + 1)
        assert ends[-1] <= start < end <= len(text)
        assert found.text[i] in ("x", text[start:end])
        ends.append(end)
