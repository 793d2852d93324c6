"""How statements are presented, and which of them count as voiced."""

from __future__ import annotations

import pytest
from statement_values import (
    CUES,
    claim,
    statements_in,
)

from quoteattr.language.words import Analysis
from quoteattr.records import Presentation
from quoteattr.statements.finding import find_statements
from quoteattr.text.page import Page


@pytest.mark.parametrize(
    ("text", "content", "cue", "source", "presentation", "voiced"),
    [
        ("Ada Obi said that it rained.", "that it rained", "said", "Ada Obi", Presentation.SPEECH, True),
        ("Ada Obi wrote that it rained.", "that it rained", "wrote", "Ada Obi", Presentation.WRITING, True),
        ("Ada Obi hoped that it rained.", "that it rained", "hoped", "Ada Obi", Presentation.THOUGHT, False),
        ("Nobody said that it rained.", "that it rained", "said", "Nobody", Presentation.SPEECH, False),
        ("Ada Obi revealed the plan.", "the plan", "revealed", "Ada Obi", Presentation.SPEECH, False),
        ("The plan, Ada Obi revealed.", "The plan", "revealed", "Ada Obi", Presentation.SPEECH, True),
        ("Ada Obi revealed “the plan”.", "“the plan”", "revealed", "Ada Obi", Presentation.SPEECH, True),
        ("Ada Obi revealed a “plan B” to all.", "a “plan B” to all", "revealed", "Ada Obi", Presentation.SPEECH, True),
        ("Asked whether it rained, he left.", "whether it rained", "Asked", None, Presentation.SPEECH, False),
        ("Ada Obi asked whether it rained.", "whether it rained", "asked", "Ada Obi", Presentation.SPEECH, True),
    ],
)
def test_presentation_depends_on_cue_content_source_and_order(
    text: str, content: str, cue: str, source: str | None, presentation: Presentation, voiced: bool
) -> None:
    (found,) = statements_in(text, claim(text, content, cue, source, probability=0.5))
    assert (found.presentation, found.voiced) == (presentation, voiced)


def test_a_phrase_was_said_where_the_tagger_has_little_doubt_and_sees_the_source() -> None:
    text = "Ada Obi revealed the plan."
    (sure,) = statements_in(text, claim(text, "the plan", "revealed", "Ada Obi", probability=0.9))
    (unsure,) = statements_in(text, claim(text, "the plan", "revealed", None, probability=0.9))
    assert (sure.voiced, unsure.voiced) == (True, False)


def test_content_on_both_sides_of_the_cue_counts_as_after_it() -> None:
    text = "The plan, Ada Obi revealed yesterday, the whole plan."
    (found,) = statements_in(text, claim(text, ["The plan", "the whole plan"], "revealed", "Ada Obi", probability=0.5))
    assert not found.voiced


@pytest.mark.parametrize(
    ("text", "cue", "source", "voiced"),
    [
        ("Did Ada Obi say that it leaks?", "say", "Ada Obi", False),
        ("Has Ada Obi said that it leaks?", "said", "Ada Obi", False),
        ("Was it said that it leaks?", "said", None, False),
        ("Who said that it leaks?", "said", "Who", True),
        ("Did Ada Obi say that it leaks.", "say", "Ada Obi", True),
        ("It rained. Did Ada Obi say that it leaks? It did not.", "say", "Ada Obi", False),
        ("Did it rain? Ada Obi did say that it leaks.", "say", "Ada Obi", True),
        ("If Ada Obi says that it leaks, we leave.", "says", "Ada Obi", False),
        ("We stay unless Ada Obi says that it leaks.", "says", "Ada Obi", False),
        ("We leave IF Ada Obi says that it leaks.", "says", "Ada Obi", False),
        ("If told that it leaks, we leave.", "told", None, False),
        ("If, said Ada Obi, it rained, that it leaks was clear.", "said", "Ada Obi", True),
        ("We leave if said Ada Obi that it leaks.", "said", "Ada Obi", False),
        ("If it rains, Ada Obi says, that it leaks is sure.", "says", "Ada Obi", True),
        ("A motif Ada Obi says that it leaks.", "says", "Ada Obi", True),
    ],
)
def test_a_report_that_is_asked_for_or_supposed_is_not_voiced(
    text: str, cue: str, source: str | None, voiced: bool
) -> None:
    (found,) = statements_in(text, claim(text, "that it leaks", cue, source))
    assert found.voiced is voiced


@pytest.mark.parametrize("word", "did do does has have had will would can could is are was were".split())
def test_each_auxiliary_that_opens_a_sentence_makes_it_a_question(word: str) -> None:
    text = f"{word.title()} Ada Obi saying that it leaks?"
    (found,) = statements_in(text, claim(text, "that it leaks", "saying", "Ada Obi"))
    assert not found.voiced


def test_a_quotation_in_a_question_was_still_said() -> None:
    text = "Did Ada Obi say “it leaks a little”?"
    (found,) = statements_in(text, claim(text, "“it leaks a little”", "say", "Ada Obi"))
    assert found.voiced


def test_without_sentences_every_report_is_voiced() -> None:
    text = "Did Ada Obi say that it leaks?"
    (found,) = find_statements(Analysis(Page.of(text)), [claim(text, "that it leaks", "say", "Ada Obi")], CUES)
    assert found.voiced
