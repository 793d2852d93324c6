"""Which models read, and those models once they are loaded.

`ModelNames` names all of them, and the reporting verbs of one's own; it is small and goes to worker processes. `Models`
reads them from disk and is passed down through the steps: nothing else in quoteattr keeps a model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from quoteattr import confidence
from quoteattr.errors import ModelError
from quoteattr.language.reader import Reader
from quoteattr.network.reading import Reading
from quoteattr.statements.cues import Cue, Cues
from quoteattr.text.page import Page

if TYPE_CHECKING:
    from quoteattr.network.tagger import Tagger
    from quoteattr.network.who import WhoNetwork

__all__ = ["ModelNames", "Models"]


@frozen
class ModelNames:
    """The models of a pipeline by name: the path of each, or ``"bundled"`` for the one in the package.

    `stanza` is a folder of Stanza models, or ``"default"`` for Stanza's own. `tagger` is a folder that
    `quoteattr.training.tagger` has written, `confidence` a file of `quoteattr.training.confidence`. `device` is a torch
    device for all of them, the CPU if None. `verbs` report speech beside those that quoteattr knows.
    """

    stanza: str = "bundled"
    tagger: str = "bundled"
    confidence: str = "bundled"
    device: str | None = None
    verbs: tuple[Cue, ...] = ()


@frozen
class Models:
    """The models that `ModelNames` names, each read from disk when it is first needed, and kept.

    Each raises `ModelError` where it can't be read.
    """

    names: ModelNames

    @cached_property
    def reader(self) -> Reader:
        """What finds words, sentences and names."""
        return Reader(self.names.stanza, self.names.device)

    @cached_property
    def _tagger(self) -> Tagger:
        """The bundled tagger, which has the second top."""
        from quoteattr.network.tagger import Tagger

        return Tagger.open(device=self.names.device)

    @cached_property
    def _own_tagger(self) -> Tagger | None:
        """Another tagger to find claims, if one is named."""
        from quoteattr.network.tagger import Tagger

        return None if self.names.tagger == "bundled" else Tagger.open(Path(self.names.tagger), self.names.device)

    @property
    def who(self) -> WhoNetwork:
        """What weighs for whom a source stands, and whose a role, an organization or a place is."""
        from quoteattr.network.checkpoint import WHO_FILE
        from quoteattr.network.tagger import BUNDLED

        if self._tagger.who is None:
            raise ModelError(f"no {WHO_FILE} in {BUNDLED}: install quoteattr again")
        return self._tagger.who

    @cached_property
    def confidence(self) -> Mapping[str, float]:
        """The weights of the confidence."""
        return confidence.open_weights(_path(self.names.confidence, confidence.BUNDLED))

    @cached_property
    def cues(self) -> Cues:
        """The reporting verbs and nouns, one's own verbs among them."""
        return Cues.of(self.names.verbs)

    def tag(self, pages: Sequence[Page]) -> Iterator[Reading]:
        """Yield what the network reads on each page, in order.

        On a CPU pages are read one by one, which costs next to nothing there, lets no article depend on its neighbours
        in the last decimals, and keeps the states of one only; on other devices they are read together.
        """
        if self.names.device not in (None, "cpu"):
            yield from self._tag_together(pages)
        else:
            for page in pages:
                yield from self._tag_together([page])

    def _tag_together(self, pages: Sequence[Page]) -> list[Reading]:
        readings = self._tagger.read(pages)
        if self._own_tagger is None:
            return readings
        others = self._own_tagger.read(pages)
        return [evolve(own, claims=other.claims) for own, other in zip(readings, others, strict=True)]


def _path(name: str, bundled: Path) -> Path:
    return bundled if name == "bundled" else Path(name)
