"""Reads pages: one pass of the network over each, what its heads find as a value.

The network (`quoteattr.network.network`), trained on news whose attributions were marked by hand (PolNeAR; Newell et
al. 2018), reads windows of whole paragraphs. It labels every word as part of a source, a cue, a content or none of
them, so that it finds rare cues, indirect speech without "that" and sources far from their cue, and it points from each
content to its cue and from each cue to its source. What it found comes out as claims:

>>> from quoteattr.text.page import Page
>>> page = Page.of("Taxes will not rise, the mayor insisted on Monday.")
>>> (reading,) = Tagger.open().read([page])
>>> (claim,) = reading.claims
>>> claim.content[0].text, claim.cue.text, claim.source.text
('Taxes will not rise', 'insisted', 'the mayor')

Quotation marks and what counts as a statement are the business of `quoteattr.statements`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import torch
from attrs import evolve, frozen
from tokenizers import Tokenizer
from torch import Tensor

from quoteattr.network.batch import collate
from quoteattr.network.checkpoint import open_checkpoint
from quoteattr.network.claims import join_claims
from quoteattr.network.decoding import LabelledSpan, Scores, best_spans, keep_paragraphs_apart
from quoteattr.network.heads import at_words
from quoteattr.network.network import Network
from quoteattr.network.reading import Reading
from quoteattr.network.windows import Window, cut_windows, in_batches
from quoteattr.network.words import Words, read_words
from quoteattr.text.page import Page

__all__ = ["BUNDLED", "Tagger"]

BUNDLED = Path(__file__).parents[1] / "models" / "tagger"
"""The folder of the tagger that ships with quoteattr."""

BATCH_PIECES = 4096
"""Word pieces, padding counted, that go through the network at once."""


@frozen(eq=False)
class Tagger:
    """A network with its tokenizer, on a device, ready to read; it keeps nothing of what it has read."""

    network: Network
    tokenizer: Tokenizer
    device: str = "cpu"

    @classmethod
    def open(cls, folder: Path = BUNDLED, device: str | None = None) -> Tagger:
        """Return the tagger in a folder, the bundled one by default. Raises `ModelError` where there is none.

        `device` is a torch device, the CPU if None.
        """
        network, tokenizer = open_checkpoint(folder)
        place = device or "cpu"
        network = network.to(place).eval()
        return cls(network.with_half_encoder() if _multiplies_halves(place) else network, tokenizer, place)

    def read(self, pages: Sequence[Page]) -> list[Reading]:
        """Return the reading of each page. Windows of all pages go through the network together."""
        drafts = [_Draft(page, read_words(page, self.tokenizer), self.network.shape.width) for page in pages]
        drafted = {window: draft for draft in drafts for window in cut_windows(draft.words) if window.has_letters}
        # the largest first: what their memory leaves, smaller ones fit into
        for batch in reversed(list(in_batches(drafted, BATCH_PIECES))):
            scores = self.score(batch)
            for window, spans, states in zip(batch, self.decode(scores, batch), scores.middle, strict=True):
                drafted[window].add(window, spans, states)
        return [draft.finish() for draft in drafts]

    @torch.no_grad()
    def score(self, windows: Sequence[Window]) -> Scores:
        """Return the scores of some windows, read in one batch."""
        batch = collate(windows, self.network.shape).to(self.device)
        outputs = self.network(batch)
        return Scores(
            emissions=keep_paragraphs_apart(outputs.emissions, batch).cpu(),
            transitions=self.network.labels.transitions().cpu(),
            states=outputs.states,
            middle=at_words(outputs.encoded.middle, batch.firsts).half().cpu(),
            mask=batch.mask.cpu(),
        )

    def decode(self, scores: Scores, windows: Sequence[Window]) -> list[list[LabelledSpan]]:
        """Return the best spans of each window, counted in its own words; none crosses a paragraph."""
        return best_spans(scores, self.network.links, [len(window) for window in windows])


class _Draft:
    """The reading of a page as its windows come in, in any order."""

    def __init__(self, page: Page, words: Words, width: int) -> None:
        self.page, self.words = page, words
        self.spans: list[LabelledSpan] = []
        self.states = torch.zeros(len(words), width, dtype=torch.half)

    def add(self, window: Window, spans: Iterable[LabelledSpan], states: Tensor) -> None:
        """Take over what counts of a window: its spans, in its own words, and its states [words or more, width]."""
        self.spans += [_move(span, window.start) for span in spans if window.counts(span.start)]
        self.states[window.kept : window.until] = states[window.kept - window.start : window.until - window.start]

    def finish(self) -> Reading:
        """Return the reading."""
        return Reading(self.words, join_claims(self.page.text, self.words, self.spans), self.states)


def _move(span: LabelledSpan, by: int) -> LabelledSpan:
    """Return a span so many words further on."""
    head = None if span.head is None else span.head + by
    return evolve(span, start=span.start + by, end=span.end + by, head=head)


def _multiplies_halves(device: str) -> bool:
    """Return whether a device is a processor with instructions for matrices in bfloat16 (AVX-512 BF16 or AMX).

    There the encoder runs three times as fast in them; on others they are slower than single precision.
    """
    if torch.device(device).type != "cpu" or not hasattr(torch.cpu, "get_capabilities"):
        return False
    able = torch.cpu.get_capabilities()
    return bool(able.get("avx512_bf16") or able.get("amx_bf16"))
