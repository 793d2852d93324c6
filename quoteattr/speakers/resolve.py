"""Who speaks in each statement: the most likely one, or nobody where that is not likely enough.

Sources are resolved in text order. What a source may stand for adds up over all places where the same one is
mentioned: every name of an entity, and every earlier source that was resolved to it. A source that stands for none of
them is somebody new, under its own words, if it is a name or a description; a pronoun or a quotation alone is nobody's.

Nobody is "he" here and "she" there: who is one of them mostly, or by what the article states, is not the other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import regex
from attrs import evolve, field, frozen

from quoteattr.language.lexicon.bodies import ORGANIZATIONS
from quoteattr.language.lexicon.grammar import singular
from quoteattr.language.lexicon.roles import is_role
from quoteattr.language.words import NameKind
from quoteattr.records import Span, SpeakerKind
from quoteattr.speakers.cast import Cast
from quoteattr.speakers.mentions import Candidate, Sort, Source
from quoteattr.speakers.weighing import Weighed
from quoteattr.speakers.wording import (
    Form,
    Gender,
    bare_name,
    full_name,
    gender_of_wording,
    shorten,
    strip_titles,
)
from quoteattr.text.index import Index

__all__ = ["Resolved", "Speakers", "Who", "resolve"]

LONGEST_OPENING = 20
"""Characters in which the first words of a content stand."""

_OWN = {"he": Gender.MALE, "his": Gender.MALE, "she": Gender.FEMALE, "her": Gender.FEMALE}

_GENDERS = {Form.HE: Gender.MALE, Form.SHE: Gender.FEMALE}

JOINT = 0.5
"""From this probability of a group on, several people named in a source speak together."""

_SHORTEST_PART = 4
"""Letters of a label that says more than that it is a question or an answer."""

_DETERMINER = regex.compile(r"^the\s+", regex.IGNORECASE)
_NAMED_KINDS = (SpeakerKind.ORGANIZATION, SpeakerKind.GROUP, SpeakerKind.DOCUMENT)
_DESCRIBED_KINDS = (*_NAMED_KINDS, SpeakerKind.UNNAMED_PERSON)
_OWN_KINDS = (SpeakerKind.PERSON, *_DESCRIBED_KINDS)


@frozen
class Who:
    """Somebody or something that speaks: its name, its kind, and the number of its entity if it is named."""

    name: str
    kind: SpeakerKind
    entity: int | None = None
    place: Span | None = None
    """Where it is described, if it is not named."""


@frozen
class Resolved:
    """Who speaks in a statement: the number of a `Who`, None for nobody known; how likely; the kind of the source."""

    statement: int
    who: int | None
    probability: float
    kind: SpeakerKind


@frozen
class Speakers:
    """All who speak in an article, and for each source whose it is, in the order of the sources."""

    everybody: tuple[Who, ...]
    resolved: tuple[Resolved, ...]


def resolve(text: str, cast: Cast, candidates: Sequence[Candidate], weighed: Sequence[Weighed]) -> Speakers:
    """Return who speaks in each statement. `weighed` has the sources in text order."""
    stated = {number: entity.gender for number, entity in enumerate(cast.entities) if entity.gender}
    found = _resolve(text, cast, candidates, weighed, stated)
    genders = _genders(found, weighed) | stated
    return found if genders == stated else _resolve(text, cast, candidates, weighed, genders)


def _resolve(
    text: str,
    cast: Cast,
    candidates: Sequence[Candidate],
    weighed: Sequence[Weighed],
    genders: Mapping[int, Gender],
) -> Speakers:
    resolver = _Resolver(text, cast, [one.pairs.source for one in weighed], candidates, genders)
    resolved = [resolver.resolve(one) for one in weighed]
    everybody = tuple(_with_usual_kinds(resolver.everybody, resolved, weighed))
    return Speakers(everybody, tuple(_of_kind(one, everybody) for one in resolved))


def _with_usual_kinds(
    everybody: Sequence[Who], resolved: Sequence[Resolved], weighed: Sequence[Weighed]
) -> Iterator[Who]:
    """Yield everybody, what is no person as what all its sources together take it for."""
    taken: defaultdict[int, defaultdict[SpeakerKind, float]] = defaultdict(lambda: defaultdict(float))
    for one, found in zip(weighed, resolved, strict=True):
        if found.who is not None and not one.pairs.source.is_part:
            for kind, share in one.kinds.items():
                taken[found.who][kind] += share
    for number, who in enumerate(everybody):
        own = who.kind in _NAMED_KINDS and number in taken
        yield evolve(who, kind=_likeliest(taken[number], _NAMED_KINDS)) if own else who


def _of_kind(resolved: Resolved, everybody: Sequence[Who]) -> Resolved:
    return resolved if resolved.who is None else evolve(resolved, kind=everybody[resolved.who].kind)


def _genders(found: Speakers, weighed: Sequence[Weighed]) -> dict[int, Gender]:
    """Return for each one named that is called "he" or "she" which of them it is, by how likely each time is."""
    called: defaultdict[int, defaultdict[Gender, float]] = defaultdict(lambda: defaultdict(float))
    for one, resolved in zip(weighed, found.resolved, strict=True):
        entity = None if resolved.who is None else found.everybody[resolved.who].entity
        gender = _gender_shown(one.pairs.source)
        if entity is not None and gender:
            called[entity][gender] += resolved.probability
    return {entity: max(shares, key=shares.__getitem__) for entity, shares in called.items()}


def _gender_shown(source: Source) -> Gender:
    """Return the gender that a source shows of its speaker: "she", or somebody who "said her team was sure"."""
    if source.form in _GENDERS:
        return _GENDERS[source.form]
    opening = source.contents[0].text[:LONGEST_OPENING].lower().removeprefix("that ").split(" ", 1)[0]
    return _OWN.get(opening, Gender.UNSTATED) if source.form is Form.NAME else Gender.UNSTATED


@frozen
class _Resolver:
    """Takes sources in text order, and remembers who each of them was."""

    text: str
    cast: Cast
    sources: Sequence[Source]
    candidates: Sequence[Candidate]
    genders: Mapping[int, Gender]
    everybody: list[Who] = field(factory=list)
    _known: dict[object, int] = field(factory=dict)
    _spoke: dict[Span, object] = field(factory=dict)
    """For each source span met so far what it stands for: the key of a `Who`, or of nobody."""
    _people: Index[Candidate] = field(init=False)

    @_people.default
    def _find_people(self) -> Index[Candidate]:
        return Index(candidate for candidate in self.candidates if candidate.sort is Sort.PERSON)

    def resolve(self, weighed: Weighed) -> Resolved:
        """Return whose statement it is, and remember the source."""
        source = weighed.pairs.source
        if source.is_part:
            return self._part(source)
        key, probability = self._best(weighed)
        if (
            source.span is not None
            and weighed.kinds[SpeakerKind.GROUP] > JOINT
            and _joined(self.cast, self._people, source.span)
        ):
            key = None
        if key is None and source.form in (Form.RELATIVE, Form.NAME):
            key = self._certain(source)
        is_new = key is None and (source.form in (Form.NAME, Form.DESCRIPTION) or self._is_alone(source))
        who = self._own(source, weighed) if is_new else None if key is None else self._known_as(key, weighed)
        if source.span is not None:
            self._spoke[source.span] = ("who", who) if who is not None else ("nobody", source.start)
        kind = max(weighed.kinds, key=weighed.kinds.__getitem__) if who is None else self.everybody[who].kind
        return Resolved(source.statement, who, probability, kind)

    def _certain(self, source: Source) -> object | None:
        """Return what a source stands for by its place or its words alone, None where they don't tell."""
        if source.form is Form.NAME:
            entity = _bearer(source, self._people)
            return None if entity is None else ("entity", entity)
        number = _explained(self.text, source, self.candidates)
        return None if number is None else self._key(number)

    def _part(self, source: Source) -> Resolved:
        """Return somebody under the words of a label that is no name; nobody for the Q and the A of an interview."""
        assert source.span is not None
        name = _DETERMINER.sub("", source.span.text)
        noun = name.split()[-1].lower()
        kind = _kind_of_part(noun)
        who = None if name[:1] in "QA" and len(name) < _SHORTEST_PART else self._add(Who(name, kind, place=source.span))
        self._spoke[source.span] = ("who", who) if who is not None else ("nobody", source.start)
        return Resolved(source.statement, who, 1.0, kind if who is not None else SpeakerKind.UNKNOWN)

    def _is_alone(self, source: Source) -> bool:
        """Return whether a source is a pronoun in a text that names nobody: it keeps its own words."""
        return source.form.is_pronoun and not len(self._people)

    def _best(self, weighed: Weighed) -> tuple[object | None, float]:
        """Return what a source most likely stands for, None for nobody of the candidates, and how likely that is."""
        chances: dict[object | None, float] = defaultdict(float)
        chances[None] = weighed.nobody
        for number, chance in weighed.candidates:
            key = self._key(number)
            if not self._is_of_other_gender(key, weighed.pairs.source.form):
                chances[key] += chance
        best = max(chances, key=chances.__getitem__)
        nobody = isinstance(best, tuple) and best[0] == "nobody"
        return None if nobody else best, chances[best] / (sum(chances.values()) or 1.0)

    def _is_of_other_gender(self, key: object, form: Form) -> bool:
        """Return whether a key stands for a woman and the form is "he", or the other way round."""
        if not isinstance(key, tuple) or key[0] not in ("entity", "who") or form not in _GENDERS:
            return False
        stated = self.genders.get(key[1]) if key[0] == "entity" else gender_of_wording(self.everybody[key[1]].name)
        return bool(stated) and stated is not _GENDERS[form]

    def _key(self, number: int) -> object:
        """Return what a candidate stands for: an entity, a who met before, or itself."""
        candidate = self.candidates[number]
        if candidate.source is not None:
            span = self.sources[candidate.source].span
            assert span is not None
            key = self._spoke[span]
            if isinstance(key, tuple) and key[0] == "who":
                who = self.everybody[key[1]]
                return key if who.entity is None else ("entity", who.entity)
            return key
        return ("candidate", number) if candidate.entity is None else ("entity", candidate.entity)

    def _known_as(self, key: object, weighed: Weighed) -> int:
        """Return the number of the who behind a key, new if it has not spoken yet."""
        assert isinstance(key, tuple)
        if key[0] == "who":
            return int(key[1])
        if key not in self._known:
            maker = self._named if key[0] == "entity" else self._described
            self._known[key] = self._add(maker(key[1], weighed.kinds))
        return self._known[key]

    def _add(self, who: Who) -> int:
        """Return the number of a who, the same for the same name, kind and entity."""
        key = (who.name.casefold(), who.kind, who.entity)
        if key not in self._known:
            self._known[key] = len(self.everybody)
            self.everybody.append(who)
        return self._known[key]

    def _named(self, number: int, kinds: Mapping[SpeakerKind, float]) -> Who:
        entity = self.cast.entities[number]
        is_person = entity.kind is NameKind.PERSON
        kind = SpeakerKind.PERSON if is_person else _likeliest(kinds, _NAMED_KINDS)
        name = full_name(entity.fullest.text) if is_person else bare_name(entity.fullest.text)
        return Who(name, kind, number)

    def _described(self, number: int, kinds: Mapping[SpeakerKind, float]) -> Who:
        candidate = self.candidates[number]
        words = self.text[candidate.start : candidate.end]
        if candidate.sort is Sort.PERSON:
            return Who(full_name(words), SpeakerKind.PERSON)
        kind = _likeliest(kinds, _DESCRIBED_KINDS)
        return Who(shorten(words, kind), kind, place=Span(candidate.start, candidate.end, words))

    def _own(self, source: Source, weighed: Weighed) -> int:
        """Return somebody new under the words of a source; people who speak together under all their names."""
        assert source.span is not None
        kind = _likeliest(weighed.kinds, _OWN_KINDS)
        name = shorten(source.span.text, kind)
        if kind is SpeakerKind.PERSON:
            name = strip_titles(name)
        elif kind is SpeakerKind.GROUP:
            name = _joined(self.cast, self._people, source.span) or name
        return self._add(Who(name, kind, place=source.span))


def _explained(text: str, source: Source, candidates: Sequence[Candidate]) -> int | None:
    """Return the number of what stands right before a relative pronoun, which that explains: "voters, who ..."."""
    place = bisect_left(candidates, source.start, key=lambda candidate: candidate.start)
    for number in range(place - 1, max(-1, place - 3), -1):
        before = candidates[number]
        if before.source is None and text[before.end : source.start].strip(" ,") == "":
            return number
    return None


def _bearer(source: Source, people: Index[Candidate]) -> int | None:
    """Return whose name a source is that has nothing but titles beside it."""
    assert source.span is not None
    inside = people.within(source.span.start, source.span.end)
    known = [one.entity for one in inside if one.core == source.core and one.entity is not None]
    return known[0] if len(known) == len(inside) == 1 else None


def _joined(cast: Cast, people: Index[Candidate], span: Span) -> str:
    """Return the full names of the people in a source, joined by "and"; "" for fewer than two."""
    numbers = (one.entity for one in people.within(span.start, span.end) if one.entity is not None)
    full = list(dict.fromkeys(full_name(cast.entities[number].fullest.text) for number in numbers))
    return " and ".join(full) if len(full) > 1 else ""


def _likeliest(kinds: Mapping[SpeakerKind, float], choice: Sequence[SpeakerKind]) -> SpeakerKind:
    return max(choice, key=kinds.__getitem__)


def _kind_of_part(noun: str) -> SpeakerKind:
    """Return what a label without a name stands for: several people, a body such as the court, or somebody."""
    if singular(noun) != noun:
        return SpeakerKind.GROUP
    is_body = noun in ORGANIZATIONS and not is_role(noun)
    return SpeakerKind.ORGANIZATION if is_body else SpeakerKind.UNNAMED_PERSON
