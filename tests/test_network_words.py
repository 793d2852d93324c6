"""Words, word pieces and windows."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from quoteattr.network.checkpoint import open_tokenizer
from quoteattr.network.tagger import BUNDLED
from quoteattr.network.windows import Window, cut_windows, in_batches
from quoteattr.network.words import FEATURES, Words, read_words
from quoteattr.text.page import Page
from quoteattr.text.paragraphs import find_paragraphs

TOKENIZER = open_tokenizer(BUNDLED / "tokenizer.json")

news = st.text(
    alphabet=st.sampled_from("aAbé é“”‘’\"'.,:\n -—1$\u00a0\u200b😀\ud800中") | st.characters(), max_size=300
)


def words_of(text: str) -> Words:
    return read_words(Page.verbatim(text), TOKENIZER)


@given(news)
def test_words_have_characters_of_their_own_in_order(text: str) -> None:
    words = words_of(text)
    assert all(0 <= start < end <= len(text) for start, end in zip(words.starts, words.ends, strict=True))
    assert all(end <= start for end, start in zip(words.ends, words.starts[1:], strict=False))
    assert all(0 <= value < size for row in words.features for value, size in zip(row, FEATURES, strict=True))
    assert len(words.openings) <= len(find_paragraphs(text))


def test_paragraphs_without_letters_have_no_words() -> None:
    assert [list(words_of(text).starts) for text in ("“” ... 12", "1.\n\na", "")] == [[], [4], []]


def test_words_know_their_case_their_place_among_marks_and_their_paragraph() -> None:
    words = words_of("“NATO won’t”\n\nsaid eBay 4 Ada")
    cases, places, opens = zip(*words.features, strict=True)
    assert cases == (0, 3, 1, 0, 1, 0, 1, 4, 0, 2)
    assert places == (3, 1, 1, 5, 1, 4, 0, 0, 0, 0)
    assert [i for i, value in enumerate(opens) if value] == list(words.openings) == [0, 6]


def test_words_are_found_by_their_characters_and_by_their_paragraph() -> None:
    words = words_of("The pier is shut.\n\nNo ferry sails.")
    assert (words.touching(4, 8), words.touching(5, 6), words.touching(8, 9)) == ((1, 2), (1, 2), (2, 2))
    assert (words.paragraph(0), words.paragraph(4), words.paragraph(5)) == ((0, 5), (0, 5), (5, 9))


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


def test_batches_hold_windows_of_like_length_within_a_number_of_pieces() -> None:
    words = words_of("\n\n".join(["harbour " * length for length in (5, 1, 3, 1, 4)]))
    cut = [Window(words, start, end, start, end) for start, end in pairwise([*words.openings, len(words)])]
    assert [[w.pieces for w in batch] for batch in in_batches(cut, 6)] == [[1, 1], [3], [4], [5]]
