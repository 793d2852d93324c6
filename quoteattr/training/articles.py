"""Annotated articles as all trainings read them: JSON lines, an object for each article."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from quoteattr.errors import InputError

__all__ = ["read_annotated"]


def read_annotated(path: Path, *fields: str) -> Iterator[dict[str, Any]]:
    """Yield the articles of a JSON lines file.

    Raises `InputError` at a line that is not an object with these fields.
    """
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield _article(line, f"{path}, line {number}", fields)


def _article(line: str, where: str, fields: Sequence[str]) -> dict[str, Any]:
    needed = f"write one article a line, an object with {', '.join(map(repr, fields))}"
    try:
        article = json.loads(line)
    except ValueError as error:
        raise InputError(f"{where}: not JSON: {error}; {needed}") from error
    if not isinstance(article, dict):
        raise InputError(f"{where}: expected a JSON object, got {type(article).__name__}; {needed}")
    missing = [field for field in fields if field not in article]
    if missing:
        has = ", ".join(map(repr, sorted(article))) or "none"
        raise InputError(f"{where}: no field {missing[0]!r}; it has {has}; {needed}")
    return article
