"""The small models over the tagger: affiliation network, ranker, confidence; how each is trained, written and read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

import quoteattr
from quoteattr import ModelError, Pipeline
from quoteattr.confidence import confidence
from quoteattr.errors import InputError
from quoteattr.network.neighbours import LABELS, Neighbours
from quoteattr.speakers.ranking import NOBODY, Ranker, read_weights
from quoteattr.statements.statement import Statement
from quoteattr.training import affiliation, ranking
from quoteattr.training import confidence as trust
from quoteattr.training.confidence import Judged, calibration_error, cross_validate, judge, most_confident
from quoteattr.training.ranking import Choice, alike, choices, people_choices, right_choice

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
    """One of six articles of a kind, with what any of the three trainings wants to know of it."""
    name, role, body = PEOPLE[number]
    text = f"“The wind will turn,” said {name}, {role} of the {body}, on Monday. Nobody else had come to the quay."
    known = {"role": role, "organization": [body]}
    speaker = {"speaker": name, "aliases": [name.split()[-1]], "speaker_kind": "person", **known}
    return {
        "id": f"wind{number}",
        "text": text,
        "facts": [{"name": span(text, name), "role": span(text, role), "organization": span(text, body)}],
        "attributions": [statement(text, "“The wind will turn,”", "said", name, **speaker)],
        "people": [{"person": name, **known}],
    }


def written(path: Path, *articles: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in articles), encoding="utf-8")
    return path


@pytest.fixture
def news(tmp_path: Path, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of six articles, for commands that take the pipeline that is loaded already."""
    monkeypatch.setattr(quoteattr, "load", lambda: pipeline)
    return written(tmp_path / "news.jsonl", *map(article, range(6)))


def labelled(example: affiliation.Example, text: str) -> list[tuple[str, str]]:
    """The words of an example that have a label."""
    words = example.reading.words
    numbered = enumerate(example.labels, start=example.mention.first)
    return [(text[words.starts[i] : words.ends[i]], LABELS[label]) for i, label in numbered if label]


def examples_of(pipeline: Pipeline, numbers: range) -> list[affiliation.Example]:
    return [example for number in numbers for example in affiliation.examples(pipeline, article(number))]


def test_facts_become_labels_of_words(pipeline: Pipeline) -> None:
    (example,) = affiliation.examples(pipeline, article(0))
    assert example.mention.name.text == "Ada Obi"
    assert labelled(example, article(0)["text"]) == [
        ("chief", "B-role"),
        ("engineer", "I-role"),
        ("Calder", "B-organization"),
        ("Bridge", "I-organization"),
        ("Trust", "I-organization"),
    ]


def test_each_of_several_facts_is_learned_and_no_word_twice(pipeline: Pipeline) -> None:
    text = "Ada Obi, engineer and mayor of Elmina, came."
    name = span(text, "Ada Obi")
    mayor = {"role": span(text, "mayor"), "location": span(text, "Elmina"), "organization": span(text, "of Elmina")}
    facts = [{"name": name, "role": span(text, "engineer")}, {"name": name, **mayor}]
    (example,) = affiliation.examples(pipeline, {"text": text, "facts": facts, "partial": True})
    assert labelled(example, text) == [
        ("engineer", "B-role"),
        ("mayor", "B-role"),
        ("of", "B-organization"),
        ("Elmina", "I-organization"),
    ]


@pytest.mark.parametrize(("partial", "names"), [(False, {"Ada Obi", "Jon Moss"}), (True, {"Jon Moss"})])
def test_people_without_facts_are_examples_without_labels(pipeline: Pipeline, partial: bool, names: set[str]) -> None:
    facts = [{"name": span(QUAY, "Jon Moss"), "role": span(QUAY, "pilot")}]
    found = list(affiliation.examples(pipeline, {"text": QUAY, "facts": facts, "partial": partial}))
    assert {example.mention.name.text for example in found} == names
    assert [labelled(e, QUAY) for e in found if any(e.labels)] == [[("pilot", "B-role")]]


def test_a_fact_about_a_name_that_was_not_found_is_learned(pipeline: Pipeline) -> None:
    text = "The old crane, guardian of the docks, fell."
    facts = [{"name": span(text, "old crane"), "role": span(text, "guardian")}]
    (example,) = affiliation.examples(pipeline, {"text": text, "facts": facts, "partial": True})
    assert (example.mention.name.text, labelled(example, text)) == ("old crane", [("guardian", "B-role")])


@pytest.fixture(scope="module")
def learned(pipeline: Pipeline) -> Neighbours:
    """A network that has read the first four articles often."""
    return affiliation.train(examples_of(pipeline, range(4)), [], epochs=40, alone=30)


def test_the_affiliation_network_learns_what_stands_beside_new_names(pipeline: Pipeline, learned: Neighbours) -> None:
    assert not learned.training
    for numbers in (range(4), range(4, 6)):
        found = affiliation.figures(learned, examples_of(pipeline, numbers))
        assert (found["role"], found["organization"]) == (100.0, 100.0)


def test_an_affiliation_network_that_has_learned_nothing_finds_nothing(pipeline: Pipeline) -> None:
    silent = Neighbours()
    torch.nn.init.zeros_(silent.label.weight)
    silent.label.bias.data = torch.eye(len(LABELS))[0]
    found = affiliation.figures(silent.eval(), examples_of(pipeline, range(2)))
    assert found == {"role": 0.0, "organization": 0.0, "location": 0.0}


@pytest.mark.parametrize(("first", "last"), [(1, 1), (3, 6)])
def test_the_same_seed_gives_the_same_affiliation_network(pipeline: Pipeline, first: int, last: int) -> None:
    marked, weak = examples_of(pipeline, range(first)), examples_of(pipeline, range(first, last))

    def weights(seed: int) -> list[torch.Tensor]:
        return list(affiliation.train(marked, weak, epochs=1, alone=1, seed=seed).state_dict().values())

    once, again, other = weights(7), weights(7), weights(8)
    assert all(torch.equal(a, b) for a, b in zip(once, again, strict=True))
    assert not all(torch.equal(a, b) for a, b in zip(once, other, strict=True))


def test_weak_examples_are_learned_with_the_marked_ones(pipeline: Pipeline) -> None:
    marked, weak = examples_of(pipeline, range(1)), examples_of(pipeline, range(1, 6))
    with_weak, without = (affiliation.train(marked, some, 1, 1).state_dict() for some in (weak, []))
    assert not all(torch.equal(with_weak[name], without[name]) for name in without)


def test_the_affiliation_command_prints_figures_and_writes_a_network(
    news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "affiliation.safetensors"
    weak = written(tmp_path / "weak.jsonl", article(0) | {"partial": True})
    affiliation.main([str(news), "--weak", str(weak), "--hold-out", "2", "--epochs", "1", "--out", str(out)])
    first, second = capsys.readouterr().out.splitlines()
    assert first == "4 marked mentions, 1 weak ones"
    assert second.startswith("{'role': ")
    assert Neighbours.open(out).width == 384


def test_without_articles_held_out_there_are_no_figures(
    news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    affiliation.main([str(news), "--epochs", "1", "--out", str(tmp_path / "out.safetensors")])
    assert capsys.readouterr().out == "6 marked mentions, 0 weak ones\n"


def test_a_saved_affiliation_network_reads_as_the_one_that_was_saved(
    pipeline: Pipeline, learned: Neighbours, tmp_path: Path
) -> None:
    learned.save(tmp_path / "affiliation.safetensors")
    back = Neighbours.open(tmp_path / "affiliation.safetensors")
    (example,) = affiliation.examples(pipeline, article(5))
    ((_, found),) = back.read(example.reading, [example.mention])
    assert [part for part, _, _ in found] == ["role", "organization"]
    assert list(learned.read(example.reading, [example.mention])) == [(example.mention, found)]


def choices_of(pipeline: Pipeline, text: str, *statements: dict[str, Any]) -> list[Choice]:
    known = [(Statement.from_annotation(text, one), one) for one in statements]
    return choices(pipeline.analyse(text), pipeline.tagged(text), known, pipeline.models.affiliations)


LATE: dict[str, Any] = {"content": "“It is late,”", "cue": "said", "source": "she"}
ADA: dict[str, Any] = {"speaker": "Ada Obi", "aliases": ["Obi"]}
MOSS: dict[str, Any] = {"speaker": "Jon Moss", "aliases": ["Moss"]}


@pytest.mark.parametrize("speaker", [ADA, MOSS, {"speaker": "Moss"}], ids=str)
def test_the_annotated_speaker_of_a_pronoun_is_the_right_choice(pipeline: Pipeline, speaker: dict[str, Any]) -> None:
    found = choices_of(pipeline, QUAY, statement(QUAY, **LATE, **speaker))
    assert [choice.form for choice in found] == (["he"] if "aliases" in speaker else [])
    for choice in found:
        (right,) = choice.right
        assert len(choice.options) == 2
        last_named = "rank 0" in choice.options[right]
        assert last_named == (speaker is MOSS)


def test_statements_without_an_annotated_speaker_are_no_choices(pipeline: Pipeline) -> None:
    assert choices_of(pipeline, QUAY, statement(QUAY, **LATE)) == []
    statements = [statement(QUAY, **LATE, **ADA), statement(QUAY, "“Go home.”")]
    assert [choice.form for choice in choices_of(pipeline, QUAY, *statements)] == ["he"]


def test_a_quotation_without_source_is_a_choice_among_the_people_before_it(pipeline: Pipeline) -> None:
    statements = [statement(QUAY, **LATE, **ADA), statement(QUAY, "“Go home.”", **ADA)]
    pronoun, alone = choices_of(pipeline, QUAY, *statements)
    assert (pronoun.form, alone.form) == ("he", "none")
    assert all(len(choice.right) == 1 for choice in (pronoun, alone))


def test_a_quotation_of_no_known_speaker_is_a_choice_of_nobody(pipeline: Pipeline) -> None:
    statements = [statement(QUAY, **LATE, **ADA), statement(QUAY, "“Go home.”", speaker=None)]
    *_, alone = choices_of(pipeline, QUAY, *statements)
    assert alone.right == {len(alone.options) - 1}
    assert NOBODY in alone.options[-1]


def test_the_office_of_a_speaker_is_a_choice_of_role_and_organization(pipeline: Pipeline) -> None:
    (said,) = article(0)["attributions"]
    role, body = choices_of(pipeline, article(0)["text"], said)
    assert (role.form, body.form) == ("role", "organization")
    assert [0 in choice.right for choice in (role, body)] == [False, False]
    assert {"head engineer"} <= {feature for i in role.right for feature in role.options[i]}


@pytest.mark.parametrize(
    "other",
    [{"speaker_kind": "unnamed_person"}, {"speaker_kind": None}, {"speaker": "Ann Lee", "aliases": []}],
    ids=str,
)
def test_offices_of_people_who_were_not_found_are_no_choices(pipeline: Pipeline, other: dict[str, Any]) -> None:
    (said,) = article(0)["attributions"]
    assert choices_of(pipeline, article(0)["text"], said | other) == []


def test_offices_that_are_annotated_more_often_weigh_more(pipeline: Pipeline) -> None:
    known = ADA | {"speaker_kind": "person", "role": None, "organization": []}
    statements = [statement(QUAY, **LATE, **known), statement(QUAY, "“Go home.”", **known)]
    role = next(choice for choice in choices_of(pipeline, QUAY, *statements) if choice.form == "role")
    assert (role.right, role.weight) == (frozenset([0]), 2**0.5)


def people_of(pipeline: Pipeline, text: str, people: list[dict[str, Any]]) -> list[Choice]:
    return people_choices(pipeline.analyse(text), pipeline.tagged(text), people, pipeline.models.affiliations)


def test_annotated_people_are_choices_of_role_and_organization(pipeline: Pipeline) -> None:
    text = article(1)["text"]
    role, body = people_of(pipeline, text, article(1)["people"])
    assert (role.form, body.form) == ("role", "organization")
    assert not any(0 in choice.right for choice in (role, body))


@pytest.mark.parametrize(
    "person",
    [
        {"person": "Ann Lee", "role": "mayor", "organization": []},
        {"person": "Jon Moss", "role": "astronaut", "organization": ["Moon Society"]},
    ],
)
def test_people_and_offices_that_the_article_does_not_name_are_no_choices(
    pipeline: Pipeline, person: dict[str, Any]
) -> None:
    text = article(1)["text"]
    assert people_of(pipeline, text, [person]) == []


@pytest.mark.parametrize(
    ("found", "wanted", "same"),
    [
        ("chief engineer", ["engineer"], True),
        ("the engineer's office", ["Engineer Office"], True),
        ("U.S. Senate", ["us senate"], True),
        ("deputy harbour pilot", ["chief harbour pilot"], True),
        ("pilot of ships", ["captain of industry"], False),
        ("the", ["the"], False),
        ("Senate", ["House", "Senate"], True),
        (None, ["mayor"], False),
    ],
)
def test_wordings_are_alike_where_most_words_are_shared(found: str | None, wanted: list[str], same: bool) -> None:
    assert alike(found, wanted) is same


def separable(right: str, wrong: str, form: str = "he") -> Choice:
    """A choice whose right option differs from the wrong one in one feature."""
    return Choice(form, (("seen", wrong), ("seen", right)), frozenset([1]))


def test_the_ranker_learns_each_form_by_itself() -> None:
    near, far = separable("near", "far"), separable("far", "near", "the")
    ranker = ranking.train([near, far] * 4)
    assert right_choice(ranker, near)
    assert right_choice(ranker, far)
    assert ranker.weights["he near"] > 0 > ranker.weights["the near"]
    assert "he seen" not in ranker.weights
    assert ranker == ranking.train([near, far] * 4)


def test_a_choice_of_greater_weight_counts_more() -> None:
    heavy = Choice("he", (("near",), ("far",)), frozenset([1]), 3.0)
    light = Choice("he", heavy.options, frozenset([0]))
    assert right_choice(ranking.train([heavy, light]), heavy)


def test_choices_are_counted_with_their_own_article_left_out() -> None:
    alone, others = [separable("heard", "silent")], [[separable("near", "far")] * 2 for _ in range(3)]
    counts = ranking.cross_validate([alone, *others], folds=4)
    assert counts == {("he", True): 6, ("he", False): 1}
    assert right_choice(ranking.train(alone), alone[0])


def test_the_ranking_command_prints_figures_and_writes_weights(
    news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "weights.json"
    ranking.main([str(news), "--people", str(news), "--folds", "3", "--out", str(out)])
    assert capsys.readouterr().out.splitlines() == [
        "organization 12 of 12 right (100.0 %)",
        "role         12 of 12 right (100.0 %)",
    ]
    ranker = Ranker(read_weights("ranker", out, NOBODY))
    assert all(right_choice(ranker, choice) for found in ranking.read([news]) for choice in found)


def test_statements_are_read_in_the_order_of_the_text(news: Path, tmp_path: Path) -> None:
    statements = [
        statement(QUAY, "“Go home.”", **ADA),
        statement(QUAY, **LATE, **ADA),
        {"content": [], "cue": [span(QUAY, "met")], "source": [span(QUAY, "Ada Obi")]},
    ]
    path = written(tmp_path / "quay.jsonl", {"text": QUAY, "attributions": statements})
    assert [[choice.form for choice in found] for found in ranking.read([path])] == [["he", "none"]]


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
    assert read_weights("confidence", out, "always")["always"] > 0


@pytest.mark.parametrize("command", [affiliation.main, ranking.main, trust.main])
@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('{"id": "a", "text": ', "line 3: not JSON: .*; write one article a line, an object with 'text', '"),
        ('["a"]', "line 3: expected a JSON object, got list; write"),
        ('{"id": "a"}', "line 3: no field 'text'; it has 'id'; write"),
        ('{"text": "No."}', "line 3: no field '(facts|attributions)'; it has 'text'; write"),
        ("{}", "line 3: no field 'text'; it has none; write"),
    ],
)
def test_a_line_that_is_no_annotated_article_is_named(
    news: Path, tmp_path: Path, command: Callable[[list[str]], None], line: str, complaint: str
) -> None:
    broken, out = tmp_path / "broken.jsonl", tmp_path / "out"
    broken.write_text(f"{json.dumps(article(0))}\n\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=rf"broken\.jsonl, {complaint}"):
        command([str(broken), "--out", str(out)])
    assert not out.exists()


@pytest.mark.parametrize(
    ("command", "articles", "more", "missing"),
    [
        (affiliation.main, [], [], "mentions"),
        (affiliation.main, [article(0)], ["--hold-out", "1"], "mentions"),
        (affiliation.main, [article(0) | {"facts": [], "partial": True}], [], "mentions"),
        (ranking.main, [], [], "choices"),
        (ranking.main, [{"text": QUAY, "attributions": [statement(QUAY, **LATE)]}], [], "choices"),
        (trust.main, [], [], "quotes"),
        (trust.main, [article(0)], [], "quotes"),
        (trust.main, [{"text": QUAY, "attributions": [statement(QUAY, **LATE)]}], [], "quotes"),
    ],
)
def test_where_there_is_nothing_to_learn_nothing_is_written(
    news: Path,
    tmp_path: Path,
    command: Callable[[list[str]], None],
    articles: list[dict[str, Any]],
    more: list[str],
    missing: str,
) -> None:
    path, out = written(tmp_path / "few.jsonl", *articles), tmp_path / "out"
    out.write_text("the old one")
    with pytest.raises(InputError, match=f"no {missing} to learn from, expected"):
        command([str(path), "--out", str(out), *more])
    assert out.read_text() == "the old one"


def test_only_line_feeds_end_a_line_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "breaks.jsonl"
    text = "“No.”\u2028She left.\x85Nobody came.\u2029"
    path.write_text(json.dumps({"text": text}, ensure_ascii=False) + "\n \n", encoding="utf-8")
    assert list(affiliation.read_annotated(path, "text")) == [{"text": text}]


@pytest.mark.parametrize("command", [affiliation.main, ranking.main, trust.main])
def test_a_file_that_is_not_there_is_named(news: Path, tmp_path: Path, command: Callable[[list[str]], None]) -> None:
    with pytest.raises(FileNotFoundError, match=r"gone\.jsonl"):
        command([str(tmp_path / "gone.jsonl"), "--out", str(tmp_path / "out")])


def test_weights_of_another_model_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    path.write_text(json.dumps(trust.train(toy(0))), encoding="utf-8")
    assert read_weights("confidence", path, "always")
    with pytest.raises(ModelError, match="expected a weight for 'nobody'"):
        read_weights("ranker", path, NOBODY)
