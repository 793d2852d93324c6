"""Quotations beside a reporting clause."""

from __future__ import annotations

import pytest
from statement_values import (
    CUES,
    claim,
    direct,
    in_words,
    indirect,
    sentences,
    span,
)

from quoteattr.language.words import Analysis, Sentence
from quoteattr.statements.beside import LONGEST_GAP, SHORTEST_STATEMENT
from quoteattr.statements.finding import find_statements
from quoteattr.text.marks import find_quotations
from quoteattr.text.page import Page


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("“We knew,” said Ada Obi, “but nobody listened.”", True),
        ("“We knew!” said Ada Obi, “but nobody listened.”", True),
        ("“Who knew?” said Ada Obi, “but nobody listened.”", True),
        ("“We knew,” Ada Obi said, “but nobody listened.”", True),
        ("“We knew,” the weary Ada Obi said, “but nobody listened.”", True),
        ("“We knew—” said Ada Obi, “but nobody listened.”", False),
        ("“We knew.” Then said Ada Obi, “but nobody listened.”", False),
    ],
)
def test_a_quotation_before_the_clause_that_goes_on_after_it_is_taken_in(text: str, taken: bool) -> None:
    first, second = (text[q.start : q.end] for q in find_quotations(text))
    found = in_words(text, claim(text, second, "said", "Ada Obi"))
    assert (direct(first, second, cue="said", source="Ada Obi") in found) is taken


def test_a_quotation_is_not_taken_in_before_indirect_content() -> None:
    text = "“We knew,” said Ada Obi, adding that nobody listened."
    assert in_words(text, claim(text, "that nobody listened", "adding", "Ada Obi")) == [
        direct("“We knew,”", cue="said", source="Ada Obi"),
        indirect("that nobody listened", cue="adding", source="Ada Obi"),
    ]


def test_the_quotation_before_is_found_from_the_source_where_that_comes_first() -> None:
    text = "“We knew,” Ada Obi, who had always warned of it loudly; she said, “but nobody listened.”"
    assert in_words(text, claim(text, "“but nobody listened.”", "said", "Ada Obi"))[0].content == (
        "“We knew,”",
        "“but nobody listened.”",
    )


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("“It leaks,” the mayor said.", True),
        ("“It leaks!” the mayor said.", True),
        ("“Who knew?” the mayor said.", True),
        ("“It leaks—” the mayor said.", True),
        ("“It leaks–” the mayor said.", True),
        ("“It leaks-” the mayor said.", True),
        ("“It leaks…” the mayor said.", True),
        ("“It leaks”, the mayor said.", True),
        ("“It leaks” – the mayor said.", True),
        ("“It leaks” — the mayor said.", True),
        ("“It leaks” - the mayor said.", True),
        ("“It leaks” the mayor said.", False),
        ("“It leaks.” the mayor said.", False),
        ("“It leaks”; the mayor said.", False),
        ("“It leaks,” one; the mayor said.", False),
        ("“It leaks,” one: the mayor said.", False),
        ("“It leaks,” oh! the mayor said.", False),
        ("“It leaks,” eh? the mayor said.", False),
        ("“It leaks,” he left. The mayor said so.", False),
        ("“It leaks,” the\nmayor said.", False),
    ],
)
def test_a_clause_completes_the_quotation_before_it(text: str, beside: bool) -> None:
    found = in_words(text, claim(text, "leaks" if "leaks" in text else "knew", "said"))
    sources = [statement.source for statement in found if statement.cue == "said"]
    assert sources == (["the mayor"] if beside else [None])


@pytest.mark.parametrize(
    ("opener", "closer"),
    [*("“”", '""', "„“", "‟”", "‘’", "''", "«»", "»«"), ("``", "''"), ("« ", " »")],
)
def test_the_last_character_of_a_quotation_is_found_under_every_kind_of_marks(opener: str, closer: str) -> None:
    text = f"{opener}It leaks,{closer} the mayor said."
    assert [a.source for a in in_words(text, claim(text, "leaks", "said"))] == ["the mayor"]
    text = f"Then “it” rained. {opener}It leaks and leaks.{closer} So they sang."
    assert [a.content for a in in_words(text)] == [(f"{opener}It leaks and leaks.{closer}",)]


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("“It leaks.” said the mayor.", True),
        ("“It leaks” said the mayor.", False),
        ("“It leaks.” Said the mayor.", False),
        ("“It leaks.” so said the mayor.", False),
    ],
)
def test_a_cue_in_lower_case_right_after_a_full_stop_completes_the_quotation(text: str, beside: bool) -> None:
    cue = "Said" if "Said" in text else "said"
    assert [a.source for a in in_words(text, claim(text, "leaks", cue))] == (["the mayor"] if beside else [None])


def test_a_clause_too_far_from_the_quotation_does_not_complete_it() -> None:
    near = "“It leaks,” the " + "x" * (LONGEST_GAP // 2 - 6) + " said."
    far = "“It leaks,” the " + "x" * (LONGEST_GAP // 2 - 5) + " said."
    assert in_words(near, claim(near, "“It leaks,”", "said"))[0].source is not None
    assert in_words(far, claim(far, "“It leaks,”", "said"))[0].source is None


def test_a_clause_of_its_own_sentence_may_part_from_the_quotation_by_fewer_words() -> None:
    eight = "“It leaks!” The one who had the ship to sail said."
    nine = "“It leaks!” The one who had the ship to sail on said."
    assert in_words(eight, claim(eight, "“It leaks!”", "said"))[0].source == "The one who had the ship to sail"
    assert in_words(nine, claim(nine, "“It leaks!”", "said"))[0].source is None


def test_a_full_stop_parts_a_clause_from_the_quotation_unless_it_stands_in_its_sentence() -> None:
    same = "“It leaks,” Mr. Ada Obi said."
    text = "“It leaks!” He left. Ada Obi said so."
    inside = Analysis(Page.of(same), (Sentence(tuple(word for s in sentences(same) for word in s.words)),))
    (found,) = find_statements(inside, [claim(same, "“It leaks,”", "said")], CUES)
    assert found.source == span(same, "Mr. Ada Obi")
    assert in_words(text, claim(text, "“It leaks!”", "said"))[0].source is None


@pytest.mark.parametrize(
    ("between", "beside"),
    [
        (": ", True),
        (", ", True),
        (" – ", True),
        (" — ", True),
        (" - ", True),
        (", that ", True),
        (" that ", True),
        (" ", True),
        (" yesterday ", False),
        (" to the council: ", True),
        (" so. Then: ", False),
        (" so! Then: ", False),
        (" so? Then: ", False),
        (" at 5.30: ", True),
        (" and added: ", False),
        (" and Told: ", False),
        (":\n", True),
        (",\n", False),
        (":\n\n", True),
        (" yesterday\nnight: ", False),
    ],
)
def test_a_clause_introduces_the_quotation_after_it(between: str, beside: bool) -> None:
    text = f"The mayor said{between}“it leaks and leaks.”"
    found = in_words(text, claim(text, "“it leaks and leaks.”", "said"))
    assert [a.source for a in found] == (["The mayor"] if beside else [None])


@pytest.mark.parametrize(("quotation", "beside"), [("“it leaks and leaks.”", True), ("“it leaks again.”", False)])
def test_a_quotation_right_after_a_cue_needs_four_words(quotation: str, beside: bool) -> None:
    text = f"The mayor said {quotation}"
    assert in_words(text, claim(text, quotation, "said"))[0].source == ("The mayor" if beside else None)


def test_a_clause_too_far_from_the_quotation_does_not_introduce_it() -> None:
    near = "The mayor said " + "x" * (LONGEST_GAP - 3) + ": “It leaks.”"
    far = "The mayor said " + "x" * (LONGEST_GAP - 2) + ": “It leaks.”"
    assert in_words(near, claim(near, "“It leaks.”", "said"))[0].source == "The mayor"
    assert in_words(far, claim(far, "“It leaks.”", "said"))[0].source is None


def test_the_shortest_statement_is_four_words_long() -> None:
    assert SHORTEST_STATEMENT == 4
