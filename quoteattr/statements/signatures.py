"""Signatures: the words under or behind a quotation or a post that say who it is from."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from quoteattr.language.words import Analysis, NameKind
from quoteattr.records import Presentation, Span
from quoteattr.statements.content import kind_of
from quoteattr.statements.statement import Origin, Statement
from quoteattr.text.marks import Quotation
from quoteattr.text.page import Page
from quoteattr.text.paragraphs import Paragraph

__all__ = ["find_signature", "from_posts"]

LONGEST_POST = 600
"""Characters of an embedded post at most."""

_WORD = r"\p{Lu}[\w.'’-]*+"
_SMALL = "(?:of|the|for|and|de|da|van|von|der|al|bin|la|le|du)"
_NAME = rf"{_WORD}(?:[ ](?:{_SMALL}[ ]){{0,2}}{_WORD}){{0,5}}+"
_TITLE = r"(?:[ ]?,[ ][^,;:.!?\n“”\"]{1,60}(?:(?<=\b\p{Lu})\.[^,;:.!?\n“”\"]{0,40})?){0,3}+"
_SIGNED = regex.compile(rf"\s*(?:[―—–]|--)\s*(?P<source>{_NAME}{_TITLE})(?=\s*(?:$|[.;(]|https?:))")
_BEHIND_COLON = regex.compile(rf":[ ](?P<source>{_NAME}{_TITLE})$")
_POST = regex.compile(
    r"\s?(?:[―—–-]|--)\s?(?P<source>[^\n()@]{1,60}\(@\w{1,30}\))(?:[ ,]{0,2}\p{L}{3,9}\.?[ ]\d{1,2},?[ ]\d{4}"
    r"|[ ,]{0,2}\d{1,2}[ ]\p{L}{3,9}\.?,?[ ]\d{4})?\s*$"
)


def find_signature(analysis: Analysis, quotation: Quotation, paragraph: Paragraph) -> Span | None:
    """Return who signs a quotation, with all that the signature says: `“...” — Ada Obi, mayor of Elmina`.

    It stands behind a dash, in the same paragraph or by itself in the next one, or ends the paragraph behind a colon.
    """
    page = analysis.page
    end = paragraph.end
    signed = _POST.match(page.text, quotation.end, end) or _SIGNED.match(page.text, quotation.end, end)
    signed = signed or _on_its_own(page, quotation, paragraph)
    if signed is not None:
        return page.span(*signed.span("source"))
    headed = _BEHIND_COLON.match(page.text, quotation.end, paragraph.end)
    if headed is None or not analysis.names_between(*headed.span("source"), *_SPEAKING):
        return None
    return page.span(*headed.span("source"))


_SPEAKING = (NameKind.PERSON, NameKind.ORGANIZATION)


def _on_its_own(page: Page, quotation: Quotation, paragraph: Paragraph) -> regex.Match[str] | None:
    """Return the signature in the paragraph below a quotation that ends its own one."""
    number = page.paragraph_number(paragraph.start) + 1
    if quotation.end != paragraph.end or number >= len(page.paragraphs):
        return None
    below = page.paragraphs[number]
    signed = _SIGNED.match(page.text, below.start, below.end)
    return signed if signed is not None and signed.end() == below.end else None


def from_posts(page: Page) -> Iterator[Statement]:
    """Yield a statement for each embedded post, signed with a name and a handle in its own or the next paragraph.

    One in quotation marks is left to `quoteattr.statements.uncued`.
    """
    if "(@" not in page.text:
        return
    for number, paragraph in enumerate(page.paragraphs):
        signed = _post_signature(page.text, paragraph)
        if signed is None:
            continue
        above = page.paragraphs[number - 1] if number and signed.start() == paragraph.start else paragraph
        end = above.start + len(page.text[above.start : min(above.end, signed.start())].rstrip())
        if above.start < end <= above.start + LONGEST_POST and not page.is_quoted(end - 1):
            content = (page.span(above.start, end),)
            source = page.span(*signed.span("source"))
            yield Statement(content, kind_of(page, content), Presentation.WRITING, source=source, origin=Origin.LABEL)


def _post_signature(text: str, paragraph: Paragraph) -> regex.Match[str] | None:
    """Return the signature that a paragraph ends with: "— Ada Obi (@adaobi) January 5, 2024"."""
    start = max(paragraph.start, paragraph.end - 200)
    return _POST.search(text, start, paragraph.end) if "(@" in text[start : paragraph.end] else None
