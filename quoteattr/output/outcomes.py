"""What outputs are made of: articles, the errors that stand in their places, and their ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

import regex
from attrs import frozen

from quoteattr.errors import QuoteattrError
from quoteattr.records import Article

__all__ = ["Entry", "Id", "Outcome", "pair_with_ids", "replace_surrogates"]

Id: TypeAlias = str | int | None
Outcome: TypeAlias = Article | QuoteattrError
"""The outcome of reading one article: the article, or the error that stands in its place."""

_SURROGATE = regex.compile("[\ud800-\udfff]")


@frozen
class Entry:
    """An article to write after others: its place among all inputs, from 0, and whether no article stands before it.

    With `ascii_only` the text goes where only ASCII can be written.
    """

    article: Article
    place: int = 0
    is_first: bool = True
    ascii_only: bool = False


def replace_surrogates(text: str) -> str:
    """Return `text` with U+FFFD for each lone surrogate, which UTF-8 lacks; the length stays.

    >>> replace_surrogates("a\\ud800b") == "a\\ufffdb"
    True
    """
    changed: str = _SURROGATE.sub("\ufffd", text)
    return changed


def pair_with_ids(outcomes: Iterable[Outcome], ids: Iterable[Id] | None = None) -> Iterator[tuple[str | None, Outcome]]:
    """Yield each outcome with its id as a string: that of `ids`, one for each, or without `ids` the article's own.

    Raises `ValueError` where there are more or fewer ids than outcomes.

    >>> [id for id, article in pair_with_ids([Article(), Article(id=7)])]
    [None, '7']
    """
    if ids is None:
        for outcome in outcomes:
            yield _as_string(outcome.id if isinstance(outcome, Article) else None), outcome
        return
    left = iter(ids)
    for number, outcome in enumerate(outcomes):
        try:
            name = next(left)
        except StopIteration:
            raise ValueError(f"ids: expected one for each article, got only {number}: pass as many") from None
        yield _as_string(name), outcome
    if any(True for _ in left):
        raise ValueError("ids: expected one for each article, got more: pass as many")


def _as_string(id: Id) -> str | None:
    return None if id is None else replace_surrogates(str(id))
