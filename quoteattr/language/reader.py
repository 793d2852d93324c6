"""Words, sentences and names, through Stanza.

`Reader` turns pages into `Analysis` values. It gives Stanza the paragraphs of each page in blocks, so that no sentence
runs over a heading and memory does not grow with the article. By default it runs the compact models that lie in the
package; with ``stanza="default"`` Stanza's own English models, with a path those of a folder.

Stanza and torch are loaded when the first page is read, once per `Reader`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import is_zipfile

from quoteattr.errors import ModelError, brief
from quoteattr.language.blocks import cut_into_blocks
from quoteattr.language.documents import on_page
from quoteattr.language.words import Analysis
from quoteattr.text.page import Page

if TYPE_CHECKING:
    import stanza

__all__ = ["BUNDLED", "Reader"]

BUNDLED = Path(__file__).parents[1] / "models" / "stanza"
"""The folder of the compact models that ship with quoteattr."""

CHARACTERS_AT_ONCE = 60_000
"""Characters that are in Stanza's hands together: a document takes more memory than all that is kept of it."""

_PROCESSORS = ("tokenize", "mwt", "ner")
"""What is run, where a folder of models has it; all but ``mwt`` it must have."""


class Reader:
    """Reads pages with one set of Stanza models, loaded at first use.

    `stanza` is ``"bundled"`` (the compact models in the package), ``"default"`` (Stanza's own English
    models, downloaded by Stanza if they are not there yet) or the path of a folder of models with a
    ``resources.json``. `device` is a torch device; ``None`` means the CPU.
    """

    def __init__(self, stanza: str | Path = "bundled", device: str | None = None) -> None:
        self._source = stanza
        self._device = device or "cpu"

    @cached_property
    def _stanza(self) -> stanza.Pipeline:
        return _build(self._folder, self._device)

    @property
    def _folder(self) -> Path | None:
        """Where the models are; None for Stanza's own."""
        if self._source == "default":
            return None
        return BUNDLED if self._source == "bundled" else Path(self._source)

    def read(self, pages: Sequence[Page]) -> list[Analysis]:
        """Return the sentences and names of each page. Stanza works on all of them together.

        Raises `ModelError` where the models can't be loaded.
        """
        blocks = [(i, block) for i, page in enumerate(pages) for block in cut_into_blocks(page)]
        documents = self._annotate([block.text for _, block in blocks])
        read: list[list[Analysis]] = [[] for _ in pages]
        for (i, block), document in zip(blocks, documents, strict=True):
            read[i].append(on_page(document, pages[i], block.origin))
        return [_joined(page, parts) for page, parts in zip(pages, read, strict=True)]

    def _annotate(self, texts: list[str]) -> Iterator[Any]:
        """Yield the Stanza document of each block; some blocks go through together."""
        some: list[str] = []
        for text in texts:
            if some and sum(map(len, some)) + len(text) > CHARACTERS_AT_ONCE:
                yield from self._stanza.bulk_process(some)
                some = []
            some.append(text)
        if some:
            yield from self._stanza.bulk_process(some)


def _joined(page: Page, parts: Sequence[Analysis]) -> Analysis:
    """Return what was found in the blocks of a page as one."""
    return Analysis(
        page,
        tuple(sentence for part in parts for sentence in part.sentences),
        tuple(name for part in parts for name in part.names),
    )


def _build(folder: Path | None, device: str) -> stanza.Pipeline:
    """Open the Stanza models of a folder with downloads off, or Stanza's own (`folder` None)."""
    import stanza

    # what Stanza would log of a model that fails is in the error that it raises
    options: dict[str, Any] = {"device": device, "logging_level": "CRITICAL"}
    if folder is None:
        options |= {"processors": ",".join(_PROCESSORS), "download_method": "reuse_resources"}
    else:
        options |= {"processors": _processors(folder), "dir": str(folder), "download_method": None}
    try:
        return _in_single(stanza.Pipeline("en", **options))
    except Exception as error:  # Stanza raises many kinds, from a missing file to a failed download
        where = "Stanza's own English models" if folder is None else f"the models in {folder}"
        advice = (
            'they are downloaded once by Stanza: check the network, or run stanza.download("en") where there is one'
            if folder is None
            else "check that the folder is complete, or leave stanza= out to use the bundled models"
        )
        raise ModelError(f"could not load {where}: {brief(error)}{_broken(folder)}. What to do: {advice}") from error


def _broken(folder: Path | None) -> str:
    """Name the models of a folder that are no archives, as torch writes them: what a broken copy leaves."""
    models = sorted(folder.glob("en/*/*.pt")) if folder else []
    cut = [str(path) for path in models if os.access(path, os.R_OK) and not is_zipfile(path)]
    return f" ({', '.join(cut)} cut short or no model)" if cut else ""


def _in_single(pipeline: stanza.Pipeline) -> stanza.Pipeline:
    """Return a pipeline whose name tagger is in single precision: the bundled word vectors lie in half precision."""
    for trainer in pipeline.processors["ner"].trainers:
        trainer.model.float()
    return pipeline


def _processors(folder: Path) -> str:
    """Return those of the processors that a folder of models offers, by its ``resources.json``."""
    listing = folder / "resources.json"
    try:
        resources = json.loads(listing.read_text(encoding="utf-8"))
        offered = dict(resources["en"]["packages"]["default"])
        offered |= offered.pop("optional", {})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"no Stanza models for English in {folder}: expected a resources.json that lists them ({error}). "
            f'What to do: download them with stanza.download("en", model_dir="{folder}"), '
            "or leave stanza= out to use the bundled models"
        ) from error
    missing = [name for name in ("tokenize", "ner") if name not in offered]
    if missing:
        raise ModelError(f"the models in {folder} lack {', '.join(missing)}: quoteattr needs tokenize and ner")
    return ",".join(name for name in _PROCESSORS if name in offered)
