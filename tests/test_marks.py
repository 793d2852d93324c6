from __future__ import annotations

import sys
from itertools import pairwise
from types import FrameType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quoteattr.marks import Paragraph, Quotation, find_quotations, paragraphs

MARKS = "\"“”„‟«»″＂‘’‚‛'`´‹›′"

texts = st.text() | st.text(alphabet=[*MARKS, *"abst", "1", "s", " ", ",", ".", "\n", "\r", "—", "("], max_size=60)
built = st.lists(
    st.sampled_from(
        [*MARKS, "``", "''", " ", "\n\n", "\n", "“\n\n“", "won't", "dogs’ ", "'90s", "6'2\"", "go,", "No."]
    ),
    max_size=30,
).map("".join)


def quoted(text: str) -> list[str]:
    return [text[q.start : q.end] for q in find_quotations(text)]


def outermost(text: str) -> list[str]:
    return [text[q.start : q.end] for q in find_quotations(text) if q.depth == 0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Nobody came,” she said.", "“Nobody came,”"),
        ('"Nobody came," she said.', '"Nobody came,"'),
        ("«Nobody came», she said.", "«Nobody came»"),
        ("« Nobody came », she said.", "« Nobody came »"),
        ("„Nobody came“, she said.", "„Nobody came“"),
        ("„Nobody came”, she said.", "„Nobody came”"),
        ("``Nobody came,'' she said.", "``Nobody came,''"),
        ("''Nobody came,'' she said.", "''Nobody came,''"),
        ("＂Nobody came＂ was all.", "＂Nobody came＂"),
        ("‘Nobody came,’ she said.", "‘Nobody came,’"),
        ("'Nobody came,' she said.", "'Nobody came,'"),
        ("`Nobody came,' she said.", "`Nobody came,'"),
        ("‹Nobody came›, she said.", "‹Nobody came›"),
        ("“ Nobody came ” she said.", "“ Nobody came ”"),
        ("(“Nobody came.”)", "“Nobody came.”"),
        ("He left—“Nobody came”—and wept.", "“Nobody came”"),
        ('He left—"Nobody came"—and wept.', '"Nobody came"'),
        ("[‘Nobody came’]", "‘Nobody came’"),
    ],
)
def test_each_kind_of_marks_pairs(text: str, expected: str) -> None:
    assert quoted(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('“Nobody came," she said.', '“Nobody came,"'),
        ('"Nobody came,” she said.', '"Nobody came,”'),
        ("“Nobody came,“ she said.", "“Nobody came,“"),
        ("”Nobody came,” she said.", "”Nobody came,”"),
        ("”Nobody came“ she said.", "”Nobody came“"),
        ("»Nobody came«, she said.", "»Nobody came«"),
        ("“Nobody came,'' she said.", "“Nobody came,''"),
        ('``Nobody came," she said.', '``Nobody came,"'),
        ("‘Nobody came,' she said.", "‘Nobody came,'"),
    ],
)
def test_mixed_and_wrong_way_marks_pair(text: str, expected: str) -> None:
    assert quoted(text) == [expected]


def test_several_quotations_in_a_row_stay_apart() -> None:
    assert quoted("“One,” “two” and “three.” “Four.”") == ["“One,”", "“two”", "“three.”", "“Four.”"]


def test_straight_quotations_in_a_row_stay_apart() -> None:
    assert quoted('"One," he said. "Two," he said.') == ['"One,"', '"Two,"']


def test_offsets_count_code_points() -> None:
    text = "😀 “𝔑obody” 😀"
    assert find_quotations(text) == (Quotation(2, 10),)


@pytest.mark.parametrize(
    "text",
    [
        "Don't, won't, O'Neill's and it’s.",
        "The dogs' bowls and the cats' beds.",
        "The dogs’ bowls and the cats’ beds.",
        "Thomas’s car, James' house.",
        "The '90s, the ’80s and the winter of '47.",
        "Get 'em before they get 'im.",
        "Rock 'n' roll, rock ’n’ roll.",
        "'Tis late and 'twas cold.",
        "’Til tomorrow, ’cause it is late.",
        "He is 6'2\" tall.",
        "He is 6' 2\" tall and she is 5'10\" tall.",
        "He is 6’ 2” tall.",
        "A door of 6′2″ by 3′1″.",
        "5″ by 6″",
        "A stray ” in the line.",
        'A stray " in the line.',
        "A stray “ in the line.",
        "A stray ' in the line.",
        "1'000 francs or 2'000 francs.",
        "Only one ' and then ’ more.",
        "",
        "   \n\n ",
        "No marks at all.",
    ],
)
def test_these_are_no_quotations(text: str) -> None:
    assert quoted(text) == []


def test_a_run_of_marks_is_noise() -> None:
    assert quoted('"' * 12) == []
    assert quoted("“The end,” he said. " + "' " * 20) == ["“The end,”"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'I won't go and he can't,' she said.", "'I won't go and he can't,'"),
        ("‘I won’t go and he can’t,’ she said.", "‘I won’t go and he can’t,’"),
        ("‘The dogs’ bowls are full,’ she said.", "‘The dogs’ bowls are full,’"),
        ("'The dogs' bowls are full,' she said.", "'The dogs' bowls are full,'"),
        ("‘It was Thomas’s idea,’ she said.", "‘It was Thomas’s idea,’"),
        ("‘’Twas cold,’ she said.", "‘’Twas cold,’"),
        ("‘In the ’90s we danced,’ she said.", "‘In the ’90s we danced,’"),
        ("'In the '90s we danced,' she said.", "'In the '90s we danced,'"),
        ("“He is 6'2\" tall,” she said.", "“He is 6'2\" tall,”"),
        ('"He is 6\'2" tall," she said.', '"He is 6\'2" tall,"'),
        ("“The boys' room is empty,” she said.", "“The boys' room is empty,”"),
    ],
)
def test_apostrophes_inside_a_quotation_do_not_end_it(text: str, expected: str) -> None:
    assert quoted(text) == [expected]


def test_a_possessive_before_a_quotation_does_not_open_it() -> None:
    assert quoted("the bosses' 'plan' was fine") == ["'plan'"]


def test_inches_before_a_quotation_do_not_open_it() -> None:
    assert quoted('The 5\' 10" man said "hello there".') == ['"hello there"']


def test_single_inside_double() -> None:
    text = "“He said ‘go’ and left,” she said."
    assert find_quotations(text) == (Quotation(0, 24), Quotation(9, 13, depth=1))


def test_double_inside_single() -> None:
    text = "‘He said “go” and left,’ she said."
    assert find_quotations(text) == (Quotation(0, 24), Quotation(9, 13, depth=1))


def test_straight_single_inside_straight_double() -> None:
    text = "\"He said 'go' and left,\" she said."
    assert find_quotations(text) == (Quotation(0, 24), Quotation(9, 13, depth=1))


def test_straight_double_inside_curly_double() -> None:
    assert outermost('“He said "go" and left,” she said.') == ['“He said "go" and left,”']


def test_nested_at_the_very_start_and_end() -> None:
    text = "“‘Go,’ he said, ‘now’”"
    assert quoted(text) == [text, "‘Go,’", "‘now’"]
    assert [q.depth for q in find_quotations(text)] == [0, 1, 1]


def test_three_levels() -> None:
    text = "“a ‘b “c” b’ a”"
    assert [(text[q.start : q.end], q.depth) for q in find_quotations(text)] == [
        (text, 0),
        ("‘b “c” b’", 1),
        ("“c”", 2),
    ]


@pytest.mark.xfail(strict=True, reason="a single quotation inside a single one, with a double between, is not opened")
def test_four_levels() -> None:
    text = "“a ‘b “c ‘d’ c” b’ a”"
    assert [q.depth for q in find_quotations(text)] == [0, 1, 2, 3]


@pytest.mark.xfail(strict=True, reason="a low-high single pair (‚ ‘) is not paired")
def test_low_high_single_marks_pair() -> None:
    assert quoted("‚Nobody came‘, she said.") == ["‚Nobody came‘"]


def test_open_quotations_go_on_over_paragraphs() -> None:
    text = "“One.\n\n“Two.\n\n“Three,” she said."
    assert [(text[q.start : q.end], q.closed, q.continues) for q in find_quotations(text)] == [
        ("“One.", False, False),
        ("“Two.", False, True),
        ("“Three,”", True, True),
    ]


def test_straight_quotations_go_on_over_paragraphs() -> None:
    text = '"One.\n\n"Two."'
    assert [(q.closed, q.continues) for q in find_quotations(text)] == [(False, False), (True, True)]


def test_a_quotation_that_only_closes_in_the_next_paragraph_goes_on_there() -> None:
    text = "“One.\n\nTwo,” she said."
    assert [(text[q.start : q.end], q.closed, q.continues) for q in find_quotations(text)] == [
        ("“One.", False, False),
        ("Two,”", True, True),
    ]


def test_an_unclosed_quotation_ends_with_its_paragraph() -> None:
    text = "She said: “One two.\n\nThe rain went on."
    (only,) = find_quotations(text)
    assert (text[only.start : only.end], only.closed) == ("“One two.", False)


def test_closed_quotations_do_not_continue() -> None:
    assert not any(q.continues for q in find_quotations("“One.”\n\n“Two.”"))


def test_wrapped_lines_stay_in_one_quotation() -> None:
    assert quoted("“One line\nand its rest,” he said.") == ["“One line\nand its rest,”"]


@pytest.mark.parametrize("line_break", ["\n\n", "\r\n\r\n", "\r", "\u2028", "\u2029", "\f"])
def test_every_kind_of_paragraph_break(line_break: str) -> None:
    text = f"“One.{line_break}“Two.”"
    assert [q.continues for q in find_quotations(text)] == [False, True]


def test_paragraphs_leave_surrounding_blanks_out() -> None:
    assert list(paragraphs("  One.  \n\n\t Two.\n ")) == [Paragraph(2, 6), Paragraph(12, 16)]


@pytest.mark.parametrize("text", ["", " ", "\n", "\n \t\n\u2028"])
def test_blank_texts_have_no_paragraphs(text: str) -> None:
    assert list(paragraphs(text)) == []


@given(texts)
def test_paragraphs_are_apart_trimmed_and_hold_everything_but_blanks(text: str) -> None:
    found = list(paragraphs(text))
    assert all(a.end < b.start for a, b in pairwise(found))
    assert all(text[p.start : p.end] == text[p.start : p.end].strip() != "" for p in found)
    assert "".join("".join(text[p.start : p.end].split()) for p in found) == "".join(text.split())


@given(texts | built)
def test_spans_are_stretches_of_one_paragraph(text: str) -> None:
    inside = list(paragraphs(text))
    for q in find_quotations(text):
        assert 0 <= q.start < q.end <= len(text)
        assert any(p.start <= q.start and q.end <= p.end for p in inside)


@given(texts | built)
def test_quotations_are_sorted_and_never_twice_the_same(text: str) -> None:
    found = [(q.start, -q.end) for q in find_quotations(text)]
    assert found == sorted(set(found))


@given(texts | built)
def test_quotations_nest_and_never_cross(text: str) -> None:
    found = find_quotations(text)
    assert not any(a.start < b.start < a.end < b.end for a in found for b in found)


def depths_are_right(text: str) -> bool:
    found = find_quotations(text)
    return all(q.depth == sum(o is not q and o.start <= q.start and q.end <= o.end for o in found) for q in found)


@given(st.lists(st.sampled_from(["“a ", "b,” ", "‘c ", "d,’ ", "e ", '"f ', 'g," ', "\n\n"]), max_size=8).map("".join))
@example("“a ‘b’ c”")
def test_depth_is_never_below_zero_and_outermost_ones_do_not_overlap(text: str) -> None:
    found = find_quotations(text)
    assert all(q.depth >= 0 for q in found)
    outer = [q for q in found if q.depth == 0]
    assert all(a.end <= b.start for a, b in pairwise(outer))


@pytest.mark.parametrize("text", ["‘He said “no and “yes” then,’ she said.", "‘““”’"])
def test_depth_counts_the_enclosing_quotations(text: str) -> None:
    assert depths_are_right(text)


@given(texts | built)
def test_an_unclosed_quotation_reaches_the_end_of_its_paragraph(text: str) -> None:
    ends = {p.end for p in paragraphs(text)}
    assert all(q.end in ends for q in find_quotations(text) if not q.closed)


@given(texts | built)
def test_only_the_first_quotation_of_a_paragraph_continues(text: str) -> None:
    starts = [p.start for p in paragraphs(text)]
    continuing = [q.start for q in find_quotations(text) if q.continues]
    assert set(continuing) <= set(starts[1:])
    assert len(continuing) == len(set(continuing))


@given(st.text(alphabet="ab .,\n", max_size=40))
def test_texts_without_marks_have_no_quotations(text: str) -> None:
    assert find_quotations(text) == ()


def calls_made(text: str) -> int:
    count = 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        find_quotations(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "unit",
    [
        "“a ",
        "a” ",
        "‘a ",
        "’ ",
        '"a ',
        "'a ",
        "a's ",
        "“‘",
        "“a ‘b’ c” ",
        "“a\n\n",
        "a”\n\n",
        "6'2\" ",
        "“One,” he said. ",
    ],
)
def test_twice_the_text_takes_about_twice_the_calls(unit: str) -> None:
    once, twice = calls_made(unit * 400), calls_made(unit * 800)
    assert twice <= 2.2 * once


@pytest.mark.parametrize("blank", [" ", "\t", "\u00a0"])
def test_a_long_run_of_blanks_is_read(blank: str) -> None:
    assert len(list(paragraphs("a" + blank * 300_000 + "b"))) == 1
