"""What is measured on: the project's own articles, those of ``../shared``, and corpora that users name.

>>> report, tune = own_corpora()
>>> report.name, report.is_own, len(report.articles) == len(tune.articles)
('own report', True, True)

A corpus that is not there is a `LeftOut` with the reason, so that reports can name it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from attrs import frozen

from benchmarks.corpus import Corpus
from benchmarks.readers import Article, CorpusError, read
from quoteattr import Presentation

__all__ = [
    "SHARED",
    "SHARED_CORPORA",
    "WITH_THOUGHTS",
    "LeftOut",
    "Material",
    "named_corpus",
    "own_corpora",
    "shared_corpora",
]

SHARED = Path(__file__).parents[2] / "shared"
"""Where the folder of shared corpora is looked for when nobody names one: beside the checkout."""

SHARED_CORPORA = {
    "world dev": (Path("corpora/world/dev.jsonl"), False),
    "PolNeAR dev": (Path("corpora/polnear/dev.jsonl"), True),
}
"""Name of a corpus → its file under the shared folder, and whether thoughts count as statements there."""

WITH_THOUGHTS = frozenset({"polnear", "parc"})
"""Formats whose corpora count what sources think, want and feel as statements."""


@frozen
class Material:
    """The annotated articles of a corpus, and whether quoteattr is asked for thoughts on them."""

    name: str
    articles: tuple[Article, ...]
    thoughts: bool = False
    is_own: bool = False

    @property
    def words(self) -> int:
        """How many words the articles have, cut at white space."""
        return sum(len(article.text.split()) for article in self.articles)

    @property
    def statements(self) -> int:
        """How many annotated statements are asked for: all, or all but the thoughts."""
        statements = (statement for article in self.articles for statement in article.attributions)
        return sum(self.thoughts or statement.presentation is not Presentation.THOUGHT for statement in statements)


@frozen
class LeftOut:
    """Something that a run has not measured, and why."""

    what: str
    why: str


def own_corpora() -> tuple[Material, Material]:
    """Return both parts of the project's own corpus, the one for figures alone first."""
    corpus = Corpus.load()
    return (
        Material("own report", corpus.report, is_own=True),
        Material("own tune", corpus.tune, is_own=True),
    )


def shared_corpora(folder: Path | None = None) -> Iterator[Material | LeftOut]:
    """Yield the corpora of the shared folder, each with its speakers, and those that are not there with the reason.

    Raises `CorpusError` where a folder is named and isn't there.
    """
    root = SHARED if folder is None else folder
    if folder is not None and not folder.is_dir():
        raise CorpusError(f"{folder}: no such folder. Name one that has {_expected()}, or leave --shared out")
    for name, (path, thoughts) in SHARED_CORPORA.items():
        if (root / path).is_file():
            yield Material(name, tuple(read("jsonl", root / path)), thoughts)
        else:
            where = "../shared" if folder is None else folder
            yield LeftOut(name, f"{path.as_posix()} is not in {where}: name its folder with --shared DIR")


def _expected() -> str:
    return " and ".join(path.as_posix() for path, _ in SHARED_CORPORA.values())


def named_corpus(format: str, path: Path, thoughts: bool = False, most: int | None = None) -> Material:
    """Return a corpus in one of the formats of `benchmarks.readers`, its first `most` articles where a number is given.

    Raises `CorpusError` where it can't be read.
    """
    name = f"{format} {path.name or path}" + ("" if most is None else f", first {most}")
    return Material(name, tuple(islice(read(format, path), most)), thoughts or format in WITH_THOUGHTS)
