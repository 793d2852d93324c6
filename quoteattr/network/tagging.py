"""What each word is: part of a source, a cue, a content, or none of them; and which of these belong together.

A small encoder (`quoteattr.network.encoder`), trained on news whose attributions were marked by hand (PolNeAR; Newell
et al. 2018), reads windows of whole paragraphs. It labels every word, so that it finds rare cues, indirect
speech without "that" and sources far from their cue, and it points from each content fragment to its cue and from
each cue to its source. What it found comes out as claims:

>>> from quoteattr.text.page import Page
>>> text = "Taxes will not rise, the mayor insisted on Monday."
>>> ((claim,),) = load_tagger().tag([Page.of(text)])
>>> claim.content[0].text, claim.cue.text, claim.source.text
('Taxes will not rise', 'insisted', 'the mayor')

Quotation marks, paragraphs and what counts as a statement are `quoteattr.statements.linking`'s business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from quoteattr.network.windows import Window, Words, read_words, windows
from quoteattr.records import Span
from quoteattr.text.page import Page

if TYPE_CHECKING:
    from torch import Tensor

    from quoteattr.network.encoder import Marked, Model

__all__ = ["BUNDLED", "Claim", "Tagged", "Tagger", "load_tagger"]

BUNDLED = Path(__file__).parents[1] / "models" / "tagger"
"""The folder of the tagger that ships with quoteattr."""

BATCH_PIECES = 4096
"""Word pieces, padding counted, that go through the network at once."""

SOURCE, CUE, CONTENT = range(3)
"""The roles in the order of their labels in `quoteattr.network.encoder.LABELS`."""


@frozen
class Claim:
    """What the tagger holds for one attribution; `cue` and `source` are None where it found none.

    `probability` is that of the least certain word of content, cue and source.
    """

    content: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    probability: float


@frozen(eq=False)
class Tagged:
    """The claims of a text, its words, and the network's states of them.

    `states` are [words, width], in half precision; zeros for words in windows without letters.
    """

    claims: tuple[Claim, ...]
    words: Words
    states: Tensor


class Tagger:
    """Finds claims in texts. `load_tagger` makes one; it keeps nothing of what it has read.

    `open` returns the model; it is called once, when the first text comes.
    """

    def __init__(self, open: Callable[[], Model]) -> None:
        self._open = open

    @cached_property
    def _model(self) -> Model:
        return self._open()

    def tag(self, pages: Sequence[Page]) -> list[tuple[Claim, ...]]:
        """Return the claims of each page in text order."""
        return [tagged.claims for tagged in self.read(pages)]

    def read(self, pages: Sequence[Page]) -> list[Tagged]:
        """Return the claims of each page, and what the network makes of each of its words."""
        read = [read_words(page, self._model.tokenizer) for page in pages]
        found: list[list[Marked]] = [[] for _ in pages]
        states = [self._model.blank(len(words)) for words in read]
        todo = [(number, w) for number, words in enumerate(read) for w in windows(words) if _has_letters(words, w)]
        # the largest first: what their memory leaves, smaller ones fit into
        for batch in reversed(list(_batches(todo, read))):
            here, shallow = self._model.read([(read[number], window) for number, window in batch])
            for i, ((number, window), spans) in enumerate(zip(batch, here, strict=True)):
                found[number] += _kept(spans, window)
                kept = shallow[i, window.kept - window.start : window.until - window.start]
                states[number][window.kept : window.until] = kept
        return [
            Tagged(_claims(page.text, words, here), words, seen)
            for page, words, here, seen in zip(pages, read, found, states, strict=True)
        ]


def load_tagger(folder: Path = BUNDLED, device: str | None = None) -> Tagger:
    """The tagger in a folder, the bundled one by default, read when it is first used.

    `device` is a torch device, the CPU if None. For a folder that holds no tagger, the first use raises `ModelError`.
    """
    return Tagger(partial(_open, folder, device))


def _open(folder: Path, device: str | None) -> Model:
    from quoteattr.network.encoder import Model

    return Model.open(folder, device)


def _batches(todo: list[tuple[int, Window]], read: Sequence[Words]) -> Iterator[list[tuple[int, Window]]]:
    """Windows of like length together, as many as `BATCH_PIECES` allow."""

    def length(item: tuple[int, Window]) -> int:
        size = read[item[0]].size
        return size[item[1].end] - size[item[1].start]

    batch: list[tuple[int, Window]] = []
    for item in sorted(todo, key=length):
        if batch and length(item) * (len(batch) + 1) > BATCH_PIECES:
            yield batch
            batch = []
        batch.append(item)
    if batch:
        yield batch


def _has_letters(words: Words, window: Window) -> bool:
    """Whether a window can hold anything but marks and numbers."""
    return any(case for case, _, _ in words.features[window.start : window.end])


def _kept(spans: Iterable[Marked], window: Window) -> Iterator[Marked]:
    """The spans of a window in words of the whole text, less those that another window keeps."""
    for span in spans:
        if window.kept <= window.start + span.start < window.until:
            head = None if span.head is None else span.head + window.start
            yield evolve(span, start=span.start + window.start, end=span.end + window.start, head=head)


def _claims(text: str, words: Words, found: list[Marked]) -> tuple[Claim, ...]:
    """Spans brought together along their links; a content that points to no cue is a claim by itself."""
    cues = {f.start: f for f in found if f.role == CUE}
    sources = {f.start: f for f in found if f.role == SOURCE}
    contents: dict[int, list[Marked]] = {}
    for f in sorted((f for f in found if f.role == CONTENT), key=lambda f: f.start):
        contents.setdefault(f.head if f.head in cues else -1 - f.start, []).append(f)
    claims = []
    for head, fragments in contents.items():
        cue = cues.get(head)
        source = sources.get(cue.head) if cue is not None and cue.head is not None else None
        parts = [*fragments, *(f for f in (cue, source) if f is not None)]
        claims.append(
            Claim(
                tuple(_span(text, words, f) for f in fragments),
                _span(text, words, cue) if cue else None,
                _span(text, words, source) if source else None,
                min(f.probability for f in parts),
            )
        )
    return tuple(sorted(claims, key=lambda c: c.content[0].start))


def _span(text: str, words: Words, found: Marked) -> Span:
    return Span.cut(text, words.starts[found.start], words.ends[found.end - 1])
