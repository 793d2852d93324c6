"""The weights of the confidence: how they are trained, written and read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import quoteattr
from quoteattr import ModelError, Pipeline
from quoteattr.confidence import confidence, open_weights
from quoteattr.errors import InputError
from quoteattr.training import confidence as trust
from quoteattr.training.articles import read_annotated
from quoteattr.training.confidence import Judged, calibration_error, cross_validate, judge, most_confident

PEOPLE = [
    ("Ada Obi", "chief engineer", "Calder Bridge Trust"),
    ("Jon Moss", "harbour pilot", "Lower Docks Union"),
    ("Petra Holm", "spokeswoman", "Elmina Ferry Company"),
    ("Leila Haddad", "director", "Northmoor Weather Office"),
    ("Marta Lindqvist", "chairwoman", "Hanul Seed Bank"),
    ("Tomas Reyes", "treasurer", "Old Quay Theatre"),
]
QUAY = "Ada Obi met the pilot Jon Moss on the quay. Moss had no boat. “It is late,” she said.\n\n“Go home.”"
TOWERS = "The Calder Bridge Trust said the towers were safe. “Nobody should worry,” said Ada Obi, its chief engineer."


def span(text: str, phrase: str) -> list[int]:
    start = text.index(phrase)
    return [start, start + len(phrase)]


def statement(text: str, content: str, cue: str = "", source: str = "", **more: Any) -> dict[str, Any]:
    """An annotated statement; `more` holds what is known of its speaker."""
    spans = {part: [span(text, phrase)] if phrase else [] for part, phrase in (("cue", cue), ("source", source))}
    return {"content": [span(text, content)], **spans, **more}


def article(number: int) -> dict[str, Any]:
    """One of six articles of a kind."""
    name, role, body = PEOPLE[number]
    text = f"“The wind will turn,” said {name}, {role} of the {body}, on Monday. Nobody else had come to the quay."
    speaker = {"speaker": name, "aliases": [name.split()[-1]], "speaker_kind": "person"}
    return {
        "id": f"wind{number}",
        "text": text,
        "attributions": [statement(text, "“The wind will turn,”", "said", name, **speaker)],
    }


def written(path: Path, *articles: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in articles), encoding="utf-8")
    return path


@pytest.fixture
def news(tmp_path: Path, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of six articles, for commands that take the pipeline that is loaded already."""
    monkeypatch.setattr(quoteattr, "load", lambda: pipeline)
    return written(tmp_path / "news.jsonl", *map(article, range(6)))


LATE: dict[str, Any] = {"content": "“It is late,”", "cue": "said", "source": "she"}
ENGINEER = {"content": "“Nobody should worry,”", "speaker": "Ada Obi"}
TRUST = {"content": "the towers were safe", "speaker": "Calder Bridge Trust"}
BELIEF = "Ada Obi believes that the bridge will stand."
THOUGHT = {"text": BELIEF, "attributions": [statement(BELIEF, "the bridge will stand", speaker="Ada Obi")]}


@pytest.mark.parametrize(
    ("gold", "content", "right"),
    [
        (ENGINEER, True, True),
        (ENGINEER | {"content": "Nobody should"}, True, True),
        (ENGINEER | {"content": "Nobody"}, False, False),
        (ENGINEER | {"speaker": "Obi", "aliases": ["Ms. Ada Obi"]}, True, True),
        (ENGINEER | {"speaker": "Obi"}, True, False),
        (ENGINEER | {"speaker": "Jon Moss"}, True, False),
        (ENGINEER | {"speaker": None}, True, False),
        (ENGINEER | {"speaker": ["Ada Obi", "Jon Moss"]}, True, False),
        (TRUST, True, True),
        (TRUST | {"speaker": "the bridge trust"}, True, True),
        (TRUST | {"speaker": "Trust for the Old Towers"}, True, False),
    ],
)
def test_a_quote_is_right_where_content_and_speaker_are_the_annotated_ones(
    pipeline: Pipeline, gold: dict[str, Any], content: bool, right: bool
) -> None:
    known = {key: value for key, value in gold.items() if key != "content"}
    marked = {"text": TOWERS, "attributions": [statement(TOWERS, gold["content"], **known)]}
    found = list(judge(pipeline, marked, thoughts=False))
    assert len(found) == 2
    assert (sum(one.content for one in found), sum(one.right for one in found)) == (content, right)


def test_quotes_without_an_annotated_speaker_are_not_right(pipeline: Pipeline) -> None:
    marked = {"text": TOWERS, "attributions": [statement(TOWERS, "“Nobody should worry,”")]}
    assert not any(one.content for one in judge(pipeline, marked, thoughts=False))


def test_thoughts_are_judged_only_where_asked_for(pipeline: Pipeline) -> None:
    assert list(judge(pipeline, THOUGHT, thoughts=False)) == []
    assert [one.right for one in judge(pipeline, THOUGHT, thoughts=True)] == [True]


def toy(number: int) -> list[Judged]:
    """Two quotes, of which the short one is wrong."""
    return [Judged({"always": 1.0, "short": short, f"only {number}": 1.0}, True, not short) for short in (0.0, 1.0)]


def test_the_confidence_learns_which_feature_marks_wrong_quotes() -> None:
    examples = [one for number in range(10) for one in toy(number)]
    weights = trust.train(examples)
    assert weights["always"] > 0 > weights["short"]
    assert weights == trust.train(examples)
    assert all((confidence(one.features, weights) > 0.9) == one.right for one in examples)
    assert all(abs(weight) < 1 for weight in trust.train(examples, penalty=5.0).values())


def test_cross_validation_predicts_each_article_from_the_others() -> None:
    found = cross_validate([toy(number) for number in range(6)], folds=3)
    assert len(found) == 12
    assert all((probability > 0.9) == one.right for probability, one in found)
    assert [one.right for one in most_confident(found, share=0.5)] == [True] * 6
    odd = [Judged({"odd": 1.0}, True, True)]
    assert [probability for probability, one in cross_validate([*map(toy, range(3)), odd]) if one in odd] == [0.5]


@pytest.mark.parametrize(
    ("pairs", "bins", "error"),
    [
        ([(1.0, True), (0.0, False)], 2, 0.0),
        ([(1.0, False), (0.0, True)], 2, 1.0),
        ([(1.0, False), (0.0, True)], 1, 0.0),
        ([(0.75, True), (0.75, False)], 10, 0.5),
        ([(0.75, True)] * 3 + [(0.75, False)], 1, 0.0),
        ([], 10, 0.0),
    ],
)
def test_the_calibration_error_is_the_distance_from_the_share_that_is_right(
    pairs: list[tuple[float, bool]], bins: int, error: float
) -> None:
    assert calibration_error(pairs, bins) == error


def test_the_confidence_command_prints_figures_and_writes_weights(
    news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, thoughts = tmp_path / "new" / "weights.json", written(tmp_path / "thoughts.jsonl", THOUGHT)
    unmarked = written(tmp_path / "unmarked.jsonl", {"text": QUAY, "attributions": [statement(QUAY, **LATE)]})
    trust.main([str(news), str(unmarked), "--thoughts", str(thoughts), "--out", str(out)])
    first, second, third = capsys.readouterr().out.splitlines()
    assert first == "7 quotes, 7 right"
    assert second.startswith("expected calibration error 0.0")
    assert third == "most confident 70 %: 5 of 5 right"
    assert open_weights(out)["always"] > 0


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('{"id": "a", "text": ', "line 3: not JSON: .*; write one article a line, an object with 'text', '"),
        ('["a"]', "line 3: expected a JSON object, got list; write"),
        ('{"id": "a"}', "line 3: no field 'text'; it has 'id'; write"),
        ('{"text": "No."}', "line 3: no field 'attributions'; it has 'text'; write"),
        ("{}", "line 3: no field 'text'; it has none; write"),
    ],
)
def test_a_line_that_is_no_annotated_article_is_named(news: Path, tmp_path: Path, line: str, complaint: str) -> None:
    broken, out = tmp_path / "broken.jsonl", tmp_path / "out"
    broken.write_text(f"{json.dumps(article(0))}\n\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=rf"broken\.jsonl, {complaint}"):
        trust.main([str(broken), "--out", str(out)])
    assert not out.exists()


@pytest.mark.parametrize(
    "articles",
    [[], [article(0)], [{"text": QUAY, "attributions": [statement(QUAY, **LATE)]}]],
    ids=["none", "one", "no speaker"],
)
def test_where_there_is_nothing_to_learn_nothing_is_written(
    news: Path, tmp_path: Path, articles: list[dict[str, Any]]
) -> None:
    path, out = written(tmp_path / "few.jsonl", *articles), tmp_path / "out"
    out.write_text("the old one")
    with pytest.raises(InputError, match="no quotes to learn from, expected"):
        trust.main([str(path), "--out", str(out)])
    assert out.read_text() == "the old one"


def test_only_line_feeds_end_a_line_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "breaks.jsonl"
    text = "“No.”\u2028She left.\x85Nobody came.\u2029"
    path.write_text(json.dumps({"text": text}, ensure_ascii=False) + "\n \n", encoding="utf-8")
    assert list(read_annotated(path, "text")) == [{"text": text}]


def test_a_file_that_is_not_there_is_named(news: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"gone\.jsonl"):
        trust.main([str(tmp_path / "gone.jsonl"), "--out", str(tmp_path / "out")])


def test_weights_of_another_model_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    path.write_text(json.dumps(trust.train(toy(0))), encoding="utf-8")
    assert open_weights(path)
    path.write_text('{"near": 1.0}', encoding="utf-8")
    with pytest.raises(ModelError, match="expected a weight for 'always'"):
        open_weights(path)
