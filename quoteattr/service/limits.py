"""What a request may cost, and the answer to one that is refused."""

from __future__ import annotations

import json
from typing import Any

import attrs
from attrs import field, frozen
from starlette.responses import Response

from quoteattr.errors import QuoteattrError

__all__ = ["Limits", "RefusedError", "json_response"]

_RETRY_SECONDS = 5


def _at_least(least: int) -> Any:
    """Return a validator for numbers of at least `least`, whole ones where the default is whole."""

    def check(_limits: object, attribute: attrs.Attribute[Any], value: Any) -> None:
        whole = isinstance(attribute.default, int)
        if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)) or not value >= least:
            kind = "a whole number" if whole else "a number"
            raise ValueError(f"{attribute.name}: expected {kind} of at least {least}, got {value!r}")

    return check


@frozen
class Limits:
    """What a request may cost; anything more is refused.

    `characters` is the sum over all texts of a request and the real protection, since a thread that reads can't be
    stopped: one core reads some 10,000 characters of news a second, and 2,000 of the worst that anybody can make up.
    `articles` is the most in one batch, `body_bytes` the most bytes of a body. A request that has not arrived whole
    within `body_seconds` is cut off, and so is, under `quoteattr.service.serve`, a client that takes nothing of its
    answer for so long. `waiting` requests may queue while one is read. A request without an answer after
    `answer_seconds` is refused: in the queue it is dropped, and of a batch no further articles are begun, but what the
    thread has in hand is finished. `connections` is how many may be open at once under ``serve``.

    >>> Limits(characters=0)
    Traceback (most recent call last):
    ...
    ValueError: characters: expected a whole number of at least 1, got 0
    """

    characters: int = field(default=200_000, validator=_at_least(1))
    articles: int = field(default=64, validator=_at_least(1))
    body_bytes: int = field(default=4 * 1024 * 1024, validator=_at_least(1))
    body_seconds: float = field(default=30.0, validator=_at_least(0))
    waiting: int = field(default=8, validator=_at_least(0))
    answer_seconds: float = field(default=120.0, validator=_at_least(0))
    connections: int = field(default=100, validator=_at_least(1))


class RefusedError(QuoteattrError):
    """A request that gets no article: the status of the answer, and what it says.

    With `retry` the client is told to try again, with `close` that the connection ends here, because the rest of
    the body is not wanted.
    """

    def __init__(self, status: int, message: str, *, retry: bool = False, close: bool = False) -> None:
        super().__init__(message)
        self.status = status
        self.headers = {"Retry-After": str(_RETRY_SECONDS)} if retry else {}
        if close:
            self.headers["Connection"] = "close"

    def response(self) -> Response:
        """Return the answer as JSON, ``{"error": message}``."""
        return json_response({"error": str(self)}, self.status, self.headers)


def json_response(data: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Return an answer in JSON, all of it ASCII: half a surrogate pair, which UTF-8 lacks, stays an escape.

    >>> bytes(json_response({"text": "\\ud800 é"}).body)
    b'{"text": "\\\\ud800 \\\\u00e9"}'
    """
    return Response(json.dumps(data), status, headers, "application/json")
