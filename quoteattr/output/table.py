"""A readable table of an article's quotes, for a terminal."""

from __future__ import annotations

import shutil
import textwrap

import regex

from quoteattr.output.outcomes import Entry
from quoteattr.records import Affiliation, Article, Quote

__all__ = ["as_table", "describe_affiliation", "printable", "table_entry"]

_CONTROL = regex.compile(r"[\p{Cc}\p{Cs}\p{Cf}]")


def as_table(article: Article, width: int | None = None) -> str:
    """Return a block per quote: speaker and affiliation on the left, content on the right.

    `width` is the number of columns, that of the terminal if ``None``. Control characters of the article
    become spaces, so that a text can't steer the terminal.

    >>> from quoteattr.records import Quote, QuoteKind, Span, Speaker, SpeakerKind
    >>> speaker = Speaker("Ada Obi", SpeakerKind.PERSON)
    >>> quote = Quote((Span(0, 3, "Yes"),), QuoteKind.INDIRECT, speaker=speaker, confidence=0.9)
    >>> print(as_table(Article((quote,), id="a"), width=60))
    a: 1 quote
    <BLANKLINE>
    Ada Obi              Yes
                         indirect speech, 90 %
    """
    columns = width or shutil.get_terminal_size().columns
    left = max(16, min(36, columns // 3))
    blocks = [_block(quote, left, max(20, columns - left - 1)) for quote in article.quotes]
    count = f"{len(blocks)} quote{'' if len(blocks) == 1 else 's'}"
    title = count if article.id is None else f"{printable(str(article.id))}: {count}"
    return "\n\n".join([title, *blocks])


def table_entry(entry: Entry) -> str:
    """Return an article's table, with a blank line before it unless it is the first."""
    return ("" if entry.is_first else "\n") + as_table(entry.article) + "\n"


def _block(quote: Quote, left: int, right: int) -> str:
    """Return the lines of a quote in two columns of these widths."""
    speaker = quote.speaker
    who = textwrap.wrap(printable((speaker and speaker.name) or "(no speaker)"), left - 1)
    if speaker is not None and speaker.affiliation is not None:
        who += textwrap.wrap(printable(describe_affiliation(speaker.affiliation)), left - 1)
    what = textwrap.wrap(printable(" … ".join(span.text for span in quote.spans)), right)
    what.append(f"{quote.kind.value} {quote.presentation.value}, {round(100 * quote.confidence)} %")
    rows = max(len(who), len(what))
    pairs = zip(who + [""] * (rows - len(who)), what + [""] * (rows - len(what)), strict=True)
    return "\n".join(f"{a:<{left}} {b}".rstrip() for a, b in pairs)


def describe_affiliation(affiliation: Affiliation) -> str:
    """Return an affiliation in words.

    >>> describe_affiliation(Affiliation("analyst", "CIA", "Washington", former=True))
    'former analyst, CIA, Washington'
    """
    role = affiliation.role
    if affiliation.former:
        role = f"former {role}" if role else "formerly"
    return ", ".join(part for part in (role, affiliation.organization, affiliation.location) if part)


def printable(text: str) -> str:
    """Return `text` with spaces for control characters, lone surrogates and invisible formatting."""
    cleaned: str = _CONTROL.sub(" ", text)
    return cleaned
