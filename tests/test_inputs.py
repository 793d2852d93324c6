from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quoteattr import QuoteattrError
from quoteattr.commands.inputs import Input, count_articles, read_inputs
from quoteattr.commands.sources import find_sources


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Texts and records at several depths; the working directory is the one above."""
    root = tmp_path / "news"
    for name in ("b.txt", "a.txt", "B.TXT", "2024/z.txt", "2024/05/a.txt", "2023/a.txt"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(f"The text of {name}.", encoding="utf-8")
    for name in (".hidden.txt", ".git/a.txt", "notes.md", "c.txt~"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("no", encoding="utf-8")
    (root / "r.jsonl").write_text('{"id": 1, "body": "One."}\n\n{"id": 2, "body": "Two."}\n', encoding="utf-8")
    (root / "2024" / "r.ndjson").write_text('{"body": "Three."}', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return root


def parquet(path: Path, **columns: Any) -> Path:
    arrow = pytest.importorskip("pyarrow", reason="needs pyarrow")
    from pyarrow import parquet as pq

    pq.write_table(arrow.table(columns), path)
    return path


def give(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))  # type: ignore[arg-type]


def ids(*arguments: str, field: str | None = None) -> list[str | int | None]:
    return [item.id for item in read_inputs(arguments, field)]


def problems(*arguments: str, field: str | None = None) -> list[str]:
    return [f"{item.where}: {item.problem}" for item in read_inputs(arguments, field) if item.problem is not None]


def test_texts_of_a_folder_come_in_order_with_their_paths_as_ids(folder: Path) -> None:
    assert ids("news") == ["B", "a", "b", "2023/a", "2024/z", "2024/05/a"]
    assert ids(str(folder)) == ids("news/") == ids("news")
    item = list(read_inputs(["news"]))[4]
    assert item == Input(os.path.join("news", "2024", "z.txt"), "2024/z", "The text of 2024/z.txt.")


def test_with_a_field_the_records_of_a_folder_are_read(folder: Path) -> None:
    assert [item.text for item in read_inputs(["news"], "body")] == ["One.", "Two.", "Three."]
    assert ids("news", field="body") == [1, 2, None]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("news/?.txt", ["a", "b"]),
        ("news/*/*.txt", ["a", "z"]),
        ("news/2024/**/*.txt", ["a", "z"]),
        ("news/202[34]", ["a", "z", "05/a"]),
        ("new[s]/b.txt", ["b"]),
    ],
)
def test_patterns_give_their_files_in_alphabetical_order(folder: Path, pattern: str, expected: list[str]) -> None:
    assert ids(pattern) == expected


def test_a_file_named_like_a_pattern_is_read_as_a_file(folder: Path) -> None:
    (folder / "[a].txt").write_text("Odd name.", encoding="utf-8")
    assert [item.text for item in read_inputs(["news/[a].txt"])] == ["Odd name."]


def test_a_file_given_twice_is_read_twice(folder: Path) -> None:
    assert ids("news/a.txt", "news/a.txt") == ["a", "a"]


@pytest.mark.parametrize(
    ("argument", "field", "complaint"),
    [
        ("news/gone.txt", None, "news/gone.txt: could not be read: No such file or directory"),
        ("news/*.xml", None, "news/*.xml: could not be read: no file has such a name"),
        ("news/.git", "body", "news/.git: no articles in it: looked for *.jsonl, *.ndjson, *.parquet"),
        ("news/05", None, "news/05: no articles in it: looked for *.txt; records are read with --field"),
    ],
)
def test_an_argument_without_articles_is_a_problem(
    folder: Path, argument: str, field: str | None, complaint: str
) -> None:
    (folder / "05").mkdir()
    assert problems(argument, "news/a.txt" if field is None else "news/r.jsonl", field=field) == [complaint]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read anything")
def test_a_folder_without_permission_is_a_problem(folder: Path) -> None:
    (folder / "2024").chmod(0)
    try:
        assert problems("news") == ["news/2024: could not be read: Permission denied"]
        assert len(ids("news")) == 5
    finally:
        (folder / "2024").chmod(0o700)


def test_links_that_lead_in_circles_are_read_once(folder: Path) -> None:
    (folder / "2023" / "up").symlink_to(folder, target_is_directory=True)
    assert len(ids("news")) == 6


def test_excluded_files_are_left_out_of_folders_and_patterns(folder: Path) -> None:
    but = [folder / "2023" / "a.txt", folder / "not there.txt"]
    assert [item.id for item in read_inputs(["news", "news/*/a.txt"], exclude=but)] == [
        "B",
        "a",
        "b",
        "2024/z",
        "2024/05/a",
    ]


def test_files_are_read_only_when_their_turn_comes(folder: Path) -> None:
    items = read_inputs(["news/a.txt", "news/b.txt"])
    next(items)
    (folder / "b.txt").write_text("Changed meanwhile.", encoding="utf-8")
    assert next(items).text == "Changed meanwhile."


def test_parquet_is_read_by_the_column_of_the_text(tmp_path: Path) -> None:
    path = parquet(tmp_path / "in.parquet", id=["x", "y", None], body=["One.", None, "Three."], other=[1, 2, 3])
    assert list(read_inputs([str(path)], "body")) == [
        Input(f"{path}, row 1", "x", "One."),
        Input(f"{path}, row 2", "y", problem="field 'body': expected a string, got NoneType"),
        Input(f"{path}, row 3", None, "Three."),
    ]


def test_parquet_is_recognized_by_its_first_bytes(tmp_path: Path) -> None:
    path = parquet(tmp_path / "in.data", body=["One."])
    assert [(item.id, item.text) for item in read_inputs([str(path)], "body")] == [(None, "One.")]


def test_broken_parquet_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = parquet(tmp_path / "in.parquet", id=[1], body=["One."], number=[3])
    assert problems(str(path), field="text") == [f"{path}: no column 'text'; it has 'body', 'id', 'number'"]
    assert problems(str(path), field="number") == [f"{path}, row 1: field 'number': expected a string, got int"]
    assert problems(str(path)) == [f"{path}: this is Parquet: name the column of the text with --field"]
    give(monkeypatch, path.read_bytes())
    assert problems("-", field="body") == ["standard input: this is Parquet: give the file by its name"]
    path.write_bytes(path.read_bytes()[:-20])
    (problem,) = problems(str(path), field="body")
    assert problem.startswith(f"{path}: could not be read as Parquet: ")


def test_without_pyarrow_the_message_for_parquet_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in.parquet").write_bytes(b"PAR1....PAR1")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(QuoteattrError, match="quoteattr\\[arrow\\]"):
        list(read_inputs([str(tmp_path / "in.parquet")], "body"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_named_pipe_is_read_as_a_file(tmp_path: Path) -> None:
    import threading

    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(b'{"body": "One."}\n'))
    writer.start()
    assert count_articles([str(pipe)], "body") is None
    assert [item.text for item in read_inputs([str(pipe)], "body")] == ["One."]
    writer.join()


def test_articles_are_counted_unless_they_come_through_a_pipe(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert count_articles(["news", "news/a.txt", "gone.txt", "-"]) == 9
    assert count_articles(["news"], "body") == 3
    assert count_articles(["news", "gone.jsonl"], "body") == 4
    assert count_articles(["news", "-"], "body") is None


def test_rows_of_parquet_are_counted(folder: Path) -> None:
    parquet(folder / "in.parquet", body=["One.", "Two."])
    assert count_articles(["news"], "body") == 5


@pytest.mark.parametrize("given", [(), ("news",), ("news/*.txt", "gone.txt", "news")])
@pytest.mark.parametrize("field", [None, "body"])
def test_every_input_has_a_text_or_a_problem(folder: Path, given: tuple[str, ...], field: str | None) -> None:
    items = list(read_inputs(given, field))
    assert all((item.text is None) != (item.problem is None) for item in items)
    assert len(items) == count_articles(given, field) or field is not None
    assert len(list(find_sources(given, field))) <= len(items)


@pytest.mark.parametrize("change", [lambda line: line, lambda line: line.replace(b"\n", b"\r\n"), bytes.strip])
def test_line_ends_of_records_do_not_change_the_articles(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(change(b"".join(json.dumps({"id": i, "body": f"{i}"}).encode() + b"\n" for i in range(3))))
    assert [(item.id, item.text) for item in read_inputs([str(path)], "body")] == [(0, "0"), (1, "1"), (2, "2")]
