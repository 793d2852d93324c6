"""Comparing reports quote by quote, and holding one against the baseline."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest
from attrs import evolve
from fake_reports import CLUMSY, DAM, PERFECT, QUIET, report

from benchmarks import __main__ as command
from benchmarks import baseline as baseline_module
from benchmarks import changes as changes_module
from benchmarks.baseline import BASELINE, Baseline, BaselineError, baseline, check
from benchmarks.changes import changes, describe
from benchmarks.corpus import Corpus
from benchmarks.results import Prediction, ReportError, write
from quoteattr import Article, Span

OLD = Prediction("own valley", True, "quoteattr", (DAM, QUIET), CLUMSY)
NEW = evolve(OLD, found=PERFECT)


def test_the_examples_in_the_docstrings() -> None:
    assert doctest.testmod(changes_module).failed == 0
    assert doctest.testmod(baseline_module).failed == 0


def test_every_gain_is_listed_with_what_changed() -> None:
    (change,) = changes([OLD], [NEW])
    figures = {moved.name.name: (moved.old, moved.new) for moved in change.figures}
    assert figures["statements"] == (50.0, 100.0)
    text = describe(change)
    first, second, gone = text.split("\n\n")[-3:]
    assert first.splitlines() == [
        "dam: “The sluice <b> will hold until spring,”",
        "  + speaker: Elvdal → Marit Aune",
        "  + role: – → head",
        "  + organization: – → Elvdal dam",
    ]
    assert second.splitlines()[0] == "dam: that nobody had measured it"
    assert second.splitlines()[1].startswith(
        "  + found, with the right source, quote kind, speaker kind, speaker, role"
    )
    assert gone == "dam: The parish denied this\n  + no longer found, and is no statement"
    assert "statements: F1 of contents that overlap by half" in text


def test_losses_are_the_same_the_other_way_round() -> None:
    text = describe(changes([NEW], [OLD])[0])
    assert "  - speaker: Marit Aune → Elvdal" in text
    assert "  - no longer found, with the right source" in text
    assert "  - found, and is no statement" in text
    assert "+ " not in text.split("what")[-1]


def test_reports_that_are_alike_change_nothing() -> None:
    assert "Nothing changes." in describe(changes([NEW], [NEW])[0])


def test_articles_that_are_not_the_same_in_both_are_named_and_left_out() -> None:
    longer = evolve(QUIET, text="Nobody spoke at all.")
    (change,) = changes([OLD], [evolve(NEW, gold=(DAM, longer))])
    assert change.left_out == ("quiet",)
    assert "Left out, not the same in both: quiet." in describe(change)


def test_what_an_article_says_can_not_steer_the_terminal() -> None:
    text = "Aune said \x1b[2Jno."
    said = evolve(DAM.attributions[1], content=((10, len(text) - 1),), cue=(), source=())
    article = evolve(DAM, text=text, attributions=(said,))
    quote = evolve(PERFECT[0].quotes[1], spans=(Span.cut(text, 10, len(text) - 1),), cue=None, speaker=None)
    nothing = Prediction("odd", False, "quoteattr", (article,), (Article(id="dam"),))
    assert "\x1b" not in describe(changes([nothing], [evolve(nothing, found=(Article((quote,), id="dam"),))])[0])


def test_reports_without_a_common_corpus_can_not_be_compared() -> None:
    with pytest.raises(ReportError, match="got own valley in the old one and hills in the new one"):
        changes([OLD], [evolve(NEW, corpus="hills")])


def test_the_command_compares_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = (write(report(found), tmp_path / name) for name, found in (("old", CLUMSY), ("new", PERFECT)))
    assert command.main(["compare", str(old), str(new)]) == 0
    assert "own valley, quoteattr" in capsys.readouterr().out


def test_a_baseline_is_written_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    written = baseline([OLD])
    written.write(path)
    assert Baseline.read(path) == written
    assert len(path.read_text(encoding="utf-8").splitlines()) == 4, "an article a line"


def test_only_the_articles_of_the_report_count() -> None:
    held = check([evolve(NEW, gold=(DAM,), found=PERFECT[:1])], baseline([OLD]))
    statements = next(one for one in held if one.figure == "statements")
    assert (statements.before, statements.after, statements.fall) == (50.0, 100.0, -50.0)


def test_a_fall_fails_and_a_small_one_does_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = (str(write(report(found), tmp_path / name)) for name, found in (("a", PERFECT), ("b", CLUMSY)))
    held = ["--baseline", str(tmp_path / "baseline.json")]
    assert command.main(["baseline", good, "--to", held[1]]) == 0
    assert command.main(["check", good, *held]) == 0
    assert command.main(["check", bad, *held, "--most", "2"]) == 1
    printed = capsys.readouterr()
    assert "own valley, statements: fell by 50.0 points, at most 2 are allowed" in printed.err
    assert "own valley, named persons" in printed.out
    assert command.main(["check", bad, *held, "--most", "100"]) == 0


def test_another_annotation_can_not_be_held_against_the_baseline() -> None:
    changed = evolve(DAM, attributions=DAM.attributions[:1])
    for gold in (changed, evolve(DAM, id="weir")):
        with pytest.raises(BaselineError, match=f"got others in {gold.id}.*`python -m benchmarks baseline"):
            check([evolve(NEW, gold=(gold, QUIET))], baseline([OLD]))


def test_a_report_of_other_corpora_has_nothing_to_hold() -> None:
    with pytest.raises(BaselineError, match="expected a report of the own corpus"):
        check([evolve(NEW, is_own=False)], baseline([OLD]))


@pytest.mark.parametrize("broken", ["", "[]", '{"dam": {"gold": "a"}}', '{"dam": []}'])
def test_a_file_that_is_no_baseline_is_an_error(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(broken, encoding="utf-8")
    with pytest.raises(BaselineError, match="expected what `python -m benchmarks baseline` writes"):
        Baseline.read(path)


def test_the_shipped_baseline_is_of_the_shipped_corpus() -> None:
    corpus = Corpus.load()
    articles = (*corpus.report, *corpus.tune)
    everything = Prediction("own", True, "quoteattr", articles, tuple(Article(id=article.id) for article in articles))
    held = Baseline.read(BASELINE)
    assert check([everything], held), "write it anew: python -m benchmarks baseline REPORT.json"
    assert len(held.rows) == len(articles)
