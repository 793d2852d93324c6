"""The tagger, read when it is first used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from quoteattr.network.reading import Claim, Reading
from quoteattr.text.page import Page

if TYPE_CHECKING:
    from quoteattr.network import tagger

__all__ = ["BUNDLED", "Claim", "Tagged", "Tagger", "load_tagger"]

BUNDLED = Path(__file__).parents[1] / "models" / "tagger"
"""The folder of the tagger that ships with quoteattr."""

Tagged = Reading


class Tagger:
    """Finds claims on pages. `open` returns the tagger; it is called once, when the first page comes."""

    def __init__(self, open: Callable[[], tagger.Tagger]) -> None:
        self._open = open

    @cached_property
    def _tagger(self) -> tagger.Tagger:
        return self._open()

    def tag(self, pages: Sequence[Page]) -> list[tuple[Claim, ...]]:
        """Return the claims of each page in text order."""
        return [reading.claims for reading in self.read(pages)]

    def read(self, pages: Sequence[Page]) -> list[Reading]:
        """Return the reading of each page."""
        return self._tagger.read(pages)


def load_tagger(folder: Path = BUNDLED, device: str | None = None) -> Tagger:
    """Return the tagger in a folder, the bundled one by default, read when it is first used."""
    return Tagger(partial(_open, folder, device))


def _open(folder: Path, device: str | None) -> tagger.Tagger:
    from quoteattr.network.tagger import Tagger

    return Tagger.open(folder, device)
