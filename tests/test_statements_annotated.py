"""Annotated statements."""

from __future__ import annotations

import pytest

from quoteattr.records import Presentation, QuoteKind, Span
from quoteattr.statements.statement import Statement


def test_an_annotated_statement_is_read() -> None:
    text = "“It leaks,” the mayor, an old hand, said, “badly.”"
    content = [[0, 11], [42, 50]]
    found = Statement.from_annotation(text, {"content": content, "cue": [[36, 40]], "source": [[12, 21], [23, 34]]})
    assert found == Statement(
        (Span(0, 11, "“It leaks,”"), Span(42, 50, "“badly.”")),
        QuoteKind.DIRECT,
        Presentation.SPEECH,
        Span(36, 40, "said"),
        Span(12, 34, "the mayor, an old hand"),
    )


@pytest.mark.parametrize("opener", "“\"„‟‘'«`")
def test_an_annotated_statement_is_direct_if_it_opens_with_a_mark(opener: str) -> None:
    assert Statement.from_annotation(f"{opener}It leaks", {"content": [[0, 9]]}).kind is QuoteKind.DIRECT
    assert Statement.from_annotation(f"{opener}It leaks", {"content": [[1, 9]]}).kind is QuoteKind.INDIRECT


def test_an_annotated_statement_may_lack_cue_and_source() -> None:
    text = "It leaks."
    assert Statement.from_annotation(text, {"content": [[0, 8]], "cue": [], "source": []}) == Statement(
        (Span(0, 8, "It leaks"),), QuoteKind.INDIRECT, Presentation.SPEECH
    )
