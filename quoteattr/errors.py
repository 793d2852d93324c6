"""The errors that quoteattr raises on purpose.

Every one derives from `QuoteattrError`, and says what happened, what was expected, what was found,
and what to do next. `TypeError` stays what it is in Python: the caller passed the wrong kind of thing.
"""

from __future__ import annotations

__all__ = ["InputError", "ModelError", "QuoteattrError", "RecordError"]


class QuoteattrError(Exception):
    """Base of all errors of this library."""


class ModelError(QuoteattrError):
    """A model is missing, unreadable or of the wrong kind; the message says how to get one."""


class RecordError(QuoteattrError, ValueError):
    """A dict that should hold an article, a quote or one of their parts does not."""


class InputError(QuoteattrError, ValueError):
    """An input that can't be read as an article: an undecodable file, a broken line, a missing field."""
