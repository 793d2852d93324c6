"""For whom a speaker speaks: the facts of all its mentions brought together, the one in force first.

Each role takes the organization and the place that describe the same mention and stand nearest to it. Which role of
several counts, the network has learned from what people were introduced as; a body that stands with no role goes to a
role without one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence

import regex
from attrs import evolve

from quoteattr.affiliations.facts import Owned
from quoteattr.language.lexicon.countries import COUNTRY_OF
from quoteattr.language.lexicon.grammar import DETERMINERS
from quoteattr.language.lexicon.roles import FORMER
from quoteattr.language.lexicon.titles import COURTESY
from quoteattr.network.reading import FactKind
from quoteattr.records import Affiliation, Span, SpeakerKind, SpeakerRecord
from quoteattr.speakers.mentions import Source
from quoteattr.speakers.resolve import Speakers

__all__ = ["affiliations_of", "make_records"]

_NEAR = 25
"""Words between a role and its body or place at most."""

_LONGEST = 100
"""Words of a body or place at most."""

_BEFORE = 30
"""Characters before a role among which "former" counts."""

_BASED = regex.compile(r"\s?[-–]\s?based\b", regex.IGNORECASE)

_DASHES = "-–"

_ONLY_BASED = regex.compile(r"\s?[-–]\s?based$", regex.IGNORECASE)

_LOOSE_ENDS = frozenset("and or of for at to in from with the".split())
"""Words that a role or a body does not end with."""

_OVER = regex.compile(r"\s*,?\s(?:until|till)\s", regex.IGNORECASE)


def affiliations_of(text: str, facts: Iterable[Owned]) -> tuple[Affiliation, ...]:
    """Return what the facts of one speaker amount to, the affiliation in force first."""
    of_kind: Mapping[FactKind, list[Owned]] = {kind: [] for kind in FactKind}
    for owned in sorted(facts, key=_first_word):
        if owned.fact.kind is not FactKind.ROLE or not _is_mere_title(owned.fact.span.text):
            of_kind[_kind(text, owned)].append(owned)
    roles = sorted(of_kind[FactKind.ROLE], key=_weight, reverse=True)
    bodies, places = of_kind[FactKind.ORGANIZATION], of_kind[FactKind.LOCATION]
    found = [_affiliation(text, role, _beside(role, bodies), _beside(role, places)) for role in roles]
    if not found:
        body, place = max(bodies, key=_weight, default=None), max(places, key=_weight, default=None)
        return (_affiliation(text, None, body, place),) if body or place else ()
    if found[0].organization is None and bodies:
        found[0] = _with_body(found[0], max(bodies, key=_weight))
    if found[0].location is None and places:
        found[0] = evolve(found[0], location=_worded(max(places, key=_weight)))
    return tuple(dict.fromkeys(found))


def _kind(text: str, owned: Owned) -> FactKind:
    """Return what a fact says: "Lagos-based" alone is a place, whatever it was taken for."""
    span = owned.fact.span
    based = _BASED.search(span.text)
    alone = based is not None and based.end() == len(span.text)
    end = span.start + len(span.text.rstrip(_DASHES))
    return FactKind.LOCATION if alone or _BASED.match(text, end) else owned.fact.kind


def _is_mere_title(role: str) -> bool:
    """Return whether the words of a role are courtesy alone: Dr., Ms."""
    return all(word.lower().rstrip(".") in COURTESY for word in role.split())


def _weight(owned: Owned) -> float:
    return owned.weight


def _beside(role: Owned, others: Sequence[Owned]) -> Owned | None:
    """Return the nearest fact that describes the same mention as a role. `others` are in text order."""
    first, end = role.fact.words
    after = bisect_right(others, end + _NEAR, key=_first_word)
    before = bisect_left(others, first - _NEAR - _LONGEST, key=_first_word)
    around = (other for other in others[before:after] if _gap(role, other) < _NEAR)
    same = [other for other in around if (other.candidate, other.own) == (role.candidate, role.own)]
    return min(same, key=lambda other: _gap(role, other), default=None)


def _first_word(owned: Owned) -> int:
    return owned.fact.words[0]


def _gap(role: Owned, other: Owned) -> int:
    (first, end), (start, last) = role.fact.words, other.fact.words
    return start - end if start >= end else first - last


def _affiliation(text: str, role: Owned | None, body: Owned | None, place: Owned | None) -> Affiliation:
    evidence = sorted((owned.fact.span for owned in (role, body, place) if owned), key=lambda span: span.start)
    is_former = any(_is_former(text, owned.fact.span) for owned in ((role,) if role else (body, place)) if owned)
    is_former = is_former or (bool(evidence) and _OVER.match(text, evidence[-1].end) is not None)
    return Affiliation(_worded(role), _name_body(body), _worded(place) or _seat(body), is_former, tuple(evidence))


def _with_body(affiliation: Affiliation, body: Owned) -> Affiliation:
    evidence = sorted((*affiliation.evidence, body.fact.span), key=lambda span: span.start)
    place = affiliation.location or _seat(body)
    return evolve(affiliation, organization=_name_body(body), location=place, evidence=tuple(evidence))


def _worded(owned: Owned | None) -> str | None:
    """Return the words of a fact, without determiner, "former" and what is left over at its end."""
    words = owned.fact.span.text.strip(" ," + _DASHES).split() if owned else []
    while len(words) > 1 and words[0].lower() in DETERMINERS | FORMER:
        words = words[1:]
    while len(words) > 1 and words[-1].lower() in _LOOSE_ENDS:
        words = words[:-1]
    return _ONLY_BASED.sub("", " ".join(words).removeprefix("ex-")) or None


def _name_body(body: Owned | None) -> str | None:
    """Return the words of a body without the place it is based in.

    A country stands for its adjective.
    """
    words = _worded(body)
    seat = _BASED.search(words or "")
    words = words[seat.end() :].strip() or None if words and seat else words
    return None if words is None else COUNTRY_OF.get(words, words)


def _seat(body: Owned | None) -> str | None:
    """Return where a body is based, if its words say so: "the London-based institute"."""
    based = _BASED.search(body.fact.span.text) if body else None
    return body.fact.span.text[: based.start()].strip() if body and based else None


def _is_former(text: str, span: Span) -> bool:
    """Return whether a word before, or the first after a determiner, says that it is over, or "until 2019" behind."""
    before = text[max(0, span.start - _BEFORE) : span.start].lower().split()[-3:]
    first = next((word for word in span.text.lower().split() if word not in DETERMINERS), "")
    over = first in FORMER or first.startswith("ex-") or not FORMER.isdisjoint(before)
    return over or _OVER.match(text, span.end) is not None


def make_records(
    text: str, speakers: Speakers, sources: Sequence[Source], facts: Mapping[int, Sequence[Owned]]
) -> dict[int, SpeakerRecord]:
    """Return a record for each speaker by its number, with ids from 1 in the order of their first statement."""
    mentions: dict[int, list[Span]] = {}
    for source, resolved in zip(sources, speakers.resolved, strict=True):
        if resolved.who is not None:
            own = mentions.setdefault(resolved.who, [])
            if source.span is not None and source.span not in own[-1:]:
                own.append(source.span)
    records = {}
    for number, (who, spans) in enumerate(mentions.items(), start=1):
        speaker = speakers.everybody[who]
        is_person = speaker.kind in (SpeakerKind.PERSON, SpeakerKind.UNNAMED_PERSON)
        affiliations = affiliations_of(text, facts.get(who, ())) if is_person else ()
        records[who] = SpeakerRecord(number, speaker.name, speaker.kind, tuple(spans), affiliations)
    return records
