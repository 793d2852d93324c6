"""Words, sentences and names: what the language step finds on a page, as values."""

from __future__ import annotations

from enum import Enum
from functools import cached_property

from attrs import frozen

from quoteattr.text.index import Index
from quoteattr.text.page import Page

__all__ = ["Analysis", "Name", "NameKind", "Sentence", "Word"]


@frozen
class Word:
    """One word of a sentence: its place there, its characters, and where they stand."""

    index: int
    text: str
    start: int
    end: int


@frozen
class Sentence:
    """Words in order, at least one."""

    words: tuple[Word, ...]

    @property
    def start(self) -> int:
        """Character offset of the first word."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Character offset after the last word."""
        return self.words[-1].end

    @cached_property
    def _index(self) -> Index[Word]:
        return Index(self.words)

    def within(self, start: int, end: int) -> tuple[Word, ...]:
        """Return the words that lie between two offsets whole."""
        return self._index.within(start, end)


class NameKind(Enum):
    """What a proper name names."""

    PERSON = "person"
    ORGANIZATION = "organization"
    PLACE = "place"
    NATIONALITY = "nationality"


@frozen
class Name:
    """A proper name."""

    start: int
    end: int
    text: str
    kind: NameKind


@frozen
class Analysis:
    """The sentences and names of a page, in text order."""

    page: Page
    sentences: tuple[Sentence, ...] = ()
    names: tuple[Name, ...] = ()

    @property
    def text(self) -> str:
        """The characters of the page."""
        return self.page.text

    @cached_property
    def sentence_index(self) -> Index[Sentence]:
        """The sentences, to be asked what stands where."""
        return Index(self.sentences)

    @cached_property
    def _names(self) -> Index[Name]:
        return Index(self.names)

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the last sentence that starts at or before a character offset."""
        i = self.sentence_number(offset)
        return self.sentences[i] if i >= 0 else None

    def sentence_number(self, offset: int) -> int:
        """Return the number of the last sentence that starts at or before a character offset; -1 if none does."""
        return self.sentence_index.number(offset)

    def names_between(self, start: int, end: int, *kinds: NameKind) -> list[Name]:
        """Return the names that lie between two offsets whole; of the given kinds only, if any are given."""
        return [name for name in self._names.within(start, end) if not kinds or name.kind in kinds]

    def names_touching(self, start: int, end: int) -> list[Name]:
        """Return the names that share a character with the stretch from `start` to `end`."""
        return list(self._names.touching(start, end))
