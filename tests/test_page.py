from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

import quoteattr
from quoteattr.text import page
from quoteattr.text.page import Page

TEXT = "A headline\n\n“No,” said Ada Obi. “Not ‘today’.”\n\nNobody else spoke."


def test_a_page_has_paragraphs_and_quotations() -> None:
    found = Page.of(TEXT)
    assert [TEXT[p.start : p.end] for p in found.paragraphs] == TEXT.split("\n\n")
    assert [TEXT[q.start : q.end] for q in found.quotations] == ["“No,”", "“Not ‘today’.”", "‘today’"]
    assert [TEXT[q.start : q.end] for q in found.outermost] == ["“No,”", "“Not ‘today’.”"]


def test_characters_that_nobody_sees_are_left_out() -> None:
    assert Page.of("s\u00adaid").text == "said"
    assert Page.verbatim("s\u00adaid").text == "s\u00adaid"


def test_a_character_is_quoted_from_mark_to_mark() -> None:
    found = Page.of(TEXT)
    assert [
        found.is_quoted(TEXT.index(piece)) for piece in ("“No", ",” said", "” said", " said", "today", "Nobody")
    ] == [
        *(True, True, True),
        *(False, True, False),
    ]


@pytest.mark.parametrize(
    ("offset", "number"), [(0, 0), (1, 0), (3, 0), (4, 0), (5, 0), (6, 1), (9, 1), (10, 1), (11, 2), (99, 2)]
)
def test_what_stands_between_paragraphs_belongs_to_the_one_before(offset: int, number: int) -> None:
    assert Page.of(" One\n\nTwo.\nEnd").paragraph_number(offset) == number


def test_a_page_without_paragraphs_has_offsets_all_the_same() -> None:
    assert Page.of(" \n").paragraph_number(1) == 0


def test_a_span_has_its_characters() -> None:
    assert Page.of(TEXT).span(2, 10).text == "headline"


@pytest.mark.parametrize("thoughts", [False, True])
def test_paragraphs_and_quotations_are_found_once_an_article(monkeypatch: pytest.MonkeyPatch, thoughts: bool) -> None:
    counts: Counter[str] = Counter()

    def counted(name: str) -> Any:
        find = getattr(page, name)

        def count(*arguments: Any) -> Any:
            counts[name] += 1
            return find(*arguments)

        return count

    for name in ("find_paragraphs", "find_quotations"):
        monkeypatch.setattr(page, name, counted(name))
    for module in (quoteattr.text.marks, quoteattr.text.paragraphs):
        monkeypatch.setattr(module, "find_paragraphs", None)
    assert quoteattr.load()(TEXT, thoughts=thoughts).quotes
    assert counts == {"find_paragraphs": 1, "find_quotations": 1}
