from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.readers import citron
from benchmarks.readers.files import Record
from quoteattr import (
    Affiliation,
    Article,
    InputError,
    Presentation,
    Quote,
    QuoteKind,
    RecordError,
    Span,
    Speaker,
    SpeakerKind,
    SpeakerRecord,
)
from quoteattr.output.exchange import as_displacy, as_spans, from_spans
from tests.odd_texts import ODD

TEXT = "“We will dig,” said Ada Brandt of the Quay Office, “and she told me ‘never’.” She left."


def cut(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words), words)


def _article() -> Article:
    mention = cut("Ada Brandt of the Quay Office")
    office = Affiliation(organization="Quay Office", evidence=(cut("Quay Office"),))
    ada = Speaker("Ada Brandt", SpeakerKind.PERSON, mention, 4, office)
    inner = Speaker("Mia <Moe>", SpeakerKind.PERSON, cut("she"))
    return Article(
        (
            Quote(
                (cut("“We will dig,”"), cut("“and she told me ‘never’.”")),
                QuoteKind.DIRECT,
                cue=cut("said"),
                speaker=ada,
                confidence=0.83,
            ),
            Quote((cut("‘never’"),), QuoteKind.DIRECT, Presentation.WRITING, cut("told"), inner, 0.4),
            Quote((cut("She left"),), QuoteKind.INDIRECT),
        ),
        (SpeakerRecord(4, "Ada Brandt", SpeakerKind.PERSON, (mention,), (office,)),),
        id="quay & <dock>",
    )


def test_displacy_entities_are_cut_where_an_inner_one_stands() -> None:
    shown = as_displacy(_article(), TEXT)
    ents = [(ent["label"], TEXT[ent["start"] : ent["end"]]) for ent in shown["ents"]]
    assert ents == [
        ("QUOTE", "“We will dig,”"),
        ("CUE", "said"),
        ("SOURCE", "Ada Brandt of the Quay Office"),
        ("QUOTE", "“and "),
        ("SOURCE", "she"),
        ("CUE", "told"),
        ("QUOTE", " me "),
        ("QUOTE", "‘never’"),
        ("QUOTE", ".”"),
        ("QUOTE", "She left"),
    ]


def test_displacy_spans_begin_and_end_at_tokens() -> None:
    shown = as_displacy(_article(), TEXT)
    tokens = shown["tokens"]
    said = [" ".join(tokens[one["start_token"] : one["end_token"]]) for one in shown["spans"]]
    assert said[:4] == ["“ We will dig , ”", "“ and she told me ‘ never ’ . ”", "said", "Ada Brandt of the Quay Office"]
    assert [one["kb_id"] for one in shown["spans"] if one["label"] == "QUOTE"][2] == "Mia &lt;Moe&gt;"
    assert shown["title"] == "quay &amp; &lt;dock&gt;"


def test_tokens_are_cut_at_the_edges_of_spans() -> None:
    text = "undoable said Ada"
    shown = as_displacy(Article((Quote((Span.cut(text, 2, 4),), QuoteKind.INDIRECT),)), text)
    (span,) = shown["spans"]
    assert shown["tokens"][span["start_token"] : span["end_token"]] == ["do"]


@pytest.mark.parametrize("style", ["ent", "span"])
def test_displacy_renders_an_article(style: str) -> None:
    displacy = pytest.importorskip("spacy.displacy", reason="spaCy is not installed")
    page = displacy.render(as_displacy(_article(), TEXT), style=style, manual=True, page=True, jupyter=False)
    assert "QUOTE" in page
    assert "<dock>" not in page
    assert "<Moe>" not in page


def test_as_spans_writes_the_format_of_citron() -> None:
    document = as_spans(_article(), TEXT)
    first = document["quotes"][0]
    assert document["text"] == TEXT
    assert first["cue"] == {"start": TEXT.index("said"), "end": TEXT.index("said") + 4, "text": "said"}
    assert [span["text"] for span in first["sources"]] == ["Ada Brandt of the Quay Office"]
    assert [span["text"] for span in first["contents"]] == ["“We will dig,”", "“and she told me ‘never’.”"]
    assert [span["text"] for span in first["coreferences"]] == ["Ada Brandt"]
    assert [len(group) for group in document["coreference_groups"]] == [1]
    assert document["quotes"][2]["cue"] is None


def test_the_corpus_reader_for_citron_reads_as_spans() -> None:
    written = json.dumps(as_spans(_article(), TEXT))
    read = citron.document("quay", Record.parse(written, "quay.json"))
    first, second, third = read.attributions
    assert read.cut(first.content) == ("“We will dig,”", "“and she told me ‘never’.”")
    assert read.cut(first.cue) == ("said",)
    assert first.speaker == "Ada Brandt"
    assert read.cut(second.source) == ("she",)
    assert (third.cue, third.source, third.speaker) == ((), (), None)


def test_from_spans_restores_what_as_spans_wrote() -> None:
    article = _article()
    written = json.loads(json.dumps(as_spans(article, TEXT)))
    assert from_spans(written) == (article, TEXT)


def test_from_spans_reads_a_document_of_another_tool() -> None:
    text = "“Yes,” said Ada Brandt. She said that “no” was “too much” for her. They wait, he said."

    def span(words: str) -> dict[str, Any]:
        return {"start": text.index(words), "end": text.index(words) + len(words)}

    document = {
        "text": text,
        "quotes": [
            {"cue": span("said"), "sources": [span("Ada Brandt")], "contents": [span("“Yes,”")]},
            {
                "cue": span("said that") | {"text": "said that"},
                "sources": [span("She")],
                "contents": [span("“no” was “too much” for her")],
                "coreferences": [span("She"), span("Ada Brandt")],
                "confidence": "0.7100",
            },
            {"cue": span("said"), "sources": [span("he")], "contents": [span("They wait")], "coreferences": None},
        ],
    }
    article, read = from_spans(document)
    assert read == text
    assert [quote.kind.value for quote in article.quotes] == ["direct", "mixed", "indirect"]
    assert [quote.speaker and quote.speaker.name for quote in article.quotes] == ["Ada Brandt", "Ada Brandt", "he"]
    assert [quote.confidence for quote in article.quotes] == [1.0, 0.71, 1.0]
    assert [(one.id, one.name, len(one.mentions)) for one in article.speakers] == [(1, "Ada Brandt", 2), (2, "he", 1)]


SPAN = {"start": 0, "end": 2, "text": "It"}


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ([], '"text" and "quotes"'),
        ({"quotes": []}, '"text" and "quotes"'),
        ({"text": "It is."}, "'quotes'"),
        ({"text": "It is.", "quotes": ["no"]}, "number 1"),
        ({"text": "It is.", "quotes": [{}]}, "'contents'"),
        ({"text": "It is.", "quotes": [{"contents": "It"}]}, "'contents'"),
        ({"text": "It is.", "quotes": [{"contents": [3]}]}, "expected a span"),
        ({"text": "It is.", "quotes": [{"contents": [{"start": 0}]}]}, "'end'"),
        ({"text": "It is.", "quotes": [{"contents": [{"start": 0, "end": 2, "text": "Is"}]}]}, "expected 'Is'"),
        ({"text": "It is.", "quotes": [{"contents": [{"start": 4, "end": 99, "text": ""}]}]}, "at 4 to 99"),
        ({"text": "It is.", "quotes": [{"contents": [SPAN], "confidence": "high"}]}, "'confidence'"),
        ({"text": "It is.", "quotes": [{"contents": [SPAN], "kind": "odd"}]}, "'kind'"),
        ({"text": "It is.", "quotes": [{"contents": [SPAN], "cue": 7}]}, "'cue'"),
        ({"text": "It is.", "quotes": [], "speakers": 1}, "'speakers'"),
        ({"text": "It is.", "quotes": [], "id": 1.5}, "'id'"),
    ],
)
def test_a_broken_document_is_a_record_error(document: Any, message: str) -> None:
    with pytest.raises(RecordError, match=message):
        from_spans(document)


@pytest.mark.parametrize("write", [as_displacy, as_spans])
def test_another_text_than_the_articles_is_refused(write: Callable[[Article, str], object]) -> None:
    with pytest.raises(InputError, match="pass the text that the article was read from"):
        write(_article(), TEXT[3:])


def test_extracted_articles_come_back_from_spans(read: Callable[[str], Article]) -> None:
    text = (Path(__file__).parents[1] / "docs/examples/harbour.txt").read_text(encoding="utf-8")
    article = read(text)
    assert from_spans(json.loads(json.dumps(as_spans(article, text)))) == (article, text)
    names = [[span["text"] for span in quote["coreferences"]] for quote in as_spans(article, text)["quotes"]]
    assert ["Ada Obi"] in names


@st.composite
def articles(draw: st.DrawFn) -> tuple[Article, str]:
    """Odd texts with spans anywhere in them."""
    short = [text for text in ODD.values() if len(text) < 200]
    text = draw(st.sampled_from(short) | st.text(st.characters(), max_size=60))
    edges = st.integers(0, len(text))
    spans = st.tuples(edges, edges).map(lambda pair: Span.cut(text, min(pair), max(pair)))
    speaker = st.builds(
        Speaker, st.none() | st.text(max_size=5), mention=st.none() | spans, id=st.none() | st.integers(1, 2)
    )
    quote = st.builds(
        Quote,
        st.lists(spans, min_size=1, max_size=3).map(tuple),
        st.sampled_from(QuoteKind),
        cue=st.none() | spans,
        speaker=st.none() | speaker,
        confidence=st.floats(0, 1),
    )
    record = st.builds(SpeakerRecord, st.just(1), st.text(max_size=5), st.just(SpeakerKind.GROUP), st.tuples(spans))
    quotes = tuple(draw(st.lists(quote, max_size=4)))
    return Article(quotes, tuple(draw(st.lists(record, max_size=1))), draw(st.none() | st.text(max_size=5))), text


@given(articles())
def test_any_article_comes_back_from_spans(made: tuple[Article, str]) -> None:
    article, text = made
    assert from_spans(json.loads(json.dumps(as_spans(article, text)))) == (article, text)


@given(articles())
def test_displacy_entities_and_tokens_are_in_order(made: tuple[Article, str]) -> None:
    article, text = made
    shown = as_displacy(article, text)
    edges = [edge for ent in shown["ents"] for edge in (ent["start"], ent["end"])]
    assert edges == sorted(edges)
    assert all(ent["start"] < ent["end"] for ent in shown["ents"])
    for one in shown["spans"]:
        assert 0 <= one["start_token"] < one["end_token"] <= len(shown["tokens"])
    visible = "".join(letter for letter in text if unicodedata.category(letter)[0] in "LN")
    assert "".join(letter for letter in "".join(shown["tokens"]) if unicodedata.category(letter)[0] in "LN") == visible
