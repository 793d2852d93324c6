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
from typing import TYPE_CHECKING, Any, BinaryIO

from quoteattr.errors import ArticleError, InputError, RecordError
from quoteattr.extras import require
from quoteattr.output.outcomes import Id, Outcome, pair_with_ids, replace_surrogates
from quoteattr.records import Article

if TYPE_CHECKING:
    import pyarrow as pa

    SCHEMA: pa.Schema

__all__ = [
    "SCHEMA",
    "Writer",
    "as_table",
    "check_parquet",
    "from_table",
    "load_parquet",
    "read_articles",
    "write_parquet",
]

ROWS, QUOTES = 1_000, 50_000
"""The most articles and quotes of a row group, and of a `Writer`'s memory; the article that reaches one is its last."""


def __getattr__(name: str) -> Any:
    if name == "SCHEMA":
        return _schema()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def as_table(articles: Iterable[Outcome], ids: Iterable[Id] | None = None) -> pa.Table:
    """Return a table with one row per article; an error has its row too, with the reason in `error`.

    `ids` names the rows, one for each article or error; without it articles bring their own, and errors
    have none. Raises `ValueError` where there are more or fewer, `RecordError` for a number beyond 64 bits.
    """
    rows = (_row(outcome, name) for name, outcome in pair_with_ids(articles, ids))
    batches = iter(lambda: list(islice(rows, ROWS)), [])
    return require("pyarrow", "arrow").Table.from_batches(map(_batch, batches), schema=_schema())


def from_table(table: pa.Table | pa.RecordBatch) -> Iterator[Article | ArticleError]:
    """Return the articles of a table with the columns of `SCHEMA`, in order, an `ArticleError` for a row with an error.

    Other columns are ignored. Raises `RecordError` where a column is missing or holds something else.
    """
    _check_columns(table.schema.names, "the table")
    chosen = table.select(_schema().names)
    slices = (chosen.slice(start, ROWS) for start in range(0, chosen.num_rows, ROWS))
    return _outcomes(slices, "the table")


class Writer:
    """Writes articles to a Parquet file, as `as_table` has them, a thousand articles at a time.

    The file can be read once it is closed; leaving the ``with`` closes it, also after an error. Without any
    article it is a file of no rows. `path` may be a binary file too, which stays open.
    """

    def __init__(self, path: str | Path | BinaryIO) -> None:
        self._file = load_parquet().ParquetWriter(path, _schema(), compression="zstd")
        self._waiting: list[pa.RecordBatch] = []
        self._quotes = 0

    def write(self, article: Outcome, id: Id = None) -> None:
        """Add the row of an article or error; `id` is its id, the article's own if ``None``.

        Raises `RecordError` for a number beyond 64 bits, `ValueError` where the file is closed.
        """
        if not self._file.is_open:
            raise ValueError("the Parquet file is closed: write before close()")
        ((name, _),) = pair_with_ids([article], None if id is None else [id])
        self._waiting.append(_batch([_row(article, name)]))
        self._quotes += len(article.quotes) if isinstance(article, Article) else 0
        if len(self._waiting) >= ROWS or self._quotes >= QUOTES:
            self._flush()

    def close(self) -> None:
        """Write what is left and the end of the file. A second call does nothing."""
        if self._file.is_open:
            try:
                self._flush()
            finally:
                self._file.close()

    def _flush(self) -> None:
        batches, self._waiting, self._quotes = self._waiting, [], 0
        if batches:
            table = require("pyarrow", "arrow").Table.from_batches(batches).combine_chunks()
            self._file.write_table(table, row_group_size=len(batches))

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def read_articles(path: str | Path) -> Iterator[Article | ArticleError]:
    """Return the articles of a Parquet file in order, an `ArticleError` for a row with an error. The stream is lazy.

    `path` may be a folder of such files, as Spark writes it; they are read in the order of their names. The index of an
    error counts the rows. Raises `OSError` where there is nothing to open, `InputError` for what is not a Parquet file,
    `RecordError` where a column of `SCHEMA` is missing or holds something else; other columns are ignored.
    """
    return _outcomes(_batches(Path(path)), str(path))


def write_parquet(file: BinaryIO, rows: Iterable[tuple[Id, Outcome]]) -> None:
    """Write a Parquet file with a row for each id and outcome. Raises `RecordError` for a number beyond 64 bits."""
    with Writer(file) as writer:
        for name, outcome in rows:
            writer.write(outcome, name)


def check_parquet(file: BinaryIO) -> None:
    """Raise `OSError` or `ValueError` where a Parquet file has no readable end, as when it was cut short."""
    load_parquet().read_metadata(file)


def load_parquet() -> Any:
    """Return pyarrow's module for Parquet, imported. Raises `QuoteattrError` where pyarrow is not installed."""
    return require("pyarrow.parquet", "arrow")


def _batches(path: Path) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a Parquet file, or of all files of a folder, some at a time."""
    for part in _parts(path) if path.is_dir() else [path]:
        with part.open("rb") as opened:
            try:
                file = load_parquet().ParquetFile(opened)
            except require("pyarrow", "arrow").ArrowInvalid as error:
                raise InputError(
                    f"{part}: expected a whole Parquet file, got something else ({error}): if its writer was "
                    "stopped before close(), write it again"
                ) from None
            _check_columns(file.schema_arrow.names, str(part))
            yield from file.iter_batches(batch_size=ROWS, columns=_schema().names)


def _parts(folder: Path) -> list[Path]:
    """Return the Parquet files in and under a folder, without those that Spark hides."""
    parts = sorted(part for part in folder.rglob("*.parquet") if part.name[0] not in "._")
    if not parts:
        raise InputError(f"{folder}: expected a Parquet file or a folder of *.parquet, found none")
    return parts


def _check_columns(names: list[str], where: str) -> None:
    """Raise `RecordError` where a column of `SCHEMA` is missing."""
    if missing := [name for name in _schema().names if name not in names]:
        raise RecordError(f"{where}: no column {', '.join(missing)}; it has {', '.join(names) or 'none'}")


def _outcomes(tables: Iterable[pa.Table | pa.RecordBatch], where: str) -> Iterator[Article | ArticleError]:
    """Yield the article or the error of each row. Raises `RecordError` for a row that holds something else."""
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
    """Return the row of an article or an error, by column."""
    if isinstance(outcome, Article):
        return {**_replace_all_surrogates(outcome.to_dict()), "id": id, "error": None}
    reason = getattr(outcome, "reason", None) or str(outcome) or type(outcome).__name__
    return {"id": id, "quotes": None, "speakers": None, "error": replace_surrogates(reason)}


def _replace_all_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return replace_surrogates(value)
    if isinstance(value, list):
        return [_replace_all_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {key: _replace_all_surrogates(item) for key, item in value.items()}
    return value


def _batch(rows: list[dict[str, Any]]) -> pa.RecordBatch:
    arrow = require("pyarrow", "arrow")
    try:
        return arrow.RecordBatch.from_pylist(rows, schema=_schema())
    except (arrow.ArrowException, OverflowError) as error:
        raise RecordError(f"expected an article with the types of SCHEMA, got one without ({error})") from error


@cache
def _schema() -> pa.Schema:
    arrow = require("pyarrow", "arrow")
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
