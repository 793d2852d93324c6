"""An article to be read by people: a page with its quotes marked, and what a notebook shows.

`as_page` makes one HTML file that needs nothing else: style and script are in it, it loads nothing, and its
Content-Security-Policy forbids everything but these two. What comes from the article is escaped. Without scripts the
page shows everything and its links work; the script adds highlighting and filters.

>>> from quoteattr.records import Span
>>> text = "Ada Obi said <no>."
>>> speaker = Speaker("Ada Obi", mention=Span.cut(text, 0, 7))
>>> article = Article((Quote((Span.cut(text, 13, 17),), QuoteKind.INDIRECT, speaker=speaker),), id="quay")
>>> page = as_page(article, text)
>>> "<title>quay: who said what</title>" in page, "&lt;no&gt;" in page, "<no>" in page
(True, True, False)

The frame, the style and the script are ``page.html``, ``page.css`` and ``page.js`` beside this module.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Container, Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from string import Template

from attrs import frozen

from quoteattr.output.marked import HUES, Mark, Part, escaped, marked
from quoteattr.output.spans import check_spans
from quoteattr.output.table import affiliated
from quoteattr.records import (
    Affiliation,
    Article,
    Presentation,
    Quote,
    QuoteKind,
    Speaker,
    SpeakerKind,
    SpeakerRecord,
)

__all__ = ["as_fragment", "as_page", "inline_source", "page_policy"]

LONGEST_SHOWN = 240
"""Longer quotes are shortened in lists, in characters."""

MOST_ROWS = 200
"""A notebook shows this many quotes of an article."""

NOBODY = "No speaker named"


def as_page(article: Article, text: str, *, title: str | None = None) -> str:
    """One self-contained HTML page: the text with quotes, cues and sources marked, and a list of the speakers.

    `text` is what the article was read from; `title` stands at the top, the article's id if ``None``. The page can be
    encoded to UTF-8 whatever the text holds, and written to ASCII with ``errors="xmlcharrefreplace"``. Raises
    `InputError` where a span of the article does not stand in `text`.
    """
    check_spans(article, text)
    cast = _Cast.of(article)
    anchors = {number: _anchor(cast, number, quote) for number, quote in enumerate(article.quotes, start=1)}
    parts = {
        "policy": page_policy(),
        "style": _resource("page.css"),
        "script": _resource("page.js"),
        "title": escaped(_title(article, title)),
        "tally": escaped(_tally(article, cast)),
        "kinds": _choices("kind", Counter(quote.kind.value for quote in article.quotes)),
        "speaker_kinds": _choices("speaker", Counter(_kind_name(voice) for voice in cast.of_quote.values())),
        "text": marked(text, _marks(article, cast), anchors) or "<p>The article is empty.</p>",
        "voices": "\n".join(_voice_item(article, voice) for voice in cast.voices) or "<li>Nobody is quoted.</li>",
    }
    return Template(_resource("page.html")).substitute(parts)


@cache
def _resource(name: str) -> str:
    return files("quoteattr.output").joinpath(name).read_text(encoding="utf-8")


@cache
def page_policy() -> str:
    """The Content-Security-Policy of `as_page`: nothing may be loaded or run but its own style and its own script."""
    style, script = inline_source(_resource("page.css")), inline_source(_resource("page.js"))
    sources = f"style-src {style}; script-src {script}; img-src data:"
    return f"default-src 'none'; {sources}; base-uri 'none'; form-action 'none'"


def inline_source(text: str) -> str:
    """How a policy names a style or a script that stands in the page."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _title(article: Article, title: str | None) -> str:
    return title or ("Quotes" if article.id in (None, "") else str(article.id))


@frozen
class _Voice:
    """A speaker as the page lists them; number 0 is nobody. `quotes` are numbers of quotes, from 1."""

    number: int
    record: SpeakerRecord
    quotes: tuple[int, ...]

    @property
    def badge(self) -> str:
        """What stands for the speaker in the text."""
        return str(self.number or "?")


@frozen
class _Cast:
    """The speakers of an article in the order of its records, then those without a record, then nobody."""

    voices: tuple[_Voice, ...]
    of_quote: dict[int, _Voice]

    @classmethod
    def of(cls, article: Article) -> _Cast:
        records: dict[str | int | None, SpeakerRecord] = {record.id: record for record in article.speakers}
        said: dict[str | int | None, list[int]] = {}
        for number, quote in enumerate(article.quotes, start=1):
            key = _key(quote.speaker, records)
            records.setdefault(key, _record(quote.speaker))
            said.setdefault(key, []).append(number)
        voices = tuple(
            _Voice(0 if key is None else number, records[key], tuple(said.get(key, ())))
            for number, key in enumerate(sorted(records, key=lambda key: key is None), start=1)
        )
        return cls(voices, {number: voice for voice in voices for number in voice.quotes})


def _key(speaker: Speaker | None, records: Container[str | int | None]) -> str | int | None:
    """What tells one speaker from another: the id of a record, else the name, else nothing."""
    if speaker is None:
        return None
    return speaker.id if speaker.id is not None and speaker.id in records else speaker.name or None


def _record(speaker: Speaker | None) -> SpeakerRecord:
    """A record for a speaker that the article has none of."""
    if speaker is None or not speaker.name:
        return SpeakerRecord(0, NOBODY, SpeakerKind.UNKNOWN)
    told = () if speaker.affiliation is None else (speaker.affiliation,)
    return SpeakerRecord(0, speaker.name, speaker.kind, affiliations=told)


def _marks(article: Article, cast: _Cast) -> Iterator[Mark]:
    sources: dict[tuple[int, int], int] = {}
    for number, quote in enumerate(article.quotes, start=1):
        voice = cast.of_quote[number].number
        for span in quote.spans:
            yield Mark(span.start, span.end, Part.QUOTE, number, voice, quote.kind.value)
        if quote.cue is not None:
            yield Mark(quote.cue.start, quote.cue.end, Part.CUE, number, voice)
        if quote.speaker is not None and quote.speaker.mention is not None:
            sources.setdefault((quote.speaker.mention.start, quote.speaker.mention.end), voice)
    for one in cast.voices:
        for mention in one.record.mentions:
            sources.setdefault((mention.start, mention.end), one.number)
        told = {(span.start, span.end) for affiliation in one.record.affiliations for span in affiliation.evidence}
        yield from (Mark(start, end, Part.FACT, None, one.number) for start, end in told)
    yield from (Mark(start, end, Part.SOURCE, None, voice) for (start, end), voice in sources.items())


def _anchor(cast: _Cast, number: int, quote: Quote) -> str:
    """What stands before a quote in the text: the number of its speaker, which leads to the speaker."""
    voice = cast.of_quote[number]
    label = escaped(f"Quote {number}, {quote.kind.value}: {voice.record.name}")
    return f'<a class="ref" id="q{number}" href="#s{voice.number}" data-n="{voice.badge}" aria-label="{label}"></a>'


def _tally(article: Article, cast: _Cast) -> str:
    speakers = sum(1 for voice in cast.voices if voice.number)
    return f"{_counted(len(article.quotes), 'quote')} by {_counted(speakers, 'speaker')}"


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _choices(name: str, counted: Counter[str]) -> str:
    known = [*(kind.value for kind in QuoteKind), *(_plain(kind) for kind in SpeakerKind), "nobody"]
    return "".join(
        f'<label><input type="checkbox" name="{name}" value="{value}" checked> {value} '
        f"<small>{counted[value]:,}</small></label>"
        for value in known
        if value in counted
    )


def _kind_name(voice: _Voice) -> str:
    return _plain(voice.record.kind) if voice.number else "nobody"


def _plain(kind: SpeakerKind) -> str:
    return kind.value.replace("_", " ")


def _voice_item(article: Article, voice: _Voice) -> str:
    office, others = _offices(voice.record)
    facts = f"{_kind_name(voice)}, " if voice.number else ""
    lines = [
        ("office", escaped(office)),
        ("also", f"also {escaped('; '.join(others))}" if others else ""),
        ("facts", facts + _counted(len(voice.quotes), "quote")),
    ]
    told = "".join(f'<p class="{name}">{line}</p>' for name, line in lines if line)
    quotes = "".join(_quote_item(number, article.quotes[number - 1]) for number in voice.quotes)
    return (
        f'<li class="voice hue{voice.number % HUES}" id="s{voice.number}" data-s="{voice.number}" '
        f'data-kind="{_kind_name(voice)}" tabindex="-1"><h3><button type="button" aria-pressed="false">'
        f'<span class="number" aria-hidden="true">{voice.badge}</span><bdi>{escaped(voice.record.name)}</bdi>'
        f'</button></h3>{told}<ol role="list">{quotes}</ol></li>'
    )


def _offices(record: SpeakerRecord) -> tuple[str, list[str]]:
    """The first affiliation in words, unless it is the name itself, and the others that name a body."""
    first = "".join(map(affiliated, record.affiliations[:1]))
    others = dict.fromkeys(affiliated(told) for told in record.affiliations[1:] if told.organization)
    office = "" if first.casefold() == record.name.casefold() else first
    return office, [other for other in others if other != first]


def _quote_item(number: int, quote: Quote) -> str:
    words = f"<bdi>{escaped(_shown(quote))}</bdi>"
    is_placed = any(not span.text.isspace() for span in quote.spans if span.text)
    link = f'<a href="#q{number}">{words}</a>' if is_placed else words
    percent = _percent(quote)
    presentation = "" if quote.presentation is Presentation.SPEECH else f" {quote.presentation.value}"
    return (
        f'<li data-q="{number}" data-kind="{quote.kind.value}" data-confidence="{percent}">{link} '
        f"<small>{quote.kind.value}{presentation}, {percent} %</small></li>"
    )


def _percent(quote: Quote) -> int:
    return round(100 * min(1.0, max(0.0, quote.confidence)))


def _shown(quote: Quote) -> str:
    """The content in one line, not too long."""
    said = " ".join(" … ".join(span.text[: LONGEST_SHOWN + 1] for span in quote.spans).split())
    return said if len(said) <= LONGEST_SHOWN else said[:LONGEST_SHOWN].rstrip() + " …"


_FRAGMENT_STYLE = """
.quoteattr { max-width: 76em; overflow-x: auto; font-size: 13px; line-height: 1.45; }
.quoteattr table { width: 100%; margin: 0; border: 0; border-collapse: collapse; background: none; color: inherit; }
.quoteattr caption { padding: 0 0 .5em; color: inherit; text-align: left; caption-side: top; }
.quoteattr tr { background: none !important; }
.quoteattr th, .quoteattr td { max-width: none; padding: .45em 1em .45em 0; border: 0; text-align: left;
  vertical-align: top; white-space: normal; border-bottom: 1px solid rgba(128, 128, 128, .35); }
.quoteattr th { font-weight: 600; }
.quoteattr td:first-child { min-width: 7em; }
.quoteattr td.said { min-width: 16em; font-family: Charter, Georgia, serif; font-size: 1.08em; }
.quoteattr .sure { padding-right: 0; text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
"""


def as_fragment(article: Article) -> str:
    """The quotes as a table for a notebook: who, in what office, what, kind and confidence.

    Its style touches nothing else, and takes its colours from the notebook, be it light or dark; there is no script.
    An article with more than 200 quotes shows the first 200 and how many are left.
    """
    rows = "".join(_row(quote) for quote in article.quotes[:MOST_ROWS])
    left = len(article.quotes) - MOST_ROWS
    more = f"<p>and {_counted(left, 'quote')} more</p>" if left > 0 else ""
    name = "" if article.id is None else f"<b><bdi>{escaped(str(article.id))}</bdi></b>: "
    heads = ("speaker", "role", "organization", "quote", "kind")
    head = "".join(f'<th scope="col">{head}</th>' for head in heads) + '<th scope="col" class="sure">confidence</th>'
    table = f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>" if rows else ""
    caption = f"<caption>{name}{_tally(article, _Cast.of(article))}</caption>"
    return f'<div class="quoteattr"><style>{_FRAGMENT_STYLE}</style><table>{caption}{table}</table>{more}</div>'


def _row(quote: Quote) -> str:
    speaker = quote.speaker or Speaker(None)
    office = speaker.affiliation or Affiliation()
    role = f"former {office.role or ''}".rstrip() if office.former else office.role
    place = ", ".join(filter(None, (office.organization, office.location)))
    cells = "".join(f"<td><bdi>{escaped(cell or '')}</bdi></td>" for cell in (speaker.name or "–", role, place))
    return (
        f'<tr>{cells}<td class="said"><bdi>{escaped(_shown(quote))}</bdi></td><td>{quote.kind.value}</td>'
        f'<td class="sure">{_percent(quote)} %</td></tr>'
    )
