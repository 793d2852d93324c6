"""Citron (BBC R&D): the JSON by which its quotations are trained and evaluated, a document a file.

``{"text", "quotes": [{"cue": span, "sources": [span], "contents": [span], "coreferences": [span]}]}``, where a span is
``{"start", "end", "text"}`` with character offsets. Where coreferences are given, the longest is the speaker's name
and the others are aliases, pronouns left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from benchmarks.readers.article import Article, Attribution, CorpusError, Span
from benchmarks.readers.files import Record, files_under, text_of
from benchmarks.readers.placing import place

__all__ = ["articles", "document"]

PRONOUNS = frozenset("i me he him his she her hers it its we us our you your they them their who which that".split())


def articles(root: Path) -> Iterator[Article]:
    """Yield the documents under a folder. Raises `CorpusError`."""
    for path in files_under(root, ".json"):
        yield document(path.stem, Record.parse(text_of(path), str(path)))


def document(name: str, record: Record) -> Article:
    """Return one document from its JSON object."""
    text = record.get("text", str)
    record.get("quotes", list)
    return Article(name, text, tuple(_attribution(quote, text) for quote in record.inner("quotes")))


def _attribution(quote: Record, text: str) -> Attribution:
    cue = quote.maybe("cue", dict)
    mentions = (text[slice(*span)] for span in _spans(quote, "coreferences", text))
    names = sorted(dict.fromkeys(mention for mention in mentions if mention.casefold() not in PRONOUNS), key=len)
    return Attribution(
        content=_spans(quote, "contents", text),
        cue=(_span(Record.of(cue, f"{quote.where}, cue"), text),) if cue else (),
        source=_spans(quote, "sources", text),
        speaker=names[-1] if names else None,
        aliases=tuple(names[:-1]),
    )


def _spans(quote: Record, key: str, text: str) -> tuple[Span, ...]:
    return tuple(_span(span, text) for span in quote.inner(key))


def _span(span: Record, text: str) -> Span:
    start, end = span.get("start", int), span.get("end", int)
    shown = span.maybe("text", str)
    found = (start, end) if shown is None else place(text, start, end, shown)
    if found is None:
        raise CorpusError(f"{span.where}: expected {json.dumps(shown, ensure_ascii=False):.60} at {start} to {end}")
    return found
