from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from any_articles import ARTICLES
from hypothesis import given
from hypothesis import strategies as st

from quoteattr import Affiliation, Article, ArticleError, Quote, QuoteattrError, QuoteKind, Span, Speaker, SpeakerKind
from quoteattr.output.frame import COLUMNS, as_csv, csv_rows, to_frame

LIBRARIES = ["pandas", "polars"]

SAID = Quote(
    spans=(Span(0, 5, "“No,”"), Span(20, 28, "“Never.”")),
    kind=QuoteKind.DIRECT,
    cue=Span(6, 10, "said"),
    speaker=Speaker(
        "Ada Obi",
        SpeakerKind.PERSON,
        Span(11, 19, "Mrs. Obi"),
        1,
        Affiliation("harbour master", "Port of Elmina", "Elmina", former=True),
    ),
    confidence=0.75,
)
BARE = Quote((Span(30, 32, "it"),), QuoteKind.INDIRECT)
UNKNOWN = Quote((), QuoteKind.INDIRECT, speaker=Speaker(None), confidence=0.5)
ARTICLE = Article((SAID, BARE, UNKNOWN), id="harbour")
ROWS: list[list[Any]] = [
    [
        *("harbour", 0, 0, "“No,” “Never.”", "direct", "speech", 0, 28, "said"),
        *("Ada Obi", "person", 1, "Mrs. Obi", "harbour master", "Port of Elmina", "Elmina", True, 0.75),
    ],
    ["harbour", 0, 1, "it", "indirect", "speech", 30, 32, None, *[None] * 8, 1.0],
    ["harbour", 0, 2, "", "indirect", "speech", None, None, None, None, "unknown", *[None] * 6, 0.5],
]


def rows(frame: Any, library: str) -> list[list[Any]]:
    """The cells of a frame as Python has them, ``None`` for null."""
    if library == "polars":
        return [list(row) for row in frame.rows()]
    import pandas as pd

    return [[None if cell is pd.NA else cell for cell in row] for row in frame.itertuples(index=False)]


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def quoted(text: str) -> Article:
    return Article((Quote((Span(0, len(text), text),), QuoteKind.INDIRECT),))


@pytest.fixture(params=LIBRARIES)
def library(request: pytest.FixtureRequest) -> Any:
    pytest.importorskip(request.param, reason=f"{request.param} is not installed")
    return request.param


def test_each_quote_is_a_row(library: Any) -> None:
    frame = to_frame([ARTICLE], library)
    assert list(frame.columns) == list(COLUMNS)
    assert rows(frame, library) == ROWS


def test_a_single_article_makes_a_frame(library: Any) -> None:
    assert rows(to_frame(ARTICLE, library), library) == ROWS


def test_pandas_is_the_default() -> None:
    pd = pytest.importorskip("pandas", reason="pandas is not installed")
    assert isinstance(to_frame(ARTICLE), pd.DataFrame)


@pytest.mark.parametrize("articles", [[], [Article()], [Article((UNKNOWN,))], [ARTICLE]])
def test_column_types_do_not_depend_on_the_content(articles: list[Article], library: Any) -> None:
    frame = to_frame(articles, library)
    types = {"pandas": ["string", "Int64", "Float64", "boolean"], "polars": ["String", "Int64", "Float64", "Boolean"]}
    expected = dict(zip([str, int, float, bool], types[library], strict=True))
    assert [str(kind) for kind in frame.dtypes] == [expected[kind] for kind in COLUMNS.values()]


def test_articles_are_numbered_and_named(library: Any) -> None:
    articles = [Article((BARE,)), Article(id="none"), Article((BARE, BARE), id=7)]
    assert [row[:3] for row in rows(to_frame(iter(articles), library), library)] == [
        [None, 0, 0],
        ["7", 2, 0],
        ["7", 2, 1],
    ]
    assert [row[:3] for row in rows(to_frame(articles, library, ids=iter([1, 2, "c"])), library)] == [
        ["1", 0, 0],
        ["c", 2, 0],
        ["c", 2, 1],
    ]


def test_ids_must_be_as_many_as_articles(library: Any) -> None:
    with pytest.raises(ValueError, match="ids: expected one for each article"):
        to_frame([ARTICLE], library, ids=["a", "b"])
    with pytest.raises(ValueError, match="ids: expected one for each article"):
        list(csv_rows([ARTICLE], ids=[]))


def test_errors_have_no_row_and_cause_a_warning(library: Any) -> None:
    outcomes = [ArticleError(0, "too odd"), ARTICLE, QuoteattrError("no")]
    with pytest.warns(UserWarning, match="could not be read and have no rows: 2"):
        frame = to_frame(outcomes, library)
    assert [row[1] for row in rows(frame, library)] == [1, 1, 1]


@given(st.lists(ARTICLES, max_size=3), st.sampled_from(LIBRARIES))
def test_any_article_makes_rows(articles: list[Article], library: Any) -> None:
    pytest.importorskip(library, reason=f"{library} is not installed")
    found = rows(to_frame(articles, library), library)
    assert [row[1:3] for row in found] == [[i, j] for i, a in enumerate(articles) for j in range(len(a.quotes))]
    quotes = [quote for article in articles for quote in article.quotes]
    assert [(row[6], len(row[3]), row[-1]) for row in found] == [
        (quote.spans[0].start if quote.spans else None, len(quote.text), quote.confidence) for quote in quotes
    ]


def test_offsets_of_rows_point_into_the_text(read: Callable[[str], Article], library: Any) -> None:
    text = "“The wall will not last,” said Ada Brandt, an engineer at the Delta Trust. The mayor denied that."
    article = read(text)
    assert article.quotes
    for row, quote in zip(rows(to_frame(article, library), library), article.quotes, strict=True):
        assert text[row[6] : row[7]].startswith(quote.spans[0].text)


@pytest.mark.parametrize("name", ["arrow", "Pandas", ""])
def test_another_library_is_refused(name: Any) -> None:
    with pytest.raises(ValueError, match="library: expected 'pandas' or 'polars', got"):
        to_frame(ARTICLE, name)


@pytest.mark.parametrize("name", LIBRARIES)
def test_the_message_for_a_missing_library_names_it(name: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(QuoteattrError, match=f"the package {name} is missing: pip install {name}"):
        to_frame(ARTICLE, name)


def test_csv_has_a_header_and_empty_cells_for_null() -> None:
    header, *found = cells(as_csv([ARTICLE]))
    assert header == list(COLUMNS)
    written = {None: "", True: "true", False: "false"}
    assert found == [[written[c] if c is None or isinstance(c, bool) else str(c) for c in row] for row in ROWS]


def test_csv_of_no_articles_is_a_header() -> None:
    assert as_csv([]) == ",".join(COLUMNS) + "\r\n"
    assert as_csv([ArticleError(0, "too odd"), Article()], header=False) == ""


def test_csv_can_be_written_in_parts() -> None:
    parts = [*csv_rows(ARTICLE, ids=["a"]), *csv_rows([Article(), ARTICLE], header=False, first=1)]
    assert parts == list(csv_rows([ARTICLE, Article(), ARTICLE], ids=["a", "b", "harbour"]))


def test_csv_rows_are_lazy() -> None:
    def articles() -> Any:
        yield ARTICLE
        raise RuntimeError

    found = csv_rows(articles(), header=False)
    assert [next(found)[2] for _ in range(3)] == ["0", "1", "2"]
    with pytest.raises(RuntimeError):
        next(found)


@pytest.mark.parametrize("text", ['a "b", c', "a\nb", "a\rb", "a\r\nb", "a\u2028b", "a;b\tc", " a ", "ä😀", "a\x00b"])
def test_csv_keeps_commas_quotes_and_line_ends(text: str) -> None:
    if "\x00" in text and sys.version_info < (3, 11):
        pytest.skip("csv can't read NUL before Python 3.11")
    assert cells(as_csv(quoted(text)))[1][3] == text


def test_csv_can_be_encoded_as_utf_8() -> None:
    assert cells(as_csv(quoted("a\ud800")).encode().decode())[1][3] == "a\ufffd"


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", '=HYPERLINK("http://evil.example")', "+1+1", "-1+1", "@SUM(A1)", "-", " =1+1", "\t=1", "\ra", "\nb"),
        *("\u200b=1+1", "\ufeff=1", "＝1+1", "＋1", "－1", "＠A1", "- that it rains", "+A1", "-1.5=2", "+1\n"),
    ],
)
def test_csv_cells_that_look_like_formulas_get_an_apostrophe(text: str) -> None:
    assert cells(as_csv(quoted(text)))[1][3] == "'" + text
    assert cells(as_csv(quoted(text), guard=False))[1][3] == text


@pytest.mark.parametrize("text", ["-5", "+1,000.5", "1=1", "a-b", "“=1+1”", "–", "'=1", ""])
def test_other_csv_cells_get_no_apostrophe(text: str) -> None:
    assert cells(as_csv(quoted(text)))[1][3] == text


def test_the_guard_covers_names_and_ids() -> None:
    speaker = Speaker("=A1", affiliation=Affiliation("@b", "+c", "-d"))
    article = Article((attrs.evolve(BARE, speaker=speaker),), id="=e")
    (row,) = csv_rows(article, header=False)
    assert [cell for cell in row if cell.startswith("'")] == ["'=e", "'=A1", "'@b", "'+c", "'-d"]
    ((name, *_),) = csv_rows(Article((BARE,), id=-5), header=False)
    assert name == "-5"


@given(ARTICLES)
def test_any_article_makes_csv(article: Article) -> None:
    text = as_csv(article)
    text.encode()
    if "\x00" not in text or sys.version_info >= (3, 11):
        assert len(cells(text)) == 1 + len(article.quotes)
