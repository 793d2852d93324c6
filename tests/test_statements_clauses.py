"""Quotations with reporting clauses of their own."""

from __future__ import annotations

import pytest
from statement_values import CUES, analysis_of, claim, direct, in_words, indirect

from quoteattr.statements.clauses import clause_behind


@pytest.mark.parametrize(
    ("behind", "cue", "source"),
    [
        ("“It leaks,” she said.", "said", "she"),
        ("“Leaks?” I asked.", "asked", "I"),
        ("“Leaks?” the old keeper asked the clerk.", "asked", "the old keeper"),
        ("“Leaks?” a man shouted.", "shouted", "a man"),
        ("“Leaks?” Ada Obi asked.", "asked", "Ada Obi"),
        ("“Leaks?” Mayor Ada Obi shouted back.", "shouted", "Mayor Ada Obi"),
        ("“Leaks,” Finn replied.", "replied", "Finn"),
        ("‘Leaks’, said Ada Obi.", "said", "Ada Obi"),
        ("“Leaks,” said the keeper, and left.", "said", "the keeper"),
        ("“Leaks!” cried Dr. A. Finn.", "cried", "Dr. A. Finn"),
        ("“Leaks!” Ada Obi said nothing more.", None, None),
        ("“Leaks!” Finn said.", None, None),
        ("“Leaks.” She said no more.", None, None),
        ("“Leaks!” The man shouted.", None, None),
        ("“Leaks!” a man who shouted said.", None, None),
        ("“Leaks,” she thought.", None, None),
        ("“Leaks,” she left.", None, None),
        ("“Leaks,” claims rose.", "claims", "rose"),
        ("“Leaks,” and she said so.", None, None),
        ("“Leaks,” saying more.", None, None),
        ("“Leaks,”", None, None),
        ("“Leaks,” said", None, None),
    ],
)
def test_a_reporting_clause_stands_behind_a_quotation(behind: str, cue: str | None, source: str | None) -> None:
    analysis = analysis_of(behind)
    found = clause_behind(analysis, analysis.page.outermost[0], CUES)
    assert (found and found.cue.text, found and found.source.text) == (cue, source)


def test_a_quotation_with_a_clause_of_its_own_is_no_part_of_the_statement_before_it() -> None:
    text = "“Did it leak?” Ada Obi asked. “It did,” she said. “Badly.”"
    asked = direct("“Did it leak?”", cue="asked", source="Ada Obi")
    said = direct("“It did,”", "“Badly.”", cue="said", source="she")
    assert in_words(text) == [asked, said]
    assert in_words(text, claim(text, ["“Did it leak?”", "“It did,”"], "asked", "Ada Obi")) == [asked, said]
    assert in_words(text, claim(text, ["“Did it leak?”", "“It did,”", "“Badly.”"], "said", "she")) == [asked, said]


def test_the_same_words_do_not_stand_in_two_records() -> None:
    text = "“It leaks,” said Ada Obi, adding: “It always has.”"
    one = claim(text, "“It leaks,”", "said", "Ada Obi")
    other = claim(text, ["“It leaks,”", "“It always has.”"], "adding", "Ada Obi")
    assert in_words(text, one, other) == [
        direct("“It leaks,”", cue="said", source="Ada Obi"),
        direct("“It always has.”", cue="adding", source="Ada Obi"),
    ]


def test_a_report_of_a_report_keeps_the_words_of_the_other() -> None:
    text = "“It leaks,” the mayor said, according to the Calder Trust."
    outer = claim(text, "“It leaks,” the mayor said", "according to", "the Calder Trust")
    assert in_words(text, outer)[0].content == ("“It leaks,” the mayor said",)


def test_a_question_that_the_next_quotation_answers_is_somebody_elses() -> None:
    text = "“When will it hold?” “Never, I fear,” said Jonas Werle."
    answer = direct("“Never, I fear,”", cue="said", source="Jonas Werle")
    claimed = claim(text, "“When will it hold?” “Never, I fear,”", "said", "Jonas Werle")
    assert in_words(text, claimed) == [direct("“When will it hold?”"), answer]
    text = "Ada Obi asked: “When?” “Never, I fear,” said Jonas Werle."
    assert in_words(text, claim(text, "“When?”", "asked", "Ada Obi")) == [
        direct("“When?”", cue="asked", source="Ada Obi"),
        answer,
    ]


def test_a_new_sentence_about_somebody_else_introduces_a_statement_of_its_own() -> None:
    text = "“We saw nothing,” said Ada Obi. Her clerk, Jonas Werle, did: “I saw it all.”"
    assert in_words(text, claim(text, ["“We saw nothing,”", "“I saw it all.”"], "said", "Ada Obi")) == [
        direct("“We saw nothing,”", cue="said", source="Ada Obi"),
        direct("“I saw it all.”", source="Jonas Werle"),
    ]
    text = "“We saw nothing,” said Ada Obi. Ada Obi had one wish: “Let me see it.”"
    cut = claim(text, ["“We saw nothing,”", "“Let me see it.”"], "said", None)
    assert len(in_words(text, cut)[0].content) == 2


def test_a_question_that_somebody_wants_to_know_is_asked() -> None:
    text = "“Was it you?” Ada Obi wanted to know."
    assert in_words(text, claim(text, ["“Was it you?”", "to know"], "wanted", "Ada Obi")) == [
        direct("“Was it you?”", cue="wanted to know", source="Ada Obi")
    ]
    text = "Ada Obi wanted to know whether it leaks."
    assert in_words(text, claim(text, "whether it leaks", "wanted to know", "Ada Obi")) == [
        indirect("whether it leaks", cue="wanted to know", source="Ada Obi")
    ]
