"""Mentions of people with the words around them, as the affiliation network reads them."""

from __future__ import annotations

import torch

from quoteattr.language.words import Name, NameKind
from quoteattr.network.neighbours import KINDS, REACH, Mention, Neighbours, collate, find_mentions
from quoteattr.network.reading import Reading
from quoteattr.network.words import Words


def reading_of(*paragraphs: int) -> Reading:
    """Words of one letter with a blank between them, so many in each paragraph; the states count them."""
    total = sum(paragraphs)
    starts, openings = range(0, 2 * total, 2), [sum(paragraphs[:i]) for i in range(len(paragraphs))]
    words = Words(starts, [start + 1 for start in starts], [(1,)] * total, [(1, 0, 0)] * total, openings)
    return Reading(words, (), torch.arange(total, dtype=torch.half)[:, None].expand(-1, 4))


def name(word: int, kind: NameKind = NameKind.PERSON, length: int = 1) -> Name:
    return Name(2 * word, 2 * (word + length) - 1, "x", kind)


def around(mention: Mention) -> list[tuple[int, str]]:
    return [(distance, KINDS[kind]) for distance, kind in zip(mention.distances, mention.kinds, strict=True)]


def test_a_mention_has_the_words_of_its_paragraph_with_distance_and_kind() -> None:
    (mention,) = find_mentions(reading_of(2, 4, 2), [name(0, NameKind.PLACE), name(3), name(5, NameKind.ORGANIZATION)])
    assert (mention.first, mention.end, len(mention)) == (2, 6, 4)
    assert around(mention) == [(-1, ""), (0, "self"), (1, ""), (2, "organization")]


def test_a_mention_reaches_forty_words_to_both_sides() -> None:
    (mention,) = find_mentions(reading_of(100), [name(50, length=2)])
    assert (mention.first, mention.end) == (50 - REACH, 52 + REACH)
    assert (mention.distances[0], mention.distances[-1]) == (-REACH, REACH)


def test_other_people_are_no_self() -> None:
    first, second = find_mentions(reading_of(3), [name(0), name(2)])
    assert [kind for _, kind in around(first)] == ["self", "", "person"]
    assert [kind for _, kind in around(second)] == ["person", "", "self"]


def test_wanted_names_are_mentions_whatever_their_kind() -> None:
    place = name(0, NameKind.PLACE)
    assert find_mentions(reading_of(2), [place]) == []
    assert [mention.name for mention in find_mentions(reading_of(2), [place], [place])] == [place]


def test_a_name_without_a_word_is_no_mention() -> None:
    assert find_mentions(reading_of(2), [Name(1, 2, " ", NameKind.PERSON)]) == []


def test_mentions_are_padded_to_the_longest() -> None:
    reading = reading_of(2, 3)
    mentions = find_mentions(reading, [name(0), name(2)])
    states, distances, kinds = collate([(reading, mention) for mention in mentions], 4)
    assert states[..., 0].tolist() == [[0, 1, 0], [2, 3, 4]]
    assert distances.tolist() == [[0, 1, 0], [0, 1, 2]]
    assert kinds.tolist() == [[5, 0, 0], [5, 0, 0]]


def test_parts_are_counted_in_words_of_the_page() -> None:
    reading, network = reading_of(2, 3), Neighbours(width=4, hidden=8).eval()
    torch.nn.init.zeros_(network.label.weight)
    network.label.bias.data = torch.eye(7)[1]
    ((mention, found),) = network.read(reading, find_mentions(reading, [name(3)]))
    assert mention.first == 2
    assert found == [("role", 2, 3), ("role", 3, 4), ("role", 4, 5)]
