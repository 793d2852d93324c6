"""Articles as JSON: one object, or one object a line."""

from __future__ import annotations

import json

from quoteattr.records import Article

__all__ = ["as_json", "as_jsonl"]


def as_json(article: Article) -> str:
    """An indented object, for reading."""
    return json.dumps(article.to_dict(), ensure_ascii=False, indent=2)


def as_jsonl(article: Article) -> str:
    """One line, for programs.

    >>> as_jsonl(Article(id="a"))
    '{"id": "a", "quotes": [], "speakers": []}'
    """
    return json.dumps(article.to_dict(), ensure_ascii=False)
