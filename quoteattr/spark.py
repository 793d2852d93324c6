"""Articles in a Spark DataFrame, read by its workers.

.. code-block:: python

    import quoteattr.spark

    spark = quoteattr.spark.session(workers=4)                     # or the session of a cluster
    articles = spark.read.parquet("articles.parquet")              # columns id, body, date
    quotes = quoteattr.spark.extract(articles, text="body", keep=["date"])
    quotes.write.parquet("quotes.parquet")                         # quoteattr.output.arrow.read_articles reads it

`extract` gives one row per article: ``id``, the columns to keep, and ``quotes``, ``speakers`` and ``error`` typed as
`quoteattr.output.arrow.SCHEMA`. It is lazy, as Spark is: articles are read where and when the rows are asked for, and
pass through in small batches. Each Python worker loads the models once, at its first article, and computes
on one thread, since Spark runs a worker per core. A row that can't be read never stops the job; ``error`` says why.

Needs pyspark and pyarrow (``pip install 'quoteattr[spark]'``), on the workers as on the driver.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quoteattr.errors import InputError, QuoteattrError
from quoteattr.extras import require
from quoteattr.models import ModelNames, Models
from quoteattr.output import arrow
from quoteattr.output.arrow import as_table
from quoteattr.pipeline import Pipeline, load
from quoteattr.statements.cues import Cue

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import DataType, StructField, StructType

__all__ = ["extract", "session"]


def extract(
    dataframe: DataFrame,
    text: str = "body",
    id: str | None = "id",
    *,
    thoughts: bool = False,
    keep: Sequence[str] = (),
    stanza: str | Path = "bundled",
    verbs: Iterable[str | Cue] = (),
    batch_size: int = 16,
) -> DataFrame:
    """Return the quotes of the articles in a column, one row for each row of `dataframe`.

    `text` names the column of the texts, `id` that of their ids (strings or whole numbers, which become their
    digits), ``None`` where there is none; `keep` names columns that are kept as they are. With `thoughts`, what
    sources think is returned too. `stanza` and `verbs` are as in `quoteattr.load`; a folder must be there on every
    worker. A worker reads `batch_size` articles at a time and hands them on.

    Rows without text or with bytes that are not UTF-8 get an ``error`` and null ``quotes`` and ``speakers``, as does
    an article that could not be read. A `ModelError` on a worker, where no article can be read, fails the job.

    Raises `InputError` where a column is missing, has the wrong type or its name is taken; `TypeError` for
    anything that is no DataFrame; `ValueError` for a batch of less than one; `QuoteattrError` where pyspark or pyarrow
    is not installed.
    """
    require("pyspark.sql", "spark")
    if not hasattr(dataframe, "mapInArrow"):
        raise TypeError(
            f"expected a Spark DataFrame, got {type(dataframe).__name__}: make one with spark.createDataFrame"
        )
    if isinstance(keep, str):
        raise TypeError(f"keep: expected the names of columns, got the str {keep!r}: write [{keep!r}]")
    if batch_size < 1:
        raise ValueError(f"batch_size: expected at least 1, got {batch_size}")
    _check_types(dataframe, text, id)
    schema = _schema([_field(dataframe, name) for name in keep])
    models = load(stanza, verbs=verbs).models.names
    read = partial(_read, column=text, names=schema.names, thoughts=thoughts, models=models, batch_size=batch_size)
    return dataframe.select(*_select_columns(text, id, keep)).mapInArrow(read, schema)


def session(workers: int = 2) -> SparkSession:
    """Return a Spark session on this machine with `workers` Python workers, without a web page; end it with ``stop()``.

    Where a session runs already, it is that one. Raises `QuoteattrError` where pyspark or Java is missing,
    `ValueError` for less than one worker.
    """
    if workers < 1:
        raise ValueError(f"workers: expected at least 1, got {workers}")
    sql = require("pyspark.sql", "spark")
    running = sql.SparkSession.getActiveSession()
    if running is not None:
        return running
    _check_java()
    settings = {
        "spark.sql.execution.arrow.maxRecordsPerBatch": "256",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else workers run the python3 of the PATH
    spark = sql.SparkSession.builder.master(f"local[{workers}]").appName("quoteattr").config(map=settings).getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def _check_java() -> None:
    """Raise `QuoteattrError` where there is no Java."""
    home = os.environ.get("JAVA_HOME")
    if not (shutil.which("java", path=str(Path(home, "bin"))) if home else shutil.which("java")):
        where = f"in JAVA_HOME ({home})" if home else "on the PATH, and JAVA_HOME is not set"
        raise QuoteattrError(f"Java is missing: Spark needs Java 17 or later, and there is none {where}: install it")


def _field(dataframe: DataFrame, name: str) -> StructField:
    """Return the field of a column. Raises `InputError` where there is none."""
    for field in dataframe.schema.fields:
        if field.name == name:
            return field
    has = ", ".join(map(repr, dataframe.schema.names)) or "none"
    raise InputError(f"no column {name!r}; the DataFrame has {has}: name those to use with text=, id= and keep=")


def _check_types(dataframe: DataFrame, text: str, id: str | None) -> None:
    """Raise `InputError` where the texts are no strings, or the ids neither strings nor whole numbers."""
    types = require("pyspark.sql.types", "spark")
    found = _field(dataframe, text).dataType
    if not isinstance(found, types.StringType):
        raise InputError(f"column {text!r}: expected strings, got {found.simpleString()}: cast it or name another")
    found = types.StringType() if id is None else _field(dataframe, id).dataType
    if not isinstance(found, (types.StringType, types.IntegralType)):
        raise InputError(
            f"column {id!r}: expected strings or whole numbers, got {found.simpleString()}: cast it, name another, "
            "or pass id=None"
        )


def _select_columns(text: str, id: str | None, keep: Sequence[str]) -> list[Any]:
    """Return the columns for the workers: text, id and those to keep, named by numbers, since dots break mapInArrow."""
    functions = require("pyspark.sql.functions", "spark")
    taken = set(arrow.SCHEMA.names)
    for name in keep:
        if name in taken:
            raise InputError(f"keep: the name {name!r} is taken: rename the column, or leave it out of keep")
        taken.add(name)
    ids = functions.lit(None) if id is None else functions.col(_escape_name(id))
    kept = [functions.col(_escape_name(name)) for name in keep]
    columns = [functions.col(_escape_name(text)), ids.cast("string"), *kept]
    return [column.alias(str(place)) for place, column in enumerate(columns)]


def _escape_name(name: str) -> str:
    """Return the name of a column as Spark takes it whole, dots and all."""
    return "`" + name.replace("`", "``") + "`"


def _schema(kept: Sequence[StructField]) -> StructType:
    """Return the schema of the result in Spark's types: id, the columns that are kept, the rest of `SCHEMA`."""
    types = require("pyspark.sql.types", "spark")
    first, *rest = (types.StructField(field.name, _spark_type(field.type)) for field in arrow.SCHEMA)
    return types.StructType([first, *kept, *rest])


def _spark_type(type: pa.DataType) -> DataType:
    """Return Spark's type for one of Arrow."""
    types, is_a = require("pyspark.sql.types", "spark"), require("pyarrow.types", "spark")
    if is_a.is_struct(type):
        return types.StructType([types.StructField(field.name, _spark_type(field.type)) for field in type])
    if is_a.is_list(type):
        return types.ArrayType(_spark_type(type.value_type))
    simple = {
        "string": types.StringType,
        "int64": types.LongType,
        "double": types.DoubleType,
        "bool": types.BooleanType,
    }
    return simple[str(type)]()


def _read(
    batches: Iterable[pa.RecordBatch],
    *,
    column: str,
    names: Sequence[str],
    thoughts: bool,
    models: ModelNames,
    batch_size: int,
) -> Iterator[pa.RecordBatch]:
    """Yield the rows for Spark's batches, a few articles at a time. Runs on a worker."""
    pipeline = _worker_pipeline(models)
    for batch in batches:
        for start in range(0, batch.num_rows, batch_size):
            part = batch.slice(start, batch_size)
            texts = [_text(cell, column) for cell in part.column(0)]
            read = pipeline.pipe([t for t in texts if isinstance(t, str)], thoughts=thoughts, batch_size=batch_size)
            outcomes = [next(read) if isinstance(text, str) else text for text in texts]
            yield _join(part, as_table(outcomes, [_id(cell) for cell in part.column(1)]), names)


@cache
def _worker_pipeline(models: ModelNames) -> Pipeline:
    """Return the pipeline of this process, made once: Spark keeps a worker's process for its next tasks."""
    import torch

    torch.set_num_threads(1)
    return Pipeline(Models(models))


def _text(cell: pa.StringScalar, column: str) -> str | InputError:
    """Return the text of a cell, whose bytes nobody has checked, or an error in its place."""
    if not cell.is_valid:
        return InputError(f"column {column!r}: expected a text, got null")
    try:
        return bytes(cell.as_buffer()).decode("utf-8")
    except UnicodeDecodeError as error:
        return InputError(f"column {column!r}: not UTF-8: byte {error.start} is 0x{error.object[error.start]:02x}")


def _id(cell: pa.StringScalar) -> str | None:
    return bytes(cell.as_buffer()).decode("utf-8", errors="replace") if cell.is_valid else None


def _join(part: pa.RecordBatch, table: pa.Table, names: Sequence[str]) -> pa.RecordBatch:
    """Return rows with the columns that are kept of `part` between the id and the other columns of `table`."""
    (results,) = table.to_batches()
    columns = [results.columns[0], *part.columns[2:], *results.columns[1:]]
    return require("pyarrow", "spark").RecordBatch.from_arrays(columns, names=names)
