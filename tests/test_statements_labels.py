"""Statements from labels."""

from __future__ import annotations

import pytest
from statement_values import (
    statements_in,
)

from quoteattr.records import Presentation, QuoteKind, Span
from quoteattr.statements.statement import Origin
from quoteattr.statements.turns import is_part


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("OBI: The dam leaks.", "OBI", "The dam leaks."),
        ("THE MAYOR: The dam leaks.", "THE MAYOR", "The dam leaks."),
        ("MAYOR, ELMINA: The dam leaks.", "MAYOR, ELMINA", "The dam leaks."),
        ("QA: Does the dam leak?", None, None),
        ("DAM: Does it leak?", "DAM", "Does it leak?"),
        ("Ada Obi: The dam leaks.", "Ada Obi", "The dam leaks."),
        ("Mayor Ada Obi: The dam leaks.", "Mayor Ada Obi", "The dam leaks."),
        ("Obi: The dam leaks.\n\nThus Ada Obi.", "Obi", "The dam leaks."),
        ("Haddad: The dam leaks.\n\nThus Mary Ann Haddad.", "Haddad", "The dam leaks."),
        ("Ann: The dam leaks.\n\nThus Mary Ann Haddad.", None, None),
        ("Obi: The dam leaks.", None, None),
        ("Calder Trust: The dam leaks.", None, None),
        ("Old Hand: “The dam leaks.”", "Old Hand", "“The dam leaks.”"),
        ("One Two Three Four: “The dam leaks.”", "One Two Three Four", "“The dam leaks.”"),
        ("O'Hara Smith-Jones: “The dam leaks.”", "O'Hara Smith-Jones", "“The dam leaks.”"),
        ("the Mayor: the dam leaks.", None, None),
        ("Mayor Obi:the dam leaks.", None, None),
        ("OBI:", None, None),
        ("OBI: \n\nThe dam leaks.", None, None),
        ("“OBI: The dam leaks.", "OBI", "The dam leaks."),
        ("It rained.\n\nOBI: The dam leaks.", "OBI", "The dam leaks."),
        ("It rained. OBI: The dam leaks.", None, None),
    ],
)
def test_a_paragraph_that_opens_with_a_name_and_a_colon_is_a_statement(
    text: str, source: str | None, content: str | None
) -> None:
    found = [a for a in statements_in(text) if a.origin is Origin.LABEL]
    assert [(a.source and a.source.text, a.content[0].text) for a in found] == ([(source, content)] if source else [])


def test_a_label_of_one_word_needs_more_than_a_quotation() -> None:
    (found,) = statements_in("Warning: “The dam leaks badly.”")
    assert (found.origin, found.source) == (Origin.UNCUED, None)


def test_the_cue_of_a_label_is_its_colon() -> None:
    (first, second) = statements_in("MAYOR, ELMINA: It leaks: badly.\n\nAda Obi: “It does.”")
    assert (first.cue, first.kind) == (Span(13, 14, ":"), QuoteKind.INDIRECT)
    assert (first.presentation, first.voiced, first.probability) == (Presentation.SPEECH, True, 1.0)
    assert second.cue is not None
    assert (second.cue.start, second.kind) == (40, QuoteKind.DIRECT)


def turns(text: str) -> list[tuple[str | None, str | None, str]]:
    """Source, cue and content of the statements that labels make."""
    found = (a for a in statements_in(text) if a.origin is Origin.LABEL)
    return [(text_of(a.source), text_of(a.cue), a.content[0].text) for a in found]


def text_of(part: Span | None) -> str | None:
    return None if part is None else part.text


@pytest.mark.parametrize(
    ("label", "source"),
    [
        ("DORA FINN, HARBOUR BOARD CHAIR (ph):", "DORA FINN, HARBOUR BOARD CHAIR"),
        ("DORA FINN (voice-over):", "DORA FINN"),
        ("Dora Finn (through translator):", "Dora Finn"),
        ("DORA FINN (ph), CHAIR:", "DORA FINN (ph), CHAIR"),
        ("[00:01:02] Dora Finn:", "Dora Finn"),
        ("(01:02) Dora Finn:", "Dora Finn"),
        ("00:01:02 Dora Finn:", "Dora Finn"),
        ("[00:01:02] **Dora Finn**:", "Dora Finn"),
        ("Dora Finn [00:01:02]:", "Dora Finn"),
        (">> DORA FINN:", "DORA FINN"),
        ("**DORA FINN:**", "DORA FINN"),
        ("WITNESS 2:", "WITNESS 2"),
        ("Ms Finn (Minister for Ports):", "Ms Finn (Minister for Ports)"),
        ("Ms FINN (Kettle Bay—Minister for Ports) (14:02):", "Ms FINN (Kettle Bay—Minister for Ports)"),
        ("Dora Finn -- Chief Executive Officer:", "Dora Finn -- Chief Executive Officer"),
        ("Dora Finn -- Kettle Capital -- Analyst:", "Dora Finn -- Kettle Capital -- Analyst"),
        ("Ada Obi, mayor of Elmina:", "Ada Obi, mayor of Elmina"),
    ],
)
def test_a_label_names_the_speaker(label: str, source: str) -> None:
    assert turns(f"{label} The lock is open.") == [(source, ":", "The lock is open.")]


@pytest.mark.parametrize("label", ["Senator FINN—", "The PRESIDENT—", "Mr ORR— "])
def test_minutes_of_parliaments_have_a_dash_behind_the_name(label: str) -> None:
    assert turns(f"{label}The lock is open.") == [(label.rstrip("— "), "—", "The lock is open.")]


@pytest.mark.parametrize(
    "text",
    [
        "NOTE: The lock is closed on Sundays.",
        "READ MORE: The lock is closed.",
        "Editor’s note: The lock is closed.",
        "WHAT: A fair with boats and bread.",
        "GOALKEEPERS: Max Orr (Kettle), Jan Finn (Bay).",
        "ELMINA: The lock failed on Monday.",
        "ELMINA, March 3: The lock failed on Monday.",
        "ELMINA—The lock failed on Monday.",
        "Elmina—the old town—has a lock.",
        "Ada Obi, who left the board, said: nobody came.",
        "Ada Obi, Lagos: 85 percent",
        "THE LOCK OF ELMINA HAS FAILED: The board met.",
        "Said Calder Trust: “The lock is open.”",
        "10:30 Opening: remarks by the board",
        "Operator: The next question is from the board.",
        "Speaker 1: The lock is open.",
        "Hours: The lock is open from ten to four.\n\nHours: It is shut on Sundays.",
    ],
)
def test_a_label_that_is_nobody_is_none(text: str) -> None:
    assert turns(text) == []


def test_a_label_for_a_part_counts_beside_another_one() -> None:
    text = "Operator: The line is open.\n\nSpeaker 1: It leaks.\n\nHonourable members: Shame!"
    assert turns(text) == [
        ("Operator", ":", "The line is open."),
        ("Speaker 1", ":", "It leaks."),
        ("Honourable members", ":", "Shame!"),
    ]


def test_names_that_take_turns_are_labels() -> None:
    text = "Dora: The lock is open.\n\nMax: It is not.\n\nDora: Go and look.\n\nMax: We will."
    assert [source for source, _, _ in turns(text)] == ["Dora", "Max", "Dora", "Max"]


def test_several_turns_may_stand_in_one_paragraph() -> None:
    text = "FINN: Who opened it? ORR: I did. It was late. FINN: Why?\n\nWarning: It leaks."
    assert turns(text) == [
        ("FINN", ":", "Who opened it?"),
        ("ORR", ":", "I did. It was late."),
        ("FINN", ":", "Why?"),
    ]


def test_turns_in_one_paragraph_may_be_quoted() -> None:
    text = "Dora Finn: “It is open.” Max Orr: “It is not. NOTE: none.”"
    assert turns(text) == [("Dora Finn", ":", "“It is open.”"), ("Max Orr", ":", "“It is not. NOTE: none.”")]


def test_captions_name_the_speaker_in_a_tag() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Dora Finn>It is open.</v>\n\n<v.loud Max Orr> No! <v Dora Finn>"
    assert turns(text) == [("Dora Finn", None, "It is open."), ("Max Orr", None, "No!")]


def test_a_label_with_a_time_may_stand_above_the_words() -> None:
    text = "Dora Finn (00:12):\nIt is open.\n\nMax Orr (00:15):\nIt is not.\n\nDora Finn (00:19):"
    assert turns(text) == [("Dora Finn", ":", "It is open."), ("Max Orr", ":", "It is not.")]


TRANSCRIPT = "FINN: It is open.\n\n{}\n\nORR: It is not.\n\nFINN: Go and look."


def test_a_turn_in_a_transcript_goes_on_up_to_the_next_label() -> None:
    found = statements_in(TRANSCRIPT.format("It was shut.\n\nSo I think."))
    assert [a.continues for a in found] == [False, True, True, False, False]
    assert [(a.cue, a.source, a.content[0].text) for a in found[1:3]] == [
        (None, None, "It was shut."),
        (None, None, "So I think."),
    ]


@pytest.mark.parametrize("beside", ["(APPLAUSE)", "[Music]", "A new lock", "NOTE: It was shut.", "00:12", "..."])
def test_headings_and_directions_are_no_part_of_a_turn(beside: str) -> None:
    assert len(turns(TRANSCRIPT.format(beside))) == 3


def test_what_follows_the_last_turn_of_a_transcript_goes_on_with_it_if_most_of_the_text_is_turns() -> None:
    assert len(turns(TRANSCRIPT.format("It was shut.") + "\n\nIt was.")) == 5
    assert len(turns("It rained. It snowed.\n\n" * 5 + TRANSCRIPT.format("It was shut.") + "\n\nIt was.")) == 4


def test_a_turn_does_not_go_on_without_a_transcript_or_behind_a_quotation() -> None:
    assert len(turns("FINN: It is open.\n\nIt was shut.\n\nORR: It is not.")) == 2
    quoted = "FINN: “It is open.”\n\nIt was shut.\n\nORR: “It is not.”\n\nFINN: “Go and look.”"
    assert len(turns(quoted)) == 3


def test_the_one_person_named_above_the_first_question_answers() -> None:
    text = "Ada Obi wrote a book.\n\nQ: Why locks?\n\nA: They open.\n\nQ. And then?\n\nA. They close."
    assert turns(text) == [
        ("Q", ":", "Why locks?"),
        ("Ada Obi", ":", "They open."),
        ("Q", ".", "And then?"),
        ("Ada Obi", ".", "They close."),
    ]


def test_of_several_people_the_one_who_is_interviewed_answers() -> None:
    text = "Jonas Werle has left. In an interview Ada Obi told us why.\n\n**Q1**: Why?\n\n**A1**: He was ill."
    assert turns(text) == [("Q1", ":", "Why?"), ("Ada Obi", ":", "He was ill.")]


def test_with_several_people_or_nobody_above_the_first_question_nobody_is_known_to_answer() -> None:
    for above in ("Ada Obi met Jonas Werle.", "A new lock was built."):
        assert turns(f"{above}\n\nQ: Why?\n\nA: It leaked.") == [("Q", ":", "Why?"), ("A", ":", "It leaked.")]


@pytest.mark.parametrize("label", ["Speaker 1", "The Speaker", "WITNESS 10", "GRAND JUROR", "Honourable members", "Q1"])
def test_a_label_may_be_a_part(label: str) -> None:
    assert is_part(label)


@pytest.mark.parametrize("label", ["Ada Obi", "Judge Ada Obi", "OBI, MODERATOR", "Obi 2", "2", "The", "Port Operator"])
def test_a_label_with_a_name_is_no_part(label: str) -> None:
    assert not is_part(label)
