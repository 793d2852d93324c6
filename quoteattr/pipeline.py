"""Many articles: read in batches, errors in their places, spread over processes.

>>> import quoteattr
>>> article = quoteattr.extract("“It works,” said Ada Obi, head of the Lagos Bridge Trust.")
>>> quote, = article.quotes
>>> quote.text, quote.speaker.name, quote.speaker.affiliation.organization
('“It works,”', 'Ada Obi', 'Lagos Bridge Trust')

`quoteattr.reading` has the steps of one article.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from functools import cache, partial
from itertools import chain, count
from pathlib import Path
from traceback import clear_frames
from typing import TYPE_CHECKING, Any, TypeAlias, Union

from attrs import evolve

from quoteattr.errors import ArticleError, ModelError
from quoteattr.language.documents import from_document
from quoteattr.language.words import Analysis
from quoteattr.models import ModelNames, Models
from quoteattr.network.reading import Reading
from quoteattr.reading import Readable, read
from quoteattr.records import Article
from quoteattr.statements.cues import Cue, as_cues
from quoteattr.text.page import Page

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

    def __init__(self, models: Models) -> None:
        self.models = models
        """The models that it reads with."""

    def __call__(self, text: Text, *, id: str | int | None = None, thoughts: bool = False) -> Article:
        """Return the statements of one article.

        `text` is a ``str``, or a ``stanza.Document`` with names. `id` comes back in the
        article. With `thoughts`, what sources are said to think, want or feel is returned too. Raises
        `TypeError` for anything that is neither, `ModelError` if the models can't be loaded.
        """
        (article,) = read([_readable(text)], self.models, thoughts=thoughts)
        return evolve(article, id=id)

    def analyse(self, text: Text) -> Analysis:
        """Return the language step by itself: words, sentences and names, every character of the text kept."""
        given = _readable(text)
        if isinstance(given, Analysis):
            return given
        (analysis,) = self.models.reader.read([Page.verbatim(given)])
        return analysis

    def tagged(self, text: str) -> Reading:
        """Return the network's step by itself: claims, words and their states, every character of the text kept."""
        (tagged,) = self.models.tag([Page.verbatim(text)])
        return tagged

    def pipe(
        self, texts: Iterable[Text], *, thoughts: bool = False, batch_size: int = 16, workers: int = 1
    ) -> Generator[Article | ArticleError, None, None]:
        """Yield what comes of each text, in order: its article, or an `ArticleError` where it could not be read.

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
        or workers of less than one.
        """
        if isinstance(texts, str):
            raise TypeError("expected an iterable of texts, got a single str: call the pipeline itself on one text")
        for name, number in (("batch_size", batch_size), ("workers", workers)):
            if number < 1:
                raise ValueError(f"{name}: expected at least 1, got {number}")
        return self._pipe(texts, thoughts, batch_size, workers)

    def _pipe(
        self, texts: Iterable[Text], thoughts: bool, batch_size: int, workers: int
    ) -> Generator[Article | ArticleError, None, None]:
        batches = _batches(texts, batch_size)
        outcomes: Generator[Sequence[Article | ArticleError], None, None]
        if workers == 1:
            outcomes = (read_carefully(batch, self.models, thoughts) for batch in batches)
        else:
            from quoteattr.workers import spread

            outcomes = spread(batches, partial(_ready, self.models.names, thoughts), workers)
        with closing(outcomes):
            yield from map(_placed, count(), chain.from_iterable(outcomes))


def load(
    stanza: str | Path = "bundled",
    *,
    tagger: str | Path = "bundled",
    device: str | None = None,
    verbs: Iterable[str | Cue] = (),
) -> Pipeline:
    """Return a pipeline to keep. ModelNames are read from disk when the first text comes.

    `stanza` chooses the language models: ``"bundled"`` (in the package, nothing is downloaded),
    ``"default"`` (Stanza's own English models, which Stanza downloads once), or the path of a folder of
    Stanza models. `tagger` is ``"bundled"`` or the path of a folder that `quoteattr.training.tagger` has written.
    `device` is a torch device for all models, the CPU if ``None``.

    `verbs` are reporting verbs of your own, beside those of `quoteattr.statements.cues`: the base form of a verb that
    reports speech in a clause, or a `quoteattr.statements.cues.Cue` for one that presents writing or thought, or
    reports in its object. Raises `TypeError` for a single str in place of many, `ValueError` for what is no word.

    >>> from quoteattr import Presentation
    >>> text = "The minister faxed that the bridge was safe."
    >>> own = load(verbs=[Cue("fax", Presentation.WRITING, clause=True)])
    >>> [quote.presentation.value for read in (load(), own) for quote in read(text).quotes]
    ['speech', 'writing']
    """
    names = ModelNames(
        stanza="default" if stanza == "default" else _absolute(stanza),
        tagger=_absolute(tagger),
        device=device,
        verbs=as_cues(verbs),
    )
    return Pipeline(Models(names))


def _absolute(path: str | Path) -> str:
    """Return a path that holds in every process, whatever folder it runs in."""
    return "bundled" if path == "bundled" else str(Path(path).absolute())


def extract(text: Text, *, id: str | int | None = None, thoughts: bool = False) -> Article:
    """Return the statements of one article, with the bundled models, loaded at the first call and kept.

    See `Pipeline.__call__` for the arguments and errors.
    """
    return _kept()(text, id=id, thoughts=thoughts)


@cache
def _kept() -> Pipeline:
    """Return the one pipeline that quoteattr keeps by itself, for `extract`."""
    return load()


def _ready(names: ModelNames, thoughts: bool) -> Callable[[Sequence[Readable | ArticleError]], Sequence[Any]]:
    """Return what a worker process reads batches with: models loaded, one thread."""
    import torch

    torch.set_num_threads(1)
    models = Models(names)
    list(read(["Nobody said so."], models))
    return partial(read_carefully, models=models, thoughts=thoughts)


def read_carefully(
    batch: Sequence[Readable | ArticleError], models: Models, thoughts: bool
) -> Sequence[Article | ArticleError]:
    """Return what comes of each text, together or, where that fails, one by one; errors stay where they are."""
    readable = [text for text in batch if not isinstance(text, ArticleError)]
    try:
        articles = iter(list(read(readable, models, thoughts=thoughts)))
    except ModelError:
        raise
    except Exception as error:
        if len(batch) == 1:
            return [_as_article_error(error)]
        return [outcome for text in batch for outcome in read_carefully([text], models, thoughts)]
    return [text if isinstance(text, ArticleError) else next(articles) for text in batch]


def _batches(texts: Iterable[Text], size: int) -> Iterator[list[Readable | ArticleError]]:
    """Yield texts in batches, with an error in the place of what is no text.

    An error of `texts` itself is raised after the texts before it.
    """
    batch: list[Readable | ArticleError] = []
    try:
        for text in texts:
            batch.append(_readable_or_error(text))
            if len(batch) == size:
                yield batch
                batch = []
    except Exception:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def _readable_or_error(text: Text) -> Readable | ArticleError:
    try:
        return _readable(text)
    except Exception as error:
        return _as_article_error(error)


def _readable(text: Text) -> Readable:
    """Return a text as it is, and of a Stanza document what is used of it. Raises `TypeError` for anything else."""
    if isinstance(text, str):
        return str.__str__(text)  # a subclass would take its class along to the workers
    if not (hasattr(text, "sentences") and hasattr(text, "ents")):
        raise TypeError(
            f"expected the text of an article (str) or a stanza.Document, got {type(text).__name__}: "
            "decode bytes first, and pass one article at a time (pipe() takes many)"
        )
    return from_document(text)


def _as_article_error(error: Exception) -> ArticleError:
    """Return the error that stands for an article; `_placed` gives it its number."""
    clear_frames(error.__traceback__)  # they hold the texts of the batch
    failed = ArticleError(0, " ".join(f"{type(error).__name__}: {error}".split()))
    failed.__cause__ = error
    return failed


def _placed(index: int, outcome: Article | ArticleError) -> Article | ArticleError:
    """Return an outcome that knows its place in the stream."""
    if isinstance(outcome, Article):
        return outcome
    placed = ArticleError(index, outcome.reason)
    placed.__cause__ = outcome.__cause__
    return placed
