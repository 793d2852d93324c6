"""From scores to spans, and from spans to claims."""

from __future__ import annotations

import math

import pytest
import torch

from quoteattr.network.batch import Batch
from quoteattr.network.claims import join_claims
from quoteattr.network.crf import transition_limits
from quoteattr.network.decoding import LabelledSpan, Scores, best_spans, keep_paragraphs_apart
from quoteattr.network.heads import LinkHead
from quoteattr.network.labels import LABELS, Part
from quoteattr.network.reading import Claim
from quoteattr.network.words import Words
from quoteattr.records import Span

TEXT = "“No,” said Ada. “Never.” It rained."
WORDS = Words((1, 6, 11, 17, 26), (3, 10, 14, 22, 28), ((1,),) * 5, ((0, 0, 0),) * 5, (0,))
"""No, said, Ada, Never, It."""


def span(part: Part, word: int, head: int | None = None, probability: float = 0.9) -> LabelledSpan:
    return LabelledSpan(part, word, word + 1, head, probability)


def test_contents_are_joined_with_the_cue_and_the_source_that_they_point_to() -> None:
    spans = [span(Part.CONTENT, 3, 1, 0.6), span(Part.CONTENT, 0, 1), span(Part.CUE, 1, 2), span(Part.SOURCE, 2)]
    (claim,) = join_claims(TEXT, WORDS, spans)
    assert claim == Claim((Span(1, 3, "No"), Span(17, 22, "Never")), Span(6, 10, "said"), Span(11, 14, "Ada"), 0.6)


def test_contents_without_a_cue_are_claims_by_themselves() -> None:
    found = join_claims(TEXT, WORDS, [span(Part.CONTENT, 3), span(Part.CONTENT, 0, 4), span(Part.SOURCE, 2)])
    assert [(claim.content[0].text, claim.cue, claim.source) for claim in found] == [
        ("No", None, None),
        ("Never", None, None),
    ]


def test_a_span_knows_how_likely_a_cue_stands_in_it() -> None:
    labels = [LABELS.index(name) for name in ("B-source", "B-cue", "B-content", "I-content", "I-content")]
    emissions = torch.zeros(1, 5, len(LABELS))
    emissions[0, torch.arange(5), torch.tensor(labels)] = 20.0
    emissions[0, 4, LABELS.index("B-cue")] = 19.0
    mask = torch.ones(1, 5, dtype=torch.bool)
    scores = Scores(emissions, transition_limits(len(LABELS), torch.device("cpu")), torch.zeros(1, 5, 4), mask)
    ((source, cue, content),) = best_spans(scores, LinkHead(4).eval(), [5])
    assert (content.part, content.start, content.end) == (Part.CONTENT, 2, 5)
    assert content.cue_inside == pytest.approx(1 / (1 + math.e), abs=0.01)
    assert (cue.part, cue.cue_inside) == (Part.CUE, 0.0)
    assert (source.part, source.cue_inside) == (Part.SOURCE, pytest.approx(0.0, abs=0.01))


def test_no_span_goes_on_over_the_start_of_a_paragraph() -> None:
    batch = Batch(
        pieces=torch.ones(1, 4, dtype=torch.long),
        features=torch.tensor([[[0, 0, 0], [1, 0, 1], [1, 0, 0], [1, 0, 1]]]),
        firsts=torch.tensor([[1, 2, 3]]),
        mask=torch.ones(1, 3, dtype=torch.bool),
    )
    emissions = keep_paragraphs_apart(torch.zeros(1, 3, len(LABELS)), batch)
    assert [[LABELS[i] for i, score in enumerate(row) if score < 0] for row in emissions[0].tolist()] == [
        ["I-source", "I-cue", "I-content"],
        [],
        ["I-source", "I-cue", "I-content"],
    ]
