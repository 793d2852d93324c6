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
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from string import Template

from quoteattr.output.markup import HUES, Mark, Part, escape_text, mark_up
from quoteattr.output.spans import check_spans
from quoteattr.output.table import describe_affiliation
from quoteattr.output.voices import Voice, Voices
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

LONGEST_EXCERPT = 240
"""The most characters of a quote in lists."""

MOST_ROWS = 200
"""The most quotes of an article that a notebook shows."""


def as_page(article: Article, text: str, *, title: str | None = None) -> str:
    """Return one self-contained HTML page: the text with quotes, cues and sources marked, and a list of the speakers.

    `text` is what the article was read from; `title` stands at the top, the article's id if ``None``. The page can be
    encoded to UTF-8 whatever the text holds, and written to ASCII with ``errors="xmlcharrefreplace"``. Raises
    `InputError` where a span of the article does not stand in `text`.
    """
    check_spans(article, text)
    voices = Voices.of(article)
    anchors = {number: _anchor(voices, number, quote) for number, quote in enumerate(article.quotes, start=1)}
    parts = {
        "policy": page_policy(),
        "style": _resource("page.css"),
        "script": _resource("page.js"),
        "title": escape_text(_title(article, title)),
        "tally": escape_text(_tally(article, voices)),
        "kinds": _choices("kind", Counter(quote.kind.value for quote in article.quotes)),
        "speaker_kinds": _choices("speaker", Counter(_kind_name(voice) for voice in voices.of_quote.values())),
        "text": mark_up(text, _marks(article, voices), anchors) or "<p>The article is empty.</p>",
        "voices": "\n".join(_voice_item(article, voice) for voice in voices.all) or "<li>Nobody is quoted.</li>",
    }
    return Template(_resource("page.html")).substitute(parts)


@cache
def _resource(name: str) -> str:
    return files("quoteattr.output").joinpath(name).read_text(encoding="utf-8")


@cache
def page_policy() -> str:
    """Return the Content-Security-Policy of `as_page`: nothing but its own style and script may be loaded or run."""
    style, script = inline_source(_resource("page.css")), inline_source(_resource("page.js"))
    sources = f"style-src {style}; script-src {script}; img-src data:"
    return f"default-src 'none'; {sources}; base-uri 'none'; form-action 'none'"


def inline_source(text: str) -> str:
    """Return how a policy names a style or a script that stands in the page: by its hash."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _title(article: Article, title: str | None) -> str:
    return title or ("Quotes" if article.id in (None, "") else str(article.id))


def _marks(article: Article, voices: Voices) -> Iterator[Mark]:
    """Yield the marks of all quotes, cues, sources and of the words that state an affiliation."""
    for number, quote in enumerate(article.quotes, start=1):
        speaker = voices.of_quote[number].number
        for span in quote.spans:
            yield Mark(span.start, span.end, Part.QUOTE, number, speaker, quote.kind.value)
        if quote.cue is not None:
            yield Mark(quote.cue.start, quote.cue.end, Part.CUE, number, speaker)
    for voice in voices.all:
        evidence = {(span.start, span.end) for office in voice.record.affiliations for span in office.evidence}
        yield from (Mark(start, end, Part.FACT, None, voice.number) for start, end in evidence)
    for (start, end), speaker in _sources(article, voices).items():
        yield Mark(start, end, Part.SOURCE, None, speaker)


def _sources(article: Article, voices: Voices) -> dict[tuple[int, int], int]:
    """Return the speaker's number by the offsets of each mention, those beside quotes before the others."""
    sources: dict[tuple[int, int], int] = {}
    for number, quote in enumerate(article.quotes, start=1):
        if quote.speaker is not None and quote.speaker.mention is not None:
            mention = quote.speaker.mention
            sources.setdefault((mention.start, mention.end), voices.of_quote[number].number)
    for voice in voices.all:
        for mention in voice.record.mentions:
            sources.setdefault((mention.start, mention.end), voice.number)
    return sources


def _anchor(voices: Voices, number: int, quote: Quote) -> str:
    """Return what stands before a quote in the text: the number of its speaker, a link to the speaker in the list."""
    voice = voices.of_quote[number]
    label = escape_text(f"Quote {number}, {quote.kind.value}: {voice.record.name}")
    return f'<a class="ref" id="q{number}" href="#s{voice.number}" data-n="{voice.badge}" aria-label="{label}"></a>'


def _tally(article: Article, voices: Voices) -> str:
    speakers = sum(1 for voice in voices.all if voice.number)
    return f"{_count(len(article.quotes), 'quote')} by {_count(speakers, 'speaker')}"


def _count(number: int, what: str) -> str:
    """Return a number with its noun: "1 quote", "2 quotes"."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _choices(name: str, counted: Counter[str]) -> str:
    """Return a checkbox for each kind of quote or speaker that the article has, with the number of its quotes."""
    known = [*(kind.value for kind in QuoteKind), *(_kind_words(kind) for kind in SpeakerKind), "nobody"]
    return "".join(
        f'<label><input type="checkbox" name="{name}" value="{value}" checked> {value} '
        f"<small>{counted[value]:,}</small></label>"
        for value in known
        if value in counted
    )


def _kind_name(voice: Voice) -> str:
    return _kind_words(voice.record.kind) if voice.number else "nobody"


def _kind_words(kind: SpeakerKind) -> str:
    return kind.value.replace("_", " ")


def _voice_item(article: Article, voice: Voice) -> str:
    """Return a speaker of the list: number, name, offices and quotes."""
    office, others = _offices(voice.record)
    facts = f"{_kind_name(voice)}, " if voice.number else ""
    lines = [
        ("office", escape_text(office)),
        ("also", f"also {escape_text('; '.join(others))}" if others else ""),
        ("facts", facts + _count(len(voice.quotes), "quote")),
    ]
    about = "".join(f'<p class="{name}">{line}</p>' for name, line in lines if line)
    quotes = "".join(_quote_item(number, article.quotes[number - 1]) for number in voice.quotes)
    return (
        f'<li class="voice hue{voice.number % HUES}" id="s{voice.number}" data-s="{voice.number}" '
        f'data-kind="{_kind_name(voice)}" tabindex="-1"><h3><button type="button" aria-pressed="false">'
        f'<span class="number" aria-hidden="true">{voice.badge}</span><bdi>{escape_text(voice.record.name)}</bdi>'
        f'</button></h3>{about}<ol role="list">{quotes}</ol></li>'
    )


def _offices(record: SpeakerRecord) -> tuple[str, list[str]]:
    """Return the first affiliation in words, "" where it is the name itself, and the others that name a body."""
    first = "".join(map(describe_affiliation, record.affiliations[:1]))
    others = dict.fromkeys(describe_affiliation(other) for other in record.affiliations[1:] if other.organization)
    office = "" if first.casefold() == record.name.casefold() else first
    return office, [other for other in others if other != first]


def _quote_item(number: int, quote: Quote) -> str:
    """Return a quote of the list, a link to its place in the text where it has one."""
    words = f"<bdi>{escape_text(_excerpt(quote))}</bdi>"
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


def _excerpt(quote: Quote) -> str:
    """Return the content in one line of at most `LONGEST_EXCERPT` characters."""
    words = " ".join(" … ".join(span.text[: LONGEST_EXCERPT + 1] for span in quote.spans).split())
    return words if len(words) <= LONGEST_EXCERPT else words[:LONGEST_EXCERPT].rstrip() + " …"


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
    """Return the quotes as a table for a notebook: speaker, role, organization, quote, kind and confidence.

    Its style touches nothing else, and takes its colours from the notebook, be it light or dark; there is no script.
    An article with more than 200 quotes shows the first 200 and how many are left.
    """
    rows = "".join(_row(quote) for quote in article.quotes[:MOST_ROWS])
    left = len(article.quotes) - MOST_ROWS
    more = f"<p>and {_count(left, 'quote')} more</p>" if left > 0 else ""
    name = "" if article.id is None else f"<b><bdi>{escape_text(str(article.id))}</bdi></b>: "
    heads = ("speaker", "role", "organization", "quote", "kind")
    head = "".join(f'<th scope="col">{head}</th>' for head in heads) + '<th scope="col" class="sure">confidence</th>'
    table = f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>" if rows else ""
    caption = f"<caption>{name}{_tally(article, Voices.of(article))}</caption>"
    return f'<div class="quoteattr"><style>{_FRAGMENT_STYLE}</style><table>{caption}{table}</table>{more}</div>'


def _row(quote: Quote) -> str:
    """Return a quote as a row of the notebook's table."""
    speaker = quote.speaker or Speaker(None)
    office = speaker.affiliation or Affiliation()
    role = f"former {office.role or ''}".rstrip() if office.former else office.role
    place = ", ".join(filter(None, (office.organization, office.location)))
    cells = "".join(f"<td><bdi>{escape_text(cell or '')}</bdi></td>" for cell in (speaker.name or "–", role, place))
    return (
        f'<tr>{cells}<td class="said"><bdi>{escape_text(_excerpt(quote))}</bdi></td><td>{quote.kind.value}</td>'
        f'<td class="sure">{_percent(quote)} %</td></tr>'
    )
