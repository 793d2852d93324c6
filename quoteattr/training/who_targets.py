"""What the second top of the network is to find in an annotated article, as numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import torch
from attrs import frozen
from torch import Tensor

from quoteattr.affiliations.facts import Mention, find_mentions, measure, near, words_of_each
from quoteattr.language.words import Analysis, NameKind
from quoteattr.network.labels import begin_label, inside_label
from quoteattr.network.reading import FactKind
from quoteattr.network.words import Words
from quoteattr.records import SpeakerKind
from quoteattr.speakers.cast import Cast, find_cast
from quoteattr.speakers.clues import Pairs, find_pairs
from quoteattr.speakers.mentions import Candidate, Range, Sort, Source, find_candidates, find_sources
from quoteattr.speakers.naming import mend_names
from quoteattr.speakers.wording import Key, head_noun, name_key, without_titles
from quoteattr.text.index import Index, Stretch
from quoteattr.training.annotation import Annotated, Entity, Place

__all__ = ["UNKNOWN", "FactTarget", "Office", "SpeakerTarget", "Targets", "find_targets"]

UNKNOWN = -100
"""The label of a word of which nothing is known; the loss passes over it."""

LONGEST_FACT = 25
"""Words of a role, organization or place at most."""

_DOUBTFUL = -2
_NOBODY = -1
"""Stand for the entity of a candidate: in doubt, or none of those that speak."""


@frozen(eq=False)
class SpeakerTarget:
    """One source with its candidates; `right` [1 + candidates] marks nobody or those that are meant.

    Candidates in doubt are ruled out in `pairs`. `kind` is the number of the source's kind, None if not known.
    """

    pairs: Pairs
    right: Tensor
    kind: int | None


@frozen(eq=False)
class FactTarget:
    """A role, organization or place: its words, the numbers of the mentions near it, their distances, and whose it is.

    `right` [1 + mentions] marks the mention, or first that it stands in the mention which it describes.
    """

    words: Range
    mentions: tuple[int, ...]
    distances: Tensor
    right: Tensor


@frozen(eq=False)
class Targets:
    """All that is known of one article.

    `facts` [words] are labels, `UNKNOWN` where nothing is known. `rivals` are groups of facts of one person and kind,
    with those that say what it is called.
    """

    facts: Tensor
    candidates: tuple[Candidate, ...]
    speakers: tuple[SpeakerTarget, ...]
    mentions: tuple[Range, ...]
    owners: tuple[FactTarget, ...]
    rivals: tuple[tuple[tuple[int, ...], Tensor], ...]


Office = tuple[tuple[int, int], tuple[int, int]]
"""Where somebody is named, and words elsewhere that say who that is, in characters."""


def find_targets(article: Annotated, words: Words, analysis: Analysis, offices: Iterable[Office] = ()) -> Targets:
    """Return what is to be found in an article; `analysis` and `offices` are what is found before, as in reading."""
    text, sentences = article.text, analysis.sentence_index
    statements = [one.statement for one in article.spoken]
    names = mend_names(analysis, [one.source for one in statements if one.source is not None]).names
    cast = find_cast(text, names)
    sources = find_sources(text, words, statements)
    candidates = find_candidates(text, words, cast, sources)
    known = _known(text, candidates, offices)
    pairs = find_pairs(analysis.page, sentences, cast, sources, candidates, words.openings, known)
    mentions = find_mentions(text, words, candidates)
    facts = _Facts(article, words)
    return Targets(
        facts.labels(),
        candidates,
        tuple(_speaker_targets(article, cast, sources, candidates, pairs)),
        tuple(mention.words for mention in mentions),
        tuple(_owner_targets(facts, words, sentences, mentions)),
        tuple(facts.rivals()),
    )


def _known(text: str, candidates: Sequence[Candidate], offices: Iterable[Office]) -> dict[int, frozenset[str]]:
    """Return the plain words of what is said of each one that is named."""
    named = {(one.start, one.end): one.entity for one in candidates if one.sort.is_name}
    return words_of_each((named.get(mention), text[start:end]) for mention, (start, end) in offices)


def _speaker_targets(
    article: Annotated,
    cast: Cast,
    sources: Sequence[Source],
    candidates: Sequence[Candidate],
    pairs: Iterable[Pairs],
) -> Iterator[SpeakerTarget]:
    spoken = [article.spoken[source.statement] for source in sources]
    whose = _entities_of(article, cast, candidates, [one.entity for one in spoken])
    for one, said in zip(pairs, spoken, strict=True):
        if said.is_known:
            yield _speaker_target(one, said.entity, whose, said.kind)


def _speaker_target(pairs: Pairs, entity: int | None, whose: Sequence[int], kind: SpeakerKind | None) -> SpeakerTarget:
    barred = [out or whose[n] == _DOUBTFUL for n, out in zip(pairs.candidates, pairs.ruled_out, strict=True)]
    right = [entity is not None and whose[n] == entity and not b for n, b in zip(pairs.candidates, barred, strict=True)]
    known = Pairs(pairs.source, pairs.candidates, pairs.clues, tuple(barred))
    return SpeakerTarget(known, torch.tensor([not any(right), *right]), None if kind is None else _number(kind))


def _number(kind: SpeakerKind) -> int:
    return list(SpeakerKind).index(kind)


def _entities_of(
    article: Annotated, cast: Cast, candidates: Sequence[Candidate], spoken: Sequence[int | None]
) -> list[int]:
    """Return the number of each candidate's entity."""
    named = [_entity_named(article, cast, number) for number in range(len(cast.entities))]
    heads: dict[str, set[int]] = {}
    for number, entity in enumerate(article.entities):
        for wording in (entity.name, *entity.aliases) if entity.kind is not SpeakerKind.PERSON else ():
            heads.setdefault(head_noun(wording), set()).add(number)
    return [_entity_of(candidate, named, heads, spoken) for candidate in candidates]


def _entity_of(
    candidate: Candidate, named: Sequence[int], heads: Mapping[str, set[int]], spoken: Sequence[int | None]
) -> int:
    if candidate.source is not None:
        entity = spoken[candidate.source]
        return _NOBODY if entity is None else entity
    if candidate.sort is Sort.DESCRIPTION:
        fitting = heads.get(candidate.head, set())
        return next(iter(fitting)) if len(fitting) == 1 else _DOUBTFUL if fitting else _NOBODY
    return _DOUBTFUL if candidate.entity is None else named[candidate.entity]


def _entity_named(article: Annotated, cast: Cast, number: int) -> int:
    """Return which annotated entity one of the cast is."""
    entity = cast.entities[number]
    is_person = entity.kind is NameKind.PERSON
    rivals = [(i, e) for i, e in enumerate(article.entities) if (e.kind is SpeakerKind.PERSON) is is_person]
    keys = [_core(entity.fullest.text)] if is_person else [_core(name.text) for name in entity.names]
    for wordings in (_own_name, _aliases):
        exact = [i for i, rival in rivals if any(_core(wording) in keys for wording in wordings(rival))]
        if exact:
            return exact[0]
    if not is_person:
        return _NOBODY
    alike = [i for i, rival in rivals if _shares_name(keys[0], _core(rival.name))]
    return alike[0] if len(alike) == 1 else _DOUBTFUL if alike else _NOBODY


def _own_name(entity: Entity) -> Iterable[str]:
    return (entity.name,)


def _aliases(entity: Entity) -> Iterable[str]:
    return entity.aliases


def _core(name: str) -> Key:
    return without_titles(name_key(name))


def _shares_name(key: Key, other: Key) -> bool:
    short, full = sorted((key, other), key=len)
    same_edges = len(short) > 1 and (short[0], short[-1]) == (full[0], full[-1])
    return bool(short) and (set(short) <= set(full) or same_edges)


def _labelled(labels: Tensor, spans: Iterable[tuple[Range, int]]) -> Tensor:
    for (start, end), sort in spans:
        if start < end:
            labels[start] = begin_label(sort)
            labels[start + 1 : end] = inside_label(sort)
    return labels


class _Facts:
    """The roles, organizations and places that are marked in an article, with the mentions and entities they are of."""

    def __init__(self, article: Annotated, words: Words) -> None:
        self.article, self.words = article, words
        self.mentioned: dict[tuple[Range, FactKind], set[Range]] = {}
        self.entities: dict[tuple[Range, FactKind], set[int]] = {}
        self.known = torch.full((len(words),), article.places is not None)
        for number, entity in enumerate(article.entities):
            for place in entity.places:
                self._add(place, number)
        for place in article.places or ():
            self._add(place, None)
        self.kept = list(self._apart())

    def _add(self, place: Place, entity: int | None) -> None:
        for stretch in (place.near, *place.parts.values()):
            if stretch:
                first, end = self.words.touching(*stretch)
                self.known[first:end] = True
        for part, span in place.parts.items():
            words = self.words.touching(*span)
            if 0 < words[1] - words[0] < LONGEST_FACT:
                fact = (words, FactKind(part))
                self.mentioned.setdefault(fact, set()).update({self.words.touching(*place.name)} if place.name else ())
                self.entities.setdefault(fact, set()).update(() if entity is None else {entity})

    def _apart(self) -> Iterator[tuple[Range, FactKind]]:
        """Yield the facts that share no word with one before."""
        last = 0
        for fact in sorted(self.mentioned, key=lambda fact: (fact[0][0], -fact[0][1])):
            if fact[0][0] >= last:
                yield fact
                last = fact[0][1]

    def labels(self) -> Tensor:
        """Return the label of each word: [words]."""
        kinds = list(FactKind)
        labels = torch.where(self.known, 0, UNKNOWN)
        return _labelled(labels, ((words, kinds.index(kind)) for words, kind in self.kept))

    def rivals(self) -> Iterator[tuple[tuple[int, ...], Tensor]]:
        """Yield the numbers of the facts of one person and kind where some say what it is called and some do not."""
        for number, entity in enumerate(self.article.entities):
            for kind, wanted in ((FactKind.ROLE, entity.roles), (FactKind.ORGANIZATION, entity.organizations)):
                own = [i for i, fact in enumerate(self.kept) if fact[1] is kind and number in self.entities[fact]]
                right = torch.tensor([self._is_called(self.kept[i][0], wanted) for i in own])
                if len(own) > 1 and right.any() and not right.all():
                    yield tuple(own), right

    def _is_called(self, fact: Range, wanted: Sequence[str]) -> bool:
        key = set(name_key(self.article.text[self.words.starts[fact[0]] : self.words.ends[fact[1] - 1]]))
        return any(key <= (other := set(name_key(wording))) or other <= key for wording in wanted)


def _owner_targets(
    facts: _Facts, words: Words, sentences: Index[Stretch], mentions: Sequence[Mention]
) -> Iterator[FactTarget]:
    numbers = {mention: number for number, mention in enumerate(mentions)}
    for fact in facts.kept:
        around = near(mentions, fact[0])
        marked = facts.mentioned[fact]
        right = [any(start <= fact[0][0] and fact[0][1] <= end for start, end in marked)]
        right += _meant(around, marked)
        distances = torch.tensor(measure(sentences, words, fact[0], around), dtype=torch.long)
        yield FactTarget(fact[0], tuple(numbers[m] for m in around), distances, torch.tensor(right))


def _meant(mentions: Sequence[Mention], marked: Iterable[Range]) -> list[bool]:
    """Return for each mention whether it is one of those marked: the one that shares most words, or lies inside."""
    right = [False] * len(mentions)
    for span in marked:
        shares = [_share(mention.words, span) for mention in mentions]
        best = max(shares, default=0.0)
        for i, mention in enumerate(mentions):
            inside = span[0] <= mention.words[0] and mention.words[1] <= span[1]
            right[i] = right[i] or (shares[i] > 0 and (inside or shares[i] == best))
    return right


def _share(words: Range, span: Range) -> float:
    return (min(words[1], span[1]) - max(words[0], span[0])) / (max(words[1], span[1]) - min(words[0], span[0]))
