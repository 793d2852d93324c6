"""Pages read by the bundled tagger."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from odd_texts import ODD

from quoteattr.network.reading import Claim
from quoteattr.network.tagger import Tagger
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


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no graphics card here")
def test_a_graphics_card_gives_the_same_answers(tagger: Tagger) -> None:
    here, there = claims_in(tagger, ARTICLE), claims_in(Tagger.open(device="cuda"), ARTICLE)
    assert [text_of(claim) for claim in there] == [text_of(claim) for claim in here]
