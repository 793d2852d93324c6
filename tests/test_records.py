from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import attrs
import pytest
from any_articles import shapes
from hypothesis import given
from hypothesis import strategies as st

from quoteattr import (
    Affiliation,
    Article,
    Presentation,
    Quote,
    QuoteattrError,
    QuoteKind,
    RecordError,
    Span,
    Speaker,
    SpeakerKind,
    SpeakerRecord,
)

ANY = shapes(offsets=st.integers(0), ids=st.integers(1), texts=st.text())

GIVEN: dict[str, Any] = {
    "id": "harbour",
    "quotes": [
        {
            "kind": "direct",
            "presentation": "speech",
            "spans": [{"start": 0, "end": 5, "text": "“No,”"}],
            "cue": {"start": 13, "end": 17, "text": "said"},
            "speaker": {
                "name": "Ada Obi",
                "kind": "person",
                "mention": {"start": 6, "end": 13, "text": "Ada Obi"},
                "id": 1,
                "affiliation": {
                    "role": "harbour master",
                    "organization": "Port of Elmina",
                    "location": None,
                    "former": False,
                    "evidence": [{"start": 20, "end": 34, "text": "harbour master"}],
                },
            },
            "confidence": 0.5,
        }
    ],
    "speakers": [
        {
            "id": 1,
            "name": "Ada Obi",
            "kind": "person",
            "mentions": [{"start": 6, "end": 13, "text": "Ada Obi"}],
            "affiliations": [],
        }
    ],
}


def changed(path: str, value: object) -> dict[str, Any]:
    data = deepcopy(GIVEN)
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    inner: Any = data
    for step in steps:
        inner = inner[step]
    inner[last] = value
    return data


def without(path: str) -> dict[str, Any]:
    data = changed(path, None)
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    inner: Any = data
    for step in steps:
        inner = inner[step]
    del inner[last]
    return data


@given(ANY.articles)
def test_an_article_comes_back_from_its_dict(article: Article) -> None:
    assert Article.from_dict(article.to_dict()) == article


@given(ANY.articles)
def test_an_article_comes_back_from_json(article: Article) -> None:
    assert Article.from_dict(json.loads(json.dumps(article.to_dict()))) == article


@given(ANY.articles)
def test_from_dict_and_to_dict_restore_a_dict(article: Article) -> None:
    data = article.to_dict()
    assert Article.from_dict(data).to_dict() == data


@given(ANY.spans, ANY.affiliations, ANY.speakers, ANY.quotes, ANY.records)
def test_every_part_comes_back_from_its_dict(
    span: Span, affiliation: Affiliation, speaker: Speaker, quote: Quote, record: SpeakerRecord
) -> None:
    assert Span.from_dict(span.to_dict()) == span
    assert Affiliation.from_dict(affiliation.to_dict()) == affiliation
    assert Speaker.from_dict(speaker.to_dict()) == speaker
    assert Quote.from_dict(quote.to_dict()) == quote
    assert SpeakerRecord.from_dict(record.to_dict()) == record


def test_a_dict_has_the_documented_keys_in_their_order() -> None:
    data = Article.from_dict(GIVEN).to_dict()
    assert data == GIVEN
    assert json.dumps(data) == json.dumps(GIVEN)


def test_unknown_keys_are_ignored() -> None:
    assert Article.from_dict({**GIVEN, "source": "wire"}) == Article.from_dict(GIVEN)


def test_a_whole_number_is_accepted_as_a_confidence() -> None:
    (quote,) = Article.from_dict(changed("quotes.0.confidence", 1)).quotes
    assert quote.confidence == 1.0
    assert isinstance(quote.confidence, float)


def test_tuples_are_accepted_for_lists() -> None:
    assert Article.from_dict(changed("quotes", tuple(GIVEN["quotes"]))) == Article.from_dict(GIVEN)


def test_null_parts_are_none() -> None:
    (quote,) = Article.from_dict(changed("quotes.0.speaker", None)).quotes
    assert quote.speaker is None
    assert quote.to_dict()["speaker"] is None


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("id", 1.5, "'id': expected str or int or NoneType, got float 1.5"),
        ("id", True, "'id': expected str or int or NoneType, got bool True"),
        ("quotes", "none", "'quotes': expected list or tuple, got str 'none'"),
        ("quotes", None, "'quotes': expected list or tuple, got NoneType None"),
        ("quotes.0", "a quote", "expected a dict with 'spans', got str: pass what to_dict() returned"),
        ("quotes.0", None, "expected a dict with 'spans', got NoneType: pass what to_dict() returned"),
        ("quotes.0.kind", "loud", "'kind': expected one of direct, mixed, indirect, got 'loud'"),
        ("quotes.0.kind", 1, "'kind': expected str, got int 1"),
        ("quotes.0.presentation", "song", "'presentation': expected one of speech, writing, thought, got 'song'"),
        ("quotes.0.spans.0.start", "0", "'start': expected int, got str '0'"),
        ("quotes.0.spans.0.start", True, "'start': expected int, got bool True"),
        ("quotes.0.spans.0.end", 5.0, "'end': expected int, got float 5.0"),
        ("quotes.0.spans.0.text", b"no", "'text': expected str, got bytes b'no'"),
        ("quotes.0.cue", "said", "'cue': expected Mapping or NoneType, got str 'said'"),
        ("quotes.0.confidence", "high", "'confidence': expected int or float, got str 'high'"),
        ("quotes.0.confidence", None, "'confidence': expected int or float, got NoneType None"),
        ("quotes.0.speaker", [], "'speaker': expected Mapping or NoneType, got list []"),
        ("quotes.0.speaker.name", 7, "'name': expected str or NoneType, got int 7"),
        (
            "quotes.0.speaker.kind",
            "robot",
            "'kind': expected one of person, organization, group, unnamed_person, document, unknown, got 'robot'",
        ),
        ("quotes.0.speaker.id", "1", "'id': expected int or NoneType, got str '1'"),
        ("quotes.0.speaker.affiliation.former", "no", "'former': expected bool, got str 'no'"),
        ("quotes.0.speaker.affiliation.former", 0, "'former': expected bool, got int 0"),
        ("quotes.0.speaker.affiliation.evidence", {}, "'evidence': expected list or tuple, got dict {}"),
        ("speakers.0.id", None, "'id': expected int, got NoneType None"),
        ("speakers.0.name", None, "'name': expected str, got NoneType None"),
        ("speakers.0.mentions", None, "'mentions': expected list or tuple, got NoneType None"),
    ],
)
def test_the_message_for_a_wrong_value_names_its_key(path: str, value: object, message: str) -> None:
    with pytest.raises(RecordError) as caught:
        Article.from_dict(changed(path, value))
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("id", "['quotes', 'speakers']"),
        ("quotes", "['id', 'speakers']"),
        ("speakers", "['id', 'quotes']"),
        ("quotes.0.spans.0.end", "['start', 'text']"),
        ("quotes.0.speaker.affiliation.former", "['evidence', 'location', 'organization', 'role']"),
        ("speakers.0.affiliations", "['id', 'kind', 'mentions', 'name']"),
    ],
)
def test_the_message_for_a_missing_key_lists_the_keys_found(path: str, found: str) -> None:
    key = path.rpartition(".")[2]
    with pytest.raises(RecordError) as caught:
        Article.from_dict(without(path))
    assert str(caught.value) == f"{key!r} is missing; found {found}: pass what to_dict() returned"


@pytest.mark.parametrize("key", list(GIVEN["quotes"][0]))
def test_every_key_of_a_quote_is_required(key: str) -> None:
    with pytest.raises(RecordError, match=f"'{key}' is missing"):
        Article.from_dict(without(f"quotes.0.{key}"))


@pytest.mark.parametrize("data", [None, [], "article", 3, b"{}"])
def test_values_that_are_no_dict_are_refused(data: Any) -> None:
    with pytest.raises(RecordError, match="expected a dict with 'quotes', got"):
        Article.from_dict(data)


def test_a_dict_with_keys_of_several_types_is_a_record_error() -> None:
    data: Any = {1: "a", "b": 2}
    with pytest.raises(RecordError, match="is missing"):
        Article.from_dict(data)


def test_a_confidence_too_large_for_a_float_is_a_record_error() -> None:
    with pytest.raises(RecordError, match="confidence"):
        Article.from_dict(changed("quotes.0.confidence", 10**400))


def test_record_errors_are_value_errors_and_errors_of_the_library() -> None:
    assert issubclass(RecordError, ValueError)
    assert issubclass(RecordError, QuoteattrError)


@pytest.mark.parametrize(
    ("record", "attribute"),
    [
        (Span(0, 1, "a"), "start"),
        (Affiliation(), "role"),
        (Speaker("Ada Obi"), "name"),
        (Quote((), QuoteKind.DIRECT), "kind"),
        (SpeakerRecord(1, "Ada Obi", SpeakerKind.PERSON), "name"),
        (Article(), "quotes"),
    ],
)
def test_records_are_frozen(record: object, attribute: str) -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(record, attribute, None)


@given(ANY.articles)
def test_equal_articles_hash_alike(article: Article) -> None:
    assert hash(Article.from_dict(article.to_dict())) == hash(article)


def test_the_text_of_a_quote_joins_its_fragments() -> None:
    fragments = (Span(0, 10, "“One two,”"), Span(20, 28, "“three.”"))
    assert Quote(fragments, QuoteKind.DIRECT).text == "“One two,” “three.”"


def test_the_text_of_a_quote_with_one_fragment_is_that_fragment() -> None:
    assert Quote((Span(3, 6, "One"),), QuoteKind.INDIRECT).text == "One"


def test_cut_takes_the_characters_of_a_span_from_the_text() -> None:
    assert Span.cut("He said no.", 8, 10) == Span(8, 10, "no")


def test_defaults_are_speech_without_cue_and_speaker() -> None:
    quote = Quote((Span(0, 1, "a"),), QuoteKind.INDIRECT)
    assert (quote.presentation, quote.cue, quote.speaker, quote.confidence) == (Presentation.SPEECH, None, None, 1.0)
