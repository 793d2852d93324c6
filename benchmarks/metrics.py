"""How right a prediction is: what became of every annotated statement, and the figures that count it.

`assess` pairs the statements of one article with the quotes found in it, best overlap first, each used once, and says
of every statement which aspects the quote found of it has right. Everything else counts these outcomes. `count` gives
the counts of one article; counts add up, so that the figures of a corpus are those of a sum, and a bootstrap draws
articles without pairing anything again:

>>> from benchmarks.readers import Article as AnnotatedArticle, Attribution
>>> from quoteattr import Article, Quote, QuoteKind, Span, Speaker, SpeakerKind
>>> person = SpeakerKind.PERSON
>>> gold = AnnotatedArticle("pier", "Moss said no. Lee said maybe.", (
...     Attribution(content=((10, 12),), source=((0, 4),), speaker="Jo Moss", speaker_kind=person, forms=("surname",)),
...     Attribution(content=((23, 28),), source=((14, 17),), speaker="Al Lee", speaker_kind=person, forms=("surname",)),
... ))
>>> moss = Speaker("Jo Moss", person, Span.cut(gold.text, 0, 4))
>>> found = Article((Quote((Span.cut(gold.text, 10, 12),), QuoteKind.INDIRECT, speaker=moss),), id="pier")
>>> counts = sum([count(gold, found)], Counts())
>>> counts.quotes.loose.matched
Tally(hits=1, found=1, wanted=2)
>>> counts.speakers.speaker.precision, counts.speakers.speaker.recall
(100.0, 50.0)
>>> counts.forms["surname"].content.percent
50.0

Two contents overlap by their Jaccard index: the characters they share over those of both, white space and the
punctuation at the edges of each fragment left out. All percentages are those of the whole, not means over articles.
"""

from __future__ import annotations

import random
import statistics
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from itertools import groupby
from operator import add
from typing import Any, TypeAlias, TypeVar

import regex
from attrs import Factory, astuple, frozen

from benchmarks.readers import Article as AnnotatedArticle
from benchmarks.readers import Attribution
from quoteattr import Affiliation, Article, Quote, QuoteattrError, QuoteKind, Speaker, SpeakerKind
from quoteattr.training.tagger import trim as trimmed

__all__ = [
    "Aspect",
    "Bin",
    "Change",
    "Comparison",
    "Counts",
    "ExactSpans",
    "FormCounts",
    "Forms",
    "Guess",
    "Interval",
    "Kinds",
    "Level",
    "Levels",
    "MetricError",
    "Outcome",
    "Prediction",
    "Share",
    "Speakers",
    "Spurious",
    "Tally",
    "Verdict",
    "align",
    "assess",
    "calibration_error",
    "compare",
    "count",
    "guesses",
    "interval",
    "reliability",
    "same_name",
    "same_phrase",
    "top_accuracy",
]

LOOSE, CLOSE = 0.5, 0.8
"""How much two contents have to overlap to be the same statement, for most figures and for the strict ones."""

LONG = 4
"""How many words inside quotation marks make a quotation count as `Counts.direct`."""

SAME_BODY, SAME_PHRASE = 0.65, 0.6
"""How far the words of two names of bodies, and of two roles or organizations, have to agree (F1)."""

DETERMINERS = frozenset("the a an his her their its some many several most other one this that s".split())
HONORIFICS = frozenset(
    "mr mrs ms miss dr sir dame lord lady president sen senator rep gov governor prof professor minister secretary gen"
    " general judge justice king queen prince hon rev".split()
)

_QUOTED = regex.compile(r'["“]([^"“”]*)["”]?')
_WORD = regex.compile(r"[a-z0-9]+")

Fragments: TypeAlias = tuple[tuple[int, int], ...]
"""Character offsets, end exclusive."""

A = TypeVar("A", bound="_Additive")


class MetricError(QuoteattrError, ValueError):
    """Something that can't be measured: predictions of other articles, a confidence that is no probability."""


class Aspect(Enum):
    """What can be right about the quote found of a statement.

    `SPEAKER_KIND` and what follows it need an annotated speaker; role, organization and former are judged where that
    speaker is a person and has the right name.
    """

    CONTENT = "content"
    SOURCE = "source"
    QUOTE_KIND = "quote kind"
    SPEAKER_KIND = "speaker kind"
    SPEAKER = "speaker"
    ROLE = "role"
    ORGANIZATION = "organization"
    FORMER = "former"


@frozen
class Verdict:
    """One annotated statement, the quote found of it, if any, and what that has right."""

    statement: Attribution
    quote: Quote | None = None
    right: frozenset[Aspect] = frozenset()


@frozen
class Outcome:
    """What became of the statements of an article, in order, and the quotes that are none of them."""

    verdicts: tuple[Verdict, ...]
    spurious: tuple[Quote, ...]


@frozen
class _Additive:
    """Counts that add up field by field."""

    def __add__(self: A, other: A) -> A:
        return type(self)(*map(add, astuple(self, recurse=False), astuple(other, recurse=False)))


@frozen
class Tally(_Additive):
    """How many are right of those found and of those annotated; 0 percent where there are none."""

    hits: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        """Percent of the found ones that are right."""
        return 100 * (self.hits / max(1, self.found))

    @property
    def recall(self) -> float:
        """Percent of the annotated ones that were found."""
        return 100 * (self.hits / max(1, self.wanted))

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, in percent."""
        precision, recall = self.hits / max(1, self.found), self.hits / max(1, self.wanted)
        return 200 * precision * recall / (precision + recall) if self.hits else 0.0

    @property
    def value(self) -> float:
        """The figure that an interval is given for: F1."""
        return self.f1

    @property
    def is_counted(self) -> bool:
        """Whether anything was found or annotated."""
        return bool(self.found or self.wanted)

    def to_dict(self) -> dict[str, float]:
        """``{"p", "r", "f1"}`` in percent, one decimal."""
        return {"p": round(self.precision, 1), "r": round(self.recall, 1), "f1": round(self.f1, 1)}


@frozen
class Share(_Additive):
    """How many are right, of how many; 0 percent where there are none."""

    right: int = 0
    of: int = 0

    @classmethod
    def count(cls, judged: Iterable[bool]) -> Share:
        """The share of those that are true."""
        answers = list(judged)
        return cls(sum(answers), len(answers))

    @property
    def percent(self) -> float:
        """The share in percent."""
        return 100 * self.right / max(1, self.of)

    @property
    def value(self) -> float:
        """The figure that an interval is given for: the share in percent."""
        return self.percent

    @property
    def is_counted(self) -> bool:
        """Whether there was anything to be right."""
        return bool(self.of)


@frozen
class Level(_Additive):
    """Statements whose content overlaps enough.

    `attributed` counts of these the ones whose source mention overlaps the annotated one, or is absent in both;
    `mention` is the share with the right mention where one is annotated.
    """

    matched: Tally = Tally()
    attributed: Tally = Tally()
    mention: Share = Share()

    def to_dict(self) -> dict[str, float]:
        """``{"p", "r", "f1", "mention", "attr_f1"}`` in percent, one decimal."""
        attributed = round(self.attributed.f1, 1)
        return {**self.matched.to_dict(), "mention": round(self.mention.percent, 1), "attr_f1": attributed}


@frozen
class Levels(_Additive):
    """The same statements matched at an overlap of 0.5 (`loose`) and of 0.8 (`close`)."""

    loose: Level = Level()
    close: Level = Level()


@frozen
class ExactSpans(_Additive):
    """Spans whose both edges are right, white space and outer punctuation left out; equal ones count once."""

    source: Tally = Tally()
    cue: Tally = Tally()
    content: Tally = Tally()


@frozen
class Speakers(_Additive):
    """Who speaks, over the articles whose speakers are annotated; statements match at 0.5.

    `speaker`: found with the right name. `named`: the same where a person with a name speaks and is found as one.
    `role`, `organization`, `former`: of the persons with the right name. `kind`: of the matched statements, the share
    with the right kind of speaker.
    """

    articles: int = 0
    speaker: Tally = Tally()
    named: Tally = Tally()
    role: Share = Share()
    organization: Share = Share()
    former: Share = Share()
    kind: Share = Share()

    def to_dict(self) -> dict[str, Any]:
        """The figures in percent, one decimal, and how many were counted."""
        return {
            "speaker": self.speaker.to_dict(),
            "speaker_named": self.named.to_dict(),
            "role": round(self.role.percent, 1),
            "organization": round(self.organization.percent, 1),
            "former": round(self.former.percent, 1),
            "speaker_kind": round(self.kind.percent, 1),
            "counted": {
                "articles": self.articles,
                "gold speakers": self.speaker.wanted,
                "right-named persons": self.role.of,
            },
        }


@frozen
class Kinds(_Additive):
    """The statements of each kind, matched at 0.5.

    A matched one counts under its annotated kind, a quote that is no statement under its own, so that the three
    add up to all. `right` is the share of the matched ones that were found as the kind they are.
    """

    direct: Tally = Tally()
    mixed: Tally = Tally()
    indirect: Tally = Tally()
    right: Share = Share()

    @property
    def wanted(self) -> int:
        """How many statements of a known kind there are."""
        return self.direct.wanted + self.mixed.wanted + self.indirect.wanted

    def to_dict(self) -> dict[str, Any]:
        """``{"direct": {"p", "r", "f1"}, ..., "right"}`` in percent, one decimal."""
        kinds = {kind.value: getattr(self, kind.value).to_dict() for kind in QuoteKind}
        return {**kinds, "right": round(self.right.percent, 1)}


@frozen
class FormCounts(_Additive):
    """The statements of one form: how many were found at 0.5, and with the right name of the speaker, if it has one."""

    content: Share = Share()
    speaker: Share = Share()


@frozen
class Forms:
    """What was found of the statements of each form; a form that no statement has counts nothing."""

    counts: Mapping[str, FormCounts] = Factory(dict)

    def __getitem__(self, form: str) -> FormCounts:
        return self.counts.get(form, FormCounts())

    def __add__(self, other: Forms) -> Forms:
        return Forms({form: self[form] + other[form] for form in sorted({*self.counts, *other.counts})})

    def to_dict(self) -> dict[str, Any]:
        """Form → ``{"content", "speaker", "statements"}``: recall in percent, one decimal, and how many there are."""
        return {
            form: {
                "content": round(counts.content.percent, 1),
                "speaker": round(counts.speaker.percent, 1) if counts.speaker.of else None,
                "statements": counts.content.of,
            }
            for form, counts in self.counts.items()
        }


@frozen
class Counts(_Additive):
    """All counts of an article, or of the sum of many.

    `direct` is `quotes` over the statements with four words or more inside double quotation marks.
    """

    spans: ExactSpans = ExactSpans()
    quotes: Levels = Levels()
    direct: Levels = Levels()
    speakers: Speakers = Speakers()
    kinds: Kinds = Kinds()
    forms: Forms = Forms()

    def to_dict(self) -> dict[str, Any]:
        """The figures in percent, one decimal; those of speakers, kinds and forms only where they are annotated."""
        out: dict[str, Any] = {part: getattr(self.spans, part).to_dict() for part in ("source", "cue", "content")}
        for name, levels in (("quotes", self.quotes), ("direct", self.direct)):
            out |= {f"{name}@{LOOSE}": levels.loose.to_dict(), f"{name}@{CLOSE}": levels.close.to_dict()}
        if self.speakers.articles:
            out |= self.speakers.to_dict()
        if self.kinds.wanted:
            out["kinds"] = self.kinds.to_dict()
        if self.forms.counts:
            out["forms"] = self.forms.to_dict()
        return out


F = TypeVar("F", Tally, Share)

Prediction: TypeAlias = Article | Mapping[str, Any]
"""An article, or what its `to_dict` gives."""


@frozen
class Interval:
    """A figure with the edges of its 95 % interval, in percent."""

    value: float
    low: float
    high: float


@frozen
class Guess:
    """How sure a quote is, from 0 to 1, and whether its content and its speaker are both right."""

    confidence: float
    right: bool


@frozen
class Bin:
    """The quotes whose confidence is at least `low` and below `high` (1 belongs to the last bin).

    How many there are, their mean confidence, and the share of them that is right; all from 0 to 1.
    """

    low: float
    high: float
    quotes: int
    confidence: float
    accuracy: float


@frozen
class Change:
    """A statement of which one prediction has something right that the other has not."""

    article: AnnotatedArticle
    statement: Attribution
    before: Quote | None
    after: Quote | None
    gained: frozenset[Aspect]
    lost: frozenset[Aspect]

    @property
    def text(self) -> str:
        """The annotated content in one piece, fragments joined by a space."""
        return " ".join(self.article.text[start:end] for start, end in self.statement.content)


@frozen
class Spurious:
    """A quote that is no annotated statement."""

    article: AnnotatedArticle
    quote: Quote


@frozen
class Comparison(_Additive):
    """What a second prediction changes: statements, and quotes that are none, gone or new."""

    changes: tuple[Change, ...] = ()
    removed: tuple[Spurious, ...] = ()
    added: tuple[Spurious, ...] = ()

    def gains(self, aspect: Aspect) -> tuple[Change, ...]:
        """The statements whose aspect only the second prediction has right."""
        return tuple(change for change in self.changes if aspect in change.gained)

    def losses(self, aspect: Aspect) -> tuple[Change, ...]:
        """The statements whose aspect only the first prediction has right."""
        return tuple(change for change in self.changes if aspect in change.lost)


def align(
    gold: Iterable[AnnotatedArticle], predictions: Iterable[Prediction]
) -> tuple[tuple[AnnotatedArticle, Article], ...]:
    """Each annotated article with what was found in it: nothing where no prediction has its id.

    Predictions are articles or what their `to_dict` gives; of two with one id the later counts. Raises `MetricError`
    where none is of an annotated article, `quoteattr.RecordError` where one is no article.
    """
    articles = tuple(gold)
    read = (p if isinstance(p, Article) else Article.from_dict(p) for p in predictions)
    found = {article.id: article for article in read}
    if found and not any(article.id in found for article in articles):
        raise MetricError(
            f"expected predictions of the annotated articles, found {next(iter(found))!r} and no other's: "
            "predict the same articles, and keep their ids"
        )
    return tuple((article, found.get(article.id, Article())) for article in articles)


def assess(article: AnnotatedArticle, found: Article) -> Outcome:
    """What became of each statement of an article, matched at 0.5."""
    pairs = _pairs(article.text, [s.content for s in article.attributions], list(map(_content, found.quotes)))
    quotes = {pair.wanted: found.quotes[pair.given] for pair in pairs}
    used = {pair.given for pair in pairs}
    return Outcome(
        verdicts=tuple(_verdict(article.text, s, quotes.get(i)) for i, s in enumerate(article.attributions)),
        spurious=tuple(quote for j, quote in enumerate(found.quotes) if j not in used),
    )


def _verdict(text: str, statement: Attribution, quote: Quote | None) -> Verdict:
    if quote is None:
        return Verdict(statement)
    facts = {
        Aspect.CONTENT: True,
        Aspect.SOURCE: _has_source(text, statement, quote),
        Aspect.QUOTE_KIND: quote.kind is statement.kind,
        **(_speaker_facts(statement, quote.speaker or Speaker(None)) if statement.has_speaker else {}),
    }
    return Verdict(statement, quote, frozenset(aspect for aspect, right in facts.items() if right))


def _speaker_facts(wanted: Attribution, found: Speaker) -> dict[Aspect, bool]:
    right = same_name(found.name, wanted)
    facts = {Aspect.SPEAKER_KIND: found.kind is wanted.speaker_kind, Aspect.SPEAKER: right}
    if not (right and wanted.speaker is not None and wanted.speaker_kind is SpeakerKind.PERSON):
        return facts
    affiliation = found.affiliation or Affiliation()
    return {
        **facts,
        Aspect.ROLE: same_phrase(affiliation.role, [wanted.role] if wanted.role else []),
        Aspect.ORGANIZATION: same_phrase(affiliation.organization, wanted.organization),
        Aspect.FORMER: affiliation.former == wanted.former,
    }


@frozen
class _Pair:
    overlap: float
    wanted: int
    given: int


def _pairs(text: str, wanted: Sequence[Fragments], given: Sequence[Fragments]) -> list[_Pair]:
    """Contents of both sides by their numbers: those that overlap best first, each used once."""
    wanted_characters, given_characters = ([_characters(text, ranges) for ranges in side] for side in (wanted, given))
    overlaps = [
        (len(w & g) / len(w | g), i, j)
        for i, w in enumerate(wanted_characters)
        for j, g in enumerate(given_characters)
        if w & g
    ]
    pairs: dict[int, _Pair] = {}
    used: set[int] = set()
    for overlap, i, j in sorted(overlaps, reverse=True):
        if overlap >= LOOSE and i not in pairs and j not in used:
            pairs[i] = _Pair(overlap, i, j)
            used.add(j)
    return list(pairs.values())


def _characters(text: str, ranges: Fragments) -> set[int]:
    return {i for start, end in ranges for i in range(*trimmed(text, start, end)) if not text[i].isspace()}


def _content(quote: Quote) -> Fragments:
    return tuple((span.start, span.end) for span in quote.spans)


def _mention(quote: Quote) -> Fragments:
    mention = quote.speaker and quote.speaker.mention
    return ((mention.start, mention.end),) if mention else ()


def _has_source(text: str, statement: Attribution, quote: Quote) -> bool:
    wanted, found = _characters(text, statement.source), _characters(text, _mention(quote))
    return bool(wanted & found) if wanted else not found


def same_name(found: str | None, wanted: Attribution) -> bool:
    """Whether a name is an acceptable one of an annotated speaker: the same words, but for titles and determiners.

    For others than persons it is enough that most words are the same. A joint name has to have a word of each. Where
    nobody is annotated, ``None`` is right.

    >>> moss = Attribution(content=((0, 3),), speaker="Zoë Moss", speaker_kind=SpeakerKind.PERSON)
    >>> same_name("Dr. Zoe Moss", moss), same_name("Moss", moss), same_name(None, moss)
    (True, False, False)
    >>> port = Attribution(content=((0, 3),), speaker="Port Authority of Elmina")
    >>> same_name("the Elmina port authority", port)
    True
    """
    if wanted.speaker is None:
        return found is None
    words = _words(found or "")
    if isinstance(wanted.speaker, tuple):
        return all(set(words) & set(_words(name)) for name in wanted.speaker)
    bare = _without_titles(words)
    names = [_without_titles(_words(name)) for name in (wanted.speaker, *wanted.aliases)]
    if wanted.speaker_kind is SpeakerKind.PERSON:
        return bool(bare) and bare in names
    return any(_agreement(bare, name) >= SAME_BODY for name in names)


def same_phrase(found: str | None, acceptable: Sequence[str]) -> bool:
    """Whether a role or an organization is worded as one of the acceptable ones, or is absent where none is.

    Most words are the same, or all of the shorter phrase are in the longer.

    >>> same_phrase("chief engineer", ["engineer"]), same_phrase(None, []), same_phrase("clerk", ["engineer"])
    (True, True, False)
    """
    if not acceptable or not found:
        return not acceptable and not found
    return any(_same_words(_words(found), _words(phrase)) for phrase in acceptable)


def _same_words(one: Sequence[str], other: Sequence[str]) -> bool:
    shorter, longer = sorted((set(one), set(other)), key=len)
    return bool(shorter) and (shorter <= longer or _agreement(one, other) >= SAME_PHRASE)


def _agreement(one: Sequence[str], other: Sequence[str]) -> float:
    """The F1 of the words that two phrases share."""
    shared = (Counter(one) & Counter(other)).total()
    return 2 * shared / (len(one) + len(other)) if shared else 0.0


def _words(phrase: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", phrase.replace("’", "'")).encode("ascii", "ignore").decode().casefold()
    return [word for word in _WORD.findall(plain.replace("'s", " ").replace(".", "")) if word not in DETERMINERS]


def _without_titles(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in HONORIFICS]


def count(article: AnnotatedArticle, found: Article) -> Counts:
    """The counts of one article."""
    outcome = assess(article, found)
    long_statements = [s for s in article.attributions if _is_long(article.text, s.content)]
    long_quotes = [quote for quote in found.quotes if _is_long(article.text, _content(quote))]
    return Counts(
        spans=_spans(article, found),
        quotes=_levels(article.text, article.attributions, found.quotes),
        direct=_levels(article.text, long_statements, long_quotes),
        speakers=_speakers(outcome, found),
        kinds=_kinds(outcome),
        forms=_forms(outcome),
    )


def _is_long(text: str, content: Fragments) -> bool:
    pieces = (text[max(0, start - 1) : end + 1] for start, end in content)
    return any(len(quoted[1].split()) >= LONG for piece in pieces for quoted in _QUOTED.finditer(piece))


def _spans(article: AnnotatedArticle, found: Article) -> ExactSpans:
    statements, quotes = article.attributions, found.quotes

    def tally(wanted: Iterable[Fragments], given: Iterable[Fragments]) -> Tally:
        right, have = ({trimmed(article.text, *r) for ranges in side for r in ranges} for side in (wanted, given))
        return Tally(len(right & have), len(have), len(right))

    return ExactSpans(
        source=tally((s.source for s in statements), map(_mention, quotes)),
        cue=tally((s.cue for s in statements), (((q.cue.start, q.cue.end),) for q in quotes if q.cue)),
        content=tally((s.content for s in statements), map(_content, quotes)),
    )


def _levels(text: str, statements: Sequence[Attribution], quotes: Sequence[Quote]) -> Levels:
    pairs = _pairs(text, [s.content for s in statements], list(map(_content, quotes)))

    def level(least: float) -> Level:
        close = [(statements[p.wanted], quotes[p.given]) for p in pairs if p.overlap >= least]
        right = [(bool(_characters(text, s.source)), _has_source(text, s, q)) for s, q in close]
        return Level(
            matched=Tally(len(close), len(quotes), len(statements)),
            attributed=Tally(sum(same for _, same in right), len(quotes), len(statements)),
            mention=Share.count(same for has_source, same in right if has_source),
        )

    return Levels(level(LOOSE), level(CLOSE))


def _speakers(outcome: Outcome, found: Article) -> Speakers:
    known = [v for v in outcome.verdicts if v.statement.has_speaker]
    if not known:
        return Speakers()
    named = [quote.speaker for quote in found.quotes if quote.speaker and quote.speaker.name is not None]
    wanted = [v for v in known if v.statement.speaker is not None]
    hits = [v for v in wanted if Aspect.SPEAKER in v.right]
    persons = [v.right for v in hits if _is_person(v)]
    return Speakers(
        articles=1,
        speaker=Tally(len(hits), len(named), len(wanted)),
        named=Tally(
            sum(Aspect.SPEAKER_KIND in right for right in persons),
            sum(speaker.kind is SpeakerKind.PERSON for speaker in named),
            sum(map(_is_person, known)),
        ),
        role=Share.count(Aspect.ROLE in right for right in persons),
        organization=Share.count(Aspect.ORGANIZATION in right for right in persons),
        former=Share.count(Aspect.FORMER in right for right in persons),
        kind=Share.count(Aspect.SPEAKER_KIND in v.right for v in known if v.quote),
    )


def _is_person(verdict: Verdict) -> bool:
    return verdict.statement.speaker_kind is SpeakerKind.PERSON


def _kinds(outcome: Outcome) -> Kinds:
    verdicts = [v for v in outcome.verdicts if v.statement.kind is not None]
    if len(verdicts) < len(outcome.verdicts):
        return Kinds()

    def tally(kind: QuoteKind) -> Tally:
        hits = [Aspect.CONTENT in v.right for v in verdicts if v.statement.kind is kind]
        return Tally(sum(hits), sum(hits) + sum(quote.kind is kind for quote in outcome.spurious), len(hits))

    return Kinds(
        direct=tally(QuoteKind.DIRECT),
        mixed=tally(QuoteKind.MIXED),
        indirect=tally(QuoteKind.INDIRECT),
        right=Share.count(Aspect.QUOTE_KIND in v.right for v in verdicts if v.quote),
    )


def _forms(outcome: Outcome) -> Forms:
    return sum((_forms_of(verdict) for verdict in outcome.verdicts), Forms())


def _forms_of(verdict: Verdict) -> Forms:
    named = verdict.statement.speaker is not None
    counts = FormCounts(
        content=Share.count([Aspect.CONTENT in verdict.right]),
        speaker=Share.count([Aspect.SPEAKER in verdict.right] if named else []),
    )
    return Forms(dict.fromkeys(verdict.statement.forms, counts))


def interval(
    articles: Sequence[Counts], figure: Callable[[Counts], F], resamples: int = 1000, seed: int = 2026
) -> Interval | None:
    """A figure over all articles with its 95 % bootstrap interval, or ``None`` where no article counts for it.

    `figure` picks a tally (its F1) or a share (its percentage). As many articles as count for it are drawn with
    replacement, `resamples` times, and their counts added; the interval lies between the 2.5th and the 97.5th
    percentile (Efron and Tibshirani 1993, *An Introduction to the Bootstrap*, chapter 13). It tells how the
    figure varies with the choice of articles, and nothing of other kinds of articles. The same seed draws the same.

    >>> articles = [Counts(quotes=Levels(Level(Tally(hits, 10, 10)))) for hits in (6, 8, 10)]
    >>> interval(articles, lambda counts: counts.quotes.loose.matched)
    Interval(value=80.0, low=60.0, high=100.0)
    """
    if resamples < 2:
        raise MetricError(f"expected at least 2 resamples, got {resamples}: 1000 are usual")
    counted = [counts for counts in map(figure, articles) if counts.is_counted]
    if not counted:
        return None
    kind, rows, chance = type(counted[0]), [astuple(counts) for counts in counted], random.Random(seed)
    draws = (chance.choices(rows, k=len(rows)) for _ in range(resamples))
    values = [kind(*map(sum, zip(*draw, strict=True))).value for draw in draws]
    low, *_, high = statistics.quantiles(values, n=40, method="inclusive")
    return Interval(kind(*map(sum, zip(*rows, strict=True))).value, low, high)


def guesses(article: AnnotatedArticle, found: Article) -> tuple[Guess, ...]:
    """How sure and how right each quote is, in an article whose speakers are annotated; none where they are not.

    A quote is right when it matches a statement at 0.5 and names its speaker, or nobody where nobody is given.
    Quotes of statements without annotated speaker are left out. Raises `MetricError` where a confidence is not
    between 0 and 1.
    """
    outcome = assess(article, found)
    known = [v for v in outcome.verdicts if v.statement.has_speaker]
    if not known:
        return ()
    matched = [_guess(verdict.quote, Aspect.SPEAKER in verdict.right) for verdict in known if verdict.quote]
    return (*matched, *(_guess(quote, False) for quote in outcome.spurious))


def _guess(quote: Quote, right: bool) -> Guess:
    if not 0 <= quote.confidence <= 1:
        raise MetricError(
            f"expected a confidence between 0 and 1, got {quote.confidence}: "
            "scale the confidences of the prediction, or write 1.0 where it has none"
        )
    return Guess(quote.confidence, right)


def reliability(judged: Iterable[Guess], bins: int = 10) -> tuple[Bin, ...]:
    """The quotes in bins of equal width by their confidence; empty bins are left out.

    >>> for found in reliability([Guess(0.95, True), Guess(0.92, True), Guess(0.55, False)]):
    ...     print(found.low, found.high, found.quotes, round(found.confidence, 3), found.accuracy)
    0.5 0.6 1 0.55 0.0
    0.9 1.0 2 0.935 1.0
    """
    binned: dict[int, list[Guess]] = {}
    for guess in judged:
        binned.setdefault(min(int(guess.confidence * bins), bins - 1), []).append(guess)
    return tuple(
        Bin(
            low=number / bins,
            high=(number + 1) / bins,
            quotes=len(inside),
            confidence=statistics.fmean(guess.confidence for guess in inside),
            accuracy=statistics.fmean(guess.right for guess in inside),
        )
        for number, inside in sorted(binned.items())
    )


def calibration_error(bins: Sequence[Bin]) -> float:
    """The mean gap between confidence and accuracy, each bin weighing as many as its quotes; 0 without any.

    The expected calibration error of Naeini et al. (2015), from 0 to 1.

    >>> round(calibration_error(reliability([Guess(0.95, True), Guess(0.92, True), Guess(0.55, False)])), 4)
    0.2267
    """
    quotes = sum(found.quotes for found in bins)
    return sum(found.quotes * abs(found.confidence - found.accuracy) for found in bins) / max(1, quotes)


def top_accuracy(judged: Iterable[Guess], share: float) -> float:
    """How right, from 0 to 1, the most confident share of quotes is; quotes of equal confidence count alike.

    Raises `MetricError` where there are no quotes or the share is not above 0 and at most 1.

    >>> top_accuracy([Guess(0.9, True), Guess(0.5, True), Guess(0.5, False), Guess(0.1, False)], 0.5)
    0.75
    """
    ordered = sorted(judged, key=lambda guess: guess.confidence, reverse=True)
    if not ordered or not 0 < share <= 1:
        raise MetricError(f"expected quotes and a share above 0 and at most 1, got {len(ordered)} quotes and {share}")
    left = wanted = share * len(ordered)
    right = 0.0
    for _, group in groupby(ordered, key=lambda guess: guess.confidence):
        tied = [guess.right for guess in group]
        taken = min(left, len(tied))
        right += taken * sum(tied) / len(tied)
        left -= taken
    return right / wanted


def compare(article: AnnotatedArticle, before: Article, after: Article) -> Comparison:
    """What changes in one article from one prediction to another; comparisons add up as counts do.

    Quotes that are no statement are the same in both where their contents match at 0.5.
    """
    old, new = assess(article, before), assess(article, after)
    pairs = _pairs(article.text, list(map(_content, old.spurious)), list(map(_content, new.spurious)))
    kept, again = {pair.wanted for pair in pairs}, {pair.given for pair in pairs}
    changes = (_change(article, *verdicts) for verdicts in zip(old.verdicts, new.verdicts, strict=True))
    return Comparison(
        changes=tuple(change for change in changes if change.gained or change.lost),
        removed=tuple(Spurious(article, quote) for i, quote in enumerate(old.spurious) if i not in kept),
        added=tuple(Spurious(article, quote) for j, quote in enumerate(new.spurious) if j not in again),
    )


def _change(article: AnnotatedArticle, old: Verdict, new: Verdict) -> Change:
    return Change(article, old.statement, old.quote, new.quote, new.right - old.right, old.right - new.right)
