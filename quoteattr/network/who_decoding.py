"""From the states of the second top to the facts of each window."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import torch
from attrs import frozen
from torch import Tensor

from quoteattr.language.lexicon.titles import STOPPED
from quoteattr.network.batch import Batch
from quoteattr.network.crf import best_labels, transition_limits
from quoteattr.network.decoding import keep_paragraphs_apart
from quoteattr.network.encoder import Encoded
from quoteattr.network.heads import at_words
from quoteattr.network.labels import read_spans
from quoteattr.network.reading import Fact, FactKind
from quoteattr.network.who import WhoNetwork
from quoteattr.network.windows import Window
from quoteattr.network.words import Words
from quoteattr.text.page import Page

__all__ = ["FoundWho", "read_who"]

Spans = tuple[tuple[int, int, int], ...]
"""The number of the sort, the first word and the end of each span."""


@frozen(eq=False)
class FoundWho:
    """What was found in one window: facts in words of the page, and the states of the words that count.

    What another window keeps is left out.
    """

    facts: Spans
    states: Tensor

    def stated(self, page: Page, words: Words) -> Iterator[Fact]:
        """Yield the facts, with their characters."""
        kinds = tuple(FactKind)
        for sort, first, end in self.facts:
            start, stop = words.starts[first], words.ends[end - 1]
            yield Fact(kinds[sort], (first, end), page.span(start, _with_stop(page.text, start, stop)))


def _with_stop(text: str, start: int, end: int) -> int:
    """Return the end of a fact with the stop that belongs to it: "Sen.", "N.D."."""
    last = text[start:end].split()[-1]
    return end + (text[end : end + 1] == "." and ("." in last or last.lower() in STOPPED))


@torch.no_grad()
def read_who(network: WhoNetwork, encoded: Encoded, batch: Batch, windows: Sequence[Window]) -> list[FoundWho]:
    """Return the facts and the states of some windows, which `encoded` has in one batch."""
    pieces = network(encoded.middle, encoded.bias)
    states = at_words(pieces, batch.firsts).float()  # [windows, words, width]
    facts = _best(network.facts(states), batch, windows)
    kept = (_kept(window, row).half().cpu() for window, row in zip(windows, states, strict=True))
    return [FoundWho(*found) for found in zip(facts, kept, strict=True)]


def _best(scores: Tensor, batch: Batch, windows: Sequence[Window]) -> list[Spans]:
    """Return the spans of the best labels [windows, words, labels] in words of the page."""
    emissions = keep_paragraphs_apart(torch.log_softmax(scores, -1), batch).cpu()
    labels = best_labels(emissions, batch.mask.cpu(), transition_limits(emissions.shape[-1])).tolist()
    return [_spans(window, row) for window, row in zip(windows, labels, strict=True)]


def _spans(window: Window, labels: Sequence[int]) -> Spans:
    """Return the spans of a window that count, in words of the page; two of a sort side by side are one."""
    joined: list[tuple[int, int, int]] = []
    for sort, start, end in read_spans(labels[: len(window)]):
        if joined and joined[-1][0] == sort and joined[-1][2] == start:
            start = joined.pop()[1]
        joined.append((sort, start, end))
    return tuple((s, start + window.start, end + window.start) for s, start, end in joined if window.counts(start))


def _kept(window: Window, states: Tensor) -> Tensor:
    return states[window.kept - window.start : window.until - window.start]
