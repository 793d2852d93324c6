"""From source mentions to speakers: the same person under a full name, a surname, a pronoun, a description.

The people of an article are collected from its names: a longer name takes in the shorter ones that
share its surname, first name or family name ("Moon Seong Mook" → "Mr Moon"). Then the attributions are
read in text order, as a reader would, and each source mention is resolved:

- a name, alone or beside a title, to its person; a body or a paper to itself;
- "he", "she", "they", "it" to the speaker or subject before it that fits;
- "the minister", "the same official" to a person of whom the article said so (`quoteattr.affiliation`),
  else to the last speaker it fits, else to somebody never named;
- a quotation without cue to the speaker of the statement it goes on from.

Gender is used only as far as the article itself states it ("Mr", "spokeswoman"), to rule a pronoun out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence

import regex
from attrs import evolve, field, frozen

from quoteattr.affiliation import Stated
from quoteattr.language import Analysis, Name, Sentence, Word
from quoteattr.linking import Attribution
from quoteattr.marks import paragraphs
from quoteattr.records import Span, SpeakerKind
from quoteattr.vocabulary import (
    COUNTRY_OF,
    DETERMINERS,
    DOCUMENTS,
    FEMALE,
    GENERIC_BODIES,
    GENERIC_PEOPLE,
    GROUPS,
    HONORIFICS,
    MALE,
    ORGANIZATIONS,
    PRONOUNS,
    is_role,
    singular,
)

__all__ = ["Entity", "Resolution", "resolve"]

LOOK_BACK = 100
"""Names before a pronoun that are looked at."""

_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}’'.&-]*")
_POSSESSIVE = regex.compile(r"['’]s?$")
_BREAK = regex.compile(
    r",|\b(?:of|for|from|at|with|in|on|to|by|who|which|that|whose|close|familiar|near|outside|inside|across|behind|during|after|before|among|between|under|over|"
    r"speaking|founded|based|surnamed|named|called|led|including)\b",
    regex.IGNORECASE,
)


@frozen
class Entity:
    """A possible speaker: canonical name, kind, mentions so far, and what the text says of gender."""

    id: int
    name: str
    kind: SpeakerKind
    words: frozenset[str] = frozenset()
    mentions: tuple[Span, ...] = ()
    heads: frozenset[str] = frozenset()
    genders: frozenset[str] = frozenset()


@frozen
class Resolution:
    """The speakers of an article and, for each attribution in order, the id of its speaker or None."""

    entities: tuple[Entity, ...]
    speakers: tuple[int | None, ...]
    people: dict[Name, int] = field(eq=False)
    """Which entity each person's name in the text belongs to."""


def resolve(analysis: Analysis, attributions: Sequence[Attribution], stated: Iterable[Stated]) -> Resolution:
    """Resolve the sources of `attributions`, which are in text order."""
    resolver = _Resolver(analysis, stated)
    speakers = tuple(resolver.speaker(a) for a in attributions)
    return Resolution(tuple(resolver.entities), speakers, resolver.people)


def _tokens(name: str) -> tuple[str, ...]:
    """The words of a name without titles and possessive, in lower case.

    >>> _tokens("Mr. Kim’s")
    ('kim',)
    """
    words = (_POSSESSIVE.sub("", w).rstrip(".").lower() for w in _WORD.findall(name))
    return tuple(w for w in words if w and w not in HONORIFICS)


def _bare(name: str) -> str:
    """A name as it is written, without titles in front and possessive behind."""
    words = name.split()
    while len(words) > 1 and words[0].lower().rstrip(".,") in HONORIFICS:
        words = words[1:]
    return _POSSESSIVE.sub("", " ".join(words)).strip(' ,.;:-–—"“”()') or name


@frozen
class _Turn:
    """Who spoke where: for pronouns and continued quotations."""

    speaker: int
    start: int
    end: int


class _Resolver:
    """Reads attributions in order, remembering who was named and who spoke."""

    def __init__(self, analysis: Analysis, stated: Iterable[Stated]) -> None:
        self.analysis = analysis
        self.text = analysis.text
        self.entities: list[Entity] = []
        self.people: dict[Name, int] = {}
        self.turns: list[_Turn] = []
        self._named_at: dict[int, list[int]] = {}
        self._by_word: dict[str, list[int]] = {}
        self._unnamed: dict[tuple[SpeakerKind, frozenset[str]], int] = {}
        self.paragraphs = list(paragraphs(self.text))
        self._ends = [paragraph.end for paragraph in self.paragraphs]
        self._collect_people()
        self._people_in_order = sorted(self.people, key=lambda name: name.start)
        self._people_starts = [name.start for name in self._people_in_order]
        self._acronyms, self._bodies = _bodies(analysis)
        self._note_descriptions(stated)

    def _collect_people(self) -> None:
        names = [n for n in self.analysis.names if n.kind == "person" and _tokens(n.text)]
        for name in names:
            if len(_tokens(name.text)) > 1:
                self._file(name, self._same_person(name))
        for name in names:
            if len(_tokens(name.text)) == 1:
                self._file(name, self._bearer(name))

    def _file(self, name: Name, known: int | None) -> None:
        bare = _bare(name.text)
        if known is None:
            known = self._new(bare, SpeakerKind.PERSON, frozenset(_tokens(name.text)))
        entity = self.entities[known]
        longer = len(_tokens(bare)) > len(_tokens(entity.name))
        self.entities[known] = evolve(
            entity,
            name=bare if longer else entity.name,
            words=entity.words | frozenset(_tokens(name.text)),
            genders=entity.genders | self._stated_gender(name),
        )
        self.people[name] = known
        insort(self._named_at.setdefault(known, []), name.start)
        for word in _tokens(name.text):
            known_as = self._by_word.setdefault(word, [])
            if known not in known_as:
                known_as.append(known)

    def _new(
        self, name: str, kind: SpeakerKind, words: frozenset[str] = frozenset(), heads: frozenset[str] = frozenset()
    ) -> int:
        self.entities.append(Entity(len(self.entities), name, kind, words, heads=heads))
        return len(self.entities) - 1

    def _same_person(self, name: Name) -> int | None:
        """A known full name with the same first and last word, or one that contains all words of the other."""
        words = _tokens(name.text)
        for entity in self._entities_named(words):
            known = _tokens(entity.name)
            contained = set(words) <= set(known) or set(known) <= set(words)
            if len(known) > 1 and (contained or (words[0], words[-1]) == (known[0], known[-1])):
                return entity.id
        return None

    def _entities_named(self, words: Sequence[str]) -> list[Entity]:
        """The people who bear any of `words`, first named first."""
        return [self.entities[i] for i in sorted({i for word in words for i in self._by_word.get(word, ())})]

    def _bearer(self, name: Name) -> int | None:
        """The person a lone surname or first name belongs to: most often named, then nearest before."""
        (word,) = _tokens(name.text)
        bearers = self._entities_named([word])
        if not bearers:
            return None
        gender = self._stated_gender(name)
        fitting = [e for e in bearers if not (gender and e.genders and gender != e.genders)] or bearers

        def rank(entity: Entity) -> tuple[bool, int, int]:
            named = self._named_at[entity.id]
            edge = _tokens(entity.name)
            before = bisect_left(named, name.start)
            return (word in (edge[0], edge[-1]), len(named), named[before - 1] if before else -1)

        return max(fitting, key=rank).id

    def _stated_gender(self, name: Name) -> frozenset[str]:
        before = self.text[max(0, name.start - 14) : name.start].split()
        title = before[-1].lower().rstrip(".") if before else ""
        first = name.text.split()[0].lower().rstrip(".")
        return _gender(title) | _gender(first)

    def _note_descriptions(self, stated: Iterable[Stated]) -> None:
        """What the article says people are, for "the minister"."""
        for item in stated:
            known = self.people.get(item.name)
            if known is None or not item.affiliation.role:
                continue
            entity = self.entities[known]
            words = [w.lower() for w in _WORD.findall(item.affiliation.role)]
            heads = frozenset(w for w in words if is_role(w))
            genders = frozenset(g for w in words for g in _gender(w))
            self.entities[known] = evolve(entity, heads=entity.heads | heads, genders=entity.genders | genders)

    def speaker(self, attribution: Attribution) -> int | None:
        """The entity that speaks in an attribution; remembers the turn."""
        source = attribution.source
        found = self._uncued(attribution) if source is None else self._mentioned(source, attribution)
        if found is not None:
            start, end = attribution.content[0].start, attribution.content[-1].end
            if source is not None:
                start, end = min(start, source.start), max(end, source.end)
                entity = self.entities[found]
                self.entities[found] = evolve(entity, mentions=(*entity.mentions, source))
            if not any(turn.start <= start and end <= turn.end for turn in self.turns[-1:]):
                self.turns.append(_Turn(found, start, end))
        return found

    def _uncued(self, attribution: Attribution) -> int | None:
        """A quotation by itself: the speaker of the statement it continues, or of the one just before."""
        if attribution.cue is not None:
            return None
        start = attribution.content[0].start
        before = [turn for turn in self.turns if turn.end <= start]
        if before:
            apart = self._paragraph(start) - self._paragraph(before[-1].end - 1)
            if attribution.continues or apart <= 2:
                return before[-1].speaker
        paragraph = self.paragraphs[max(0, self._paragraph(start) - 1)]
        named = [n for n in self._named_before(start) if n.start >= paragraph.start and self._is_subject(n)]
        return self.people[named[0]] if named and self.turns else None

    def _mentioned(self, source: Span, attribution: Attribution) -> int | None:
        words = [w.lower() for w in _WORD.findall(source.text)]
        if not words:
            return None
        pronoun = PRONOUNS.get(_POSSESSIVE.sub("", words[0])) if len(words) <= 2 else None
        if pronoun is not None and not (len(words) == 2 and words[1] in ORGANIZATIONS):
            return self._pronoun(pronoun, source, attribution)
        named = self._named(source)
        return self._described(source, attribution) if named is None else named

    def _named(self, source: Span) -> int | None:
        """The person whose name is the head of the mention, or the pair of people it joins."""
        names = [n for n in self.analysis.names_between(source.start, source.end, "person") if n in self.people]
        names = [n for n in names if self._is_head(n, source)]
        if not names:
            return None
        first = names[0]
        joined = [
            n
            for n in names[1:]
            if regex.fullmatch(r"\s*(?:,|and|&|, and)\s*(?:\p{L}+\.?\s){0,3}", self.text[first.end : n.start])
        ]
        if (
            joined
            and " and " in self.text[first.start : joined[-1].end]
            and self.people[joined[-1]] != self.people[first]
        ):
            full = [self.entities[self.people[n]].name for n in (first, *joined)]
            return self._known(" and ".join(full), SpeakerKind.GROUP)
        return self.people[first]

    def _is_head(self, name: Name, source: Span) -> bool:
        """Not a possessor, nor in "a spokesman for ..."; after a comma or a body a name is an apposition."""
        after = self.text[name.end : name.end + 2]
        if name.text.endswith(("'s", "’s")) or after in ("'s", "’s"):
            return False
        before = self.text[source.start : name.start]
        broken = list(_BREAK.finditer(before))
        if not broken or before.rstrip().endswith(","):
            return not broken or self.text[name.end : source.end].strip()[:1] in ("", ",") or name.end == source.end
        if any(m[0] == "," for m in broken[-1:]) and not regex.search(
            r"\b(?:of|for|to|by|with)\b", before[broken[-1].end() :]
        ):
            return True
        inner = [n for n in self.analysis.names_between(source.start, name.start) if n.kind != "person"]
        return bool(inner) and not before[inner[-1].end - source.start :].strip(" ,")

    def _described(self, source: Span, attribution: Attribution) -> int | None:
        """A noun phrase without a person's name: what its head noun says."""
        phrase = _POSSESSIVE.sub("", source.text)
        core = _BREAK.split(phrase, maxsplit=1)[0].strip() or phrase
        words = list(_WORD.findall(core))
        if not words:
            return None
        head = _POSSESSIVE.sub("", words[-1])
        known = self._by_words(words)
        if known is not None:
            return known
        kind = self._kind(source, head, words)
        definite = words[0].lower() in ("the", "this", "that", "same")
        if kind is SpeakerKind.UNNAMED_PERSON and definite:
            known = self._the(head.lower(), source)
            if known is not None:
                return known
        if kind is SpeakerKind.ORGANIZATION and definite and head.islower():
            known = self._last_body(head.lower())
            if known is not None:
                return known
        return self._known(self._canonical(source, phrase, kind), kind, frozenset({singular(head.lower())}))

    def _by_words(self, words: list[str]) -> int | None:
        """A person whose name was missed here but found elsewhere: all words capitalised, the last one theirs."""
        names = _tokens(" ".join(words))
        if not names or not all(w[0].isupper() for w in words) or words[0].lower() in DETERMINERS:
            return None
        bearers = self._entities_named(names[-1:])
        named = [e for e in bearers if set(names) & e.words and not (set(names[:-1]) - e.words and len(names) > 2)]
        return named[0].id if named else None

    def _kind(self, source: Span, head: str, words: list[str]) -> SpeakerKind:
        lower = head.lower()
        one = singular(lower)
        name = self._name_at(source, head)
        if name is not None and name.kind in ("organization", "place"):
            return SpeakerKind.ORGANIZATION
        if lower in DOCUMENTS or one in DOCUMENTS:
            return SpeakerKind.DOCUMENT
        if lower in GROUPS or words[0].lower() in (
            "some",
            "many",
            "several",
            "most",
            "few",
            "two",
            "three",
            "other",
            "both",
        ):
            return SpeakerKind.GROUP
        if lower in ORGANIZATIONS:
            return SpeakerKind.ORGANIZATION
        if (name is not None and name.kind == "nationality") or singular(head) in COUNTRY_OF:
            return SpeakerKind.GROUP
        if is_role(lower) or lower in GENERIC_PEOPLE:
            return SpeakerKind.UNNAMED_PERSON
        if one != lower:
            return (
                SpeakerKind.ORGANIZATION
                if head[0].isupper() and len(words) > 1 and one not in ORGANIZATIONS
                else SpeakerKind.GROUP
            )
        if head[0].isupper():
            return (
                SpeakerKind.PERSON
                if not head.isupper() and all(w[0].isupper() for w in words)
                else SpeakerKind.ORGANIZATION
            )
        return SpeakerKind.UNNAMED_PERSON

    def _name_at(self, source: Span, head: str) -> Name | None:
        start = source.start + source.text.find(head)
        names = self.analysis.names_touching(start, start + 1)
        return next((n for n in names if n.kind != "person"), None)

    def _canonical(self, source: Span, phrase: str, kind: SpeakerKind) -> str:
        words = phrase.split()
        while len(words) > 1 and words[0].lower() in DETERMINERS:
            words = words[1:]
        name = " ".join(words)
        if kind is SpeakerKind.ORGANIZATION:
            name = regex.split(r"\s(?:on|in|at|from|with|through|by|to)\s", name, maxsplit=1)[0]
        if kind in (SpeakerKind.ORGANIZATION, SpeakerKind.UNNAMED_PERSON, SpeakerKind.PERSON):
            name = regex.split(r",|\s\(|\b(?:who|which|that)\b", name, maxsplit=1)[0].strip() or name
        return self._acronyms.get(name, name) if kind is SpeakerKind.ORGANIZATION else name

    def _known(self, name: str, kind: SpeakerKind, heads: frozenset[str] = frozenset()) -> int:
        """The body, group, paper or unnamed person of that name, new if need be."""
        words = frozenset(_tokens(name)) - DETERMINERS
        if not words or kind is SpeakerKind.PERSON:
            return self._new(name, kind, words, heads)
        if (kind, words) not in self._unnamed:
            self._unnamed[kind, words] = self._new(name, kind, words, heads)
        return self._unnamed[kind, words]

    def _pronoun(self, pronoun: str, source: Span, attribution: Attribution) -> int | None:
        if pronoun in ("he", "she", "who"):
            found = self._person_before(source.start, pronoun)
        elif pronoun == "they":
            found = self._last_turn(source.start, (SpeakerKind.GROUP, SpeakerKind.ORGANIZATION))
        elif pronoun == "it":
            found = self._last_turn(source.start, (SpeakerKind.ORGANIZATION, SpeakerKind.DOCUMENT))
        else:
            found = None
        if found is None:
            found = self._known(
                source.text, SpeakerKind.GROUP if pronoun in ("they", "we") else SpeakerKind.UNNAMED_PERSON
            )
        return found

    def _person_before(self, position: int, pronoun: str) -> int | None:
        """The last speaker or subject before a pronoun that its gender does not rule out."""
        paragraph = self.paragraphs[self._paragraph(position)]
        last = self._last_person_turn(position, pronoun)
        names = [n for n in self._named_before(position) if self._fits(self.people[n], pronoun)]
        recent = self.paragraphs[max(0, self._paragraph(position) - 1)].start if last is not None else paragraph.start
        here = next((n for n in names if n.start >= recent and self._is_subject(n)), None)
        if here is not None and (last is None or last.end < here.start):
            return self.people[here]
        if last is not None and self._paragraph(position) - self._paragraph(last.end - 1) <= 2:
            return last.speaker
        nearest = next((n for n in names if self._is_subject(n)), names[0] if names else None)
        if nearest is not None and (last is None or nearest.start > last.end):
            return self.people[nearest]
        return last.speaker if last is not None else None

    def _named_before(self, position: int) -> list[Name]:
        """The people named last before an offset, nearest first."""
        i = bisect_left(self._people_starts, position)
        return self._people_in_order[max(0, i - LOOK_BACK) : i][::-1]

    def _last_person_turn(self, position: int, pronoun: str) -> _Turn | None:
        for turn in reversed(self.turns):
            if turn.start < position and self._is_person(turn.speaker) and self._fits(turn.speaker, pronoun):
                return turn
        return None

    def _is_subject(self, name: Name) -> bool:
        """Whether a name opens its clause, or is a subject where the sentence was parsed."""
        sentence = self.analysis.sentence_at(name.start)
        if sentence is None:
            return False
        words = [w for w in sentence.words if name.start <= w.start < name.end]
        if not words or self.text[name.end : name.end + 2] in ("'s", "’s"):
            return False
        if sentence.parsed:
            return any(_nominal_relation(sentence, w).startswith("nsubj") for w in words)
        first = next(iter(self.analysis.names_between(sentence.start, sentence.end, "person")), name)
        return first == name and words[0].index <= 3

    def _fits(self, entity: int, pronoun: str) -> bool:
        genders = self.entities[entity].genders
        return pronoun == "who" or not genders or pronoun in genders

    def _is_person(self, entity: int) -> bool:
        return self.entities[entity].kind in (SpeakerKind.PERSON, SpeakerKind.UNNAMED_PERSON)

    def _last_turn(self, position: int, kinds: tuple[SpeakerKind, ...]) -> int | None:
        for wanted in kinds:
            for turn in reversed(self.turns):
                if turn.start < position and self.entities[turn.speaker].kind is wanted:
                    return turn.speaker
        return None

    def _the(self, head: str, source: Span) -> int | None:
        """The person that "the minister" points to."""
        described = [
            e for e in self.entities if head in e.heads and self._is_person(e.id) and self._seen(e.id, source.start)
        ]
        if described:
            spoke = [t.speaker for t in self.turns if t.start < source.start]
            recent = {speaker: i for i, speaker in enumerate(spoke)}
            return max(described, key=lambda e: (recent.get(e.id, -1), self._last_seen(e.id, source.start))).id
        if head in GENERIC_PEOPLE or head.endswith("-old"):
            return self._person_before(source.start, next(iter(_gender(head)), "who"))
        return self._by_another_name(source) if is_role(head) else None

    def _by_another_name(self, source: Span) -> int | None:
        """Elegant variation: the person just named, of whom nothing else was said, is meant by "the Prime Minister"."""
        if len(source.text.split()) > 4:
            return None
        known = self._person_before(source.start, "who")
        if known is None or self.entities[known].heads or self.entities[known].kind is not SpeakerKind.PERSON:
            return None
        near = self._paragraph(source.start) - self._paragraph(self._last_seen(known, source.start)) <= 2
        return known if near else None

    def _seen(self, entity: int, position: int) -> bool:
        return self._last_seen(entity, position) >= 0

    def _last_seen(self, entity: int, position: int) -> int:
        named = self._named_at.get(entity, [])
        before = bisect_left(named, position)
        spoken = [m.start for m in self.entities[entity].mentions if m.start < position]
        return max([named[before - 1] if before else -1, *spoken])

    def _last_body(self, head: str) -> int | None:
        for turn in reversed(self.turns):
            entity = self.entities[turn.speaker]
            if entity.kind is SpeakerKind.ORGANIZATION and (head in entity.words or head in entity.heads):
                return entity.id
        if head in GENERIC_BODIES:
            return self._last_turn(len(self.text), (SpeakerKind.ORGANIZATION,))
        named = self._bodies.get(head)
        return self._known(named, SpeakerKind.ORGANIZATION) if named else None

    def _paragraph(self, offset: int) -> int:
        """Which paragraph an offset stands in."""
        return min(bisect_right(self._ends, offset), len(self._ends) - 1)


def _nominal_relation(sentence: Sentence, word: Word) -> str:
    """The relation of the noun phrase that a word of a name belongs to."""
    for _ in range(4):
        if word.head < 0 or word.relation.split(":")[0] not in ("flat", "appos", "compound", "nmod"):
            break
        word = sentence.words[word.head]
    return word.relation


def _bodies(analysis: Analysis) -> tuple[dict[str, str], dict[str, str]]:
    """The bodies named in an article, by their initials and by each of their words; the first named wins."""
    acronyms: dict[str, str] = {}
    words: dict[str, str] = {}
    for name in analysis.names:
        if name.kind == "organization":
            bare = _bare(name.text)
            initials = "".join(w[0] for w in _WORD.findall(bare) if w[0].isupper())
            if len(initials) > 1 and len(bare) > len(initials):
                acronyms.setdefault(initials, bare)
            for word in _tokens(bare):
                words.setdefault(word, bare)
    return acronyms, words


def _gender(word: str) -> frozenset[str]:
    """What a title or noun says of gender, as the pronoun it goes with."""
    return frozenset({"he"} if word in MALE else set()) | frozenset({"she"} if word in FEMALE else set())
