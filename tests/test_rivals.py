from __future__ import annotations

import doctest
import importlib
import json
import subprocess
import sys
import threading
import venv
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from odd_texts import ODD

from benchmarks import rivals
from benchmarks.rivals import Environment, Refusal, Rival, RivalError, Story
from quoteattr import SpeakerKind

YES = Story("quay", "“The quay is ours,” said Ines Vidal.")
NO = Story(7, "Nobody spoke.")

ECHO = """
import json, sys
for line in sys.stdin:
    story = json.loads(line)
    end = story["text"].find(",”") + 2
    span = {"start": 0, "end": end, "text": story["text"][:end]}
    quote = {"kind": "direct", "spans": [span], "cue": None, "speaker": {"name": "Ines Vidal", "mention": None}}
    quotes = [quote] if end > 1 else []
    print(json.dumps({"id": story["id"], "quotes": quotes, "seconds": 0.5, "refused": None}))
"""

Fake = Callable[..., Rival]
Script = Callable[[str], ModuleType]


@pytest.fixture
def fake(tmp_path: Path) -> Fake:
    """A rival whose script has the given code."""

    def make(code: str, environment: Environment | None = None) -> Rival:
        script = tmp_path / "run_fake.py"
        script.write_text(code, encoding="utf-8")
        return Rival("fake", script, "a rival for tests", environment)

    return make


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Script:
    """A module of the scripts' folder."""
    monkeypatch.syspath_prepend(str(rivals.SCRIPTS))
    return importlib.import_module


def test_a_rivals_answers_become_articles(fake: Fake) -> None:
    outcome = rivals.run(fake(ECHO), [YES, NO])
    quay, silence = outcome.articles
    (quote,) = quay.quotes
    assert (quay.id, quote.text, quote.cue, quote.confidence) == ("quay", "“The quay is ours,”", None, 1.0)
    assert quote.speaker is not None
    assert (quote.speaker.name, quote.speaker.kind) == ("Ines Vidal", SpeakerKind.UNKNOWN)
    assert (silence.id, silence.quotes) == (7, ())
    assert (outcome.seconds, outcome.refusals, outcome.missing) == (1.0, (), None)


def test_an_article_that_a_rival_refuses_is_named(fake: Fake) -> None:
    code = ECHO.replace('"refused": None', '"refused": "an odd mark" if story["id"] == 7 else None')
    assert rivals.run(fake(code), [YES, NO]).refusals == (Refusal(7, "an odd mark"),)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ('print(\'{"missing": "its model is nowhere"}\')', "its model is nowhere"),
        ("import sys; print('first', file=sys.stderr); sys.exit('no such tool')", "exit code 1: no such tool"),
        ("import sys; sys.exit(3)", "exit code 3: it said nothing"),
    ],
)
def test_a_rival_that_cannot_be_had_is_missing_with_the_reason(fake: Fake, code: str, reason: str) -> None:
    outcome = rivals.run(fake(code), [YES])
    assert outcome.missing is not None
    assert reason in outcome.missing
    assert (outcome.articles, outcome.seconds) == ((), 0.0)


def test_a_rival_that_does_not_end_is_missing(fake: Fake) -> None:
    outcome = rivals.run(fake("import time; time.sleep(600)"), [YES], timeout=0.2)
    assert outcome.missing == "it did not end within 0.2 seconds"


def test_answers_that_do_not_fit_the_stories_are_an_error(fake: Fake) -> None:
    shifted = ECHO.replace('"start": 0', '"start": 1')
    with pytest.raises(RivalError, match="story 'quay' has not"):
        rivals.run(fake(shifted), [YES])
    with pytest.raises(RivalError, match="expected 2 answers in the stories' order, got 1"):
        rivals.run(fake(ECHO + "    break\n"), [YES, NO])


def test_nothing_is_installed_unasked(fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rivals, "install", lambda *_: pytest.fail("installed"))
    rival = fake(ECHO, Environment("tool", ("tool==1.0",)))
    nowhere, empty = rivals.run(rival, [YES]), rivals.run(rival, [YES], tmp_path)
    assert nowhere.missing == "no folder with its environment was named: give one with --rivals"
    assert empty.missing == "tool==1.0 is not installed in tool there: add --install"


class Pip:
    """Stands in for `venv` and `subprocess`: notes what would be installed, and runs scripts in this Python."""

    def __init__(self, fails: str = "") -> None:
        self.asked: list[list[str]] = []
        self.fails = fails

    def create(self, root: Path, *, with_pip: bool) -> None:
        root.mkdir(parents=True, exist_ok=True)
        (root / "pyvenv.cfg").touch()

    def run(self, command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        if "pip" in command:
            self.asked.append(command[command.index("--quiet") + 1 :])
            return subprocess.CompletedProcess(command, bool(self.fails), stderr=self.fails)
        return subprocess.run([sys.executable, *command[1:]], **options)


@pytest.fixture
def pip(monkeypatch: pytest.MonkeyPatch) -> Pip:
    pip = Pip()
    monkeypatch.setattr(venv, "create", pip.create)
    fake_subprocess = ModuleType("subprocess")
    fake_subprocess.__dict__.update(run=pip.run, TimeoutExpired=subprocess.TimeoutExpired)
    monkeypatch.setattr(rivals, "subprocess", fake_subprocess)
    return pip


def test_an_environment_is_made_once_and_again_for_other_requirements(fake: Fake, tmp_path: Path, pip: Pip) -> None:
    folder = tmp_path / "environments"
    for version in ("1.0", "1.0", "2.0"):
        rival = fake(ECHO, Environment("tool", (f"tool=={version}", "model==3")))
        assert rivals.run(rival, [YES], folder, installing=True).missing is None
    assert pip.asked == [["tool==1.0", "model==3"], ["tool==2.0", "model==3"]]
    assert rivals.run(rival, [YES], folder).missing is None


def test_a_failed_installation_is_the_reason_and_is_tried_again(fake: Fake, tmp_path: Path, pip: Pip) -> None:
    rival = fake(ECHO, Environment("tool", ("tool==1.0",)))
    pip.fails = "ERROR: one\nERROR: No matching distribution found\n"
    outcome = rivals.run(rival, [YES], tmp_path, installing=True)
    assert outcome.missing == "pip could not install tool==1.0: ERROR: No matching distribution found"
    pip.fails = ""
    assert rivals.run(rival, [YES], tmp_path, installing=True).missing is None


def test_a_folder_that_is_no_environment_is_left_alone(fake: Fake, tmp_path: Path, pip: Pip) -> None:
    (tmp_path / "tool").mkdir()
    outcome = rivals.run(fake(ECHO, Environment("tool", ("tool==1.0",))), [YES], tmp_path, installing=True)
    assert outcome.missing is not None
    assert "is no virtual environment" in outcome.missing
    assert pip.asked == []
    assert not list((tmp_path / "tool").iterdir())


def test_the_command_prints_a_line_for_each_rival(
    fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stories, out = tmp_path / "stories.jsonl", tmp_path / "out"
    stories.write_text("".join(json.dumps({"id": s.id, "text": s.text}) + "\n" for s in (YES, NO)), encoding="utf-8")
    absent = Rival("absent", tmp_path / "run_fake.py", "never installed", Environment("absent", ("absent==1",)))
    monkeypatch.setattr(rivals, "RIVALS", (fake(ECHO), absent))
    rivals.main([str(stories), "--rivals", str(tmp_path), "--out", str(out)])
    found, missing = capsys.readouterr().out.splitlines()
    assert found.split() == ["fake", "1", "quotes,", "9", "words/s"]
    assert missing.split()[:3] == ["absent", "missing:", "absent==1"]
    assert [path.name for path in out.iterdir()] == ["fake.jsonl"]
    assert [json.loads(line)["id"] for line in (out / "fake.jsonl").read_text().splitlines()] == ["quay", 7]


def test_every_rival_has_its_script_and_pinned_requirements() -> None:
    assert len({rival.name for rival in rivals.RIVALS}) == len(rivals.RIVALS)
    for rival in rivals.RIVALS:
        assert rival.script.is_file()
        assert all("==" in pin for pin in (rival.environment.requirements if rival.environment else ()))


def test_the_example_in_the_docstring() -> None:
    assert doctest.testmod(rivals).failed == 0


def test_quotations_that_share_cue_and_mention_are_fragments_of_one(script: Script) -> None:
    protocol = script("protocol")
    text = "“Yes,” said Vidal, “we do.” “No.”"
    cue, mention = (7, 11), (12, 17)
    found = [protocol.Found(content, cue, mention, "Vidal") for content in ((0, 6), (19, 27))]
    split, alone = protocol.quotes(text, [*found, protocol.Found((28, 33))])
    assert [span["text"] for span in split["spans"]] == ["“Yes,”", "“we do.”"]
    assert split["speaker"] == {"name": "Vidal", "mention": {"start": 12, "end": 17, "text": "Vidal"}}
    assert (alone["cue"], alone["speaker"]) == (None, None)


def test_a_quotation_over_paragraphs_is_one_quote_for_each(script: Script) -> None:
    protocol = script("protocol")
    text = "“We dig.\n \n“We go on,” Vidal said."
    first, second = protocol.quotes(text, [protocol.Found((0, 22), (29, 33), (23, 28), "Vidal")])
    assert (first["spans"][0]["text"], second["spans"][0]["text"]) == ("“We dig.", "“We go on,”")
    assert (first["cue"], first["speaker"]) == (None, {"name": "Vidal", "mention": None})
    assert (second["cue"]["text"], second["speaker"]["mention"]["text"]) == ("said", "Vidal")


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Ines Vidal leads the port.\n\n“The quay is ours,” said Ms. Vidal.", ["Ines Vidal"]),
        ("But Ana de la Cruz’s reply was short. “We will see them in court.”", ["Ana de la Cruz"]),
        ('Omar Sy said: "We dig on Monday, and so on." "A word", he read.', ["Omar Sy"]),
        ("“Nobody here has got a name,” she said.", [None]),
    ],
)
def test_the_baseline_takes_the_nearest_name(text: str, speakers: list[str | None]) -> None:
    (article,) = rivals.run(rivals.baseline(), [Story("a", text)]).articles
    assert [quote.speaker and quote.speaker.name for quote in article.quotes] == speakers


def test_the_baseline_survives_odd_texts() -> None:
    outcome = rivals.run(rivals.baseline(), [Story(name, text) for name, text in ODD.items()])
    assert outcome.missing is None
    assert outcome.refusals == ()


@pytest.mark.parametrize("name", ["corenlp", "sayswho", "sayswho-finder", "textacy", "booknlp"])
def test_a_script_says_what_it_lacks(name: str) -> None:
    (rival,) = (rival for rival in rivals.RIVALS if rival.name == name)
    here = Rival(rival.name, rival.script, rival.about, None, rival.arguments)
    assert rivals.run(here, [YES]).missing


def test_sayswhos_edits_are_undone(script: Script) -> None:
    origins = script("run_sayswho").origins
    text, edited = "\n“We dig.\n\n He saw the boats' keels.\n", "“We dig.\"\nHe saw the boats'x keels."
    back = origins(text, edited)
    for piece in ("“We dig.", "He saw", "keels."):
        start = edited.index(piece)
        assert text[back[start] : back[start + len(piece)]] == piece
    assert text[back[0] : back[edited.index("\n")]] == "“We dig."


def test_booknlps_files_are_read(script: Script, tmp_path: Path) -> None:
    text = "“ We dig , ” said Vidal ."
    words = text.split()
    starts = [sum(len(word) + 1 for word in words[:i]) for i in range(len(words))]
    rows = [f"{i}\t{start}\t{start + len(word)}" for i, (start, word) in enumerate(zip(starts, words, strict=True))]
    (tmp_path / "story.tokens").write_text("\n".join(["token_ID_within_document\tbyte_onset\tbyte_offset", *rows]))
    columns = "quote_start\tquote_end\tmention_start\tmention_end\tmention_phrase\tchar_id\tquote"
    told = "0\t4\t6\t6\tVidal\t3\t“ We dig , ”\n0\t4\tNone\tNone\tNone\tNone\t“"
    (tmp_path / "story.quotes").write_text(f"{columns}\n{told}\n", encoding="utf-8")
    character = {"id": 3, "mentions": {"proper": [{"c": 2, "n": "Ines Vidal"}], "common": [], "pronoun": []}}
    (tmp_path / "story.book").write_text(json.dumps({"characters": [character]}))
    named, nameless = script("run_booknlp").quotations_of(tmp_path)
    assert text[slice(*named.content)] == "“ We dig , ”"
    assert (text[slice(*named.mention)], named.name) == ("Vidal", "Ines Vidal")
    assert (nameless.mention, nameless.name) == (None, None)


class CoreNLP(BaseHTTPRequestHandler):
    """Answers every text as a CoreNLP server would that finds what `YES` says, after an emoji."""

    def do_GET(self) -> None:
        self._send(b"pong")

    def do_POST(self) -> None:
        from stanza.protobuf import Document, writeToDelimitedString

        self.rfile.read(int(self.headers["Content-Length"]))
        document, stream = Document(text=""), BytesIO()
        sentence = document.sentence.add(tokenOffsetBegin=0, tokenOffsetEnd=2)
        sentence.token.add(word="Ines", beginChar=28, endChar=32)
        sentence.token.add(word="Vidal", beginChar=33, endChar=38)
        document.quote.add(begin=3, end=22, mentionBegin=0, mentionEnd=1, canonicalMention="Ines Vidal")
        writeToDelimitedString(document, stream)
        self._send(stream.getvalue())

    def _send(self, body: bytes) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def corenlp() -> Iterator[str]:
    """The address of a server on this machine that speaks CoreNLP's protocol."""
    with HTTPServer(("127.0.0.1", 0), CoreNLP) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_corenlps_answer_is_read_with_its_java_offsets(corenlp: str) -> None:
    rival = Rival("corenlp", rivals.SCRIPTS / "run_corenlp.py", "a server", None, (corenlp,))
    outcome = rivals.run(rival, [Story("a", f"😀 {YES.text}")])
    assert outcome.missing is None
    assert outcome.refusals == ()
    (quote,) = outcome.articles[0].quotes
    assert quote.text == "“The quay is ours,”"
    assert quote.speaker is not None
    assert quote.speaker.mention is not None
    assert (quote.speaker.name, quote.speaker.mention.text) == ("Ines Vidal", "Ines Vidal")
