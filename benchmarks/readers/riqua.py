"""RiQuA (Papay and Padó 2020): 19th-century fiction with quotations, cues and speakers, in brat's standoff format.

``merged/NAME.ann`` stands beside ``merged/NAME.txt``. Relations go from an entity or a cue to its quotation:
``Speaker``, ``Addressee`` (not read) and ``Cueing``. Speakers are mentions ("he"), never resolved, so articles have
sources and no speakers. Fragments that brat parts at a line end within a paragraph are one span here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks.readers import brat
from benchmarks.readers.article import Article, Attribution, CorpusError, Span
from benchmarks.readers.files import files_under, text_of
from benchmarks.readers.placing import join

__all__ = ["articles", "attributions"]

RELATIONS = {"Speaker": "Entity", "Cueing": "Cue"}
"""What stands in the first argument of the relations that are read; the second is the quotation."""


def articles(root: Path) -> Iterator[Article]:
    """Yield the excerpts under a folder. Raises `CorpusError`."""
    for path in files_under(root, ".ann"):
        text_file = path.with_suffix(".txt")
        if not text_file.exists():
            raise CorpusError(f"{path}: expected its text beside it, found no {text_file.name}")
        text = text_of(text_file)
        standoff = brat.parse(text_of(path), text, str(path))
        standoff.expect("Quotation", str(path))
        yield Article(path.stem, text, tuple(attributions(standoff, text, str(path))))


def attributions(standoff: brat.Standoff, text: str, where: str) -> Iterator[Attribution]:
    """Yield the quotations in the order of the file."""
    linked: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for link in standoff.links:
        if link.label in RELATIONS:
            first, quotation = (dict(link.arguments).get(role, "") for role in ("Arg1", "Arg2"))
            _check(standoff, link, (first, quotation), where)
            linked[quotation, link.label] += standoff.mentions[first].spans
    for name, mention in standoff.mentions.items():
        if mention.label == "Quotation":
            cue, source = (join(text, linked[name, label]) for label in ("Cueing", "Speaker"))
            yield Attribution(join(text, mention.spans), cue, source)


def _check(standoff: brat.Standoff, link: brat.Link, names: tuple[str, str], where: str) -> None:
    labels = tuple(standoff.mentions[name].label if name in standoff.mentions else None for name in names)
    expected = (RELATIONS[link.label], "Quotation")
    if labels != expected:
        raise CorpusError(f"{where}: {link.label} should go from {' to '.join(expected)}, got {labels}")
