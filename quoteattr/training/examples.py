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
from quoteattr.network.tagger import SHORTEST_HOST
from quoteattr.network.windows import Window, cut_windows
from quoteattr.network.words import Words, read_words
from quoteattr.statements.cues import REPORTING_VERBS
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
    ranges: tuple[Range, ...] | None = field(default=None)
    """What is read by itself, each span as a window; None for the whole article."""

    def windows(self, longest: int, first: int) -> Iterator[Window]:
        """Yield the windows that are learned from; `longest` and `first` as `cut_windows` has them."""
        if self.ranges is None:
            yield from cut_windows(self.words, longest, first)
        for start, end in self.ranges or ():
            if self.words.size[end] - self.words.size[start] <= longest:
                yield Window(self.words, start, end, start, end)


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


def examples(articles: Iterable[Article], tokenizer: Tokenizer, *, inside: bool = False) -> Iterator[Example]:
    """Yield articles with their annotation as labels and links of words; those without annotation have no labels.

    Where `inside` says that reports inside reports are annotated, an article gives a second example: its long contents
    and sources alone, with what is reported in them.
    """
    for article in articles:
        words = read_words(Page.verbatim(article["text"]), tokenizer)
        if "attributions" in article:
            yield from _annotated(article, words, inside)
        else:
            yield Example(str(article["id"]), words, None, ())


def _annotated(article: Article, words: Words, inside: bool) -> Iterator[Example]:
    """Yield what is reported in an article, then, if wanted, what is reported inside of that."""
    outer, inner = _Sheet(words), _Sheet(words)
    for spans in sorted(_spans(article, words), key=_extent, reverse=True):
        if not outer.take(spans) and outer.holds(spans):
            inner.take(spans)
    yield Example(str(article["id"]), words, outer.labels, outer.links)
    hosts = tuple(host for host in sorted(outer.hosts) if inside and _may_report(article["text"], words, host))
    if hosts:
        yield Example(f"{article['id']}/inside", words, inner.labels, inner.links, ranges=hosts)


Spans = dict[Part, list[Range]]
"""The spans of one statement in words."""


def _spans(article: Article, words: Words) -> Iterator[Spans]:
    for attribution in article["attributions"]:
        yield {part: list(_in_words(article["text"], words, attribution[field_of(part)])) for part in Part}


def _extent(spans: Spans) -> int:
    """Return how many words the content of a statement takes up."""
    return sum(end - start for start, end in spans[Part.CONTENT])


def _may_report(text: str, words: Words, host: Range) -> bool:
    """Return whether a span is long enough to report something, and has a verb for it."""
    inside = zip(words.starts[host[0] : host[1]], words.ends[host[0] : host[1]], strict=True)
    return host[1] - host[0] >= SHORTEST_HOST and any(text[s:e].lower() in REPORTING_VERBS for s, e in inside)


class _Sheet:
    """The labels and links of statements that share no word but whole spans; `hosts` are contents and sources."""

    def __init__(self, words: Words) -> None:
        self.labels, self.links, self.hosts = [0] * len(words), list[Link](), set[Range]()
        self._taken: set[tuple[Part, Range]] = set()

    def take(self, spans: Spans) -> bool:
        """Take in a statement, if it has room; return whether it has."""
        new = [(part, one) for part, some in spans.items() for one in some if (part, one) not in self._taken]
        if any(any(self.labels[start:end]) for _, (start, end) in new):
            return False
        for part, (start, end) in new:
            self.labels[start:end] = [begin_label(part)] + [inside_label(part)] * (end - start - 1)
        self._taken.update(new)
        self.hosts.update(one for part, one in new if part is not Part.CUE)
        self._link(spans)
        return True

    def _link(self, spans: Spans) -> None:
        cue, source = (next(iter(spans[part]), None) for part in (Part.CUE, Part.SOURCE))
        links = [Link(LinkKind.CUE, content, cue) for content in spans[Part.CONTENT]]
        links += [Link(LinkKind.SOURCE, cue, source)] if cue else []
        self.links += [link for link in links if link not in self.links]

    def holds(self, spans: Spans) -> bool:
        """Return whether a statement lies in one content or source whole."""
        every = [one for some in spans.values() for one in some]
        first, end = min(start for start, _ in every), max(end for _, end in every)
        return any(start <= first and end <= last for start, last in self.hosts)


def trim(text: str, start: int, end: int) -> Range:
    """Return a span without the punctuation and spaces around it."""
    while start < end and text[start] in TRIMMED:
        start += 1
    while end > start and text[end - 1] in TRIMMED:
        end -= 1
    return start, end


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
