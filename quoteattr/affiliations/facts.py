"""Whose role, organization or place it is: each fact that the network labelled, given to the mention it describes.

Mentions are the people's names, the descriptions and the sources of an article, and the pronouns for one person. A fact
that stands inside the mention it describes ("the union's lawyer") is that mention's own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from quoteattr.language.words import Analysis, Name, NameKind
from quoteattr.network.reading import Fact, FactKind
from quoteattr.network.words import Words
from quoteattr.records import Span
from quoteattr.speakers.mentions import Candidate, Range, Sort
from quoteattr.speakers.wording import name_key, title_range
from quoteattr.text.index import Index, Stretch

if TYPE_CHECKING:
    from torch import Tensor

    from quoteattr.network.who import OwnerHead

__all__ = [
    "Mention",
    "Owned",
    "find_mentions",
    "find_offices",
    "find_owners",
    "measure",
    "near",
    "with_bodies",
    "with_titles",
    "words_of_each",
]

REACH = 80
"""Words between a fact and a mention at most."""

_DISTANCES = (1, 2, 3, 4, 6, 9, 13, 20, 40, 80)
_INSIDE = 2 * len(_DISTANCES) + 2
_PRONOUNS = frozenset("he she who i his her him".split())


@frozen
class Mention:
    """A place where somebody is mentioned: its words, and the number of its candidate, None for a pronoun alone."""

    words: Range
    candidate: int | None


@frozen
class Owned:
    """A fact with the candidate whose it is, None for what the network can't tie to any.

    `own` is true where the fact stands in the mention that it describes; then `candidate` is None, too. `weight` says
    how likely it is the one that counts among several of its owner, on an open scale.
    """

    fact: Fact
    candidate: int | None
    own: bool
    probability: float
    weight: float


def find_mentions(text: str, words: Words, candidates: Sequence[Candidate]) -> tuple[Mention, ...]:
    """Return the mentions that a fact may describe, in text order, each stretch of words once."""
    found = {
        candidate.words: number
        for number, candidate in enumerate(candidates)
        if candidate.sort is Sort.PERSON or not candidate.sort.is_name
    }
    mentions = [Mention(where, number) for where, number in found.items()]
    for i, (start, end) in enumerate(zip(words.starts, words.ends, strict=True)):
        if text[start:end].lower() in _PRONOUNS and (i, i + 1) not in found:
            mentions.append(Mention((i, i + 1), None))
    return tuple(sorted(mentions, key=lambda mention: mention.words))


def near(mentions: Sequence[Mention], fact: Range) -> tuple[Mention, ...]:
    """Return the mentions within reach of the words of a fact. `mentions` are in text order."""
    first = bisect_left(mentions, fact[0] - REACH, key=lambda mention: mention.words[0])
    return tuple(mentions[first : bisect_right(mentions, fact[1] + REACH, key=lambda mention: mention.words[0])])


def measure(sentences: Index[Stretch], words: Words, fact: Range, mentions: Iterable[Mention]) -> list[int]:
    """Return how far each mention is from a fact, in steps that the network has learned: its side, words, sentence."""
    here = sentences.number(words.starts[fact[0]])
    return [
        2 * _step(fact, mention.words) + (here == sentences.number(words.starts[mention.words[0]]))
        for mention in mentions
    ]


def _step(fact: Range, mention: Range) -> int:
    if mention[1] <= fact[0]:
        return bisect_right(_DISTANCES, fact[0] - mention[1])
    if mention[0] >= fact[1]:
        return len(_DISTANCES) + 1 + bisect_right(_DISTANCES, mention[0] - fact[1])
    return _INSIDE


def find_owners(
    head: OwnerHead,
    states: Tensor,
    sentences: Index[Stretch],
    words: Words,
    facts: Sequence[Fact],
    mentions: Sequence[Mention],
) -> tuple[Owned, ...]:
    """Return each fact with its most likely owner. `states` [words, width] are the article's."""
    import torch

    if not facts:
        return ()
    with torch.no_grad():
        vectors = head.vectors(states, [fact.words for fact in facts])  # [facts, MENTION]
        others = head.mentions(states, [mention.words for mention in mentions])
        place = {mention: number for number, mention in enumerate(mentions)}
        found = []
        for fact, vector, weight in zip(facts, vectors, head.weight(vectors)[:, 0].tolist(), strict=True):
            around = near(mentions, fact.words)
            distances = torch.tensor(measure(sentences, words, fact.words, around), dtype=torch.long)
            chances = head(vector, others[[place[mention] for mention in around]], distances).softmax(0)
            found.append(_owned(fact, around, chances.tolist(), weight))
        return tuple(found)


def _owned(fact: Fact, around: Sequence[Mention], chances: Sequence[float], weight: float) -> Owned:
    """Return a fact with its owner: `chances` are first that it is its mention's own, then those of each mention."""
    best = max(range(len(chances)), key=chances.__getitem__)
    owner = around[best - 1].candidate if best else None
    return Owned(fact, owner, best == 0, chances[best], weight)


def with_titles(words: Analysis, candidates: Sequence[Candidate], owned: Sequence[Owned]) -> tuple[Owned, ...]:
    """Return the facts, and for people without a role the titles that stand straight before their names."""
    known = {
        candidates[one.candidate].entity
        for one in owned
        if one.candidate is not None and one.fact.kind is FactKind.ROLE
    }
    added = []
    for number, candidate in enumerate(candidates):
        if candidate.sort is Sort.PERSON and candidate.entity is not None and candidate.entity not in known:
            title = title_range(words.text, candidate.start)
            if title is not None:
                fact = Fact(FactKind.ROLE, (candidate.words[0], candidate.words[0]), words.page.span(*title))
                added.append(Owned(fact, number, False, 1.0, 0.0))
    return (*owned, *added)


def with_bodies(words: Analysis, owned: Iterable[Owned]) -> tuple[Owned, ...]:
    """Return the facts, each organization whole, and for each role the body that is named in it: "Senate leader"."""
    found = []
    for one in owned:
        found.append(evolve(one, fact=_complete(words, one.fact)))
        if one.fact.kind is FactKind.ROLE:
            names = words.names_between(one.fact.span.start, one.fact.span.end, NameKind.ORGANIZATION)
            bodies = (evolve(one.fact, kind=FactKind.ORGANIZATION, span=_span(words, name)) for name in names[:1])
            found += [evolve(one, fact=body) for body in bodies if body.span != one.fact.span]
    return tuple(found)


def _span(words: Analysis, name: Name) -> Span:
    return words.page.span(name.start, name.end)


def _complete(words: Analysis, fact: Fact) -> Fact:
    if fact.kind is not FactKind.ORGANIZATION:
        return fact
    touching = words.names_touching(fact.span.start, fact.span.end)
    names = [name for name in touching if name.kind is NameKind.ORGANIZATION]
    start = min([fact.span.start, *(name.start for name in names)])
    if names and words.text[start : names[0].start].islower():
        start = names[0].start
    end = max([fact.span.end, *(name.end for name in names)])
    return evolve(fact, span=words.page.span(start, end))


def find_offices(candidates: Sequence[Candidate], owned: Iterable[Owned]) -> dict[int, frozenset[str]]:
    """Return the plain words of the roles, organizations and places of each one that is named, by its entity."""
    owners = ((candidates[one.candidate], one.fact.span.text) for one in owned if one.candidate is not None)
    return words_of_each((owner.entity, wording) for owner, wording in owners)


def words_of_each(wordings: Iterable[tuple[int | None, str]]) -> dict[int, frozenset[str]]:
    """Return all plain words that are said of each entity, from pairs of its number and a wording."""
    found: dict[int, set[str]] = {}
    for entity, wording in wordings:
        if entity is not None:
            found.setdefault(entity, set()).update(name_key(wording))
    return {entity: frozenset(words) for entity, words in found.items()}
