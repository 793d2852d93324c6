"""What a run has found: the value that reports are made of, and its JSON.

`Report` holds, for each corpus, the annotated articles, what each system found in them and the figures of that; then
speed, and what was left out. `write` makes ``report.json`` of it. As the articles and the predictions are in the file,
`predictions` is all that later comparisons need to read back:

>>> from tempfile import mkdtemp
>>> from benchmarks.material import Material
>>> from benchmarks.readers import Article
>>> quay = Material("quays", (Article("quay", "Nobody spoke."),))
>>> system = System(OWN_SYSTEM, (quoteattr.Article(id="quay"),), Measured())
>>> path = write(Report(Made.now("python -m benchmarks"), (Result(quay, (system,)),)), Path(mkdtemp()))
>>> (prediction,) = predictions(path)
>>> prediction.corpus, prediction.system, prediction.gold == quay.articles
('quays', 'quoteattr', True)

The file has the texts of the corpora in it: share it only where their terms allow that.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from attrs import asdict, frozen

import quoteattr
from benchmarks.figures import Measured
from benchmarks.material import LeftOut, Material
from benchmarks.readers import Article as AnnotatedArticle
from benchmarks.readers import to_gold
from benchmarks.readers.files import Record
from benchmarks.readers.project import article as annotated
from benchmarks.rivals import Refusal
from benchmarks.speed import Speed
from quoteattr import Article, QuoteattrError

__all__ = [
    "GIVEN_SYSTEM",
    "OWN_SYSTEM",
    "Made",
    "Prediction",
    "Report",
    "ReportError",
    "Result",
    "System",
    "cores",
    "predictions",
    "write",
]

OWN_SYSTEM, GIVEN_SYSTEM = "quoteattr", "quoteattr, statements given"
"""What quoteattr is called in reports: all of it, and its later steps on annotated statements."""

VERSION = 1
"""Of the JSON; goes up when a later run can't read it any more."""


class ReportError(QuoteattrError, ValueError):
    """A file that should hold a report of this suite does not."""


@frozen
class Made:
    """When, with what and where a report was made."""

    date: str
    command: str
    quoteattr: str
    torch: str
    stanza: str
    python: str
    machine: str
    cores: int

    @classmethod
    def now(cls, command: str) -> Made:
        """Return what is true today, on this machine."""
        return cls(
            date=date.today().isoformat(),
            command=command,
            quoteattr=quoteattr.__version__,
            torch=_version("torch"),
            stanza=_version("stanza"),
            python=platform.python_version(),
            machine=f"{platform.system()} {platform.machine()}",
            cores=cores(),
        )


def cores() -> int:
    """Return how many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


@frozen
class System:
    """What quoteattr or a rival found in the articles of a corpus, in their order, and the figures of that.

    `seconds` is its own time for all of them, one article at a time and loading left out, and `memory` the most that
    its process took, in MiB; either is ``None`` where it was not measured.
    """

    name: str
    found: tuple[Article, ...]
    measured: Measured
    seconds: float | None = None
    memory: float | None = None
    refusals: tuple[Refusal, ...] = ()

    def speed(self, words: int) -> float | None:
        """Return words a second, if the time was measured."""
        return words / self.seconds if self.seconds else None


@frozen
class Result:
    """All systems on one corpus."""

    material: Material
    systems: tuple[System, ...]

    def system(self, name: str) -> System | None:
        """Return the system of that name, if it was run."""
        return next((system for system in self.systems if system.name == name), None)


@frozen
class Report:
    """Everything that a run has found and what it left out."""

    made: Made
    results: tuple[Result, ...] = ()
    speed: Speed | None = None
    left_out: tuple[LeftOut, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return one JSON object; ``corpora`` hold ``gold`` and, by system, ``predictions``."""
        return {
            "report": VERSION,
            "made": asdict(self.made),
            "corpora": [_result(result) for result in self.results],
            "speed": asdict(self.speed) if self.speed else None,
            "left_out": [asdict(left_out) for left_out in self.left_out],
        }


def _result(result: Result) -> dict[str, Any]:
    material = result.material
    return {
        "name": material.name,
        "own": material.is_own,
        "thoughts": material.thoughts,
        "articles": len(material.articles),
        "words": material.words,
        "statements": material.statements,
        "systems": [_system(system, material.words) for system in result.systems],
        "gold": [json.loads(to_gold(article)) for article in material.articles],
    }


def _system(system: System, words: int) -> dict[str, Any]:
    return {
        "name": system.name,
        **asdict(system.measured),
        "seconds": system.seconds,
        "words_per_second": system.speed(words),
        "memory": system.memory,
        "refusals": [asdict(refusal) for refusal in system.refusals],
        "predictions": [article.to_dict() for article in system.found],
    }


def write(report: Report, folder: Path) -> Path:
    """Write ``report.json`` into a folder, made where it is missing, and return its path.

    Raises `ReportError` where it can't be written.
    """
    path = folder / "report.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(report.to_dict(), ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise ReportError(f"{path}: can't be written ({error}): name another folder with --out") from None
    return path


@frozen
class Prediction:
    """What quoteattr found in the articles of a corpus, read back from a report: `gold` and `found` go in pairs.

    `thoughts` says whether thoughts were asked for.
    """

    corpus: str
    is_own: bool
    system: str
    gold: tuple[AnnotatedArticle, ...]
    found: tuple[Article, ...]
    thoughts: bool = False


def predictions(path: Path) -> tuple[Prediction, ...]:
    """Return what quoteattr itself found, by corpus, in a report that `write` wrote.

    Raises `ReportError` where the file is no such report, `CorpusError` or `RecordError` where an article in it is
    none.
    """
    hint = f"expected the report.json that `python -m benchmarks` writes, version {VERSION}"
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReportError(f"{path}: {hint}, got {error}") from None
    if not isinstance(values, dict) or values.get("report") != VERSION:
        raise ReportError(f"{path}: {hint}, got something else: run the suite again")
    try:
        return tuple(
            _prediction(path, corpus, system)
            for corpus in values["corpora"]
            for system in corpus["systems"]
            if system["name"] in (OWN_SYSTEM, GIVEN_SYSTEM)
        )
    except (KeyError, TypeError) as error:
        raise ReportError(f"{path}: {hint}, got one that lacks {error}: run the suite again") from None


def _prediction(path: Path, corpus: Mapping[str, Any], system: Mapping[str, Any]) -> Prediction:
    where = f"{path}, {corpus['name']}"
    gold = tuple(annotated(Record.of(values, where)) for values in corpus["gold"])
    found = tuple(Article.from_dict(values) for values in system["predictions"])
    return Prediction(corpus["name"], corpus["own"], system["name"], gold, found, corpus["thoughts"])
