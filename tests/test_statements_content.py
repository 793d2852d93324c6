"""The content of statements: whole quotations, without cue and source, trimmed."""

from __future__ import annotations

import pytest
from statement_values import (
    claim,
    direct,
    in_words,
    indirect,
    span,
    statements_in,
)

from quoteattr.network.reading import Claim
from quoteattr.records import Span


@pytest.mark.parametrize(
    ("text", "seen", "content"),
    [
        ("Ada Obi said: “The bridge is closed.”", "bridge", ["“The bridge is closed.”"]),
        ("Ada Obi said that the “old bridge” was closed.", "that the “old", ["that the “old bridge”"]),
        ("Ada Obi said that the “old bridge” was closed.", "bridge” was closed", ["“old bridge” was closed"]),
        ("Ada Obi said that the “old bridge” was closed.", "that the ", ["that the"]),
        ("“The bridge is closed.”said Ada Obi.", "bridge", ["“The bridge is closed.”"]),
        ("Ada Obi said“the bridge is closed.”", "bridge", ["“the bridge is closed.”"]),
        ("Ada Obi said that all “old bridges” and “new ones” were shut.", "bridges” and “new",
         ["“old bridges” and “new ones”"]),
    ],
)  # fmt: skip
def test_the_edges_of_a_content_snap_to_the_quotations_it_touches(text: str, seen: str, content: list[str]) -> None:
    (found,) = statements_in(text, claim(text, seen, "said", "Ada Obi"))
    assert [part.text for part in found.content] == content


def test_a_quotation_that_holds_the_source_is_not_snapped_to() -> None:
    text = "The “Voice of Elmina” said that the “old bridge” was closed."
    (found,) = statements_in(text, claim(text, ["of Elmina", "that the “old"], "said", "Voice"))
    assert [part.text for part in found.content] == ["of Elmina", "that the “old bridge”"]


@pytest.mark.parametrize(
    ("text", "seen", "content"),
    [
        ("The bridge, Ada Obi said, was closed.", "The bridge, Ada Obi said, was closed", ["The bridge", "was closed"]),
        ("Ada Obi said that it was closed.", "Ada Obi said that it was closed.", ["that it was closed"]),
        ("It was closed, said Ada Obi.", "It was closed, said Ada Obi.", ["It was closed"]),
        ("Said it was, Ada Obi said, closed.", "it was, Ada Obi said, closed", ["it was", "closed"]),
    ],
)
def test_cue_and_source_are_taken_out_of_the_content(text: str, seen: str, content: list[str]) -> None:
    (found,) = statements_in(text, claim(text, seen, "said", "Ada Obi"))
    assert [part.text for part in found.content] == content


@pytest.mark.parametrize(
    ("seen", "content"),
    [
        (": it was closed,", "it was closed"),
        ("... it was closed.", "it was closed"),
        ("it was closed -", "it was closed"),
        ("– it was closed —", "it was closed"),
        ("; it was closed; ", "it was closed"),
        (" it was closed\t", "it was closed"),
        ("it was closed:\r\n", "it was closed"),
        ("it was “closed”.", "it was “closed”"),
        ("it was closed?", "it was closed?"),
        ("it was closed!", "it was closed!"),
        ("it was closed)", "it was closed)"),
        ("$5 would do", "$5 would do"),
        ("£5 would do", "£5 would do"),
        ("€5 would do", "€5 would do"),
        ("¥5 would do", "¥5 would do"),
        ("#5 would do", "#5 would do"),
        ("@ada would do", "@ada would do"),
        ("(five) would do", "(five) would do"),
        ("[five] would do", "[five] would do"),
        ("-5 would do", "-5 would do"),
        ("+5 would do", "+5 would do"),
        ("it was closed..", "it was closed."),
        ("it was closed, .", "it was closed, "),
    ],
)
def test_a_fragment_loses_the_punctuation_around_it(seen: str, content: str) -> None:
    text = f"Ada Obi said {seen}"
    start = len("Ada Obi said ")
    said = Claim((Span.cut(text, start, len(text)),), span(text, "said"), span(text, "Ada Obi"), 0.9)
    (found,) = statements_in(text, said)
    assert [part.text for part in found.content] == [content]


def test_a_quotation_keeps_the_punctuation_inside_it() -> None:
    text = "Ada Obi said “… it was closed –” and “shut.”"
    assert in_words(text, claim(text, ["“… it was closed –”", "“shut.”"], "said", "Ada Obi")) == [
        direct("“… it was closed –”", "“shut.”", cue="said", source="Ada Obi"),
    ]


def test_a_fragment_without_words_is_none() -> None:
    text = "It rained, Ada Obi said, …!"
    assert in_words(text, claim(text, ["It rained", "…!"], "said", "Ada Obi")) == [
        indirect("It rained", cue="said", source="Ada Obi"),
    ]


@pytest.mark.parametrize(
    ("text", "seen", "content"),
    [
        ("“It leaks,” Ada Obi said then, “badly.”", ["“It leaks,”", "then", "“badly.”"], ["“It leaks,”", "“badly.”"]),
        ("“It leaks,” Ada Obi said of it then.", ["“It leaks,”", "of it"], ["“It leaks,”"]),
        ("“It leaks,” Ada Obi said of it then.", ["“It leaks,”", "of it then"], ["“It leaks,”", "of it then"]),
        ("“Leaks,” Ada Obi said.", ["“Leaks,”"], ["“Leaks,”"]),
        ("It leaks, Ada Obi said then.", ["It leaks", "then"], ["It leaks", "then"]),
    ],
)
def test_one_or_two_words_beside_a_quotation_are_dropped(text: str, seen: list[str], content: list[str]) -> None:
    (found,) = statements_in(text, claim(text, seen, "said", "Ada Obi"))
    assert [part.text for part in found.content] == content


@pytest.mark.parametrize(
    ("seen", "content"),
    [
        (["it was", "was closed"], ["it was closed"]),
        (["it was ", "closed"], ["it was closed"]),
        (["it was", "closed"], ["it was", "closed"]),
        (["it was closed", "was"], ["it was closed"]),
        (["closed", "it was"], ["it was", "closed"]),
    ],
)
def test_fragments_that_touch_become_one(seen: list[str], content: list[str]) -> None:
    text = "Ada Obi said it was closed."
    (found,) = statements_in(text, claim(text, seen, "said", "Ada Obi"))
    assert [part.text for part in found.content] == content
