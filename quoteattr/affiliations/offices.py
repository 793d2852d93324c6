"""From all that an article says of somebody to the role, body and place they speak in.

An article may call the same person "the senator", "a Democrat", "the father of two" and "Ms. Obi's successor". The
facts that stand beside a name (`quoteattr.affiliations.affiliation`), the mentions that stand for the person, and
descriptions further off ("the nominee") are candidates for the role; for the body, what those facts name, what an
office implies ("Sen." → Senate), bodies near the name, countries and parties of the article. Learned weights
(`quoteattr.speakers.ranking`, forms ``role`` and ``organization``) choose one of each, or none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from attrs import evolve, field, frozen

from quoteattr.affiliations.affiliation import describe, described_at, kinds_of
from quoteattr.language.lexicon.bodies import IMPLIED_BODIES, ORGANIZATIONS, PARTIES
from quoteattr.language.lexicon.countries import COUNTRIES, COUNTRY_OF, US_NAMES
from quoteattr.language.lexicon.grammar import singular
from quoteattr.language.lexicon.roles import GOVERNING, OFFICES, is_role
from quoteattr.language.lexicon.titles import ABBREVIATED, HONORIFICS, RANKS
from quoteattr.language.words import Analysis, Name, NameKind, Sentence
from quoteattr.records import Affiliation, Span, SpeakerKind, SpeakerRecord
from quoteattr.speakers.entities import Resolution
from quoteattr.speakers.facts import Stated
from quoteattr.speakers.people import POSSESSIVE, WORD, Entity, People
from quoteattr.speakers.ranking import NOBODY, Ranker

__all__ = ["Fact", "Option", "Surroundings", "records_of"]

NEAREST_PEOPLE = 5
"""People before a description without a name that it may be about."""


@frozen
class Fact:
    """Something that the article may say of a person: what, how it is worded, and where."""

    affiliation: Affiliation
    reading: str
    start: int
    distance: int = 0
    """How many other people stand nearer before it; 0 where it stands beside the name."""


@frozen
class Option:
    """A fact, or a body, that may be chosen, and what the text shows of it; `affiliation` is None for none."""

    affiliation: Affiliation | None
    features: tuple[str, ...] = field(repr=False)


def records_of(
    analysis: Analysis, resolution: Resolution, facts: Sequence[Stated], ranker: Ranker
) -> dict[int, SpeakerRecord]:
    """Return a record for each entity that speaks, by its id, numbered from 1 in order of its first statement."""
    surroundings = Surroundings(analysis, resolution.people, facts)
    records: dict[int, SpeakerRecord] = {}
    for speaker in resolution.speakers:
        if speaker is not None and speaker not in records:
            entity = resolution.entities[speaker]
            told = surroundings.affiliations(entity, ranker)
            records[speaker] = SpeakerRecord(len(records) + 1, entity.name, entity.kind, entity.mentions, told)
    return records


class Surroundings:
    """What a whole article says about offices and bodies, looked up once."""

    def __init__(self, analysis: Analysis, people: People, stated: Iterable[Stated]) -> None:
        self._analysis = analysis
        self._people = people
        self._facts: dict[int, list[Fact]] = {}
        self._owners: dict[str, set[int]] = {}
        self._ended: dict[str, list[tuple[str, Name]]] = {}
        for item in stated:
            person = people.by_name.get(item.name)
            if person is None:
                continue
            self._facts.setdefault(person, []).append(Fact(item.affiliation, item.reading, item.name.start))
            head = head_of(item.affiliation)
            if head:
                self._owners.setdefault(head, set()).add(person)
        self._nearest: dict[str, Counter[int]] = {}
        for person, fact in self._descriptions():
            self._facts.setdefault(person, []).append(fact)
            if fact.distance == 0:
                self._nearest.setdefault(head_of(fact.affiliation), Counter())[person] += 1

    def affiliations(self, entity: Entity, ranker: Ranker) -> tuple[Affiliation, ...]:
        """For whom a person speaks: the chosen role with the chosen body and place, then what else is told."""
        if entity.kind not in (SpeakerKind.PERSON, SpeakerKind.UNNAMED_PERSON):
            return ()
        facts = self.facts(entity.id, entity.mentions)
        role = choose(ranker, "role", self.roles(entity.id, facts)).affiliation
        body = choose(ranker, "organization", self.organizations(entity.id, facts, role)).affiliation
        beside = [f.affiliation for f in facts if f.reading != "far"]
        if role is None and body is not None:
            own = (a for a in beside if a.role is None and a.organization == body.organization)
            body = next(own, body)
        first = _together(role, body, [a.location for a in beside if a.location])
        rest = [a for a in beside if a != role and (a.role or a.organization)]
        if first is None:
            return tuple(f.affiliation for f in facts if f.reading == "no role" and f.affiliation.organization)
        others = dict.fromkeys(a for a in rest if (a.role, a.organization) != (first.role, first.organization))
        return (first, *others)

    def facts(self, person: int, mentions: Iterable[Span] = ()) -> list[Fact]:
        """Return all that may be said of a person, in text order; `mentions` are the sources that stand for them."""
        told = list(self._facts.get(person, ()))
        for mention in mentions:
            found = described_at(self._analysis, mention)
            if found is not None:
                told.append(Fact(found, "mention", mention.start))
        return sorted(told, key=lambda fact: fact.start)

    def roles(self, person: int, facts: Sequence[Fact]) -> list[Option]:
        """Return the roles that a person may have, the first option none."""
        beside = _without_titles([f for f in facts if f.affiliation.role and f.reading != "far"])
        beside.sort(key=lambda f: not f.reading.startswith("before beside"))
        far = [f for f in facts if f.affiliation.role and f.reading == "far"]
        times = len(self._people.named_at(person))
        none = [
            NOBODY,
            f"beside {min(len(beside), 3)}",
            f"far {min(len(far), 2)} beside {min(len(beside), 1)}",
            f"named {1 if times < 2 else 2 if times < 4 else 4}",
        ]
        heads = Counter(head_of(f.affiliation) for f in facts)
        options = [Option(None, tuple(none))]
        for number, same in enumerate(_by_role(beside)):
            options.append(self._role(person, same, heads, f"beside number {min(number, 3)}"))
        for number, same in enumerate(_by_role(far)):
            extra = (f"far number {min(number, 3)}", "far though beside" if beside else "far only")
            options.append(self._role(person, same, heads, *extra))
        return options

    def _role(self, person: int, same: Sequence[Fact], heads: Counter[str], *extra: str) -> Option:
        """One role, however often it is told: the fullest fact, and what all of them show."""
        best = max(same, key=lambda f: (bool(f.affiliation.organization), bool(f.affiliation.location)))
        features = dict.fromkeys(feature for fact in same for feature in self._of_role(person, fact, heads))
        nearest = sum(fact.distance == 0 for fact in same)
        telling = (*features, *extra, f"times told {min(len(same), 3)}", f"times nearest {min(nearest, 4)}")
        named = min(same, key=lambda f: (not f.reading.startswith("before beside"), f.reading in ("mention", "far")))
        return Option(evolve(best.affiliation, role=named.affiliation.role), telling)

    def _of_role(self, person: int, fact: Fact, heads: Counter[str]) -> Iterator[str]:
        said = fact.affiliation
        head = head_of(said)
        office = office_of(head)
        far = fact.reading == "far"
        yield f"reading {fact.reading}"
        yield f"office {office}"
        yield f"{'far' if far else 'beside'} office {office}"
        yield f"head {head}"
        yield f"told {min(heads[head], 3)}"
        yield f"words {min(len((said.role or '').split()), 4)}"
        if far and said.evidence:
            before = self._analysis.text[max(0, said.evidence[0].start - 8) : said.evidence[0].start].lower().split()
            article = before[-1] if before and before[-1] in ("the", "a", "an", "as", "this", "former") else "bare"
            yield f"far {article}"
        yield "capital" if (said.role or "a")[0].isupper() else "small"
        yield f"{'a known' if any(map(is_role, WORD.findall(said.role or ''))) else 'no known'} noun"
        if said.organization:
            yield "with a body"
        if said.location:
            yield "with a place"
        if said.former:
            yield "former"
        owners = self._owners.get(head, set())
        if far:
            yield f"distance {min(fact.distance, 4)}"
            yield "own noun" if person in owners else "other's noun" if owners else "nobody's noun"
            sentences = self._sentences_since(person, fact.start)
            yield f"sentences {min(sentences, 4)}"
            yield f"{'most' if self._most_likely(head) == person else 'less'} likely owner"
            if fact.distance == 0 and sentences == 0:
                yield "same sentence nearest"

    def _most_likely(self, head: str) -> int | None:
        """Return the person who stands nearest before most descriptions with a noun."""
        counts = self._nearest.get(head)
        return counts.most_common(1)[0][0] if counts else None

    def _sentences_since(self, person: int, position: int) -> int:
        last = self._people.last_named(person, position)
        return 9 if last < 0 else self._analysis.sentence_number(position) - self._analysis.sentence_number(last)

    def _descriptions(self) -> Iterator[tuple[int, Fact]]:
        """Yield descriptions with no name beside them, for each of the people named last before."""
        for span, affiliation in _loose(self._analysis):
            near: dict[int, None] = {}
            for name in self._people.before(span.start)[:20]:
                near.setdefault(self._people.by_name[name])
            for distance, person in enumerate(list(near)[:NEAREST_PEOPLE]):
                yield person, Fact(affiliation, "far", span.start, distance)

    def organizations(self, person: int, facts: Sequence[Fact], chosen: Affiliation | None) -> list[Option]:
        """Return the bodies that a person may speak for in the chosen role, the first option none."""
        head = head_of(chosen) if chosen else ""
        office = office_of(head) if chosen else "none"
        own = chosen.organization if chosen else None
        options = [Option(None, (NOBODY, f"office {office}", f"head {head}", f"own {bool(own)}"))]
        found: dict[str, tuple[Affiliation, list[str]]] = {}
        for source, body, evidence in self._bodies(person, facts, chosen, head):
            key = body.lower().removeprefix("the ")
            affiliation, features = found.setdefault(key, (Affiliation(None, body, evidence=evidence), []))
            features.append(source)
        for affiliation, sources in found.values():
            body = affiliation.organization or ""
            features = [f"{s} {office}" for s in sources] + sources
            features += self._of_body(body, office, head)
            features.append(f"sources {min(len(sources), 3)}")
            if own and body != own:
                features.append("not own")
            options.append(Option(affiliation, tuple(features)))
        return options

    def _of_body(self, body: str, office: str, head: str) -> Iterator[str]:
        kind = self._kind(body)
        yield f"kind {kind}"
        yield f"kind {kind} {office}"
        times = self._times[body]
        yield f"times {1 if times < 2 else 2 if times < 4 else 4 if times < 8 else 8}"
        last = singular(body.split()[-1].lower()) if body.split() else ""
        yield f"ends {last if last in _TELLING else 'other'} {office}"
        if head and head in body.lower():
            yield "has the noun"
        if body.islower():
            yield f"small {office}"

    def _bodies(
        self, person: int, facts: Sequence[Fact], chosen: Affiliation | None, head: str
    ) -> Iterator[tuple[str, str, tuple[Span, ...]]]:
        """Yield where a body may come from, the body, and its evidence."""
        if chosen and chosen.organization:
            yield "own", chosen.organization, chosen.evidence
        for fact in facts:
            said = fact.affiliation
            if said.organization and said != chosen:
                same = "same noun" if head and head_of(said) == head else "no noun" if not said.role else "other noun"
                yield f"{fact.reading} {same}", said.organization, said.evidence
            if said.location and said == chosen:
                yield "own place", said.location, said.evidence
            elif said.location:
                yield f"{fact.reading} place", said.location, said.evidence
        for body in IMPLIED_BODIES.get(head, ()):
            yield "implied", body, chosen.evidence if chosen else ()
        if chosen and head in ("minister", "secretary"):
            yield "government", "government", chosen.evidence
        if chosen and chosen.role:
            yield from self._in_role(chosen)
        yield from self._near(person)
        for rank, (country, name) in enumerate(self._countries[:3]):
            yield f"country {rank}", country, (_span(name),)
        for rank, (body, name) in enumerate(self._most_named[:3]):
            yield f"most named {rank}", body, (_span(name),)
        for rank, (body, spans) in enumerate(self._colleagues(person)):
            yield f"colleague's {rank}", body, spans
        for rank, (body, name) in enumerate(self._ending_as(office_of(head))[:2]):
            yield f"fitting {rank}", body, (_span(name),)

    def _in_role(self, chosen: Affiliation) -> Iterator[tuple[str, str, tuple[Span, ...]]]:
        """Yield the body in "school board chairman", and its full name where the article has one."""
        words: list[str] = WORD.findall(chosen.role or "")
        ends = [i + 1 for i, w in enumerate(words[:-1]) if singular(w.lower()) in ORGANIZATIONS]
        if not ends:
            return
        yield "in the role", " ".join(words[: ends[-1]]), chosen.evidence
        wanted = singular(words[ends[-1] - 1].lower())
        full = (name for words, name in self._body_words if wanted in words and len(name.text.split()) > 1)
        name = next(full, None)
        if name is not None:
            yield "in the role, in full", _bare(name.text), (_span(name),)

    def _near(self, person: int) -> Iterator[tuple[str, str, tuple[Span, ...]]]:
        """Yield bodies, parties and places in the sentences where a person is first named."""
        sentences: dict[int, Sentence] = {}
        for position in self._people.named_at(person)[:3]:
            sentence = self._analysis.sentence_at(position)
            if sentence is not None:
                sentences.setdefault(sentence.start, sentence)
        for number, sentence in enumerate(sentences.values()):
            for name in self._analysis.names_between(sentence.start, sentence.end):
                if name.kind is NameKind.ORGANIZATION:
                    yield f"near {number}", _bare(name.text), (_span(name),)
                elif name.kind is NameKind.PLACE:
                    yield f"near place {number}", _bare(name.text), (_span(name),)
            for word in sentence.words:
                party = PARTIES.get(word.text)
                if party:
                    yield f"near party {number}", party, (Span(word.start, word.end, word.text),)

    def _ending_as(self, office: str) -> list[tuple[str, Name]]:
        """Return the bodies whose names have a word that fits an office, the most named first."""
        if office not in self._ended:
            wanted = _FITTING.get(office, frozenset())
            found = {_bare(name.text): name for words, name in reversed(self._body_words) if words & wanted}
            order = sorted(found.items(), key=lambda item: item[1].start)
            self._ended[office] = sorted(order, key=lambda item: -self._times[item[0]])
        return self._ended[office]

    @cached_property
    def _body_words(self) -> list[tuple[frozenset[str], Name]]:
        """Return each mention of a body, with the words of its name."""
        bodies = (name for name in self._analysis.names if name.kind is NameKind.ORGANIZATION)
        return [(frozenset(singular(w.lower()) for w in WORD.findall(name.text)), name) for name in bodies]

    @cached_property
    def _most_named(self) -> list[tuple[str, Name]]:
        """The bodies of the article with the name that stands first for each, the most named first."""
        first: dict[str, Name] = {}
        for name in self._analysis.names:
            if name.kind is NameKind.ORGANIZATION:
                first.setdefault(_bare(name.text), name)
        return sorted(first.items(), key=lambda item: -self._times[item[0]])

    def _colleagues(self, person: int) -> list[tuple[str, tuple[Span, ...]]]:
        """Return the two bodies that most others in the article speak for."""
        own = self._told_bodies.get(person, {})
        likely = [body for body, _ in self._body_counts.most_common(2 + len(own))]
        likely.sort(key=lambda body: -(self._body_counts[body] - (body in own)))
        others = [body for body in likely if self._body_counts[body] > (body in own)]
        return [(body, self._body_evidence[body]) for body in others[:2]]

    @cached_property
    def _told_bodies(self) -> dict[int, dict[str, tuple[Span, ...]]]:
        """Return for each person the bodies stated beside their name, with the evidence."""
        return {
            person: {
                fact.affiliation.organization: fact.affiliation.evidence
                for fact in reversed(facts)
                if fact.affiliation.organization and fact.reading != "far"
            }
            for person, facts in self._facts.items()
        }

    @cached_property
    def _body_counts(self) -> Counter[str]:
        """Return how many people are stated to be of each body."""
        return Counter(body for bodies in self._told_bodies.values() for body in bodies)

    @cached_property
    def _body_evidence(self) -> dict[str, tuple[Span, ...]]:
        told = reversed(list(self._told_bodies.values()))
        return {body: evidence for bodies in told for body, evidence in bodies.items()}

    @cached_property
    def _times(self) -> Counter[str]:
        return Counter(_bare(name.text) for name in self._analysis.names)

    @cached_property
    def _kinds(self) -> dict[str, str]:
        kinds: dict[str, str] = {}
        for name in self._analysis.names:
            kinds.setdefault(_bare(name.text), name.kind.value)
        return kinds

    def _kind(self, body: str) -> str:
        if body in PARTIES or body in PARTIES.values():
            return "party"
        return self._kinds.get(body, "other")

    @cached_property
    def _countries(self) -> list[tuple[str, Name]]:
        """The countries of the article with the name that stands first for each, the most named first."""
        counts: Counter[str] = Counter()
        first: dict[str, tuple[str, Name]] = {}
        for name in self._analysis.names:
            text = _bare(name.text)
            country = COUNTRY_OF.get(text) if name.kind is NameKind.NATIONALITY else text
            if country and (country in COUNTRIES or text in US_NAMES):
                key = "US" if country in US_NAMES else country
                counts[key] += 1
                if key not in first or (name.kind is NameKind.PLACE and first[key][1].kind is not NameKind.PLACE):
                    first[key] = (country, name)
        return [first[key] for key, _ in counts.most_common()]


def _together(role: Affiliation | None, body: Affiliation | None, places: Sequence[str]) -> Affiliation | None:
    """One affiliation from the chosen role and body, and the first place told."""
    if role is None and body is None:
        return None
    first = role or Affiliation(former=body is not None and body.former)
    organization = body.organization if body else None
    if organization is None and first.location and office_of(head_of(first)) in ("mayor", "governor", "head of state"):
        organization = first.location
    evidence = first.evidence
    if body is not None and organization != first.organization:
        evidence = (*evidence, *(span for span in body.evidence if span not in evidence))
    place = first.location or next(iter(places), None)
    governs = singular(head_of(first)) in GOVERNING
    if place is None and organization in COUNTRIES and not governs:
        place = organization
    place = None if place == organization and governs else place
    return evolve(first, organization=organization, location=place, evidence=evidence)


def _without_titles(facts: list[Fact]) -> list[Fact]:
    """Return facts that say more than "Dr." or "Professor", if there are any."""
    more = [f for f in facts if (f.affiliation.role or "").lower().rstrip(".") not in _MERE_TITLES]
    return more or facts


def _by_role(facts: Iterable[Fact]) -> list[list[Fact]]:
    """Return facts grouped by the wording of the role."""
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        words = [w.rstrip(".") for w in (fact.affiliation.role or "").lower().split()]
        groups.setdefault(" ".join(ABBREVIATED.get(w, (w,))[0] for w in words), []).append(fact)
    return list(groups.values())


def choose(ranker: Ranker, form: str, options: Sequence[Option]) -> Option:
    """Return the best option, the first of equals."""
    return max(options, key=lambda option: ranker.score(form, option.features))


def head_of(affiliation: Affiliation) -> str:
    """Return the noun that names the role, in lower case; "" without one.

    >>> head_of(Affiliation("Assistant Minister of Foreign Affairs"))
    'minister'
    """
    words = [w.lower().rstrip(".") for w in WORD.findall(affiliation.role or "")]
    if words[-2:] == ["attorney", "general"]:
        return "attorney-general"
    before = next((i for i, w in enumerate(words) if i and w in ("of", "for", "to", "in", "at", "and")), len(words))
    words = [w.partition("-in-")[0] for w in words[:before]]
    return next((singular(w) for w in reversed(words) if is_role(w)), words[-1] if words else "")


def office_of(head: str) -> str:
    """Return the group of offices that a noun belongs to.

    >>> office_of("senator"), office_of("juggler")
    ('legislator', 'other')
    """
    return OFFICES.get(head, "other")


def _loose(analysis: Analysis) -> Iterator[tuple[Span, Affiliation]]:
    """Yield singular noun phrases with a role noun that stand beside no name: "the Republican nominee"."""
    for sentence in analysis.sentences:
        kinds = kinds_of(analysis, sentence.words)
        for head, word in enumerate(sentence.words):
            if kinds[head] == "person" or not is_role(word.text) or singular(word.text.lower()) != word.text.lower():
                continue
            found = _phrase_around(sentence, kinds, head)
            if found is not None:
                start, end = found
                affiliation = describe(sentence.words[start:end], kinds[start:end])
                if affiliation is not None and affiliation.role:
                    span = Span.cut(analysis.text, sentence.words[start].start, sentence.words[end - 1].end)
                    yield span, evolve(affiliation, evidence=(span,))


def _phrase_around(sentence: Sentence, kinds: Sequence[str], head: int) -> tuple[int, int] | None:
    """First and last word (exclusive) of the phrase of a role noun; None where a name stands beside it."""
    words = sentence.words
    start = head
    while start and head - start < 8 and _may_precede(words[start - 1].text, kinds[start - 1]):
        start -= 1
    opening = words[start - 1].text.lower() if start else ""
    opened = opening in ("the", "this", "as", "a", "an", "former", "'s", "’s") or start == 0
    end = head + 1
    if end < len(words) and is_role(words[end].text):
        return None
    if end < len(words) and words[end].text.lower() in ("of", "for", "at", "to", "in"):
        end += 1
        while (
            end < len(words)
            and end - head < 8
            and (kinds[end] or words[end].text.lower() in ("the", "of", "and") or words[end].text[:1].isupper())
        ):
            end += 1
    if (
        not opened
        or "person" in kinds[start : min(end + 2, len(words))]
        or "person" in kinds[max(0, start - 2) : start]
    ):
        return None
    return start, end


def _may_precede(word: str, kind: str) -> bool:
    return kind != "person" and (word in ("-", "–") or word[:1].isalpha()) and word.lower() not in _OPENING


_OPENING = frozenset(
    """the a an this that his her their its our my your as of for at to in on by with from and or but was is were are be
    been said says who which when while if not has had have will would could can former than then so also he she they it
    we i you like after before into over under about against between""".split()
)
_MERE_TITLES = HONORIFICS - RANKS | {"prof"}
_FITTING: Mapping[str, frozenset[str]] = {
    "judge": frozenset(("court", "tribunal")),
    "police": frozenset(("police", "department", "force", "sheriff", "constabulary")),
    "minister": frozenset(("ministry", "department", "government")),
    "legislator": frozenset(("senate", "house", "parliament", "congress", "assembly")),
    "journalist": frozenset(("news", "times", "post", "journal", "magazine", "television", "radio")),
    "academic": frozenset(("university", "college", "institute", "school")),
}
_TELLING = frozenset(word for words in _FITTING.values() for word in words) | frozenset(
    "party committee council company association union foundation campaign bank club team group".split()
)


def _bare(name: str) -> str:
    return POSSESSIVE.sub("", name)


def _span(name: Name) -> Span:
    return Span(name.start, name.end, name.text)
