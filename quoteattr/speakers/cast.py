"""Who and what is named in an article: names that certainly mean the same brought together.

A surname or a first name goes to the only person who is named in full with it, a short name of a body to the name
whose first letters it has, or behind which it stands in brackets. A surname that several people bear goes to the one
with whose title or stated gender it stands; if that does not decide, to nobody: the network weighs the people then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
    titles_before,
    words_around,
)

__all__ = ["Cast", "Entity", "find_cast"]

_SMALL_WORDS = frozenset("of the and for".split())
_IN_BRACKETS = regex.compile(r"\s*\(\s*(?:the\s)?[“\"‘']?(?P<short>\p{Lu}[\w&.-]{1,14})[”\"’']?\s*\)")


@frozen
class Entity:
    """Somebody or something named: its names in text order, and what stands with them.

    `titles` are the titles and offices beside the names of a person, `words` all words beside them.
    """

    kind: NameKind
    names: tuple[Name, ...]
    keys: frozenset[Key]
    gender: Gender = Gender.UNSTATED
    titles: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()

    @property
    def fullest(self) -> Name:
        """The name of most words, the first of equals."""
        return max(self.names, key=lambda name: (len(name_key(name.text)), -name.start))


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
    return _Named(name, name_key(name.text), gender_of_name(text, name.start, name.end), titles, around)


def _people(everybody: Iterable[_Named]) -> tuple[list[list[_Named]], list[Name]]:
    """Return the names of each person, longest first, and the names that several people may bear."""
    groups: dict[int, list[_Named]] = {}
    by_word: dict[str, dict[int, list[_Named]]] = {}
    doubtful: list[Name] = []
    for named in sorted(everybody, key=lambda named: (-len(named.key), named.name.start)):
        known = {number: group for word in named.key for number, group in by_word.get(word, {}).items()}
        fitting = _fitting(named, known.values())
        if len(fitting) > 1:
            doubtful.append(named.name)
            continue
        group = fitting[0] if fitting else groups.setdefault(len(groups), [])
        group.append(named)
        for word in named.key:
            by_word.setdefault(word, {})[id(group)] = group
    return list(groups.values()), doubtful


def _fitting(named: _Named, groups: Iterable[list[_Named]]) -> list[list[_Named]]:
    """Return the people whose name it may be: one, where the full name, the title or the gender stated decides."""
    fitting = [g for g in groups if not _clashes(named, g) and any(_same_person(named.key, other.key) for other in g)]
    if len(fitting) < 2:
        return fitting
    whole = [group for group in fitting if any(named.key == other.key for other in group)]
    titled = [group for group in fitting if any(named.titles & other.titles for other in group)]
    gendered = [group for group in fitting if named.gender and any(named.gender is o.gender for o in group)]
    choices = ([whole] if len(named.key) > 1 else []) + [titled, gendered]
    return next((choice for choice in choices if len(choice) == 1), fitting)


def _clashes(named: _Named, group: Iterable[_Named]) -> bool:
    return any(named.gender and other.gender and named.gender is not other.gender for other in group)


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


def _person(group: Sequence[_Named]) -> Entity:
    return Entity(
        NameKind.PERSON,
        tuple(sorted((named.name for named in group), key=lambda name: name.start)),
        frozenset(named.key for named in group),
        next((named.gender for named in group if named.gender), Gender.UNSTATED),
        frozenset().union(*(named.titles for named in group)),
        frozenset().union(*(named.words for named in group)),
    )


def _others(text: str, names: Iterable[Name]) -> Iterable[Entity]:
    """Return bodies, places and nationalities: the same words, or the short form of a name before it, are one."""
    groups: dict[tuple[bool, Key], list[Name]] = {}
    for name in names:
        if name.kind is not NameKind.PERSON:
            nation = name.kind is NameKind.NATIONALITY
            key = tuple(word for word in name_key(name.text) if word != "the")
            group = groups.get((nation, key)) or _spelled_out(name, key, groups) or []
            group.append(name)
            groups[nation, key] = group
            short = _IN_BRACKETS.match(text, name.end) if name.kind is NameKind.ORGANIZATION else None
            if short is not None:
                groups.setdefault((False, name_key(short["short"])), group)
    for group in {id(group): group for group in groups.values()}.values():
        yield Entity(group[0].kind, tuple(group), frozenset(name_key(name.text) for name in group))


def _spelled_out(name: Name, key: Key, groups: dict[tuple[bool, Key], list[Name]]) -> list[Name] | None:
    """Return the names of the body whose first letters a name in capitals has."""
    is_short = len(key) == 1 and len(key[0]) > 1 and name.text.replace(".", "").isupper()
    if name.kind is NameKind.NATIONALITY or not is_short:
        return None
    for (nation, full), group in groups.items():
        letters = {"".join(w[0] for w in full), "".join(w[0] for w in full if w not in _SMALL_WORDS)}
        if not nation and len(full) > 1 and key[0] in letters:
            return group
    return None
