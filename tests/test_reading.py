"""The steps of one article in a row."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import quoteattr
from quoteattr import Article, Pipeline, QuoteKind, Span
from quoteattr.reading import attribute, read, read_article
from quoteattr.statements.statement import Statement

PIPELINE = quoteattr.load()

SENTENCES = (
    "Ada Obi, mayor of Elmina, said that the bridge was safe.",
    "Leila Haddad of the Harbour Trust believes that it will fall.",
    "“It leaks,” he said.",
    "She hopes the rain will stop.",
    "The engineer wanted to close it.",
    "Ada Obi declined to say when the ferry would sail.",
    "“We shall see.”",
    "The minister feared that nobody would pay for it.",
    "Jon Moss told reporters: “She is wrong.”",
    "Mr Moss thinks so too.\n",
    "According to the trust, the gate was open.\n",
)
articles = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8).map(" ".join)


def is_within(part: tuple[object, ...], whole: tuple[object, ...]) -> bool:
    """Whether the values of `part` are among those of `whole`, in the same order."""
    rest = iter(whole)
    return all(any(value == other for other in rest) for value in part)


@settings(max_examples=40)
@given(articles)
def test_thoughts_change_nothing_in_the_other_quotes(text: str) -> None:
    without, everything = PIPELINE(text), PIPELINE(text, thoughts=True)
    assert is_within(without.quotes, everything.quotes)
    assert is_within(without.speakers, everything.speakers)


def test_speakers_of_thoughts_alone_come_with_them(pipeline: Pipeline) -> None:
    text = "Leila Haddad believes that the bridge will fall. “It is safe,” said Ada Obi."
    assert [speaker.name for speaker in pipeline(text, thoughts=True).speakers] == ["Leila Haddad", "Ada Obi"]
    assert [speaker.name for speaker in pipeline(text).speakers] == ["Ada Obi"]


def test_texts_and_documents_are_read_together(pipeline: Pipeline) -> None:
    texts = ["“No,” said Ada Obi.", "Nobody came."]
    document = pipeline.analyse(texts[1])
    assert list(read([texts[0], document], pipeline.models)) == [pipeline(text) for text in texts]


def test_an_article_is_read_from_words_and_network(pipeline: Pipeline) -> None:
    text = "“No,” said Ada Obi."
    article = read_article(pipeline.analyse(text), pipeline.tagged(text), pipeline.models)
    assert article == pipeline(text)


def test_nothing_is_read_from_no_texts(pipeline: Pipeline) -> None:
    assert list(read([], pipeline.models)) == []


def test_annotated_statements_have_speakers_too(pipeline: Pipeline) -> None:
    text = "Ada Obi left. She said: “No.”"
    said = Statement.from_annotation(text, {"content": [[24, 29]], "cue": [[18, 22]], "source": [[14, 17]]})
    (found,) = attribute(pipeline.analyse(text), pipeline.tagged(text), [said], pipeline.models)
    assert found.statement is said
    assert found.speaker is not None
    assert found.speaker.name == "Ada Obi"


@pytest.mark.parametrize("hidden", ["\u00ad", "\u200b"])
def test_offsets_are_those_of_the_text_as_given(pipeline: Pipeline, hidden: str) -> None:
    article: Article = pipeline(f"{hidden}“No,” s{hidden}aid Ada Obi.")
    (quote,) = article.quotes
    assert quote.kind is QuoteKind.DIRECT
    assert quote.spans == (Span(1, 6, "“No,”"),)
    assert quote.cue == Span(7, 12, f"s{hidden}aid")
