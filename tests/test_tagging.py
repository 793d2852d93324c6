from __future__ import annotations

import json
from itertools import pairwise, product
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from odd_texts import ODD

from quoteattr import ModelError
from quoteattr.network.checkpoint import open_tokenizer, pack, unpack
from quoteattr.network.crf import allowed, best_labels, log_partition, marginals
from quoteattr.network.labels import LABELS, read_spans
from quoteattr.network.reading import Claim
from quoteattr.network.tagger import BUNDLED, Tagger
from quoteattr.network.windows import cut_windows
from quoteattr.network.words import FEATURES, Words, read_words
from quoteattr.text.page import Page
from quoteattr.text.paragraphs import find_paragraphs

ARTICLE = (
    "The pier will stay shut until spring, the harbour board announced on Friday.\n\n"
    "“We looked at every plank,” said Petra Holm, its chair. “Half of them have to go.”\n\n"
    "According to the dockers’ union, the repairs could have started a year ago."
)
TOKENIZER = open_tokenizer(BUNDLED / "tokenizer.json")

news = st.text(
    alphabet=st.sampled_from("aAbé é“”‘’\"'.,:\n -—1$\u00a0\u200b😀\ud800中") | st.characters(), max_size=300
)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger.open()


@pytest.fixture
def scores() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    chance = torch.Generator().manual_seed(7)
    emissions = torch.randn(3, 4, len(LABELS), generator=chance)
    mask = torch.tensor([[True] * 4, [True] * 3 + [False], [True] + [False] * 3])
    return emissions, mask, torch.randn(len(LABELS), len(LABELS), generator=chance) + allowed(len(LABELS))


def every_path(emissions: torch.Tensor, words: int, transitions: torch.Tensor) -> dict[tuple[int, ...], float]:
    start = allowed(len(LABELS))[0]
    return {
        path: float(
            start[path[0]]
            + sum(emissions[i, label] for i, label in enumerate(path))
            + sum(transitions[a, b] for a, b in pairwise(path))
        )
        for path in product(range(len(LABELS)), repeat=words)
    }


def text_of(claim: Claim) -> tuple[list[str], str | None, str | None]:
    return [s.text for s in claim.content], claim.cue and claim.cue.text, claim.source and claim.source.text


def claims_in(tagger: Tagger, text: str) -> tuple[Claim, ...]:
    (reading,) = tagger.read([Page.verbatim(text)])
    return reading.claims


def words_of(text: str) -> Words:
    return read_words(Page.verbatim(text), TOKENIZER)


def test_an_article_is_tagged(tagger: Tagger) -> None:
    claims = claims_in(tagger, ARTICLE)
    assert [text_of(claim) for claim in claims] == [
        (["The pier will stay shut until spring"], "announced", "the harbour board"),
        (["We looked at every plank", "Half of them have to go"], "said", "Petra Holm, its chair"),
        (["the repairs could have started a year ago"], "According to", "the dockers’ union"),
    ]
    assert all(0 < claim.probability <= 1 for claim in claims)


def test_narration_has_no_claims(tagger: Tagger) -> None:
    assert claims_in(tagger, "The ferry left at noon with forty cars on board. It rained.") == ()


def test_texts_tagged_together_are_tagged_as_if_alone(tagger: Tagger) -> None:
    texts = [ARTICLE, "", "The mayor said no.", ARTICLE * 3, ODD["emoji"]]
    alone = [claims_in(tagger, text) for text in texts]
    together = [reading.claims for reading in tagger.read([Page.verbatim(text) for text in texts])]
    assert [[text_of(c) for c in claims] for claims in together] == [[text_of(c) for c in claims] for claims in alone]


@pytest.mark.parametrize("name", ODD)
def test_odd_texts_are_tagged_with_true_offsets(tagger: Tagger, name: str) -> None:
    assert_lawful(tagger, ODD[name])


@given(news)
@settings(max_examples=60)
def test_any_text_is_tagged_with_true_offsets(text: str) -> None:
    assert_lawful(ONE, text)


ONE = Tagger.open()


def assert_lawful(tagger: Tagger, text: str) -> None:
    claims = claims_in(tagger, text)
    for claim in claims:
        for span in (*claim.content, claim.cue, claim.source):
            assert span is None or (span.text and text[span.start : span.end] == span.text)


def test_a_paragraph_longer_than_a_window_is_tagged_to_its_end(tagger: Tagger) -> None:
    text = "The ferry left at noon and the harbour lay still. " * 60 + "Petra Holm said the pier would stay shut."
    claims = claims_in(tagger, text)
    assert [text_of(claim)[1:] for claim in claims] == [("said", "Petra Holm")]


def test_spans_do_not_cross_paragraphs(tagger: Tagger) -> None:
    text = "\n\n".join(["Petra Holm said the pier would stay shut"] * 30)
    claims = claims_in(tagger, text)
    assert not any("\n" in span.text for claim in claims for span in claim.content)


@given(news)
def test_words_have_characters_of_their_own_in_order(text: str) -> None:
    words = words_of(text)
    assert all(0 <= start < end <= len(text) for start, end in zip(words.starts, words.ends, strict=True))
    assert all(end <= start for end, start in zip(words.ends, words.starts[1:], strict=False))
    assert all(0 <= value < size for row in words.features for value, size in zip(row, FEATURES, strict=True))
    assert len(words.openings) <= len(find_paragraphs(text))


@given(st.lists(st.integers(1, 40), max_size=12), st.integers(2, 30), st.integers(0, 3))
def test_windows_keep_every_word_once(lengths: list[int], longest: int, first: int) -> None:
    words = words_of("\n\n".join(" ".join(["harbour"] * length) for length in lengths))
    cut = list(cut_windows(words, longest, first))
    assert [i for w in cut for i in range(w.kept, w.until)] == list(range(len(words)))
    assert all(w.start <= w.kept < w.until <= w.end for w in cut)
    assert all(words.size[w.end] - words.size[w.start] <= longest for w in cut)


def test_a_word_of_more_pieces_than_a_window_is_a_window() -> None:
    words = words_of("aquaplaningly")
    assert len(words) == 1
    assert words.size[1] > 2
    assert [(w.start, w.end) for w in cut_windows(words, longest=2)] == [(0, 1)]


def test_paragraphs_without_letters_have_no_words() -> None:
    assert [list(words_of(text).starts) for text in ("“” ... 12", "1.\n\na", "")] == [[], [4], []]


def test_features_tell_case_quotation_and_paragraph() -> None:
    words = words_of("“NATO won’t”\n\nsaid eBay 4 Ada")
    cases, places, opens = zip(*words.features, strict=True)
    assert cases == (0, 3, 1, 0, 1, 0, 1, 4, 0, 2)
    assert places == (3, 1, 1, 5, 1, 4, 0, 0, 0, 0)
    assert [i for i, value in enumerate(opens) if value] == list(words.openings) == [0, 6]


def test_the_partition_sums_over_all_sequences(scores: tuple[torch.Tensor, torch.Tensor, torch.Tensor]) -> None:
    emissions, mask, transitions = scores
    for row, total in enumerate(log_partition(emissions, mask, transitions)):
        paths = every_path(emissions[row], int(mask[row].sum()), transitions)
        assert float(total) == pytest.approx(float(torch.tensor(list(paths.values())).logsumexp(0)), abs=1e-3)


def test_viterbi_finds_the_best_sequence(scores: tuple[torch.Tensor, torch.Tensor, torch.Tensor]) -> None:
    emissions, mask, transitions = scores
    for row, labels in enumerate(best_labels(emissions, mask, transitions)):
        paths = every_path(emissions[row], int(mask[row].sum()), transitions)
        assert tuple(labels[mask[row]].tolist()) == max(paths, key=lambda path: paths[path])
        assert not labels[~mask[row]].any()


def test_marginals_are_sums_over_sequences(scores: tuple[torch.Tensor, torch.Tensor, torch.Tensor]) -> None:
    emissions, mask, transitions = scores
    single, pairs = marginals(emissions, mask, transitions)
    paths = every_path(emissions[0], 4, transitions)
    total = torch.tensor(list(paths.values())).logsumexp(0)
    for label in range(len(LABELS)):
        inside = torch.tensor([score for path, score in paths.items() if path[2] == label])
        assert float(single[0, 2, label]) == pytest.approx(float((inside.logsumexp(0) - total).exp()), abs=1e-4)
    assert torch.allclose(pairs[0].sum((1, 2)), torch.ones(3), atol=1e-4)
    assert not pairs[1, 2:].any()


@given(st.lists(st.integers(0, len(LABELS) - 1), max_size=20))
def test_spans_cover_all_labels_but_none(labels: list[int]) -> None:
    found = list(read_spans(labels))
    covered = [i for _, start, end in found for i in range(start, end)]
    assert covered == [i for i, label in enumerate(labels) if label]
    assert all(LABELS[labels[i]].split("-")[1] == ("source", "cue", "content")[role] for role, i, _ in found)


def test_weights_survive_packing() -> None:
    weights = {"matrix": torch.randn(16, 8), "vector": torch.randn(8)}
    back = unpack(pack(weights))
    assert torch.allclose(back["matrix"], weights["matrix"], atol=0.02)
    assert torch.allclose(back["vector"], weights["vector"], atol=0.002)


def test_a_folder_without_a_tagger_is_a_model_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no tagger in .*tokenizer\.json is missing; install quoteattr again"):
        Tagger.open(tmp_path)


def test_the_bundled_tagger_is_small_and_opens_without_pickles() -> None:
    assert (BUNDLED / "tagger.safetensors").stat().st_size < 30_000_000
    assert json.loads((BUNDLED / "tagger.json").read_text())["shape"]["layers"]
    assert not list(BUNDLED.glob("*.pt"))
    assert Tagger.open(BUNDLED).device == "cpu"


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no graphics card here")
def test_a_graphics_card_gives_the_same_answers(tagger: Tagger) -> None:
    here, there = claims_in(tagger, ARTICLE), claims_in(Tagger.open(device="cuda"), ARTICLE)
    assert [text_of(claim) for claim in there] == [text_of(claim) for claim in here]
