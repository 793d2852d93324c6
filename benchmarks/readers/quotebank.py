"""Quotebank (Vaucher et al. 2021): quotations in their context with a speaker's full name, a JSON object a line.

Three kinds of lines are read, from ``.json`` or ``.jsonl`` files, packed (``.bz2``, ``.gz``) or not:

* the evaluation rows that people labelled: ``leftContext``, ``quotation``, ``rightContext``, ``speaker``,
  ``articleUID``, ``articleOffset``. Each is an article of its own. ``speaker`` is a full name or a label: "none",
  "not_mentioned", "ambiguous", "other" (no speaker), "not_quote", "not_en" (no quotation);
* articles of the article-centric files with ``content``, ``quotations`` and their ``quotationOffset`` in tokens;
* the same without ``content``: each quotation with its contexts is an article of its own.

The speakers of the last two were found by a program, so they are tagged "automatic": no gold, but plenty. Tokens are
spaced as print would; other quotations of a context stay "[QUOTE]" as they come.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.readers.article import Article, Attribution, CorpusError
from benchmarks.readers.files import Record, files_under, records
from benchmarks.readers.tokens import space
from quoteattr import QuoteKind, SpeakerKind

__all__ = ["articles", "context", "full"]

ENDINGS = tuple(f".{kind}{packing}" for kind in ("json", "jsonl") for packing in ("", ".bz2", ".gz"))
NOBODY = frozenset({"", "-1", "none", "not_mentioned", "ambiguous", "other"})
NO_QUOTATION = frozenset({"not_quote", "not_en"})
MARKS = frozenset({'"', "``", "''", "“", "”", "„", "«", "»"})
REACH = 20
"""How many tokens away from its offset a quotation is looked for."""


def articles(root: Path) -> Iterator[Article]:
    """Yield the articles and contexts under a folder. Raises `CorpusError`."""
    paths = files_under(root, *ENDINGS)
    if not paths and files_under(root, ".parquet"):
        raise CorpusError(f"{root}: Parquet files aren't read; write them as JSON lines first")
    for path in paths:
        for record in records(path):
            yield from _article(record)


def _article(record: Record) -> Iterator[Article]:
    if "leftContext" in record.values:
        name = record.maybe("articleID", str) or record.get("articleUID", str)
        yield context(f"{name}-{record.get('articleOffset', int)}", record, "speaker", ())
    elif "quotations" not in record.values:
        raise CorpusError(
            f"{record.where}: expected leftContext or quotations, got {sorted(record.values)}; "
            "the quotation-centric files (quotes-YYYY) have no context"
        )
    elif "content" in record.values:
        yield full(record)
    else:
        name = record.get("articleID", str)
        for index, quotation in enumerate(record.inner("quotations")):
            yield context(f"{name}-{index}", quotation, _name_of(quotation), ("automatic",))


def context(name: str, record: Record, speaker: str, forms: tuple[str, ...]) -> Article:
    """Return a quotation between its contexts; `speaker` is the key under which its speaker stands."""
    left, said, right = (record.get(key, str).split() for key in ("leftContext", "quotation", "rightContext"))
    while left and left[-1] in MARKS:
        left.pop()
    while right and right[0] in MARKS:
        right.pop(0)
    layout = space([*left, "``", *said, "''", *right])
    content = layout.spans(range(len(left), len(left) + len(said) + 2))
    label = record.maybe(speaker, str) or ""
    found = () if label.casefold() in NO_QUOTATION else (_attribution(content, label, forms),)
    return Article(name, layout.text, found)


def full(record: Record) -> Article:
    """Return an article with its whole text."""
    tokens = record.get("content", str).split(" ")
    layout = space(tokens)
    found = []
    for quotation in record.inner("quotations"):
        first, last = _place(tokens, quotation)
        content = layout.spans(range(first, last))
        found.append(_attribution(content, quotation.maybe(_name_of(quotation), str) or "", ("automatic",)))
    return Article(record.get("articleID", str), layout.text, tuple(found))


def _name_of(quotation: Record) -> str:
    return "localTopSpeaker" if "localTopSpeaker" in quotation.values else "globalTopSpeaker"


def _attribution(content: tuple[tuple[int, int], ...], label: str, forms: tuple[str, ...]) -> Attribution:
    if label.casefold() in NOBODY:
        tags = (*forms, label) if label.casefold() not in {"", "-1", "none"} else forms
        return Attribution(content, kind=QuoteKind.DIRECT, speaker_kind=SpeakerKind.UNKNOWN, forms=tags)
    return Attribution(content, kind=QuoteKind.DIRECT, speaker=label, speaker_kind=SpeakerKind.PERSON, forms=forms)


def _place(tokens: Sequence[str], quotation: Record) -> tuple[int, int]:
    said = quotation.get("quotation", str).split()
    offset = quotation.get("quotationOffset", int)
    for first in sorted(range(max(0, offset - REACH), offset + REACH + 1), key=lambda at: abs(at - offset)):
        last = first + len(said)
        if said and list(tokens[first:last]) == said:
            opened = first > 0 and tokens[first - 1] in MARKS
            closed = last < len(tokens) and tokens[last] in MARKS
            return first - opened, last + closed
    raise CorpusError(
        f"{quotation.where}: expected {' '.join(said)!r:.60} at token {offset}, and it isn't nearby either"
    )
