"""Articles in the formats of other tools: spaCy's displaCy, and the span JSON of Citron.

`as_spans` gives the JSON in which BBC Citron keeps the attributions that it learns from, PARC's among them: sources,
cue and contents of each as character spans beside the text. `from_spans` reads it, whoever wrote it; what `as_spans`
wrote comes back as the same article:

>>> text = "The wall will hold, said Ada Brandt."
>>> quote = Quote((Span.cut(text, 0, 19),), QuoteKind.INDIRECT, cue=Span.cut(text, 20, 24))
>>> document = as_spans(Article((quote,)), text)
>>> document["quotes"][0]["contents"]
[{'start': 0, 'end': 19, 'text': 'The wall will hold,'}]
>>> from_spans(document) == (Article((quote,)), text)
True
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from html import escape
from itertools import pairwise
from typing import Any

import regex
from attrs import frozen

from quoteattr.errors import InputError, RecordError
from quoteattr.output.spans import check_spans
from quoteattr.records import Article, Presentation, Quote, QuoteKind, Span, Speaker, SpeakerKind, SpeakerRecord
from quoteattr.text.page import Page

__all__ = ["as_displacy", "as_spans", "from_spans"]

PRONOUNS = frozenset("i me he him his she her hers it its we us our you your they them their who which that".split())
"""Coreferences that are no name."""

LABELS = ("QUOTE", "SOURCE", "CUE")
"""The labels for displaCy, the later one on top where they overlap."""

_WORD = regex.compile(r"\w+|[^\w\s]")


@frozen
class _Label:
    """A stretch of the text with its label, and the speaker for displaCy to show beside it."""

    start: int
    end: int
    label: str
    name: str = ""

    @property
    def rank(self) -> tuple[int, int, int]:
        """The order from the top: cue, source, quote; of these the one that starts last, then the shortest."""
        return (-LABELS.index(self.label), -self.start, self.end)


def as_displacy(article: Article, text: str) -> dict[str, Any]:
    """Return the article for ``spacy.displacy.render(..., manual=True)``, with ``style="span"`` or ``style="ent"``.

    ``text`` and ``title`` (the article's id)
        As displaCy takes them.
    ``ents``
        ``{"start", "end", "label"}`` in characters, for ``style="ent"``. displaCy can't show one entity in another, so
        a quote is cut where a cue, a source or another quote stands in it.
    ``tokens`` and ``spans``
        Words and marks, and ``{"start_token", "end_token", "label", "kb_id"}`` in tokens, end exclusive, for
        ``style="span"``, which shows whole spans one below the other. ``kb_id`` is the speaker of a quote.

    Labels are ``QUOTE``, ``CUE`` and ``SOURCE``. Title and ``kb_id`` are escaped for HTML, since displaCy leaves them
    as they are; it escapes the text itself. Raises `InputError` where a span does not stand in `text`. There is no
    way back from this form: `as_spans` keeps all.
    """
    check_spans(article, text)

    def is_blank(label: _Label) -> bool:
        return not text[label.start : label.end].strip()

    labels = [label for label in dict.fromkeys(_labels(article)) if not is_blank(label)]
    edges = {edge for label in labels for edge in (label.start, label.end)}
    tokens = list(_tokens(text, sorted({0, len(text), *edges})))
    return {
        "text": text,
        "title": None if article.id is None else escape(str(article.id)),
        "ents": [{"start": e.start, "end": e.end, "label": e.label} for e in _cut_overlaps(labels) if not is_blank(e)],
        "tokens": [text[start:end] for start, end in tokens],
        "spans": _token_spans(labels, tokens),
    }


def _labels(article: Article) -> Iterator[_Label]:
    """Yield the quotes, cues and sources of an article."""
    for quote in article.quotes:
        speaker = quote.speaker or Speaker(None)
        for span in quote.spans:
            yield _Label(span.start, span.end, "QUOTE", escape(speaker.name or ""))
        if quote.cue is not None:
            yield _Label(quote.cue.start, quote.cue.end, "CUE")
        if speaker.mention is not None:
            yield _Label(speaker.mention.start, speaker.mention.end, "SOURCE")


def _tokens(text: str, edges: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the offsets of words and marks, cut at every edge."""
    for start, end in pairwise(edges):
        yield from (match.span() for match in _WORD.finditer(text, start, end))


def _token_spans(labels: Iterable[_Label], tokens: Sequence[tuple[int, int]]) -> list[dict[str, Any]]:
    """Return the labels with offsets in tokens, none of which reaches over an edge."""
    starts, ends = [start for start, _ in tokens], [end for _, end in tokens]
    return [
        {
            "start_token": bisect_left(starts, label.start),
            "end_token": bisect_right(ends, label.end),
            "label": label.label,
            "kb_id": label.name,
        }
        for label in labels
    ]


def _cut_overlaps(labels: Sequence[_Label]) -> list[_Label]:
    """Return the labels as they look from above: cut where another one lies on top."""
    starting: dict[int, list[int]] = {}
    for number, label in enumerate(labels):
        starting.setdefault(label.start, []).append(number)
    edges = sorted({*starting, *(label.end for label in labels)})
    heap: list[tuple[tuple[int, int, int], int]] = []
    visible: list[tuple[int, int, _Label]] = []
    for start, end in pairwise(edges):
        for number in starting.get(start, ()):
            heappush(heap, (labels[number].rank, number))
        while heap and labels[heap[0][1]].end <= start:
            heappop(heap)
        if not heap:
            continue
        top = labels[heap[0][1]]
        if visible and visible[-1][1] == start and visible[-1][2] is top:
            start = visible.pop()[0]
        visible.append((start, end, top))
    return [_Label(start, end, label.label) for start, end, label in visible]


def as_spans(article: Article, text: str) -> dict[str, Any]:
    """Return the article and its text as one JSON object in Citron's format.

    ``text``
        The text.
    ``quotes``
        ``{"id", "cue", "sources", "contents", "coreferences", "confidence"}`` for each. A span is
        ``{"start", "end", "text"}`` in characters, end exclusive. ``sources`` holds the mention beside the quote, if
        there is one; ``coreferences`` the place where the speaker is named in full, if there is one. ``cue`` is null
        for quotes without one; Citron itself reads only quotes with a cue, so leave out the others for it.
    ``coreference_groups``
        For each speaker all mentions.

    So that nothing is lost, ``id`` of the article and ``speakers`` are at the top too, and ``kind``, ``presentation``
    and ``speaker`` in each quote, as `Article.to_dict` writes them; readers of the format ignore them.
    Raises `InputError` where a span does not stand in `text`.
    """
    check_spans(article, text)
    names = {speaker.id: _find_full_name(speaker) for speaker in article.speakers}
    return {
        "text": text,
        "quotes": [_quote_dict(number, quote, names) for number, quote in enumerate(article.quotes, start=1)],
        "coreference_groups": [_dicts(speaker.mentions) for speaker in article.speakers if speaker.mentions],
        "id": article.id,
        "speakers": [speaker.to_dict() for speaker in article.speakers],
    }


def _find_full_name(speaker: SpeakerRecord) -> Span | None:
    """Return the first mention of the speaker's full name, if there is one."""
    for mention in speaker.mentions:
        place = mention.text.find(speaker.name)
        if speaker.name and place >= 0:
            start = mention.start + place
            return Span(start, start + len(speaker.name), speaker.name)
    return None


def _quote_dict(number: int, quote: Quote, names: Mapping[int, Span | None]) -> dict[str, Any]:
    whole = quote.to_dict()
    speaker = quote.speaker or Speaker(None)
    name = None if speaker.id is None else names.get(speaker.id)
    return {
        "id": number,
        "cue": whole["cue"],
        "sources": _dicts([speaker.mention] if speaker.mention else []),
        "contents": whole["spans"],
        "coreferences": _dicts([name] if name else []),
        "confidence": whole["confidence"],
        "kind": whole["kind"],
        "presentation": whole["presentation"],
        "speaker": whole["speaker"],
    }


def _dicts(spans: Iterable[Span]) -> list[dict[str, Any]]:
    return [span.to_dict() for span in spans]


def from_spans(document: Mapping[str, Any]) -> tuple[Article, str]:
    """Return the article and the text of a JSON object in the format of `as_spans`, by whomever it was written.

    Fields that only `as_spans` writes may be missing. Then a quote is direct, mixed or indirect by the quotation marks
    in the text; its speaker is the longest of its coreferences that is no pronoun, else its sources in a row, and the
    speakers are numbered in order. Raises `RecordError` where another field is missing or wrong, or where a span does
    not stand in the text.
    """
    if not isinstance(document, Mapping) or not isinstance(document.get("text"), str):
        raise RecordError(f'expected an object with "text" and "quotes", got {str(document)[:80]}')
    text: str = document["text"]
    page = Page.verbatim(text)
    names: dict[str, int] = {}
    found = [_quote(_Object(data, f"quote {n}", text), page, names) for n, data in _objects(document, "quotes")]
    speakers = _speakers(found, names) if document.get("speakers") is None else _records(document)
    article = Article(tuple(found), speakers, document.get("id"))
    try:
        check_spans(article, text)
    except InputError as error:
        raise RecordError(str(error)) from None
    return Article.from_dict(article.to_dict()), text


@frozen
class _Object:
    """A JSON object, where it stands, and the text that its spans are of."""

    data: Mapping[str, Any]
    where: str
    text: str

    def spans(self, key: str) -> tuple[Span, ...]:
        """Return the spans of a list; none where it is missing or null."""
        found = self.data.get(key) or []
        if not isinstance(found, Sequence) or isinstance(found, str):
            raise RecordError(f"{self.where}: {key!r}: expected a list of spans, got {found!r:.80}")
        return tuple(self.span(key, span) for span in found)

    def span(self, key: str, data: object) -> Span:
        """Return the span of an object with start and end; its own text may be missing."""
        if not isinstance(data, Mapping):
            raise RecordError(f"{self.where}: {key!r}: expected a span, got {data!r:.80}")
        span = Span.from_dict({"text": "", **data})
        return span if "text" in data else Span.cut(self.text, span.start, span.end)


def _objects(document: Mapping[str, Any], key: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the objects of a list with their numbers, from 1. Raises `RecordError` for anything else."""
    found = document.get(key)
    if not isinstance(found, Sequence) or isinstance(found, str):
        raise RecordError(f"{key!r}: expected a list, got {found!r:.80}")
    for number, data in enumerate(found, start=1):
        if not isinstance(data, Mapping):
            raise RecordError(f"{key!r}, number {number}: expected an object, got {data!r:.80}")
        yield number, data


def _records(document: Mapping[str, Any]) -> tuple[SpeakerRecord, ...]:
    return tuple(SpeakerRecord.from_dict(data) for _, data in _objects(document, "speakers"))


def _quote(found: _Object, page: Page, names: dict[str, int]) -> Quote:
    """Return the quote of an object, what it leaves out derived from the text and from its other fields."""
    contents = found.spans("contents")
    if not contents:
        raise RecordError(f"{found.where}: 'contents': expected at least one span, got none")
    cue = found.data.get("cue")
    kept = {key: found.data[key] for key in ("kind", "presentation", "speaker") if key in found.data}
    speaker = None if "speaker" in kept else _speaker(found, names)
    derived = Quote(contents, _kind(page, contents), Presentation.SPEECH, None, speaker)
    whole = {**derived.to_dict(), **kept, "confidence": _confidence(found)}
    return Quote.from_dict({**whole, "cue": found.span("cue", cue).to_dict() if cue else None})


def _confidence(found: _Object) -> float:
    """Return the confidence, which Citron writes as a string of digits; 1 where there is none."""
    value = found.data.get("confidence")
    try:
        return 1.0 if value is None else float(value)
    except (TypeError, ValueError, OverflowError):
        raise RecordError(f"{found.where}: 'confidence': expected a number, got {value!r:.80}") from None


def _kind(page: Page, contents: Iterable[Span]) -> QuoteKind:
    """Return direct where all words stand inside quotation marks, mixed where several do, else indirect."""
    inside = [
        page.is_quoted(start)
        for span in contents
        for start, end in _tokens(page.text, (span.start, span.end))
        if page.text[start].isalnum()
    ]
    if all(inside):
        return QuoteKind.DIRECT
    return QuoteKind.MIXED if sum(inside) > 1 else QuoteKind.INDIRECT


def _speaker(found: _Object, names: dict[str, int]) -> Speaker | None:
    """Return the speaker by the name in coreferences or sources; `names` numbers the speakers as they come."""
    sources = found.spans("sources")
    named = [span.text for span in found.spans("coreferences") if span.text.casefold() not in PRONOUNS]
    name = max(named, key=len, default=" ".join(span.text for span in sources))
    if not name:
        return None
    return Speaker(name, mention=sources[0] if sources else None, id=names.setdefault(name, len(names) + 1))


def _speakers(quotes: Iterable[Quote], names: Mapping[str, int]) -> tuple[SpeakerRecord, ...]:
    """Return a record for each name, with its mentions beside quotes."""
    mentions: dict[int | None, dict[Span, None]] = {}
    for quote in quotes:
        if quote.speaker is not None and quote.speaker.mention is not None:
            mentions.setdefault(quote.speaker.id, {})[quote.speaker.mention] = None
    return tuple(
        SpeakerRecord(number, name, SpeakerKind.UNKNOWN, tuple(mentions.get(number, ())))
        for name, number in names.items()
    )
