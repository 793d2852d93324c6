"""Statements from labels."""

from __future__ import annotations

import pytest
from statement_values import (
    statements_in,
)

from quoteattr.records import Presentation, QuoteKind, Span
from quoteattr.statements.statement import Origin


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("OBI: The dam leaks.", "OBI", "The dam leaks."),
        ("THE MAYOR: The dam leaks.", "THE MAYOR", "The dam leaks."),
        ("MAYOR, ELMINA: The dam leaks.", "MAYOR", "The dam leaks."),
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
