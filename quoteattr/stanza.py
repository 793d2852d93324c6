"""quoteattr as a processor of a Stanza pipeline.

Importing this module registers the processor ``quoteattr``. A `stanza.Pipeline` that names it, after ``tokenize`` and
``ner``, puts the statements of each document into ``doc.quotes`` and their speakers into ``doc.speakers``:

>>> import stanza, quoteattr.stanza
>>> from quoteattr.language.reader import BUNDLED
>>> models = {"dir": str(BUNDLED), "download_method": None, "verbose": False}
>>> nlp = stanza.Pipeline("en", processors="tokenize,ner,quoteattr", **models)
>>> doc = nlp("The bridge is safe, said Ada Obi, head of the Lagos Bridge Trust.")
>>> [(quote.text, quote.speaker.name) for quote in doc.quotes]
[('The bridge is safe', 'Ada Obi')]
>>> [speaker.affiliations[0].organization for speaker in doc.speakers]
['Lagos Bridge Trust']

Both are tuples of quoteattr's records, and None for a document that the processor has not read. They can be assigned
to, but Stanza does not write them: `stanza.Document.to_dict` and `stanza.Document.to_serialized` leave them out.

Options of the pipeline: ``quoteattr_thoughts=True`` for thoughts too, ``quoteattr_tagger`` for the folder of another
tagger.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any, ClassVar

from attrs import frozen
from stanza.models.common.doc import Document
from stanza.pipeline.processor import Processor, register_processor
from stanza.pipeline.registry import NAME_TO_PROCESSOR_CLASS, PIPELINE_NAMES

from quoteattr.errors import ArticleError, InputError, ModelError
from quoteattr.pipeline import load
from quoteattr.records import Article

__all__ = ["NAME", "QuoteProcessor"]

NAME = "quoteattr"
"""The name of the processor among the ``processors`` of a pipeline; its options begin with it."""

_log = logging.getLogger(__name__)


@frozen
class _Options:
    """The options that a pipeline takes as ``quoteattr_...``."""

    thoughts: bool = False
    tagger: str | Path = "bundled"

    @classmethod
    def of(cls, arguments: Mapping[str, Any]) -> _Options:
        """Return the options among the arguments of a pipeline. Raises `TypeError` for unknown and unfit ones."""
        own = {name: value for name, value in arguments.items() if name.startswith(f"{NAME}_")}
        thoughts = own.pop(f"{NAME}_thoughts", False)
        tagger = own.pop(f"{NAME}_tagger", "bundled")
        own.pop(f"{NAME}_check_requirements", None)  # Stanza's own, for every processor
        if own:
            known = f"{NAME}_thoughts and {NAME}_tagger"
            raise TypeError(f"unknown option {', '.join(sorted(own))}: the options of this processor are {known}")
        if not isinstance(thoughts, bool):
            raise TypeError(f"{NAME}_thoughts: expected True or False, got {thoughts!r}")
        if not isinstance(tagger, str | Path):
            raise TypeError(f"{NAME}_tagger: expected the path of a folder, got {tagger!r}")
        return cls(thoughts, tagger)


class QuoteProcessor(Processor):  # type: ignore[misc]  # Stanza has no types
    """Reads annotated documents; Stanza makes it when a pipeline names it.

    It has no model among Stanza's, so none is looked up or downloaded; its own lie in quoteattr and run on the
    pipeline's device. Raises `ModelError` where the tagger can't be opened or the pipeline is not for English,
    `TypeError` for an unknown option.
    """

    PROVIDES_DEFAULT: ClassVar[set[str]] = {NAME}
    REQUIRES_DEFAULT: ClassVar[set[str]] = {"tokenize", "ner"}

    def __init__(self, config: dict[str, Any], pipeline: Any, device: Any) -> None:
        super().__init__(config, pipeline, device)
        if config["lang"] != "en":
            raise ModelError(f"quoteattr reads English, and this pipeline is for {config['lang']!r}: leave {NAME} out")
        self._options = _Options.of(pipeline.kwargs)
        self._quoteattr = load(tagger=self._options.tagger, device=str(device))
        self._quoteattr.tagged("")  # opens the tagger, so that a wrong folder shows when the pipeline is made

    def __str__(self) -> str:
        """Return the class and the tagger, in place of the model that Stanza supposes."""
        return f"{type(self).__name__}({self._options.tagger})"

    def mark_inactive(self) -> None:
        """Do nothing. Stanza calls it where the pipeline does not meet the requirements, before anything is loaded."""

    def process(self, doc: Document) -> Document:
        """Fill in ``doc.quotes`` and ``doc.speakers``. Raises `InputError` for a document without text or names."""
        _fill_in(doc, self._quoteattr(doc, thoughts=self._options.thoughts))
        return doc

    def bulk_process(self, docs: Sequence[Document]) -> list[Document]:
        """Fill in many documents, which are read together and each for itself.

        A document that could not be read has None for quotes and speakers, and the reason is logged as a warning.
        `InputError` is raised all the same, since it says that the pipeline is wrong.
        """
        articles = self._quoteattr.pipe(docs, thoughts=self._options.thoughts)
        for doc, article in zip(docs, articles, strict=True):
            if not isinstance(article, ArticleError):
                _fill_in(doc, article)
            elif isinstance(article.__cause__, InputError):
                raise article.__cause__
            else:
                _fill_in(doc, None)
                _log.warning("a document has no quotes because it could not be read: %s", article)
        return list(docs)


def _fill_in(doc: Document, article: Article | None) -> None:
    doc.quotes = None if article is None else article.quotes
    doc.speakers = None if article is None else article.speakers


def _register() -> None:
    """Register the processor and the properties with Stanza, once however often this module is imported."""
    if NAME in PIPELINE_NAMES:
        NAME_TO_PROCESSOR_CLASS[NAME] = QuoteProcessor
    else:
        register_processor(NAME)(QuoteProcessor)
    for name in ("quotes", "speakers"):
        if not hasattr(Document, name):
            _add_property(name)


def _add_property(name: str) -> None:
    """Add a property to Stanza's documents, None unless it is set."""
    attribute = f"_{name}"
    Document.add_property(name, None, attrgetter(attribute), lambda doc, value: setattr(doc, attribute, value))


_register()
