"""The steps in a row: text in, `Article` out.

>>> import quoteattr
>>> article = quoteattr.extract("“It works,” said Ada Obi, head of the Lagos Bridge Trust.")
>>> quote, = article.quotes
>>> quote.text, quote.speaker.name, quote.speaker.affiliation.organization
('“It works,”', 'Ada Obi', 'Lagos Bridge Trust')
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, Union

from attrs import evolve, frozen

from quoteattr.affiliation import Stated, stated
from quoteattr.confidence import bundled_weights, confidence, shown
from quoteattr.entities import Resolution, resolve
from quoteattr.language import Analysis, Reader, from_document
from quoteattr.linking import Attribution, find_attributions
from quoteattr.marks import find_quotations
from quoteattr.naming import mended
from quoteattr.offices import Surroundings
from quoteattr.ranking import bundled_ranker
from quoteattr.records import Article, Quote, Speaker, SpeakerRecord
from quoteattr.tagging import BUNDLED, Claim, Tagged, Tagger, load_tagger

if TYPE_CHECKING:
    import stanza

__all__ = ["Pipeline", "Resolved", "extract", "load", "resolved"]

Text: TypeAlias = Union[str, "stanza.Document"]
"""What counts as an article: its text, or a Stanza document that was annotated already."""


class Pipeline:
    """Extracts quotes. Load one, use it for many articles; `load` makes it.

    A pipeline keeps nothing of the articles it has read, and gives the same answer for the same text
    whatever came before.
    """

    def __init__(self, reader: Reader, tagger: Tagger, bundled: Tagger | None = None) -> None:
        self._reader, self._tagger = reader, tagger
        self._bundled = bundled or tagger
        """The tagger whose states `quoteattr.affiliation` reads, where another one finds the claims."""

    def __call__(self, text: Text, *, id: str | int | None = None, thoughts: bool = False) -> Article:
        """The statements of one article.

        `text` is a ``str``, or a ``stanza.Document`` with names. `id` comes back in the
        article. With `thoughts`, what sources are said to think, want or feel is returned too. Raises
        `TypeError` for anything that is neither, `ModelError` if the models can't be loaded.
        """
        (article,) = self._read([text], thoughts)
        return evolve(article, id=id)

    def analyse(self, text: Text) -> Analysis:
        """The language step by itself: words, sentences and names."""
        (analysis,) = self._analyses([text])
        return analysis

    def claims(self, text: str) -> tuple[Claim, ...]:
        """The tagging step by itself: what the tagger takes for content, cue and source."""
        (claims,) = self._tagger.tag([text])
        return claims

    def tagged(self, text: str) -> Tagged:
        """What the bundled tagger makes of a text: claims, words and their states."""
        (tagged,) = self._bundled.read([text])
        return tagged

    def pipe(self, texts: Iterable[Text], *, thoughts: bool = False, batch_size: int = 16) -> Iterator[Article]:
        """One article for each text, in order; reads `batch_size` texts ahead so that Stanza works on many at once.

        Raises `TypeError` for a single text in place of many, `ValueError` for a batch of less than one.
        """
        if isinstance(texts, str):
            raise TypeError("expected an iterable of texts, got a single str: call the pipeline itself on one text")
        if batch_size < 1:
            raise ValueError(f"batch_size: expected at least 1, got {batch_size}")
        return self._pipe(texts, thoughts, batch_size)

    def _pipe(self, texts: Iterable[Text], thoughts: bool, batch_size: int) -> Iterator[Article]:
        source = iter(texts)
        while batch := list(islice(source, batch_size)):
            yield from self._read(batch, thoughts)

    def _read(self, texts: Sequence[Text], thoughts: bool) -> Iterator[Article]:
        analyses = self._analyses(texts)
        quotations = [find_quotations(analysis.text) for analysis in analyses]
        plain = [analysis.text for analysis in analyses]
        tagged = self._bundled.read(plain, quotations)
        claims = [t.claims for t in tagged] if self._tagger is self._bundled else self._tagger.tag(plain, quotations)
        for analysis, marks, read, found in zip(analyses, quotations, tagged, claims, strict=True):
            yield _article(analysis, read, find_attributions(analysis, marks, found), thoughts)

    def _analyses(self, texts: Sequence[Text]) -> list[Analysis]:
        """Words, sentences and names of each text; Stanza works on all those that it has not annotated yet at once."""
        annotated = {i: _from_stanza(text) for i, text in enumerate(texts) if not isinstance(text, str)}
        read = self._reader.read([text for text in texts if isinstance(text, str)])
        rest = iter(read)
        return [annotated[i] if i in annotated else next(rest) for i in range(len(texts))]


def load(stanza: str | Path = "bundled", *, tagger: str | Path = "bundled", device: str | None = None) -> Pipeline:
    """A pipeline to keep. Models are read from disk when the first text comes.

    `stanza` chooses the language models: ``"bundled"`` (in the package, nothing is downloaded),
    ``"default"`` (Stanza's own English models, which Stanza downloads once), or the path of a folder of
    Stanza models. `tagger` is ``"bundled"`` or the path of a folder that `quoteattr.training.tagger` has written.
    `device` is a torch device, the CPU if ``None``.
    """
    bundled = load_tagger(BUNDLED, device)
    return Pipeline(
        Reader(stanza, device), bundled if tagger == "bundled" else load_tagger(Path(tagger), device), bundled
    )


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


@frozen
class Resolved:
    """An attribution with its speaker, None if nobody is known, and the probability of the choice of that speaker."""

    attribution: Attribution
    record: SpeakerRecord | None
    certainty: float


def resolved(
    analysis: Analysis, tagged: Tagged, attributions: Sequence[Attribution], thoughts: bool = False
) -> Iterator[Resolved]:
    """Each attribution with its speaker: everything after linking, before the records.

    `tagged` is what the bundled tagger made of the text (`Pipeline.tagged`).
    """
    if not thoughts:
        attributions = [a for a in attributions if a.voiced]
    analysis = mended(analysis, [a.source for a in attributions if a.source is not None])
    facts = stated(analysis, tagged)
    resolution = resolve(analysis, attributions, facts)
    records = _records(analysis, resolution, facts)
    for attribution, speaker, sure in zip(attributions, resolution.speakers, resolution.certainties, strict=True):
        yield Resolved(attribution, None if speaker is None else records[speaker], sure)


def _article(analysis: Analysis, tagged: Tagged, attributions: Sequence[Attribution], thoughts: bool) -> Article:
    found = list(resolved(analysis, tagged, attributions, thoughts))
    speakers = {one.record.id: one.record for one in found if one.record is not None}
    return Article(tuple(map(_quote, found)), tuple(speakers.values()))


def _records(analysis: Analysis, resolution: Resolution, facts: Sequence[Stated]) -> dict[int, SpeakerRecord]:
    """A record for each entity that speaks, numbered from 1 in order of its first statement."""
    surroundings = Surroundings(analysis, resolution.people, facts)
    records: dict[int, SpeakerRecord] = {}
    for speaker in resolution.speakers:
        if speaker is not None and speaker not in records:
            entity = resolution.entities[speaker]
            told = surroundings.affiliations(entity, bundled_ranker())
            records[speaker] = SpeakerRecord(len(records) + 1, entity.name, entity.kind, entity.mentions, told)
    return records


def _quote(found: Resolved) -> Quote:
    attribution, record = found.attribution, found.record
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
        confidence=confidence(shown(attribution, record, found.certainty), bundled_weights()),
    )
