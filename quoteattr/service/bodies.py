"""The articles in the body of a request, or why it is refused.

>>> parse_article(b'{"text": "No.", "id": 7}')
Submission(text='No.', id=7, thoughts=False)
>>> parse_article(b'{"txt": "No."}')
Traceback (most recent call last):
...
quoteattr.service.limits.RefusedError: the article: expected the fields text, id, thoughts, got 'txt'
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from collections.abc import Sequence
from typing import Any, TypeGuard
from urllib.parse import parse_qs

from attrs import frozen
from starlette.requests import Request

from quoteattr.errors import InputError
from quoteattr.service.limits import Limits, RefusedError

__all__ = ["Submission", "Unreadable", "parse_article", "parse_batch", "parse_form", "read_body"]

_LINGER_SECONDS = 2.0


@frozen
class Submission:
    """One article of a request."""

    text: str
    id: str | int | None = None
    thoughts: bool = False


@frozen
class Unreadable:
    """The error in the place of an article of a batch that can't be read."""

    id: str | int | None
    error: str

    def to_dict(self) -> dict[str, Any]:
        """Return ``{"id", "error"}``."""
        return {"id": self.id, "error": self.error}


def parse_article(body: bytes) -> Submission:
    """Return the article of ``{"text", "id", "thoughts"}``; all but the text may be left out. Raises `RefusedError`."""
    try:
        return _submission(_parse_json(body))
    except InputError as error:
        raise RefusedError(422, str(error)) from None


def parse_batch(body: bytes, limits: Limits) -> list[Submission | Unreadable]:
    """Return the articles of ``{"articles": [...]}``. Raises `RefusedError` for the whole, not for an article."""
    try:
        articles = _fields(_parse_json(body), "the batch", ("articles",))["articles"]
    except InputError as error:
        raise RefusedError(422, str(error)) from None
    if not isinstance(articles, list):
        raise RefusedError(422, f"articles: expected an array, got {_json_kind(articles)}")
    if len(articles) > limits.articles:
        message = f"articles: expected at most {limits.articles}, got {len(articles)}: send them in parts"
        raise RefusedError(413, message)
    return [_submission_or_error(article) for article in articles]


def parse_form(body: bytes) -> Submission:
    """Return the article of the form, with LF for the CR LF that browsers send. Raises `RefusedError`.

    >>> parse_form(b"text=No.%0D%0AYes.&thoughts=on")
    Submission(text='No.\\nYes.', id=None, thoughts=True)
    """
    try:
        fields = parse_qs(_decode(body), keep_blank_values=True, max_num_fields=8, errors="strict")
    except UnicodeDecodeError:
        raise RefusedError(400, "the form: expected UTF-8, got other bytes") from None
    except ValueError as error:
        raise RefusedError(400, f"the form: expected the fields text and thoughts, got more: {error}") from None
    if "text" not in fields:
        raise RefusedError(422, f"text: missing; expected a form with this field, got {_list_names(fields)}")
    return Submission(fields["text"][0].replace("\r\n", "\n"), thoughts="thoughts" in fields)


def _parse_json(body: bytes) -> object:
    try:
        return json.loads(_decode(body).removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise RefusedError(400, f"the body: expected JSON, got what can't be read as such: {error}") from None


def _decode(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError(
            400, f"the body: expected UTF-8, got 0x{body[error.start]:02x} as byte {error.start}"
        ) from None


def _submission(data: object) -> Submission:
    """Return the article of an object. Raises `InputError` for anything else."""
    fields = _fields(data, "the article", ("text", "id", "thoughts"))
    text, name, thoughts = fields["text"], fields.get("id"), fields.get("thoughts", False)
    if not isinstance(text, str):
        raise InputError(f"text: expected a string, got {_json_kind(text)}")
    if not _is_id(name):
        raise InputError(f"id: expected a string, a whole number or null, got {_json_kind(name)}")
    if not isinstance(thoughts, bool):
        raise InputError(f"thoughts: expected true or false, got {_json_kind(thoughts)}")
    return Submission(text, name, thoughts)


def _submission_or_error(data: object) -> Submission | Unreadable:
    try:
        return _submission(data)
    except InputError as error:
        name: object = data.get("id") if isinstance(data, dict) else None
        return Unreadable(name if _is_id(name) else None, str(error))


def _fields(data: object, what: str, known: Sequence[str]) -> dict[str, Any]:
    """Return `data` if it is an object with the first of the `known` fields and none that is unknown."""
    if not isinstance(data, dict):
        raise InputError(f"{what}: expected an object with {known[0]!r}, got {_json_kind(data)}")
    unknown = [name for name in data if name not in known]
    if unknown:
        raise InputError(f"{what}: expected the fields {', '.join(known)}, got {_list_names(unknown)}")
    if known[0] not in data:
        raise InputError(f"{known[0]}: missing; expected {what} with this field, got {_list_names(data)}")
    return data


def _list_names(names: Sequence[str] | dict[str, Any]) -> str:
    """Return the first few names, each cut at 40 characters."""
    return ", ".join(repr(name[:40]) for name in list(names)[:5]) or "none"


def _is_id(value: object) -> TypeGuard[str | int | None]:
    return value is None or (isinstance(value, (str, int)) and not isinstance(value, bool))


def _json_kind(value: object) -> str:
    """Return what JSON calls a value.

    >>> _json_kind(None), _json_kind(True), _json_kind(1.5), _json_kind([])
    ('null', 'a boolean', 'a number', 'an array')
    """
    kinds = {bool: "a boolean", str: "a string", int: "a number", float: "a number", list: "an array"}
    return "null" if value is None else kinds.get(type(value), "an object")


async def read_body(request: Request, kind: str, limits: Limits) -> bytes:
    """Return the body of a request if it is of this kind, not too large and not too slow. Raises `RefusedError`."""
    try:
        _check_headers(request, kind, limits)
    except RefusedError:
        await _let_finish(request)
        raise
    try:
        body, more = await asyncio.wait_for(_collect(request, limits.body_bytes), limits.body_seconds)
    except asyncio.TimeoutError:
        message = f"the body: expected all of it within {limits.body_seconds:g} seconds, got a part"
        raise RefusedError(408, message, close=True) from None
    if len(body) > limits.body_bytes:
        if more:
            await _let_finish(request)
        raise _too_large(limits, "more")
    return body


def _check_headers(request: Request, kind: str, limits: Limits) -> None:
    """Raise `RefusedError` where the headers announce another kind of body, or too large a one."""
    sent = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if sent != kind:
        raise RefusedError(415, f"Content-Type: expected {kind}, got {sent or 'none'}", close=True)
    encoding = request.headers.get("content-encoding", "identity").lower()
    if encoding != "identity":
        raise RefusedError(415, f"Content-Encoding: expected none, got {encoding}: send it uncompressed", close=True)
    declared = request.headers.get("content-length", "0")
    if not re.fullmatch("[0-9]{1,18}", declared):
        raise RefusedError(400, f"Content-Length: expected a number of bytes, got {declared[:40]!r}", close=True)
    if int(declared) > limits.body_bytes:
        raise _too_large(limits, declared)


async def _collect(request: Request, most: int) -> tuple[bytes, bool]:
    """Return the body up to the first part that exceeds `most` bytes, and whether more of it comes."""
    body, more = bytearray(), True
    while more and len(body) <= most:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise RefusedError(400, "the body: expected all of it, got a part", close=True)
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return bytes(body), more


def _too_large(limits: Limits, got: str) -> RefusedError:
    message = f"the body: expected at most {limits.body_bytes} bytes, got {got}: send it in parts"
    return RefusedError(413, message, close=True)


async def _let_finish(request: Request) -> None:
    """Discard what a client still sends, for some seconds. Without, it would get no answer but a closed connection."""
    if "expect" in request.headers:  # it sends nothing until told to go on
        return

    async def discard() -> None:
        while (await request.receive()).get("more_body", False):
            pass

    with contextlib.suppress(asyncio.TimeoutError):
        await asyncio.wait_for(discard(), _LINGER_SECONDS)
