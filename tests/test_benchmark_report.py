"""What people get to see of a run: tables, Markdown, plots, and the page of errors."""

from __future__ import annotations

import doctest
import importlib.util
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from fake_reports import (
    ADDED,
    CLUMSY,
    DAM,
    FIRST,
    MADE,
    NONSENSE,
    PERFECT,
    QUIET,
    SAID,
    SECOND,
    TEXT,
    VALLEY,
    report,
    system,
)

from benchmarks.figures import Measured
from benchmarks.material import Material
from benchmarks.report import errors, markdown, plots, table
from benchmarks.report.errors import Case, Error, Mark, cases, mark_up, page
from benchmarks.report.markdown import to_markdown
from benchmarks.report.table import NONE, Table, describe_run, tables, to_text
from benchmarks.results import GIVEN_SYSTEM, Report, Result, System
from quoteattr import Article, Presentation

VOID = frozenset({"meta", "input", "br"})


@pytest.mark.parametrize("module", [table, markdown, errors])
def test_the_examples_in_the_docstrings(module: Any) -> None:
    outcome = doctest.testmod(module)
    assert outcome.attempted
    assert outcome.failed == 0


def found(title: str, report: Report) -> Table:
    (one,) = (one for one in tables(report) if one.title == title)
    return one


def row(table: Table, name: str) -> tuple[str, ...]:
    (one,) = (row[1:] for row in table.rows if row[0].split(":")[0] == name)
    return one


def test_every_figure_has_its_interval_and_what_is_not_counted_is_not_there() -> None:
    figures = found("How right quoteattr is", report())
    assert figures.head == ("figure", "own valley")
    assert row(figures, "annotated statements") == ("2",)
    assert row(figures, "statements") == ("50.0 (50.0–50.0)",)
    assert row(figures, "role") == (NONE,)


def test_rivals_stand_beside_as_ratios() -> None:
    rivals = found("Beside other tools", report())
    own, other = (one for one in rivals.rows)
    assert (own[0], other[0]) == ("own valley, quoteattr", "own valley, rival")
    assert own[-3:] == ("1.00", "640", "1.00")
    assert other[-3:] == ("1.00", "320", "0.50")
    assert "rival refused 1 articles of own valley." in rivals.note


def test_times_and_what_was_left_out_are_in_the_tables() -> None:
    speed = found("Speed and memory", report())
    assert row(speed, "in all, 1 process with 2 threads") == ("1,500 words/s", "640 MiB")
    assert row(speed, "in all, 2 processes with 1 thread each") == ("2,500 words/s", NONE)
    assert found("Left out", report()).rows == (("world dev", "it is not | here"),)


def test_with_the_statements_given_there_is_a_table_and_a_column_of_forms() -> None:
    given = evolve(system(PERFECT, GIVEN_SYSTEM))
    both = Report(MADE, (Result(VALLEY, (system(CLUMSY), given)),))
    assert row(found("Who speaks, with the annotated statements given", both), "speaker")[0].startswith("100.0")
    forms = found("By form", both)
    assert forms.head[-1] == "own valley: speaker, given"
    assert row(forms, "surname") == ("1", "0.0 (0.0–0.0)", "0.0 (0.0–0.0)", "100.0 (100.0–100.0)")
    assert "Beside other tools" not in [one.title for one in tables(both)]


def test_recall_stands_beside_how_the_source_is_worded() -> None:
    alone = found("By how the source is worded", report())
    assert alone.head == ("corpus, source", "number", "found", "with speaker")
    assert row(alone, "own valley, name") == ("1", "100.0 (100.0–100.0)", "0.0 (0.0–0.0)")
    assert row(alone, "own valley, surname") == ("1", "0.0 (0.0–0.0)", "0.0 (0.0–0.0)")
    both = Report(MADE, (Result(VALLEY, (system(CLUMSY), system(PERFECT, GIVEN_SYSTEM))),))
    assert row(found("By how the source is worded", both), "own valley, surname")[-1] == "100.0 (100.0–100.0)"


def test_calibration_has_a_row_for_each_system() -> None:
    calibration = found("How far confidences can be trusted", report())
    assert calibration.head[-2:] == ("of the surest 70 % right", "calibration error")
    assert row(calibration, "own valley") == ("2", "0.0", "0.0", "0.450")


def test_an_empty_report_has_no_tables() -> None:
    assert tables(Report(MADE)) == ()


def test_terminal_columns_are_in_line() -> None:
    lines = to_text(found("By kind of quote", report())).splitlines()[2:6]
    assert len({len(line) for line in lines}) == 1


def test_the_markdown_is_dated_has_the_command_and_survives_bars(tmp_path: Path) -> None:
    text = markdown.write(report(), tmp_path).read_text(encoding="utf-8")
    assert text.startswith("# Benchmarks\n\nMeasured on 2026-01-31, `python -m benchmarks`, quoteattr 0.0")
    assert r"| world dev | it is not \| here |" in text
    for block in text.split("\n\n"):
        rows = [line for line in block.splitlines() if line.startswith("|")]
        assert len({line.replace(r"\|", "").count("|") for line in rows}) <= 1
    assert to_markdown(Table("A", ("b",), (("c\nd",),))).endswith("| c d |")


needs_matplotlib = pytest.mark.skipif(
    not importlib.util.find_spec("matplotlib"), reason="matplotlib is not installed: pip install 'quoteattr[bench]'"
)


@needs_matplotlib
def test_every_plot_is_drawn_as_png_and_svg(tmp_path: Path) -> None:
    paths = plots.write(report(), tmp_path)
    assert [path.name for path in paths] == [
        f"{name}{suffix}"
        for name in ("figures", "forms", "speed-and-accuracy", "calibration", "throughput")
        for suffix in (".png", ".svg")
    ]
    assert all(path.read_bytes().startswith((b"\x89PNG", b"<?xml")) for path in paths)
    speed = (tmp_path / "speed-and-accuracy.svg").read_text(encoding="utf-8")
    assert "rival" in speed
    assert "quoteattr" in speed


@needs_matplotlib
def test_what_was_not_measured_has_no_plot(tmp_path: Path) -> None:
    bare = evolve(VALLEY, articles=(evolve(DAM, attributions=()),))
    silent = System("quoteattr", (Article(id="dam"),), Measured())
    assert plots.write(Report(MADE, (Result(bare, (silent,)),)), tmp_path) == ()


def test_without_matplotlib_plots_are_left_out_with_the_way_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plots, "find_spec", lambda name: None)
    missing = plots.without_matplotlib()
    assert missing is not None
    assert (missing.what, missing.why) == ("plots", "matplotlib is not installed: pip install 'quoteattr[bench]'")


def test_every_kind_of_error_is_named() -> None:
    said, added, spurious = cases(DAM, CLUMSY[0])
    assert said.errors == (Error.SPEAKER,)
    assert added == Case(ADDED, None, (Error.MISSED,))
    assert spurious == Case(None, NONSENSE, (Error.SPURIOUS,))
    assert FIRST.speaker is not None
    assert FIRST.speaker.affiliation is not None
    elsewhere = evolve(FIRST.speaker, affiliation=evolve(FIRST.speaker.affiliation, role=None, former=True))
    wrong = evolve(FIRST, kind=SECOND.kind, spans=(FIRST.spans[0], NONSENSE.spans[0]), speaker=elsewhere)
    (first, *_) = cases(DAM, Article((wrong,), id="dam"))
    assert first.errors == (Error.EDGES, Error.KIND, Error.ROLE, Error.FORMER)
    nobody = evolve(FIRST, speaker=None)
    (first, *_) = cases(DAM, Article((nobody,), id="dam"))
    assert first.errors == (Error.SOURCE, Error.SPEAKER_KIND, Error.SPEAKER)
    assert [case.errors for case in cases(DAM, PERFECT[0])] == [(), ()]


def test_thoughts_are_no_cases_where_they_are_not_asked_for() -> None:
    hopes = evolve(DAM, attributions=(SAID, evolve(ADDED, presentation=Presentation.THOUGHT)))
    assert [case.statement for case in cases(hopes, PERFECT[0])] == [SAID]
    assert [case.errors for case in cases(hopes, PERFECT[0], thoughts=True)] == [(), ()]


def test_a_leading_that_is_no_error() -> None:
    start, end = ADDED.content[0]
    bare = evolve(DAM, attributions=(SAID, evolve(ADDED, content=((start + len("that "), end),))))
    assert [case.errors for case in cases(bare, PERFECT[0])] == [(), ()]


def test_every_wording_that_is_right_is_on_the_page() -> None:
    said = evolve(SAID, roles=("warden",), organization_optional=True)
    valley = evolve(VALLEY, articles=(evolve(DAM, attributions=(said,)), QUIET))
    html = page(Report(MADE, (Result(valley, (system(CLUMSY, material=valley),)),)))
    assert "head or warden" in html
    assert "Elvdal dam or none" in html


def test_punctuation_at_the_edges_is_no_error() -> None:
    content = SAID.content[0]
    inner = evolve(SAID, content=((content[0] + 1, content[1] - 2),))
    (first, *_) = cases(evolve(DAM, attributions=(inner,)), PERFECT[0])
    assert Error.EDGES not in first.errors


def test_nested_and_overlapping_marks_cut_the_text_without_losing_any_of_it() -> None:
    text = "He said that <she> said no & left."
    marks = [Mark(8, 33, "content", 1), Mark(24, 26, "content", 2, "lone"), Mark(13, 18, "source", 2, "lone")]
    html = mark_up(text, marks)
    assert "".join(_text(html)).replace("1", "").replace("2", "") == text
    assert '<mark class="content right lone" data-cases="1 2"><sup>2</sup>no</mark>' in html
    assert '<mark class="content source right" data-cases="1 2">&lt;she&gt;</mark>' in html


class _Reader(HTMLParser):
    """Checks that tags are closed in order, and keeps texts, tags and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def _text(html: str) -> list[str]:
    reader = _Reader()
    reader.feed(html)
    assert reader.open == []
    return reader.texts


def test_the_page_is_whole_loads_nothing_and_escapes_what_articles_say(tmp_path: Path) -> None:
    nasty = evolve(DAM, id="<i>'\"&", text=TEXT.replace("left", "</script>"))
    whole = Report(
        MADE, (Result(Material('va"lley', (nasty,)), (system(CLUMSY[:1], material=Material("", (nasty,))),)),)
    )
    html = errors.write(whole, tmp_path).read_text(encoding="utf-8")
    reader = _Reader()
    reader.feed(html)
    assert reader.open == []
    assert "<i>" not in html
    assert "<b>" not in html
    assert html.count("</script>") == 1
    assert "".join(reader.texts).count("<b> will hold") == 4, "in both texts and in both columns of the row"
    assert not any("src" in attrs or tag == "link" for tag, attrs in reader.tags)
    assert "default-src 'none'" in html
    assert not any(name.startswith("on") for _, attrs in reader.tags for name in attrs)


def test_the_page_can_be_filtered_by_every_kind_of_error_and_corpus() -> None:
    reader = _Reader()
    html = page(report())
    reader.feed(html)
    boxes = {attrs["value"] for tag, attrs in reader.tags if attrs.get("type") == "checkbox"}
    assert boxes == {*(error.name for error in Error), "RIGHT"}
    rows = [attrs["data-errors"] for tag, attrs in reader.tags if tag == "tr" and "data-errors" in attrs]
    assert rows == ["SPEAKER", "MISSED", "SPURIOUS"]
    articles = [attrs["data-corpus"] for tag, attrs in reader.tags if tag == "article"]
    assert articles == ["own valley", "own valley"]
    assert "<option>own valley</option>" in html
    assert describe_run(report()).split(",")[0] in html
    assert "prefers-color-scheme: dark" in html


def test_keys_reach_everything_on_the_page() -> None:
    reader = _Reader()
    reader.feed(page(report()))
    scrolled = [attrs for tag, attrs in reader.tags if attrs.get("class") == "sides"]
    assert all((attrs["tabindex"], attrs["role"]) == ("0", "group") for attrs in scrolled)
    assert sum(tag == "button" for tag, _ in reader.tags) == 2 + 3, "all, none, and one for each row"
