"""The facts of each speaker, from all places where it is mentioned."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from quoteattr.affiliations.facts import Owned
from quoteattr.records import Span
from quoteattr.speakers.mentions import Candidate, Source
from quoteattr.speakers.resolve import Speakers
from quoteattr.text.index import Index

__all__ = ["gather"]

_LONGEST = 600
"""Characters of a source at most in which facts are looked for."""


def gather(
    speakers: Speakers, sources: Sequence[Source], candidates: Sequence[Candidate], owned: Iterable[Owned]
) -> Mapping[int, Sequence[Owned]]:
    """Return the facts of each speaker by its number.

    A fact goes to whoever its mention names or, for a source, to its speaker. One that stands in the mention it
    describes goes to the speaker whose source or description holds it. An office in what somebody says is somebody
    else's: "she said the health minister had lied".
    """
    named = {who.entity: number for number, who in enumerate(speakers.everybody) if who.entity is not None}
    stretches, said = _stretches(speakers, sources), _contents(speakers, sources)
    found: dict[int, list[Owned]] = defaultdict(list)
    for one in owned:
        who = _holder(stretches, one.fact.span) if one.own else None
        if one.candidate is not None:
            candidate = candidates[one.candidate]
            place = Span(candidate.start, candidate.end, "")
            who = _holder(stretches, place) if candidate.entity is None else named.get(candidate.entity)
        if who is not None and said[who].at(one.fact.span.start) is None:
            found[who].append(one)
    return found


def _contents(speakers: Speakers, sources: Sequence[Source]) -> Mapping[int, Index[Span]]:
    """Return what each speaker says, by its number."""
    said: dict[int, list[Span]] = {number: [] for number in range(len(speakers.everybody))}
    for source, one in zip(sources, speakers.resolved, strict=True):
        if one.who is not None:
            said[one.who] += source.contents
    return {who: Index(contents) for who, contents in said.items()}


@frozen(order=True)
class _Stretch:
    """Where a speaker is mentioned in other words than its name."""

    start: int
    end: int
    who: int


def _stretches(speakers: Speakers, sources: Sequence[Source]) -> list[_Stretch]:
    """Return the sources and descriptions of speakers, in text order."""
    found = {
        _Stretch(source.span.start, source.span.end, one.who)
        for source, one in zip(sources, speakers.resolved, strict=True)
        if source.span is not None and one.who is not None
    }
    for number, who in enumerate(speakers.everybody):
        if who.place is not None:
            found.add(_Stretch(who.place.start, who.place.end, number))
    return sorted(found)


def _holder(stretches: Sequence[_Stretch], span: Span) -> int | None:
    """Return whose stretch holds a span, the nearest that does."""
    last = bisect_right(stretches, span.start, key=lambda stretch: stretch.start)
    first = bisect_left(stretches, span.start - _LONGEST, key=lambda stretch: stretch.start)
    holding = (stretch.who for stretch in reversed(stretches[first:last]) if span.end <= stretch.end)
    return next(holding, None)
