"""The articles of the Worldwide names corpus (Shan et al. 2023) as running text, put together from its words.

The tagger learns from them with a teacher's labels (`quoteattr.training.teaching`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import regex

from quoteattr.training.language import named_sentences

__all__ = ["articles", "join_words"]

_CLOSING = regex.compile(r"(?:[.,;:!?%)\]”’]|\.\.\.|['’](?:s|re|ve|ll|d|m|t)|n['’]t|['’])$", regex.IGNORECASE)
_OPENING = frozenset("([“‘$£€#")
_JOINING = frozenset("-–/")


def join_words(words: Sequence[str]) -> str:
    """Return words with the spaces that print would have between them.

    >>> join_words(["He", "said", ":", '"', "It", "'s", "over", ".", '"'])
    'He said: "It\\'s over."'
    """
    out, glued, open_mark = "", True, False
    for word in words:
        closes = (word == '"' and open_mark) or (word in _JOINING and out) or _CLOSING.match(word)
        out += word if closes or glued or not out else " " + word
        if word == '"':
            open_mark = not open_mark
        glued = (word == '"' and open_mark) or word in _OPENING or (word in _JOINING and len(out) > 1)
    return out


def articles(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the id and text of each article; a paragraph for each of the corpus's blocks, addresses left out."""
    for article, blocks in groupby(named_sentences(path), key=lambda pair: pair[0]):
        paragraphs = (join_words([word for word, _ in words]) for _, words in blocks)
        yield article, "\n\n".join(text for text in paragraphs if not text.startswith("http"))
