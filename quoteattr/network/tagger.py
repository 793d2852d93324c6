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

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import torch
from attrs import evolve, frozen
from tokenizers import Tokenizer

from quoteattr.network.batch import Batch, collate
from quoteattr.network.checkpoint import has_who, load_who, open_checkpoint
from quoteattr.network.claims import join_claims
from quoteattr.network.decoding import LabelledSpan, Scores, best_spans, keep_paragraphs_apart
from quoteattr.network.network import Network, Outputs
from quoteattr.network.reading import Fact, Reading
from quoteattr.network.who import WhoNetwork
from quoteattr.network.who_decoding import FoundWho, read_who
from quoteattr.network.windows import LONGEST_WINDOW, Window, cut_windows, in_batches
from quoteattr.network.words import Words, read_words
from quoteattr.text.page import Page

__all__ = ["BUNDLED", "SHORTEST_HOST", "Tagger", "multiplies_halves"]

BUNDLED = Path(__file__).parents[1] / "models" / "tagger"
"""The folder of the tagger that ships with quoteattr."""

BATCH_PIECES = 4096
"""Word pieces, padding counted, that go through the network at once."""

SHORTEST_HOST = 5
"""Words of a content or source that something may be reported in."""

SURE_INSIDE = 0.8
"""From this probability on, a report inside a report is one: corpora mark few of them."""

LEAST_INSIDE = 0.02
"""Probability of a cue at one of its words from which on a content or source is read once more."""


@frozen(eq=False)
class Tagger:
    """A network with its tokenizer, on a device, ready to read; it keeps nothing of what it has read."""

    network: Network
    tokenizer: Tokenizer
    device: str = "cpu"
    who: WhoNetwork | None = None
    """The second top; another tagger than the bundled one may have none."""

    @classmethod
    def open(cls, folder: Path = BUNDLED, device: str | None = None) -> Tagger:
        """Return the tagger in a folder, the bundled one by default. Raises `ModelError` where there is none.

        `device` is a torch device, the CPU if None.
        """
        network, tokenizer = open_checkpoint(folder)
        place = device or "cpu"
        network = network.to(place).eval()
        who = load_who(folder, network.shape).read_on(place).eval() if has_who(folder) else None
        if multiplies_halves(place):
            network, who = network.with_half_encoder(), who and who.with_half_layers()
        return cls(network, tokenizer, place, who)

    @torch.no_grad()
    def read(self, pages: Sequence[Page]) -> list[Reading]:
        """Return the reading of each page. Windows of all pages go through the network together.

        Contents and sources in which a cue may stand are read once more, each by itself, for what is reported inside.
        Without the second top there are claims alone.
        """
        drafts = [_Draft(page, read_words(page, self.tokenizer), self.network.shape.width) for page in pages]
        self._read_windows({window: draft for draft in drafts for window in draft.windows()})
        self._read_inside({window: draft for draft in drafts for window in draft.inner_windows()})
        return [draft.finish() for draft in drafts]

    def _read_windows(self, drafted: Mapping[Window, _Draft]) -> None:
        # the largest first: what their memory leaves, smaller ones fit into
        for windows in reversed(list(in_batches(drafted, BATCH_PIECES))):
            batch = collate(windows, self.network.shape).to(self.device)
            outputs = self.network(batch)
            for window, spans in zip(windows, self.decode(self._score(outputs, batch), windows), strict=True):
                drafted[window].add_spans(window, spans)
            if self.who is not None:
                for window, found in zip(windows, read_who(self.who, outputs.encoded, batch, windows), strict=True):
                    drafted[window].add_who(window, found)

    def _read_inside(self, drafted: Mapping[Window, _Draft]) -> None:
        for windows in in_batches(drafted, BATCH_PIECES):
            for window, spans in zip(windows, self.decode(self.score(windows), windows), strict=True):
                drafted[window].add_inner(window, spans)

    @torch.no_grad()
    def score(self, windows: Sequence[Window]) -> Scores:
        """Return the scores of some windows, read in one batch."""
        batch = collate(windows, self.network.shape).to(self.device)
        return self._score(self.network(batch), batch)

    def _score(self, outputs: Outputs, batch: Batch) -> Scores:
        return Scores(
            emissions=keep_paragraphs_apart(outputs.emissions, batch).cpu(),
            transitions=self.network.labels.transitions().cpu(),
            states=outputs.states,
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
        self.inner: list[LabelledSpan] = []
        self.facts: list[Fact] = []
        self.states = torch.zeros(len(words), width, dtype=torch.half)

    def windows(self) -> Iterator[Window]:
        """Yield the windows that are read first."""
        return (window for window in cut_windows(self.words) if window.has_letters)

    def inner_windows(self) -> Iterator[Window]:
        """Yield the contents and sources that may report something themselves."""
        for start, end in {(span.start, span.end) for span in self.spans if span.cue_inside > LEAST_INSIDE}:
            window = Window(self.words, start, end, start, end)
            if end - start >= SHORTEST_HOST and window.pieces <= LONGEST_WINDOW:
                yield window

    def add_spans(self, window: Window, spans: Iterable[LabelledSpan]) -> None:
        """Take over the spans of a window that count, which are in its own words."""
        self.spans += [_move(span, window.start) for span in spans if window.counts(span.start)]

    def add_inner(self, window: Window, spans: Iterable[LabelledSpan]) -> None:
        """Take over the spans that are reported inside a content or source."""
        self.inner += [_move(span, window.start) for span in spans]

    def add_who(self, window: Window, found: FoundWho) -> None:
        """Take over the facts and the states of a window."""
        self.facts += found.stated(self.page, self.words)
        self.states[window.kept : window.until] = found.states

    def finish(self) -> Reading:
        """Return the reading."""
        claims = join_claims(self.page.text, self.words, self.spans)
        inner = (claim for claim in join_claims(self.page.text, self.words, self.inner) if claim.cue)
        claims += tuple(evolve(claim, is_inner=True) for claim in inner if claim.probability > SURE_INSIDE)
        facts = tuple(sorted(self.facts, key=lambda fact: fact.words))
        return Reading(self.words, claims, facts, self.states)


def _move(span: LabelledSpan, by: int) -> LabelledSpan:
    """Return a span so many words further on."""
    head = None if span.head is None else span.head + by
    return evolve(span, start=span.start + by, end=span.end + by, head=head)


def multiplies_halves(device: str) -> bool:
    """Return whether a device is a processor with instructions for matrices in bfloat16 (AVX-512 BF16 or AMX).

    There the encoder runs three times as fast in them; on others they are slower than single precision.
    """
    if torch.device(device).type != "cpu" or not hasattr(torch.cpu, "get_capabilities"):
        return False
    able = torch.cpu.get_capabilities()
    return bool(able.get("avx512_bf16") or able.get("amx_bf16"))
