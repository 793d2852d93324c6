from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest
from any_articles import ARTICLES
from hypothesis import given
from hypothesis import strategies as st

from quoteattr import Article, ArticleError, InputError, Quote, QuoteattrError, QuoteKind, RecordError, Span, Speaker
from quoteattr.output import arrow
from quoteattr.output.arrow import Writer, as_table, from_table, read_articles

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")

QUOTE = Quote((Span(0, 5, "“No,”"),), QuoteKind.DIRECT, cue=Span(6, 10, "said"), speaker=Speaker("Ada Obi", id=1))
ARTICLE = Article((QUOTE,), id="harbour")


def stored(article: Article) -> Article:
    """The article as it comes back: ids as strings, no lone surrogates."""
    text = json.dumps(article.to_dict(), ensure_ascii=False)
    whole = "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
    again = Article.from_dict(json.loads(whole))
    return again if again.id is None else attrs.evolve(again, id=str(again.id))


def same(left: Article | ArticleError, right: Article | ArticleError) -> bool:
    if isinstance(left, ArticleError) and isinstance(right, ArticleError):
        return (left.index, left.reason) == (right.index, right.reason)
    return left == right


@given(st.lists(ARTICLES, max_size=4))
def test_articles_come_back_from_a_table(articles: list[Article]) -> None:
    table = as_table(articles)
    assert table.schema == arrow.SCHEMA
    table.validate(full=True)
    assert list(from_table(table)) == [stored(article) for article in articles]


@given(st.lists(ARTICLES, max_size=4))
def test_articles_come_back_from_a_file(articles: list[Article]) -> None:
    file = io.BytesIO()
    with Writer(file) as writer:
        for article in articles:
            writer.write(article)
    assert pq.read_table(io.BytesIO(file.getvalue())).equals(as_table(articles))


def test_an_extracted_article_comes_back_from_a_file(read: Callable[[str], Article], tmp_path: Path) -> None:
    text = "“The wall will not last,” said Ada Brandt, a former engineer at the Delta Trust in Oslo. “It can’t.”"
    article = read(text)
    assert article.quotes
    with Writer(tmp_path / "a.parquet") as writer:
        writer.write(article, "a")
    assert list(read_articles(tmp_path / "a.parquet")) == [attrs.evolve(article, id="a")]


@pytest.mark.parametrize(
    ("id", "expected"), [("a", "a"), ("", ""), (7, "7"), (-(10**30), "-1" + "0" * 30), (None, None)]
)
def test_ids_are_strings(id: str | int | None, expected: str | None) -> None:
    assert as_table([Article(id=id)])["id"].to_pylist() == [expected]
    assert as_table([Article(id="other")], ids=[id])["id"].to_pylist() == [expected]


def test_errors_can_have_ids() -> None:
    table = as_table(iter([ARTICLE, ArticleError(1, "too odd"), Article()]), ids=iter(["a", 2, None]))
    assert table["id"].to_pylist() == ["a", "2", None]
    assert as_table([ArticleError(0, "too odd")])["id"].to_pylist() == [None]


@pytest.mark.parametrize(
    ("ids", "complaint"), [([], "got only 0"), (["a"], "got only 1"), (["a", "b", None], "got more")]
)
def test_ids_must_be_as_many_as_articles(ids: list[str], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        as_table([ARTICLE, ARTICLE], ids=ids)


def test_errors_have_a_row_with_their_reason() -> None:
    error = ArticleError(1, "a word of \udc00 letters")
    other = InputError("the file is missing")
    table = as_table([ARTICLE, error, other, QuoteattrError()])
    assert table["error"].to_pylist() == [None, "a word of \ufffd letters", "the file is missing", "QuoteattrError"]
    assert table["quotes"].null_count == table["speakers"].null_count == 3
    article, *errors = from_table(table)
    assert article == ARTICLE
    assert [(e.index, e.reason) for e in errors if isinstance(e, ArticleError)] == [
        (1, "a word of \ufffd letters"),
        (2, "the file is missing"),
        (3, "QuoteattrError"),
    ]


def test_each_lone_surrogate_becomes_one_character_so_that_offsets_stay() -> None:
    text = "“No \ud83d\ude00 \udfff way”"
    quote = Quote((Span.cut(text, 0, len(text)),), QuoteKind.DIRECT, speaker=Speaker("\ud800"))
    (again,) = from_table(as_table([Article((quote,), id="\ud800a")]))
    assert isinstance(again, Article)
    assert again.id == "\ufffda"
    assert again.quotes[0].spans == (Span(0, len(text), "“No \ufffd\ufffd \ufffd way”"),)
    assert len(again.quotes[0].text) == len(text)


def test_no_articles_make_a_table_without_rows(tmp_path: Path) -> None:
    assert as_table([]).schema == arrow.SCHEMA
    with Writer(tmp_path / "none.parquet"):
        pass
    assert list(read_articles(tmp_path / "none.parquet")) == []


def test_numbers_beyond_64_bits_are_refused_and_the_other_rows_kept(tmp_path: Path) -> None:
    huge = Article((attrs.evolve(QUOTE, cue=Span(0, 2**64, "")),))
    with pytest.raises(RecordError, match="SCHEMA"):
        as_table([huge])
    with Writer(tmp_path / "a.parquet") as writer:
        writer.write(ARTICLE)
        with pytest.raises(RecordError, match="SCHEMA"):
            writer.write(huge)
        writer.write(ARTICLE, "b")
    assert [a.id for a in read_articles(tmp_path / "a.parquet") if isinstance(a, Article)] == ["harbour", "b"]


def test_row_groups_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrow, "ROWS", 4)
    monkeypatch.setattr(arrow, "QUOTES", 6)
    path = tmp_path / "a.parquet"
    many = Article((QUOTE,) * 5, id="many")
    outcomes = [Article()] * 5 + [many, ARTICLE, many, ArticleError(8, "too odd")]
    with Writer(path) as writer:
        for outcome in outcomes:
            writer.write(outcome)
    metadata = pq.ParquetFile(path).metadata
    assert [metadata.row_group(i).num_rows for i in range(metadata.num_row_groups)] == [4, 3, 2]
    assert all(map(same, read_articles(path), outcomes))
    assert as_table(outcomes)["quotes"].num_chunks == 3


def test_an_error_in_the_with_block_still_closes_the_file(tmp_path: Path) -> None:
    def interrupted() -> None:
        with Writer(tmp_path / "a.parquet") as writer:
            writer.write(ARTICLE)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(read_articles(tmp_path / "a.parquet")) == [ARTICLE]


def test_writing_after_close_is_an_error(tmp_path: Path) -> None:
    writer = Writer(str(tmp_path / "a.parquet"))
    writer.close()
    writer.close()
    with pytest.raises(ValueError, match="closed"):
        writer.write(ARTICLE)


def test_the_writer_leaves_a_binary_file_open() -> None:
    file = io.BytesIO()
    with Writer(file) as writer:
        writer.write(ARTICLE)
    assert not file.closed


def test_files_of_a_folder_are_read_by_name_without_hidden_ones(tmp_path: Path) -> None:
    for name in ("b", "part/a", "c"):
        path = tmp_path / f"{name}.parquet"
        path.parent.mkdir(exist_ok=True)
        with Writer(path) as writer:
            writer.write(Article(id=name))
            writer.write(ArticleError(0, name))
    (tmp_path / "_SUCCESS").touch()
    (tmp_path / "_metadata.parquet").write_text("no")
    (tmp_path / ".b.parquet.crc").touch()
    expected = [Article(id="b"), ArticleError(1, "b"), Article(id="c"), ArticleError(3, "c")]
    found = list(read_articles(tmp_path))
    assert all(map(same, found, [*expected, Article(id="part/a"), ArticleError(5, "part/a")]))
    assert len(found) == 6


def test_other_columns_are_ignored(tmp_path: Path) -> None:
    table = (
        as_table([ARTICLE])
        .append_column("date", pa.array(["2024-01-01"]))
        .select(["error", "date", "speakers", "quotes", "id"])
    )
    pq.write_table(table, tmp_path / "a.parquet")
    assert list(read_articles(str(tmp_path / "a.parquet"))) == [ARTICLE]
    assert list(from_table(table)) == list(from_table(table.to_batches()[0])) == [ARTICLE]


def test_the_message_for_a_missing_column_names_it(tmp_path: Path) -> None:
    table = as_table([ARTICLE]).select(["id", "quotes"])
    with pytest.raises(RecordError, match="the table: no column speakers, error; it has id, quotes"):
        list(from_table(table))
    pq.write_table(table, tmp_path / "a.parquet")
    with pytest.raises(RecordError, match=r"a\.parquet: no column speakers, error; it has id, quotes"):
        list(read_articles(tmp_path / "a.parquet"))


def test_the_message_for_a_row_of_another_type_has_its_number() -> None:
    table = as_table([ARTICLE, ARTICLE])
    table = table.set_column(1, "quotes", pa.array([[], None], type=table.schema.field("quotes").type))
    articles = from_table(table)
    assert next(articles) == Article(id="harbour")
    with pytest.raises(RecordError, match="the table, row 1: 'quotes': expected list"):
        next(articles)


@pytest.mark.parametrize("data", [b"", b"no", b"PAR1" + bytes(20)])
def test_a_file_that_is_no_parquet_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.parquet").write_bytes(data)
    with pytest.raises(InputError, match=r"a\.parquet: expected a whole Parquet file"):
        list(read_articles(tmp_path / "a.parquet"))


def test_a_parquet_file_that_was_never_closed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrow, "ROWS", 1)
    writer = Writer(tmp_path / "a.parquet")
    writer.write(ARTICLE)
    with pytest.raises(InputError, match=r"before close\(\), write it again"):
        list(read_articles(tmp_path / "a.parquet"))
    writer.close()
    assert list(read_articles(tmp_path / "a.parquet")) == [ARTICLE]


def test_a_missing_file_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(read_articles(tmp_path / "a.parquet"))
    with pytest.raises(InputError, match=r"a folder of \*\.parquet, found none"):
        list(read_articles(tmp_path))
    with pytest.raises(OSError, match="nowhere"):
        Writer(tmp_path / "nowhere" / "a.parquet")


def test_without_pyarrow_the_message_names_the_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "pyarrow"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    arrow._schema.cache_clear()
    for use in (lambda: as_table([]), lambda: arrow.SCHEMA, lambda: Writer(tmp_path / "a.parquet")):
        with pytest.raises(QuoteattrError, match=r"pyarrow is missing: pip install 'quoteattr\[arrow\]'"):
            use()
    assert not (tmp_path / "a.parquet").exists()


def test_unknown_names_of_the_module_are_attribute_errors() -> None:
    with pytest.raises(AttributeError, match="no attribute 'SCHEME'"):
        arrow.SCHEME  # noqa: B018
