"""The formats by name, and the one function that reads any of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from attrs import frozen

from benchmarks.readers import citron, directquote, parc, pdnc, polnear, project, quotebank, riqua
from benchmarks.readers.article import Article, CorpusError

__all__ = ["FORMATS", "Format", "read"]


@frozen
class Format:
    """A corpus and how to get it: its page, its terms, its size, and what `read` wants to be pointed at."""

    title: str
    home: str
    licence: str
    size: str
    point_at: str
    articles: Callable[[Path], Iterator[Article]]

    @property
    def hint(self) -> str:
        """What to do next, for errors."""
        return f"Get {self.title} from {self.home} and point at {self.point_at}."


FORMATS: Mapping[str, Format] = {
    "jsonl": Format(
        title="the project's corpus",
        home="benchmarks/corpus",
        licence="Apache 2.0, as the project",
        size="a few dozen articles",
        point_at="a .jsonl file, or a folder of them",
        articles=project.articles,
    ),
    "polnear": Format(
        title="PolNeAR 1.0",
        home="https://github.com/networkdynamics/PolNeAR",
        licence="none stated; the texts are the publishers'",
        size="1,008 articles, 24,000 attributions",
        point_at="the folder data, or one of its parts such as data/dev (with its text and attributions)",
        articles=polnear.articles,
    ),
    "parc": Format(
        title="PARC 3.0",
        home="its author, Silvia Pareti (http://homepages.inf.ed.ac.uk/s1052974/)",
        licence="research use, with a licence of the Penn Treebank (LDC)",
        size="some 20,000 attributions",
        point_at="the folder PARC3_complete, or one of its parts (train, dev, test)",
        articles=parc.articles,
    ),
    "directquote": Format(
        title="DirectQuote",
        home="https://github.com/THUNLP-MT/DirectQuote",
        licence="none stated; the texts are the publishers'",
        size="19,760 paragraphs, 10,353 quotations, 2.5 MB",
        point_at="the checkout (with data/truecased.txt) or that file",
        articles=directquote.articles,
    ),
    "riqua": Format(
        title="RiQuA",
        home="https://www.ims.uni-stuttgart.de/en/research/resources/corpora/riqua/ (riqua.tar.gz)",
        licence="none named; the paper gives it for use, modification and experimentation; texts in the public domain",
        size="15 excerpts of 11 works, 5,963 quotations",
        point_at="the folder riqua/merged of the archive",
        articles=riqua.articles,
    ),
    "pdnc": Format(
        title="PDNC",
        home="https://github.com/Priya22/project-dialogism-novel-corpus",
        licence="none stated; check each novel where you live",
        size="28 novels, 37,131 quotations",
        point_at="the folder data of the checkout, or one novel in it",
        articles=pdnc.articles,
    ),
    "quotebank": Format(
        title="Quotebank",
        home="https://doi.org/10.5281/zenodo.4277311 (evaluation rows: https://github.com/epfl-dlab/Quotebank)",
        licence="see the record; the texts are the publishers'",
        size="235 million quotations, a file a year",
        point_at="a quotebank-YYYY.json.bz2 file, or the evaluation rows as JSON lines",
        articles=quotebank.articles,
    ),
    "citron": Format(
        title="data in Citron's format",
        home="https://github.com/bbc/citron (docs/data_format.md; scripts/preprocess makes it from PARC 3.0)",
        licence="Apache 2.0 for the tool; the data have their own",
        size="as much as you annotate",
        point_at="a folder of .json files, a document each",
        articles=citron.articles,
    ),
}


def read(format: str, path: str | Path) -> Iterator[Article]:
    """Return the articles of a corpus, one after another.

    `format` is a name in `FORMATS`, `path` what the format's `point_at` says. Raises `CorpusError` where either is
    wrong; what stands in the files is checked as they are read, so a broken one is reported when it is reached.
    """
    known = FORMATS.get(format)
    if known is None:
        raise CorpusError(f"{format!r} is no format: use one of {', '.join(FORMATS)}")
    root = Path(path)
    if not root.exists():
        raise CorpusError(f"{root}: no such file or folder. {known.hint}")
    return _check(known, root)


def _check(known: Format, root: Path) -> Iterator[Article]:
    seen: set[str] = set()
    try:
        for article in known.articles(root):
            if article.id in seen:
                raise CorpusError(f"{root}: two articles are called {article.id!r}, so one of them is a copy")
            seen.add(article.id)
            yield article
    except CorpusError as error:
        raise CorpusError(f"{error}. {known.hint}") from None
    if not seen:
        raise CorpusError(f"{root}: no articles of {known.title} found there. {known.hint}")
