"""Articles as JSON: one indented object, or JSON lines with one object a line."""

from __future__ import annotations

import json
from typing import Any

from quoteattr.errors import ArticleError, RecordError
from quoteattr.output.outcomes import Entry, Id
from quoteattr.records import Article

__all__ = ["as_error_line", "as_json", "as_jsonl", "from_jsonl", "json_entry", "jsonl_entry"]


def as_json(article: Article, ascii_only: bool = False) -> str:
    """Return an indented object, for reading; with `ascii_only` other letters become JSON escapes."""
    return json.dumps(article.to_dict(), ensure_ascii=ascii_only, indent=2)


def as_jsonl(article: Article, ascii_only: bool = False) -> str:
    """Return one line, for programs.

    >>> as_jsonl(Article(id="a"))
    '{"id": "a", "quotes": [], "speakers": []}'
    """
    return json.dumps(article.to_dict(), ensure_ascii=ascii_only)


def as_error_line(id: Id, reason: str) -> str:
    """Return the line that stands in the place of an article that could not be read.

    >>> as_error_line("b", "not UTF-8")
    '{"id": "b", "error": "not UTF-8"}'
    """
    return json.dumps({"id": id, "error": reason}, ensure_ascii=False)


def from_jsonl(line: str | bytes) -> tuple[Id, Article | ArticleError]:
    """Return the id and the article of a line, or the id and the error where it is a line of `as_error_line`.

    Raises `RecordError` where the line is neither.

    >>> from_jsonl('{"id": "b", "error": "not UTF-8"}')
    ('b', ArticleError(0, 'not UTF-8'))
    """
    try:
        row: Any = json.loads(line)
        if isinstance(row, dict) and "id" in row and isinstance(row.get("error"), str):
            return row["id"], ArticleError(0, row["error"])
        article = Article.from_dict(row)
    except (ValueError, RecursionError) as error:
        raise RecordError(f"expected a line that quoteattr wrote, got something else: {error}") from None
    return article.id, article


def json_entry(entry: Entry) -> str:
    """Return an article as the next object of a JSON file."""
    return as_json(entry.article, entry.ascii_only) + "\n"


def jsonl_entry(entry: Entry) -> str:
    """Return an article as the next of the JSON lines."""
    return as_jsonl(entry.article, entry.ascii_only) + "\n"
