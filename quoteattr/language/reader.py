"""Words, sentences, dependencies and names, through Stanza.

`Reader` turns texts into `Analysis` values. It splits each text into paragraphs and has Stanza find the
words, sentences and names of all of it. Sentences are parsed only where a caller asks for it: quoteattr itself
does without, since parsing takes most of the time. By default it runs the compact models that lie in the package; with
``stanza="default"`` Stanza's own English models, with a path those of a folder.

Stanza and torch are loaded when the first text is read, once per `Reader`.
"""

from __future__ import annotations

import json
import os
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import is_zipfile

import regex
from attrs import evolve, frozen

from quoteattr.errors import InputError, ModelError, brief
from quoteattr.text.marks import paragraphs, stretches

if TYPE_CHECKING:
    import stanza

__all__ = ["BUNDLED", "Analysis", "Name", "Reader", "Sentence", "Word", "from_document", "plain"]

BUNDLED = Path(__file__).parents[1] / "models" / "stanza"
"""The folder of the compact models that ship with quoteattr."""

BLOCK = 20_000
"""Characters that go through Stanza at a time: bounds the memory, not the length of an article."""

CHARACTERS_AT_ONCE = 60_000
PARSES_AT_ONCE = 500
"""Characters and sentences that are in Stanza's hands together."""

LONGEST_WORD = 200
"""Characters of an unbroken run that are read as a word; what follows them is skipped."""

LONGEST_PARSE = 200
"""Sentences of more words are not parsed: time and memory grow with the square."""

_PLAIN = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u2032`\u00b4\u2039\u203a", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    | dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2009\u202f\u3000\ufeff\x00\u200b", " ")
)
_LONG_RUN = regex.compile(rf"(?<=\S{{{LONGEST_WORD}}})\S+")
_PERSONAL_TITLE = regex.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Prof|Professor|Madam|Madame|Sen|Rep|Judge)\.?\s$")
"""What makes the name after it a person's, whatever the name tagger thinks."""

_ABBREVIATED = "Mr|Mrs|Ms|Dr|Sir|Prof|Sens?|Reps?|Gov|Gen|Lt|Col|Sgt|Capt|Rev|Hon"
_TITLES = regex.compile(rf"(?:(?:{_ABBREVIATED}|Miss|Dame)\b\.?\s*)+")
_COUNTRY_INITIALS = regex.compile(r"U\.?S\.?(?:A\.?)?|U\.?K\.?|UAE|DRC|DPRK")
"""Countries by their initials, which look like bodies."""

_UNFINISHED = regex.compile(rf"(?:\b(?:{_ABBREVIATED}|St)\.|s['’]|[\p{{L}}\p{{N}},])$")
"""What no sentence ends with."""

_HEADLINE_VERB = regex.compile(r"\s(?:Says|Said|Tells|Told|Calls|Claims|Warns|Urges)$")
_PARTY_LABELS = frozenset({"(R-", "(D-", "(I-"})

_KINDS = {"PERSON": "person", "ORG": "organization", "NORP": "nationality"} | dict.fromkeys(
    ("LOC", "GPE", "FAC"), "place"
)


@frozen
class Word:
    """One word of a sentence.

    `head` is the index of the word that governs this one, -1 for the root and for words that were
    not parsed; `relation` is the Universal Dependencies relation, "" where not parsed.
    """

    index: int
    text: str
    start: int
    end: int
    head: int = -1
    relation: str = ""


@frozen
class Sentence:
    """Words in order, at least one. `parsed` says whether heads and relations mean something."""

    words: tuple[Word, ...]
    parsed: bool = False

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """For each word the indexes of the words right under it; counted when first asked for."""
        below: list[list[int]] = [[] for _ in self.words]
        for word in self.words:
            if word.head >= 0:
                below[word.head].append(word.index)
        return tuple(map(tuple, below))

    @property
    def start(self) -> int:
        """Character offset of the first word."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Character offset after the last word."""
        return self.words[-1].end

    def within(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that lie between two offsets whole."""
        first = bisect_left(self.words, start, key=lambda word: word.start)
        return self.words[first : bisect_right(self.words, end, first, key=lambda word: word.end)]

    def dependents(self, head: int, *relations: str) -> list[Word]:
        """The words directly under `head` whose relation, or its part before the colon, is one of `relations`."""
        below = (self.words[i] for i in self.children[head])
        return [w for w in below if w.relation in relations or w.relation.split(":")[0] in relations]

    def subtree(self, head: int, without: Callable[[Word], bool] = lambda word: False) -> list[int]:
        """Indexes of `head` and all words under it, sorted; branches whose top `without` accepts are left out."""
        out, queue = [], [head]
        while queue:
            i = queue.pop()
            out.append(i)
            queue.extend(child for child in self.children[i] if not without(self.words[child]))
        return sorted(out)


@frozen
class Name:
    """A proper name: ``person``, ``organization``, ``place`` or ``nationality``."""

    start: int
    end: int
    text: str
    kind: str


@frozen
class Analysis:
    """What Stanza found in one text, in text order."""

    text: str
    sentences: tuple[Sentence, ...] = ()
    names: tuple[Name, ...] = ()

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def sentence_at(self, offset: int) -> Sentence | None:
        """The last sentence that starts at or before a character offset."""
        i = self.sentence_number(offset)
        return self.sentences[i] if i >= 0 else None

    def sentence_number(self, offset: int) -> int:
        """Which sentence starts last at or before a character offset; -1 if none does."""
        return bisect_right(self._starts, offset) - 1

    @cached_property
    def _name_starts(self) -> list[int]:
        return [name.start for name in self.names]

    def names_between(self, start: int, end: int, *kinds: str) -> list[Name]:
        """The names that lie between two offsets whole; of the given kinds only, if any are given."""
        inside = self.names[bisect_left(self._name_starts, start) : bisect_left(self._name_starts, end)]
        return [name for name in inside if name.end <= end and (not kinds or name.kind in kinds)]

    def names_touching(self, start: int, end: int) -> list[Name]:
        """The names that share a character with the stretch from `start` to `end`."""
        first = max(0, bisect_left(self._name_starts, start) - 1)
        return [name for name in self.names[first : bisect_left(self._name_starts, end)] if name.end > start]


def plain(text: str) -> str:
    """Make marks, dashes and odd spaces plain, one character for one, so that offsets stay.

    The bundled models are trained on text treated the same way.

    >>> plain("“It’s”\\u00a0– yes")
    '"It\\'s" - yes'
    """
    return text.translate(_PLAIN)


@frozen
class _Block:
    """Some paragraphs as Stanza reads them, and where they came from."""

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def offset(self, position: int) -> int:
        """Where in the article the character at `position` of this block stands."""
        i = bisect_right(self.starts, position) - 1
        return self.origins[i] + position - self.starts[i]


def _blocks(text: str) -> Iterator[_Block]:
    """Cut a text into blocks of whole paragraphs; only a paragraph longer than a block is cut itself."""
    readable = _LONG_RUN.sub(lambda run: " " * len(run[0]), plain(text))
    pieces: list[tuple[int, str]] = []
    size = 0
    for paragraph in paragraphs(text):
        for start, end in stretches(readable, paragraph.start, paragraph.end, BLOCK):
            if pieces and size + end - start > BLOCK:
                yield _block(pieces)
                pieces, size = [], 0
            pieces.append((start, regex.sub(r"\s", " ", readable[start:end])))
            size += end - start
    if pieces:
        yield _block(pieces)


def _block(pieces: list[tuple[int, str]]) -> _Block:
    starts, position = [], 0
    for _, piece in pieces:
        starts.append(position)
        position += len(piece) + 2
    return _Block("\n\n".join(piece for _, piece in pieces), tuple(starts), tuple(origin for origin, _ in pieces))


class Reader:
    """Reads texts with one set of Stanza models, loaded at first use.

    `stanza` is ``"bundled"`` (the compact models in the package), ``"default"`` (Stanza's own English
    models, downloaded by Stanza if they are not there yet) or the path of a folder of models with a
    ``resources.json``. `device` is a torch device; ``None`` means the CPU.
    """

    def __init__(self, stanza: str | Path = "bundled", device: str | None = None) -> None:
        self._source = stanza
        self._device = device or "cpu"

    @cached_property
    def _namer(self) -> stanza.Pipeline:
        return _build(self._folder, self._device, parse=False)

    @cached_property
    def _parser(self) -> stanza.Pipeline:
        return _build(self._folder, self._device, parse=True)

    @property
    def _folder(self) -> Path | None:
        """Where the models are; None for Stanza's own."""
        if self._source == "default":
            return None
        return BUNDLED if self._source == "bundled" else Path(self._source)

    def read(self, texts: Sequence[str], wanted: Callable[[Sentence], bool] | None = None) -> list[Analysis]:
        """Analyse `texts` together. Sentences that `wanted` accepts are parsed too; none by default."""
        blocks = [(i, block) for i, text in enumerate(texts) for block in _blocks(text)]
        documents = self._annotate([block.text for _, block in blocks])
        read: list[list[Analysis]] = [[] for _ in texts]
        for (i, block), document in zip(blocks, documents, strict=True):
            read[i].append(_convert(document, texts[i], block.offset))
        found = [
            Analysis(
                text, tuple(s for part in parts for s in part.sentences), tuple(n for part in parts for n in part.names)
            )
            for text, parts in zip(texts, read, strict=True)
        ]
        return found if wanted is None else self._parse(found, wanted)

    def _annotate(self, texts: list[str]) -> Iterator[Any]:
        """The Stanza document of each block, some blocks at a time.

        A document takes more memory than all that is kept of it.
        """
        some: list[str] = []
        for text in texts:
            if some and sum(map(len, some)) + len(text) > CHARACTERS_AT_ONCE:
                yield from self._namer.bulk_process(some)
                some = []
            some.append(text)
        if some:
            yield from self._namer.bulk_process(some)

    def _parse(self, found: list[Analysis], wanted: Callable[[Sentence], bool]) -> list[Analysis]:
        """Parse the wanted sentences of all analyses in one go."""
        chosen = [
            (i, j)
            for i, analysis in enumerate(found)
            for j, sentence in enumerate(analysis.sentences)
            if len(sentence.words) <= LONGEST_PARSE and wanted(sentence)
        ]
        if not chosen:
            return found
        sentences = [list(analysis.sentences) for analysis in found]
        for start in range(0, len(chosen), PARSES_AT_ONCE):
            some = chosen[start : start + PARSES_AT_ONCE]
            for (i, j), tree in zip(some, self._trees([sentences[i][j] for i, j in some]), strict=True):
                sentences[i][j] = tree
        return [evolve(analysis, sentences=tuple(s)) for analysis, s in zip(found, sentences, strict=True)]

    def _trees(self, sentences: list[Sentence]) -> list[Sentence]:
        from stanza.models.common.doc import Document

        tagged = "pos" in self._parser.processors
        bare = {} if tagged else {"upos": "X"}
        rows = [[{"id": w.index + 1, "text": plain(w.text), **bare} for w in s.words] for s in sentences]
        document = Document(rows)
        for name in ("pos", "lemma", "depparse") if tagged else ("depparse",):
            document = self._parser.processors[name].process(document)
        return [
            Sentence(
                tuple(
                    evolve(word, head=node.head - 1, relation=node.deprel)
                    for word, node in zip(sentence.words, tree.words, strict=True)
                ),
                parsed=True,
            )
            for sentence, tree in zip(sentences, document.sentences, strict=True)
        ]


def _build(folder: Path | None, device: str, parse: bool) -> stanza.Pipeline:
    """A Stanza pipeline over a folder with downloads off, or over Stanza's own models (`folder` None)."""
    import stanza

    # what Stanza would log of a model that fails is in the error that it raises
    options: dict[str, Any] = {"device": device, "logging_level": "CRITICAL"}
    if folder is None:
        processors = "tokenize,mwt,pos,lemma,depparse" if parse else "tokenize,mwt,ner"
        options |= {"processors": processors, "download_method": "reuse_resources"}
    else:
        processors = _processors(folder, parse)
        options |= {"processors": processors, "dir": str(folder), "download_method": None}
        options |= {} if "pos" in processors else {"depparse_pretagged": True}
    try:
        return stanza.Pipeline("en", **options)
    except Exception as error:  # Stanza raises many kinds, from a missing file to a failed download
        where = "Stanza's own English models" if folder is None else f"the models in {folder}"
        advice = (
            'they are downloaded once by Stanza: check the network, or run stanza.download("en") where there is one'
            if folder is None
            else "check that the folder is complete, or leave stanza= out to use the bundled models"
        )
        raise ModelError(f"could not load {where}: {brief(error)}{_broken(folder)}. What to do: {advice}") from error


def _broken(folder: Path | None) -> str:
    """Which of the models in a folder are no archives, as torch writes them: what a broken copy leaves."""
    models = sorted(folder.glob("en/*/*.pt")) if folder else []
    cut = [str(path) for path in models if os.access(path, os.R_OK) and not is_zipfile(path)]
    return f" ({', '.join(cut)} cut short or no model)" if cut else ""


def _processors(folder: Path, parse: bool) -> str:
    """Which processors a folder of models offers for the task, from its ``resources.json``."""
    needed = ("tokenize", "depparse") if parse else ("tokenize", "ner")
    listing = folder / "resources.json"
    try:
        resources = json.loads(listing.read_text(encoding="utf-8"))
        offered = dict(resources["en"]["packages"]["default"])
        offered |= offered.pop("optional", {})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"no Stanza models for English in {folder}: expected a resources.json that lists them ({error}). "
            f'What to do: download them with stanza.download("en", model_dir="{folder}"), '
            "or leave stanza= out to use the bundled models"
        ) from error
    missing = [name for name in needed if name not in offered]
    if missing:
        raise ModelError(f"the models in {folder} lack {', '.join(missing)}: quoteattr needs {' and '.join(needed)}")
    wanted = ("tokenize", "mwt", "pos", "lemma", "depparse") if parse else ("tokenize", "mwt", "ner")
    return ",".join(name for name in wanted if name in offered)


def from_document(document: stanza.Document) -> Analysis:
    """Take over what a Stanza pipeline found already.

    The document needs a text and names, so ``processors="tokenize,mwt,ner"`` at least. Raises `InputError` where
    one of them is missing.
    """
    if document.text is None:
        raise InputError("the stanza.Document has no text: run a stanza.Pipeline on a str, not on words")
    analysis = _convert(document, document.text, lambda position: position)
    if any(token.ner is None for sentence in document.sentences for token in sentence.tokens):
        raise InputError("the stanza.Document has no names: add ner to its processors")
    return analysis


def _convert(document: Any, text: str, offset: Callable[[int], int]) -> Analysis:
    read = [s for s in (_sentence(sentence, text, offset) for sentence in document.sentences) if s]
    sentences = tuple(_rejoined(read, text))
    names = (_name(text, offset(e.start_char), offset(e.end_char - 1) + 1, e.type) for e in document.ents)
    return Analysis(text, sentences, tuple(name for name in names if name is not None))


def _rejoined(sentences: list[Sentence], text: str) -> Iterator[Sentence]:
    """Put sentences together again that were parted after a title, a possessive or a word without a stop:
    "Sen." + "Ada Obi said", "the dockers'" + "union said".
    """
    waiting: Sentence | None = None
    for sentence in sentences:
        if waiting is not None:
            near = text[waiting.end : sentence.start] == " " and not sentence.parsed
            if near and _UNFINISHED.search(text, max(waiting.start, waiting.end - 12), waiting.end):
                words = waiting.words + sentence.words
                waiting = Sentence(tuple(evolve(word, index=i) for i, word in enumerate(words)))
                continue
            yield waiting
        waiting = sentence
    if waiting is not None:
        yield waiting


def _name(text: str, start: int, end: int, label: str) -> Name | None:
    """A name without the title before it; none where only a title or a party label is left."""
    kind = _KINDS.get(label)
    if kind is None or text[start - 1 : start + 2] in _PARTY_LABELS:
        return None
    if kind == "person":
        title = _TITLES.match(text, start, end)
        verb = _HEADLINE_VERB.search(text, start, end)
        start, end = title.end() if title else start, verb.start() if verb else end
    elif _COUNTRY_INITIALS.fullmatch(text, start, end):
        kind = "place"
    elif _PERSONAL_TITLE.search(text[max(0, start - 10) : start]):
        kind = "person"
    return Name(start, end, text[start:end], kind) if start < end else None


def _sentence(sentence: Any, text: str, offset: Callable[[int], int]) -> Sentence | None:
    words: list[Word] = []
    parsed = True
    for token in sentence.tokens:
        for word in token.words:
            first = token.start_char if word.start_char is None else word.start_char
            last = token.end_char if word.end_char is None else word.end_char
            start, end = offset(first), offset(last - 1) + 1
            parsed = parsed and word.head is not None
            head = -1 if word.head is None else word.head - 1
            words.append(Word(len(words), text[start:end], start, end, head, word.deprel or ""))
    return Sentence(tuple(words), parsed) if words else None
