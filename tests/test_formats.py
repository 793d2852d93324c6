from __future__ import annotations

import json
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from quoteattr import Article, ArticleError, Quote, QuoteKind, RecordError, Span, Speaker
from quoteattr.commands.inputs import Input
from quoteattr.commands.results import Result
from quoteattr.commands.sinks import open_sink
from quoteattr.output.formats import FORMATS, Format, Pages, Stream, find_format, format_of_file
from quoteattr.output.frame import csv_entry
from quoteattr.output.json import as_error_line, as_jsonl, from_jsonl, json_entry, jsonl_entry
from quoteattr.output.outcomes import Entry
from quoteattr.output.table import table_entry

TEXT = "The ferry will not sail, said Kofi Asante."
ARTICLE = Article((Quote((Span.cut(TEXT, 0, 23),), QuoteKind.INDIRECT, speaker=Speaker("Kofi Asante")),), id="é")


def test_names_and_endings_of_formats_are_unique() -> None:
    assert max(Counter(row.name for row in FORMATS).values()) == 1
    assert max(Counter(ending for row in FORMATS for ending in row.endings).values()) == 1


@pytest.mark.parametrize(
    ("path", "name"),
    [("a.json", "json"), ("a.JSONL", "jsonl"), ("b/a.csv", "csv"), ("a.parquet", "parquet"), ("a.htm", "html")]
    + [(path, "table") for path in ("a.txt", "a", "", ".json", "a.json.gz")],
)
def test_the_ending_of_a_file_names_its_format(path: str, name: str) -> None:
    assert format_of_file(path).name == name


def test_json_lines_and_parquet_can_be_resumed() -> None:
    assert [row.name for row in FORMATS if row.resumes] == ["jsonl", "parquet"]


def test_a_format_that_does_not_exist_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        find_format("xml")


def test_a_blank_line_stands_before_every_table_but_the_first() -> None:
    first, second = table_entry(Entry(ARTICLE)), table_entry(Entry(ARTICLE, 1, is_first=False))
    assert second == "\n" + first
    assert first.startswith("é: 1 quote\n\nKofi Asante")


def test_csv_entries_have_one_header_and_the_places_of_their_inputs() -> None:
    first, second = csv_entry(Entry(ARTICLE, 2)), csv_entry(Entry(ARTICLE, 5, is_first=False))
    assert first.startswith("id,article,quote,text")
    assert [line.split(",")[:2] for line in first.splitlines()[1:] + second.splitlines()] == [["é", "2"], ["é", "5"]]


@pytest.mark.parametrize("write", [json_entry, jsonl_entry])
def test_json_entries_are_ascii_where_nothing_else_can_be_written(write: Any) -> None:
    assert write(Entry(ARTICLE, ascii_only=True)).isascii()
    assert json.loads(write(Entry(ARTICLE, ascii_only=True))) == json.loads(write(Entry(ARTICLE))) == ARTICLE.to_dict()


def test_lines_of_articles_and_errors_come_back() -> None:
    assert from_jsonl(as_jsonl(ARTICLE).encode()) == ("é", ARTICLE)
    name, error = from_jsonl(as_error_line(7, "not UTF-8"))
    assert name == 7
    assert isinstance(error, ArticleError)
    assert error.reason == "not UTF-8"


@pytest.mark.parametrize("line", ["", "no", "[]", "{}", '{"error": "no id"}', '{"id": 1, "error": 2}', "[" * 100_000])
def test_other_lines_are_record_errors(line: str) -> None:
    with pytest.raises(RecordError, match="expected a line that quoteattr wrote, got something else"):
        from_jsonl(line)


def test_a_new_format_is_written_to_files_by_its_row_alone(tmp_path: Path) -> None:
    names = Format("names", (".names",), Stream(lambda entry: f"{entry.place} {entry.article.quotes[0].speaker}\n"))
    pages = Format("copies", (".copy",), Pages(lambda article, text: f"{article.id}: {text}"))
    result = Result(Input("a.txt", "é", TEXT), ARTICLE)
    for chosen, path in ((names, tmp_path / "all.names"), (pages, tmp_path / "one.copy")):
        with closing(open_sink(chosen, path)) as sink:
            sink.write(result)
            sink.finish()
    assert (tmp_path / "all.names").read_text(encoding="utf-8").startswith("0 Speaker(name='Kofi Asante'")
    assert (tmp_path / "one.copy").read_text(encoding="utf-8") == f"é: {TEXT}"
