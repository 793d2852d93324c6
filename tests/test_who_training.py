"""Annotated articles, what is to be found in them, and a run on two of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
import regex
import torch
from attrs import evolve
from who_values import ORGANIZATION, every_name, name, place, sentences_of, words_of

from quoteattr.errors import InputError
from quoteattr.language.reader import Reader
from quoteattr.language.words import Analysis, Name, Sentence, Word
from quoteattr.network.checkpoint import load_who
from quoteattr.network.encoder import MIDDLE
from quoteattr.network.labels import read_spans
from quoteattr.network.network import Network
from quoteattr.network.reading import FactKind
from quoteattr.network.shape import Shape
from quoteattr.network.tagger import BUNDLED, Tagger
from quoteattr.network.who import LAYERS, WhoNetwork
from quoteattr.network.windows import cut_windows
from quoteattr.network.words import Words
from quoteattr.records import SpeakerKind
from quoteattr.speakers.mentions import Sort
from quoteattr.text.page import Page
from quoteattr.training import who
from quoteattr.training.annotation import Annotated, read_articles
from quoteattr.training.states import keep
from quoteattr.training.who import (
    Example,
    Settings,
    Trainer,
    figures,
    is_left_out,
    losses,
    start_from,
    states_of,
    train,
)
from quoteattr.training.who_targets import UNKNOWN, Office, SpeakerTarget, Targets, find_targets

TEXT = (
    "Mayor Ada Obi met Ben Moss and Zed Fry. “No,” she said. Obi added that it rained. “Yes,” said a driver, "
    "a lawyer of the Calder Trust."
)


def at(piece: str, time: int = 0) -> list[int]:
    span = place(TEXT, piece, time)
    return [span.start, span.end]


def attribution(content: str, source: list[int], entity: int | None, kind: str, name: str | None) -> dict[str, Any]:
    return {
        "content": [at(content)],
        "cue": [],
        "source": [source],
        "speaker": name,
        "speaker_kind": kind,
        "entity": entity,
    }


ARTICLE: dict[str, Any] = {
    "id": "pier",
    "text": TEXT,
    "attributions": [
        attribution("that it rained", at("Obi", 1), 0, "person", "Ada Obi"),
        attribution("“No,”", at("she"), 0, "person", "Ada Obi"),
        attribution("“Yes,”", at("a driver, a lawyer of the Calder Trust"), 1, "unnamed_person", "driver"),
        {"content": []},
    ],
    "entities": [
        {
            "name": "Ada Obi",
            "kind": "person",
            "aliases": ["Obi"],
            "role": "mayor",
            "organization": ["Elmina"],
            "facts": [{"near": at("Mayor Ada Obi"), "name": at("Ada Obi"), "role": at("Mayor")}],
        },
        {
            "name": "driver",
            "kind": "unnamed_person",
            "role": "lawyer",
            "facts": [
                {"near": None, "name": at("a driver"), "role": at("driver")},
                {"near": None, "name": at("a driver"), "role": at("lawyer"), "organization": at("the Calder Trust")},
            ],
        },
    ],
}

NAMES = [*every_name(TEXT, "Ada Obi", "Ben Moss", "Zed Fry", "Obi"), name(TEXT, "Calder Trust", 0, ORGANIZATION)]


def analysis_of(text: str, names: Iterable[Name] = ()) -> Analysis:
    """The sentences and words of a text in which every full stop ends a sentence, with these names."""
    sentences = []
    for sentence in sentences_of(text):
        found = regex.finditer(r"\w+|[^\w\s]", text, pos=sentence.start, endpos=sentence.end)
        sentences.append(Sentence(tuple(Word(i, m[0], m.start(), m.end()) for i, m in enumerate(found))))
    return Analysis(Page.verbatim(text), tuple(sentences), tuple(sorted(names, key=lambda one: one.start)))


def write(path: Path, *lines: object) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def annotated(folder: Path, **changes: object) -> Annotated:
    (article,) = read_articles(write(folder / "articles.jsonl", ARTICLE | changes))
    return article


# Annotation


def test_statements_are_in_text_order_with_their_entities(tmp_path: Path) -> None:
    spoken = annotated(tmp_path).spoken
    assert [one.statement.content[0].text for one in spoken] == ["“No,”", "that it rained", "“Yes,”"]
    assert [one.entity for one in spoken] == [0, 0, 1]
    assert [one.kind for one in spoken] == [SpeakerKind.PERSON, SpeakerKind.PERSON, SpeakerKind.UNNAMED_PERSON]
    assert spoken[0].statement.source == place(TEXT, "she")
    assert spoken[0].statement.cue is None


def test_entities_have_names_kinds_roles_and_places(tmp_path: Path) -> None:
    mayor, driver = annotated(tmp_path).entities
    assert (mayor.name, mayor.kind, mayor.aliases) == ("Ada Obi", SpeakerKind.PERSON, ("Obi",))
    assert (mayor.roles, mayor.organizations) == (("mayor",), ("Elmina",))
    assert mayor.places[0].parts == {"role": tuple(at("Mayor"))}
    assert [one.near for one in driver.places] == [None, None]


def test_facts_that_are_not_marked_are_none(tmp_path: Path) -> None:
    assert annotated(tmp_path, facts=None).places is None
    marked = annotated(tmp_path, facts=[{"name": at("Ben Moss"), "role": None}])
    assert marked.places is not None
    assert (marked.places[0].near, marked.places[0].name, marked.places[0].parts) == (None, tuple(at("Ben Moss")), {})


def test_a_statement_of_which_nobody_said_whose_it_is_is_not_known(tmp_path: Path) -> None:
    unsaid = {"content": [at("“No,”")]}
    nobody = {"content": [at("“Yes,”")], "speaker": None, "entity": 0}
    first, second = annotated(tmp_path, attributions=[unsaid, nobody]).spoken
    assert (first.is_known, first.entity, first.kind) == (False, None, None)
    assert (second.is_known, second.entity) == (True, None)


def test_further_files_say_more_by_id(tmp_path: Path) -> None:
    bare = {"id": "pier", "text": TEXT, "attributions": [{"content": [at("“No,”")]}]}
    path = write(tmp_path / "articles.jsonl", bare, bare | {"id": "unknown"})
    said = {"id": "pier", "attribution": 0, "speaker": "Ada Obi", "kind": "person", "entity": 0}
    (article,) = read_articles(
        path,
        speakers=[write(tmp_path / "speakers.jsonl", said)],
        entities=[write(tmp_path / "entities.jsonl", {"id": "pier", "entities": ARTICLE["entities"]})],
        facts=[write(tmp_path / "facts.jsonl", {"id": "pier", "facts": []})],
    )
    assert [(one.entity, one.kind) for one in article.spoken] == [(0, SpeakerKind.PERSON)]
    assert (len(article.entities), article.places) == (2, ())


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 2: not JSON"),
        ("[]", "line 2: expected a JSON object, got list"),
        ('{"id": "a", "text": "b"}', "line 2: no field 'attributions'"),
    ],
)
def test_a_broken_line_is_an_input_error(tmp_path: Path, line: str, message: str) -> None:
    path = write(tmp_path / "articles.jsonl", ARTICLE)
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_articles(path)


@pytest.mark.parametrize(
    "changes",
    [
        {"attributions": [{"source": []}]},
        {"attributions": [{"content": [[1]]}]},
        {"attributions": ["no"]},
        {"entities": [{"name": "Obi", "kind": "wizard"}]},
        {"entities": [{"kind": "person"}]},
        {"facts": [{"role": 3}]},
    ],
)
def test_what_is_not_as_described_is_an_input_error(tmp_path: Path, changes: dict[str, object]) -> None:
    with pytest.raises(InputError, match=r"articles\.jsonl, article 'pier': .*docs/benchmarks\.md"):
        annotated(tmp_path, **changes)


# Targets


def targets_of(article: Annotated, names: Iterable[Name] = NAMES, offices: Iterable[Office] = ()) -> Targets:
    found = analysis_of(article.text, names if article.text else ())
    return find_targets(article, words_of(article.text), found, offices)


@pytest.fixture
def targets(tmp_path: Path) -> Targets:
    return targets_of(annotated(tmp_path))


def right(targets: Targets, target: SpeakerTarget) -> list[str]:
    """What the right answers are: sort and words, "nobody" for none of the candidates."""
    found = [targets.candidates[number] for number in target.pairs.candidates]
    named = ["nobody", *(f"{one.sort.name} {TEXT[one.start : one.end]}" for one in found)]
    return [words for words, is_right in zip(named, target.right.tolist(), strict=True) if is_right]


def test_right_are_all_places_where_the_speaker_is_mentioned(targets: Targets) -> None:
    she, obi, driver = targets.speakers
    assert right(targets, she) == ["PERSON Ada Obi", "PERSON Obi"]
    assert right(targets, obi) == ["PERSON Ada Obi", "PRONOUN_SOURCE she", "PERSON Obi"]
    assert right(targets, driver) == ["nobody"]


def test_kinds_are_numbers(targets: Targets) -> None:
    kinds = list(SpeakerKind)
    assert [kinds[target.kind or 0] for target in targets.speakers] == [
        SpeakerKind.PERSON,
        SpeakerKind.PERSON,
        SpeakerKind.UNNAMED_PERSON,
    ]


def test_a_statement_that_is_not_known_teaches_nothing(tmp_path: Path) -> None:
    article = annotated(tmp_path, attributions=[{"content": [at("“No,”")], "source": [at("she")]}])
    assert targets_of(article).speakers == ()


def test_somebody_without_a_speaker_is_nobody(tmp_path: Path) -> None:
    nobody = {"content": [at("“No,”")], "source": [at("she")], "speaker": None}
    article = annotated(tmp_path, attributions=[nobody])
    found = targets_of(article)
    assert [right(found, target) for target in found.speakers] == [["nobody"]]
    assert found.speakers[0].kind is None


def test_a_name_that_may_be_one_of_two_entities_is_ruled_out(tmp_path: Path) -> None:
    entities = [{"name": f"{first} Obi", "kind": "person"} for first in ("Bea", "Cy")]
    found = targets_of(annotated(tmp_path, entities=entities), [name(TEXT, "Obi", 1), name(TEXT, "Ben Moss")])
    target = found.speakers[0]
    rows = zip(target.pairs.candidates, target.pairs.ruled_out, strict=True)
    barred = {found.candidates[number].start for number, out in rows if out}
    assert at("Obi", 1)[0] in barred
    assert at("Ben Moss")[0] not in barred


def test_candidates_come_from_the_names_that_were_found_mended_as_in_reading(tmp_path: Path) -> None:
    names = [name(TEXT, "Ada"), name(TEXT, "Obi"), name(TEXT, "Moss")]
    found = targets_of(annotated(tmp_path), names).candidates
    assert [TEXT[one.start : one.end] for one in found if one.sort is Sort.PERSON] == ["Ada Obi", "Moss"]


def test_an_office_that_was_found_of_somebody_is_a_clue(tmp_path: Path) -> None:
    source = at("a driver, a lawyer of the Calder Trust")
    said = attribution("“Yes,”", source, 0, "person", "Ada Obi")
    moss = (tuple(at("Ben Moss")), tuple(at("lawyer")))
    without, unheard, known = (
        targets_of(annotated(tmp_path, attributions=[said]), offices=offices)
        for offices in ((), [((0, 1), moss[1])], [moss])
    )

    def clues(found: Targets) -> dict[str, tuple[int, ...]]:
        pairs = found.speakers[0].pairs
        places = [found.candidates[number] for number in pairs.candidates]
        return dict(zip([TEXT[one.start : one.end] for one in places], pairs.clues, strict=True))

    assert clues(without) == clues(unheard)
    assert clues(without) != clues(known)
    assert {words for words, row in clues(known).items() if row != clues(without)[words]} == {"Ben Moss"}


def labelled(words: Words, targets: Targets) -> list[tuple[FactKind, str]]:
    labels = [max(0, label) for label in targets.facts.tolist()]
    kinds = list(FactKind)
    return [(kinds[sort], TEXT[words.starts[start] : words.ends[end - 1]]) for sort, start, end in read_spans(labels)]


def test_marked_facts_are_labels_and_other_words_are_unknown(targets: Targets) -> None:
    words = words_of(TEXT)
    assert labelled(words, targets) == [
        (FactKind.ROLE, "Mayor"),
        (FactKind.ROLE, "driver"),
        (FactKind.ROLE, "lawyer"),
        (FactKind.ORGANIZATION, "the Calder Trust"),
    ]
    first, end = words.touching(*at("Ada Obi"))
    assert targets.facts[first:end].tolist() == [0, 0]
    assert targets.facts[words.touching(*at("Ben Moss"))[0]] == UNKNOWN


def test_no_word_is_unknown_where_all_places_are_marked(tmp_path: Path) -> None:
    assert UNKNOWN not in targets_of(annotated(tmp_path, facts=[])).facts


def owners(targets: Targets) -> list[tuple[str, list[str]]]:
    """Each fact with its right owners; "itself" where it stands in the mention it describes."""
    words, found = words_of(TEXT), []
    for target in targets.owners:
        spans = [targets.mentions[number] for number in target.mentions]
        named = ["itself", *(TEXT[words.starts[first] : words.ends[end - 1]] for first, end in spans)]
        assert len(target.right) == 1 + len(target.mentions) == 1 + len(target.distances)
        whose = [who for who, is_right in zip(named, target.right.tolist(), strict=True) if is_right]
        found.append((TEXT[words.starts[target.words[0]] : words.ends[target.words[1] - 1]], whose))
    return found


def test_a_fact_belongs_to_the_mention_that_is_marked_with_it(targets: Targets) -> None:
    source = "a driver, a lawyer of the Calder Trust"
    assert owners(targets) == [
        ("Mayor", ["Ada Obi"]),
        ("driver", ["itself", source]),
        ("lawyer", [source]),
        ("the Calder Trust", [source]),
    ]


def test_rivals_are_roles_of_one_person_of_which_some_are_what_it_is_called(targets: Targets) -> None:
    ((numbers, right_ones),) = targets.rivals
    assert numbers == (1, 2)
    assert right_ones.tolist() == [False, True]


def test_facts_that_share_a_word_are_one(tmp_path: Path) -> None:
    facts = [{"name": at("Ben Moss"), "role": at(piece)} for piece in ("driver", "a driver")]
    found = targets_of(annotated(tmp_path, entities=[], facts=facts))
    assert labelled(words_of(TEXT), found) == [(FactKind.ROLE, "a driver")]


def test_an_article_without_words_has_nothing_to_find() -> None:
    found = targets_of(Annotated("empty", ""))
    assert (found.candidates, found.speakers, found.owners, found.facts.tolist()) == ((), (), (), [])


# What is kept of an article


class Once(Reader):
    """Finds `NAMES`, and no second time."""

    def __init__(self) -> None:
        super().__init__()
        self.times = 0

    def read(self, pages: Sequence[Page]) -> list[Analysis]:
        self.times += 1
        return [analysis_of(page.text, NAMES) for page in pages]


def test_what_the_models_make_of_an_article_is_kept(tmp_path: Path) -> None:
    article, reader, tagger = annotated(tmp_path), Once(), Tagger.open()
    words = words_of(TEXT)
    windows = list(cut_windows(words))
    first, again = (keep(article, words, windows, tagger, reader, tmp_path / "kept") for _ in range(2))
    assert reader.times == 1
    (window,) = windows
    assert [tuple(state.shape) for state in first.windows] == [(window.pieces + 2, tagger.network.shape.width)]
    assert first.windows[0].dtype is torch.half
    assert first.analysis == analysis_of(TEXT, NAMES)
    assert (again.analysis, again.offices) == (first.analysis, first.offices)
    assert all(torch.equal(one, other) for one, other in zip(first.windows, again.windows, strict=True))
    named = {(one.start, one.end) for one in NAMES}
    assert all(mention in named and 0 <= start < end <= len(TEXT) for mention, (start, end) in first.offices)


def test_a_tagger_without_a_second_top_knows_no_offices(tmp_path: Path) -> None:
    whole = Tagger.open()
    alone = Tagger(whole.network, whole.tokenizer)
    words = words_of(TEXT)
    kept = keep(annotated(tmp_path), words, list(cut_windows(words)), alone, Once(), tmp_path / "kept")
    assert kept.offices == ()


def test_nothing_is_kept_of_an_article_without_words(tmp_path: Path) -> None:
    kept = keep(Annotated("empty", ""), words_of(""), (), Tagger.open(), Reader(), tmp_path)
    assert (kept.windows, kept.analysis.sentences, kept.analysis.names, kept.offices) == ((), (), (), ())


# A run

SHAPE = Shape(layers=MIDDLE + LAYERS, width=8, heads=2, inner=8, vocabulary=20, positions=16)


def examples(folder: Path) -> list[Example]:
    """Two articles, with states of their words that are chance."""
    whole, short = annotated(folder), annotated(folder, attributions=ARTICLE["attributions"][:1])
    made = []
    for number, article in enumerate((whole, short)):
        words = words_of(TEXT)
        states = torch.randn(len(words) + 2, SHAPE.width, generator=torch.Generator().manual_seed(number)).half()
        windows, firsts = (states[:10], states[10:]), (torch.arange(10), torch.arange(len(words) - 10))
        made.append(Example(f"{article.id}{number}", windows, firsts, targets_of(article)))
    return made


def network(seed: int = 1) -> WhoNetwork:
    torch.manual_seed(seed)
    return WhoNetwork(SHAPE)


SETTINGS = Settings(epochs=3, batch=1)


def weights(learned: WhoNetwork) -> dict[str, torch.Tensor]:
    return {name: tensor.clone() for name, tensor in learned.state_dict().items()}


def same(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> bool:
    return all(torch.equal(tensor, other[name]) for name, tensor in one.items())


def run(folder: Path, settings: Settings = SETTINGS) -> dict[str, torch.Tensor]:
    learned, out = network(), folder / "out"
    out.mkdir(exist_ok=True)
    for _ in train(learned, examples(folder), settings, out):
        pass
    return weights(learned)


def test_states_are_those_of_the_words_of_all_windows(tmp_path: Path) -> None:
    whole, _ = examples(tmp_path)
    states = states_of(network().eval(), whole)
    assert states.shape == (len(words_of(TEXT)), SHAPE.width)
    alone = network().eval()(whole.windows[0].float()[None], torch.zeros(1, 1, 1, 10))[0]
    assert torch.allclose(states[:10], alone, atol=1e-5)


def test_each_head_has_a_loss(tmp_path: Path) -> None:
    whole, short = examples(tmp_path)
    found = losses(network().eval(), whole)
    assert set(found) == {"facts", "speakers", "kinds", "owners", "rivals"}
    assert all(loss.isfinite() and loss > 0 for loss in found.values())
    without = evolve(short, targets=evolve(short.targets, speakers=(), owners=()))
    assert set(losses(network().eval(), without)) == {"facts"}


def test_a_run_makes_the_losses_smaller_and_says_how_far_it_is(tmp_path: Path) -> None:
    learned, articles = network(), examples(tmp_path)

    def total() -> float:
        return sum(loss.item() for one in articles for loss in losses(learned.eval(), one).values())

    before = total()
    learned.train()
    steps = list(train(learned, articles, Settings(epochs=20, batch=2), tmp_path))
    assert steps == [(step, 20) for step in range(1, 21)]
    assert total() < before


def test_the_same_seed_gives_the_same_weights(tmp_path: Path) -> None:
    one, two, three = (tmp_path / name for name in ("one", "two", "three"))
    for folder in (one, two, three):
        folder.mkdir()
    first = run(one)
    assert same(first, run(two))
    assert not same(first, run(three, evolve(SETTINGS, seed=2)))


def test_an_interrupted_run_goes_on_to_the_same_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(who, "KEPT_EVERY", 2)
    once, twice = tmp_path / "once", tmp_path / "twice"
    once.mkdir()
    twice.mkdir()
    whole = run(once)
    (twice / "out").mkdir()
    broken = train(network(), examples(twice), SETTINGS, twice / "out")
    assert [next(broken)[0] for _ in range(3)] == [1, 2, 3]
    broken.close()
    going_on = network(seed=9)
    assert [step for step, _ in train(going_on, examples(twice), SETTINGS, twice / "out")] == [3, 4, 5, 6]
    assert same(whole, weights(going_on))


def test_a_finished_run_has_nothing_left_to_do(tmp_path: Path) -> None:
    whole, again = run(tmp_path), network(seed=9)
    assert list(train(again, examples(tmp_path), SETTINGS, tmp_path / "out")) == []
    assert same(whole, weights(again))


def test_figures_are_percent_and_change_nothing(tmp_path: Path) -> None:
    learned, articles = network(), examples(tmp_path)
    before = weights(learned)
    found = figures(learned, articles)
    assert set(found) == {"facts", "speakers", "owners"}
    assert all(0 <= value <= 100 for value in found.values())
    assert learned.training
    assert same(before, weights(learned))
    assert figures(learned.eval(), articles) == found
    assert not learned.training
    assert figures(learned, []) == {}


def test_a_run_that_goes_on_long_enough_learns_who_speaks(tmp_path: Path) -> None:
    learned, articles = network(), examples(tmp_path)
    settings = Settings(epochs=50, batch=2, rate=1e-3, head_rate=1e-2, averaging=0.5)
    assert list(train(learned, articles, settings, tmp_path))[-1] == (50, 50)
    found = figures(learned, articles)
    assert (found["speakers"], found["owners"]) == (100, 100)


def test_the_trainer_knows_no_task(tmp_path: Path) -> None:
    torch.manual_seed(1)
    line = torch.nn.Linear(1, 1)
    groups = [{"params": list(line.parameters()), "base": 0.1}]
    trainer = Trainer(line, groups, Settings(averaging=0.5), tmp_path)
    point = torch.tensor([[2.0]])
    for step in range(200):
        trainer.learn([(line(point) - 7).square().sum()], (step + 1) / 201)
    trainer.save()
    other = torch.nn.Linear(1, 1)
    resumed = Trainer(other, [{"params": list(other.parameters()), "base": 0.1}], Settings(averaging=0.5), tmp_path)
    resumed.resume()
    assert resumed.step == 200
    assert torch.equal(other.weight, line.weight)
    assert torch.allclose(other(point), torch.tensor([[7.0]]), atol=0.1)
    assert all(torch.equal(tensor, resumed.mean[name]) for name, tensor in trainer.mean.items())


def test_a_trainer_without_a_checkpoint_starts_at_the_first_step(tmp_path: Path) -> None:
    line = torch.nn.Linear(1, 1)
    trainer = Trainer(line, [{"params": list(line.parameters()), "base": 0.1}], Settings(), tmp_path)
    trainer.resume()
    assert trainer.step == 0


def test_a_tenth_of_all_articles_is_left_out() -> None:
    assert 70 <= sum(is_left_out(f"article {number}") for number in range(1000)) <= 130
    assert is_left_out("pier") == is_left_out("pier")


def test_a_new_network_has_the_upper_layers_of_a_published_one(monkeypatch: pytest.MonkeyPatch) -> None:
    published = Network(SHAPE)
    monkeypatch.setattr(who, "load_published", lambda folder: published)
    layers = start_from(Path("published"), SHAPE).layers
    assert len(layers) == LAYERS
    for layer, theirs in zip(layers, published.encoder.layers[MIDDLE:], strict=True):
        assert same(layer.state_dict(), theirs.state_dict())


def test_the_command_trains_from_where_it_is_told_and_writes_weights(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wordless = {"id": "dash", "text": "—", "attributions": [], "entities": []}
    path = write(tmp_path / "articles.jsonl", ARTICLE, wordless)
    command = [
        "--articles",
        str(path),
        "--encoder",
        str(tmp_path),
        "--start",
        str(BUNDLED),
        "--out",
        str(tmp_path / "out"),
    ]
    who.main([*command, "--epochs", "1"])
    assert "1 articles to learn from, 0 left out" in capsys.readouterr().out
    shape = Tagger.open().network.shape
    learned, before = load_who(tmp_path / "out", shape), load_who(BUNDLED, shape)
    assert not same(learned.state_dict(), before.state_dict())
    assert (tmp_path / "out" / "checkpoint.pt").exists()
