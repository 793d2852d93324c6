"""The steps in a row: text in, `Article` out.

>>> import quoteattr
>>> article = quoteattr.extract("“It works,” said Ada Obi, head of the Lagos Bridge Trust.")
>>> quote, = article.quotes
>>> quote.text, quote.speaker.name, quote.speaker.affiliation.organization
('“It works,”', 'Ada Obi', 'Lagos Bridge Trust')
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, Union

from quoteattr.affiliation import Stated, best_first, from_mention, stated
from quoteattr.confidence import confidence
from quoteattr.entities import Entity, Resolution, resolve
from quoteattr.language import Analysis, Reader, from_document
from quoteattr.linking import Attribution, find_attributions
from quoteattr.marks import find_quotations
from quoteattr.records import Affiliation, Article, Quote, Speaker, SpeakerKind, SpeakerRecord
from quoteattr.reports import may_report

if TYPE_CHECKING:
    import stanza

__all__ = ["Pipeline", "extract", "load"]

Text: TypeAlias = Union[str, "stanza.Document"]
"""What counts as an article: its text, or a Stanza document that was annotated already."""


class Pipeline:
    """Extracts quotes. Load one, use it for many articles; `load` makes it.

    A pipeline keeps nothing of the articles it has read, and gives the same answer for the same text
    whatever came before.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def __call__(self, text: Text, *, id: str | int | None = None, thoughts: bool = False) -> Article:
        """The statements of one article.

        `text` is a ``str``, or a ``stanza.Document`` with dependencies and names. `id` comes back in the
        article. With `thoughts`, what sources are said to think, want or feel is returned too. Raises
        `TypeError` for anything that is neither, `ModelError` if the models can't be loaded.
        """
        if isinstance(text, str):
            (analysis,) = self._reader.read([text], may_report)
        else:
            analysis = _from_stanza(text)
        return _article(analysis, id, thoughts)

    def pipe(self, texts: Iterable[Text], *, thoughts: bool = False, batch_size: int = 16) -> Iterator[Article]:
        """One article for each text, in order; reads `batch_size` texts ahead so that Stanza works on many at once."""
        source = iter(texts)
        while batch := list(islice(source, batch_size)):
            plain = [text for text in batch if isinstance(text, str)]
            read = iter(self._reader.read(plain, may_report))
            for text in batch:
                analysis = next(read) if isinstance(text, str) else _from_stanza(text)
                yield _article(analysis, None, thoughts)


def load(stanza: str | Path = "bundled", *, device: str | None = None) -> Pipeline:
    """A pipeline to keep. Models are read from disk when the first text comes.

    `stanza` chooses the language models: ``"bundled"`` (in the package, nothing is downloaded),
    ``"default"`` (Stanza's own English models, which Stanza downloads once), or the path of a folder of
    Stanza models. `device` is a torch device, the CPU if ``None``.
    """
    return Pipeline(Reader(stanza, device))


def extract(text: Text, *, id: str | int | None = None, thoughts: bool = False) -> Article:
    """The statements of one article, with the bundled models, loaded at the first call and kept.

    See `Pipeline.__call__` for the arguments and errors.
    """
    return _bundled()(text, id=id, thoughts=thoughts)


@cache
def _bundled() -> Pipeline:
    return load()


def _from_stanza(document: object) -> Analysis:
    if not (hasattr(document, "sentences") and hasattr(document, "ents")):
        raise TypeError(
            f"expected the text of an article (str) or a stanza.Document, got {type(document).__name__}: "
            "decode bytes first, and pass one article at a time (pipe() takes many)"
        )
    return from_document(document)


def _article(analysis: Analysis, id: str | int | None, thoughts: bool) -> Article:
    """Link, resolve, affiliate: everything after Stanza."""
    attributions = find_attributions(analysis, find_quotations(analysis.text))
    if not thoughts:
        attributions = tuple(a for a in attributions if a.voiced)
    facts = stated(analysis)
    resolution = resolve(analysis, attributions, facts)
    records = _records(analysis, resolution, facts)
    quotes = (
        _quote(a, None if s is None else records[s]) for a, s in zip(attributions, resolution.speakers, strict=True)
    )
    return Article(tuple(quotes), tuple(records.values()), id)


def _records(analysis: Analysis, resolution: Resolution, facts: Iterable[Stated]) -> dict[int, SpeakerRecord]:
    """A record for each entity that speaks, numbered from 1 in order of its first statement."""
    told: dict[int, list[Affiliation]] = {}
    for fact in facts:
        told.setdefault(resolution.people[fact.name], []).append(fact.affiliation)
    records: dict[int, SpeakerRecord] = {}
    for speaker in resolution.speakers:
        if speaker is not None and speaker not in records:
            entity = resolution.entities[speaker]
            affiliations = best_first([*told.get(speaker, ()), *_described(analysis, entity)])
            records[speaker] = SpeakerRecord(len(records) + 1, entity.name, entity.kind, entity.mentions, affiliations)
    return records


def _described(analysis: Analysis, entity: Entity) -> list[Affiliation]:
    """What the mentions of a person say by themselves: "the Prime Minister"."""
    if entity.kind not in (SpeakerKind.PERSON, SpeakerKind.UNNAMED_PERSON):
        return []
    found = (from_mention(analysis, mention) for mention in entity.mentions)
    return [affiliation for affiliation in found if affiliation is not None]


def _quote(attribution: Attribution, record: SpeakerRecord | None) -> Quote:
    speaker = (
        Speaker(None, mention=attribution.source)
        if record is None
        else Speaker(record.name, record.kind, attribution.source, record.id, next(iter(record.affiliations), None))
    )
    nobody = record is None and attribution.source is None
    return Quote(
        spans=attribution.content,
        kind=attribution.kind,
        presentation=attribution.presentation,
        cue=attribution.cue,
        speaker=None if nobody else speaker,
        confidence=confidence(attribution, record),
    )
