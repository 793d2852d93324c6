"""Quotes in rows: data frames of pandas or polars, and CSV.

>>> from quoteattr.records import Quote, QuoteKind, Span, Speaker
>>> quote = Quote((Span(0, 4, "“No”"),), QuoteKind.DIRECT, speaker=Speaker("Ada Obi"), confidence=0.9)
>>> header, row = as_csv(Article((quote,), id="a")).splitlines()
>>> row
'a,0,0,“No”,direct,speech,0,4,,Ada Obi,unknown,,,,,,,0.9'

A row is a quote. The columns (`COLUMNS`):

.. code-block:: text

    id                    text: the article's id; null where it has none
    article               whole number: the article's place among all, from 0
    quote                 whole number: which of the article's quotes, from 0
    text                  text: the content, fragments joined by a space
    kind, presentation    text: direct, mixed, indirect; speech, writing, thought
    start, end            whole numbers: the content's offsets in characters, end exclusive, from the first fragment
                          to the last, so that a cue that splits the quote lies between them
    cue                   text, null where there is none
    speaker               text: the speaker's name, null where the text gives none
    speaker_kind          text: person, organization, ...; null where there is no speaker, as for the next two
    speaker_id            whole number: which of the article's speakers, null where unresolved
    mention               text: the words that stand for the speaker beside the quote
    role, organization, location    text, null where the article gives none
    former                true or false, null where there is no affiliation
    confidence            number from 0 to 1

An article that could not be read has no quotes and so no row: `to_frame` warns of how many there were, and
`quoteattr.output.arrow.as_table` keeps their reasons. Lone surrogates, which neither UTF-8 nor the columns
of data frames can hold, become U+FFFD, one for one.
"""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterable, Iterator
from typing import Any, Literal, TypeAlias

import regex

from quoteattr.extras import require
from quoteattr.output.outcomes import Entry, Id, Outcome, pair_with_ids, replace_surrogates
from quoteattr.records import Affiliation, Article, Quote, Span, Speaker

__all__ = ["COLUMNS", "as_csv", "csv_entry", "csv_rows", "to_frame"]

Cell: TypeAlias = str | int | float | bool | None

COLUMNS: dict[str, type[str] | type[int] | type[float] | type[bool]] = {
    "id": str,
    "article": int,
    "quote": int,
    "text": str,
    "kind": str,
    "presentation": str,
    "start": int,
    "end": int,
    "cue": str,
    "speaker": str,
    "speaker_kind": str,
    "speaker_id": int,
    "mention": str,
    "role": str,
    "organization": str,
    "location": str,
    "former": bool,
    "confidence": float,
}
"""The columns in order, with the type of their cells; any may be null."""

_PANDAS = {str: "string", int: "Int64", float: "Float64", bool: "boolean"}
_POLARS = {str: "String", int: "Int64", float: "Float64", bool: "Boolean"}

_FORMULA = regex.compile(r"(?![+-]?\d[\d.,]*\Z)(?:[\s\p{C}]*+[=+\-@＝＋－＠]|[\t\r\n])")
"""What spreadsheets may take for a formula (OWASP, *CSV Injection*), numbers apart."""


def to_frame(
    articles: Article | Iterable[Outcome],
    library: Literal["pandas", "polars"] = "pandas",
    *,
    ids: Iterable[Id] | None = None,
) -> Any:
    """Return a data frame with one row per quote, all its columns nullable.

    pandas gets its types ``string``, ``Int64``, ``Float64`` and ``boolean``, polars ``String``, ``Int64``, ``Float64``
    and ``Boolean``. `ids` names the articles, one for each; without it they bring their own. Articles that
    could not be read have no row; a `UserWarning` counts them.

    Raises `ValueError` for another library and for more or fewer ids than articles, `QuoteattrError` where the
    library is not installed.
    """
    if library not in ("pandas", "polars"):
        raise ValueError(f"library: expected 'pandas' or 'polars', got {library!r}")
    module = require(library)
    columns: dict[str, list[Cell]] = {name: [] for name in COLUMNS}
    unread = 0
    for number, (name, outcome) in enumerate(pair_with_ids(_as_iterable(articles), ids)):
        unread += not isinstance(outcome, Article)
        for row in _rows(outcome, name, number):
            for cells, cell in zip(columns.values(), row, strict=True):
                cells.append(cell)
    if unread:
        warnings.warn(f"articles that could not be read and have no rows: {unread}", stacklevel=2)
    if library == "polars":
        return module.DataFrame(columns, schema={n: getattr(module, _POLARS[kind]) for n, kind in COLUMNS.items()})
    return module.DataFrame({n: module.array(columns[n], dtype=_PANDAS[kind]) for n, kind in COLUMNS.items()})


def csv_rows(
    articles: Article | Iterable[Outcome],
    *,
    ids: Iterable[Id] | None = None,
    header: bool = True,
    first: int = 0,
    guard: bool = True,
) -> Iterator[list[str]]:
    """Yield the rows of `to_frame` as a `csv.writer` takes them, one at a time as the articles come.

    The names of the columns come first, unless `header` is false. Null is an empty cell, former is ``true`` or
    ``false``. `first` is the number of the first article, for articles that come in parts. Articles that could not
    be read are passed over. Raises `ValueError` where there are more or fewer `ids` than articles.

    Articles are written by strangers, and spreadsheets compute cells that begin with ``=``, ``+``, ``-`` or ``@``. With
    `guard` such a cell gets an apostrophe in front, which marks it as text; plain numbers stay as they are.
    Turn it off where only programs read the rows and every character counts.
    """
    if header:
        yield list(COLUMNS)
    for number, (name, outcome) in enumerate(pair_with_ids(_as_iterable(articles), ids), start=first):
        for row in _rows(outcome, name, number):
            yield [_csv_cell(cell, guard) for cell in row]


def as_csv(
    articles: Article | Iterable[Outcome],
    *,
    ids: Iterable[Id] | None = None,
    header: bool = True,
    first: int = 0,
    guard: bool = True,
) -> str:
    """Return the quotes as CSV (RFC 4180): commas, quotes where needed, lines that end in CR LF; see `csv_rows`.

    Write it with ``newline=""``, lest Windows double the line ends.

    >>> as_csv([], header=False)
    ''
    """
    text = io.StringIO()
    csv.writer(text).writerows(csv_rows(articles, ids=ids, header=header, first=first, guard=guard))
    return text.getvalue()


def csv_entry(entry: Entry) -> str:
    """Return an article's rows as the next lines of a CSV file, after the header if it is the first."""
    return as_csv(entry.article, header=entry.is_first, first=entry.place)


def _as_iterable(articles: Article | Iterable[Outcome]) -> Iterable[Outcome]:
    return [articles] if isinstance(articles, Article) else articles


def _rows(outcome: Outcome, name: str | None, number: int) -> Iterator[list[Cell]]:
    """Yield the cells of each quote of an article, in the order of `COLUMNS`."""
    for place, quote in enumerate(outcome.quotes if isinstance(outcome, Article) else ()):
        row = [name, number, place, *_content_cells(quote), *_speaker_cells(quote.speaker), quote.confidence]
        yield [replace_surrogates(cell) if isinstance(cell, str) else cell for cell in row]


def _content_cells(quote: Quote) -> list[Cell]:
    """Return the cells from ``text`` to ``cue``."""
    start = quote.spans[0].start if quote.spans else None
    end = quote.spans[-1].end if quote.spans else None
    return [quote.text, quote.kind.value, quote.presentation.value, start, end, _text(quote.cue)]


def _speaker_cells(speaker: Speaker | None) -> list[Cell]:
    """Return the cells from ``speaker`` to ``former``."""
    if speaker is None:
        return [None] * 8
    affiliation = speaker.affiliation or Affiliation()
    former = None if speaker.affiliation is None else affiliation.former
    who: list[Cell] = [speaker.name, speaker.kind.value, speaker.id, _text(speaker.mention)]
    return [*who, affiliation.role, affiliation.organization, affiliation.location, former]


def _text(span: Span | None) -> str | None:
    return None if span is None else span.text


def _csv_cell(cell: Cell, guard: bool) -> str:
    """Return a cell as CSV has it; with `guard`, an apostrophe stands before what a spreadsheet would compute."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if cell is None:
        return ""
    return f"'{cell}" if guard and isinstance(cell, str) and _FORMULA.match(cell) else str(cell)
