from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import stanza
from hypothesis import given, settings
from hypothesis import strategies as st
from lawful import assert_lawful

import quoteattr
from quoteattr import Article, Pipeline, Presentation, QuoteKind, SpeakerKind
from quoteattr.language.blocks import plain
from quoteattr.language.reader import BUNDLED

Read: TypeAlias = Callable[[str], Article]

ROOT = Path(__file__).parents[1]

HARBOUR = (
    "ELMINA — The harbour wall will be rebuilt before winter, the ministry said on Monday.\n\n"
    "“We lost four boats in one night,” said Kofi Asante, the harbour master. “Nobody had warned us.”\n\n"
    "Marta Lindqvist, a spokeswoman for the Red Cross, said that 300 people were still without a home. "
    "“The children can’t sleep,” Ms Lindqvist said.\n\n"
    "“They cry when it rains.”\n\n"
    "The work would cost £4m, according to a report by the town’s engineers.\n"
)
COURT = (
    "‘The judge’s words were kind,’ said Nigel Thackeray, whose brother was cleared on Friday.\r\n\r\n"
    "The court said it would publish its reasons next week.\r\n"
)
LAKE = (
    '"The lake is dying," Pavel Horak told the council. He warned that the fish would go first.\n\n'
    'The mayor hopes that the rain will come. She said the "experts" had been wrong before.\n'
)
TRANSCRIPT = "OKORO: The dam was never inspected by anyone.\n\nLINDEN: The records show three visits.\n"
ARTICLES = [HARBOUR, COURT, LAKE, TRANSCRIPT, "The ferry sailed at noon.", "", " \n "]

FRAGMENTS = [
    "Marta Lindqvist said ",
    "said Kofi Asante, the harbour master",
    "according to the ministry",
    "she added",
    "Mr Asante of the Red Cross",
    "who heads the Central Bank",
    "the wall will not last",
    "that nobody had called",
    "(R-Texas)",
    "a former judge",
    "OKORO: ",
    "the dogs’ bowls",
    "in the ’90s",
    "no. ",
    "“",
    "”",
    "‘",
    "’",
    '"',
    "'",
    "«",
    "»",
    ", ",
    ". ",
    ": ",
    "—",
    " ",
    "\n\n",
    "\r\n",
    "😀",
    "\x00",
]


@pytest.mark.parametrize(
    ("given_", "name"), [(b"He said no.", "bytes"), (None, "NoneType"), (7, "int"), (["He said no."], "list")]
)
def test_what_is_no_text_is_a_type_error(pipeline: Pipeline, given_: Any, name: str) -> None:
    expected = (
        f"expected the text of an article (str) or a stanza.Document, got {name}: "
        "decode bytes first, and pass one article at a time (pipe() takes many)"
    )
    with pytest.raises(TypeError) as caught:
        pipeline(given_)
    assert str(caught.value) == expected
    (error,) = pipeline.pipe([given_])
    assert isinstance(error, quoteattr.ArticleError)
    assert error.reason == f"TypeError: {expected}"


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t\r\n\u00a0", "\ufeff", "…"])
def test_texts_that_say_nothing_give_empty_articles(pipeline: Pipeline, text: str) -> None:
    assert pipeline(text) == Article()


@pytest.mark.parametrize("text", ["“”", '""', "“…”"])
def test_marks_around_nothing_are_no_statement(pipeline: Pipeline, text: str) -> None:
    assert pipeline(text) == Article()


def test_the_id_comes_back(pipeline: Pipeline) -> None:
    assert pipeline("", id="harbour").id == "harbour"
    assert pipeline("", id=0).id == 0
    assert pipeline("").id is None


def test_extract_is_a_loaded_pipeline(read: Read) -> None:
    assert quoteattr.extract(LAKE) == read(LAKE)
    assert quoteattr.extract(LAKE, id=3, thoughts=True).id == 3


@pytest.mark.parametrize("text", ARTICLES)
@pytest.mark.parametrize("thoughts", [False, True])
def test_every_span_is_cut_from_the_text(pipeline: Pipeline, text: str, thoughts: bool) -> None:
    assert_lawful(pipeline(text, thoughts=thoughts), text)


@settings(max_examples=15)
@given(text=st.lists(st.sampled_from(FRAGMENTS), min_size=3, max_size=25).map("".join))
def test_every_span_of_any_text_is_cut_from_it(pipeline: Pipeline, text: str) -> None:
    assert_lawful(pipeline(text, thoughts=True), text)


@settings(max_examples=10)
@given(text=st.text(max_size=80))
def test_any_text_at_all_is_read(pipeline: Pipeline, text: str) -> None:
    assert_lawful(pipeline(text), text)


def test_offsets_count_code_points(read: Read) -> None:
    text = "😀😀 “𝔑obody has called us,” said Ada Brandt."
    (quote,) = read(text).quotes
    assert_lawful(read(text), text)
    assert quote.spans[0].start == 3


def test_reading_twice_gives_the_same(pipeline: Pipeline) -> None:
    assert pipeline(HARBOUR) == pipeline(HARBOUR)


@pytest.mark.parametrize("batch_size", [1, 2, 3, 16])
def test_a_pipe_gives_what_single_texts_give_in_their_order(pipeline: Pipeline, read: Read, batch_size: int) -> None:
    assert list(pipeline.pipe(ARTICLES, batch_size=batch_size)) == [read(text) for text in ARTICLES]


def test_the_order_of_texts_changes_nothing(pipeline: Pipeline, read: Read) -> None:
    turned = ARTICLES[::-1]
    assert list(pipeline.pipe(turned)) == [read(text) for text in turned]


def test_neighbours_in_a_batch_change_nothing(pipeline: Pipeline, read: Read) -> None:
    assert list(pipeline.pipe([HARBOUR] * 3 + [COURT])) == [read(HARBOUR)] * 3 + [read(COURT)]


def test_a_pipe_is_lazy(pipeline: Pipeline, read: Read) -> None:
    taken: list[int] = []

    def endless() -> Iterator[str]:
        while True:
            taken.append(len(taken))
            yield COURT

    articles = pipeline.pipe(endless(), batch_size=2)
    assert taken == []
    assert next(articles) == read(COURT)
    assert len(taken) == 2
    next(articles)
    assert len(taken) == 2
    next(articles)
    assert len(taken) == 4


def test_a_pipe_of_nothing_is_empty(pipeline: Pipeline) -> None:
    assert list(pipeline.pipe([])) == []


def test_a_batch_size_of_nothing_is_refused(pipeline: Pipeline) -> None:
    with pytest.raises(ValueError, match="batch_size"):
        list(pipeline.pipe([COURT], batch_size=0))


def test_a_pipe_over_one_string_is_refused(pipeline: Pipeline) -> None:
    with pytest.raises(TypeError, match="str"):
        list(pipeline.pipe("no"))


def test_a_pipe_passes_thoughts_on(pipeline: Pipeline) -> None:
    (article,) = pipeline.pipe([LAKE], thoughts=True)
    assert article == pipeline(LAKE, thoughts=True)


def test_curly_and_straight_marks_give_the_same_statements(read: Read) -> None:
    for text in ARTICLES:
        curly = [(q.kind, [(s.start, s.end) for s in q.spans]) for q in read(text).quotes]
        straight = [(q.kind, [(s.start, s.end) for s in q.spans]) for q in read(plain(text)).quotes]
        assert straight == curly


def test_line_ends_change_nothing_but_offsets(read: Read) -> None:
    unix = [(q.text, q.speaker and q.speaker.name) for q in read(COURT.replace("\r\n", "\n")).quotes]
    assert [(q.text, q.speaker and q.speaker.name) for q in read(COURT).quotes] == unix


@pytest.mark.parametrize("text", ARTICLES)
def test_articles_come_back_from_their_dicts(read: Read, text: str) -> None:
    assert Article.from_dict(read(text).to_dict()) == read(text)


@pytest.fixture(scope="module")
def annotate() -> Any:
    models = stanza.Pipeline(
        "en",
        dir=str(BUNDLED),
        download_method=None,
        processors="tokenize,ner",
        device="cpu",
        verbose=False,
    )

    def annotated(text: str) -> stanza.Document:
        document = models(text)
        for sentence in document.sentences:
            for word in sentence.words:  # as a parser would leave them
                word.upos, word.head, word.deprel = "X", word.id - 1, "root" if word.id == 1 else "dep"
        return document

    return annotated


@pytest.mark.parametrize("text", [plain(HARBOUR), plain(COURT).replace("\r", ""), LAKE, ""])
def test_a_document_gives_what_its_text_gives(pipeline: Pipeline, read: Read, annotate: Any, text: str) -> None:
    assert pipeline(annotate(text)) == read(text)


def test_documents_and_texts_share_a_pipe(pipeline: Pipeline, read: Read, annotate: Any) -> None:
    mixed = [annotate(LAKE), COURT, annotate(plain(HARBOUR)), LAKE]
    assert list(pipeline.pipe(mixed)) == [read(LAKE), read(COURT), read(plain(HARBOUR)), read(LAKE)]


def test_thoughts_are_left_out_unless_asked_for(pipeline: Pipeline) -> None:
    hoped = "the rain will come"
    assert not any(hoped in quote.text for quote in pipeline(LAKE).quotes)
    (thought,) = [quote for quote in pipeline(LAKE, thoughts=True).quotes if hoped in quote.text]
    assert thought.presentation is Presentation.THOUGHT


def test_asking_for_thoughts_keeps_the_statements(pipeline: Pipeline) -> None:
    def statements(thoughts: bool) -> list[str]:
        found = pipeline(LAKE, thoughts=thoughts).quotes
        return [quote.text for quote in found if quote.presentation is Presentation.SPEECH]

    assert set(statements(False)) <= set(statements(True))


def test_a_speaker_is_one_record_over_the_article(read: Read) -> None:
    article = read(HARBOUR)
    (record,) = [speaker for speaker in article.speakers if speaker.name == "Marta Lindqvist"]
    assert record.kind is SpeakerKind.PERSON
    assert [mention.text for mention in record.mentions][-1] == "Ms Lindqvist"
    said = [quote.text for quote in article.quotes if quote.speaker is not None and quote.speaker.id == record.id]
    assert "“The children can’t sleep,”" in said
    assert "“They cry when it rains.”" in said


def test_a_continued_quotation_has_a_speaker_without_cue_and_mention(read: Read) -> None:
    (continued,) = [quote for quote in read(HARBOUR).quotes if quote.text == "“They cry when it rains.”"]
    assert continued.kind is QuoteKind.DIRECT
    assert continued.cue is None
    assert continued.speaker is not None
    assert continued.speaker.mention is None
    assert continued.speaker.name == "Marta Lindqvist"


def test_importing_is_cheap() -> None:
    code = "import quoteattr, sys; print(sorted({'torch', 'stanza'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_loading_a_pipeline_is_cheap() -> None:
    code = "import quoteattr, sys; quoteattr.load(); print(sorted({'torch', 'stanza'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_everything_public_is_there() -> None:
    assert [name for name in quoteattr.__all__ if not hasattr(quoteattr, name)] == []
