"""Pages read by the bundled tagger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import pytest
import torch
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from odd_texts import ODD

from quoteattr.network.decoding import LabelledSpan, Scores
from quoteattr.network.labels import Part
from quoteattr.network.reading import Claim
from quoteattr.network.tagger import SHORTEST_HOST, Tagger, _Draft
from quoteattr.network.windows import Window
from quoteattr.network.words import read_words
from quoteattr.text.page import Page

ARTICLE = (
    "The pier will stay shut until spring, the harbour board announced on Friday.\n\n"
    "“We looked at every plank,” said Petra Holm, its chair. “Half of them have to go.”\n\n"
    "According to the dockers’ union, the repairs could have started a year ago."
)

news = st.text(
    alphabet=st.sampled_from("aAbé é“”‘’\"'.,:\n -—1$\u00a0\u200b😀\ud800中") | st.characters(), max_size=300
)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger.open()


def text_of(claim: Claim) -> tuple[list[str], str | None, str | None]:
    return [s.text for s in claim.content], claim.cue and claim.cue.text, claim.source and claim.source.text


def claims_in(tagger: Tagger, text: str) -> tuple[Claim, ...]:
    (reading,) = tagger.read([Page.verbatim(text)])
    return reading.claims


def test_claims_of_an_article_are_found(tagger: Tagger) -> None:
    claims = claims_in(tagger, ARTICLE)
    assert [text_of(claim) for claim in claims] == [
        (["The pier will stay shut until spring"], "announced", "the harbour board"),
        (["We looked at every plank", "Half of them have to go"], "said", "Petra Holm, its chair"),
        (["the repairs could have started a year ago"], "According to", "the dockers’ union"),
    ]
    assert all(0 < claim.probability <= 1 for claim in claims)


def test_narration_has_no_claims(tagger: Tagger) -> None:
    assert claims_in(tagger, "The ferry left at noon with forty cars on board. It rained.") == ()


def test_pages_read_together_have_the_claims_that_they_have_alone(tagger: Tagger) -> None:
    texts = [ARTICLE, "", "The mayor said no.", ARTICLE * 3, ODD["emoji"]]
    alone = [claims_in(tagger, text) for text in texts]
    together = [reading.claims for reading in tagger.read([Page.verbatim(text) for text in texts])]
    assert [[text_of(c) for c in claims] for claims in together] == [[text_of(c) for c in claims] for claims in alone]


@pytest.mark.parametrize("name", ODD)
def test_offsets_in_odd_texts_are_true(tagger: Tagger, name: str) -> None:
    assert_lawful(tagger, ODD[name])


ONE = Tagger.open()


@given(news)
@settings(max_examples=60)
def test_offsets_in_any_text_are_true(text: str) -> None:
    assert_lawful(ONE, text)


def assert_lawful(tagger: Tagger, text: str) -> None:
    claims = claims_in(tagger, text)
    for claim in claims:
        for span in (*claim.content, claim.cue, claim.source):
            assert span is None or (span.text and text[span.start : span.end] == span.text)


def test_a_paragraph_longer_than_a_window_is_read_to_its_end(tagger: Tagger) -> None:
    text = "The ferry left at noon and the harbour lay still. " * 60 + "Petra Holm said the pier would stay shut."
    claims = claims_in(tagger, text)
    assert [text_of(claim)[1:] for claim in claims] == [("said", "Petra Holm")]


def test_spans_do_not_cross_paragraphs(tagger: Tagger) -> None:
    text = "\n\n".join(["Petra Holm said the pier would stay shut"] * 30)
    claims = claims_in(tagger, text)
    assert not any("\n" in span.text for claim in claims for span in claim.content)


INSIDE = "The board said that Petra Holm had warned that the old pier would leak."
HOST = LabelledSpan(Part.CONTENT, 3, 14, 2, 0.9, cue_inside=0.5)
OUTER = [LabelledSpan(Part.SOURCE, 0, 2, None, 0.9), LabelledSpan(Part.CUE, 2, 3, 0, 0.9), HOST]
INNER = [
    LabelledSpan(Part.SOURCE, 1, 3, None, 0.85),
    LabelledSpan(Part.CUE, 3, 5, 1, 0.85),
    LabelledSpan(Part.CONTENT, 5, 11, 3, 0.85),
]
"""Counted from the first word of the host."""


class ByHand(Tagger):
    """A tagger that finds what it is told in a whole text, and `INNER` in what it reads once more."""

    outer: ClassVar[list[LabelledSpan]] = []
    inner: ClassVar[list[LabelledSpan]] = INNER
    seen: ClassVar[list[tuple[int, int]]] = []

    def decode(self, scores: Scores, windows: Sequence[Window]) -> list[list[LabelledSpan]]:
        whole = [len(window) == len(window.words) for window in windows]
        self.seen.extend((window.start, window.end) for window in windows)
        return [self.outer if all_of_it else self.inner for all_of_it in whole]


def read_by_hand(
    tagger: Tagger, text: str, outer: list[LabelledSpan]
) -> tuple[tuple[Claim, ...], list[tuple[int, int]]]:
    """The claims of a text, and the words of what was read once more."""
    by_hand = ByHand(tagger.network, tagger.tokenizer)
    ByHand.outer, ByHand.seen = outer, []
    claims = claims_in(by_hand, text)
    return claims, ByHand.seen[1:]


def test_a_content_in_which_a_cue_may_stand_is_read_once_more(tagger: Tagger) -> None:
    claims, again = read_by_hand(tagger, INSIDE, OUTER)
    assert again == [(3, 14)]
    assert [(text_of(claim), claim.is_inner, claim.probability) for claim in claims] == [
        ((["that Petra Holm had warned that the old pier would leak"], "said", "The board"), False, 0.9),
        ((["that the old pier would leak"], "had warned", "Petra Holm"), True, 0.85),
    ]


def test_a_source_in_which_a_cue_may_stand_is_read_once_more(tagger: Tagger) -> None:
    _, again = read_by_hand(tagger, INSIDE, [LabelledSpan(Part.SOURCE, 0, 5, None, 0.9, cue_inside=0.5)])
    assert again == [(0, 5)]


@pytest.mark.parametrize(
    "host",
    [
        evolve(HOST, cue_inside=0.0009),
        evolve(HOST, end=HOST.start + SHORTEST_HOST - 1),
        LabelledSpan(Part.CUE, 2, 14, None, 0.9),
    ],
)
def test_what_is_short_or_holds_no_cue_is_not_read_again(tagger: Tagger, host: LabelledSpan) -> None:
    claims, again = read_by_hand(tagger, INSIDE, [*OUTER[:2], host])
    assert (again, [claim.is_inner for claim in claims]) == ([], [False] * (host.part is Part.CONTENT))


def test_a_content_that_no_window_holds_is_not_read_again(tagger: Tagger) -> None:
    text = "It was said " * 90
    long = [LabelledSpan(Part.CONTENT, 0, 255, None, 0.9, cue_inside=0.5)]
    words = read_words(Page.verbatim(text), tagger.tokenizer)
    draft = _Draft(Page.verbatim(text), words, 4)
    draft.spans += long
    assert list(draft.inner_windows()) == []
    draft.spans[0] = evolve(long[0], end=254)
    assert [(window.start, window.end) for window in draft.inner_windows()] == [(0, 254)]


def test_a_content_without_a_cue_inside_a_report_is_dropped(tagger: Tagger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ByHand, "inner", [*INNER[:1], evolve(INNER[2], head=None)])
    claims, _ = read_by_hand(tagger, INSIDE, OUTER)
    assert [claim.is_inner for claim in claims] == [False]


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no graphics card here")
def test_a_graphics_card_gives_the_same_answers(tagger: Tagger) -> None:
    here, there = claims_in(tagger, ARTICLE), claims_in(Tagger.open(device="cuda"), ARTICLE)
    assert [text_of(claim) for claim in there] == [text_of(claim) for claim in here]


def test_an_unsure_report_inside_a_report_is_none(tagger: Tagger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ByHand, "inner", [evolve(span, probability=0.8) for span in INNER])
    claims, _ = read_by_hand(tagger, INSIDE, OUTER)
    assert [claim.is_inner for claim in claims] == [False]
