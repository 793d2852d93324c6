"""Statements from claims: cue, content, kind, paragraphs."""

from __future__ import annotations

from itertools import pairwise

import pytest
from attrs import asdict
from statement_values import (
    claim,
    direct,
    in_words,
    indirect,
    inner,
    mixed,
    statements_in,
)

from quoteattr.records import Presentation, QuoteKind, Span
from quoteattr.statements.statement import Origin


def test_a_claim_becomes_a_statement() -> None:
    text = "Ada Obi said that the bridge was safe."
    (found,) = statements_in(text, claim(text, "that the bridge was safe", "said", "Ada Obi", probability=0.7))
    assert asdict(found, recurse=False) == {
        "content": (Span(13, 37, "that the bridge was safe"),),
        "kind": QuoteKind.INDIRECT,
        "presentation": Presentation.SPEECH,
        "cue": Span(8, 12, "said"),
        "source": Span(0, 7, "Ada Obi"),
        "continues": False,
        "voiced": True,
        "origin": Origin.CLAIM,
        "probability": 0.7,
    }
    assert (found.start, found.end) == (13, 37)


def test_a_statement_reaches_from_its_first_fragment_to_its_last() -> None:
    text = "“No,” said Ada Obi. “Not today.”"
    (found,) = statements_in(text, claim(text, ["“No,”", "“Not today.”"], "said", "Ada Obi"))
    assert (found.start, found.end) == (0, len(text))


def test_a_claim_without_cue_is_dropped() -> None:
    text = "Ada Obi of Elmina thinks little of ferries."
    assert in_words(text, claim(text, "little of ferries", None, "Ada Obi")) == []


def test_a_claim_whose_cue_is_quoted_is_dropped() -> None:
    text = "“The mayor told us that it would hold,” said Ada Obi."
    inner = claim(text, "that it would hold", "told", "The mayor")
    outer = claim(text, "“The mayor told us that it would hold,”", "said", "Ada Obi")
    assert in_words(text, inner, outer) == [
        direct("“The mayor told us that it would hold,”", cue="said", source="Ada Obi"),
    ]


REPORTED = "“The mayor told us that it would hold,” said Ada Obi."


def test_a_report_inside_a_report_may_have_a_quoted_cue() -> None:
    outer = claim(REPORTED, "“The mayor told us that it would hold,”", "said", "Ada Obi")
    assert in_words(REPORTED, outer, inner(REPORTED, "that it would hold", "told", "The mayor")) == [
        direct("“The mayor told us that it would hold,”", cue="said", source="Ada Obi"),
        indirect("that it would hold", cue="told", source="The mayor"),
    ]


def test_a_report_inside_a_report_has_a_source_and_a_cue() -> None:
    outer = claim(REPORTED, "“The mayor told us that it would hold,”", "said", "Ada Obi")
    content = "that it would hold"
    assert len(statements_in(REPORTED, outer, inner(REPORTED, content, "told"))) == 1
    assert len(statements_in(REPORTED, outer, inner(REPORTED, content, None, "The mayor"))) == 1
    assert len(statements_in(REPORTED, outer, inner(REPORTED, "told", "told", "The mayor"))) == 1


def test_a_source_beside_the_cue_of_a_report_inside_a_report_is_not_looked_for() -> None:
    text = "Jonas Werle heard “It leaks,” warned Ada Obi."
    assert in_words(text, claim(text, "“It leaks,”", "warned")) == [
        direct("“It leaks,”", cue="warned", source="Ada Obi")
    ]
    assert [a.origin for a in statements_in(text, inner(text, "“It leaks,”", "warned"))] == [Origin.UNCUED]


def test_a_quotation_inside_a_report_is_direct() -> None:
    text = "Ada Obi said that Jonas Werle had written: “It will leak.”"
    outer = claim(text, "that Jonas Werle had written: “It will leak.”", "said", "Ada Obi")
    assert in_words(text, outer, inner(text, "It will leak", "had written", "Jonas Werle")) == [
        mixed("that Jonas Werle had written: “It will leak.”", cue="said", source="Ada Obi"),
        direct("“It will leak.”", cue="had written", source="Jonas Werle"),
    ]


def test_a_claim_whose_content_is_its_cue_and_its_source_is_dropped() -> None:
    text = "So said Ada Obi."
    assert in_words(text, claim(text, "said Ada Obi", "said", "Ada Obi")) == []


def test_statements_come_in_text_order_the_longer_first() -> None:
    text = "Ada Obi said that it rained. Jonas Werle warned that it would snow."
    late = claim(text, "that it would snow", "warned", "Jonas Werle")
    early = claim(text, "that it rained", "said", "Ada Obi")
    assert [a.content[0].text for a in statements_in(text, late, early)] == ["that it rained", "that it would snow"]
    text = "Ada Obi said Jonas Werle warned that it would certainly snow before long."
    short = claim(text, "Jonas Werle warned", "said", "Ada Obi")
    long = claim(text, "Jonas Werle warned that it would certainly snow before long", "said", None)
    assert [a.content[0].text for a in statements_in(text, short, long)] == [
        "Jonas Werle warned that it would certainly snow before long",
        "Jonas Werle warned",
    ]


@pytest.mark.parametrize(
    ("text", "content", "kind"),
    [
        ("Ada Obi said: “The bridge is safe.”", "“The bridge is safe.”", QuoteKind.DIRECT),
        ("Ada Obi said that “the bridge is safe” and sound.", "that “the bridge is safe” and sound", QuoteKind.MIXED),
        ("Ada Obi said that the “bridge deck” was safe.", "that the “bridge deck” was safe", QuoteKind.MIXED),
        ("Ada Obi said that the “bridge” was safe.", "that the “bridge” was safe", QuoteKind.INDIRECT),
        ("Ada Obi said that the bridge was safe.", "that the bridge was safe", QuoteKind.INDIRECT),
    ],
)
def test_the_kind_depends_on_the_words_inside_marks(text: str, content: str, kind: QuoteKind) -> None:
    (found,) = statements_in(text, claim(text, content, "said", "Ada Obi"))
    assert [part.text for part in found.content] == [content]
    assert found.kind is kind


def test_quoted_words_are_counted_over_all_fragments() -> None:
    text = "“Safe,” said Ada Obi, and “sound.”"
    assert in_words(text, claim(text, ["“Safe,”", "“sound.”"], "said", "Ada Obi")) == [
        direct("“Safe,”", "“sound.”", cue="said", source="Ada Obi")
    ]
    text = "“Perfectly safe,” said Ada Obi, and that it would be so for a hundred years."
    pieces = ["“Perfectly safe,”", "that it would be so for a hundred years"]
    assert in_words(text, claim(text, pieces, "said", "Ada Obi")) == [mixed(*pieces, cue="said", source="Ada Obi")]


def test_a_text_without_claims_and_quotations_has_no_statements() -> None:
    assert statements_in("It rained in Elmina.") == statements_in("") == ()


def test_the_content_of_a_claim_stays_in_the_paragraph_of_its_cue() -> None:
    text = "“It leaks,” said Ada Obi. “It always has.\n\n“It always will.”"
    first, second = statements_in(
        text, claim(text, ["“It leaks,”", "“It always has.", "“It always will.”"], "said", "Ada Obi")
    )
    assert [part.text for part in first.content] == ["“It leaks,”", "“It always has."]
    assert [part.text for part in second.content] == ["“It always will.”"]
    assert (first.origin, first.continues) == (Origin.CLAIM, False)
    assert (second.origin, second.continues, second.cue, second.source) == (Origin.UNCUED, True, None, None)
    assert (second.kind, second.presentation, second.voiced) == (QuoteKind.DIRECT, Presentation.SPEECH, True)
    assert second.probability == 1.0


def test_what_a_claim_has_elsewhere_is_dropped_where_it_is_not_quoted() -> None:
    text = "It leaks, said Ada Obi.\n\nIt always will, in her words."
    assert in_words(text, claim(text, ["It leaks", "It always will"], "said", "Ada Obi")) == [
        indirect("It leaks", cue="said", source="Ada Obi"),
    ]


def test_a_cue_at_the_end_of_its_paragraph_has_its_content_in_the_next_one() -> None:
    text = "Then Ada Obi said:\n\n“It leaks.”\n\n“It always will.”"
    (first, second) = statements_in(text, claim(text, ["“It leaks.”", "“It always will.”"], "said", "Ada Obi"))
    assert ([part.text for part in first.content], first.origin) == (["“It leaks.”"], Origin.CLAIM)
    assert ([part.text for part in second.content], second.origin) == (["“It always will.”"], Origin.UNCUED)


def test_a_cue_between_paragraphs_of_content_takes_those_on_both_sides() -> None:
    text = "It leaks.\n\nThus Ada Obi:\n\nIt always will."
    assert in_words(text, claim(text, ["It leaks", "It always will"], "Thus", "Ada Obi")) == [
        indirect("It leaks", "It always will", cue="Thus", source="Ada Obi"),
    ]


def test_a_quotation_after_a_cue_between_paragraphs_is_not_found_again() -> None:
    text = "“It leaks.”\n\nThus Ada Obi:\n\n“It always will.”"
    assert in_words(text, claim(text, ["“It leaks.”", "“It always will.”"], "Thus", "Ada Obi")) == [
        direct("“It leaks.”", "“It always will.”", cue="Thus", source="Ada Obi"),
    ]


@pytest.mark.parametrize("seen", ["“It leaks.\n\n“It always will.”", "leaks.\n\n“It always"])
def test_what_a_fragment_over_a_paragraph_break_holds_is_not_found_again(seen: str) -> None:
    text = "Ada Obi said: “It leaks.\n\n“It always will.”"
    found = statements_in(text, claim(text, seen, "said", "Ada Obi"))
    parts = sorted((part.start, part.end) for a in found for part in a.content)
    assert parts[0][0] == text.index("“")
    assert parts[-1][1] == len(text)
    assert all(one[1] <= other[0] for one, other in pairwise(parts))
