"""Timing in fresh processes: what is asked of them, and what becomes of their answers. No time is asserted."""

from __future__ import annotations

import doctest
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import speed, speed_worker
from benchmarks.rival_scripts import protocol
from benchmarks.speed import SpeedError, lengths, measure, repeat, total_words
from quoteattr import Pipeline

TEXTS = ["One boat came in.", "Two went out again, and one sank.", "Nobody said why."]

WORKER = """
import json, os, sys
request = json.loads(sys.stdin.readline())
with open({log!r}, "a") as log:
    print(json.dumps([len(request["texts"]), request["threads"], request["models"]]), file=log)
print("loading", file=sys.stderr)
print(json.dumps({{"importing": 0.1, "loading": 0.2}}), flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    answers = {{
        "pass": {{"memory": 10.0}},
        "steps": {{"marks": 0.5, "tagging": 2.0}},
        "lengths": {{"seconds": [0.5 for _ in asked.get("articles", [])]}},
    }}
    print(json.dumps(answers[asked["do"]]), flush=True)
"""


def command(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_the_examples_in_the_docstring() -> None:
    assert doctest.testmod(speed).failed == 0


def test_texts_are_repeated_whole_and_cut_to_length() -> None:
    assert repeat(TEXTS, 12) == [*TEXTS, TEXTS[0]][:3]
    assert total_words(repeat(TEXTS, 100)) >= 100
    assert [len(text.split()) for text in lengths(TEXTS, (3, 30))] == [3, 30]
    assert lengths(TEXTS, (7,)) == ["One boat came in.\n\nTwo went out"]


def test_one_process_and_two_share_texts_and_threads(tmp_path: Path) -> None:
    log = tmp_path / "log"
    told: list[str] = []
    found = measure(
        TEXTS,
        threads=2,
        passes=2,
        longest=100,
        models={"tagger": "other"},
        command=command(WORKER.format(log=str(log))),
        tick=told.append,
    )
    asked = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    other = {"tagger": "other"}
    assert asked == [[3, 1, other], [3, 2, other], [2, 1, other], [1, 1, other]]
    assert told == ["1 process", "steps", "articles by length", "1 process, 2 threads", "2 processes"]
    assert [(run.processes, run.threads, run.memory) for run in found.runs] == [
        (1, 1, 10.0),
        (1, 2, 10.0),
        (2, 1, 20.0),
    ]
    assert (found.words, found.articles) == (14, 3)
    assert [(step.name, step.words_per_second) for step in found.steps] == [("marks", 28.0), ("tagging", 7.0)]
    assert [(length.words, length.words_per_second) for length in found.lengths] == [(100, 200.0)]
    assert (found.start.importing, found.start.loading) == (0.1, 0.2)
    assert found.start.fresh > 0


def test_a_memory_that_the_system_does_not_tell_is_not_made_up(tmp_path: Path) -> None:
    code = WORKER.format(log=str(tmp_path / "log")).replace('"memory": 10.0', '"memory": None')
    found = measure(TEXTS, threads=1, passes=1, longest=100, command=command(code))
    assert [run.memory for run in found.runs] == [None, None]


READY = """print('{"importing": 0, "loading": 0}', flush=True); sys.stdin.readline();"""


@pytest.mark.parametrize("before", ["", READY])
def test_a_process_that_ends_is_an_error_with_what_it_said(before: str) -> None:
    code = f"import sys; {before} sys.exit('no model here')"
    with pytest.raises(SpeedError, match="stopped with exit code 1: no model here"):
        measure(TEXTS, threads=1, passes=1, longest=100, command=command(code))


class FakeParts:
    """Stands in for pipeline, reader and tagger."""

    def __init__(self) -> None:
        self.read_in_batches: list[int] = []

    def __call__(self, text: str) -> str:
        return text

    def pipe(self, texts: list[str]) -> list[str]:
        return texts


def test_the_worker_answers_what_it_is_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    parts: Any = FakeParts()
    tools = speed_worker.Tools(parts)
    monkeypatch.setattr(speed_worker.Tools, "load", classmethod(lambda cls, models: tools))
    monkeypatch.setattr("torch.set_num_threads", lambda _: None)
    lines = [
        {"texts": TEXTS, "threads": 1, "models": {}},
        {"do": "pass"},
        {"do": "lengths", "passes": 1, "articles": TEXTS[:2]},
    ]
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(json.dumps(line) + "\n" for line in lines)))
    monkeypatch.setattr(sys, "stdout", answers := io.StringIO())
    speed_worker.main()
    ready, memory, long = map(json.loads, answers.getvalue().splitlines())
    assert set(ready) == {"importing", "loading"}
    assert set(memory) == {"memory"}
    assert len(long["seconds"]) == 2


def test_the_worker_refuses_what_it_does_not_know() -> None:
    parts: Any = FakeParts()
    with pytest.raises(ValueError, match="expected pass, steps or lengths, got 'dance'"):
        speed_worker.answer(speed_worker.Tools(parts), [], {"do": "dance"})


def test_the_steps_are_those_of_the_pipeline(pipeline: Pipeline) -> None:
    tools = speed_worker.Tools(pipeline)
    found = speed_worker.answer(tools, ["“Dig,” said Marit Aune."], {"do": "steps", "passes": 1})
    assert list(found) == ["marks", "language", "tagging", "everything after"]
    assert all(seconds > 0 for seconds in found.values())


def test_peak_memory_is_that_of_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    peak = protocol.peak_memory()
    assert peak is None or peak > 1

    def nothing(self: Path, **_: Any) -> str:
        raise OSError

    monkeypatch.setattr(Path, "read_text", nothing)
    elsewhere = protocol.peak_memory()
    assert elsewhere is None or elsewhere > 1
