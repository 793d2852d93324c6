"""The people of an article, collected from its names.

A longer name takes in the shorter ones that share its surname, first name or family name ("Moon Seong Mook"
→ "Mr Moon"). A lone surname that several people bear goes to the one named most often, unless a title rules
it out. What the article says of somebody ("minister", "Mr") is noted for later, when "the minister" or "he"
has to be resolved.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Mapping

import regex
from attrs import evolve, frozen

from quoteattr.language.lexicon.grammar import PRONOUNS
from quoteattr.language.lexicon.roles import FEMALE, GENERIC_PEOPLE, MALE, is_role
from quoteattr.language.lexicon.titles import ABBREVIATED, HONORIFICS
from quoteattr.language.words import Analysis, Name, NameKind
from quoteattr.records import Span, SpeakerKind
from quoteattr.speakers.facts import Stated

__all__ = ["LOOK_BACK", "POSSESSIVE", "WORD", "Entity", "People", "bare_name", "gender_of", "name_words"]

LOOK_BACK = 100
"""Names before a pronoun that are looked at."""

WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}’'.&-]*")
POSSESSIVE = regex.compile(r"['’]s?$")


@frozen
class Entity:
    """A possible speaker: canonical name, kind, mentions so far, and what the text says of them.

    `heads` are the nouns that name their roles, `told` all words of their roles, organizations and places.
    """

    id: int
    name: str
    kind: SpeakerKind
    words: frozenset[str] = frozenset()
    mentions: tuple[Span, ...] = ()
    heads: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    genders: frozenset[str] = frozenset()


def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name without titles and possessive, in lower case.

    >>> name_words("Mr. Kim’s")
    ('kim',)
    """
    words = (POSSESSIVE.sub("", w).rstrip(".").lower() for w in WORD.findall(name.replace("’", "'")))
    return tuple(w for w in words if w and w not in HONORIFICS)


def bare_name(name: str) -> str:
    """Return a name as it is written, without titles in front and possessive behind."""
    words = name.split()
    while len(words) > 1 and words[0].lower().rstrip(".,") in HONORIFICS:
        words = words[1:]
    return POSSESSIVE.sub("", " ".join(words)).strip(' ,.;:-–—"“”()') or name


def gender_of(word: str) -> frozenset[str]:
    """Return what a title or noun says of gender, as the pronoun it goes with."""
    return frozenset({"he"} if word in MALE else set()) | frozenset({"she"} if word in FEMALE else set())


class People:
    """The people named in an article, and where."""

    def __init__(self, analysis: Analysis, stated: Iterable[Stated]) -> None:
        self.entities: list[Entity] = []
        """One for each person; the number of an entity is its place here."""
        self.by_name: dict[Name, int] = {}
        """Which entity each person's name in the text belongs to."""
        self._text = analysis.text
        self._named_at: dict[int, list[int]] = {}
        self._fully_at: dict[int, list[int]] = {}
        self._by_word: dict[str, list[int]] = {}
        self._collect([n for n in analysis.names if n.kind is NameKind.PERSON and name_words(n.text)])
        self._in_order = sorted(self.by_name, key=lambda name: name.start)
        self._starts = [name.start for name in self._in_order]
        self._note_descriptions(stated)
        self._votes = _pronoun_votes(analysis, self.by_name)

    def named(self, words: Iterable[str]) -> list[int]:
        """Return the people who bear any of `words` (lower case), first named first."""
        return sorted({i for word in words for i in self._by_word.get(word, ())})

    def before(self, position: int) -> list[Name]:
        """Return the names before an offset, nearest first, as far as it is worth looking."""
        i = bisect_left(self._starts, position)
        return self._in_order[max(0, i - LOOK_BACK) : i][::-1]

    def last_named(self, entity: int, position: int) -> int:
        """Return where a person was named last before an offset; -1 if nowhere."""
        named = self._named_at.get(entity, [])
        i = bisect_left(named, position)
        return named[i - 1] if i else -1

    def named_at(self, entity: int) -> list[int]:
        """Return the offsets where a person is named."""
        return self._named_at.get(entity, [])

    def likely(self, entity: int) -> str:
        """Return the pronoun that mostly follows a person's name where nobody else is named, "" where none leads.

        Only ever weighed as evidence for who "he" or "she" is (see `quoteattr.speakers.entities`).
        """
        he, she = self._votes.get((entity, "he"), 0), self._votes.get((entity, "she"), 0)
        return "he" if he > 2 * she else "she" if she > 2 * he else ""

    def bearers(self, name: Name) -> list[int]:
        """Return the people whose surname or first name a name of one word may be, those elsewhere named in full."""
        words = name_words(name.text)
        if len(words) != 1:
            return []
        return [i for i in self.named(words) if self._fully_at.get(i) and words[0] in self._edges(i)]

    def fully_named(self, entity: int, position: int) -> int:
        """Return where a person was last named by more than one word before an offset; -1 if nowhere."""
        named = self._fully_at.get(entity, [])
        i = bisect_left(named, position)
        return named[i - 1] if i else -1

    def times_named(self, entity: int) -> int:
        """Return how often a person is named by more than one word."""
        return len(self._fully_at.get(entity, []))

    def _edges(self, entity: int) -> tuple[str, str]:
        """First and last word of a person's name."""
        words = name_words(self.entities[entity].name)
        return words[0], words[-1]

    def _collect(self, names: list[Name]) -> None:
        for name in names:
            if len(name_words(name.text)) > 1:
                self._file(name, self._same_person(name))
        for name in names:
            if len(name_words(name.text)) == 1:
                self._file(name, self._bearer(name))

    def _file(self, name: Name, known: int | None) -> None:
        bare = bare_name(name.text)
        if known is None:
            known = len(self.entities)
            self.entities.append(Entity(known, bare, SpeakerKind.PERSON))
        entity = self.entities[known]
        longer = len(name_words(bare)) > len(name_words(entity.name))
        self.entities[known] = evolve(
            entity,
            name=bare if longer else entity.name,
            words=entity.words | frozenset(name_words(name.text)),
            genders=entity.genders | self.stated_gender(name),
        )
        self.by_name[name] = known
        insort(self._named_at.setdefault(known, []), name.start)
        if len(name_words(name.text)) > 1:
            insort(self._fully_at.setdefault(known, []), name.start)
        for word in name_words(name.text):
            known_as = self._by_word.setdefault(word, [])
            if known not in known_as:
                known_as.append(known)

    def _same_person(self, name: Name) -> int | None:
        """Return a known full name with the same first and last word, or one that contains all words of the other."""
        words = name_words(name.text)
        for entity in (self.entities[i] for i in self.named(words)):
            known = name_words(entity.name)
            contained = set(words) <= set(known) or set(known) <= set(words)
            if len(known) > 1 and (contained or (words[0], words[-1]) == (known[0], known[-1])):
                return entity.id
        return None

    def _bearer(self, name: Name) -> int | None:
        """Return the person a lone surname or first name belongs to: most often named, then nearest before."""
        (word,) = name_words(name.text)
        bearers = [self.entities[i] for i in self.named([word])]
        if not bearers:
            return None
        gender = self.stated_gender(name)
        fitting = [e for e in bearers if not (gender and e.genders and gender != e.genders)] or bearers

        def rank(entity: Entity) -> tuple[bool, int, int]:
            named = self._named_at[entity.id]
            edge = name_words(entity.name)
            return (word in (edge[0], edge[-1]), len(named), self.last_named(entity.id, name.start))

        return max(fitting, key=rank).id

    def stated_gender(self, name: Name) -> frozenset[str]:
        """Return what a title in or before a name says of gender."""
        before = self._text[max(0, name.start - 14) : name.start].split()
        title = before[-1].lower().rstrip(".") if before else ""
        first = name.text.split()[0].lower().rstrip(".")
        return gender_of(title) | gender_of(first)

    def _note_descriptions(self, stated: Iterable[Stated]) -> None:
        """Note what the article says people are, for "the minister"."""
        for item in stated:
            known = self.by_name.get(item.name)
            if known is None:
                continue
            entity = self.entities[known]
            said = item.affiliation
            words = [w.lower() for w in WORD.findall(said.role or "")]
            words += [full for w in words for full in ABBREVIATED.get(w.rstrip("."), ())]
            heads = frozenset(w for w in words if is_role(w) or w in GENERIC_PEOPLE)
            genders = frozenset(g for w in words for g in gender_of(w))
            places = [w.lower() for w in WORD.findall(f"{said.organization or ''} {said.location or ''}")]
            self.entities[known] = evolve(
                entity,
                heads=entity.heads | heads,
                genders=entity.genders | genders,
                told=entity.told | frozenset(words) | frozenset(places),
            )


def _pronoun_votes(analysis: Analysis, by_name: Mapping[Name, int]) -> Counter[tuple[int, str]]:
    """Return how often "he" or "she" follows each person's name with nobody else named between."""
    votes: Counter[tuple[int, str]] = Counter()
    alone: int | None = None
    for sentence in analysis.sentences:
        names = [n for n in analysis.names_between(sentence.start, sentence.end, NameKind.PERSON) if n in by_name]
        start = min((n.start for n in names), default=sentence.end)
        here = {by_name[n] for n in names}
        for word in sentence.words:
            form = PRONOUNS.get(word.text.lower())
            if form in ("he", "she"):
                if word.start < start and alone is not None:
                    votes[alone, form] += 1
                elif word.start > start and len(here) == 1:
                    votes[next(iter(here)), form] += 1
        if here:
            alone = next(iter(here)) if len(here) == 1 else None
    return votes
