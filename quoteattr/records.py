"""What quoteattr returns: articles with quotes, quotes with speakers, speakers with affiliations.

All records are frozen and compare by value. Offsets are character offsets (Python code points) into
the text exactly as it was given, end exclusive, so ``text[span.start:span.end] == span.text`` holds
for every span. `Article.to_dict` gives plain dicts and lists, ready for `json.dumps`;
`Article.from_dict` takes them back:

>>> said = Span(0, 4, "Yes.")
>>> article = Article(id="a", quotes=(Quote(spans=(said,), kind=QuoteKind.INDIRECT),))
>>> Article.from_dict(article.to_dict()) == article
True
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from importlib import import_module
from reprlib import Repr
from typing import Any, Literal, TypeVar

from attrs import field, frozen

from quoteattr.errors import RecordError

__all__ = [
    "Affiliation",
    "Article",
    "Presentation",
    "Quote",
    "QuoteKind",
    "Span",
    "Speaker",
    "SpeakerKind",
    "SpeakerRecord",
]

T = TypeVar("T")
E = TypeVar("E", bound=Enum)

_BRIEF = Repr()
_BRIEF.maxstring = _BRIEF.maxother = _BRIEF.maxlong = 80
_BRIEF.maxlist = 12
"""Writes values in messages, cut where they are long or deep."""


class QuoteKind(Enum):
    """How much of the content stands inside quotation marks: all, a part, or nothing."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class Presentation(Enum):
    """What is presented: speech, writing or thought (Semino and Short 2004, *Corpus Stylistics*)."""

    SPEECH = "speech"
    WRITING = "writing"
    THOUGHT = "thought"


class SpeakerKind(Enum):
    """What sort of source speaks."""

    PERSON = "person"
    ORGANIZATION = "organization"
    GROUP = "group"
    UNNAMED_PERSON = "unnamed_person"
    DOCUMENT = "document"
    UNKNOWN = "unknown"


@frozen
class Span:
    """A stretch of the article: character offsets, end exclusive, and the characters themselves.

    >>> Span.cut("He said no.", 3, 7)
    Span(start=3, end=7, text='said')
    """

    start: int
    end: int
    text: str

    @classmethod
    def cut(cls, text: str, start: int, end: int) -> Span:
        """Return the span of `text` from `start` to `end`."""
        return cls(start, end, text[start:end])

    def to_dict(self) -> dict[str, Any]:
        """Return ``{"start", "end", "text"}``."""
        return {"start": self.start, "end": self.end, "text": self.text}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Span:
        """Return the span that `to_dict` wrote. Raises `RecordError` where a key is missing or of another type."""
        return cls(_value(data, "start", int), _value(data, "end", int), _value(data, "text", str))


@frozen
class Affiliation:
    """For whom somebody speaks, as the article words it.

    `role` leaves the organization out ("professor of international studies"); `former` says that the
    article calls it past; `evidence` are the spans that say so.
    """

    role: str | None = None
    organization: str | None = None
    location: str | None = None
    former: bool = False
    evidence: tuple[Span, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return ``{"role", "organization", "location", "former", "evidence"}``."""
        return {
            "role": self.role,
            "organization": self.organization,
            "location": self.location,
            "former": self.former,
            "evidence": [span.to_dict() for span in self.evidence],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Affiliation:
        """Return the affiliation that `to_dict` wrote; raises `RecordError` on anything else."""
        return cls(
            role=_optional_value(data, "role", str),
            organization=_optional_value(data, "organization", str),
            location=_optional_value(data, "location", str),
            former=_value(data, "former", bool),
            evidence=_records(data, "evidence", Span.from_dict),
        )


@frozen
class Speaker:
    """Who speaks in one quote.

    `name` is the fullest name that the article gives, without title, or the description of somebody
    never named ("campaign spokeswoman"), or ``None`` where the text gives no one. `mention` is the noun
    phrase that stands beside this quote, `id` the number of the speaker in `Article.speakers`.
    """

    name: str | None
    kind: SpeakerKind = SpeakerKind.UNKNOWN
    mention: Span | None = None
    id: int | None = None
    affiliation: Affiliation | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return ``{"name", "kind", "mention", "id", "affiliation"}``."""
        return {
            "name": self.name,
            "kind": self.kind.value,
            "mention": self.mention and self.mention.to_dict(),
            "id": self.id,
            "affiliation": self.affiliation and self.affiliation.to_dict(),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Speaker:
        """Return the speaker that `to_dict` wrote; raises `RecordError` on anything else."""
        return cls(
            name=_optional_value(data, "name", str),
            kind=_enum(data, "kind", SpeakerKind),
            mention=_optional_record(data, "mention", Span.from_dict),
            id=_optional_value(data, "id", int),
            affiliation=_optional_record(data, "affiliation", Affiliation.from_dict),
        )


@frozen
class Quote:
    """One statement: what was said, by whom.

    `spans` are the fragments of the content in text order, quotation marks included; more than one
    where the cue splits it. `cue` is the reporting expression ("said", "according to"). A quotation
    that runs over several paragraphs is one quote per paragraph, the later ones without cue and mention.
    """

    spans: tuple[Span, ...]
    kind: QuoteKind
    presentation: Presentation = Presentation.SPEECH
    cue: Span | None = None
    speaker: Speaker | None = None
    confidence: float = 1.0

    @property
    def text(self) -> str:
        """The content as one string, its fragments joined by a space.

        >>> Quote(spans=(Span(0, 2, "A,"), Span(12, 14, "B.")), kind=QuoteKind.INDIRECT).text
        'A, B.'
        """
        return " ".join(span.text for span in self.spans)

    def to_dict(self) -> dict[str, Any]:
        """Return ``{"kind", "presentation", "spans", "cue", "speaker", "confidence"}``."""
        return {
            "kind": self.kind.value,
            "presentation": self.presentation.value,
            "spans": [span.to_dict() for span in self.spans],
            "cue": self.cue and self.cue.to_dict(),
            "speaker": self.speaker and self.speaker.to_dict(),
            "confidence": self.confidence,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Quote:
        """Return the quote that `to_dict` wrote; raises `RecordError` on anything else."""
        return cls(
            spans=_records(data, "spans", Span.from_dict),
            kind=_enum(data, "kind", QuoteKind),
            presentation=_enum(data, "presentation", Presentation),
            cue=_optional_record(data, "cue", Span.from_dict),
            speaker=_optional_record(data, "speaker", Speaker.from_dict),
            confidence=_probability(data, "confidence"),
        )


@frozen
class SpeakerRecord:
    """A speaker over the whole article: every mention that was resolved, every affiliation found."""

    id: int
    name: str
    kind: SpeakerKind
    mentions: tuple[Span, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return ``{"id", "name", "kind", "mentions", "affiliations"}``."""
        return {
            "id": self.id,
            "name": self.name,
            "kind": self.kind.value,
            "mentions": [span.to_dict() for span in self.mentions],
            "affiliations": [affiliation.to_dict() for affiliation in self.affiliations],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> SpeakerRecord:
        """Return the record that `to_dict` wrote; raises `RecordError` on anything else."""
        return cls(
            id=_value(data, "id", int),
            name=_value(data, "name", str),
            kind=_enum(data, "kind", SpeakerKind),
            mentions=_records(data, "mentions", Span.from_dict),
            affiliations=_records(data, "affiliations", Affiliation.from_dict),
        )


@frozen
class Article:
    """All statements of one article in text order, and the speakers in order of first appearance.

    `id` is whatever the input called the article: a file's stem, a record's ``"id"``.
    """

    quotes: tuple[Quote, ...] = ()
    speakers: tuple[SpeakerRecord, ...] = ()
    id: str | int | None = field(default=None)

    def to_dict(self) -> dict[str, Any]:
        """Return one JSON object: ``{"id", "quotes", "speakers"}``."""
        return {
            "id": self.id,
            "quotes": [quote.to_dict() for quote in self.quotes],
            "speakers": [speaker.to_dict() for speaker in self.speakers],
        }

    def to_frame(self, library: Literal["pandas", "polars"] = "pandas") -> Any:
        """Return a data frame with a row for each quote; see `quoteattr.output.frame.to_frame`."""
        return _import_output("frame").to_frame([self], library)

    def _repr_html_(self) -> str:
        """Return the table of the quotes that a notebook shows; see `quoteattr.output.html.as_fragment`."""
        fragment: str = _import_output("html").as_fragment(self)
        return fragment

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Article:
        """Return the article that `to_dict` wrote.

        Raises `RecordError` where something is missing or of another type.
        """
        return cls(
            quotes=_records(data, "quotes", Quote.from_dict),
            speakers=_records(data, "speakers", SpeakerRecord.from_dict),
            id=_value(data, "id", (str, int, type(None))),
        )


def _import_output(name: str) -> Any:
    """Return a module of `quoteattr.output`, imported by its name at the first use.

    Outputs are made from records, so an import statement here would close a circle.
    """
    return import_module(f"quoteattr.output.{name}")


def _value(data: Mapping[str, Any], key: str, kind: type[Any] | tuple[type[Any], ...]) -> Any:
    """Return the value under a key. Raises `RecordError` where it is missing or of another type."""
    if not isinstance(data, Mapping):
        raise RecordError(f"expected a dict with {key!r}, got {type(data).__name__}: pass what to_dict() returned")
    if key not in data:
        raise RecordError(
            f"{key!r} is missing; found {_BRIEF.repr(sorted(map(str, data)))}: pass what to_dict() returned"
        )
    value = data[key]
    bool_for_number = kind is not bool and isinstance(value, bool)
    if not isinstance(value, kind) or bool_for_number:
        names = " or ".join(k.__name__ for k in (kind if isinstance(kind, tuple) else (kind,)))
        raise RecordError(f"{key!r}: expected {names}, got {type(value).__name__} {_brief(value)}")
    return value


def _probability(data: Mapping[str, Any], key: str) -> float:
    try:
        number = float(_value(data, key, (int, float)))
    except OverflowError:
        raise RecordError(f"{key!r}: expected a float, got an int too large for one") from None
    if not 0 <= number <= 1:
        raise RecordError(f"{key!r}: expected a number from 0 to 1, got {number}")
    return number


def _brief(value: object) -> str:
    try:
        return _BRIEF.repr(value)
    except ValueError:  # an int of more digits than Python writes out
        return "of very many digits"


def _optional_value(data: Mapping[str, Any], key: str, kind: type[T]) -> T | None:
    return _value(data, key, (kind, type(None)))  # type: ignore[no-any-return]


def _optional_record(data: Mapping[str, Any], key: str, build: Callable[[Mapping[str, Any]], T]) -> T | None:
    value = _value(data, key, (Mapping, type(None)))
    return None if value is None else build(value)


def _records(data: Mapping[str, Any], key: str, build: Callable[[Mapping[str, Any]], T]) -> tuple[T, ...]:
    return tuple(build(item) for item in _value(data, key, (list, tuple)))


def _enum(data: Mapping[str, Any], key: str, kind: type[E]) -> E:
    value = _value(data, key, str)
    try:
        return kind(value)
    except ValueError:
        allowed = ", ".join(member.value for member in kind)
        raise RecordError(f"{key!r}: expected one of {allowed}, got {_brief(value)}") from None
