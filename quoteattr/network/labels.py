"""Labels of words: which begin a span of some sort, which go on with it, and which belong to none.

A head of the network gives every word one label. For each sort of span there are two, B for its first word and I for
those that follow (Ramshaw and Marcus 1995), so that two spans side by side stay apart:

>>> label_names("role", "place")
('none', 'B-role', 'I-role', 'B-place', 'I-place')
>>> list(read_spans([0, 1, 2, 2, 3, 3]))
[(0, 1, 4), (1, 4, 5), (1, 5, 6)]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum

__all__ = ["LABELS", "Part", "begin_label", "inside_label", "label_names", "read_spans"]


class Part(IntEnum):
    """The parts of a statement that words are labelled as, in the order of their labels."""

    SOURCE = 0
    CUE = 1
    CONTENT = 2


def label_names(*sorts: str) -> tuple[str, ...]:
    """Return the names of the labels for spans of these sorts; a label's number is its place in them."""
    return ("none", *(f"{edge}-{sort}" for sort in sorts for edge in "BI"))


LABELS = label_names(*(part.name.lower() for part in Part))
"""The labels of the parts of a statement: ``none``, ``B-source``, ``I-source``, ``B-cue`` and so on."""


def begin_label(sort: int) -> int:
    """Return the number of the label that begins a span of a sort."""
    return 2 * sort + 1


def inside_label(sort: int) -> int:
    """Return the number of the label that goes on with a span of a sort."""
    return 2 * sort + 2


def read_spans(labels: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield the number of the sort, the first word and the end of each span in the labels of some words."""
    i = 0
    while i < len(labels):
        start, label = i, labels[i]
        i += 1
        if label:
            sort = (label - 1) // 2
            while i < len(labels) and labels[i] == inside_label(sort):
                i += 1
            yield sort, start, i
