"""quoteattr inside real Stanza pipelines, over the models that ship with it."""

from __future__ import annotations

import importlib
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import stanza
from stanza.models.common.doc import Document
from stanza.pipeline.core import PipelineRequirementsException
from stanza.pipeline.processor import UDProcessor
from stanza.pipeline.registry import NAME_TO_PROCESSOR_CLASS, PIPELINE_NAMES

import quoteattr
import quoteattr.stanza
from quoteattr import InputError, ModelError, Quote, SpeakerRecord
from quoteattr.language.reader import BUNDLED
from quoteattr.network.tagger import BUNDLED as TAGGER

FERRY = "“The ferry is late again,” said Ada Brandt, harbour master of Port Ellis. She blamed the tide."
MAYOR = "Nobody was hurt, the mayor told reporters.\n\n“We were lucky,” Kofi Mensah added."
SILENT = "The ferry left at noon."
THOUGHT = "Ada Brandt believes that the ferry will be replaced before winter."


def build(processors: Any = "tokenize,ner,quoteattr", lang: str = "en", **options: Any) -> stanza.Pipeline:
    given = {"dir": str(BUNDLED), "download_method": None, "verbose": False, "device": "cpu"} | options
    return stanza.Pipeline(lang, processors=processors, **given)


@pytest.fixture(scope="module")
def nlp() -> stanza.Pipeline:
    return build()


def found(doc: Document) -> list[tuple[str, str | None]]:
    return [(quote.text, quote.speaker and quote.speaker.name) for quote in doc.quotes]


def test_a_text_gets_quotes_and_speakers(nlp: stanza.Pipeline) -> None:
    doc = nlp(FERRY)
    assert ("“The ferry is late again,”", "Ada Brandt") in found(doc)
    assert all(isinstance(quote, Quote) for quote in doc.quotes)
    assert all(isinstance(speaker, SpeakerRecord) for speaker in doc.speakers)
    assert {quote.speaker.id for quote in doc.quotes if quote.speaker} <= {speaker.id for speaker in doc.speakers}
    assert all(FERRY[span.start : span.end] == span.text for quote in doc.quotes for span in quote.spans)
    assert "Ada Brandt" in [name.text for name in doc.ents]


@pytest.mark.parametrize("text", [FERRY, MAYOR, SILENT], ids=["ferry", "mayor", "silent"])
def test_the_processor_finds_the_same_quotes_as_the_pipeline(
    nlp: stanza.Pipeline, pipeline: quoteattr.Pipeline, text: str
) -> None:
    doc = nlp(text)
    article = pipeline(nlp(text, processors="tokenize,ner"))
    assert (doc.quotes, doc.speakers) == (article.quotes, article.speakers)


def test_texts_of_a_batch_do_not_influence_each_other(nlp: stanza.Pipeline) -> None:
    texts = [FERRY, SILENT, "", MAYOR]
    docs = nlp.bulk_process(texts)
    assert [doc.text for doc in docs] == texts
    assert [(doc.quotes, doc.speakers) for doc in docs] == [(nlp(t).quotes, nlp(t).speakers) for t in texts]


def test_a_list_of_documents_gets_quotes(nlp: stanza.Pipeline) -> None:
    given = [nlp(text, processors="tokenize,ner") for text in (FERRY, MAYOR)]
    back = nlp(given, processors="quoteattr")
    assert [doc is one for doc, one in zip(back, given, strict=True)] == [True, True]
    assert all(doc.quotes for doc in given)


def test_a_stream_of_texts_is_read_in_batches(nlp: stanza.Pipeline) -> None:
    taken = []

    def texts() -> Iterator[str]:
        for text in (FERRY, SILENT, MAYOR, FERRY, SILENT):
            taken.append(text)
            yield text

    stream = nlp.stream(texts(), batch_size=2)
    first = next(stream)
    assert len(taken) == 2
    assert [found(doc) for doc in (first, *stream)] == [found(nlp(text)) for text in taken]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "?!", "“”"], ids=["none", "space", "lines", "marks", "quotes"])
def test_a_text_without_words_has_no_quotes(nlp: stanza.Pipeline, text: str) -> None:
    doc = nlp(text)
    assert (doc.quotes, doc.speakers) == ((), ())


def test_a_document_that_was_not_read_has_none_for_quotes(nlp: stanza.Pipeline) -> None:
    doc = nlp(FERRY, processors="tokenize,ner")
    assert (doc.quotes, doc.speakers) == (None, None)


def test_serialization_drops_quotes_and_they_can_be_assigned_again(nlp: stanza.Pipeline) -> None:
    doc = nlp(FERRY)
    copy = Document.from_serialized(doc.to_serialized())
    assert (copy.quotes, copy.speakers) == (None, None)
    kept = quoteattr.Article(doc.quotes, doc.speakers).to_dict()
    article = quoteattr.Article.from_dict(kept)
    copy.quotes, copy.speakers = article.quotes, article.speakers
    assert (copy.quotes, copy.speakers) == (doc.quotes, doc.speakers)


def test_a_deserialized_document_can_be_read_again(nlp: stanza.Pipeline) -> None:
    doc = nlp(FERRY)
    copy = Document.from_serialized(doc.to_serialized())
    assert nlp(copy, processors="quoteattr").quotes == doc.quotes


def test_thoughts_are_an_option(nlp: stanza.Pipeline) -> None:
    assert nlp(THOUGHT).quotes == ()
    thinking = build(quoteattr_thoughts=True)
    (quote,) = thinking(THOUGHT).quotes
    assert quote.presentation is quoteattr.Presentation.THOUGHT
    assert [len(doc.quotes) for doc in thinking.bulk_process([THOUGHT, SILENT])] == [1, 0]


@pytest.mark.parametrize("as_type", [str, Path])
def test_a_folder_with_another_tagger_is_an_option(nlp: stanza.Pipeline, as_type: type[str | Path]) -> None:
    other = build(quoteattr_tagger=as_type(TAGGER))
    assert str(TAGGER) in str(other)
    assert other(FERRY).quotes == nlp(FERRY).quotes


def test_a_folder_without_a_tagger_is_refused_when_the_pipeline_is_made(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=f"no tagger in {tmp_path}"):
        build(quoteattr_tagger=tmp_path)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"quoteattr_thougts": True}, "unknown option quoteattr_thougts: .* quoteattr_thoughts and quoteattr_tagger"),
        ({"quoteattr_model_path": "folder"}, "unknown option quoteattr_model_path"),
        ({"quoteattr_thoughts": "False"}, "quoteattr_thoughts: expected True or False, got 'False'"),
        ({"quoteattr_tagger": 3}, "quoteattr_tagger: expected the path of a folder, got 3"),
    ],
    ids=["misspelt", "model_path", "thoughts", "tagger"],
)
def test_unknown_options_and_wrong_types_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        build(**options)


def test_a_pipeline_without_names_is_refused() -> None:
    with pytest.raises(PipelineRequirementsException, match=r"QuoteProcessor[\s\S]*missing: \{'ner'\}"):
        build("tokenize,quoteattr")


@pytest.mark.parametrize("texts", [FERRY, [Document([], text=FERRY)]], ids=["one", "many"])
def test_a_run_that_leaves_names_out_is_refused(nlp: stanza.Pipeline, texts: Any) -> None:
    with pytest.raises(InputError, match="has no names"):
        nlp(texts, processors="tokenize,quoteattr")


def listing(folder: Path, resources: dict[str, Any]) -> str:
    path = folder / "resources.json"
    path.write_text(json.dumps(resources), encoding="utf-8")
    return str(path)


def test_another_language_is_refused(tmp_path: Path) -> None:
    french = listing(tmp_path, {"fr": {"lang_name": "French", "packages": {"default": {}}}})
    with pytest.raises(ModelError, match="quoteattr reads English, and this pipeline is for 'fr'"):
        build("quoteattr", lang="fr", resources_filepath=french, quoteattr_check_requirements=False)


def test_a_document_that_fails_does_not_stop_the_others(nlp: stanza.Pipeline, caplog: pytest.LogCaptureFixture) -> None:
    docs = [nlp(text) for text in (FERRY, MAYOR, FERRY)]
    docs[1].ents = None
    with caplog.at_level("WARNING", logger="quoteattr.stanza"):
        nlp(docs, processors="quoteattr")
    assert [doc.quotes is None for doc in docs] == [False, True, False]
    assert docs[1].speakers is None
    (record,) = caplog.records
    assert "article 1 could not be read" in record.getMessage()
    with pytest.raises(TypeError):
        nlp(docs[1], processors="quoteattr")


@pytest.mark.parametrize(
    "processors",
    [
        "quoteattr,ner,tokenize",
        ["ner", "tokenize", "quoteattr"],
        dict.fromkeys(("quoteattr", "ner", "tokenize"), "default"),
    ],
    ids=["str", "list", "dict"],
)
def test_processors_may_be_listed_in_any_form_and_order(processors: Any) -> None:
    nlp = build(processors, package=None)
    assert list(nlp.processors) == ["tokenize", "ner", "quoteattr"]
    assert found(nlp(FERRY))


@pytest.mark.parametrize("method", [None, "reuse_resources"])
def test_nothing_is_looked_up_or_downloaded(monkeypatch: pytest.MonkeyPatch, method: str | None) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError("tried to download")

    asked: list[list[str]] = []
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr("stanza.pipeline.core.download_resources_json", refuse)
    monkeypatch.setattr("stanza.pipeline.core.download_models", lambda models, **options: asked.extend(models))
    assert found(build(download_method=method)(FERRY))
    assert "quoteattr" not in [processor for processor, _ in asked]


def test_a_pipeline_that_does_not_name_the_processor_lacks_it(tmp_path: Path) -> None:
    english = json.loads((BUNDLED / "resources.json").read_text(encoding="utf-8"))
    nlp = build({}, resources_filepath=listing(tmp_path, english))
    assert list(nlp.processors) == ["tokenize", "ner"]


def test_repeated_imports_register_the_processor_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = NAME_TO_PROCESSOR_CLASS["quoteattr"]
    monkeypatch.setattr(quoteattr, "stanza", quoteattr.stanza)
    monkeypatch.delitem(sys.modules, "quoteattr.stanza")
    again = importlib.import_module("quoteattr.stanza")
    assert NAME_TO_PROCESSOR_CLASS["quoteattr"] is again.QuoteProcessor is not first
    assert PIPELINE_NAMES.count("quoteattr") == 1
    assert found(build()(FERRY))


def test_a_pipeline_still_works_after_a_reload_of_the_module() -> None:
    nlp = build()
    before = found(nlp(FERRY))
    importlib.reload(quoteattr.stanza)
    assert PIPELINE_NAMES.count("quoteattr") == 1
    assert found(nlp(FERRY)) == found(build()(FERRY)) == before


def test_the_processor_needs_no_merged_documents() -> None:
    assert not issubclass(quoteattr.stanza.QuoteProcessor, UDProcessor)


def test_importing_quoteattr_imports_neither_stanza_nor_the_processor() -> None:
    code = (
        "import sys, quoteattr; assert not {'stanza', 'torch', 'quoteattr.stanza'} & sys.modules.keys();"
        "import quoteattr.stanza, stanza; assert stanza.Pipeline and stanza is not quoteattr.stanza"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
