from __future__ import annotations

import datetime
import decimal
import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import quoteattr
import quoteattr.spark
from quoteattr import Article, ArticleError, InputError, Pipeline, QuoteattrError
from quoteattr.models import ModelNames
from quoteattr.output import arrow
from quoteattr.output.arrow import as_table, read_articles

TEXTS = [
    "“The wall will not last,” said Ada Brandt, a former engineer at the Delta Trust.",
    "",
    "Kofi Asante said the ferry would not sail. The mayor hopes that the rain will stop.",
    "Le café est fermé 😀. “No,” said Ada Brandt.",
]

pytestmark = [
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
    pytest.mark.filterwarnings("ignore:distutils Version classes are deprecated:DeprecationWarning"),  # Spark 3.5
    pytest.mark.filterwarnings("ignore:.*socket:pytest.PytestUnraisableExceptionWarning"),  # pyspark leaves some open
]


def java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=str(Path(home, "bin"))) if home else shutil.which("java")


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    pytest.importorskip("pyspark", reason="pyspark is not installed")
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    pytest.importorskip("pandas", reason="pandas is not installed, which pyspark wants")
    if java() is None:
        pytest.skip("Java is not installed")
    session = quoteattr.spark.session(workers=2)
    yield session
    session.stop()
    gc.collect()  # sockets that pyspark left open are noticed here, not in some other test


def outcomes(frame: Any, tmp_path: Path) -> list[Article | ArticleError]:
    """What `extract` gave, by way of Parquet, in the order of the ids."""
    path = tmp_path / "out.parquet"
    frame.coalesce(1).sortWithinPartitions("id").write.parquet(str(path))
    return list(read_articles(path))


def test_two_workers_read_what_the_pipeline_reads(spark: Any, pipeline: Pipeline, tmp_path: Path) -> None:
    rows = [(str(i), TEXTS[i % 4]) for i in range(9)]
    frame = spark.createDataFrame(rows, "id string, body string").repartition(3)
    assert spark.sparkContext.master == "local[2]"
    found = outcomes(quoteattr.spark.extract(frame), tmp_path)
    assert found == [pipeline(text, id=name) for name, text in rows]


def test_thoughts_are_returned_with_the_option_thoughts_only(spark: Any, pipeline: Pipeline, tmp_path: Path) -> None:
    frame = spark.createDataFrame([(TEXTS[2],)], "text string")
    found = outcomes(quoteattr.spark.extract(frame, text="text", id=None, thoughts=True), tmp_path)
    assert found == [pipeline(TEXTS[2], thoughts=True)]


def test_verbs_of_one_s_own_reach_the_workers(spark: Any, tmp_path: Path) -> None:
    text = "Ada Obi pontificated that the bridge was safe."
    frame = spark.createDataFrame([(text,)], "text string")
    found = outcomes(quoteattr.spark.extract(frame, text="text", id=None, verbs=["pontificate"]), tmp_path)
    assert found == [quoteattr.load(verbs=["pontificate"])(text)]
    assert len(found[0].quotes) == 1


def test_the_schema_is_known_before_anything_is_read(spark: Any) -> None:
    frame = spark.createDataFrame([], "number int, text string, date date")
    out = quoteattr.spark.extract(frame, "text", "number", keep=["date"])
    assert out.dtypes[:2] == [("id", "string"), ("date", "date")]
    assert out.columns[2:] == ["quotes", "speakers", "error"]
    quotes = dict(out.selectExpr("explode(quotes) quote").selectExpr("quote.*").dtypes)
    assert quotes["spans"] == "array<struct<start:bigint,end:bigint,text:string>>"
    assert quotes["speaker"].startswith("struct<name:string,kind:string,mention:struct<start:bigint")
    assert quotes["confidence"] == "double"
    assert out.collect() == []


def test_rows_that_can_not_be_read_have_an_error_and_do_not_stop_the_others(spark: Any) -> None:
    frame = spark.sql(
        f"""select 1L n, '{TEXTS[2]}' body union all select 2, null union all select 3, cast(X'63616fe9' as string)
        union all select null, '' union all select 5, repeat('no ', 3)"""
    )
    rows = {row.id: row for row in quoteattr.spark.extract(frame, id="n", batch_size=2).collect()}
    assert {name: row.error for name, row in rows.items()} == {
        "1": None,
        "2": "column 'body': expected a text, got null",
        "3": "column 'body': not UTF-8: byte 3 is 0xe9",
        None: None,
        "5": None,
    }
    assert rows["2"].quotes is rows["2"].speakers is rows["3"].quotes is None
    assert rows["1"].quotes[0].speaker.name == "Kofi Asante"
    assert rows[None].quotes == []


def test_ids_that_are_not_utf_8_are_accepted(spark: Any) -> None:
    frame = spark.sql("select cast(X'61e9' as string) id, '' body")
    assert [row.id for row in quoteattr.spark.extract(frame).collect()] == ["a\ufffd"]


def test_columns_to_keep_are_unchanged(spark: Any) -> None:
    types = (
        "`a b` date, `c.d` timestamp, e decimal(5,2), f array<string>, g map<string,int>, h binary, `i``j` array<int>"
    )
    cells = (datetime.date(2024, 1, 1), datetime.datetime(2024, 1, 1, 12), decimal.Decimal("1.50"))
    nested = (["a", None], {"k": 1}, bytearray(b"\xff"), [7])
    rows = [("x", *cells, *nested), ("y", *[None] * 7)]
    frame = spark.createDataFrame(rows, f"body string, {types}")
    out = quoteattr.spark.extract(frame, id=None, keep=["h", "body", "a b", "c.d", "e", "f", "g", "i`j"])
    assert out.columns == ["id", "h", "body", "a b", "c.d", "e", "f", "g", "i`j", "quotes", "speakers", "error"]
    assert dict(frame.dtypes).items() <= dict(out.dtypes).items()
    found = sorted(map(tuple, out.collect()), key=lambda row: row[2])
    assert [row[:9] for row in found] == [
        (None, nested[2], "x", *cells, *nested[:2], [7]),
        (None, None, "y", *[None] * 6),
    ]


def test_large_string_types_are_read(spark: Any) -> None:
    spark.conf.set("spark.sql.execution.arrow.useLargeVarTypes", "true")
    try:
        frame = spark.createDataFrame([("a", TEXTS[0])], "id string, body string")
        (row,) = quoteattr.spark.extract(frame, keep=["body"]).collect()
    finally:
        spark.conf.unset("spark.sql.execution.arrow.useLargeVarTypes")
    assert (row.id, row.body, row.error, len(row.quotes)) == ("a", TEXTS[0], None, 1)


def test_workers_without_models_fail_the_job(spark: Any, tmp_path: Path) -> None:
    frame = spark.createDataFrame([("a", TEXTS[0])], "id string, body string")
    with pytest.raises(Exception, match="ModelError: no Stanza models for English in"):
        quoteattr.spark.extract(frame, stanza=tmp_path).collect()


def test_spark_reuses_its_python_workers(spark: Any) -> None:
    """Python workers are reused, so that a cached pipeline is as good as one a worker."""
    frame = spark.range(8).repartition(8)

    def ids(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow as pa

        for batch in batches:
            yield pa.RecordBatch.from_arrays([pa.array([os.getpid()] * batch.num_rows)], ["id"])

    first, second = ({row.id for row in frame.mapInArrow(ids, "id long").collect()} for _ in range(2))
    assert len(first | second) <= 2


def test_the_message_for_a_missing_column_names_it(spark: Any) -> None:
    frame = spark.createDataFrame([], "name string, body string")
    with pytest.raises(InputError, match="no column 'text'; the DataFrame has 'name', 'body'"):
        quoteattr.spark.extract(frame, "text")
    with pytest.raises(InputError, match=r"no column 'id'; .* with text=, id= and keep="):
        quoteattr.spark.extract(frame)
    with pytest.raises(InputError, match="no column 'date'"):
        quoteattr.spark.extract(frame, id="name", keep=["name", "date"])


@pytest.mark.parametrize("kind", ["int", "binary", "array<string>", "struct<text:string>"])
def test_a_text_column_of_another_type_is_refused(kind: str, spark: Any) -> None:
    frame = spark.createDataFrame([], f"id string, body {kind}")
    with pytest.raises(InputError, match="column 'body': expected strings, got "):
        quoteattr.spark.extract(frame)


@pytest.mark.parametrize("kind", ["double", "boolean", "date", "array<string>"])
def test_an_id_column_of_another_type_is_refused(kind: str, spark: Any) -> None:
    frame = spark.createDataFrame([], f"id {kind}, body string")
    with pytest.raises(InputError, match="column 'id': expected strings or whole numbers, got "):
        quoteattr.spark.extract(frame)


@pytest.mark.parametrize("keep", [["id"], ["quotes"], ["error"], ["body", "body"]])
def test_a_column_name_that_is_taken_is_refused(keep: list[str], spark: Any) -> None:
    frame = spark.createDataFrame([], "id string, body string, quotes int, error int")
    with pytest.raises(InputError, match=f"keep: the name '{keep[-1]}' is taken"):
        quoteattr.spark.extract(frame, keep=keep)


def test_wrong_arguments_are_refused(spark: Any) -> None:
    frame = spark.createDataFrame([], "id string, body string")
    with pytest.raises(TypeError, match=r"keep: expected the names of columns, got the str 'body': write \['body'\]"):
        quoteattr.spark.extract(frame, keep="body")
    with pytest.raises(ValueError, match="batch_size: expected at least 1, got 0"):
        quoteattr.spark.extract(frame, batch_size=0)
    with pytest.raises(TypeError, match="expected a Spark DataFrame, got list"):
        quoteattr.spark.extract([("a", "b")])  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="workers: expected at least 1, got 0"):
        quoteattr.spark.session(0)


def test_session_returns_the_running_session(spark: Any) -> None:
    assert quoteattr.spark.session() is spark


@pytest.fixture
def pa() -> Any:
    return pytest.importorskip("pyarrow", reason="pyarrow is not installed")


class Fragile:
    """A pipeline that can't read every text."""

    def pipe(self, texts: list[str], *, thoughts: bool, batch_size: int) -> Iterator[Article | ArticleError]:
        assert len(texts) <= batch_size
        for index, text in enumerate(texts):
            yield ArticleError(index, "too odd") if text == "odd" else Article(id="its own")


def test_articles_that_fail_on_a_worker_have_an_error_in_their_row(pa: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quoteattr.spark, "_worker_pipeline", lambda models: Fragile())
    texts, ids = ["a", "odd", None, "b", "odd"], ["1", "2", "3", None, "5"]
    batches = [pa.RecordBatch.from_arrays([pa.array(texts), pa.array(ids), pa.array(range(5))], ["0", "1", "2"])] * 2
    names = ["id", "n", "quotes", "speakers", "error"]
    made = list(
        quoteattr.spark._read(batches, column="body", names=names, thoughts=False, models=ModelNames(), batch_size=2)
    )
    assert [batch.num_rows for batch in made] == [2, 2, 1] * 2
    table = pa.Table.from_batches(made).slice(0, 5)
    assert table["id"].to_pylist() == ids
    assert table["n"].to_pylist() == list(range(5))
    null = "column 'body': expected a text, got null"
    assert table["error"].to_pylist() == [None, "too odd", null, None, "too odd"]
    assert table["quotes"].to_pylist() == [[], None, None, [], None]
    assert table.select(arrow.SCHEMA.names).schema == as_table([]).schema


def test_batches_are_read_only_when_they_are_needed(pa: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quoteattr.spark, "_worker_pipeline", lambda models: Fragile())

    def batches() -> Iterator[Any]:
        yield pa.RecordBatch.from_arrays([pa.array(["a"] * 3), pa.array(["1"] * 3)], ["0", "1"])
        raise RuntimeError("asked for more than it needs")

    made = quoteattr.spark._read(
        batches(), column="body", names=arrow.SCHEMA.names, thoughts=False, models=ModelNames(), batch_size=2
    )
    assert [next(made).num_rows for _ in range(2)] == [2, 1]


def test_a_process_loads_the_models_once() -> None:
    assert quoteattr.spark._worker_pipeline(ModelNames()) is quoteattr.spark._worker_pipeline(ModelNames())


def test_without_pyspark_the_message_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "pyspark"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(QuoteattrError, match=r"pyspark is missing: pip install 'quoteattr\[spark\]'"):
        quoteattr.spark.extract(None)  # type: ignore[arg-type]
    with pytest.raises(QuoteattrError, match=r"pyspark is missing: pip install 'quoteattr\[spark\]'"):
        quoteattr.spark.session()


@pytest.mark.parametrize(("home", "where"), [("", "on the PATH"), ("nowhere", r"in JAVA_HOME \(nowhere\)")])
def test_without_java_the_message_says_where_it_was_looked_for(
    home: str, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVA_HOME", home)
    monkeypatch.setattr(shutil, "which", lambda *arguments, **options: None)
    with pytest.raises(
        QuoteattrError, match=f"Java is missing: Spark needs Java 17 or later, and there is none {where}"
    ):
        quoteattr.spark._check_java()


def test_importing_quoteattr_spark_loads_neither_spark_nor_arrow() -> None:
    code = "import sys, quoteattr.spark; print({'pyspark', 'pyarrow', 'pandas', 'torch'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"set()\n"
