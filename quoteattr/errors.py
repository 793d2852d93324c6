"""The errors that quoteattr raises on purpose.

Every one derives from `QuoteattrError`, and says what happened, what was expected, what was found,
and what to do next. `TypeError` stays what it is in Python: the caller passed the wrong kind of thing.
"""

from __future__ import annotations

__all__ = ["ArticleError", "InputError", "ModelError", "OutputError", "QuoteattrError", "RecordError"]


class QuoteattrError(Exception):
    """Base of all errors of this library."""


class ModelError(QuoteattrError):
    """A model is missing, unreadable or of the wrong kind; the message says how to get one."""


class RecordError(QuoteattrError, ValueError):
    """A dict that should hold an article, a quote or one of their parts does not."""


class InputError(QuoteattrError, ValueError):
    """An input that can't be read as an article: an undecodable file, a broken line, a missing field."""


class OutputError(QuoteattrError, OSError):
    """What was found could not be written: a full disk, a path that can't be written to, a file of something else."""


class ArticleError(QuoteattrError):
    """An article that could not be read. In a stream (`Pipeline.pipe`) it stands in that article's place.

    `index` is the place in the stream, from 0; `reason` says in one line what happened. ``__cause__`` is the error
    behind it where there is one at hand: none where a worker process read the article, or died of it.

    >>> print(ArticleError(3, "TypeError: expected the text of an article"))
    article 3 could not be read: TypeError: expected the text of an article
    """

    def __init__(self, index: int, reason: str) -> None:
        super().__init__(index, reason)
        self.index, self.reason = index, reason

    def __str__(self) -> str:
        return f"article {self.index} could not be read: {self.reason}"
