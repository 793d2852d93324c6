from __future__ import annotations

import string
import sys
from itertools import pairwise
from types import FrameType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quoteattr.text.marks import DEEPEST, LONGEST, Quotation, find_quotations
from quoteattr.text.paragraphs import find_paragraphs

MARKS = "\"“”„‟«»″＂‘’‚‛'`´‹›′"
BESIDE = [*string.printable, *MARKS, *"—–‐―…€é\u00a0"]
"""What is tried beside a mark."""

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


def those(pattern: str, quotation: str, *, depth: int | None = None) -> set[str]:
    """The characters but blanks that make a quotation of a text where they stand for the ◊."""

    def found(text: str) -> bool:
        return any(text[q.start : q.end] == quotation and depth in (None, q.depth) for q in find_quotations(text))

    assert found(pattern.replace("◊", " "))
    return {c for c in BESIDE if not c.isspace() and found(pattern.replace("◊", c))}


def test_a_single_mark_opens_after_brackets_dashes_and_double_marks() -> None:
    assert those("x◊'plan' stood", "'plan'") == set('([{—–-/:"“„«‹')


def test_a_straight_mark_opens_inside_a_quotation_after_brackets_and_dashes() -> None:
    assert those('“a x◊"plan" b” c', '"plan"', depth=1) == set("([{—–-/=:>‘")
    assert quoted('“a x“"plan" b” c')[-1] == '"plan"'


def test_a_single_mark_closes_before_punctuation_and_double_marks() -> None:
    assert those("a 'plan'◊x", "'plan'") == set('.,;:!?)]}—–-/"”»›')


def test_a_straight_mark_closes_a_quotation_of_the_paragraph_before_ahead_of_punctuation() -> None:
    assert those('“a.\n\nplan"◊x', 'plan"') == set(".,;:!?)]}—–-/<”’'")


def test_an_opening_mark_beside_punctuation_closes() -> None:
    assert those("“plan“◊ stood", "“plan“") == set(".,;:!?)]}")
    assert [c for c in BESIDE if quoted(f"“plan{c}“he said") == [f"“plan{c}“"] if not c.isspace()] == [*"!,.?"]


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
        "A 6”x4” board.",
        '6" x 4" boards.',
        "6'2\"x3'1\" boards.",
        "A stray ” and another ” here.",
        "A 'stray and ' in the line.",
        "A ″prime″ is no mark.",
        "Only one ' and then ’ more.",
        "",
        "   \n\n ",
        "No marks at all.",
    ],
)
def test_these_are_no_quotations(text: str) -> None:
    assert quoted(text) == []


def test_a_run_of_marks_is_noise() -> None:
    assert quoted('"' * 12) == quoted('"' * 9) == []
    assert quoted('"' * 8) != []
    assert quoted("“The end,” he said. " + "' " * 20) == ["“The end,”"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'I won't go and he can't,' she said.", "'I won't go and he can't,'"),
        ("‘I won’t go and he can’t,’ she said.", "‘I won’t go and he can’t,’"),
        ("‘The dogs’ bowls are full,’ she said.", "‘The dogs’ bowls are full,’"),
        ("'The dogs' bowls are full,' she said.", "'The dogs' bowls are full,'"),
        ("‘The dogs’ bowl isn’t full,’ she said.", "‘The dogs’ bowl isn’t full,’"),
        ("‘It was Thomas’s idea,’ she said.", "‘It was Thomas’s idea,’"),
        ("‘’Twas cold,’ she said.", "‘’Twas cold,’"),
        ("‘In the ’90s we danced,’ she said.", "‘In the ’90s we danced,’"),
        ("'In the '90s we danced,' she said.", "'In the '90s we danced,'"),
        ("“He is 6'2\" tall,” she said.", "“He is 6'2\" tall,”"),
        ('"He is 6\'2" tall," she said.', '"He is 6\'2" tall,"'),
        ("“The boys' room is empty,” she said.", "“The boys' room is empty,”"),
        ("'THE BOYS' room is empty,' she said.", "'THE BOYS' room is empty,'"),
        ("'Liz' bowls are full,' she said.", "'Liz' bowls are full,'"),
        ("'Max' bowls are full,' she said.", "'Max' bowls are full,'"),
        ("'The dogs' eBay bowls are full,' she said.", "'The dogs' eBay bowls are full,'"),
        ("'The wall is 6′ tall,' she said.", "'The wall is 6′ tall,'"),
        ("'The wall is 6' 2 tall,' she said.", "'The wall is 6' 2 tall,'"),
        ("'The wall is 6' 2\" tall,' she said.", "'The wall is 6' 2\" tall,'"),
        ("“It is 6″ wide,” she said.", "“It is 6″ wide,”"),
        ('"He is 5\'10." She said so.', '"He is 5\'10."'),
    ],
)
def test_apostrophes_inside_a_quotation_do_not_end_it(text: str, expected: str) -> None:
    assert quoted(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'It was in 1999' was all.", "'It was in 1999'"),
        ('"It was in 1999" was all.', '"It was in 1999"'),
        ("‘It rained’ on the dogs’ bowls.", "‘It rained’"),
        ("'The Dogs' Won it.", "'The Dogs'"),
        ("“One” two” three", "“One”"),
        ("‘One two” three’ four", "‘One two” three’"),
        ("“One ‘two” three’ four.", "“One ‘two”"),
        ('" One " two', '" One "'),
    ],
)
def test_a_mark_that_ends_a_quotation_ends_the_innermost_of_its_kind(text: str, expected: str) -> None:
    assert quoted(text) == [expected]


@pytest.mark.parametrize(
    "word",
    "em til till cause cos coz tis twas twere twill n round bout im er is ere ello ow appen neath gainst fraid nother"
    " course kay sup Tis".split(),
)
def test_an_apostrophe_for_dropped_letters_does_not_open_a_quotation(word: str) -> None:
    assert quoted(f"Then '{word} was a 'plan' of old.") == ["'plan'"]
    assert quoted(f"Then '{word}x was a plan' of old.") == [f"'{word}x was a plan'"]


def test_an_apostrophe_for_a_century_does_not_open_a_quotation() -> None:
    for year in ("90s", "68", "05"):
        assert quoted(f"Then '{year} was a 'plan' of old.") == ["'plan'"]
    for number in ("9", "680"):
        assert quoted(f"Then '{number} was a plan' of old.") == [f"'{number} was a plan'"]


@pytest.mark.parametrize("opener", "‹‚`")
def test_marks_that_are_no_apostrophes_open_before_dropped_letters(opener: str) -> None:
    assert quoted(f"Then {opener}em was' all.") == [f"{opener}em was'"]


def test_doubled_backticks_open_wherever_they_stand() -> None:
    assert quoted("“The re``go'' sign,” she said.") == ["“The re``go'' sign,”", "``go''"]


def test_a_possessive_before_a_quotation_does_not_open_it() -> None:
    assert quoted("the bosses' 'plan' was fine") == ["'plan'"]


@pytest.mark.parametrize("inches", ["10", "10.5", "10½"])
def test_inches_before_a_quotation_do_not_open_it(inches: str) -> None:
    assert quoted(f'The 5\' {inches}" man said "hello there".') == ['"hello there"']


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


def test_in_a_long_line_a_quotation_that_is_never_closed_ends_before_the_next() -> None:
    line = "“We go on. " + "So it went, all day long. " * 100 + "“Yes,” she said. “No,” he said."
    assert outermost(line) == [line[: line.index(" “Yes")], "“Yes,”", "“No,”"]
    assert outermost(line[-400:]) == ["“Yes,”", "“No,”"]
    short = "“We go on. “Yes,” she said."
    assert outermost(short) == [short]


@pytest.mark.parametrize("marks", ["“”", "‘’"])
def test_a_mark_does_not_close_one_more_than_ten_thousand_characters_before_it(marks: str) -> None:
    for length, closed in ((LONGEST, [True]), (LONGEST + 1, [])):
        line = marks[0] + "x" * (length - 1) + marks[1] + " she said."
        assert [q.closed for q in find_quotations(line)] == closed


def test_quotations_after_unclosed_marks_are_found() -> None:
    line = "“We go on. " * 12 + "So it went, all day long. " * 100 + "“Yes,” she said. " * 3
    assert outermost(line)[-3:] == ["“Yes,”"] * 3


def test_marks_nested_too_deep_are_strays() -> None:
    for levels in (DEEPEST, DEEPEST + 1):
        found = find_quotations("“a " * levels + "b” " * levels)
        assert [q.depth for q in found] == list(range(DEEPEST))


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


@given(texts | built)
def test_spans_are_stretches_of_one_paragraph(text: str) -> None:
    inside = find_paragraphs(text)
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
    ends = {p.end for p in find_paragraphs(text)}
    assert all(q.end in ends for q in find_quotations(text) if not q.closed)


@given(texts | built)
def test_only_the_first_quotation_of_a_paragraph_continues(text: str) -> None:
    starts = [p.start for p in find_paragraphs(text)]
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
