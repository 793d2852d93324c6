"""How likely each source stands for each candidate."""

from __future__ import annotations

import pytest
import torch
from who_values import Scene, names, statement

from quoteattr.network.who import SpeakerHead
from quoteattr.records import SpeakerKind
from quoteattr.speakers.weighing import RULED_OUT, score_pairs, weigh

TEXT = "Mr Moss met Ada Obi. “No,” she said. “Yes,” he said."
WIDTH = 4


@pytest.fixture
def scene() -> Scene:
    return Scene(
        TEXT, names(TEXT, "Moss", "Ada Obi"), [statement(TEXT, "“No,”", "she"), statement(TEXT, "“Yes,”", "he")]
    )


@pytest.fixture
def head() -> SpeakerHead:
    torch.manual_seed(1)
    return SpeakerHead(WIDTH).eval()


def states(scene: Scene) -> torch.Tensor:
    return torch.randn(len(scene.words), WIDTH, generator=torch.Generator().manual_seed(2))


def test_chances_of_nobody_and_of_all_candidates_add_up_to_one(scene: Scene, head: SpeakerHead) -> None:
    for weighed in weigh(head, states(scene), scene.pairs, scene.candidates):
        assert weighed.nobody + sum(chance for _, chance in weighed.candidates) == pytest.approx(1)
        assert sum(weighed.kinds.values()) == pytest.approx(1)
        assert list(weighed.kinds) == list(SpeakerKind)


def test_who_is_ruled_out_is_not_among_the_candidates(scene: Scene, head: SpeakerHead) -> None:
    first, second = weigh(head, states(scene), scene.pairs, scene.candidates)
    assert [scene.wordings()[number] for number, _ in first.candidates] == ["Ada Obi"]
    assert [scene.wordings()[number] for number, _ in second.candidates] == ["Moss", "Ada Obi", "she"]


def test_scores_are_those_of_nobody_and_of_each_candidate(scene: Scene, head: SpeakerHead) -> None:
    rows, kinds = score_pairs(head, states(scene), scene.pairs, scene.candidates)
    first, _ = (row.tolist() for row in rows)
    assert len(first) == 1 + len(scene.candidates)
    assert [score == RULED_OUT for score in first] == [False, *scene.pairs[0].ruled_out]
    assert kinds.shape == (2, len(SpeakerKind))


def test_a_source_without_candidates_is_surely_nobodys(head: SpeakerHead) -> None:
    scene = Scene("“No.”", [], [statement("“No.”", "“No.”")])
    (weighed,) = weigh(head, states(scene), scene.pairs, scene.candidates)
    assert (weighed.nobody, weighed.candidates) == (1.0, ())


def test_an_article_without_sources_has_nothing_to_weigh(head: SpeakerHead) -> None:
    assert weigh(head, torch.zeros(0, WIDTH), (), ()) == ()
