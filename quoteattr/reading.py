"""One article: the steps in order, each on what those before it have found.

.. code-block:: text

    text ─ page ────────── broken characters mended, invisible ones out, paragraphs, quotations
         ─ words ───────── words, sentences and names with their offsets (Stanza)
         ─ network ─────── claims (content, cue, source) and facts: which words say what somebody is
         ─ statements ──── claims and quotations brought together
         ─ speakers ────── names mended, the cast, whose each fact is, and for each statement who makes it
         ─ affiliations ── for each speaker the role, the body and the place that they speak for
         ─ confidence ──── how often a quote found in this way is right
         ─ thoughts ────── left out unless they are asked for
         ─ article ─────── the records that are returned
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from attrs import frozen

from quoteattr.affiliations.choosing import make_records
from quoteattr.affiliations.facts import find_mentions, find_offices, find_owners, with_bodies, with_titles
from quoteattr.affiliations.gathering import gather
from quoteattr.confidence import confidence, features_of
from quoteattr.language.words import Analysis
from quoteattr.models import Models
from quoteattr.network.reading import Reading
from quoteattr.records import Article, Quote, Speaker, SpeakerRecord
from quoteattr.speakers.cast import find_cast
from quoteattr.speakers.clues import find_pairs
from quoteattr.speakers.mentions import find_candidates, find_sources
from quoteattr.speakers.naming import mend_names
from quoteattr.speakers.resolve import Resolved, resolve
from quoteattr.speakers.weighing import weigh
from quoteattr.statements.finding import find_statements
from quoteattr.statements.statement import Statement
from quoteattr.text.page import Page

__all__ = ["Attributed", "Readable", "attribute", "read", "read_article"]

Readable: TypeAlias = str | Analysis
"""A text, or what is left of a Stanza document: words, sentences and names."""


@frozen
class Attributed:
    """A statement with its speaker, None if nobody is known, and the probability of the choice of that speaker."""

    statement: Statement
    speaker: SpeakerRecord | None
    certainty: float


def read(texts: Sequence[Readable], models: Models, *, thoughts: bool = False) -> Iterator[Article]:
    """Yield the article of each text. Stanza reads all of them together, the later steps one after another."""
    found = find_words(texts, models)
    for words, reading in zip(found, models.tag([words.page for words in found]), strict=True):
        yield read_article(words, reading, models, thoughts=thoughts)


def find_words(texts: Sequence[Readable], models: Models) -> list[Analysis]:
    """Return words, sentences and names of each text; those of documents are there already."""
    read = iter(models.reader.read([Page.of(text) for text in texts if isinstance(text, str)]))
    return [next(read) if isinstance(text, str) else text for text in texts]


def read_article(words: Analysis, reading: Reading, models: Models, *, thoughts: bool = False) -> Article:
    """Return the statements of one article, with offsets in the text as it was given.

    `reading` is what the network found on the same page. With `thoughts`, what is thought and felt is returned too;
    it is left out last, so that it changes nothing in the other quotes.
    """
    statements = find_statements(words, reading.claims, models.cues)
    found = attribute(words, reading, statements, models)
    returned = [one for one in found if thoughts or one.statement.voiced]
    quotes = tuple(_quote(one, models.confidence) for one in returned)
    speakers = {one.speaker.id: one.speaker for one in returned if one.speaker is not None}
    return words.page.restored(Article(quotes, tuple(speakers[number] for number in sorted(speakers))))


def attribute(
    words: Analysis, reading: Reading, statements: Sequence[Statement], models: Models
) -> tuple[Attributed, ...]:
    """Return each statement with its speaker, and the speaker with role, body and place.

    `statements` may be annotated ones too, which is how the later steps are measured by themselves.
    """
    text, states = words.text, reading.states.float()
    words = mend_names(words, [statement.source for statement in statements if statement.source is not None])
    cast = find_cast(text, words.names)
    sources = find_sources(text, reading.words, statements)
    candidates = find_candidates(text, reading.words, cast, sources)
    mentions = find_mentions(text, reading.words, candidates)
    owned = find_owners(models.who.owners, states, words.sentence_index, reading.words, reading.facts, mentions)
    known = find_offices(candidates, owned)
    pairs = find_pairs(words.page, words.sentence_index, cast, sources, candidates, reading.words.openings, known)
    speakers = resolve(text, cast, candidates, weigh(models.who.speakers, states, pairs, candidates))
    owned = with_bodies(words, with_titles(words, candidates, owned))
    records = make_records(text, speakers, sources, gather(speakers, sources, candidates, owned))
    resolved = {one.statement: one for one in speakers.resolved}
    return tuple(_attributed(statement, resolved.get(i), records) for i, statement in enumerate(statements))


def _attributed(statement: Statement, resolved: Resolved | None, records: Mapping[int, SpeakerRecord]) -> Attributed:
    if resolved is None:
        return Attributed(statement, None, 1.0)
    record = None if resolved.who is None else records[resolved.who]
    return Attributed(statement, record, resolved.probability)


def _quote(found: Attributed, weights: Mapping[str, float]) -> Quote:
    """Return the record of a statement with its confidence."""
    statement = found.statement
    return Quote(
        spans=statement.content,
        kind=statement.kind,
        presentation=statement.presentation,
        cue=statement.cue,
        speaker=_speaker(found),
        confidence=confidence(features_of(statement, found.speaker, found.certainty), weights),
    )


def _speaker(found: Attributed) -> Speaker | None:
    """Return the speaker of a quote: a person known by name, or the mention alone, or None without a mention."""
    record, mention = found.speaker, found.statement.source
    if record is not None:
        return Speaker(record.name, record.kind, mention, record.id, next(iter(record.affiliations), None))
    return None if mention is None else Speaker(None, mention=mention)
