"""The steps in a row: text in, `Article` out.

>>> import quoteattr
>>> article = quoteattr.extract("“It works,” said Ada Obi, head of the Lagos Bridge Trust.")
>>> quote, = article.quotes
>>> quote.text, quote.speaker.name, quote.speaker.affiliation.organization
('“It works,”', 'Ada Obi', 'Lagos Bridge Trust')
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from functools import cache, partial
from itertools import chain, count
from pathlib import Path
from traceback import clear_frames
from typing import TYPE_CHECKING, Any, TypeAlias, Union

from attrs import evolve, frozen

from quoteattr.affiliations.affiliation import stated
from quoteattr.affiliations.offices import Surroundings
from quoteattr.confidence import bundled_weights, confidence, shown
from quoteattr.errors import ArticleError, ModelError
from quoteattr.language.documents import from_document
from quoteattr.language.reader import Reader
from quoteattr.language.words import Analysis
from quoteattr.network.tagging import BUNDLED, Claim, Tagged, Tagger, load_tagger
from quoteattr.records import Article, Quote, Speaker, SpeakerRecord
from quoteattr.speakers.entities import Resolution, resolve
from quoteattr.speakers.facts import Stated
from quoteattr.speakers.naming import mended
from quoteattr.speakers.ranking import bundled_ranker
from quoteattr.statements.linking import Attribution, find_attributions
from quoteattr.text.page import Page

if TYPE_CHECKING:
    import stanza

__all__ = ["Models", "Pipeline", "Resolved", "extract", "load", "resolved"]

Text: TypeAlias = Union[str, "stanza.Document"]
"""What counts as an article: its text, or a Stanza document that was annotated already."""

Readable: TypeAlias = str | Analysis
"""An article as it goes to a worker process: a Stanza document is down to what is used of it."""


@frozen
class Models:
    """Which models a pipeline runs, as `load` was told: all that another process needs to load the same ones."""

    stanza: str = "bundled"
    tagger: str = "bundled"
    device: str | None = None

    def load(self) -> Pipeline:
        """A pipeline with these models."""
        reader, bundled = Reader(self.stanza, self.device), load_tagger(BUNDLED, self.device)
        tagger = bundled if self.tagger == "bundled" else load_tagger(Path(self.tagger), self.device)
        return Pipeline(reader, tagger, bundled, self)


class Pipeline:
    """Extracts quotes. Load one, use it for many articles; `load` makes it.

    A pipeline keeps nothing of the articles it has read, and gives the same answer for the same text
    whatever came before.
    """

    def __init__(
        self, reader: Reader, tagger: Tagger, bundled: Tagger | None = None, models: Models | None = None
    ) -> None:
        self._reader, self._tagger = reader, tagger
        self._bundled = bundled or tagger
        """The tagger whose states `quoteattr.affiliations.affiliation` reads, where another one finds the claims."""
        self._models = models
        """What a worker process would have to load, if that is known."""

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
        prepared = _prepared(text)
        if isinstance(prepared, Analysis):
            return prepared
        (analysis,) = self._reader.read([Page.verbatim(prepared)])
        return analysis

    def claims(self, text: str) -> tuple[Claim, ...]:
        """The tagging step by itself: what the tagger takes for content, cue and source."""
        (claims,) = self._tagger.tag([Page.verbatim(text)])
        return claims

    def tagged(self, text: str) -> Tagged:
        """What the bundled tagger makes of a text: claims, words and their states."""
        (tagged,) = self._bundled.read([Page.verbatim(text)])
        return tagged

    def pipe(
        self, texts: Iterable[Text], *, thoughts: bool = False, batch_size: int = 16, workers: int = 1
    ) -> Generator[Article | ArticleError, None, None]:
        """What comes of each text, in order: its article, or an `ArticleError` where it could not be read.

        The stream is lazy. It reads `batch_size` texts ahead, so that Stanza works on many at once; with `workers`
        above 1, at most ``2 * workers * batch_size``. Neither number changes what comes out
        (on another device than the CPU, `batch_size` may in the last decimals).

        `workers` above 1 reads in as many processes, each with models of its own (about 700 MB, loaded in some
        seconds) and one thread. A process that dies is replaced, and only an article that kills it twice is lost.
        Stanza documents are reduced here to their words, sentences and names, and the processes do the rest. They end
        when the stream ends, is closed or is dropped; a script that asks for them has to keep what it runs under
        ``if __name__ == "__main__":``.

        An error of `texts` itself is raised after the articles of all texts before it. Raises `ModelError`
        if the models can't be loaded, `TypeError` for a single text in place of many, `ValueError` for a batch
        or workers of less than one, and for workers of a pipeline that `load` has not made.
        """
        if isinstance(texts, str):
            raise TypeError("expected an iterable of texts, got a single str: call the pipeline itself on one text")
        for name, number in (("batch_size", batch_size), ("workers", workers)):
            if number < 1:
                raise ValueError(f"{name}: expected at least 1, got {number}")
        if workers > 1 and self._models is None:
            raise ValueError("workers: this pipeline can't tell them what to load: make it with quoteattr.load()")
        return self._pipe(texts, thoughts, batch_size, workers)

    def _pipe(
        self, texts: Iterable[Text], thoughts: bool, batch_size: int, workers: int
    ) -> Generator[Article | ArticleError, None, None]:
        batches = _batches(texts, batch_size)
        outcomes: Generator[Sequence[Article | ArticleError], None, None]
        if workers == 1:
            outcomes = (self._carefully(batch, thoughts) for batch in batches)
        else:
            from quoteattr.workers import spread

            assert self._models is not None
            outcomes = spread(batches, partial(_ready, self._models, thoughts), workers)
        with closing(outcomes):
            yield from map(_placed, count(), chain.from_iterable(outcomes))

    def _carefully(self, batch: Sequence[Readable | ArticleError], thoughts: bool) -> Sequence[Article | ArticleError]:
        """What comes of each text, together or, where that fails, one by one; errors stay where they are."""
        readable = [text for text in batch if not isinstance(text, ArticleError)]
        try:
            read = iter(list(self._read(readable, thoughts)))
        except ModelError:
            raise
        except Exception as error:
            if len(batch) == 1:
                return [_failed(error)]
            return [outcome for text in batch for outcome in self._carefully([text], thoughts)]
        return [text if isinstance(text, ArticleError) else next(read) for text in batch]

    def _read(self, texts: Sequence[Text | Analysis], thoughts: bool) -> Iterator[Article]:
        analyses = self._analyses([_prepared(text) for text in texts])
        pages = [analysis.page for analysis in analyses]
        tagged = self._tagged(self._bundled, pages)
        others = None if self._tagger is self._bundled else self._tagged(self._tagger, pages)
        for analysis, read in zip(analyses, tagged, strict=True):
            claims = read.claims if others is None else next(others).claims
            found = _article(analysis, read, find_attributions(analysis, claims), thoughts)
            yield analysis.page.restored(found)

    def _tagged(self, tagger: Tagger, pages: Sequence[Page]) -> Iterator[Tagged]:
        """What a tagger makes of each text: on a CPU one by one, which costs next to nothing there, lets no article
        depend on its neighbours in the last decimals, and keeps the states of one only; on other devices together.
        """
        if self._models is not None and self._models.device not in (None, "cpu"):
            yield from tagger.read(pages)
        else:
            for page in pages:
                yield from tagger.read([page])

    def _analyses(self, texts: Sequence[Readable]) -> list[Analysis]:
        """Words, sentences and names of each text; Stanza works on all those that it has not annotated yet at once."""
        read = iter(self._reader.read([Page.of(text) for text in texts if isinstance(text, str)]))
        return [next(read) if isinstance(text, str) else text for text in texts]


def load(stanza: str | Path = "bundled", *, tagger: str | Path = "bundled", device: str | None = None) -> Pipeline:
    """A pipeline to keep. Models are read from disk when the first text comes.

    `stanza` chooses the language models: ``"bundled"`` (in the package, nothing is downloaded),
    ``"default"`` (Stanza's own English models, which Stanza downloads once), or the path of a folder of
    Stanza models. `tagger` is ``"bundled"`` or the path of a folder that `quoteattr.training.tagger` has written.
    `device` is a torch device, the CPU if ``None``.
    """
    own = stanza in ("bundled", "default")
    return Models(
        stanza=str(stanza) if own else str(Path(stanza).absolute()),
        tagger="bundled" if tagger == "bundled" else str(Path(tagger).absolute()),
        device=device,
    ).load()


def extract(text: Text, *, id: str | int | None = None, thoughts: bool = False) -> Article:
    """The statements of one article, with the bundled models, loaded at the first call and kept.

    See `Pipeline.__call__` for the arguments and errors.
    """
    return _bundled()(text, id=id, thoughts=thoughts)


@cache
def _bundled() -> Pipeline:
    return load()


def _ready(models: Models, thoughts: bool) -> Callable[[Sequence[Readable | ArticleError]], Sequence[Any]]:
    """What a worker process reads batches with: models loaded, one thread."""
    import torch

    torch.set_num_threads(1)
    pipeline = models.load()
    pipeline("Nobody said so.")
    return partial(pipeline._carefully, thoughts=thoughts)


def _batches(texts: Iterable[Text], size: int) -> Iterator[list[Readable | ArticleError]]:
    """Texts in batches, what is no text as its error. An error of `texts` comes after the texts before it."""
    batch: list[Readable | ArticleError] = []
    try:
        for text in texts:
            batch.append(_taken(text))
            if len(batch) == size:
                yield batch
                batch = []
    except Exception:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def _taken(text: Text) -> Readable | ArticleError:
    try:
        return _prepared(text)
    except Exception as error:
        return _failed(error)


def _prepared(text: Text | Analysis) -> Readable:
    """A text as it is, of a Stanza document what is used of it. Raises `TypeError` for anything else."""
    if isinstance(text, str):
        return str.__str__(text)  # a subclass would take its class along to the workers
    if isinstance(text, Analysis):
        return text
    if not (hasattr(text, "sentences") and hasattr(text, "ents")):
        raise TypeError(
            f"expected the text of an article (str) or a stanza.Document, got {type(text).__name__}: "
            "decode bytes first, and pass one article at a time (pipe() takes many)"
        )
    return from_document(text)


def _failed(error: Exception) -> ArticleError:
    """The error in an article's place; its place in the stream is `_placed`'s business."""
    clear_frames(error.__traceback__)  # they hold the texts of the batch
    failed = ArticleError(0, " ".join(f"{type(error).__name__}: {error}".split()))
    failed.__cause__ = error
    return failed


def _placed(index: int, outcome: Article | ArticleError) -> Article | ArticleError:
    if isinstance(outcome, Article):
        return outcome
    placed = ArticleError(index, outcome.reason)
    placed.__cause__ = outcome.__cause__
    return placed


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
