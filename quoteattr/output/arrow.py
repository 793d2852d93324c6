"""Articles as Arrow tables and Parquet files: the JSON of an article with its types written down.

.. code-block:: python

    table = as_table(pipeline.pipe(texts), ids=names)        # one row per article
    with Writer("quotes.parquet") as writer:                 # many articles, little memory
        for name, article in zip(names, pipeline.pipe(texts)):
            writer.write(article, name)
    for article in read_articles("quotes.parquet"): ...      # the same articles again

`SCHEMA` has the fields of the JSON, and `error`:

.. code-block:: text

    id                   string: the article's id, whole numbers in decimal digits; null where it has none
    quotes               list in text order; null where `error` says why
      kind               string: direct, mixed or indirect
      presentation       string: speech, writing or thought
      spans              list of spans: the fragments of the content
      cue                span or null
      speaker            struct, null where the text gives no one
        name             string or null
        kind             string: person, organization, group, unnamed_person, document or unknown
        mention          span or null
        id               int64 or null: which of `speakers`
        affiliation      affiliation or null
      confidence         float64 from 0 to 1
    speakers             list in order of first appearance; null where `error` says why
      id                 int64
      name               string
      kind               string, as above
      mentions           list of spans
      affiliations       list of affiliations
    error                string: why the article could not be read; null where it was

    span                 struct of start (int64), end (int64), text (string)
    affiliation          struct of role, organization, location (strings or null), former (bool), evidence (spans)

Offsets count characters (code points) of the text, end exclusive. What comes back is what was written, but for
two things that the types can't hold: an id that was an ``int`` comes back as its digits, and lone surrogates,
which UTF-8 lacks, as U+FFFD, one for one, so that offsets stay.

Needs pyarrow (``pip install 'quoteattr[arrow]'``), which is loaded at the first use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias

import regex

from quoteattr.errors import ArticleError, InputError, QuoteattrError, RecordError
from quoteattr.extras import needed
from quoteattr.records import Article

if TYPE_CHECKING:
    import pyarrow as pa

    SCHEMA: pa.Schema

__all__ = [
    "SCHEMA",
    "Id",
    "Outcome",
    "Writer",
    "as_table",
    "from_table",
    "named",
    "read_articles",
    "storable",
]

Id: TypeAlias = str | int | None
Outcome: TypeAlias = Article | QuoteattrError
"""What came of one article: the article, or the error that stands in its place."""

ROWS, QUOTES = 1_000, 50_000
"""Articles and quotes in a row group and in a `Writer`'s memory: the article that reaches either number is the last."""

_SURROGATE = regex.compile("[\ud800-\udfff]")


def __getattr__(name: str) -> Any:
    if name == "SCHEMA":
        return _schema()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def storable(text: str) -> str:
    """`text` with U+FFFD for each lone surrogate, which UTF-8 lacks; as long as it was.

    >>> storable("a\\ud800b") == "a\\ufffdb"
    True
    """
    changed: str = _SURROGATE.sub("\ufffd", text)
    return changed


def named(outcomes: Iterable[Outcome], ids: Iterable[Id] | None = None) -> Iterator[tuple[str | None, Outcome]]:
    """Each outcome with its id as a string: that of `ids`, one for each, or without `ids` the article's own.

    Raises `ValueError` where there are more or fewer ids than outcomes.

    >>> [name for name, article in named([Article(), Article(id=7)])]
    [None, '7']
    """
    if ids is None:
        for outcome in outcomes:
            yield _string(outcome.id if isinstance(outcome, Article) else None), outcome
        return
    left = iter(ids)
    for number, outcome in enumerate(outcomes):
        try:
            name = next(left)
        except StopIteration:
            raise ValueError(f"ids: expected one for each article, got only {number}: pass as many") from None
        yield _string(name), outcome
    if any(True for _ in left):
        raise ValueError("ids: expected one for each article, got more: pass as many")


def as_table(articles: Iterable[Outcome], ids: Iterable[Id] | None = None) -> pa.Table:
    """One row per article; an error has its row too, with the reason in `error`.

    `ids` names the rows, one for each article or error; without it articles bring their own, and errors
    have none. Raises `ValueError` where there are more or fewer, `RecordError` for a number beyond 64 bits.
    """
    rows = (_row(outcome, name) for name, outcome in named(articles, ids))
    batches = iter(lambda: list(islice(rows, ROWS)), [])
    return needed("pyarrow", "arrow").Table.from_batches(map(_batch, batches), schema=_schema())


def from_table(table: pa.Table | pa.RecordBatch) -> Iterator[Article | ArticleError]:
    """The articles of a table with the columns of `SCHEMA`, in order; an `ArticleError` for each row with an error.

    Other columns are passed over. Raises `RecordError` where a column is missing or holds something else.
    """
    _check(table.schema.names, "the table")
    chosen = table.select(_schema().names)
    slices = (chosen.slice(start, ROWS) for start in range(0, chosen.num_rows, ROWS))
    return _outcomes(slices, "the table")


class Writer:
    """Writes articles to a Parquet file, as `as_table` has them, a thousand articles at a time.

    The file can be read once it is closed; leaving the ``with`` closes it, also after an error. Without any
    article it is a file of no rows. `path` may be a binary file too, which stays open.
    """

    def __init__(self, path: str | Path | BinaryIO) -> None:
        parquet = needed("pyarrow.parquet", "arrow")
        self._file = parquet.ParquetWriter(path, _schema(), compression="zstd")
        self._waiting: list[pa.RecordBatch] = []
        self._quotes = 0

    def write(self, article: Outcome, id: Id = None) -> None:
        """Add the row of an article or error; `id` is its id, the article's own if ``None``.

        Raises `RecordError` for a number beyond 64 bits, `ValueError` where the file is closed.
        """
        if not self._file.is_open:
            raise ValueError("the Parquet file is closed: write before close()")
        ((name, _),) = named([article], None if id is None else [id])
        self._waiting.append(_batch([_row(article, name)]))
        self._quotes += len(article.quotes) if isinstance(article, Article) else 0
        if len(self._waiting) >= ROWS or self._quotes >= QUOTES:
            self._flush()

    def close(self) -> None:
        """Write what is left and the end of the file. Closing twice is closing once."""
        if self._file.is_open:
            try:
                self._flush()
            finally:
                self._file.close()

    def _flush(self) -> None:
        batches, self._waiting, self._quotes = self._waiting, [], 0
        if batches:
            table = needed("pyarrow", "arrow").Table.from_batches(batches).combine_chunks()
            self._file.write_table(table, row_group_size=len(batches))

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def read_articles(path: str | Path) -> Iterator[Article | ArticleError]:
    """The articles of a Parquet file in order, an `ArticleError` for each row with an error; reads a little at a time.

    `path` may be a folder of such files, as Spark writes: they are read by name. The index of an error counts
    the rows. Raises `OSError` where there is nothing to open, `InputError` for what is not a Parquet file,
    `RecordError` where a column of `SCHEMA` is missing or holds something else; other columns are passed over.
    """
    return _outcomes(_stored(Path(path)), str(path))


def _stored(path: Path) -> Iterator[pa.RecordBatch]:
    for part in _parts(path) if path.is_dir() else [path]:
        with part.open("rb") as opened:
            try:
                file = needed("pyarrow.parquet", "arrow").ParquetFile(opened)
            except needed("pyarrow", "arrow").ArrowInvalid as error:
                raise InputError(
                    f"{part}: expected a whole Parquet file, got something else ({error}): if its writer was "
                    "stopped before close(), write it again"
                ) from None
            _check(file.schema_arrow.names, str(part))
            yield from file.iter_batches(batch_size=ROWS, columns=_schema().names)


def _parts(folder: Path) -> list[Path]:
    """The Parquet files in and under a folder, without those that Spark hides."""
    parts = sorted(part for part in folder.rglob("*.parquet") if part.name[0] not in "._")
    if not parts:
        raise InputError(f"{folder}: expected a Parquet file or a folder of *.parquet, found none")
    return parts


def _check(names: list[str], where: str) -> None:
    if missing := [name for name in _schema().names if name not in names]:
        raise RecordError(f"{where}: no column {', '.join(missing)}; it has {', '.join(names) or 'none'}")


def _outcomes(tables: Iterable[pa.Table | pa.RecordBatch], where: str) -> Iterator[Article | ArticleError]:
    for index, row in enumerate(row for table in tables for row in table.to_pylist()):
        if row["error"] is not None:
            yield ArticleError(index, row["error"])
            continue
        try:
            article = Article.from_dict(row)
        except RecordError as error:
            raise RecordError(f"{where}, row {index}: {error}") from None
        yield article


def _row(outcome: Outcome, id: str | None) -> dict[str, Any]:
    if isinstance(outcome, Article):
        return {**_storable(outcome.to_dict()), "id": id, "error": None}
    reason = getattr(outcome, "reason", None) or str(outcome) or type(outcome).__name__
    return {"id": id, "quotes": None, "speakers": None, "error": storable(reason)}


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [_storable(item) for item in value]
    return {key: _storable(item) for key, item in value.items()} if isinstance(value, dict) else value


def _batch(rows: list[dict[str, Any]]) -> pa.RecordBatch:
    arrow = needed("pyarrow", "arrow")
    try:
        return arrow.RecordBatch.from_pylist(rows, schema=_schema())
    except (arrow.ArrowException, OverflowError) as error:
        raise RecordError(f"expected an article with the types of SCHEMA, got one without ({error})") from error


def _string(id: Id) -> str | None:
    return None if id is None else storable(str(id))


@cache
def _schema() -> pa.Schema:
    arrow = needed("pyarrow", "arrow")
    string, whole = arrow.string(), arrow.int64()
    span = arrow.struct({"start": whole, "end": whole, "text": string})
    spans = arrow.list_(span)
    affiliation = arrow.struct(
        {"role": string, "organization": string, "location": string, "former": arrow.bool_(), "evidence": spans}
    )
    speaker = arrow.struct({"name": string, "kind": string, "mention": span, "id": whole, "affiliation": affiliation})
    quote = arrow.struct(
        {"kind": string, "presentation": string, "spans": spans, "cue": span, "speaker": speaker}
        | {"confidence": arrow.float64()}
    )
    record = arrow.struct(
        {"id": whole, "name": string, "kind": string, "mentions": spans, "affiliations": arrow.list_(affiliation)}
    )
    return arrow.schema({"id": string, "quotes": arrow.list_(quote), "speakers": arrow.list_(record), "error": string})
