"""The text of one article as its readers see it, with its paragraphs and quotations.

A `Page` is made first and passed to every step. What it holds is worked out once, when a step first asks for it:

>>> page = Page.of("“It ra\\u00adins,” she said.\\n\\nIt was “nice”.")
>>> page.text[:12], [page.text[q.start : q.end] for q in page.quotations]
('“It rains,” ', ['“It rains,”', '“nice”'])
>>> page.paragraph_number(30), page.is_quoted(3)
(1, True)
"""

from __future__ import annotations

from functools import cached_property

from attrs import frozen

from quoteattr.records import Article, Span
from quoteattr.text.index import Index
from quoteattr.text.marks import Quotation, find_quotations
from quoteattr.text.paragraphs import Paragraph, find_paragraphs
from quoteattr.text.seen import Seen

__all__ = ["Page"]


@frozen
class Page:
    """A text, its paragraphs and its quotations. `Page.of` and `Page.verbatim` make one.

    All offsets, those of the later steps too, count in `text`; `restored` brings them back to the text as given.
    """

    seen: Seen

    @classmethod
    def of(cls, whole: str) -> Page:
        """Return the page that a reader sees of a text: mended, and without the characters that nobody sees."""
        return cls(Seen.of(whole))

    @classmethod
    def verbatim(cls, text: str) -> Page:
        """Return a page with every character of a text, for what was annotated by its offsets already."""
        return cls(Seen(text, text))

    @property
    def text(self) -> str:
        """The characters of the page."""
        return self.seen.text

    @cached_property
    def paragraphs(self) -> Index[Paragraph]:
        """The paragraphs, in text order."""
        return Index(find_paragraphs(self.text))

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """All quotations in order of their start, those inside others too."""
        return find_quotations(self.text, self.paragraphs)

    @cached_property
    def outermost(self) -> Index[Quotation]:
        """The quotations that stand inside no other one."""
        return Index(quotation for quotation in self.quotations if quotation.depth == 0)

    def is_quoted(self, offset: int) -> bool:
        """Return whether the character at an offset stands inside a quotation, its marks included."""
        return self.outermost.at(offset) is not None

    def paragraph_number(self, offset: int) -> int:
        """Return the number of the paragraph that an offset belongs to.

        What stands between two paragraphs belongs to the one before it, what stands before the first to that one.
        """
        return max(0, self.paragraphs.number(offset))

    def span(self, start: int, end: int) -> Span:
        """Return the characters from `start` to `end`."""
        return Span.cut(self.text, start, end)

    def restored(self, article: Article) -> Article:
        """Return an article that was read from this page with its spans as they stand in the text as given."""
        return self.seen.restored(article)
