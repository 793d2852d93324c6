"""Names, statements and what is known of them, by hand: what the rooms of speakers and affiliations take."""

from __future__ import annotations

from functools import cache

import regex
from tokenizers import Tokenizer

from quoteattr.language.words import Name, NameKind
from quoteattr.network.checkpoint import open_tokenizer
from quoteattr.network.tagger import BUNDLED
from quoteattr.network.words import Words, read_words
from quoteattr.records import Presentation, QuoteKind, Span
from quoteattr.speakers.cast import Cast, find_cast
from quoteattr.speakers.clues import Pairs, find_pairs
from quoteattr.speakers.mentions import Candidate, Source, find_candidates, find_sources
from quoteattr.statements.statement import Statement
from quoteattr.text.index import Index
from quoteattr.text.page import Page

PERSON, ORGANIZATION, PLACE = NameKind.PERSON, NameKind.ORGANIZATION, NameKind.PLACE


@cache
def tokenizer() -> Tokenizer:
    return open_tokenizer(BUNDLED / "tokenizer.json")


def words_of(text: str) -> Words:
    return read_words(Page.verbatim(text), tokenizer())


def place(text: str, piece: str, time: int = 0) -> Span:
    """Where whole words stand in a text: the first time, or another one."""
    found = list(regex.finditer(rf"(?<!\w){regex.escape(piece)}(?!\w)", text))[time]
    return Span(found.start(), found.end(), piece)


def name(text: str, piece: str, time: int = 0, kind: NameKind = PERSON) -> Name:
    span = place(text, piece, time)
    return Name(span.start, span.end, span.text, kind)


def names(text: str, *pieces: str, kind: NameKind = PERSON) -> list[Name]:
    """A name for each piece; one that is asked for again stands for the next time."""
    return [name(text, piece, pieces[:i].count(piece), kind) for i, piece in enumerate(pieces)]


def every_name(text: str, *pieces: str, kind: NameKind = PERSON) -> list[Name]:
    """All places where names stand, longer ones before what stands in them."""
    found = regex.finditer(rf"(?<!\w)(?:{'|'.join(map(regex.escape, pieces))})(?!\w)", text)
    return [Name(m.start(), m.end(), m[0], kind) for m in found]


def statement(text: str, content: str, source: str | Span | None = None, cue: str | None = None) -> Statement:
    return Statement(
        (place(text, content),),
        QuoteKind.INDIRECT,
        Presentation.SPEECH,
        place(text, cue) if cue else None,
        place(text, source) if isinstance(source, str) else source,
    )


def sentences_of(text: str) -> Index[Span]:
    """The sentences of a text in which every full stop ends one."""
    found, start = [], 0
    for sentence in text.split("."):
        end = min(len(text), start + len(sentence) + 1)
        found.append(Span.cut(text, start, end))
        start = end
    return Index(span for span in found if span.text.strip())


class Scene:
    """An article up to the pairs of sources and candidates."""

    def __init__(self, text: str, found: list[Name], statements: list[Statement]) -> None:
        self.text, self.words = text, words_of(text)
        self.cast: Cast = find_cast(text, found)
        self.sources: tuple[Source, ...] = find_sources(text, self.words, statements)
        self.known: dict[int, frozenset[str]] = {}
        """What is said of each of the cast elsewhere."""
        self.candidates: tuple[Candidate, ...] = find_candidates(text, self.words, self.cast, self.sources)

    @property
    def pairs(self) -> tuple[Pairs, ...]:
        page = Page.verbatim(self.text)
        sentences = sentences_of(self.text)
        return find_pairs(page, sentences, self.cast, self.sources, self.candidates, self.words.openings, self.known)

    def wordings(self) -> list[str]:
        return [self.text[candidate.start : candidate.end] for candidate in self.candidates]
