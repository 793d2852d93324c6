from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.text.paragraphs import Paragraph, cut_at_spaces, find_paragraphs

texts = st.text() | st.text(alphabet=[*"ab1 \t,.—", "\n", "\r", "\f", "\u2028"], max_size=60)


def test_paragraphs_leave_surrounding_blanks_out() -> None:
    assert find_paragraphs("  One.  \n\n\t Two.\n ") == (Paragraph(2, 6), Paragraph(12, 16))


def test_a_line_that_goes_on_in_lower_case_is_no_paragraph() -> None:
    assert find_paragraphs("She sold it on\neBay then.\nNow.") == (Paragraph(0, 25), Paragraph(26, 30))
    assert find_paragraphs("She sold it on\n\neBay then.") == (Paragraph(0, 14), Paragraph(16, 26))


@pytest.mark.parametrize("text", ["", " ", "\n", "\n \t\n\u2028"])
def test_blank_texts_have_no_paragraphs(text: str) -> None:
    assert find_paragraphs(text) == ()


@given(texts)
def test_paragraphs_are_apart_trimmed_and_hold_everything_but_blanks(text: str) -> None:
    found = find_paragraphs(text)
    assert all(a.end < b.start for a, b in pairwise(found))
    assert all(text[p.start : p.end] == text[p.start : p.end].strip() != "" for p in found)
    assert "".join("".join(text[p.start : p.end].split()) for p in found) == "".join(text.split())


@pytest.mark.parametrize("blank", [" ", "\t", "\u00a0"])
def test_a_long_run_of_blanks_is_read(blank: str) -> None:
    assert len(find_paragraphs("a" + blank * 300_000 + "b")) == 1


@pytest.mark.parametrize(
    ("text", "longest", "expected"),
    [
        ("", 5, []),
        ("Short.", 6, ["Short."]),
        ("One two", 6, ["One", " two"]),
        ("One two", 3, ["One", " tw", "o"]),
        ("One two", 4, ["One", " two"]),
        ("Onetwothree", 4, ["Onet", "woth", "ree"]),
        ("One     two", 4, ["One", " two"]),
        ("       ", 4, []),
        ("One two three four", 8, ["One two", " three", " four"]),
    ],
)
def test_stretches_are_cut_at_the_last_space_that_fits(text: str, longest: int, expected: list[str]) -> None:
    cut = list(cut_at_spaces(f"(({text}))", 2, 2 + len(text), longest))
    assert [f"(({text}))"[start:end] for start, end in cut] == expected


@given(texts, st.integers(1, 9))
def test_stretches_leave_nothing_out_but_blanks(text: str, longest: int) -> None:
    cut = list(cut_at_spaces(text, 0, len(text), longest))
    assert all(0 < end - start <= longest for start, end in cut)
    assert "".join("".join(text[start:end] for start, end in cut).split()) == "".join(text.split())
