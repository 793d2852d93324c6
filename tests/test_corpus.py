"""The annotated articles of the project, and the checks that they pass."""

from __future__ import annotations

import doctest
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from benchmarks import corpus as corpus_module
from benchmarks.corpus import DAMAGED, FOLDER, FORMS, TRAPS, Corpus, check, main, rows, table
from benchmarks.readers import Article, Attribution, CorpusError, Trap, to_gold
from quoteattr import Presentation, QuoteKind, SpeakerKind

OPENING = "“The weir is sound,” said Ines Falk, a lock keeper."
TEXT = f"{OPENING} {'The river rose again in the night. ' * 22}"
STATEMENT = Attribution(
    content=((0, 20),),
    cue=((21, 25),),
    source=((26, 50),),
    kind=QuoteKind.DIRECT,
    presentation=Presentation.SPEECH,
    speaker="Ines Falk",
    speaker_kind=SpeakerKind.PERSON,
    role="lock keeper",
    forms=("inverted", "name"),
)
ARTICLE = Article("weir", TEXT, (STATEMENT,), (Trap((52, 61), "other"),), style="local", region="British")


@pytest.fixture(scope="module")
def shipped() -> Corpus:
    return Corpus.load()


def found(*articles: Article) -> list[str]:
    return [str(problem) for problem in check(Corpus(tune=articles, report=()))]


def with_statement(**changes: Any) -> Article:
    return evolve(ARTICLE, attributions=(evolve(STATEMENT, **changes),))


def test_the_shipped_articles_are_as_their_data_statement_says(shipped: Corpus) -> None:
    assert check(shipped) == ()
    assert (len(shipped.tune), len(shipped.report)) == (32, 32)


def test_the_data_statement_has_the_table_that_the_command_prints(shipped: Corpus) -> None:
    statement = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert table(shipped) in statement, "put what `python -m benchmarks.corpus` prints into benchmarks/corpus/README.md"
    for name in (*FORMS, *TRAPS, *DAMAGED):
        assert f"`{name}`" in statement


def test_the_command_prints_the_table(capsys: pytest.CaptureFixture[str], shipped: Corpus) -> None:
    assert main() == 0
    out, err = capsys.readouterr()
    assert out.startswith(table(shipped))
    assert err == ""


def test_a_sound_article_has_no_problems() -> None:
    assert found(ARTICLE) == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"content": ((1, 5), (0, 4))}, "content 0-4"),
        ({"content": ((0, 21),)}, "no white space"),
        ({"source": ((25, 50),)}, "source 25-50"),
        ({"content": ((0, 19),)}, "both of their quotation marks"),
        ({"content": ((1, 19),)}, "both of their quotation marks"),
        ({"content": ((10, 29),)}, "both of their quotation marks"),
        ({"forms": ("inverted", "shouted")}, "shouted"),
        ({"kind": None}, "kind"),
        ({"presentation": None}, "presentation"),
        ({"speaker_kind": None}, "speaker"),
        ({"role": None, "roles": ("keeper",)}, "other wordings beside a role, found keeper alone"),
        ({"organization_optional": True}, "an organization that is optional, found none for 'Ines Falk'"),
        ({"speaker_kind": SpeakerKind.GROUP}, "group 'Ines Falk' without role"),
        (
            {"speaker_kind": SpeakerKind.DOCUMENT, "role": None, "organization": ("Lock",)},
            "document 'Ines Falk' without",
        ),
    ],
)
def test_a_broken_statement_is_a_problem(changes: dict[str, Any], problem: str) -> None:
    assert any(problem in what for what in found(with_statement(**changes)))


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"text": OPENING, "traps": ()}, "150 to 520 words"),
        ({"text": TEXT * 4}, "150 to 520 words"),
        ({"style": "diary"}, "'diary'"),
        ({"region": None}, "None"),
        ({"traps": (Trap((52, len(TEXT) + 1), "other"),)}, "trap"),
        ({"traps": (Trap((61, 52), "other"),)}, "trap"),
        ({"traps": (Trap((52, 61), "boring"),)}, "boring"),
        ({"attributions": (evolve(STATEMENT, content=((52, 61),)), STATEMENT)}, "in order"),
        ({"id": min(DAMAGED)}, "out of DAMAGED"),
    ],
)
def test_a_broken_article_is_a_problem(changes: dict[str, Any], problem: str) -> None:
    assert any(problem in what for what in found(evolve(ARTICLE, **changes)))


def test_an_id_is_there_once_in_both_parts() -> None:
    both = check(Corpus(tune=(ARTICLE,), report=(ARTICLE,)))
    assert [problem.article for problem in both] == ["weir"]
    assert found(ARTICLE, ARTICLE) == [str(problem) for problem in both]


def test_articles_damaged_on_purpose_may_have_one_mark_alone() -> None:
    assert found(evolve(with_statement(content=((0, 19),)), id=min(DAMAGED))) == []


def test_a_report_inside_a_quotation_needs_no_marks() -> None:
    assert found(with_statement(content=((5, 18),))) == []
    assert found(with_statement(content=((5, 19),))) == []


def test_a_quotation_without_end_reaches_to_the_end_of_its_paragraph() -> None:
    text = TEXT.replace("sound,”", "sound,").replace("keeper. ", "keeper.\n\n")
    unclosed = evolve(with_statement(content=((0, len(OPENING) - 1),), cue=(), source=()), text=text)
    assert found(unclosed) == []
    bare = evolve(unclosed.attributions[0], content=((1, len(OPENING) - 1),))
    assert any("both of their" in what for what in found(evolve(unclosed, attributions=(bare,))))


def test_the_parts_are_read_from_a_folder(tmp_path: Path) -> None:
    for part in ("tune", "report"):
        (tmp_path / f"{part}.jsonl").write_text(to_gold(evolve(ARTICLE, id=part)) + "\n", encoding="utf-8")
    assert Corpus.load(tmp_path) == Corpus((evolve(ARTICLE, id="tune"),), (evolve(ARTICLE, id="report"),))


@pytest.mark.parametrize(
    "broken",
    [
        ("[[0, 20]]", f"[[0, {len(TEXT) + 1}]]"),
        ("[[0, 20]]", "[[20, 20]]"),
        ("[[0, 20]]", "[]"),
        ('"direct"', '"shouted"'),
        ('"person"', '"fish"'),
    ],
)
def test_spans_outside_the_text_and_unknown_kinds_are_not_read(tmp_path: Path, broken: tuple[str, str]) -> None:
    line = to_gold(ARTICLE)
    assert line.count(broken[0]) == 1
    (tmp_path / "tune.jsonl").write_text(line.replace(*broken), encoding="utf-8")
    (tmp_path / "report.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(CorpusError):
        Corpus.load(tmp_path)


def test_rows_count_each_part() -> None:
    counts = {row.what: (row.tune, row.report) for row in rows(Corpus((ARTICLE,), (evolve(ARTICLE, id="dam"),) * 2))}
    assert counts["articles"] == counts["kind: direct"] == counts["form: inverted"] == (1, 2)
    assert counts["words"] == (len(TEXT.split()), 2 * len(TEXT.split()))
    assert "affiliation: organization" not in counts


def test_the_examples_in_the_documentation_hold() -> None:
    failed, tried = doctest.testmod(corpus_module)
    assert tried
    assert not failed
