"""Who and what is named in an article: names that certainly mean the same brought together.

A surname or a first name goes to the only person who is named in full with it, a short name of a body to the name
whose first letters it has, or behind which it stands in brackets. A surname that several people bear goes to the one
with whose title or stated gender it stands; if that does not decide, to nobody: the network weighs the people then.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from heapq import nlargest

import regex
from attrs import field, frozen

from quoteattr.language.lexicon.grammar import PARTICLES
from quoteattr.language.words import Name, NameKind
from quoteattr.speakers.wording import (
    Gender,
    Key,
    gender_of_name,
    name_key,
    offices_behind,
    offices_beside,
    titles_before,
    words_around,
)

__all__ = ["Cast", "Entity", "find_cast"]

PROMINENT = 2
"""A surname of several people goes to the one whose full name stands so many times as often as any other's."""

_SMALL_WORDS = frozenset("of the and for".split())
_IN_BRACKETS = regex.compile(r"\s*\(\s*(?:the\s)?[“\"‘']?(?P<short>\p{Lu}[\w&.-]{1,14})[”\"’']?\s*\)")


@frozen
class Entity:
    """Somebody or something named: its names in text order, and what stands with them.

    `titles` are the titles and offices beside the names of a person, `words` all words beside them, `others` the
    offices of those who are named together with it.
    """

    kind: NameKind
    names: tuple[Name, ...]
    keys: frozenset[Key]
    gender: Gender = Gender.UNSTATED
    titles: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()

    @cached_property
    def fullest(self) -> Name:
        """The name of most words, the first of equals.

        One that goes on where the person was named in full twice or more before is none: "Ada Obi Just" in a headline.
        """
        keys = {name: name_key(name.text) for name in self.names}
        overlong = _overlong(keys.values()) if self.kind is NameKind.PERSON else frozenset()
        plain = (name for name in self.names if keys[name] not in overlong)
        return max(plain, key=lambda name: (len(keys[name]), -name.start))


def _overlong(keys: Iterable[Key]) -> frozenset[Key]:
    """Return the names that stand once and are a full name that stands more often, with words behind it."""
    times = Counter(keys)
    often = {key for key in times if len(key) > 1 and times[key] > 1}
    lengths = {len(key) for key in often}
    once = (key for key in times if times[key] == 1)
    return frozenset(key for key in once if any(key[:size] in often for size in lengths if size < len(key)))


@frozen
class Cast:
    """All that is named in an article. `bearers` has for each name the number of its entity, None if in doubt."""

    entities: tuple[Entity, ...]
    bearers: dict[Name, int | None] = field(factory=dict, eq=False)


@frozen
class _Named:
    """A person's name and what is stated with it: gender, titles before it, offices in an apposition behind it."""

    name: Name
    key: Key
    gender: Gender
    titles: frozenset[str]
    words: frozenset[str]
    others: frozenset[str]


def find_cast(text: str, names: Sequence[Name]) -> Cast:
    """Return who and what is named by the `names` of a text.

    >>> text = "Mr Obi spoke. Then Ada Obi, Ben Moss and Mr Moss spoke."
    >>> spans = ((3, 6), (19, 26), (28, 36), (44, 48))
    >>> names = [Name(s, e, text[s:e], NameKind.PERSON) for s, e in spans]
    >>> [[name.text for name in entity.names] for entity in find_cast(text, names).entities]
    [['Obi', 'Ada Obi'], ['Ben Moss', 'Moss']]
    """
    people, doubtful = _people([_named(text, name) for name in names if name.kind is NameKind.PERSON])
    entities = [_person(group) for group in people] + list(_others(text, names))
    bearers: dict[Name, int | None] = dict.fromkeys(doubtful)
    bearers |= {name: number for number, entity in enumerate(entities) for name in entity.names}
    return Cast(tuple(entities), bearers)


def _named(text: str, name: Name) -> _Named:
    titles = frozenset((*titles_before(text, name.start), *offices_behind(text, name.end)))
    around = words_around(text, name.start, name.end)
    gender, others = gender_of_name(text, name.start, name.end), offices_beside(text, name.end)
    return _Named(name, name_key(name.text), gender, titles, around, others)


@frozen
class _Group:
    """The names of one person, and what is stated with any of them."""

    named: list[_Named] = field(factory=list)
    in_full: list[_Named] = field(factory=list)
    keys: set[Key] = field(factory=set)
    titles: set[str] = field(factory=set)
    genders: set[Gender] = field(factory=set)

    def add(self, named: _Named) -> None:
        """Take in another name."""
        self.named.append(named)
        self.in_full.extend([named] if len(named.key) > 1 else ())
        self.keys.add(named.key)
        self.titles.update(named.titles)
        self.genders.update({named.gender} - {Gender.UNSTATED})

    def fits(self, named: _Named) -> bool:
        """Return whether it may be the person's name."""
        clashes = named.gender and self.genders - {named.gender}
        return not clashes and any(_same_person(named.key, key) for key in self.keys)


def _people(everybody: Iterable[_Named]) -> tuple[list[_Group], list[Name]]:
    """Return the people, longest names first, and the names that several of them may bear."""
    groups: list[_Group] = []
    by_word: dict[str, dict[int, _Group]] = defaultdict(dict)
    doubtful: list[Name] = []
    for named in sorted(everybody, key=lambda named: (-len(named.key), named.name.start)):
        # a name is no longer than those before it, and ends with a word of the one that it shortens
        known = by_word[named.key[-1]] if named.key else {}
        fitting = _fitting(named, known.values())
        if len(fitting) > 1:
            doubtful.append(named.name)
            continue
        if not fitting:
            groups.append(_Group())
        group = fitting[0] if fitting else groups[-1]
        group.add(named)
        for word in named.key:
            by_word[word][id(group)] = group
    return groups, doubtful


def _fitting(named: _Named, groups: Iterable[_Group]) -> list[_Group]:
    """Return the people whose name it may be: one, where the full name, title, gender or use of it decides.

    A surname is somebody's whose name ends with it rather than opens with it ("Trump" is not "Trump Tower"), and
    that of the one who is named in full much more often than others.
    """
    fitting = [group for group in groups if group.fits(named)]
    if len(fitting) < 2:
        return fitting
    whole = [group for group in fitting if named.key in group.keys and len(named.key) > 1]
    titled = [group for group in fitting if named.titles & group.titles]
    gendered = [group for group in fitting if named.gender in group.genders]
    ending = [group for group in fitting if group.named[0].key[-1:] == named.key[-1:]]
    choices = (whole, titled, gendered, ending, _prominent(ending or fitting))
    return next((choice for choice in choices if len(choice) == 1), fitting)


def _prominent(groups: Iterable[_Group]) -> list[_Group]:
    """Return the person who is named in full much more often than all others, if there is one."""
    first, *others = nlargest(2, groups, key=lambda group: len(group.in_full))
    often = len(first.in_full)
    return [first] if often and all(often >= PROMINENT * len(other.in_full) for other in others) else []


def _same_person(key: Key, other: Key) -> bool:
    """Return whether two keys may name one person: one of them is the other with words left out at an edge."""
    if key == other:
        return True
    short, full = sorted((key, other), key=len)
    if not short:
        return False
    if len(short) == 1:
        return len(full) > 1 and short[0] in (full[0], full[-1], *(w for w in full if w not in PARTICLES))
    edges = short[-1] == full[-1] and (short[0] == full[0] or _is_initial_of(short[0], full[0]))
    return edges or short in (full[: len(short)], full[-len(short) :]) or set(short) <= set(full)


def _is_initial_of(word: str, other: str) -> bool:
    return min(len(word), len(other)) == 1 and word[0] == other[0]


def _person(group: _Group) -> Entity:
    return Entity(
        NameKind.PERSON,
        tuple(sorted((named.name for named in group.named), key=lambda name: name.start)),
        frozenset(group.keys),
        next(iter(group.genders), Gender.UNSTATED),
        frozenset(group.titles),
        frozenset().union(*(named.words for named in group.named)),
        frozenset().union(*(named.others for named in group.named)),
    )


def _others(text: str, names: Iterable[Name]) -> Iterator[Entity]:
    """Yield bodies, places and nationalities: the same words, or the short form of a name before it, are one."""
    known = _Known()
    for name in (name for name in names if name.kind is not NameKind.PERSON):
        group = known.group_of(name)
        group.append(name)
        short = _IN_BRACKETS.match(text, name.end) if name.kind is NameKind.ORGANIZATION else None
        if short is not None:
            known.remember(False, name_key(short["short"]), group)
    for group in {id(group): group for group in known.groups.values()}.values():
        yield Entity(group[0].kind, tuple(group), frozenset(name_key(name.text) for name in group))


@frozen
class _Known:
    """Bodies, places and nationalities met so far, by the words of their names and by the first letters of these."""

    groups: dict[tuple[bool, Key], list[Name]] = field(factory=dict)
    _by_letters: dict[str, list[Name]] = field(factory=dict)

    def group_of(self, name: Name) -> list[Name]:
        """Return the names of what a name means, none yet for something new."""
        nation, key = name.kind is NameKind.NATIONALITY, tuple(word for word in name_key(name.text) if word != "the")
        spelled_out = self._by_letters.get(key[0]) if not nation and _is_short(name, key) else None
        return self.remember(nation, key, [] if spelled_out is None else spelled_out)

    def remember(self, nation: bool, key: Key, group: list[Name]) -> list[Name]:
        """Return the group of a key: this one, if the key was not known."""
        group = self.groups.setdefault((nation, key), group)
        for letters in () if nation else _first_letters(key):
            self._by_letters.setdefault(letters, group)
        return group


def _is_short(name: Name, key: Key) -> bool:
    """Return whether a name is a word in capitals, which may stand for the first letters of others."""
    return len(key) == 1 and len(key[0]) > 1 and name.text.replace(".", "").isupper()


def _first_letters(key: Key) -> tuple[str, ...]:
    """Return the first letters of a name of several words, with small words and without."""
    if len(key) < 2:
        return ()
    return "".join(word[0] for word in key), "".join(word[0] for word in key if word not in _SMALL_WORDS)
