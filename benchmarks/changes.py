"""What one report gains and loses against another, quote by quote.

    python -m benchmarks compare OLD.json NEW.json

Both hold the articles and what was found in them, so nothing is run again and no corpus is needed. Both predictions are
judged by the annotation in NEW; an article that only one report has, or whose text differs, is named and left out.

>>> from attrs import evolve
>>> from benchmarks.readers import Attribution
>>> from quoteattr import QuoteKind, Span, Speaker
>>> said = Attribution(content=((9, 11),), source=((0, 3),))
>>> quay = AnnotatedArticle("quay", "Obi said no.", (said,))
>>> obi = Speaker("Obi", mention=Span.cut(quay.text, 0, 3))
>>> quote = Quote((Span.cut(quay.text, 9, 11),), QuoteKind.INDIRECT, speaker=obi)
>>> before = Prediction("quays", False, "quoteattr", (quay,), (Article(id="quay"),))
>>> (change,) = changes([before], [evolve(before, found=(Article((quote,), id="quay"),))])
>>> print(describe(change).split("\\n\\n")[-1])
quay: no
  + found, with the right source
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from textwrap import shorten

from attrs import frozen

from benchmarks.figures import FIGURES, GIVEN_FIGURES, FigureName
from benchmarks.metrics import Aspect, Change, Comparison, Counts, Spurious, compare, count
from benchmarks.readers import Article as AnnotatedArticle
from benchmarks.report.table import NONE, Table, to_text
from benchmarks.results import GIVEN_SYSTEM, Prediction, ReportError
from quoteattr import Affiliation, Article, Quote, Speaker
from quoteattr.output.table import printable

__all__ = ["Changes", "Moved", "changes", "describe"]

LONGEST_CONTENT = 90
"""Characters of a content that are shown."""


@frozen
class Moved:
    """A figure over the articles that both reports have, in percent."""

    name: FigureName
    old: float
    new: float


@frozen
class Changes:
    """What changes on one corpus: the figures, each statement and quote, and the articles that can't be compared."""

    corpus: str
    system: str
    figures: tuple[Moved, ...]
    comparison: Comparison
    left_out: tuple[str, ...] = ()


def changes(old: Sequence[Prediction], new: Sequence[Prediction]) -> tuple[Changes, ...]:
    """Return what changes on each corpus that both reports have. Raises `ReportError` where they share none."""
    before = {(prediction.corpus, prediction.system): prediction for prediction in old}
    pairs = [(before[key], after) for after in new if (key := (after.corpus, after.system)) in before]
    if not pairs:
        names = [", ".join(dict.fromkeys(p.corpus for p in side)) or "none" for side in (old, new)]
        raise ReportError(
            f"expected a corpus that is in both reports, got {names[0]} in the old one and {names[1]} in"
            " the new one: run both on the same corpora"
        )
    return tuple(_changes(*pair) for pair in pairs)


@frozen
class _Both:
    """An article as the new report annotates it, and what both found."""

    article: AnnotatedArticle
    old: Article
    new: Article


def _changes(old: Prediction, new: Prediction) -> Changes:
    before = {gold.id: (gold, found) for gold, found in zip(old.gold, old.found, strict=True)}
    both = [
        _Both(gold, before[gold.id][1], found)
        for gold, found in zip(new.gold, new.found, strict=True)
        if gold.id in before and before[gold.id][0].text == gold.text
    ]
    compared = {one.article.id for one in both}
    return Changes(
        new.corpus,
        new.system,
        figures=tuple(_moves(both, GIVEN_FIGURES if new.system == GIVEN_SYSTEM else FIGURES, new.thoughts)),
        comparison=sum((compare(one.article, one.old, one.new, thoughts=new.thoughts) for one in both), Comparison()),
        left_out=tuple(sorted({*before, *(gold.id for gold in new.gold)} - compared)),
    )


def _moves(both: Sequence[_Both], names: Iterable[FigureName], thoughts: bool) -> Iterator[Moved]:
    old = sum((count(one.article, one.old, thoughts=thoughts) for one in both), Counts())
    new = sum((count(one.article, one.new, thoughts=thoughts) for one in both), Counts())
    for name in names:
        if name.pick(old).is_counted or name.pick(new).is_counted:
            yield Moved(name, name.pick(old).value, name.pick(new).value)


def describe(change: Changes) -> str:
    """Return the changes on one corpus as text: the figures, how many gains and losses of each kind, then every one."""
    rows = tuple(
        (f"{m.name.name}: {m.name.about}", f"{m.old:.1f}", f"{m.new:.1f}", _with_sign(m)) for m in change.figures
    )
    note = f"Left out, not the same in both: {', '.join(change.left_out)}." if change.left_out else ""
    title = f"{change.corpus}, {change.system}"
    blocks = [to_text(Table(title, ("figure", "old", "new", "change"), rows, note)), _totals(change.comparison)]
    return "\n\n".join([*blocks, *_blocks(change.comparison)])


def _with_sign(moved: Moved) -> str:
    return f"{moved.new - moved.old:+.1f}"


def _totals(comparison: Comparison) -> str:
    gained = Counter(aspect for change in comparison.changes for aspect in change.gained)
    lost = Counter(aspect for change in comparison.changes for aspect in change.lost)
    rows = [
        (aspect.value, str(gained[aspect]), str(lost[aspect])) for aspect in Aspect if gained[aspect] or lost[aspect]
    ]
    if comparison.removed or comparison.added:
        rows.append(("quotes that are no statement", str(len(comparison.removed)), str(len(comparison.added))))
    return to_text(Table("", ("what", "gained", "lost"), tuple(rows))) if rows else "Nothing changes."


def _blocks(comparison: Comparison) -> Iterator[str]:
    for change in comparison.changes:
        lines = [*_lines("+", change, change.gained), *_lines("-", change, change.lost)]
        yield "\n".join([f"{_printable(change.article.id)}: {_short(change.text)}", *lines])
    for sign, what, spurious in (("+", "no longer found", comparison.removed), ("-", "found", comparison.added)):
        yield from (f"{_where(one)}\n  {sign} {what}, and is no statement" for one in spurious)


def _where(one: Spurious) -> str:
    return f"{_printable(one.article.id)}: {_short(one.quote.text)}"


def _lines(sign: str, change: Change, aspects: frozenset[Aspect]) -> Iterator[str]:
    if Aspect.CONTENT in aspects:
        rest = ", ".join(aspect.value for aspect in Aspect if aspect in aspects - {Aspect.CONTENT})
        found = "found" if sign == "+" else "no longer found"
        yield f"  {sign} {found}, with the right {rest}" if rest else f"  {sign} {found}"
        return
    for aspect in Aspect:
        before, after = _value(change.before, aspect), _value(change.after, aspect)
        if aspect in aspects and before != after:  # the same role of another person is no news of its own
            yield f"  {sign} {aspect.value}: {before} → {after}"


def _value(quote: Quote | None, aspect: Aspect) -> str:
    """Return what a quote says of one aspect."""
    speaker = (quote and quote.speaker) or Speaker(None)
    affiliation = speaker.affiliation or Affiliation()
    said: dict[Aspect, str | None] = {
        Aspect.SOURCE: speaker.mention.text if speaker.mention else None,
        Aspect.QUOTE_KIND: quote.kind.value if quote else None,
        Aspect.SPEAKER_KIND: speaker.kind.value,
        Aspect.SPEAKER: speaker.name,
        Aspect.ROLE: affiliation.role,
        Aspect.ORGANIZATION: affiliation.organization,
        Aspect.FORMER: "former" if affiliation.former else "not former",
    }
    return _short(said.get(aspect) or NONE)


def _short(text: str) -> str:
    return shorten(_printable(text), LONGEST_CONTENT, placeholder=" …")


def _printable(text: str) -> str:
    """Return a text without control characters, which an article could send to the terminal."""
    return printable(text)
