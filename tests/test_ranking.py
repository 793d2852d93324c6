"""The choice among people, and how its weights are learned."""

from __future__ import annotations

from quoteattr.speakers.ranking import Candidate, Ranker
from quoteattr.training.ranking import Choice, right_choice, train

NEAR = Candidate(0, "Ada Obi", ("heard 0",))
FAR = Candidate(1, "Jon Moss", ("heard 2",))


def test_the_best_candidate_is_chosen() -> None:
    assert Ranker({"he heard 0": 1.0}).choose("he", [FAR, NEAR]).candidate is NEAR


def test_the_first_of_equals_is_chosen() -> None:
    assert Ranker({}).choose("he", [FAR, NEAR]).candidate is FAR


def test_nobody_is_chosen_only_where_it_scores_higher() -> None:
    ranker = Ranker({"the nobody": 2.0, "the heard 0": 1.0})
    assert ranker.choose("the", [NEAR], ["nobody"]).candidate is None
    assert ranker.choose("the", [NEAR]).candidate is NEAR


def test_without_candidates_there_is_nobody() -> None:
    assert Ranker.open().choose("he", []).candidate is None


def test_training_learns_what_tells_the_right_from_the_wrong() -> None:
    examples = [Choice("he", (FAR.features, NEAR.features), frozenset([1]))] * 5
    ranker = train(examples)
    assert right_choice(ranker, examples[0])
    assert ranker.weights["he heard 0"] > 0 > ranker.weights["he heard 2"]


def test_a_choice_knows_its_probability() -> None:
    chosen = Ranker({"he heard 0": 1.0}).choose("he", [FAR, NEAR])
    assert 0.73 < chosen.probability < 0.74
    assert Ranker({}).choose("he", [NEAR]).probability == 1.0


def test_training_takes_any_of_several_right_options() -> None:
    options = (("far",), ("near",), ("beside",))
    ranker = train([Choice("role", options, frozenset([1, 2]))] * 5)
    assert ranker.weights["role far"] < 0 < min(ranker.weights["role near"], ranker.weights["role beside"])
