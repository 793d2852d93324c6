"""Soft labels: the probabilities that larger taggers give, for a smaller one to learn from.

    python -m quoteattr.training.teaching --teachers DIR [DIR ...] --articles FILE --out FILE [--fold 0/2]

Each teacher is a folder that `quoteattr.training.tagger` has written. The probabilities of several are averaged.
With ``--fold`` only that part of the articles is labelled: the part that the teacher, trained with the same
``--fold``, has not seen, since what a network thinks of articles that it has learned by heart teaches little.

FILE of the articles has a ``{"id", "text"}`` per line. The output is a safetensors file with three tensors for each
article: ``ID/single`` [words, labels], ``ID/pairs`` [words, labels, labels] (from each word to the next, none
after the last), and ``ID/links`` (kind, start and end of a span, start and end of its head or -1).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor

from quoteattr.network.crf import marginals
from quoteattr.network.decoding import LabelledSpan
from quoteattr.network.heads import LinkKind
from quoteattr.network.labels import LABELS, Part
from quoteattr.network.tagger import Tagger
from quoteattr.network.windows import Window, cut_windows
from quoteattr.network.words import Words, read_words
from quoteattr.text.page import Page
from quoteattr.training.examples import Article, fold, read_articles
from quoteattr.training.losses import in_halves

__all__ = ["main", "soft_labels"]

AT_ONCE = 12
"""Windows that a teacher reads together."""


def soft_labels(teachers: Sequence[Tagger], articles: Sequence[Article]) -> dict[str, Tensor]:
    """Return the tensors of the output file. Links are those of the last teacher."""
    out: dict[str, Tensor] = {}
    for teacher in teachers:
        read = {
            str(article["id"]): read_words(Page.verbatim(article["text"]), teacher.tokenizer) for article in articles
        }
        links: dict[str, list[list[int]]] = {name: [] for name in read}
        for batch in _batches(read):
            with in_halves(torch.device(teacher.device)):
                scores = teacher.score([window for _, window in batch])
                found = teacher.decode(scores, [window for _, window in batch])
            single, pairs = marginals(scores.emissions, scores.mask, scores.transitions)
            for row, (name, window) in enumerate(batch):
                _add(out, name, len(read[name]), window, single[row] / len(teachers), pairs[row] / len(teachers))
                links[name] += _links(found[row], window)
        out |= {f"{name}/links": torch.tensor(rows, dtype=torch.int32).view(-1, 5) for name, rows in links.items()}
    return {name: tensor.half() if tensor.is_floating_point() else tensor for name, tensor in out.items()}


def _batches(read: dict[str, Words]) -> Iterator[list[tuple[str, Window]]]:
    """Yield windows of like length together."""
    todo = [(name, window) for name, words in read.items() for window in cut_windows(words)]
    todo.sort(key=lambda item: len(item[1]))
    for start in range(0, len(todo), AT_ONCE):
        yield todo[start : start + AT_ONCE]


def _add(out: dict[str, Tensor], name: str, words: int, window: Window, single: Tensor, pairs: Tensor) -> None:
    """Add the words of a window that count to the tensors of its article."""
    mine = slice(window.kept, window.until)
    theirs = slice(window.kept - window.start, window.until - window.start)
    out.setdefault(f"{name}/single", torch.zeros(words, len(LABELS)))[mine] += single[theirs]
    steps = pairs[theirs]
    sums = out.setdefault(f"{name}/pairs", torch.zeros(words, len(LABELS), len(LABELS)))
    sums[window.kept : window.kept + len(steps)] += steps[: window.until - window.kept]


def _links(found: Iterable[LabelledSpan], window: Window) -> Iterator[list[int]]:
    spans = list(found)
    ends = {span.start: span.end for span in spans}
    for span in spans:
        if span.part is not Part.SOURCE and window.counts(span.start):
            moved = [window.start + span.start, window.start + span.end]
            head = [-1, -1] if span.head is None else [window.start + span.head, window.start + ends[span.head]]
            kind = LinkKind.CUE if span.part is Part.CONTENT else LinkKind.SOURCE
            yield [kind, *moved, *head]


def main(arguments: list[str] | None = None) -> None:
    """Label, and write the file."""
    parser = argparse.ArgumentParser(prog="python -m quoteattr.training.teaching", description=__doc__.split("\n")[0])
    parser.add_argument("--teachers", type=Path, nargs="+", required=True, help="folders of trained taggers")
    parser.add_argument("--articles", type=Path, required=True, help="an article with id and text per line")
    parser.add_argument("--out", type=Path, required=True, help="the safetensors file to write")
    parser.add_argument("--fold", help="label only a part of the articles: 0/2, 1/2")
    parser.add_argument("--no-links", action="store_true", help="leave the links out: labels only")
    parser.add_argument("--device", default="cpu")
    args = parser.parse_args(arguments)
    teachers = [Tagger.open(folder, args.device) for folder in args.teachers]
    labels = soft_labels(teachers, fold(read_articles(args.articles), args.fold, inside=True))
    if args.no_links:
        labels |= {name: tensor[:0] for name, tensor in labels.items() if name.endswith("/links")}
    save_file(labels, args.out)


if __name__ == "__main__":
    main()
