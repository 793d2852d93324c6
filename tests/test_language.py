from __future__ import annotations

import json
import shutil
import socket
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import stanza
from hypothesis import given, settings
from hypothesis import strategies as st
from odd_texts import ODD

import quoteattr
from quoteattr import InputError, ModelError, QuoteattrError
from quoteattr.language.blocks import BLOCK, LONGEST_WORD, plain
from quoteattr.language.documents import from_document
from quoteattr.language.reader import BUNDLED, Reader
from quoteattr.language.words import Analysis, NameKind
from quoteattr.text.page import Page

ARTICLE = (
    "Marta Lindqvist visited the harbour of Elmina on Monday.\r\n\r\n"
    "“The wall won’t last,” she said – and Kofi Asante of the Red Cross agreed.\r\n"
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def analysed(reader: Reader, text: str) -> Analysis:
    (analysis,) = reader.read([Page.verbatim(text)])
    return analysis


def assert_lawful(analysis: Analysis, text: str) -> None:
    assert analysis.text == text
    words = [word for sentence in analysis.sentences for word in sentence.words]
    assert [text[w.start : w.end] for w in words] == [w.text for w in words]
    assert all(w.start < w.end for w in words)
    assert all(a.end <= b.start for a, b in pairwise(words))
    assert [text[n.start : n.end] for n in analysis.names] == [n.text for n in analysis.names]
    assert all(a.end <= b.start for a, b in pairwise(analysis.names))
    for sentence in analysis.sentences:
        assert [w.index for w in sentence.words] == list(range(len(sentence.words)))
        assert (sentence.start, sentence.end) == (sentence.words[0].start, sentence.words[-1].end)


@given(st.text())
def test_plain_keeps_the_length(text: str) -> None:
    assert len(plain(text)) == len(text)


@given(st.text())
def test_plain_is_done_once(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(st.text(alphabet=st.characters(max_codepoint=127, exclude_characters="`\0")))
def test_plain_leaves_ascii_alone(text: str) -> None:
    assert plain(text) == text


def test_plain_makes_marks_dashes_and_blanks_plain() -> None:
    assert plain("“‘a’” „b‟ «c» ‹d› `e´ – — ‒ −\u00a0\u202f\u3000") == "\"'a'\" \"b\" \"c\" 'd' 'e' - - - -   "


@pytest.mark.parametrize("name", ODD)
def test_odd_texts_are_read_with_true_offsets(reader: Reader, name: str) -> None:
    assert_lawful(analysed(reader, ODD[name]), ODD[name])


@settings(max_examples=15)
@given(text=st.text(max_size=60))
def test_any_text_is_read_with_true_offsets(reader: Reader, text: str) -> None:
    assert_lawful(analysed(reader, text), text)


@pytest.mark.parametrize("name", ["empty", "blanks"])
def test_texts_without_anything_to_read_have_no_sentences(reader: Reader, name: str) -> None:
    assert analysed(reader, ODD[name]) == Analysis(Page.verbatim(ODD[name]))


def test_no_texts_give_no_analyses(reader: Reader) -> None:
    assert reader.read([]) == []


def test_a_paragraph_longer_than_a_block_is_read_whole(reader: Reader) -> None:
    sentence = "The ferry sailed past the old lighthouse at noon. "
    text = sentence * (BLOCK // len(sentence) + 20)
    analysis = analysed(reader, text)
    assert_lawful(analysis, text)
    assert "".join(w.text for s in analysis.sentences for w in s.words) == "".join(text.split())


def test_many_paragraphs_are_read_over_several_blocks(reader: Reader) -> None:
    text = "The ferry sailed at noon.\n\n" * (BLOCK // 20)
    analysis = analysed(reader, text)
    assert_lawful(analysis, text)
    assert analysis.sentences[-1].end == len(text.rstrip())


def test_what_follows_the_longest_word_is_skipped(reader: Reader) -> None:
    analysis = analysed(reader, ODD["long word"])
    words = [w.text for s in analysis.sentences for w in s.words]
    assert max(map(len, words)) <= LONGEST_WORD
    assert words[-3:] == ["and", "left", "."]


def test_sentences_are_in_text_order_over_paragraphs(reader: Reader) -> None:
    analysis = analysed(reader, ARTICLE)
    assert len(analysis.sentences) >= 2
    assert all(a.end <= b.start for a, b in pairwise(analysis.sentences))


def test_sentences_never_cross_a_paragraph(reader: Reader) -> None:
    text = "A headline without a stop\n\nThe mayor left early.\n\nNobody spoke"
    analysis = analysed(reader, text)
    assert not any("\n\n" in text[s.start : s.end] for s in analysis.sentences)


def test_every_word_has_characters_of_its_own(reader: Reader) -> None:
    analysis = analysed(reader, "They don't know that it's gone and can't see.")
    words = [w.text for s in analysis.sentences for w in s.words]
    assert "n't" in words
    assert "".join(words) == "Theydon'tknowthatit'sgoneandcan'tsee."


def test_names_have_kinds(reader: Reader) -> None:
    text = "Marta Lindqvist of the Red Cross flew from Norway to London."
    kinds = {n.text: n.kind for n in analysed(reader, text).names}
    assert kinds["Marta Lindqvist"] is NameKind.PERSON
    assert (kinds["Norway"], kinds["London"]) == (NameKind.PLACE, NameKind.PLACE)


def test_a_personal_title_makes_a_name_a_persons(reader: Reader) -> None:
    analysis = analysed(reader, "The talks were led by Mr Paris of the ministry.")
    assert [n.kind for n in analysis.names if n.text == "Paris"] in ([], [NameKind.PERSON])


def test_texts_read_together_are_read_as_if_alone(reader: Reader) -> None:
    texts = [ARTICLE, "", ODD["emoji"], "The mayor left.", ODD["CRLF"]]
    assert reader.read([Page.verbatim(text) for text in texts]) == [analysed(reader, text) for text in texts]


def test_the_sentence_at_an_offset(reader: Reader) -> None:
    analysis = analysed(reader, "The mayor left. Nobody spoke.")
    first, second = analysis.sentences
    assert analysis.sentence_at(0) == analysis.sentence_at(14) == first
    assert analysis.sentence_at(16) == analysis.sentence_at(99) == second
    assert Analysis(Page.of("")).sentence_at(0) is None


@pytest.mark.parametrize("as_type", [str, Path])
def test_a_missing_folder_is_a_model_error_with_advice(tmp_path: Path, as_type: type[str | Path]) -> None:
    folder = tmp_path / "nowhere"
    with pytest.raises(ModelError) as caught:
        quoteattr.load(as_type(folder))("The mayor said no.")
    message = str(caught.value)
    assert str(folder) in message
    assert "What to do:" in message
    assert "stanza.download(" in message


def test_a_folder_without_resources_is_a_model_error_with_advice(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    with pytest.raises(ModelError, match=r"expected a resources\.json"):
        quoteattr.load(tmp_path)("The mayor said no.")


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "{}", '{"en": 3}', '{"en": {}}', '{"fr": {}}'])
def test_broken_resources_are_a_model_error(tmp_path: Path, content: str) -> None:
    (tmp_path / "resources.json").write_text(content)
    with pytest.raises(ModelError, match="What to do"):
        quoteattr.load(tmp_path)("The mayor said no.")


def test_resources_with_a_package_that_is_no_object_are_a_model_error(tmp_path: Path) -> None:
    (tmp_path / "resources.json").write_text('{"en": {"packages": {"default": 1}}}')
    with pytest.raises(ModelError, match="What to do"):
        quoteattr.load(tmp_path)("The mayor said no.")


def test_lacking_processors_are_named(tmp_path: Path) -> None:
    resources = {"en": {"packages": {"default": {"tokenize": "tiny"}}}}
    (tmp_path / "resources.json").write_text(json.dumps(resources))
    with pytest.raises(ModelError, match="lack ner"):
        quoteattr.load(tmp_path)("The mayor said no.")


def test_missing_model_files_are_a_model_error_with_advice(tmp_path: Path) -> None:
    shutil.copy(BUNDLED / "resources.json", tmp_path)
    with pytest.raises(ModelError, match="check that the folder is complete"):
        quoteattr.load(tmp_path)("The mayor said no.")


def test_broken_model_files_are_a_model_error(tmp_path: Path) -> None:
    shutil.copytree(BUNDLED, tmp_path / "models")
    (tmp_path / "models" / "en" / "tokenize" / "quoteattr.pt").write_bytes(b"no model")
    with pytest.raises(ModelError, match="could not load the models in"):
        quoteattr.load(tmp_path / "models")("The mayor said no.")


def test_a_folder_of_models_reads_as_the_bundled_ones(reader: Reader) -> None:
    assert analysed(Reader(str(BUNDLED)), ARTICLE) == analysed(reader, ARTICLE)


class AskedError(Exception):
    pass


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    options: dict[str, Any] = {}

    def refuse(lang: str, **given: Any) -> None:
        options.update(given, lang=lang)
        raise AskedError("no network")

    monkeypatch.setattr(stanza, "Pipeline", refuse)
    return options


def test_loading_reads_no_model(asked: dict[str, Any]) -> None:
    quoteattr.load()
    quoteattr.load("default")
    quoteattr.load("nowhere")
    assert asked == {}


def test_bundled_models_are_never_downloaded(asked: dict[str, Any]) -> None:
    with pytest.raises(ModelError):
        quoteattr.load()("The mayor said no.")
    assert asked["lang"] == "en"
    assert asked["download_method"] is None
    assert Path(asked["dir"]) == BUNDLED


def test_bundled_models_need_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> None:
        raise AssertionError("tried to connect")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert quoteattr.load()("“Nobody called us,” said Ada Brandt.").quotes


def test_default_models_that_fail_are_a_model_error_with_advice(asked: dict[str, Any]) -> None:
    with pytest.raises(ModelError) as caught:
        quoteattr.load(stanza="default")("The mayor said no.")
    message = str(caught.value)
    assert "Stanza's own English models" in message
    assert "AskedError: no network" in message
    assert 'stanza.download("en")' in message
    assert isinstance(caught.value.__cause__, AskedError)
    assert asked["download_method"] is not None


def test_the_device_is_passed_on(asked: dict[str, Any]) -> None:
    with pytest.raises(ModelError):
        quoteattr.load(device="cuda:7")("The mayor said no.")
    assert asked["device"] == "cuda:7"


ROWS = [
    {"id": 1, "text": "Ada", "head": 2, "deprel": "nsubj", "start_char": 0, "end_char": 3, "ner": "S-PERSON"},
    {"id": 2, "text": "said", "head": 0, "deprel": "root", "start_char": 4, "end_char": 8, "ner": "O"},
    {"id": 3, "text": "it", "head": 4, "deprel": "nsubj", "start_char": 9, "end_char": 11, "ner": "O"},
    {"id": 4, "text": "rained", "head": 2, "deprel": "ccomp", "start_char": 12, "end_char": 18, "ner": "O"},
    {"id": 5, "text": ".", "head": 2, "deprel": "punct", "start_char": 18, "end_char": 19, "ner": "O"},
]


def document(*lacking: str, text: str | None = "Ada said it rained.") -> stanza.Document:
    rows = [{key: value for key, value in row.items() if key not in lacking} for row in ROWS]
    made = stanza.Document([rows], text=text)
    if "ner" not in lacking and text is not None:
        made.build_ents()
    return made


def test_a_document_is_taken_over() -> None:
    analysis = from_document(document())
    assert_lawful(analysis, "Ada said it rained.")
    assert [w.text for w in analysis.sentences[0].words] == ["Ada", "said", "it", "rained", "."]
    assert [(n.text, n.kind) for n in analysis.names] == [("Ada", NameKind.PERSON)]


@pytest.mark.parametrize(
    ("lacking", "text", "message"),
    [
        ((), None, "has no text"),
        (("ner",), "Ada said it rained.", "has no names"),
    ],
    ids=["text", "names"],
)
def test_a_document_that_lacks_a_layer_is_refused(lacking: tuple[str, ...], text: str | None, message: str) -> None:
    with pytest.raises(InputError, match=message):
        from_document(document(*lacking, text=text))
    with pytest.raises(InputError, match=message):
        quoteattr.load()(document(*lacking, text=text))


@pytest.mark.parametrize("error", [ModelError, InputError])
def test_errors_share_a_base(error: type[Exception]) -> None:
    assert issubclass(error, QuoteattrError)
