from __future__ import annotations

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.text.index import Index


@frozen
class Bit:
    start: int
    end: int


TWO = Index([Bit(3, 7), Bit(11, 15)])


def starts(*found: Bit | None) -> list[int | None]:
    return [bit.start if bit else None for bit in found]


def test_what_stands_at_a_character_holds_it() -> None:
    assert starts(*map(TWO.at, (0, 2, 3, 6, 7, 10, 11, 13, 14, 15))) == [
        *(None, None, 3, 3, None),
        *(None, 11, 11, 11, None),
    ]


def test_what_stands_before_an_offset_has_ended_there() -> None:
    assert starts(*map(TWO.before, (0, 6, 7, 14, 15, 99))) == [None, None, 3, 3, 11, 11]


def test_what_stands_after_an_offset_has_not_begun_there() -> None:
    assert starts(*map(TWO.after, (0, 3, 4, 11, 12, 99))) == [3, 3, 11, 11, None, None]


def test_the_number_at_an_offset_counts_what_starts_there_or_before() -> None:
    assert list(map(TWO.number, (0, 2, 3, 10, 11, 99))) == [-1, -1, 0, 0, 1, 1]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(0, 3, []), (0, 4, [3]), (6, 11, [3]), (7, 11, []), (7, 12, [11]), (6, 12, [3, 11]), (4, 5, [3]), (15, 99, [])],
)
def test_what_touches_a_stretch_shares_a_character_with_it(start: int, end: int, expected: list[int]) -> None:
    assert starts(*TWO.touching(start, end)) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"), [(0, 7, [3]), (3, 7, [3]), (4, 15, [11]), (3, 14, [3]), (0, 99, [3, 11]), (8, 9, [])]
)
def test_what_lies_within_a_stretch_lies_there_whole(start: int, end: int, expected: list[int]) -> None:
    assert starts(*TWO.within(start, end)) == expected


def test_an_empty_index_has_nothing_anywhere() -> None:
    empty: Index[Bit] = Index()
    assert (len(empty), list(empty), empty.number(9)) == (0, [], -1)
    assert [empty.at(0), empty.before(9), empty.after(0)] == [None] * 3
    assert empty.touching(0, 9) == empty.within(0, 9) == ()


def test_an_index_is_in_text_order() -> None:
    index = Index([Bit(9, 12), Bit(2, 4)])
    assert [*index] == [index[0], index[1]] == [*index[:]] == [Bit(2, 4), Bit(9, 12)]


bits = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 8)).map(lambda at: Bit(at[0], at[0] + at[1])), max_size=8)


@given(bits, st.integers(0, 30), st.integers(0, 30))
def test_stretches_may_lie_inside_one_another(stretches: list[Bit], offset: int, end: int) -> None:
    index = Index(stretches)
    ordered = list(index)
    at = [bit for bit in ordered if bit.start <= offset < bit.end]
    assert index.at(offset) == (at[-1] if at else None)
    assert list(index.touching(offset, end)) == [b for b in ordered if b.start < end and b.end > offset]
    assert list(index.within(offset, end)) == [b for b in ordered if offset <= b.start < end and b.end <= end]
    before = index.before(offset)
    assert before is None or before.end <= offset
