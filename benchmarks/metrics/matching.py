"""What became of every annotated statement: the quote found of it, if any, and what that quote has right.

Two contents overlap by their Jaccard index: the characters they share over those of both, white space and the
punctuation at the edges of each fragment left out. Pairs are made best overlap first, each statement and each quote
used once.

>>> from quoteattr import QuoteKind, Span
>>> gold = AnnotatedArticle("pier", "Moss said no.", (Attribution(content=((10, 12),), source=((0, 4),)),))
>>> quote = Quote((Span.cut(gold.text, 10, 12),), QuoteKind.INDIRECT)
>>> (verdict,) = assess(gold, Article((quote,), id="pier")).verdicts
>>> verdict.right
frozenset({<Aspect.CONTENT: 'content'>})
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Any, TypeAlias

from attrs import evolve, frozen

from benchmarks.metrics.errors import MetricError
from benchmarks.metrics.phrases import same_name, same_organization, same_role
from benchmarks.metrics.spans import Fragments, characters, content_of, mention_of
from benchmarks.readers import Article as AnnotatedArticle
from benchmarks.readers import Attribution
from quoteattr import Affiliation, Article, Presentation, Quote, Speaker, SpeakerKind

__all__ = [
    "CLOSE",
    "LOOSE",
    "Aspect",
    "Outcome",
    "Pair",
    "Prediction",
    "Verdict",
    "align",
    "assess",
    "has_source",
    "leave_out_thoughts",
    "pair_contents",
]

LOOSE, CLOSE = 0.5, 0.8
"""How much two contents have to overlap to be the same statement, for most figures and for the strict ones."""

Prediction: TypeAlias = Article | Mapping[str, Any]
"""An article, or what its `to_dict` gives."""


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

    @property
    def is_of_a_person(self) -> bool:
        """Whether a person with a name speaks."""
        return self.statement.speaker_kind is SpeakerKind.PERSON


@frozen
class Outcome:
    """What became of the statements of an article, in order, and the quotes that are none of them."""

    verdicts: tuple[Verdict, ...]
    spurious: tuple[Quote, ...]

    @property
    def with_speakers(self) -> tuple[Verdict, ...]:
        """The verdicts on statements whose speaker is annotated, be it as nobody."""
        return tuple(verdict for verdict in self.verdicts if verdict.statement.has_speaker)


@frozen
class Pair:
    """A wanted and a given content, by their numbers, and how much they overlap, from 0 to 1."""

    overlap: float
    wanted: int
    given: int


def align(
    gold: Iterable[AnnotatedArticle], predictions: Iterable[Prediction]
) -> tuple[tuple[AnnotatedArticle, Article], ...]:
    """Return each annotated article with what was found in it: nothing where no prediction has its id.

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


def leave_out_thoughts(article: AnnotatedArticle, found: Article) -> tuple[AnnotatedArticle, Article]:
    """Return an article without its annotated thoughts, and what was found in it without the quotes of them.

    For predictions made without thoughts: finding a thought is neither asked for nor wrong.
    """
    thoughts = {i for i, s in enumerate(article.attributions) if s.presentation is Presentation.THOUGHT}
    if not thoughts:
        return article, found
    met = {pair.given for pair in _pair_quotes(article, found) if pair.wanted in thoughts}
    statements = tuple(s for i, s in enumerate(article.attributions) if i not in thoughts)
    quotes = tuple(quote for j, quote in enumerate(found.quotes) if j not in met)
    return evolve(article, attributions=statements), evolve(found, quotes=quotes)


def assess(article: AnnotatedArticle, found: Article, *, thoughts: bool = False) -> Outcome:
    """Return what became of each statement of an article, matched at 0.5.

    Without `thoughts`, annotated thoughts and the quotes of them are left out.
    """
    if not thoughts:
        article, found = leave_out_thoughts(article, found)
    pairs = _pair_quotes(article, found)
    quotes = {pair.wanted: found.quotes[pair.given] for pair in pairs}
    used = {pair.given for pair in pairs}
    return Outcome(
        verdicts=tuple(_judge(article.text, s, quotes.get(i)) for i, s in enumerate(article.attributions)),
        spurious=tuple(quote for j, quote in enumerate(found.quotes) if j not in used),
    )


def _pair_quotes(article: AnnotatedArticle, found: Article) -> list[Pair]:
    return pair_contents(article.text, [s.content for s in article.attributions], list(map(content_of, found.quotes)))


def pair_contents(text: str, wanted: Sequence[Fragments], given: Sequence[Fragments]) -> list[Pair]:
    """Return which contents of two sides are the same at 0.5: best overlap first, each used once."""
    pairs: dict[int, Pair] = {}
    used: set[int] = set()
    for pair in sorted(_overlaps(text, wanted, given), key=_rank, reverse=True):
        if pair.overlap >= LOOSE and pair.wanted not in pairs and pair.given not in used:
            pairs[pair.wanted] = pair
            used.add(pair.given)
    return list(pairs.values())


def _rank(pair: Pair) -> tuple[float, int, int]:
    return pair.overlap, pair.wanted, pair.given


def _overlaps(text: str, wanted: Sequence[Fragments], given: Sequence[Fragments]) -> Iterable[Pair]:
    wanted_characters, given_characters = ([characters(text, content) for content in side] for side in (wanted, given))
    for i, w in enumerate(wanted_characters):
        for j, g in enumerate(given_characters):
            if shared := len(w & g):
                yield Pair(shared / len(w | g), i, j)


def _judge(text: str, statement: Attribution, quote: Quote | None) -> Verdict:
    if quote is None:
        return Verdict(statement)
    facts = {
        Aspect.CONTENT: True,
        Aspect.SOURCE: has_source(text, statement, quote),
        Aspect.QUOTE_KIND: quote.kind is statement.kind,
        **(_judge_speaker(statement, quote.speaker or Speaker(None)) if statement.has_speaker else {}),
    }
    return Verdict(statement, quote, frozenset(aspect for aspect, right in facts.items() if right))


def has_source(text: str, statement: Attribution, quote: Quote) -> bool:
    """Return whether the mention of a quote's source overlaps the annotated one, or is absent like it."""
    wanted, found = characters(text, statement.source), characters(text, mention_of(quote))
    return bool(wanted & found) if wanted else not found


def _judge_speaker(wanted: Attribution, found: Speaker) -> dict[Aspect, bool]:
    right = same_name(found.name, wanted)
    facts = {Aspect.SPEAKER_KIND: found.kind is wanted.speaker_kind, Aspect.SPEAKER: right}
    if not (right and wanted.speaker is not None and wanted.speaker_kind is SpeakerKind.PERSON):
        return facts
    affiliation = found.affiliation or Affiliation()
    return {
        **facts,
        Aspect.ROLE: same_role(affiliation.role, wanted),
        Aspect.ORGANIZATION: same_organization(affiliation.organization, wanted),
        Aspect.FORMER: affiliation.former == wanted.former,
    }
