"""Annotated articles as examples for the tagger: a label for each word, and the links between spans.

An article is an object with ``"id"`` and ``"text"``; marked ones have ``"attributions"``, each with the spans of its
``"content"``, ``"cue"`` and ``"source"`` as ``[start, end]`` in characters, end exclusive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen
from safetensors import safe_open
from tokenizers import Tokenizer
from torch import Tensor

from quoteattr.network.heads import LinkKind
from quoteattr.network.labels import Part, begin_label, inside_label
from quoteattr.network.windows import Window
from quoteattr.network.words import Words, read_words
from quoteattr.text.page import Page
from quoteattr.training.articles import read_annotated

__all__ = [
    "Article",
    "Chosen",
    "Example",
    "Link",
    "Range",
    "Soft",
    "add_soft",
    "examples",
    "field_of",
    "fold",
    "read_articles",
    "trim",
]

TRIMMED = " \t\r\n\"'“”‘’`«».,;:!?—–-()[]…"
"""Characters that do not count at the edges of a span."""

Range = tuple[int, int]
Article = dict[str, Any]


@frozen
class Link:
    """A span in words, and the one that it points to, None where there is none."""

    kind: LinkKind
    child: Range
    head: Range | None


@frozen(eq=False)
class Soft:
    """What teachers make of an article: the probability of each label at each word, and of each pair at each two words.

    `single` is [words, labels], `pairs` [words, from, to].
    """

    single: Tensor
    pairs: Tensor


@frozen(eq=False)
class Example:
    """An article to learn from: its words, and the annotated labels or soft ones or both."""

    id: str
    words: Words
    labels: Sequence[int] | None
    links: Sequence[Link]
    soft: Soft | None = field(default=None)


Chosen = tuple[Example, Window]
"""An example and the window of it that is learned from."""


def read_articles(path: Path) -> list[Article]:
    """Return the articles of a JSON lines file. Raises `InputError` at a line that is none."""
    return list(read_annotated(path, "id", "text"))


def fold(articles: Sequence[Article], part: str | None, inside: bool) -> list[Article]:
    """Return the articles inside or outside a part such as ``0/2``: of each two, the first."""
    if part is None:
        return list(articles)
    number, of = map(int, part.split("/"))
    return [article for i, article in enumerate(articles) if (i % of == number) == inside]


def examples(articles: Iterable[Article], tokenizer: Tokenizer) -> Iterator[Example]:
    """Yield articles with their annotation as labels and links of words; those without annotation have no labels."""
    for article in articles:
        words = read_words(Page.verbatim(article["text"]), tokenizer)
        if "attributions" in article:
            labels, links = _labels_and_links(article, words)
            yield Example(str(article["id"]), words, labels, links)
        else:
            yield Example(str(article["id"]), words, None, ())


def trim(text: str, start: int, end: int) -> Range:
    """Return a span without the punctuation and spaces around it."""
    while start < end and text[start] in TRIMMED:
        start += 1
    while end > start and text[end - 1] in TRIMMED:
        end -= 1
    return start, end


def _labels_and_links(article: Article, words: Words) -> tuple[list[int], list[Link]]:
    labels = [0] * len(words)
    links: list[Link] = []
    for attribution in article["attributions"]:
        ranges = {part: list(_in_words(article["text"], words, attribution[field_of(part)])) for part in Part}
        cue = next(iter(ranges[Part.CUE]), None)
        links += [Link(LinkKind.CUE, content, cue) for content in ranges[Part.CONTENT]]
        links += [Link(LinkKind.SOURCE, cue, next(iter(ranges[Part.SOURCE]), None))] if cue else []
        for part in Part:
            for start, end in ranges[part]:
                labels[start:end] = [begin_label(part)] + [inside_label(part)] * (end - start - 1)
    return labels, links


def field_of(part: Part) -> str:
    """Return what a part of a statement is called in annotated articles."""
    return part.name.lower()


def _in_words(text: str, words: Words, ranges: Iterable[Sequence[int]]) -> Iterator[Range]:
    for start, end in ranges:
        first, last = words.touching(*trim(text, start, end))
        if first < last:
            yield first, last


def add_soft(known: Iterable[Example], unmarked: Iterable[Example], paths: Iterable[Path]) -> list[Example]:
    """Return examples with the soft labels that the files have of them; of the unmarked only those with soft labels."""
    taught: dict[str, tuple[Soft, list[Link]]] = {}
    for path in paths:
        with safe_open(path, "pt") as file:
            for name in {key.rsplit("/", 1)[0] for key in file.keys()}:  # noqa: SIM118 (not a dict)
                soft = Soft(file.get_tensor(f"{name}/single"), file.get_tensor(f"{name}/pairs"))
                links = [_link(row) for row in file.get_tensor(f"{name}/links").tolist()]
                taught[name] = soft, links
    marked = [evolve(e, soft=taught[e.id][0]) if e.id in taught else e for e in known]
    others = [e for e in unmarked if e.id in taught]
    return marked + [evolve(e, labels=None, links=taught[e.id][1], soft=taught[e.id][0]) for e in others]


def _link(row: list[int]) -> Link:
    kind, start, end, head, head_end = row
    return Link(LinkKind(kind), (start, end), (head, head_end) if head >= 0 else None)
