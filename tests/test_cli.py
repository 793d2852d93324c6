from __future__ import annotations

import csv
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import types
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import quoteattr
from quoteattr import Article, ArticleError, Pipeline
from quoteattr.commands.main import main
from quoteattr.language.reader import Reader
from quoteattr.models import ModelNames, Models
from quoteattr.text.page import Page

ROOT = Path(__file__).parents[1]
STORY = "“The wall will not last,” said Ada Brandt, an engineer.\n\nThe mayor hopes that the rain will stop.\n"
OTHER = "Kofi Asante said the ferry would not sail.\n"


@pytest.fixture(autouse=True)
def _loaded(monkeypatch: pytest.MonkeyPatch, pipeline: Pipeline) -> None:
    """Load the bundled models once for all tests of the command line."""
    load = quoteattr.load
    monkeypatch.setattr(quoteattr, "load", lambda stanza: pipeline if stanza == "bundled" else load(stanza))


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


@pytest.fixture
def other(tmp_path: Path) -> Path:
    path = tmp_path / "other.txt"
    path.write_text(OTHER, encoding="utf-8")
    return path


def fragile(*poison: str) -> Pipeline:
    """A pipeline that fails on some texts."""

    class FragileReader(Reader):
        def read(self, pages: Sequence[Page]) -> Any:
            if any(page.text in poison for page in pages):
                raise RuntimeError("out of luck")
            return super().read(pages)

    class Fragile(Models):
        reader = FragileReader()

    return Pipeline(Fragile(ModelNames()))


def give(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def jsonl(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def lines(path: Path, *records: object) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def test_a_file_is_named_by_its_stem(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", "--format", "jsonl", str(story)]) == 0
    (data,) = jsonl(capsys)
    assert data["id"] == "story"
    assert Article.from_dict(data) == quoteattr.load("bundled")(STORY, id="story")


def test_standard_input_has_no_id(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    give(monkeypatch, STORY.encode())
    assert main(["extract", "--format", "jsonl", "-"]) == 0
    (data,) = jsonl(capsys)
    assert data["id"] is None
    assert data["quotes"][0]["spans"][0]["text"] == "“The wall will not last,”"


def test_several_inputs_come_in_their_order(
    story: Path, other: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    give(monkeypatch, OTHER.encode())
    assert main(["extract", "--format", "jsonl", str(other), "-", str(story)]) == 0
    assert [data["id"] for data in jsonl(capsys)] == ["other", None, "story"]


def test_an_empty_file_is_an_empty_article(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    assert main(["extract", "--format", "jsonl", str(empty)]) == 0
    assert jsonl(capsys) == [{"id": "empty", "quotes": [], "speakers": []}]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_offsets_are_those_of_the_file_as_it_is(tmp_path: Path, mark: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "dos.txt"
    text = mark + "The mayor left.\r\n\r\n“The wall will not last,” said Ada Brandt.\r\n"
    path.write_bytes(text.encode())
    assert main(["extract", "--format", "jsonl", str(path)]) == 0
    (data,) = jsonl(capsys)
    (span,) = data["quotes"][0]["spans"]
    assert text[span["start"] : span["end"]] == span["text"] == "“The wall will not last,”"


def test_format_json_writes_an_indented_object(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", "--format", "json", str(story)]) == 0
    out = capsys.readouterr().out
    assert out.startswith('{\n  "id": "story",\n')
    assert json.loads(out)["id"] == "story"


def test_format_jsonl_writes_one_line_per_article(story: Path, other: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", "--format", "jsonl", str(story), str(other)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


@pytest.mark.parametrize("chosen", [[], ["--format", "table"]])
def test_the_default_format_is_a_readable_table(
    chosen: list[str], story: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["extract", *chosen, str(story)]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[0] == "story: 1 quote"
    assert "Ada Brandt" in out
    assert "“The wall will not last,”" in out


def test_a_blank_line_separates_tables(story: Path, other: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(story), str(other)]) == 0
    assert "\n\nother: 1 quote\n" in capsys.readouterr().out


def test_thoughts_are_written_with_the_option_thoughts_only(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["extract", "--format", "jsonl", str(story)])
    (without,) = jsonl(capsys)
    main(["extract", "--format", "jsonl", "--thoughts", str(story)])
    (with_thoughts,) = jsonl(capsys)
    assert [q["presentation"] for q in without["quotes"]] == ["speech"]
    assert [q["presentation"] for q in with_thoughts["quotes"]] == ["speech", "thought"]


def test_tables_have_no_control_characters_of_texts_and_file_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "evil\x1b[2J.txt"
    evil = "“The wall \x1b[31mwill\x07 not \u202elast,” said Ada \x9bBrandt, an\x1b]0;x\x07 engineer.\n"
    path.write_text(evil, encoding="utf-8")
    assert main(["extract", str(path)]) == 0
    out = capsys.readouterr().out
    assert "1 quote" in out
    assert not {"\x1b", "\x07", "\x9b", "\u202e", "\x00"} & set(out)


@pytest.mark.parametrize("id", ["a-1", "", 7, 0, -1])
def test_ids_of_records_are_written_back(id: str | int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = lines(tmp_path / "in.jsonl", {"id": id, "body": OTHER})
    assert main(["extract", "--format", "jsonl", "--field", "body", str(path)]) == 0
    (data,) = jsonl(capsys)
    assert data["id"] == id
    assert type(data["id"]) is type(id)


@pytest.mark.parametrize("record", [{}, {"id": None}, {"id": True}, {"id": 1.5}, {"id": ["a"]}])
def test_ids_of_other_types_are_written_as_null(
    record: dict[str, object], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = lines(tmp_path / "in.jsonl", {**record, "body": OTHER})
    assert main(["extract", "--format", "jsonl", "--field", "body", str(path)]) == 0
    assert [data["id"] for data in jsonl(capsys)] == [None]


def test_records_are_read_line_by_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = lines(tmp_path / "in.jsonl", {"id": 1, "body": OTHER}, {"id": 2, "body": STORY})
    give(monkeypatch, path.read_bytes().replace(b"\n", b"\r\n\n") + b'{"id": 3, "body": ""}')
    assert main(["extract", "--format", "jsonl", "--field", "body", "-"]) == 0
    found = jsonl(capsys)
    assert [data["id"] for data in found] == [1, 2, 3]
    assert [len(data["quotes"]) for data in found] == [1, 1, 0]


def test_json_lines_keep_lone_surrogates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('{"body": "“No \\ud800 more of this,” said Ada Brandt."}\n', encoding="utf-8")
    assert main(["extract", "--format", "jsonl", "--field", "body", str(path)]) == 0
    (data,) = jsonl(capsys)
    assert data["quotes"][0]["spans"][0]["text"] == "“No \ud800 more of this,”"


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (b'{"body": "no', "line 2: not JSON: "),
        (b"no", "line 2: not JSON: Expecting value"),
        (b'["no"]', "line 2: expected a JSON object, got list"),
        (b"null", "line 2: expected a JSON object, got NoneType"),
        (b'{"id": 2, "text": "no"}', "line 2: no field 'body'; it has 'id', 'text'"),
        (b"{}", "line 2: no field 'body'; it has none"),
        (b'{"body": null}', "line 2: field 'body': expected a string, got NoneType"),
        (b'{"body": 3}', "line 2: field 'body': expected a string, got int"),
        (b'{"body": ["no"]}', "line 2: field 'body': expected a string, got list"),
        (b'{"body": "n\xe9"}', "line 2: not UTF-8: byte 11 is 0xe9"),
        (b"[" * 100_000, "line 2: not JSON: "),
    ],
    ids=["cut", "word", "list", "null", "other field", "nothing", "none", "number", "texts", "latin-1", "deep"],
)
def test_a_bad_line_is_reported_with_its_number_and_the_rest_is_written(
    line: bytes, complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "in.jsonl"
    good = [json.dumps({"id": i, "body": OTHER}).encode() for i in (1, 3)]
    path.write_bytes(b"\n".join([good[0], line, good[1]]) + b"\n")
    assert main(["extract", "--format", "jsonl", "--field", "body", str(path)]) == 1
    captured = capsys.readouterr()
    assert [json.loads(written)["id"] for written in captured.out.splitlines()] == [1, 3]
    assert captured.err.startswith(f"quoteattr: {path}, {complaint}")
    assert captured.err.count("\n") == 1


def test_a_bad_line_of_standard_input_is_reported_with_its_number(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    give(monkeypatch, b"\nno\n")
    assert main(["extract", "--format", "jsonl", "--field", "body", "-"]) == 1
    assert capsys.readouterr().err.startswith("quoteattr: standard input, line 2: not JSON: ")


def test_a_byte_order_mark_before_json_lines_is_skipped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps({"id": 1, "body": OTHER}).encode())
    assert main(["extract", "--format", "jsonl", "--field", "body", str(path)]) == 0


def test_a_missing_file_is_reported_and_the_rest_is_written(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = story.with_name("missing.txt")
    assert main(["extract", "--format", "jsonl", str(missing), str(story)]) == 1
    captured = capsys.readouterr()
    assert json.loads(captured.out)["id"] == "story"
    assert captured.err == f"quoteattr: {missing}: could not be read: No such file or directory\n"


def test_a_folder_without_texts_is_reported_and_the_rest_is_written(
    tmp_path: Path, story: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert main(["extract", "--format", "jsonl", str(empty), str(story)]) == 1
    captured = capsys.readouterr()
    assert json.loads(captured.out)["id"] == "story"
    assert captured.err == (f"quoteattr: {empty}: no articles in it: looked for *.txt; records are read with --field\n")


def test_a_file_that_is_not_utf_8_is_reported_and_the_rest_is_written(
    tmp_path: Path, story: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    latin = tmp_path / "latin.txt"
    latin.write_bytes("Le café est fermé.".encode("latin-1"))
    assert main(["extract", "--format", "jsonl", str(latin), str(story)]) == 1
    captured = capsys.readouterr()
    assert json.loads(captured.out)["id"] == "story"
    assert captured.err == (f"quoteattr: {latin}: not UTF-8: byte 6 is 0xe9; convert it, e.g. with iconv -t UTF-8\n")


def test_an_article_that_fails_is_reported_and_the_rest_is_written(
    story: Path, other: Path, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(quoteattr, "load", lambda stanza: fragile(STORY))
    assert main(["extract", "--format", "jsonl", str(story), str(other)]) == 1
    captured = capsys.readouterr()
    assert json.loads(captured.out)["id"] == "other"
    assert captured.err == f"quoteattr: {story}: could not be processed: RuntimeError: out of luck\n"


def test_messages_have_no_control_characters_of_file_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(tmp_path / "missing\x1b[2J.txt")]) == 1
    assert "\x1b" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [[], ["extract"], ["attribute", "a.txt"], ["extract", "--format", "xml", "-"], ["extract", "--what", "-"]],
)
def test_wrong_usage_exits_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: quoteattr" in capsys.readouterr().err


def test_models_that_cannot_be_loaded_exit_with_2(
    story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["extract", "--stanza", str(tmp_path / "nowhere"), str(story)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("quoteattr: no Stanza models for English in ")
    assert "What to do:" in captured.err


def test_the_option_stanza_takes_a_folder_of_models(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from quoteattr.language.reader import BUNDLED

    assert main(["extract", "--stanza", str(BUNDLED), str(story)]) == 0
    assert "story: 1 quote" in capsys.readouterr().out


def test_the_option_version_prints_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"quoteattr {quoteattr.__version__}\n"


def test_help_names_the_exit_statuses(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    assert "Exit status: 0" in capsys.readouterr().out


def run(*arguments: str, data: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "quoteattr", *arguments],
        cwd=ROOT,
        input=data,
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
    )


def test_python_m_quoteattr_is_the_command_line() -> None:
    done = run("extract", "--format", "jsonl", "-", "missing.txt", data=STORY.encode(), PYTHONIOENCODING="utf-8")
    assert done.returncode == 1
    assert done.stderr == b"quoteattr: missing.txt: could not be read: No such file or directory\n"
    data = json.loads(done.stdout)
    assert data["quotes"][0]["speaker"]["name"] == "Ada Brandt"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_json_stays_valid_where_the_terminal_lacks_letters(encoding: str) -> None:
    data = "“Le café est fermé 😀,” said Ada Brandt.".encode()
    done = run("extract", "--format", "jsonl", "-", data=data, PYTHONIOENCODING=encoding)
    (span,) = json.loads(done.stdout.decode(encoding))["quotes"][0]["spans"]
    assert span["text"] == "“Le café est fermé 😀,”"


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    """A folder of six articles, one of them unreadable."""
    folder = tmp_path / "stories"
    folder.mkdir()
    for number in range(6):
        text = f"{OTHER}\n“That is {number} too many,” said Ada Brandt, an engineer. {STORY}"
        (folder / f"{number}.txt").write_bytes(b"\xff" if number == 3 else text.encode())
    return folder


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_file_of_json_lines_has_a_line_for_each_input(
    stories: Path, tmp_path: Path, pipeline: Pipeline, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.jsonl"
    assert main(["extract", "--output", str(out), str(stories)]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"quoteattr: {stories / '3.txt'}: not UTF-8")
    assert [row["id"] for row in rows(out)] == list("012345")
    assert rows(out)[3] == {
        "id": "3",
        "error": "not UTF-8: byte 0 is 0xff; convert it, e.g. with iconv -t UTF-8",
    }
    text = (stories / "5.txt").read_text(encoding="utf-8")
    assert Article.from_dict(rows(out)[5]) == pipeline(text, id="5")


def test_an_article_that_fails_has_a_line_with_the_error(
    story: Path, other: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quoteattr, "load", lambda stanza: fragile(STORY))
    assert main(["extract", "--output", str(tmp_path / "out.jsonl"), str(story), str(other)]) == 1
    first, second = rows(tmp_path / "out.jsonl")
    assert first == {"id": "story", "error": "could not be processed: RuntimeError: out of luck"}
    assert second["id"] == "other"


@pytest.mark.parametrize(("format", "ending"), [("table", "txt"), ("json", "json"), ("csv", "csv")])
def test_a_file_holds_the_same_bytes_as_standard_output(
    format: str, ending: str, stories: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    main(["extract", "--format", format, str(stories)])
    expected = capsysbinary.readouterr().out
    out = tmp_path / f"out.{ending}"
    assert main(["extract", "--output", str(out), str(stories)]) == 1
    assert out.read_bytes() == expected
    assert len(expected) > 500


def test_csv_has_one_header_and_numbers_the_inputs(stories: Path, tmp_path: Path) -> None:
    main(["extract", "--output", str(tmp_path / "out.csv"), str(stories)])
    with open(tmp_path / "out.csv", encoding="utf-8", newline="") as file:
        header, *found = csv.reader(file)
    assert header[:2] == ["id", "article"]
    assert {row[0]: row[1] for row in found} == {name: name for name in "01245"}


def test_parquet_has_a_row_for_each_input(stories: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pyarrow", reason="needs pyarrow")
    from quoteattr.output.arrow import read_articles

    out = tmp_path / "out.parquet"
    assert main(["extract", "--output", str(out), str(stories)]) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["stories", "out.parquet"]
    found = list(read_articles(out))
    main(["extract", "--format", "jsonl", str(stories)])
    assert [a for a in found if isinstance(a, Article)] == list(map(Article.from_dict, jsonl(capsys)))
    assert isinstance(found[3], ArticleError)
    assert found[3].reason.startswith("not UTF-8")


def test_pages_go_to_one_file_or_to_a_folder_with_one_for_each_article(
    stories: Path, story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["extract", "--output", str(tmp_path / "page.html"), str(story)]) == 0
    assert "Ada Brandt" in (tmp_path / "page.html").read_text(encoding="utf-8")
    (stories / "sub").mkdir()
    (stories / "sub" / "5.txt").write_text(STORY, encoding="utf-8")
    (stories / "sub-5.txt").write_text(STORY, encoding="utf-8")
    assert main(["extract", "--format", "html", "--output", str(tmp_path / "pages"), str(stories)]) == 1
    names = sorted(path.name for path in (tmp_path / "pages").iterdir())
    assert names == ["0.html", "1.html", "2.html", "4.html", "5.html", "sub-5-2.html", "sub-5.html"]
    assert main(["extract", "--output", str(tmp_path / "page.html"), str(story), str(story)]) == 2
    assert "name a folder with --output" in capsys.readouterr().err


def test_the_output_is_not_read_as_an_input(stories: Path, story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines(stories / "in.jsonl", {"id": 1, "body": OTHER})
    out = stories / "out.jsonl"
    for _ in range(2):
        assert main(["extract", "--field", "body", "--output", str(out), str(stories)]) == 0
        assert [row["id"] for row in rows(out)] == [1]
    with pytest.raises(SystemExit):
        main(["extract", "--output", str(story), str(story)])
    assert story.read_text(encoding="utf-8") == STORY
    assert "is one of the inputs" in capsys.readouterr().err


@pytest.fixture
def whole(stories: Path, tmp_path: Path) -> bytes:
    """What a run over `stories` writes that nothing stops."""
    out = tmp_path / "whole.jsonl"
    main(["extract", "--output", str(out), str(stories)])
    return out.read_bytes()


@pytest.mark.parametrize("kept", [0.0, 0.1, 0.5, 0.7, 0.999, 1.0])
def test_resume_completes_a_file_that_was_cut_anywhere(
    stories: Path, whole: bytes, kept: float, tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    out.write_bytes(whole[: round(kept * len(whole))])
    assert main(["extract", "--resume", "--output", str(out), str(stories)]) == 1
    assert out.read_bytes() == whole


def test_resume_reads_no_article_again(
    stories: Path, whole: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.jsonl"
    out.write_bytes(whole)
    monkeypatch.setattr(quoteattr, "load", lambda stanza: fragile(*(p.read_text() for p in stories.glob("[0-2].txt"))))
    (stories / "6.txt").write_text(OTHER)
    assert main(["extract", "--resume", "--output", str(out), str(stories)]) == 1
    assert out.read_bytes().startswith(whole)
    assert [row["id"] for row in rows(out)] == list("0123456")
    assert [row["id"] for row in rows(out) if "error" in row] == ["3"]


def test_resume_starts_a_file_that_is_not_there(stories: Path, whole: bytes, tmp_path: Path) -> None:
    out = tmp_path / "new.jsonl"
    assert main(["extract", "--resume", "--output", str(out), str(stories)]) == 1
    assert out.read_bytes() == whole


def test_without_resume_a_file_is_overwritten(stories: Path, story: Path, whole: bytes, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_bytes(whole)
    assert main(["extract", "--output", str(out), str(story)]) == 0
    assert [row["id"] for row in rows(out)] == ["story"]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda s: (s / "1.txt").unlink(), "line 2: expected the article '2' of"),
        (lambda s: (s / "1.txt").write_text("Another text altogether."), "line 2: its quotes are not in the text"),
        (lambda s: [(s / f"{i}.txt").unlink() for i in (4, 5)], "line 5: there are only 4 inputs"),
    ],
    ids=["gone", "changed", "fewer"],
)
def test_resume_refuses_a_file_of_other_inputs(
    change: Any, complaint: str, stories: Path, whole: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.jsonl"
    out.write_bytes(whole)
    change(stories)
    capsys.readouterr()
    assert main(["extract", "--resume", "--output", str(out), str(stories)]) == 2
    assert out.read_bytes() == whole
    error = capsys.readouterr().err
    assert error.startswith(f"quoteattr: {out}, {complaint}")
    assert "What to do: " in error


@pytest.mark.parametrize("content", ["{}\n", '{"id": 0}\n', "no\n", '{"id": "0", "quotes": 3, "speakers": []}\n', "\n"])
def test_resume_refuses_and_keeps_a_file_of_another_program(
    content: str, stories: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text(content)
    assert main(["extract", "--resume", "--output", str(out), str(stories)]) == 2
    assert out.read_text() == content
    assert "line 1: expected what quoteattr has written" in capsys.readouterr().err


def test_resume_completes_parquet_from_its_part_file(
    stories: Path, whole: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("pyarrow", reason="needs pyarrow")
    from quoteattr.output.arrow import read_articles

    out, part = tmp_path / "out.parquet", tmp_path / "out.parquet.part"
    part.write_bytes(whole[: len(whole) // 2])
    assert main(["extract", "--output", str(out), str(stories)]) == 2
    assert "go on with it with --resume" in capsys.readouterr().err
    assert main(["extract", "--resume", "--output", str(out), str(stories)]) == 1
    assert not part.exists()
    found = [article for article in read_articles(out) if isinstance(article, Article)]
    assert found == [Article.from_dict(row) for row in map(json.loads, whole.splitlines()) if "error" not in row]
    assert main(["extract", "--resume", "--output", str(out), str(stories)]) == 2
    assert "is finished" in capsys.readouterr().err


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_killed_run_can_be_resumed_without_loss_or_duplicates(workers: str, tmp_path: Path) -> None:
    given = lines(tmp_path / "in.jsonl", *({"id": i, "body": f"{STORY}{i}. {OTHER}" * 9} for i in range(200)))
    out = tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "quoteattr", "extract", "--field", "body", "--output", str(out), str(given)]
    started = subprocess.Popen([*command, "--batch-size", "1", "--workers", workers], cwd=ROOT)
    until = time.monotonic() + 60
    while (not out.exists() or out.read_bytes().count(b"\n") < 3) and time.monotonic() < until:
        time.sleep(0.02)
    started.kill()
    assert started.wait() == -signal.SIGKILL
    done = out.read_bytes().count(b"\n")
    assert 3 <= done < 200
    given.write_bytes(b"".join(given.read_bytes().splitlines(keepends=True)[: done + 4]))
    assert main([*command[3:], "--resume"]) == 0
    assert [row["id"] for row in rows(out)] == list(range(done + 4))
    resumed = out.read_bytes()
    assert main(command[3:]) == 0
    assert out.read_bytes() == resumed


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("format", ["table", "json", "jsonl", "csv"])
def test_a_full_disk_is_reported(format: str, story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", "--format", format, "--output", "/dev/full", str(story)]) == 2
    assert capsys.readouterr().err == "quoteattr: /dev/full: could not be written: No space left on device\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_standard_output_is_reported() -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "quoteattr", "extract", "docs/examples/harbour.txt"],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr == b"quoteattr: standard output: could not be written: No space left on device\n"


def test_a_disk_that_fills_up_leaves_whole_lines_to_resume(
    stories: Path, whole: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    resource = pytest.importorskip("resource", reason="needs limits of the system")
    out = tmp_path / "out.jsonl"
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(whole) // 2, old[1]))
    try:
        assert main(["extract", "--output", str(out), str(stories)]) == 2
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
    assert f"{out}: could not be written: " in capsys.readouterr().err
    assert whole.startswith(out.read_bytes())
    assert out.read_bytes().endswith(b"\n")
    assert main(["extract", "--resume", "--output", str(out), str(stories)]) == 1
    assert out.read_bytes() == whole


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "out.parquet", "page.html"])
def test_a_missing_folder_of_the_output_is_reported_before_anything_is_read(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if name.endswith(".parquet"):
        pytest.importorskip("pyarrow", reason="needs pyarrow")
    give(monkeypatch, STORY.encode())
    out = tmp_path / "nowhere" / name
    assert main(["extract", "--output", str(out), "-"]) == 2
    assert "could not be written: No such file or directory" in capsys.readouterr().err


def test_a_reader_that_goes_away_causes_no_message(tmp_path: Path) -> None:
    given = lines(tmp_path / "in.jsonl", *({"body": STORY * 40} for _ in range(20)))
    process = subprocess.Popen(
        [sys.executable, "-m", "quoteattr", "extract", "--field", "body", "--batch-size", "1", str(given)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline() == b"40 quotes\n"
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 1


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--resume"], "--resume: only an --output in one of the formats jsonl, parquet"),
        (["--resume", "--output", "out.csv"], "--resume: only an --output in one of the formats jsonl, parquet"),
        (["--format", "parquet"], "--format parquet: name the file with --output"),
        (["--workers", "0"], "expected at least 1, got 0"),
        (["--batch-size", "-3"], "expected at least 1, got -3"),
        (["--workers", "many"], "invalid"),
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(
    options: list[str], complaint: str, story: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["extract", *options, str(story)])
    assert caught.value.code == 2
    assert complaint in capsys.readouterr().err


@pytest.mark.parametrize("options", [["--batch-size", "1"], ["--batch-size", "4"]])
def test_the_batch_size_does_not_change_the_output(
    options: list[str], stories: Path, whole: bytes, tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    assert main(["extract", *options, "--output", str(out), str(stories)]) == 1
    assert out.read_bytes() == whole


def test_the_message_for_a_missing_package_names_the_extra(
    story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("pyarrow", "pyarrow.parquet", "fastapi", "uvicorn"):
        monkeypatch.setitem(sys.modules, name, None)
    for name in [name for name in sys.modules if name.startswith("quoteattr.service")]:
        monkeypatch.delitem(sys.modules, name)
    assert main(["extract", "--output", str(tmp_path / "out.parquet"), str(story)]) == 2
    assert "pip install 'quoteattr[arrow]'" in capsys.readouterr().err
    (tmp_path / "in.parquet").write_bytes(b"PAR1....PAR1")
    assert main(["extract", "--field", "body", str(tmp_path / "in.parquet")]) == 2
    assert "pip install 'quoteattr[arrow]'" in capsys.readouterr().err
    assert main(["serve"]) == 2
    assert "pip install 'quoteattr[serve]'" in capsys.readouterr().err


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_the_progress_of_many_articles(
    stories: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("tqdm", reason="needs tqdm")
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    assert main(["extract", "--output", str(tmp_path / "out.jsonl"), str(stories)]) == 1
    shown = terminal.getvalue()
    assert "6/6" in shown
    assert "words/s" in shown
    assert f"quoteattr: {stories / '3.txt'}: not UTF-8" in shown


def test_a_single_article_shows_no_progress(story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    assert main(["extract", "--output", str(tmp_path / "out.jsonl"), str(story)]) == 0
    assert terminal.getvalue() == ""


def test_view_writes_a_page_or_opens_it_in_the_browser(
    story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    assert main(["view", "--output", str(tmp_path / "page.html"), str(story)]) == 0
    assert "Ada Brandt" in (tmp_path / "page.html").read_text(encoding="utf-8")
    assert opened == []
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    capsys.readouterr()
    assert main(["view", str(story)]) == 0
    shown = Path(capsys.readouterr().out.strip())
    assert opened == [shown.as_uri()]
    assert "Ada Brandt" in shown.read_text(encoding="utf-8")


def test_view_reports_a_missing_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["view", str(tmp_path / "gone.txt")]) == 1
    assert "gone.txt: could not be read" in capsys.readouterr().err


def test_serve_passes_on_host_port_and_pipeline(monkeypatch: pytest.MonkeyPatch, pipeline: Pipeline) -> None:
    called: list[Any] = []
    module = types.ModuleType("quoteattr.service")
    module.serve = lambda *args, **options: called.append((args, options))  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "quoteattr.service", module)
    assert main(["serve", "--port", "8123"]) == 0
    assert called == [(("127.0.0.1", 8123), {"pipeline": pipeline})]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_accept_their_completion_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert "--batch-size" in script or "-l batch-size" in script
    if shutil.which(shell) is None:
        pytest.skip(f"needs {shell}")
    subprocess.run([shell, "-n"], input=script, text=True, check=True)


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["ex"], ["extract"]),
        (["extract", "--f"], ["--format", "--field"]),
        (["extract", "--format", "js"], ["json", "jsonl"]),
        (["extract", "story.txt", "--format", ""], ["table", "json", "jsonl", "csv", "parquet", "html"]),
        (["extract", "--output", ""], []),
        (["completion", "z"], ["zsh"]),
    ],
)
def test_bash_completes_commands_options_and_choices(
    typed: list[str], expected: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["completion", "bash"])
    script = capsys.readouterr().out
    words = " ".join(f"'{word}'" for word in ["quoteattr", *typed])
    script += f'COMP_WORDS=({words}); COMP_CWORD={len(typed)}; _quoteattr; echo "${{COMPREPLY[@]}}"\n'
    done = subprocess.run(["bash"], input=script, text=True, capture_output=True, check=True)
    assert done.stdout.split() == expected
