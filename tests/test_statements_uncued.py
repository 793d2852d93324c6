"""Quotations without a cue."""

from __future__ import annotations

import pytest
from statement_values import (
    CUES,
    analysis_of,
    claim,
    direct,
    in_words,
    indirect,
    mixed,
    sentences,
    span,
    statements_in,
)

from quoteattr.language.words import Analysis
from quoteattr.records import QuoteKind
from quoteattr.statements.finding import find_statements
from quoteattr.statements.statement import Origin
from quoteattr.statements.uncued import LONGEST_CLAUSE
from quoteattr.text.page import Page


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("“It leaks.”", ["“It leaks.”"]),
        ("“No!”", ["“No!”"]),
        ("“...”", []),
        ("It rained. “The old dam leaks.”", ["“The old dam leaks.”"]),
        ("It rained. “The dam leaks.”", []),
        ("It rained! “The old dam leaks.”", ["“The old dam leaks.”"]),
        ("It rained? “The old dam leaks.”", ["“The old dam leaks.”"]),
        ("One thing: “The old dam leaks.”", ["“The old dam leaks.”"]),
        ("It rained — “The old dam leaks.”", ["“The old dam leaks.”"]),
        ("It rained – “The old dam leaks.”", ["“The old dam leaks.”"]),
        ("It rained, “the old dam leaks.”", []),
        ("It rained “the old dam leaks.”", []),
        ("It rained. “The old dam leaks” was heard.", []),
        ("It rained. “The old dam leaks!” was heard.", ["“The old dam leaks!”"]),
        ("It rained. “The old dam leaks?” was heard.", ["“The old dam leaks?”"]),
        ("It rained. “The old dam leaks” — and so on.", ["“The old dam leaks”"]),
        ("It rained. “The old dam leaks” – and so on.", ["“The old dam leaks”"]),
        ("It rained. “The old dam leaks” ― and so on.", ["“The old dam leaks”"]),
        ("It rained. “The old dam leaks”", ["“The old dam leaks”"]),
        ("It rained. “The old dam leaks, they say", ["“The old dam leaks, they say"]),
        ("“The old dam leaks” was heard.", []),
        ("“Leaks” was heard.", []),
        ("Dam in danger\n\n“It leaks.”", ["“It leaks.”"]),
        ("“One day I leave.” “Today I stay here.”", ["“One day I leave.” “Today I stay here.”"]),
    ],
)
def test_a_quotation_by_itself_is_a_statement_if_it_is_a_sentence(text: str, statements: list[str]) -> None:
    found = statements_in(text)
    assert [" ".join(part.text for part in a.content) for a in found] == statements
    assert all((a.origin, a.cue, a.kind, a.probability) == (Origin.UNCUED, None, QuoteKind.DIRECT, 1.0) for a in found)


def test_a_quotation_that_goes_on_in_the_next_paragraph_continues_there() -> None:
    first, second = statements_in("“It leaks.\n\n“It always will.”")
    assert (first.continues, second.continues) == (False, True)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("A fiery speech from Ada Obi: “The old dam leaks.”", "Ada Obi"),
        ("A speech from Ada Obi on Jonas Werle: “The old dam leaks.”", "Ada Obi"),
        ("A speech from Elmina by Ada Obi: “The old dam leaks.”", "Ada Obi"),
        ("Jonas Werle left after a word from Ada Obi: “The old dam leaks.”", "Ada Obi"),
        ("Jonas Werle left after a word by the mayor, Ada Obi: “The old dam leaks.”", "Ada Obi"),
        ("A speech from Elmina: “The old dam leaks.”", None),
        ("Thus spoke Jonas Werle. Then a speech from Ada Obi: “The old dam leaks.”", "Ada Obi"),
        ("Jonas Werle had left. Then came a speech: “The old dam leaks.”", None),
        ("A fiery speech from Ada Obi. “The old dam leaks.”", None),
        ("A fiery speech from Ada Obi: he left. “The old dam leaks.”", None),
        ("Jonas Werle.\n\nThen a speech: “The old dam leaks.”", None),
    ],
)
def test_a_quotation_after_a_colon_is_said_by_whom_it_comes_from(text: str, source: str | None) -> None:
    assert in_words(text) == [direct("“The old dam leaks.”", source=source)]


def test_a_quotation_that_a_person_and_a_colon_introduce_may_be_short() -> None:
    assert in_words("There was a word from Ada Obi: “It leaks.”") == [direct("“It leaks.”", source="Ada Obi")]
    assert in_words("There was a word: “It leaks.”") == []


def test_a_sentence_that_a_colon_ends_is_searched_for_the_speaker() -> None:
    text = "A speech from Ada Obi: “Jonas Werle never saw the dam.”"
    before, after = text[: text.index("“")], text[text.index("“") :]
    cut = Analysis(
        Page.of(text), (sentences(before)[0], sentences(" " * len(before) + after)[0]), analysis_of(text).names
    )
    (found,) = find_statements(cut, [], CUES)
    assert found.source == span(text, "Ada Obi")


def test_without_sentences_the_paragraph_is_searched_for_the_speaker() -> None:
    text = "Jonas Werle.\n\nA speech from Ada Obi: “The old dam leaks.”"
    bare = Analysis(Page.of(text), (), analysis_of(text).names)
    (found,) = find_statements(bare, [], CUES)
    assert found.source == span(text, "Ada Obi")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("“The dam leaks.” — Ada Obi, Elmina", "Ada Obi, Elmina"),
        ("“The dam leaks.” — Ada Obi, mayor of Elmina.", "Ada Obi, mayor of Elmina"),
        ("“The dam leaks.” – Ada Obi", "Ada Obi"),
        ("“The dam leaks.” -- Ada Obi", "Ada Obi"),
        ("“The dam leaks.” ― Old Hand", "Old Hand"),
        ("“The dam leaks.”—Ada Obi , Elmina", "Ada Obi , Elmina"),
        ("“The dam leaks.” — A. B. O'Hara-Smith Jones", "A. B. O'Hara-Smith Jones"),
        ("“The dam leaks.” — Trust of the Dam", "Trust of the Dam"),
        ("“The dam leaks.” — Ada Obi (@adaobi) May 5, 2031", "Ada Obi (@adaobi)"),
        ("“The dam leaks.” — Ada Obi says so", None),
        ("“The dam leaks.” — one of them", None),
        ("“The dam leaks.” Ada Obi, Elmina", None),
        ("“The dam leaks.” - Ada Obi, Elmina", None),
        ("“The dam leaks.”\n\n— Ada Obi, Elmina", "Ada Obi, Elmina"),
        ("“The dam leaks”\n\n— Ada Obi, Elmina", "Ada Obi, Elmina"),
        ("“The dam leaks.”\n\n— Ada Obi, Elmina. It rained.", None),
        ("“The dam leaks” — Ada Obi", "Ada Obi"),
        ("“The dam leaks.” — One Two Three Four Five", "One Two Three Four Five"),
        ("“The dam leaks.” — One Two Three Four Five Six Seven", None),
        ("“The dam leaks”: Ada Obi", "Ada Obi"),
        ("“The dam leaks”: Mayor Ada Obi", "Mayor Ada Obi"),
        ("“The dam leaks.”: Ada Obi, mayor", "Ada Obi, mayor"),
        ("“The dam leaks.”: Old Hand", None),
    ],
)
def test_a_name_behind_a_dash_or_a_colon_signs_the_quotation(text: str, source: str | None) -> None:
    (found,) = statements_in(text)
    assert (found.content[0].text.rstrip("”.").lstrip("“"), found.cue) == ("The dam leaks", None)
    assert (found.source and found.source.text) == source


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("“It leaks,” said Ada Obi. “Badly.”", True),
        ("“It leaks,” said Ada Obi, the mayor. “Badly.”", True),
        ("“It leaks,” said Ada Obi. Really. “Very badly indeed today.”", True),
        ("“It leaks,” said Ada Obi. She left. “Very badly indeed today.”", False),
        ("“It leaks,” said Ada Obi! She left. “Very badly indeed today.”", False),
        ("“It leaks,” said Ada Obi? She left. “Very badly indeed today.”", False),
        ("“It leaks,” said Ada Obi. the town slept. “Very badly indeed today.”", True),
        ("“It leaks,” said Ada Obi of the “Trust” here.", False),
        ("It rained. The town slept.\n\n“It leaks,” said Ada Obi. “Badly.”", True),
        ("“It leaks,” said Ada Obi. “Badly.” He left. Then she left.", True),
        ("x" * LONGEST_CLAUSE + ".\n\n“It leaks,” said Ada Obi. “Badly.”", True),
        ("“It leaks,” said Ada Obi " + "x" * (LONGEST_CLAUSE - 3) + ". “Badly.”", True),
        ("“It leaks,” said Ada Obi " + "x" * (LONGEST_CLAUSE - 2) + ". “Badly.”", False),
        ("“It leaks,” said Ada Obi.\n\n“Badly.”", False),
    ],
)
def test_a_quotation_after_a_reporting_clause_goes_on_with_its_statement(text: str, joined: bool) -> None:
    first = in_words(text, claim(text, "“It leaks,”", "said", "Ada Obi"))[0]
    assert (len(first.content) == 2) is joined
    assert (first.cue, first.source) == ("said", "Ada Obi")


def test_several_quotations_go_on_with_one_statement() -> None:
    text = "“It leaks,” said Ada Obi. “Badly.” “Every day.”"
    assert in_words(text, claim(text, "“It leaks,”", "said", "Ada Obi")) == [
        direct("“It leaks,”", "“Badly.”", "“Every day.”", cue="said", source="Ada Obi"),
    ]


def test_a_quotation_may_go_on_without_a_blank() -> None:
    text = "Ada Obi said: “It leaks.”“Badly.”"
    assert in_words(text, claim(text, "“It leaks.”", "said", "Ada Obi")) == [
        direct("“It leaks.”", "“Badly.”", cue="said", source="Ada Obi"),
    ]


def test_a_quotation_does_not_go_on_with_indirect_speech() -> None:
    text = "It leaks, said Ada Obi. “It has leaked for years.”"
    assert in_words(text, claim(text, "It leaks", "said", "Ada Obi")) == [
        indirect("It leaks", cue="said", source="Ada Obi"),
        direct("“It has leaked for years.”"),
    ]


def test_a_quotation_goes_on_with_the_statement_right_before_it() -> None:
    text = "“It leaks,” said Ada Obi. “It does not,” held Jonas Werle. “Never.”"
    one = claim(text, "“It leaks,”", "said", "Ada Obi")
    other = claim(text, "“It does not,”", "held", "Jonas Werle")
    assert [a.content for a in in_words(text, one, other)] == [("“It leaks,”",), ("“It does not,”", "“Never.”")]


def test_a_quotation_before_the_end_of_a_reporting_clause_does_not_go_on_with_it() -> None:
    text = "“It leaks,” cried the “old badger of Elmina!” Ada Obi."
    found = in_words(text, claim(text, "“It leaks,”", "cried", "Ada Obi"))
    assert found[0].content == ("“It leaks,”",)


def test_a_claimed_quotation_is_not_found_again() -> None:
    text = "Ada Obi said: “The old dam leaks.” “It always has.”"
    assert in_words(text, claim(text, "“The old dam leaks.” “It always has.”", "said", "Ada Obi")) == [
        direct("“The old dam leaks.” “It always has.”", cue="said", source="Ada Obi"),
    ]


def test_a_quotation_in_a_labelled_paragraph_is_not_found_again() -> None:
    text = "OBI: It leaks. “The old dam leaks.” So it does."
    assert in_words(text) == [mixed("It leaks. “The old dam leaks.” So it does.", cue=":", source="OBI")]


def test_a_quotation_that_a_statement_of_the_paragraph_before_reaches_is_not_found_again() -> None:
    text = "So it was.\n\nAda Obi then spoke of it:\n\n“It leaks.”\n\n“The old dam always has.”"
    (first, second) = in_words(text, claim(text, "“It leaks.”", "spoke", "Ada Obi"))
    assert first == direct("“It leaks.”", cue="spoke", source="Ada Obi")
    assert second == direct("“The old dam always has.”")
