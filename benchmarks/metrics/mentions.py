"""How the source of a statement is worded: by name, surname, pronoun, description, or not at all.

Pronouns, descriptions and quotations without a source are the hard cases of finding speakers, so they are counted
apart. What an annotated source is follows from its words and the name of the speaker:

>>> from attrs import evolve
>>> text = "Jo Moss, 40, said yes. Moss said no. She said so."
>>> sources = [((0, 11),), ((23, 27),), ((37, 40),), ()]
>>> moss = Attribution(content=((18, 21),), speaker="Jo Moss", speaker_kind=SpeakerKind.PERSON)
>>> [mention_kind(text, evolve(moss, source=source)).value for source in sources]
['name', 'surname', 'pronoun', 'none']
"""

from __future__ import annotations

from enum import Enum

import regex

from benchmarks.metrics.phrases import words
from benchmarks.metrics.spans import trim
from benchmarks.readers import Attribution
from quoteattr import SpeakerKind
from quoteattr.language.lexicon.grammar import PRONOUNS

__all__ = ["Mention", "mention_kind"]

RELATIVES = frozenset({"which", "that", "whose", "whom"})
"""Relative pronouns that are no personal ones."""

_CAPITALIZED = regex.compile(r"\p{Lu}[\p{L}\p{M}\p{N}’'.&-]*")


class Mention(Enum):
    """How the source of a statement is worded.

    `NAME` has a person's first name and another part of the name, or all of it; `SURNAME` one part of several; the
    names of joint speakers ("A and B") count as one. `BODY`
    is an organization's name, `DOCUMENT` any wording for a report, a law, a letter. `DESCRIPTION` is everything else
    that is not a `PRONOUN`: "the minister", "the company", "residents". `NONE`: the statement has no source beside it.
    """

    NAME = "name"
    SURNAME = "surname"
    PRONOUN = "pronoun"
    DESCRIPTION = "description"
    NONE = "none"
    BODY = "body"
    DOCUMENT = "document"


def mention_kind(text: str, statement: Attribution) -> Mention:
    """Return how the source of an annotated statement is worded in the text of its article."""
    source = " ".join(text[slice(*trim(text, start, end))] for start, end in statement.source)
    if not source:
        return Mention.NONE
    if source.casefold() in PRONOUNS or source.casefold() in RELATIVES:
        return Mention.PRONOUN
    if statement.speaker_kind is SpeakerKind.DOCUMENT:
        return Mention.DOCUMENT
    return _kind_of_name(_proper(source), statement)


def _kind_of_name(source: set[str], statement: Attribution) -> Mention:
    """Return what the capitalized words of a source are of its speaker."""
    names = [statement.speaker or "", *statement.aliases]
    if not source & {word for name in names for word in _proper(name)}:
        return Mention.DESCRIPTION
    if statement.speaker_kind is SpeakerKind.ORGANIZATION:
        return Mention.BODY
    if _is_named(statement):
        return Mention.NAME if _holds_whole_name(source, names[0]) else Mention.SURNAME
    return Mention.DESCRIPTION


def _is_named(statement: Attribution) -> bool:
    """Return whether a person speaks, or several people by their names ("A and B")."""
    is_joint = statement.speaker_kind is SpeakerKind.GROUP and " and " in (statement.speaker or "")
    return is_joint or statement.speaker_kind is SpeakerKind.PERSON


def _holds_whole_name(source: set[str], name: str) -> bool:
    first, *rest = words(name) or [""]
    return first in source and (not rest or not source.isdisjoint(rest))


def _proper(phrase: str) -> set[str]:
    """Return the words of a phrase that begin with a capital, in plain letters."""
    return {word for piece in _CAPITALIZED.findall(phrase) for word in words(piece)}
