"""PolNeAR 1.0 (Newell et al. 2018): US political news with sources, cues and contents, in brat's standoff format.

As released, ``data/train`` (and ``dev``, ``test``, ``annotator-training``) holds ``text/NAME.txt`` and
``attributions/NAME_4b22.ann``, where the four digits name the annotator. Articles that several people annotated come
once, with the annotator whose name sorts first. PARC articles that were annotated again come without their text, so
they are passed over. Thoughts ("wants", "believes") count as statements here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import regex

from benchmarks.readers import brat
from benchmarks.readers.article import Article, Attribution, Span
from benchmarks.readers.files import files_under, text_of

__all__ = ["articles", "attributions"]

ANNOTATOR = regex.compile(r"_[0-9a-f]{4}$")
ROOMS = frozenset({"text", "attributions"})
"""The folders that share an article's files; the folder above them is the part of the corpus."""


def articles(root: Path) -> Iterator[Article]:
    """Yield the articles under a folder, or of one part of the corpus. Raises `CorpusError`."""
    for text_file, annotation_file in pairs(root):
        text = text_of(text_file)
        standoff = brat.parse(text_of(annotation_file), text, str(annotation_file))
        standoff.expect("Content", str(annotation_file))
        yield Article(text_file.stem, text, tuple(attributions(standoff)))


def pairs(root: Path) -> Iterator[tuple[Path, Path]]:
    """Yield every text with the annotations of one annotator."""
    notes: dict[tuple[Path, str], Path] = {}
    for path in files_under(root, ".ann"):
        notes.setdefault((_part(path), ANNOTATOR.sub("", path.stem)), path)
    for path in files_under(root, ".txt"):
        found = notes.get((_part(path), path.stem))
        if found is not None:
            yield path, found


def _part(path: Path) -> Path:
    return path.parent.parent if path.parent.name in ROOMS else path.parent


def attributions(standoff: brat.Standoff) -> Iterator[Attribution]:
    """Yield the statements in the order of the file; those without content are left out."""
    for link in standoff.links:
        content = _spans(standoff, link, "Content")
        if link.label.startswith("Attribution") and content:
            yield Attribution(content, _spans(standoff, link, "Cue"), _spans(standoff, link, "Source"))


def _spans(standoff: brat.Standoff, link: brat.Link, role: str) -> tuple[Span, ...]:
    return tuple(span for mention in link.all(role) for span in standoff.mentions[mention].spans)
