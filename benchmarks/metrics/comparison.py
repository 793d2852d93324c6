"""What a second prediction of the same article gains and loses, statement by statement."""

from __future__ import annotations

from attrs import frozen

from benchmarks.metrics.matching import Aspect, Verdict, assess, pair_contents
from benchmarks.metrics.spans import content_of
from benchmarks.metrics.tallies import Additive
from benchmarks.readers import Article as AnnotatedArticle
from benchmarks.readers import Attribution
from quoteattr import Article, Quote

__all__ = ["Change", "Comparison", "Spurious", "compare"]


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
        return " ".join(self.article.cut(self.statement.content))


@frozen
class Spurious:
    """A quote that is no annotated statement."""

    article: AnnotatedArticle
    quote: Quote


@frozen
class Comparison(Additive):
    """What a second prediction changes: statements, and quotes that are none, gone or new."""

    changes: tuple[Change, ...] = ()
    removed: tuple[Spurious, ...] = ()
    added: tuple[Spurious, ...] = ()

    def gains(self, aspect: Aspect) -> tuple[Change, ...]:
        """Return the statements whose aspect only the second prediction has right."""
        return tuple(change for change in self.changes if aspect in change.gained)

    def losses(self, aspect: Aspect) -> tuple[Change, ...]:
        """Return the statements whose aspect only the first prediction has right."""
        return tuple(change for change in self.changes if aspect in change.lost)


def compare(article: AnnotatedArticle, before: Article, after: Article, *, thoughts: bool = False) -> Comparison:
    """Return what changes in one article from one prediction to another; comparisons add up as counts do.

    Quotes that are no statement are the same in both where their contents match at 0.5. Without `thoughts`, annotated
    thoughts and the quotes of them are left out.
    """
    old, new = (assess(article, found, thoughts=thoughts) for found in (before, after))
    pairs = pair_contents(article.text, list(map(content_of, old.spurious)), list(map(content_of, new.spurious)))
    kept, again = {pair.wanted for pair in pairs}, {pair.given for pair in pairs}
    changes = (_change(article, *verdicts) for verdicts in zip(old.verdicts, new.verdicts, strict=True))
    return Comparison(
        changes=tuple(change for change in changes if change.gained or change.lost),
        removed=tuple(Spurious(article, quote) for i, quote in enumerate(old.spurious) if i not in kept),
        added=tuple(Spurious(article, quote) for j, quote in enumerate(new.spurious) if j not in again),
    )


def _change(article: AnnotatedArticle, old: Verdict, new: Verdict) -> Change:
    return Change(article, old.statement, old.quote, new.quote, new.right - old.right, old.right - new.right)
