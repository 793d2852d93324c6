from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import quoteattr
from quoteattr import Article, Pipeline
from quoteattr.cli import main

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


def test_json_is_an_indented_object(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", "--format", "json", str(story)]) == 0
    out = capsys.readouterr().out
    assert out.startswith('{\n  "id": "story",\n')
    assert json.loads(out)["id"] == "story"


def test_jsonl_is_one_line_an_article(story: Path, other: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", "--format", "jsonl", str(story), str(other)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


@pytest.mark.parametrize("chosen", [[], ["--format", "table"]])
def test_a_table_is_for_reading(chosen: list[str], story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", *chosen, str(story)]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[0] == "story: 1 quote"
    assert "Ada Brandt" in out
    assert "“The wall will not last,”" in out


def test_tables_are_parted_by_a_blank_line(story: Path, other: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(story), str(other)]) == 0
    assert "\n\nother: 1 quote\n" in capsys.readouterr().out


def test_thoughts_are_asked_for(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["extract", "--format", "jsonl", str(story)])
    (without,) = jsonl(capsys)
    main(["extract", "--format", "jsonl", "--thoughts", str(story)])
    (with_thoughts,) = jsonl(capsys)
    assert [q["presentation"] for q in without["quotes"]] == ["speech"]
    assert [q["presentation"] for q in with_thoughts["quotes"]] == ["speech", "thought"]


def test_control_characters_do_not_reach_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "evil\x1b[2J.txt"
    evil = "“The wall \x1b[31mwill\x07 not \u202elast,” said Ada \x9bBrandt, an\x1b]0;x\x07 engineer.\n"
    path.write_text(evil, encoding="utf-8")
    assert main(["extract", str(path)]) == 0
    out = capsys.readouterr().out
    assert "1 quote" in out
    assert not {"\x1b", "\x07", "\x9b", "\u202e", "\x00"} & set(out)


@pytest.mark.parametrize("id", ["a-1", "", 7, 0, -1])
def test_ids_of_records_come_back(id: str | int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = lines(tmp_path / "in.jsonl", {"id": id, "body": OTHER})
    assert main(["extract", "--format", "jsonl", "--field", "body", str(path)]) == 0
    (data,) = jsonl(capsys)
    assert data["id"] == id
    assert type(data["id"]) is type(id)


@pytest.mark.parametrize("record", [{}, {"id": None}, {"id": True}, {"id": 1.5}, {"id": ["a"]}])
def test_records_without_a_usable_id_have_none(
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


def test_lone_surrogates_of_a_record_survive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
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
def test_a_bad_line_is_named_and_the_rest_written(
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


def test_a_bad_line_of_standard_input_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    give(monkeypatch, b"\nno\n")
    assert main(["extract", "--format", "jsonl", "--field", "body", "-"]) == 1
    assert capsys.readouterr().err.startswith("quoteattr: standard input, line 2: not JSON: ")


def test_a_byte_order_mark_before_json_lines_is_skipped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps({"id": 1, "body": OTHER}).encode())
    assert main(["extract", "--format", "jsonl", "--field", "body", str(path)]) == 0


def test_a_missing_file_is_named_and_the_rest_written(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = story.with_name("missing.txt")
    assert main(["extract", "--format", "jsonl", str(missing), str(story)]) == 1
    captured = capsys.readouterr()
    assert json.loads(captured.out)["id"] == "story"
    assert captured.err == f"quoteattr: {missing}: could not be read: No such file or directory\n"


def test_a_directory_is_named_and_the_rest_written(
    tmp_path: Path, story: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["extract", "--format", "jsonl", str(tmp_path), str(story)]) == 1
    captured = capsys.readouterr()
    assert json.loads(captured.out)["id"] == "story"
    assert captured.err.startswith(f"quoteattr: {tmp_path}: could not be read: ")


def test_undecodable_bytes_are_named_and_the_rest_written(
    tmp_path: Path, story: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    latin = tmp_path / "latin.txt"
    latin.write_bytes("Le café est fermé.".encode("latin-1"))
    assert main(["extract", "--format", "jsonl", str(latin), str(story)]) == 1
    captured = capsys.readouterr()
    assert json.loads(captured.out)["id"] == "story"
    assert captured.err == (f"quoteattr: {latin}: not UTF-8: byte 6 is 0xe9; convert it, e.g. with iconv -t UTF-8\n")


def test_an_article_that_fails_is_named_and_the_rest_written(
    story: Path, other: Path, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fragile(text: str, **options: Any) -> Article:
        if text == STORY:
            raise RuntimeError("out of luck")
        return pipeline(text, **options)

    monkeypatch.setattr(quoteattr, "load", lambda stanza: fragile)
    assert main(["extract", "--format", "jsonl", str(story), str(other)]) == 1
    captured = capsys.readouterr()
    assert json.loads(captured.out)["id"] == "other"
    assert captured.err == f"quoteattr: {story}: could not be processed: RuntimeError: out of luck\n"


def test_control_characters_of_a_name_do_not_reach_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
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


def test_a_folder_of_models_can_be_chosen(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from quoteattr.language import BUNDLED

    assert main(["extract", "--stanza", str(BUNDLED), str(story)]) == 0
    assert "story: 1 quote" in capsys.readouterr().out


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
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
def test_json_is_json_whatever_the_encoding_of_the_output(encoding: str) -> None:
    data = "“Le café est fermé 😀,” said Ada Brandt.".encode()
    done = run("extract", "--format", "jsonl", "-", data=data, PYTHONIOENCODING=encoding)
    (span,) = json.loads(done.stdout.decode(encoding))["quotes"][0]["spans"]
    assert span["text"] == "“Le café est fermé 😀,”"
