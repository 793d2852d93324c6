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

LABELS = ("QUOTE", "SOURCE", "CUE")
"""What displaCy shows, the later one on top where they overlap."""

_WORD = regex.compile(r"\w+|[^\w\s]")


@frozen
class _Labelled:
    """A stretch of the text with its label, and the speaker for displaCy to show beside it."""

    start: int
    end: int
    label: str
    name: str = ""

    @property
    def rank(self) -> tuple[int, int, int]:
        """The least is on top: cue, source, quote; of these the one that starts last, then the shortest."""
        return (-LABELS.index(self.label), -self.start, self.end)


def as_displacy(article: Article, text: str) -> dict[str, Any]:
    """The article for ``spacy.displacy.render(..., manual=True)``, with ``style="span"`` or ``style="ent"``.

    ``text`` and ``title`` (the article's id)
        As displaCy wants them.
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

    def blank(one: _Labelled) -> bool:
        return not text[one.start : one.end].strip()

    labelled = [one for one in dict.fromkeys(_labelled(article)) if not blank(one)]
    edges = {edge for one in labelled for edge in (one.start, one.end)}
    tokens = list(_tokens(text, sorted({0, len(text), *edges})))
    return {
        "text": text,
        "title": None if article.id is None else escape(str(article.id)),
        "ents": [{"start": e.start, "end": e.end, "label": e.label} for e in _topmost(labelled) if not blank(e)],
        "tokens": [text[start:end] for start, end in tokens],
        "spans": _token_spans(labelled, tokens),
    }


def _labelled(article: Article) -> Iterator[_Labelled]:
    for quote in article.quotes:
        speaker = quote.speaker or Speaker(None)
        for span in quote.spans:
            yield _Labelled(span.start, span.end, "QUOTE", escape(speaker.name or ""))
        if quote.cue is not None:
            yield _Labelled(quote.cue.start, quote.cue.end, "CUE")
        if speaker.mention is not None:
            yield _Labelled(speaker.mention.start, speaker.mention.end, "SOURCE")


def _tokens(text: str, edges: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Words and marks, cut at every edge."""
    for start, end in pairwise(edges):
        yield from (match.span() for match in _WORD.finditer(text, start, end))


def _token_spans(labelled: Iterable[_Labelled], tokens: Sequence[tuple[int, int]]) -> list[dict[str, Any]]:
    """The stretches in tokens; tokens never stand over an edge."""
    starts, ends = [start for start, _ in tokens], [end for _, end in tokens]
    return [
        {
            "start_token": bisect_left(starts, one.start),
            "end_token": bisect_right(ends, one.end),
            "label": one.label,
            "kb_id": one.name,
        }
        for one in labelled
    ]


def _topmost(labelled: Sequence[_Labelled]) -> list[_Labelled]:
    """The stretches as they look from above: cut where another one lies on top."""
    starting: dict[int, list[int]] = {}
    for number, one in enumerate(labelled):
        starting.setdefault(one.start, []).append(number)
    edges = sorted({*starting, *(one.end for one in labelled)})
    lying: list[tuple[tuple[int, int, int], int]] = []
    seen: list[tuple[int, int, _Labelled]] = []
    for start, end in pairwise(edges):
        for number in starting.get(start, ()):
            heappush(lying, (labelled[number].rank, number))
        while lying and labelled[lying[0][1]].end <= start:
            heappop(lying)
        if not lying:
            continue
        top = labelled[lying[0][1]]
        if seen and seen[-1][1] == start and seen[-1][2] is top:
            start = seen.pop()[0]
        seen.append((start, end, top))
    return [_Labelled(start, end, one.label) for start, end, one in seen]


def as_spans(article: Article, text: str) -> dict[str, Any]:
    """The article and its text as one JSON object in Citron's format.

    ``text``
        The text.
    ``quotes``
        ``{"id", "cue", "sources", "contents", "coreferences", "confidence"}`` for each. A span is
        ``{"start", "end", "text"}`` in characters, end exclusive. ``sources`` holds the mention beside the quote, if
        there is one; ``coreferences`` the place where the speaker is named in full, if there is one. ``cue`` is null
        for quotes without one; Citron itself reads only quotes with a cue, so leave out the others for it.
    ``coreference_groups``
        For each speaker all mentions.

    Beside these stand, for who wants all of it, ``id`` of the article and ``speakers`` at the top, and ``kind``,
    ``presentation`` and ``speaker`` in each quote, as `Article.to_dict` writes them; readers of the format pass over
    them. Raises `InputError` where a span does not stand in `text`.
    """
    check_spans(article, text)
    named = {speaker.id: _named(speaker) for speaker in article.speakers}
    return {
        "text": text,
        "quotes": [_quote_dict(number, quote, named) for number, quote in enumerate(article.quotes, start=1)],
        "coreference_groups": [_dicts(speaker.mentions) for speaker in article.speakers if speaker.mentions],
        "id": article.id,
        "speakers": [speaker.to_dict() for speaker in article.speakers],
    }


def _named(speaker: SpeakerRecord) -> Span | None:
    """Where the article first gives the name."""
    for mention in speaker.mentions:
        place = mention.text.find(speaker.name)
        if speaker.name and place >= 0:
            start = mention.start + place
            return Span(start, start + len(speaker.name), speaker.name)
    return None


def _quote_dict(number: int, quote: Quote, named: Mapping[int, Span | None]) -> dict[str, Any]:
    whole = quote.to_dict()
    speaker = quote.speaker or Speaker(None)
    name = None if speaker.id is None else named.get(speaker.id)
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
    """The article and the text of a JSON object in the format of `as_spans`, by whomever it was written.

    What only `as_spans` writes may be missing. Then a quote is direct, mixed or indirect by the quotation marks in the
    text; its speaker is the longest of its coreferences that is no pronoun, else its sources in a row, and the speakers
    are numbered in order. Raises `RecordError` where something else is missing or wrong, or where a span does not
    stand in the text.
    """
    if not isinstance(document, Mapping) or not isinstance(document.get("text"), str):
        raise RecordError(f'expected an object with "text" and "quotes", got {str(document)[:80]}')
    text: str = document["text"]
    page = Page.verbatim(text)
    names: dict[str, int] = {}
    found = [_quote(_Object(data, f"quote {n}", text), page, names) for n, data in _numbered(document, "quotes")]
    told = document.get("speakers")
    speakers = _speakers(found, names) if told is None else _records(document)
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
        """A list of spans, empty where it is missing or null."""
        found = self.data.get(key) or []
        if not isinstance(found, Sequence) or isinstance(found, str):
            raise RecordError(f"{self.where}: {key!r}: expected a list of spans, got {found!r:.80}")
        return tuple(self.span(key, span) for span in found)

    def span(self, key: str, data: object) -> Span:
        """One span; its own text may be missing."""
        if not isinstance(data, Mapping):
            raise RecordError(f"{self.where}: {key!r}: expected a span, got {data!r:.80}")
        span = Span.from_dict({"text": "", **data})
        return span if "text" in data else Span.cut(self.text, span.start, span.end)


def _numbered(document: Mapping[str, Any], key: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    found = document.get(key)
    if not isinstance(found, Sequence) or isinstance(found, str):
        raise RecordError(f"{key!r}: expected a list, got {found!r:.80}")
    for number, data in enumerate(found, start=1):
        if not isinstance(data, Mapping):
            raise RecordError(f"{key!r}, number {number}: expected an object, got {data!r:.80}")
        yield number, data


def _records(document: Mapping[str, Any]) -> tuple[SpeakerRecord, ...]:
    return tuple(SpeakerRecord.from_dict(data) for _, data in _numbered(document, "speakers"))


def _quote(given: _Object, page: Page, names: dict[str, int]) -> Quote:
    contents = given.spans("contents")
    if not contents:
        raise RecordError(f"{given.where}: 'contents': expected at least one span, got none")
    cue = given.data.get("cue")
    kept = {key: given.data[key] for key in ("kind", "presentation", "speaker") if key in given.data}
    speaker = None if "speaker" in kept else _speaker(given, names)
    derived = Quote(contents, _kind(page, contents), Presentation.SPEECH, None, speaker)
    whole = {**derived.to_dict(), **kept, "confidence": _confidence(given)}
    return Quote.from_dict({**whole, "cue": given.span("cue", cue).to_dict() if cue else None})


def _confidence(given: _Object) -> float:
    """Citron writes it as a string of digits."""
    value = given.data.get("confidence")
    try:
        return 1.0 if value is None else float(value)
    except (TypeError, ValueError, OverflowError):
        raise RecordError(f"{given.where}: 'confidence': expected a number, got {value!r:.80}") from None


def _kind(page: Page, contents: Iterable[Span]) -> QuoteKind:
    """Direct where all words stand inside quotation marks, mixed where several do, else indirect."""
    inside = [
        page.is_quoted(start)
        for span in contents
        for start, end in _tokens(page.text, (span.start, span.end))
        if page.text[start].isalnum()
    ]
    if all(inside):
        return QuoteKind.DIRECT
    return QuoteKind.MIXED if sum(inside) > 1 else QuoteKind.INDIRECT


def _speaker(given: _Object, names: dict[str, int]) -> Speaker | None:
    sources = given.spans("sources")
    named = [span.text for span in given.spans("coreferences") if span.text.casefold() not in PRONOUNS]
    name = max(named, key=len, default=" ".join(span.text for span in sources))
    if not name:
        return None
    return Speaker(name, mention=sources[0] if sources else None, id=names.setdefault(name, len(names) + 1))


def _speakers(quotes: Iterable[Quote], names: Mapping[str, int]) -> tuple[SpeakerRecord, ...]:
    mentions: dict[int | None, dict[Span, None]] = {}
    for quote in quotes:
        if quote.speaker is not None and quote.speaker.mention is not None:
            mentions.setdefault(quote.speaker.id, {})[quote.speaker.mention] = None
    return tuple(
        SpeakerRecord(number, name, SpeakerKind.UNKNOWN, tuple(mentions.get(number, ())))
        for name, number in names.items()
    )
