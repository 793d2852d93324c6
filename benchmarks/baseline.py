"""The counts that a change is held against: a main figure on the own corpus may not fall by more than some points.

    python -m benchmarks check REPORT.json [--baseline benchmarks/baseline.json] [--most 2]
    python -m benchmarks baseline REPORT.json [--to benchmarks/baseline.json]

The second writes the baseline anew from a report, after a change that is meant to move figures or annotations. The
baseline has the counts of each article, so that it serves for a report of any of them: both sides are summed over the
report's articles. An article whose annotation is another one than that of the baseline can't be compared, and is an
error.

>>> from benchmarks.readers import Attribution
>>> quay = AnnotatedArticle("quay", "Obi said no.", (Attribution(content=((9, 11),)),))
>>> report = Prediction("quays", True, "quoteattr", (quay,), (Article(id="quay"),))
>>> [(held.figure, held.before, held.after) for held in check([report], baseline([report]))][0]
('statements', 0.0, 0.0)
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from attrs import astuple, field, frozen

from benchmarks.figures import FIGURES, Counted
from benchmarks.metrics import Share, Tally, count
from benchmarks.readers import Article as AnnotatedArticle
from benchmarks.readers import to_gold
from benchmarks.results import OWN_SYSTEM, Prediction
from quoteattr import Article, QuoteattrError

__all__ = ["BASELINE", "Baseline", "BaselineError", "Held", "baseline", "check"]

BASELINE = Path(__file__).with_name("baseline.json")

MAIN = tuple(name for name in FIGURES if name.is_main)


class BaselineError(QuoteattrError, ValueError):
    """A report can't be held against the baseline: one of them is broken, or they are of different articles."""


@frozen
class Row:
    """One article: a digest of its annotation, and its counts by main figure."""

    gold: str
    counts: Mapping[str, Counted]

    @classmethod
    def of(cls, article: AnnotatedArticle, found: Article) -> Row:
        """Return what counts in an article of the own corpus, where no thoughts are annotated or asked for."""
        counts = count(article, found)
        return cls(_digest(article), {name.name: name.pick(counts) for name in MAIN})


@frozen
class Baseline:
    """The rows of all articles by their id."""

    rows: Mapping[str, Row] = field(factory=dict)

    def write(self, path: Path) -> None:
        """Write the baseline, an article a line. Raises `BaselineError` where it can't."""
        lines = (
            f"{json.dumps(name)}: {json.dumps({'gold': row.gold, **{k: astuple(c) for k, c in row.counts.items()}})}"
            for name, row in sorted(self.rows.items())
        )
        try:
            path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
        except OSError as error:
            raise BaselineError(f"{path}: can't be written ({error}): name another file with --to") from None

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """Return the baseline that `write` wrote. Raises `BaselineError` where it is none."""
        try:
            values: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
            return cls({name: _row(row) for name, row in values.items()})
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise BaselineError(
                f"{path}: expected what `python -m benchmarks baseline` writes, got {type(error).__name__}: {error}"
            ) from None


def _row(values: Mapping[str, Any]) -> Row:
    counts = {name.name: values[name.name] for name in MAIN}
    return Row(values["gold"], {name: Tally(*c) if len(c) == 3 else Share(*c) for name, c in counts.items()})


def _digest(article: AnnotatedArticle) -> str:
    return sha256(to_gold(article).encode()).hexdigest()[:16]


@frozen
class Held:
    """A figure on a corpus beside what it was, in percent."""

    corpus: str
    figure: str
    before: float
    after: float

    @property
    def fall(self) -> float:
        """How many points were lost; below 0 where some were gained."""
        return self.before - self.after


def baseline(report: Sequence[Prediction]) -> Baseline:
    """Return the baseline that a report makes. Raises `BaselineError` where it has nothing of the own corpus."""
    return Baseline({article.id: Row.of(article, found) for one in _own(report) for article, found in _articles(one)})


def check(report: Sequence[Prediction], held: Baseline) -> tuple[Held, ...]:
    """Return every main figure on the own corpus beside its baseline.

    Raises `BaselineError` where the report has nothing of the own corpus, or an article of it is not in the baseline
    or is annotated otherwise there.
    """
    return tuple(one for prediction in _own(report) for one in _hold(prediction, held))


def _own(report: Sequence[Prediction]) -> list[Prediction]:
    own = [prediction for prediction in report if prediction.is_own and prediction.system == OWN_SYSTEM]
    if not own:
        raise BaselineError("expected a report of the own corpus, got one without it: run `python -m benchmarks` first")
    return own


def _articles(prediction: Prediction) -> Iterator[tuple[AnnotatedArticle, Article]]:
    return zip(prediction.gold, prediction.found, strict=True)


def _hold(prediction: Prediction, held: Baseline) -> Iterator[Held]:
    rows = [(Row.of(article, found), held.rows.get(article.id)) for article, found in _articles(prediction)]
    odd = [
        article.id
        for article, (after, before) in zip(prediction.gold, rows, strict=True)
        if before is None or before.gold != after.gold
    ]
    if odd:
        raise BaselineError(
            f"expected the articles and annotations of the baseline, got others in {', '.join(odd)}: run the suite"
            " before and after the change, and write the baseline anew with `python -m benchmarks baseline REPORT.json`"
        )
    for name in MAIN:
        after, before = (_sum([row.counts[name.name] for row in side if row]) for side in zip(*rows, strict=True))
        if after.is_counted or before.is_counted:
            yield Held(prediction.corpus, name.name, before.value, after.value)


def _sum(counts: Sequence[Counted]) -> Counted:
    first, *rest = counts
    for one in rest:
        first = first + one  # type: ignore[operator]
    return first
