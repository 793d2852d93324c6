"""The speakers of an article as its page lists them."""

from __future__ import annotations

from collections.abc import Container

from attrs import frozen

from quoteattr.records import Article, Speaker, SpeakerKind, SpeakerRecord

__all__ = ["Voice", "Voices"]

NOBODY = "No speaker named"


@frozen
class Voice:
    """A speaker as the page lists them; number 0 is nobody. `quotes` are numbers of quotes, from 1."""

    number: int
    record: SpeakerRecord
    quotes: tuple[int, ...]

    @property
    def badge(self) -> str:
        """The number that stands before a quote of the speaker, "?" for nobody."""
        return str(self.number or "?")


@frozen
class Voices:
    """The speakers of an article in the order of its records, then those without a record, then nobody.

    `of_quote` has the speaker of each quote by the number of the quote, from 1.
    """

    all: tuple[Voice, ...]
    of_quote: dict[int, Voice]

    @classmethod
    def of(cls, article: Article) -> Voices:
        """Return the speakers of an article, each with the numbers of its quotes."""
        records: dict[str | int | None, SpeakerRecord] = {record.id: record for record in article.speakers}
        quotes: dict[str | int | None, list[int]] = {}
        for number, quote in enumerate(article.quotes, start=1):
            key = _key(quote.speaker, records)
            records.setdefault(key, _record(quote.speaker))
            quotes.setdefault(key, []).append(number)
        voices = tuple(
            Voice(0 if key is None else number, records[key], tuple(quotes.get(key, ())))
            for number, key in enumerate(sorted(records, key=lambda key: key is None), start=1)
        )
        return cls(voices, {number: voice for voice in voices for number in voice.quotes})


def _key(speaker: Speaker | None, records: Container[str | int | None]) -> str | int | None:
    """Return what tells one speaker from another: the id of a record, else the name, else None."""
    if speaker is None:
        return None
    return speaker.id if speaker.id is not None and speaker.id in records else speaker.name or None


def _record(speaker: Speaker | None) -> SpeakerRecord:
    """Return a record for a speaker that the article has no record of."""
    if speaker is None or not speaker.name:
        return SpeakerRecord(0, NOBODY, SpeakerKind.UNKNOWN)
    affiliations = () if speaker.affiliation is None else (speaker.affiliation,)
    return SpeakerRecord(0, speaker.name, speaker.kind, affiliations=affiliations)
