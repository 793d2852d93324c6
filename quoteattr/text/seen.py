"""A text as its readers see it, and the way back to the text as it was given.

>>> seen = Seen.of("&ldquo;Yes,&rdquo; s\\u00adaid Ada\\u200b Obi.")
>>> seen.text
'“Yes,” said Ada Obi.'
>>> seen.origin(0, 1), seen.origin(12, 15)
((0, 7), (25, 28))
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from attrs import evolve, fields, frozen, has

from quoteattr.records import Article, Span
from quoteattr.text.broken import (
    find_controls,
    find_cut_short,
    find_entities,
    find_lost_marks,
    find_misread,
    find_taken_apart,
)
from quoteattr.text.changes import Change, Changed
from quoteattr.text.invisible import find_invisible

__all__ = ["Seen"]

_STEPS: tuple[Callable[[str], Iterator[Change]], ...] = (
    find_entities,
    find_taken_apart,
    find_cut_short,
    find_misread,
    find_controls,
    find_lost_marks,
    find_invisible,
)
"""What is changed, each in what the step before has left: names of characters can be misread ones, and stand for
invisible ones, which in turn can be parts of misread ones."""


@frozen
class Seen:
    """A text as its readers see it: `text` is `whole`, mended and without invisible characters.

    `steps` are the texts on the way from `whole` to `text`, the last one included.
    """

    whole: str
    text: str
    steps: Sequence[Changed] = ()

    @classmethod
    def of(cls, whole: str) -> Seen:
        """Return a text with its broken characters mended, and without those that nobody sees."""
        text = whole
        steps: list[Changed] = []
        for find in _STEPS:
            if changes := [*find(text)]:
                steps.append(Changed.of(text, changes))
                text = steps[-1].text
        return cls(whole, text, steps)

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return where in `whole` the characters of `text` from `start` to `end` stand; there is at least one."""
        for step in reversed(self.steps):
            start, end = step.origin(start, end)
        return start, end

    def restored(self, article: Article) -> Article:
        """Return an article that was read from `text` with the spans that it has in `whole`."""
        if not self.steps:
            return article
        moved: Article = self._moved(article)
        return moved

    def _moved(self, value: Any) -> Any:
        if isinstance(value, Span):
            return Span.cut(self.whole, *self.origin(value.start, value.end))
        if isinstance(value, tuple):
            return tuple(map(self._moved, value))
        if not has(type(value)):
            return value
        return evolve(value, **{f.name: self._moved(getattr(value, f.name)) for f in fields(type(value))})
