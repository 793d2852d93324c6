"""Whether two wordings mean the same speaker, role or organization.

Words are compared without case, accents, possessives and determiners:

>>> words("the Ministry’s U.S. envoy, Zoë")
['ministry', 'us', 'envoy', 'zoe']
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

import regex

from benchmarks.readers import Attribution
from quoteattr import SpeakerKind

__all__ = ["DETERMINERS", "same_name", "same_organization", "same_phrase", "same_role", "words"]

SAME_BODY, SAME_PHRASE = 0.65, 0.6
"""How far the words of two names of bodies, and of two roles or organizations, have to agree (F1)."""

DETERMINERS = frozenset("the a an his her their its some many several most other one this that s".split())
HONORIFICS = frozenset(
    "mr mrs ms miss dr sir dame lord lady president sen senator rep gov governor prof professor minister secretary gen"
    " general judge justice king queen prince hon rev".split()
)

_WORD = regex.compile(r"[a-z0-9]+")


def same_name(found: str | None, wanted: Attribution) -> bool:
    """Return whether a name is an acceptable one of an annotated speaker.

    The words are the same, but for titles and determiners; for others than persons it is enough that most are. Where
    nobody is annotated, ``None`` is right.

    >>> moss = Attribution(content=((0, 3),), speaker="Zoë Moss", speaker_kind=SpeakerKind.PERSON)
    >>> same_name("Dr. Zoe Moss", moss), same_name("Moss", moss), same_name(None, moss)
    (True, False, False)
    >>> port = Attribution(content=((0, 3),), speaker="Port Authority of Elmina")
    >>> same_name("the Elmina port authority", port)
    True
    """
    if wanted.speaker is None:
        return found is None
    bare = _without_titles(words(found or ""))
    names = [_without_titles(words(name)) for name in (wanted.speaker, *wanted.aliases)]
    if wanted.speaker_kind is SpeakerKind.PERSON:
        return bool(bare) and bare in names
    return any(_agreement(bare, name) >= SAME_BODY for name in names)


def same_role(found: str | None, wanted: Attribution) -> bool:
    """Return whether a role is worded as an annotated one, or absent where none is.

    >>> keeper = Attribution(content=((0, 3),), role="keeper", roles=("watchman",))
    >>> same_role("night watchman", keeper), same_role(None, keeper)
    (True, False)
    """
    return same_phrase(found, [role for role in (wanted.role, *wanted.roles) if role])


def same_organization(found: str | None, wanted: Attribution) -> bool:
    """Return whether an organization is an annotated one, or absent where none is or none has to be found.

    >>> envoy = Attribution(content=((0, 3),), organization=("Norway",), organization_optional=True)
    >>> same_organization("Norway", envoy), same_organization(None, envoy), same_organization("Lagos", envoy)
    (True, True, False)
    """
    return same_phrase(found, wanted.organization) or (wanted.organization_optional and not found)


def same_phrase(found: str | None, acceptable: Sequence[str]) -> bool:
    """Return whether a phrase is worded as one of the acceptable ones, or is absent where none is.

    Most words are the same, or all of the shorter phrase are in the longer.

    >>> same_phrase("chief engineer", ["engineer"]), same_phrase(None, []), same_phrase("clerk", ["engineer"])
    (True, True, False)
    """
    if not acceptable or not found:
        return not acceptable and not found
    return any(_same_words(words(found), words(phrase)) for phrase in acceptable)


def words(phrase: str) -> list[str]:
    """Return the words of a phrase in plain letters, without determiners."""
    plain = unicodedata.normalize("NFKD", phrase.replace("’", "'")).encode("ascii", "ignore").decode().casefold()
    return [word for word in _WORD.findall(plain.replace("'s", " ").replace(".", "")) if word not in DETERMINERS]


def _without_titles(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in HONORIFICS]


def _same_words(one: Sequence[str], other: Sequence[str]) -> bool:
    shorter, longer = sorted((set(one), set(other)), key=len)
    return bool(shorter) and (shorter <= longer or _agreement(one, other) >= SAME_PHRASE)


def _agreement(one: Sequence[str], other: Sequence[str]) -> float:
    """Return the F1 of the words that two phrases share."""
    shared = (Counter(one) & Counter(other)).total()
    return 2 * shared / (len(one) + len(other)) if shared else 0.0
