"""PARC 3.0 (Pareti 2016): the Wall Street Journal of the Penn Treebank with attribution relations, in XML.

Under ``PARC3_complete`` an article is ``train/00/wsj_0001.xml``: ``SENTENCE`` elements with a tree of phrases whose
leaves are ``<WORD text="said" ByteCount="198,202">``. A word holds ``<attribution id="...">`` for every relation it
is part of, and in it ``<attributionRole roleValue="cue"/>``, "source" or "content". There is no running text, so the
words are laid out: byte counts say where white space stood, and two or more between sentences where a paragraph
ended. Relations inside the content of others are tagged "nested".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

from attrs import field, frozen

from benchmarks.readers.article import Article, Attribution, CorpusError
from benchmarks.readers.files import files_under
from benchmarks.readers.tokens import Layout, lay_out

__all__ = ["Word", "articles", "document"]

ROLES = ("content", "cue", "source")
TAILS = frozenset({"n't", "not", "na", "ta"})
"""Words that stand behind another one without a gap, though both are letters: do-n't, can-not, gon-na."""


@frozen
class Word:
    """A leaf: its text, the number of its sentence, its bytes in the original file, its part in each relation."""

    text: str
    sentence: int
    bytes: tuple[int, int] | None = None
    roles: tuple[tuple[str, str], ...] = field(default=())


def articles(root: Path) -> Iterator[Article]:
    """Yield the articles under a folder. Raises `CorpusError`."""
    for path in files_under(root, ".xml"):
        try:
            tree = ElementTree.parse(path)
        except (OSError, ElementTree.ParseError) as error:
            raise CorpusError(f"{path}: expected a readable XML file, got {error}") from None
        words = tuple(_words(tree.getroot(), str(path)))
        if not words:
            raise CorpusError(f"{path}: expected WORD elements, found none in <{tree.getroot().tag}>")
        yield document(path.stem, words)


def document(name: str, words: Sequence[Word]) -> Article:
    """Return an article from its words."""
    layout = lay_out([word.text for word in words], list(_gaps(words)))
    parts: dict[str, dict[str, list[int]]] = {}
    for index, word in enumerate(words):
        for relation, role in word.roles:
            parts.setdefault(relation, {known: [] for known in ROLES})[role].append(index)
    found = (_attribution(layout, relation, part) for relation, part in parts.items() if part["content"])
    return Article(name, layout.text, tuple(found))


def _attribution(layout: Layout, relation: str, part: dict[str, list[int]]) -> Attribution:
    forms = ("nested",) if "Nested" in relation else ()
    content, cue, source = (layout.spans(part[role]) for role in ROLES)
    return Attribution(content, cue, source, forms=forms)


def _words(root: ElementTree.Element, where: str) -> Iterator[Word]:
    for number, sentence in enumerate(root.iter("SENTENCE")):
        for element in sentence.iter("WORD"):
            text = element.get("text", "")
            if text and element.get("pos") != "-NONE-":
                yield Word(text, number, _bytes(element), tuple(_roles(element, where)))


def _bytes(element: ElementTree.Element) -> tuple[int, int] | None:
    start, _, end = element.get("ByteCount", "").partition(",")
    return (int(start), int(end)) if start.strip().isdecimal() and end.strip().isdecimal() else None


def _roles(element: ElementTree.Element, where: str) -> Iterator[tuple[str, str]]:
    for relation in element.iter("attribution"):
        for role in relation.iter("attributionRole"):
            value = role.get("roleValue", "")
            if value not in ROLES:
                raise CorpusError(f"{where}: roleValue should be one of {', '.join(ROLES)}, got {value!r}")
            yield relation.get("id", ""), value


def _gaps(words: Sequence[Word]) -> Iterator[str]:
    for index, word in enumerate(words):
        yield _gap(words[index - 1], word) if index else ""


def _gap(before: Word, word: Word) -> str:
    width = word.bytes[0] - before.bytes[1] if word.bytes and before.bytes else None
    if before.sentence != word.sentence:
        return "\n\n" if width is not None and width > 1 else " "
    if width is None or width > 0:
        return " "
    # Byte counts are off by one here and there; two words of letters have a gap all the same.
    letters = before.text[-1].isalnum() and word.text[0].isalnum()
    return " " if letters and word.text.casefold() not in TAILS else ""
