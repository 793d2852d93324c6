"""The second top of the encoder: shapes, decoding, and its file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from attrs import evolve
from safetensors.torch import load_file, save_file
from who_values import words_of

from quoteattr.errors import ModelError
from quoteattr.network.batch import collate
from quoteattr.network.checkpoint import WHO_FILE, has_who, load_who, save_who
from quoteattr.network.encoder import Encoded
from quoteattr.network.labels import begin_label, inside_label
from quoteattr.network.reading import FactKind
from quoteattr.network.shape import Shape
from quoteattr.network.who import (
    CLUES,
    DISTANCES,
    FACT_LABELS,
    LAYERS,
    MENTION,
    PAIR,
    OwnerHead,
    SpanHead,
    SpeakerHead,
    WhoNetwork,
)
from quoteattr.network.who_decoding import FoundWho, read_who
from quoteattr.network.windows import Window, cut_windows
from quoteattr.records import SpeakerKind
from quoteattr.text.page import Page

SHAPE = Shape(layers=1, width=8, heads=2, inner=8, vocabulary=20, positions=16)
ROLE, LOCATION = (list(FactKind).index(kind) for kind in (FactKind.ROLE, FactKind.LOCATION))


def network(seed: int = 1, shape: Shape = SHAPE) -> WhoNetwork:
    torch.manual_seed(seed)
    return WhoNetwork(shape).eval()


def states(words: int) -> torch.Tensor:
    return torch.randn(words, SHAPE.width, generator=torch.Generator().manual_seed(2))


def test_a_span_has_a_vector_of_its_first_word_its_last_word_and_their_mean() -> None:
    head, all_states = SpanHead(SHAPE.width), states(5)
    found = head(all_states, [(1, 2), (1, 4)])
    assert found.shape == (2, MENTION)
    joined = torch.cat([all_states[1], all_states[3], all_states[1:4].mean(0)])
    assert torch.allclose(found[1], head.joined(joined), atol=1e-5)
    assert head(all_states, []).shape == (0, MENTION)


def test_a_source_has_a_score_for_nobody_and_one_for_each_candidate() -> None:
    head = SpeakerHead(SHAPE.width).eval()
    (source,) = head.sources(states(6), [(0, 1)], [3])
    candidates = head.candidates(states(6), [(1, 2), (2, 5), (5, 6)], [0, 4, 7])
    assert (candidates.mixed.shape, candidates.alone.shape) == ((3, MENTION), (3, PAIR))
    clues = torch.zeros(3, len(CLUES), dtype=torch.long)
    assert head(source, candidates, clues).shape == (4,)
    assert head(source, candidates[[]], clues[:0]).shape == (1,)
    assert head.kind(source).shape == (len(SpeakerKind),)


def test_candidates_are_chosen_by_their_numbers() -> None:
    head = SpeakerHead(SHAPE.width).eval()
    candidates = head.candidates(states(6), [(1, 2), (2, 5), (5, 6)], [0, 4, 7])
    assert torch.equal(candidates[[2, 0]].mixed, candidates.mixed[[2, 0]])
    assert torch.equal(candidates[[2, 0]].alone, candidates.alone[[2, 0]])


def test_the_largest_value_of_every_clue_has_a_weight() -> None:
    head = SpeakerHead(SHAPE.width).eval()
    (source,) = head.sources(states(2), [(0, 1)], [0])
    candidates = head.candidates(states(2), [(1, 2)], [0])
    largest = torch.tensor([[most - 1 for most in CLUES]])
    assert head(source, candidates, largest).isfinite().all()
    assert (largest + head.offsets).max() == sum(CLUES) - 1


def test_a_fact_has_a_score_for_itself_and_one_for_each_mention() -> None:
    head = OwnerHead(SHAPE.width).eval()
    (fact,) = head.vectors(states(6), [(0, 2)])
    mentions = head.mentions(states(6), [(2, 3), (4, 6)])
    assert head(fact, mentions, torch.tensor([0, DISTANCES - 1])).shape == (3,)
    assert head(fact, mentions[[]], torch.tensor([], dtype=torch.long)).shape == (1,)


def test_the_layers_keep_the_shape_of_what_goes_in() -> None:
    assert len(network().layers) == LAYERS
    assert network()(torch.zeros(2, 5, SHAPE.width), torch.zeros(2, 1, 1, 5)).shape == (2, 5, SHAPE.width)
    assert len(FACT_LABELS) == 1 + 2 * len(FactKind)


def test_half_precision_is_for_the_layers_alone() -> None:
    half = network().with_half_layers()
    assert half.layers[0].outer.weight.dtype is torch.bfloat16
    assert half.facts.weight.dtype is torch.float32


def test_heads_that_weigh_pairs_stay_where_the_states_of_articles_are() -> None:
    placed = network().read_on("meta")
    assert {tensor.device.type for part in (placed.layers, placed.facts) for tensor in part.parameters()} == {"meta"}
    assert {tensor.device.type for part in (placed.speakers, placed.owners) for tensor in part.parameters()} == {"cpu"}


# Decoding

TEXT = "Ada Obi, mayor of Elmina, left.\n\nThe lawyer stayed."


class ByHand:
    """Stands in for a network: its states are the scores of the labels, as written."""

    def __init__(self, scores: torch.Tensor) -> None:
        self.scores = scores

    def __call__(self, middle: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        return self.scores

    def facts(self, states: torch.Tensor) -> torch.Tensor:
        return states


def scored(labels: dict[str, int], longest: int = 254) -> list[tuple[FoundWho, Window]]:
    """What is found in each window of the text if these words have these labels, and all others none."""
    words, found = words_of(TEXT), []
    for window in cut_windows(words, longest):
        batch = collate([window], SHAPE)
        scores = torch.zeros(1, batch.pieces.shape[1], len(FACT_LABELS))
        for place, word in zip(batch.firsts[0].tolist(), range(window.start, window.end), strict=True):
            scores[0, place, labels.get(TEXT[words.starts[word] : words.ends[word]], 0)] = 9.0
        encoded = Encoded(torch.zeros(1), torch.zeros(1), torch.zeros(1))
        hand: Any = ByHand(scores)
        found += [(one, window) for one in read_who(hand, encoded, batch, [window])]
    return found


def read(labels: dict[str, int], longest: int = 254) -> list[tuple[FactKind, str]]:
    """The facts of the text if these words have these labels."""
    page, words = Page.verbatim(TEXT), words_of(TEXT)
    facts = [fact for one, _ in scored(labels, longest) for fact in one.stated(page, words)]
    for fact in facts:
        assert TEXT[fact.span.start : fact.span.end] == fact.span.text
        assert fact.words == words.touching(fact.span.start, fact.span.end)
    return [(fact.kind, fact.span.text) for fact in facts]


def test_labels_of_words_become_facts() -> None:
    labels = {"mayor": begin_label(ROLE), "of": inside_label(ROLE), "Elmina": begin_label(LOCATION)}
    assert read(labels) == [(FactKind.ROLE, "mayor of"), (FactKind.LOCATION, "Elmina")]


def test_words_without_labels_are_no_facts() -> None:
    assert read({}) == []


def test_no_fact_goes_on_over_the_start_of_a_paragraph() -> None:
    inside = dict.fromkeys(("left", ".", "The"), inside_label(ROLE))
    assert read({"Elmina": begin_label(ROLE), ",": inside_label(ROLE)} | inside)[-1] == (FactKind.ROLE, "Elmina, left.")


def test_an_inside_label_alone_begins_no_fact() -> None:
    assert read({"Elmina": inside_label(ROLE)}) == []


def test_windows_that_overlap_find_a_fact_once() -> None:
    labels = {"Elmina": begin_label(LOCATION), "lawyer": begin_label(ROLE)}
    assert len(scored(labels, longest=4)) > 2
    assert read(labels, longest=4) == [(FactKind.LOCATION, "Elmina"), (FactKind.ROLE, "lawyer")]


def test_states_are_kept_for_the_words_that_count() -> None:
    for one, window in scored({}, longest=4):
        assert one.states.shape == (window.until - window.kept, len(FACT_LABELS))
        assert one.states.dtype is torch.half


# Files


def test_what_is_saved_is_loaded_nearly_the_same(tmp_path: Path) -> None:
    saved = network()
    save_who(saved, tmp_path / "new" / "folder")
    assert has_who(tmp_path / "new" / "folder")
    loaded = load_who(tmp_path / "new" / "folder", SHAPE)
    for name, tensor in saved.state_dict().items():
        assert torch.allclose(loaded.state_dict()[name], tensor, atol=0.05), name


def test_what_is_loaded_is_saved_the_same(tmp_path: Path) -> None:
    save_who(network(), tmp_path / "one")
    save_who(load_who(tmp_path / "one", SHAPE), tmp_path / "two")
    one, two = (load_file(tmp_path / name / WHO_FILE) for name in ("one", "two"))
    assert one.keys() == two.keys()
    assert all(torch.allclose(one[name].float(), two[name].float(), atol=1e-2) for name in one)


def test_a_folder_without_the_file_is_a_model_error(tmp_path: Path) -> None:
    assert not has_who(tmp_path)
    with pytest.raises(ModelError, match=r"who\.safetensors is missing; install quoteattr again"):
        load_who(tmp_path, SHAPE)


@pytest.mark.parametrize("length", [0, 7, 2000])
def test_a_file_cut_short_is_a_model_error(tmp_path: Path, length: int) -> None:
    save_who(network(), tmp_path)
    path = tmp_path / WHO_FILE
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(ModelError, match=r"who\.safetensors can't be read"):
        load_who(tmp_path, SHAPE)


def test_a_file_for_another_shape_is_a_model_error(tmp_path: Path) -> None:
    save_who(network(), tmp_path)
    with pytest.raises(ModelError, match=r"who\.safetensors can't be read"):
        load_who(tmp_path, evolve(SHAPE, width=16))


@pytest.mark.parametrize("change", ["missing", "unknown", "not finite"])
def test_a_file_with_other_tensors_is_a_model_error(tmp_path: Path, change: str) -> None:
    save_who(network(), tmp_path)
    tensors = load_file(tmp_path / WHO_FILE)
    if change == "missing":
        del tensors["facts.bias"]
    elif change == "unknown":
        tensors["something"] = torch.zeros(1)
    else:
        tensors["facts.bias"] = tensors["facts.bias"] / 0
    save_file(tensors, tmp_path / WHO_FILE)
    with pytest.raises(ModelError, match=r"who\.safetensors can't be read"):
        load_who(tmp_path, SHAPE)
