"""Articles as JSON: one object, or one object a line."""

from __future__ import annotations

import json

from quoteattr.records import Article

__all__ = ["as_json", "as_jsonl"]


def as_json(article: Article, ascii_only: bool = False) -> str:
    """An indented object, for reading; with `ascii_only` other letters become JSON escapes."""
    return json.dumps(article.to_dict(), ensure_ascii=ascii_only, indent=2)


def as_jsonl(article: Article, ascii_only: bool = False) -> str:
    """One line, for programs.

    >>> as_jsonl(Article(id="a"))
    '{"id": "a", "quotes": [], "speakers": []}'
    """
    return json.dumps(article.to_dict(), ensure_ascii=ascii_only)
