"""Sources as the tagger saw them, and where it saw none."""

from __future__ import annotations

import pytest
from statement_values import (
    CUES,
    claim,
    direct,
    in_words,
    indirect,
    span,
    statements_in,
)

from quoteattr.language.words import Analysis
from quoteattr.records import Span
from quoteattr.statements.finding import find_statements
from quoteattr.text.marks import find_quotations
from quoteattr.text.page import Page


@pytest.mark.parametrize(
    ("text", "seen", "source"),
    [
        ("Ada Obi said that it leaks.", "Ada", "Ada Obi"),
        ("The mayor, Ada Obi, said that it leaks.", "The mayor, Ada", "The mayor, Ada Obi"),
        ("Calder Trust said that it leaks.", "Calder", "Calder"),
        ("Ada Obi, the mayor, said that it leaks.", "Ada Obi", "Ada Obi"),
        ("Ada Obi (Greens) said that it leaks.", "Ada Obi (Greens", "Ada Obi (Greens)"),
        ("Ada Obi [Greens] said that it leaks.", "Ada Obi [Greens", "Ada Obi [Greens]"),
        ("Ada Obi [Greens) said that it leaks.", "Ada Obi [Greens", "Ada Obi [Greens"),
        ("A man (like Ada Obi) said that it leaks.", "A man (like Ada", "A man (like Ada Obi)"),
        ("A man (whom Ada Obi) said that it leaks.", "Ada Obi", "Ada Obi"),
        ("A man (a (real) one) said that it leaks.", "A man (a (real) one", "A man (a (real) one)"),
        ("(A man) (here) said that it leaks.", "A man) (here", "A man) (here"),
        ("(So a man) (here) said that it leaks.", "a man", "a man"),
        ("(So) a man (here) said that it leaks.", "a man (here", "a man (here)"),
    ],
)
def test_a_source_takes_in_the_rest_of_a_name_and_a_closing_bracket(text: str, seen: str, source: str) -> None:
    assert in_words(text, claim(text, "that it leaks", "said", seen)) == [
        indirect("that it leaks", cue="said", source=source),
    ]


@pytest.mark.parametrize(
    ("text", "cue", "source"),
    [
        ("It was called a risk by Ada Obi.", "called", None),
        ("A risk, it was noted by Ada Obi, is growing.", "noted", "Ada Obi"),
        ("A risk, it was noted by Ada Obi, is growing.", "noted by", "Ada Obi"),
        ("A risk, it was noted by Ada Obi on Monday, is growing.", "noted", "Ada Obi"),
        ("A risk, it was noted by Ada Obi of the Calder Trust, is growing.", "noted", "Ada Obi of the Calder Trust"),
        ("A risk, it was noted by Mr. Ada Obi, is growing.", "noted", "Mr. Ada Obi"),
        ("A risk, it was noted by experts, is growing.", "noted", None),
        ("A risk, it was noted by experts on Ada Obi, is growing.", "noted", None),
        ("A risk, it was noted bypassing Ada Obi, is growing.", "noted", None),
        ("A risk, it was noted then by Ada Obi, is growing.", "noted", None),
    ],
)
def test_a_missing_source_is_the_name_after_by(text: str, cue: str, source: str | None) -> None:
    content = "is growing" if "growing" in text else "a risk"
    assert in_words(text, claim(text, content, cue)) == [indirect(content, cue=cue, source=source)]


@pytest.mark.parametrize(
    ("text", "cue", "source"),
    [
        ("“It leaks,” Ada Obi said.", "said", "Ada Obi"),
        ("“It leaks,” the mayor said.", "said", "the mayor"),
        ("“It leaks,” a weary Ada Obi said.", "said", "Ada Obi"),
        ("“It leaks,” Jonas Werle and Ada Obi said.", "said", "Ada Obi"),
        ("“It leaks,” Ada Obi quietly said.", "said", "Ada Obi quietly"),
        ("“It leaks,” said Ada Obi.", "said", "Ada Obi"),
        ("“It leaks,”said Ada Obi.", "said", "Ada Obi"),
        ("“It leaks,” said the mayor of the town on Monday.", "said", "the mayor of the town"),
        ("“It leaks,” said the mayor, who knew.", "said", "the mayor"),
        ("“It leaks,” said 40 people.", "said", "40 people"),
        ("“It leaks,” said (she laughed).", "said", None),
        ("Ada Obi said: “It leaks.”", "said", "Ada Obi"),
        ("The mayor said: “It leaks.”", "said", "The mayor"),
        ("In the north, the mayor said: “It leaks.”", "said", None),
        ("In the far north, Ada Obi said: “It leaks.”", "said", "Ada Obi"),
        ("It rained. The mayor said: “It leaks.”", "said", "The mayor"),
        ("“It leaks,” - Ada Obi, said.", "said", "Ada Obi"),
        ("Said: “It leaks.”", "Said", None),
    ],
)
def test_a_missing_source_beside_a_quotation_is_found_by_word_order(text: str, cue: str, source: str | None) -> None:
    (quotation,) = find_quotations(text)
    content = text[quotation.start : quotation.end]
    assert in_words(text, claim(text, content, cue)) == [direct(content, cue=cue, source=source)]


def test_a_source_by_word_order_stands_beside_the_quotation() -> None:
    text = "So the man left. “It leaks,” the man said, and the man wept."
    (found,) = statements_in(text, claim(text, "“It leaks,”", "said"))
    assert found.source == Span(29, 36, "the man")


@pytest.mark.parametrize(
    "text",
    [
        "“It leaks,” said {}.",
        "That it leaks was said by {}.",
        pytest.param(
            "“It leaks,” it was said by {}.",
            marks=pytest.mark.xfail(strict=True, reason="the words before the cue are taken in its place"),
        ),
    ],
)
def test_a_source_of_many_words_is_not_cut(text: str) -> None:
    long = "Ada Obi of the " + "most " * 20 + "reverend Trust here"
    text = text.format(long)
    (found,) = statements_in(text, claim(text, "It leaks" if "It leaks" in text else "That it leaks", "said"))
    assert found.source in (None, span(text, long))


def test_without_a_quotation_a_missing_source_stays_missing() -> None:
    text = "The mayor said that it leaks."
    assert in_words(text, claim(text, "that it leaks", "said")) == [indirect("that it leaks", cue="said")]


def test_without_sentences_a_missing_source_stays_missing() -> None:
    text = "The mayor said: “It leaks.”"
    (found,) = find_statements(Analysis(Page.of(text)), [claim(text, "“It leaks.”", "said")], CUES)
    assert found.source is None


@pytest.mark.parametrize(
    ("words", "taken"),
    [(4, True), (5, False)],
)
def test_few_words_before_a_cue_that_introduces_a_quotation_are_its_source(words: int, taken: bool) -> None:
    source = " ".join(["Some", "old", "harbour", "clerk", "here"][:words])
    text = f"{source} said: “It leaks.”"
    assert in_words(text, claim(text, "“It leaks.”", "said"))[0].source == (source if taken else None)


@pytest.mark.parametrize(("words", "taken"), [(16, True), (17, False)])
def test_the_words_between_a_quotation_and_its_cue_are_its_source(words: int, taken: bool) -> None:
    source = " ".join(["the"] + ["o"] * (words - 2) + ["clerk"])
    text = f"“It leaks,” {source} said."
    assert in_words(text, claim(text, "“It leaks,”", "said"))[0].source == (source if taken else None)


def test_a_quoted_sentence_start_is_no_source() -> None:
    text = "“Harbour Nights” said: “It leaks.”"
    assert in_words(text, claim(text, "“It leaks.”", "said")) == [direct("“It leaks.”", cue="said")]


def test_what_opens_a_later_sentence_is_not_the_source_of_a_cue() -> None:
    text = "The office has denied that it leaks. Union leader Rosa Lind said no."
    (found,) = statements_in(text, claim(text, "that it leaks", "has denied", "Union leader Rosa Lind"))
    assert found.source is None
