"""Stanza documents: the sentences and names that they hold, as values on a page.

What Stanza finds is taken over with three repairs: sentences that were parted after a title are put together again,
names lose the titles and headline verbs at their edges, and a title says that the name after it is a person's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import regex
from attrs import evolve

from quoteattr.errors import InputError
from quoteattr.language.lexicon.titles import BEFORE_NAMES, STOPPED
from quoteattr.language.words import Analysis, Name, NameKind, Sentence, Word
from quoteattr.text.page import Page

if TYPE_CHECKING:
    import stanza

__all__ = ["from_document", "on_page"]

_BEFORE_NAMES = "|".join(title.capitalize() for title in sorted(BEFORE_NAMES))
_PERSONAL_TITLE = regex.compile(rf"\b(?:{_BEFORE_NAMES})\.?\s$")
"""What makes the name after it a person's, whatever the name tagger thinks."""

_TITLES = regex.compile(rf"(?:(?:{_BEFORE_NAMES})\b\.?\s*)+")
_STOPPED = "|".join(title.capitalize() for title in sorted(STOPPED))
_COUNTRY_INITIALS = regex.compile(r"U\.?S\.?(?:A\.?)?|U\.?K\.?|UAE|DRC|DPRK")
"""Countries by their initials, which look like bodies."""

_UNFINISHED = regex.compile(rf"(?:\b(?:{_STOPPED})\.|s['’]|[\p{{L}}\p{{N}},])$")
"""What no sentence ends with."""

_HEADLINE_VERB = regex.compile(r"\s(?:Says|Said|Tells|Told|Calls|Claims|Warns|Urges)$")
_PARTY_LABELS = frozenset({"(R-", "(D-", "(I-"})

_KINDS = {
    "PERSON": NameKind.PERSON,
    "ORG": NameKind.ORGANIZATION,
    "NORP": NameKind.NATIONALITY,
    **dict.fromkeys(("LOC", "GPE", "FAC"), NameKind.PLACE),
}
"""What the labels of OntoNotes mean here; names with other labels are left out."""


def from_document(document: stanza.Document) -> Analysis:
    """Return the sentences and names that a Stanza pipeline has found already.

    The document needs a text and names, so ``processors="tokenize,mwt,ner"`` at least. Raises `InputError` where
    one of them is missing.
    """
    if document.text is None:
        raise InputError("the stanza.Document has no text: run a stanza.Pipeline on a str, not on words")
    analysis = on_page(document, Page.verbatim(document.text), lambda position: position)
    if any(token.ner is None for sentence in document.sentences for token in sentence.tokens):
        raise InputError("the stanza.Document has no names: add ner to its processors")
    return analysis


def on_page(document: Any, page: Page, origin: Callable[[int], int]) -> Analysis:
    """Return what a Stanza document holds; `origin` gives for its offsets those on the page."""
    read = [s for s in (_sentence(sentence, page.text, origin) for sentence in document.sentences) if s]
    names = (_name(page.text, origin(e.start_char), origin(e.end_char - 1) + 1, e.type) for e in document.ents)
    return Analysis(page, tuple(_rejoined(read, page.text)), tuple(name for name in names if name is not None))


def _sentence(sentence: Any, text: str, origin: Callable[[int], int]) -> Sentence | None:
    """Return a sentence with the offsets of its words; the words of one token that have none share the token's."""
    words: list[Word] = []
    for token in sentence.tokens:
        for word in token.words:
            first = token.start_char if word.start_char is None else word.start_char
            last = token.end_char if word.end_char is None else word.end_char
            start, end = origin(first), origin(last - 1) + 1
            words.append(Word(len(words), text[start:end], start, end))
    return Sentence(tuple(words)) if words else None


def _rejoined(sentences: list[Sentence], text: str) -> Iterator[Sentence]:
    """Put sentences together again that were parted after a title, a possessive or a word without a stop:
    "Sen." + "Ada Obi said", "the dockers'" + "union said".
    """
    waiting: Sentence | None = None
    for sentence in sentences:
        if waiting is not None:
            if _is_unfinished(waiting, text) and text[waiting.end : sentence.start] == " ":
                words = waiting.words + sentence.words
                waiting = Sentence(tuple(evolve(word, index=i) for i, word in enumerate(words)))
                continue
            yield waiting
        waiting = sentence
    if waiting is not None:
        yield waiting


def _is_unfinished(sentence: Sentence, text: str) -> bool:
    return _UNFINISHED.search(text, max(sentence.start, sentence.end - 12), sentence.end) is not None


def _name(text: str, start: int, end: int, label: str) -> Name | None:
    """Return a name without the title before it; None where only a title or a party label is left."""
    kind = _KINDS.get(label)
    if kind is None or text[start - 1 : start + 2] in _PARTY_LABELS:
        return None
    if kind is NameKind.PERSON:
        title = _TITLES.match(text, start, end)
        verb = _HEADLINE_VERB.search(text, start, end)
        start, end = title.end() if title else start, verb.start() if verb else end
    elif _COUNTRY_INITIALS.fullmatch(text, start, end):
        kind = NameKind.PLACE
    elif _PERSONAL_TITLE.search(text[max(0, start - 10) : start]):
        kind = NameKind.PERSON
    return Name(start, end, text[start:end], kind) if start < end else None
