"""Characters that nobody sees, taken out before a text is read, and put back into the offsets of what was found.

Pages are full of them: soft hyphens within words, zero-width spaces around links, joiners, direction marks, a byte
order mark where a feed was glued together. A reader's eye passes over them, so they must neither part a word nor
come between a quotation mark and its neighbours:

>>> shown = Visible.of("“Yes,” s\\u00adaid Ada\\u200b Obi.")
>>> shown.text
'“Yes,” said Ada Obi.'
>>> shown.origin(shown.text.index("Ada"))
13

Which characters these are, Unicode says (Default_Ignorable_Code_Point, Unicode Standard Annex 44): those that a
program shows as nothing even where its font lacks them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

import regex
from attrs import evolve, fields, frozen, has

from quoteattr.records import Article, Span

__all__ = ["Visible"]

_INVISIBLE = regex.compile(r"\p{Default_Ignorable_Code_Point}")


@frozen
class Visible:
    """A text as its readers see it: `text` is `whole` without invisible characters.

    `gaps` are the places in `text` where one was taken out, in order, twice the same for two in a row.
    """

    whole: str
    text: str
    gaps: Sequence[int] = ()

    @classmethod
    def of(cls, whole: str) -> Visible:
        """Return a text without the characters that nobody sees."""
        gaps = [found.start() - i for i, found in enumerate(_INVISIBLE.finditer(whole))]
        return cls(whole, _INVISIBLE.sub("", whole) if gaps else whole, gaps)

    def origin(self, offset: int) -> int:
        """Return where in `whole` the character at an offset into `text` stands."""
        return offset + bisect_right(self.gaps, offset)

    def restored(self, article: Article) -> Article:
        """Return an article that was read from `text` with the spans that it has in `whole`."""
        if not self.gaps:
            return article
        moved: Article = self._moved(article)
        return moved

    def _moved(self, value: Any) -> Any:
        if isinstance(value, Span):
            return Span.cut(self.whole, self.origin(value.start), self.origin(value.end - 1) + 1)
        if isinstance(value, tuple):
            return tuple(map(self._moved, value))
        if not has(type(value)):
            return value
        return evolve(value, **{f.name: self._moved(getattr(value, f.name)) for f in fields(type(value))})
