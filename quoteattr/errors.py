"""The errors that quoteattr raises on purpose.

Every one derives from `QuoteattrError`, and says what happened, what was expected, what was found,
and what to do next. `TypeError` means what it means in Python: the caller passed the wrong kind of thing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = [
    "ArticleError",
    "InputError",
    "ModelError",
    "OutputError",
    "QuoteattrError",
    "RecordError",
    "brief",
    "loading",
]

BRIEF = 200
"""The most characters of another library's message that are passed on."""


class QuoteattrError(Exception):
    """Base of all errors of this library."""


class ModelError(QuoteattrError):
    """A model is missing, unreadable or of the wrong kind; the message says how to get one."""


class RecordError(QuoteattrError, ValueError):
    """A dict that should hold an article, a quote or one of their parts does not."""


class InputError(QuoteattrError, ValueError):
    """An input that can't be read as an article: an undecodable file, a broken line, a missing field."""


class OutputError(QuoteattrError, OSError):
    """An output that can't be written: a full disk, a path without permission, a file that holds something else."""


class ArticleError(QuoteattrError):
    """An article that could not be read. In a stream (`Pipeline.pipe`) it stands in that article's place.

    `index` is the place in the stream, from 0; `reason` says in one line what happened. ``__cause__`` is the error
    that stopped the reading, or None where a worker process read the article or ended while reading it.

    >>> print(ArticleError(3, "TypeError: expected the text of an article"))
    article 3 could not be read: TypeError: expected the text of an article
    """

    def __init__(self, index: int, reason: str) -> None:
        super().__init__(index, reason)
        self.index, self.reason = index, reason

    def __str__(self) -> str:
        return f"article {self.index} could not be read: {self.reason}"


@contextmanager
def loading(model: str, path: Path, advice: str) -> Iterator[None]:
    """Raise a `ModelError` that names the file and says what to do, whatever error reading a model's file raises.

    Libraries raise errors of many kinds for files that are cut short or hold something else.

    >>> with loading("confidence", Path("models/weights.json"), "install it again"):
    ...     raise ValueError("none")
    Traceback (most recent call last):
    quoteattr.errors.ModelError: no confidence in models: weights.json can't be read: ValueError: none; install it again
    """
    try:
        yield
    except ModelError:
        raise
    except Exception as error:
        raise ModelError(f"no {model} in {path.parent}: {path.name} {_describe(path, error)}; {advice}") from error


def _describe(path: Path, error: Exception) -> str:
    """Return what is wrong with a file. safetensors says "missing" also where permission is denied."""
    if os.path.isdir(path):
        return "is a folder"
    if not os.path.exists(path) and isinstance(error, FileNotFoundError):
        return "is missing"
    denied = os.path.exists(path) and not os.access(path, os.R_OK)
    return "can't be read: permission denied" if denied else f"can't be read: {brief(error)}"


def brief(error: Exception) -> str:
    """Return an error's kind and the first sentence of its message, cut at `BRIEF` characters.

    What follows in the message of another library may advise to trust a broken file.

    >>> brief(RuntimeError("Weights only load failed. Try again\\nwithout.")), brief(EOFError())
    ('RuntimeError: Weights only load failed', 'EOFError')
    """
    message = " ".join(str(error).split()).split(". ")[0]
    return f"{type(error).__name__}: {message[:BRIEF]}".removesuffix(": ")
