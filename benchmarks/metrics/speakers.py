"""Who speaks, and for whom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import Factory, frozen

from benchmarks.metrics.matching import Aspect, Outcome, Verdict
from benchmarks.metrics.tallies import Additive, Share, Tally
from quoteattr import Article, SpeakerKind

__all__ = ["Affiliations", "Speakers", "count_speakers"]


@frozen
class Affiliations(Additive):
    """Of the persons with the right name, the shares with the right role and the right organization."""

    role: Share = Factory(Share)
    organization: Share = Factory(Share)

    def to_dict(self) -> dict[str, float]:
        """Return ``{"role", "organization"}`` in percent, one decimal."""
        return {"role": round(self.role.percent, 1), "organization": round(self.organization.percent, 1)}


@frozen
class Speakers(Additive):
    """Who speaks, over the articles whose speakers are annotated; statements match at 0.5.

    `speaker`: found with the right name. `named`: the same where a person with a name speaks and is found as one.
    `statements`, `former`: of the statements of persons with the right name. `people`: each person of an article once,
    by the first statement with the right name. `kind`: of the matched statements, the share with the right kind of
    speaker.
    """

    articles: int = 0
    speaker: Tally = Factory(Tally)
    named: Tally = Factory(Tally)
    statements: Affiliations = Factory(Affiliations)
    people: Affiliations = Factory(Affiliations)
    former: Share = Factory(Share)
    kind: Share = Factory(Share)

    @property
    def right(self) -> Share:
        """Of all statements whose speaker has a name in the annotation, those found with that name."""
        return Share(self.speaker.hits, self.speaker.wanted)

    def to_dict(self) -> dict[str, Any]:
        """Return the figures in percent, one decimal, and how many were counted."""
        return {
            "speaker": self.speaker.to_dict(),
            "speaker_named": self.named.to_dict(),
            **self.statements.to_dict(),
            "former": round(self.former.percent, 1),
            "people": {"n": self.people.role.of, **self.people.to_dict()},
            "speaker_kind": round(self.kind.percent, 1),
            "counted": {
                "articles": self.articles,
                "gold speakers": self.speaker.wanted,
                "right-named persons": self.statements.role.of,
            },
        }


def count_speakers(outcome: Outcome, found: Article) -> Speakers:
    """Return who was found to speak; nothing where no speaker is annotated."""
    known = outcome.with_speakers
    if not known:
        return Speakers()
    named = [quote.speaker for quote in found.quotes if quote.speaker and quote.speaker.name is not None]
    wanted = [v for v in known if v.statement.speaker is not None]
    hits = [v for v in wanted if Aspect.SPEAKER in v.right]
    persons = [v for v in hits if v.is_of_a_person]
    return Speakers(
        articles=1,
        speaker=Tally(len(hits), len(named), len(wanted)),
        named=Tally(
            sum(Aspect.SPEAKER_KIND in v.right for v in persons),
            sum(speaker.kind is SpeakerKind.PERSON for speaker in named),
            sum(v.is_of_a_person for v in known),
        ),
        statements=_count_affiliations(persons),
        people=_count_affiliations({v.statement.speaker: v for v in reversed(persons)}.values()),
        former=Share.count(Aspect.FORMER in v.right for v in persons),
        kind=Share.count(Aspect.SPEAKER_KIND in v.right for v in known if v.quote),
    )


def _count_affiliations(persons: Iterable[Verdict]) -> Affiliations:
    right = [verdict.right for verdict in persons]
    return Affiliations(
        role=Share.count(Aspect.ROLE in one for one in right),
        organization=Share.count(Aspect.ORGANIZATION in one for one in right),
    )
