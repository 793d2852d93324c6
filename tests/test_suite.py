"""The benchmark suite: what is measured, what is left out and why, and the command that does it all."""

from __future__ import annotations

import doctest
import json
import re
from pathlib import Path
from typing import Any

import pytest
import torch
from attrs import evolve
from fake_reports import CLUMSY, DAM, PERFECT, QUIET, SPEED, TEXT, VALLEY

import quoteattr
from benchmarks import __main__ as command
from benchmarks import figures, material, results, rivals, speed, suite
from benchmarks.figures import SPAN_FIGURES, calibrate, measure
from benchmarks.material import LeftOut, Material, named_corpus, own_corpora, shared_corpora
from benchmarks.metrics import Counts, Guess, count
from benchmarks.readers import Article as AnnotatedArticle
from benchmarks.readers import Attribution, CorpusError, to_gold
from benchmarks.report import plots
from benchmarks.results import GIVEN_SYSTEM, OWN_SYSTEM, Report, ReportError, System, predictions
from benchmarks.rivals import Environment, Rival
from benchmarks.suite import Plan, RivalPlan, SpeedPlan, find, find_given, find_rival, run
from quoteattr import Article, Pipeline, Presentation

ANSWER = """
import json, sys
for line in sys.stdin:
    story = json.loads(line)
    refused = "too quiet" if story["id"] == "quiet" else None
    print(json.dumps({"id": story["id"], "quotes": [], "seconds": 0.5, "memory": 20.0, "refused": refused}))
"""


class FakePipeline:
    """Answers with what it was given, by the id of the article, and notes what it was asked."""

    def __init__(self, found: tuple[Article, ...] = PERFECT) -> None:
        self.found = {article.id: article for article in found}
        self.asked: list[tuple[str, bool]] = []

    def __call__(self, text: str, *, id: str, thoughts: bool) -> Article:
        self.asked.append((id, thoughts))
        return self.found.get(id, Article(id=id))


def gold_file(path: Path, *articles: AnnotatedArticle) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(to_gold(article) + "\n" for article in articles), encoding="utf-8")
    return path


def rival(tmp_path: Path, code: str = ANSWER, environment: Environment | None = None) -> Rival:
    script = tmp_path / "run_fake.py"
    script.write_text(code, encoding="utf-8")
    return Rival("fake", script, "a rival for tests", environment)


@pytest.mark.parametrize("module", [figures, material, results, suite])
def test_the_examples_in_the_docstrings(module: Any) -> None:
    outcome = doctest.testmod(module)
    assert outcome.attempted
    assert outcome.failed == 0


def test_figures_have_their_counts_and_lie_in_their_intervals() -> None:
    found = measure([count(*pair) for pair in zip(VALLEY.articles, CLUMSY, strict=True)])
    statements = found.figure("statements")
    assert statements is not None
    assert (statements.value, statements.right, statements.of) == (50.0, 1, 2)
    assert all(f.low - 1e-9 <= f.value <= f.high + 1e-9 for f in found.figures)
    speaker = found.figure("speaker")
    assert speaker is not None
    assert (speaker.right, speaker.of) == (0, 2)
    assert found.figure("role") is None, "nobody has the right name, so that no role counts"
    assert {figure.name for figure in found.kinds} == {"direct", "indirect"}
    assert [(f.label, f.content and f.content.value) for f in found.forms] == [
        ("inverted", 100.0),
        ("name", 100.0),
        ("surname", 0.0),
    ]
    assert found.score["quotes@0.5"]["r"] == 50.0


def test_figures_that_nothing_counts_for_are_left_out() -> None:
    assert measure([Counts()]).figures == ()
    assert measure([]).kinds == ()


def test_confidences_that_are_all_alike_have_no_calibration() -> None:
    assert calibrate([Guess(1.0, True), Guess(1.0, False)]) is None
    found = calibrate([Guess(0.95, True), Guess(0.92, True), Guess(0.55, False)])
    assert found is not None
    assert (found.quotes, round(found.right, 3), round(found.sure, 3)) == (3, 0.667, round(2 / 2.1, 3))


def test_the_own_corpus_is_in_two_parts() -> None:
    report, tune = own_corpora()
    assert (report.name, tune.name, report.is_own, report.thoughts) == ("own report", "own tune", True, False)
    assert not {a.id for a in report.articles} & {a.id for a in tune.articles}


def test_shared_corpora_come_with_their_speakers_or_with_a_reason(tmp_path: Path) -> None:
    bare = evolve(DAM, attributions=(Attribution(DAM.attributions[0].content),))
    gold_file(tmp_path / "corpora" / "polnear" / "dev.jsonl", bare)
    row = {"id": "dam", "attribution": 0, "speaker": "Marit Aune", "kind": "person"}
    (tmp_path / "corpora" / "polnear" / "dev_speakers.jsonl").write_text(json.dumps(row), encoding="utf-8")
    world, polnear = shared_corpora(tmp_path)
    assert isinstance(world, LeftOut)
    assert (world.what, world.why.startswith("corpora/world/dev.jsonl is not in")) == ("world dev", True)
    assert isinstance(polnear, Material)
    assert (polnear.thoughts, polnear.articles[0].attributions[0].speaker) == (True, "Marit Aune")


def test_a_shared_folder_that_is_not_there_is_an_error_only_where_it_was_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(material, "SHARED", tmp_path / "nowhere")
    assert [type(one) for one in shared_corpora()] == [LeftOut, LeftOut]
    with pytest.raises(CorpusError, match=r"no such folder. Name one that has corpora/world/dev\.jsonl"):
        list(shared_corpora(tmp_path / "nowhere"))


def test_a_named_corpus_can_be_cut_short(tmp_path: Path) -> None:
    path = gold_file(tmp_path / "valley.jsonl", DAM, QUIET)
    assert [a.id for a in named_corpus("jsonl", path).articles] == ["dam", "quiet"]
    short = named_corpus("jsonl", path, thoughts=True, most=1)
    assert (short.name, [a.id for a in short.articles], short.thoughts) == (
        "jsonl valley.jsonl, first 1",
        ["dam"],
        True,
    )
    with pytest.raises(CorpusError, match="'brat' is no format"):
        named_corpus("brat", path)


def test_every_article_is_read_once_with_its_id_after_warming_up() -> None:
    pipeline = FakePipeline()
    system = find(pipeline, evolve(VALLEY, thoughts=True))
    assert pipeline.asked == [("", True), ("dam", True), ("quiet", True)]
    assert (system.name, system.found) == (OWN_SYSTEM, PERFECT)
    statements = system.measured.figure("statements and source")
    assert statements is not None
    assert statements.value == 100.0
    assert system.speed(VALLEY.words) is not None


def test_annotated_thoughts_count_only_where_they_are_asked_for() -> None:
    hope = evolve(DAM.attributions[1], presentation=Presentation.THOUGHT)
    valley = evolve(VALLEY, articles=(evolve(DAM, attributions=(DAM.attributions[0], hope)), QUIET))
    counted = {asked: find(FakePipeline(), evolve(valley, thoughts=asked)) for asked in (False, True)}
    figures = {asked: system.measured.figure("statements") for asked, system in counted.items()}
    assert [(figure.right, figure.of) for figure in figures.values() if figure] == [(1, 1), (2, 2)]
    assert [evolve(valley, thoughts=asked).statements for asked in (False, True)] == [1, 2]


def test_a_report_knows_whether_thoughts_were_asked_for(tmp_path: Path) -> None:
    thoughtful = evolve(VALLEY, name="hopes", thoughts=True)
    made = results.Made.now("python -m benchmarks")
    found = tuple(results.Result(one, (find(FakePipeline(), one),)) for one in (VALLEY, thoughtful))
    read = predictions(results.write(Report(made, found), tmp_path))
    assert [(one.corpus, one.thoughts) for one in read] == [("own valley", False), ("hopes", True)]


def test_with_the_statements_given_speakers_alone_are_measured(pipeline: Pipeline) -> None:
    system = find_given(pipeline, VALLEY)
    assert isinstance(system, System)
    dam, quiet = system.found
    assert [quote.spans[0].text for quote in dam.quotes] == [TEXT[slice(*a.content[0])] for a in DAM.attributions]
    assert {quote.speaker and quote.speaker.name for quote in dam.quotes} == {"Marit Aune"}
    assert (quiet.id, quiet.quotes) == ("quiet", ())
    names = [figure.name for figure in system.measured.figures]
    assert names == [
        *("right speaker", "persons", "speaker", "named persons", "role", "organization", "former"),
        *("role, people", "organization, people", "kind of speaker"),
    ]
    assert [form.content for form in system.measured.forms] == [None] * 3
    assert [(m.label, m.content, m.speaker and m.speaker.of) for m in system.measured.mentions] == [
        ("name", None, 1),
        ("surname", None, 1),
    ]


def test_a_corpus_without_speakers_is_left_out_of_that(pipeline: Pipeline) -> None:
    bare = Material("bare", (evolve(DAM, attributions=(Attribution(((0, 5),)),)),))
    assert find_given(pipeline, bare) == LeftOut("bare, statements given", "no speakers are annotated there")


def test_a_rival_gets_the_same_articles_and_scorer(tmp_path: Path) -> None:
    system = find_rival(rival(tmp_path), VALLEY, RivalPlan())
    assert isinstance(system, System)
    assert [article.id for article in system.found] == ["dam", "quiet"]
    assert (system.seconds, system.memory, system.refusals[0].story) == (1.0, 20.0, "quiet")
    names = [figure.name for figure in system.measured.figures]
    assert set(names) <= {*(name.name for name in SPAN_FIGURES), "speaker"}, "it says nothing of kinds and roles"


@pytest.mark.parametrize(
    ("code", "reason"),
    [("import sys; sys.exit('no such tool')", "exit code 1: no such tool"), ("", "expected 2 answers")],
)
def test_a_rival_that_fails_is_left_out_with_the_reason(tmp_path: Path, code: str, reason: str) -> None:
    missing = find_rival(rival(tmp_path, code), VALLEY, RivalPlan())
    assert isinstance(missing, LeftOut)
    assert missing.what == "rival fake"
    assert reason in missing.why


def test_a_run_names_what_is_missing_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    absent = rival(tmp_path, environment=Environment("absent", ("absent==1",)))
    monkeypatch.setattr(speed, "measure", lambda *_, **__: SPEED)
    plan = Plan(
        "python -m benchmarks",
        (VALLEY, evolve(VALLEY, name="again")),
        rivals=RivalPlan((absent, evolve(rival(tmp_path), name="there")), tmp_path),
        speed=SpeedPlan((TEXT,), 10, 1, 100),
        left_out=(LeftOut("plots", "no matplotlib"),),
    )
    report = run(plan, FakePipeline())  # type: ignore[arg-type]
    assert [left_out.what for left_out in report.left_out] == ["plots", "rival fake"]
    assert [[system.name for system in result.systems] for result in report.results] == [["quoteattr", "there"]] * 2
    assert report.speed == SPEED


def test_a_timed_process_that_fails_does_not_cost_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise speed.SpeedError("the process that was timed stopped")

    monkeypatch.setattr(speed, "measure", fail)
    plan = Plan("python -m benchmarks", (VALLEY,), speed=SpeedPlan((TEXT,), 10, 1, 100))
    report = run(plan, FakePipeline())  # type: ignore[arg-type]
    assert report.speed is None
    assert report.left_out == (LeftOut("speed and memory", "the process that was timed stopped"),)


def test_a_report_holds_everything_that_later_comparisons_need(tmp_path: Path) -> None:
    given = System(GIVEN_SYSTEM, PERFECT, figures.Measured())
    other = System("rival", PERFECT, figures.Measured())
    result = results.Result(VALLEY, (find(FakePipeline(), VALLEY), given, other))
    path = results.write(Report(results.Made.now("python -m benchmarks"), (result,)), tmp_path / "new" / "folder")
    own_part, given_part = predictions(path)
    assert (own_part.system, given_part.system) == (OWN_SYSTEM, GIVEN_SYSTEM)
    assert (own_part.corpus, own_part.is_own) == ("own valley", True)
    assert (own_part.gold, own_part.found) == (VALLEY.articles, PERFECT)
    written = json.loads(path.read_text(encoding="utf-8"))
    assert written["made"]["command"] == "python -m benchmarks"
    corpus = written["corpora"][0]
    assert (corpus["articles"], corpus["words"], corpus["statements"]) == (2, VALLEY.words, 2)
    assert corpus["systems"][0]["figures"][0]["name"] == "statements"
    assert corpus["systems"][0]["words_per_second"] > 0


@pytest.mark.parametrize("broken", ["", "[]", '{"report": 0}', '{"report": 1}', '{"report": 1, "corpora": [{}]}'])
def test_a_file_that_is_no_report_is_an_error(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "report.json"
    path.write_text(broken, encoding="utf-8")
    with pytest.raises(ReportError, match=r"expected the report\.json that `python -m benchmarks` writes"):
        predictions(path)
    with pytest.raises(ReportError):
        predictions(tmp_path / "nothing.json")


def test_a_folder_that_can_not_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    with pytest.raises(ReportError, match="name another folder with --out"):
        results.write(Report(results.Made.now("")), tmp_path / "taken")


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakePipeline:
    """The command with two articles as its corpus, a fake pipeline, no timing and no plots, away from ../shared."""
    pipeline = FakePipeline(CLUMSY)
    monkeypatch.setattr(command, "own_corpora", lambda: (VALLEY, evolve(VALLEY, name="own tune", articles=(QUIET,))))
    monkeypatch.setattr(quoteattr, "load", lambda **_: pipeline)
    monkeypatch.setattr(speed, "measure", lambda *_, **__: SPEED)
    monkeypatch.setattr(plots, "write", lambda *_: ())
    monkeypatch.setattr(material, "SHARED", tmp_path / "nowhere")
    monkeypatch.setattr(rivals, "run", lambda one, *_, **__: rivals.Outcome(one, missing="not on this machine"))
    monkeypatch.setattr(torch, "set_num_threads", lambda _: None)
    return pipeline


def test_a_small_run_leaves_out_what_takes_long_and_says_so(
    offline: FakePipeline, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["--small", "--out", str(tmp_path / "out")]) == 0
    printed = capsys.readouterr()
    for what in ("own tune", "world dev", "PolNeAR dev", "rivals"):
        assert f"{what:<11}  left out by --small" in printed.out
    assert "How right quoteattr is" in printed.out
    assert printed.err == "", "no bars where standard error is no terminal"
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"report.json", "table.md", "errors.html"} <= names
    assert [asked for asked, _ in offline.asked] == ["", "dam", "quiet"]


def test_a_whole_run_takes_every_corpus_and_names_missing_rivals(
    offline: FakePipeline, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = gold_file(tmp_path / "more.jsonl", QUIET)
    out = tmp_path / "out"
    assert command.main(["--corpus", "jsonl", str(gold), "--thoughts", "--no-speed", "--out", str(out)]) == 0
    written = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert [corpus["name"] for corpus in written["corpora"]] == ["own valley", "own tune", "jsonl more.jsonl"]
    assert written["corpora"][2]["thoughts"] is True
    left_out = {one["what"]: one["why"] for one in written["left_out"]}
    assert {"world dev", "PolNeAR dev", "rival textacy", "rival booknlp", "speed and memory"} <= left_out.keys()
    assert left_out["rival textacy"] == "not on this machine"
    assert written["speed"] is None
    assert f"--corpus jsonl {gold}" in written["made"]["command"]


def test_what_is_named_is_measured_even_in_a_small_run(
    offline: FakePipeline, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = gold_file(tmp_path / "shared" / "corpora" / "world" / "dev.jsonl", QUIET)
    options = ["--small", "--shared", str(world.parents[2]), "--only", "baseline", "--out", str(tmp_path / "out")]
    assert command.main(options) == 0
    printed = capsys.readouterr().out
    assert re.search(r"^rival baseline +not on this machine$", printed, re.MULTILINE)
    assert re.search(r"^rival textacy +not named with --only$", printed, re.MULTILINE)
    written = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert [corpus["name"] for corpus in written["corpora"]] == ["own valley", "world dev"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--corpus", "polnear", "nowhere"], "nowhere: no such file or folder. Get PolNeAR 1.0 from"),
        (["--corpus", "brat", "."], "'brat' is no format: use one of jsonl"),
        (["--shared", "nowhere"], "nowhere: no such folder"),
        (["compare", "old.json", "new.json"], "old.json: expected the report.json"),
        (["check", "report.json"], "report.json: expected the report.json"),
    ],
)
def test_what_can_not_be_read_is_an_error_with_a_way_on(
    offline: FakePipeline, options: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(options) == 2
    assert f"benchmarks: {said}" in capsys.readouterr().err


def test_two_corpora_of_one_name_are_an_error(
    offline: FakePipeline, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = (str(gold_file(tmp_path / folder / "dev.jsonl", QUIET)) for folder in ("a", "b"))
    assert command.main(["--corpus", "jsonl", one, "--corpus", "jsonl", two]) == 2
    assert "two that are called 'jsonl dev.jsonl'" in capsys.readouterr().err


@pytest.mark.parametrize("options", [["--threads", "0"], ["--articles", "many"], ["--only", "nobody"], ["--odd"]])
def test_wrong_options_are_refused(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        command.main(options)
    assert stop.value.code == 2
    assert "usage: python -m benchmarks" in capsys.readouterr().err
