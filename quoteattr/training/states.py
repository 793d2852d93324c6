"""What the models that ship make of an article, kept in a folder: what the training of the second top starts from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import md5
from pathlib import Path

import torch
from attrs import frozen
from safetensors.torch import load_file, save_file
from torch import Tensor

from quoteattr.affiliations.facts import find_mentions, find_owners
from quoteattr.language.reader import Reader
from quoteattr.language.words import Analysis, Name, NameKind, Sentence, Word
from quoteattr.network.batch import collate
from quoteattr.network.tagger import Tagger
from quoteattr.network.windows import Window
from quoteattr.network.words import Words
from quoteattr.speakers.cast import find_cast
from quoteattr.speakers.mentions import find_candidates, find_sources
from quoteattr.speakers.naming import mend_names
from quoteattr.text.page import Page
from quoteattr.training.annotation import Annotated
from quoteattr.training.who_targets import Office

__all__ = ["Kept", "keep"]

_KINDS = tuple(NameKind)


@frozen(eq=False)
class Kept:
    """The middle states of each window, [pieces, width] in half precision; words and names; offices of who is named."""

    windows: tuple[Tensor, ...]
    analysis: Analysis
    offices: tuple[Office, ...]


def keep(
    article: Annotated, words: Words, windows: Sequence[Window], tagger: Tagger, reader: Reader, folder: Path
) -> Kept:
    """Return what the models make of an article, from the folder if it is there."""
    page = Page.verbatim(article.text)
    path = folder / f"{md5(article.text.encode('utf-8', 'replace')).hexdigest()}.safetensors"
    if not path.exists():
        (analysis,) = reader.read([page])
        tensors = {f"window {number}": _middle(tagger, window) for number, window in enumerate(windows)}
        tensors |= {"words": _table(_words(analysis), 3), "names": _table(_names(analysis), 3)}
        tensors["offices"] = _table((sum(office, ()) for office in _offices(article, words, analysis, tagger)), 4)
        folder.mkdir(parents=True, exist_ok=True)
        save_file(tensors, path)
    kept = load_file(path)
    states = tuple(kept[f"window {number}"] for number in range(len(windows)))
    offices = tuple(((a, b), (c, d)) for a, b, c, d in kept["offices"].tolist())
    return Kept(states, _analysis(page, kept["words"].tolist(), kept["names"].tolist()), offices)


@torch.no_grad()
def _middle(tagger: Tagger, window: Window) -> Tensor:
    batch = collate([window], tagger.network.shape)
    middle: Tensor = tagger.network.encoder(batch.pieces, batch.features).middle[0]
    return middle.half().contiguous()


def _table(rows: Iterable[Sequence[int]], columns: int) -> Tensor:
    return torch.tensor(list(rows), dtype=torch.long).view(-1, columns)


def _words(analysis: Analysis) -> Iterator[tuple[int, int, int]]:
    for number, sentence in enumerate(analysis.sentences):
        yield from ((number, word.start, word.end) for word in sentence.words)


def _names(analysis: Analysis) -> Iterator[tuple[int, int, int]]:
    return ((name.start, name.end, _KINDS.index(name.kind)) for name in analysis.names)


def _analysis(page: Page, words: Iterable[Sequence[int]], names: Iterable[Sequence[int]]) -> Analysis:
    sentences: dict[int, list[Word]] = {}
    for number, start, end in words:
        sentence = sentences.setdefault(number, [])
        sentence.append(Word(len(sentence), page.text[start:end], start, end))
    found = tuple(Name(start, end, page.text[start:end], _KINDS[kind]) for start, end, kind in names)
    return Analysis(page, tuple(Sentence(tuple(some)) for some in sentences.values()), found)


def _offices(article: Annotated, words: Words, analysis: Analysis, tagger: Tagger) -> Iterator[Office]:
    """Yield what the tagger that ships takes for somebody's office, so that the training sees what reading will."""
    if tagger.who is None:
        return
    (reading,) = tagger.read([analysis.page])
    statements = [one.statement for one in article.spoken]
    mended = mend_names(analysis, [one.source for one in statements if one.source is not None])
    sources = find_sources(article.text, words, statements)
    candidates = find_candidates(article.text, words, find_cast(article.text, mended.names), sources)
    mentions = find_mentions(article.text, words, candidates)
    states, sentences = reading.states.float(), analysis.sentence_index
    for one in find_owners(tagger.who.owners, states, sentences, words, reading.facts, mentions):
        if one.candidate is not None and candidates[one.candidate].entity is not None:
            whose, fact = candidates[one.candidate], one.fact.span
            yield (whose.start, whose.end), (fact.start, fact.end)
