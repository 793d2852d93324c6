"""Rules for every request and answer: by which names the service may be called, whose posts it takes, its headers."""

from __future__ import annotations

import ipaddress
import logging
import re
from collections.abc import Collection

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from quoteattr.service.limits import RefusedError, json_response

__all__ = ["POLICY", "Guard"]

POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The Content-Security-Policy of answers that are no pages."""

_HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})

_log = logging.getLogger("quoteattr.service")


class Guard:
    """ASGI middleware that keeps other sites' pages out.

    A request that came in on a loopback address, or any if `hosts` are given, must name the service in its ``Host``
    header: a page whose name was made to point here (DNS rebinding) names itself. Posts that a browser marks as coming
    from another site are refused. There are no CORS headers, so scripts of other sites read nothing.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str] = ()) -> None:
        self._app = app
        self._hosts = frozenset(map(_host_name, hosts))
        self._names = self._hosts | _LOOPBACK_NAMES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on or refuse it; an error of the application becomes an answer with status 500."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message = {**message, "headers": _with_defaults(message.get("headers", ()))}
            await send(message)

        try:
            refusal = self._refusal(scope)
            answer = self._app if refusal is None else refusal.response()
            await answer(scope, receive, send_with_headers)
        except Exception:
            if started:
                raise
            _log.exception("%s %s failed", scope["method"], scope["path"])
            await json_response({"error": "the service failed; its log says why"}, 500)(
                scope, receive, send_with_headers
            )

    def _refusal(self, scope: Scope) -> RefusedError | None:
        """Return why a request is refused, if it is."""
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get(b"host", "")
        name = _host_name(host)
        if (self._hosts or _on_loopback(scope)) and name not in self._names and not _is_loopback(name):
            expected = ", ".join(sorted(self._names))
            message = f"Host: expected one of {expected}, got {host!r}: start the service with this name"
            return RefusedError(400, message, close=True)
        site = headers.get(b"sec-fetch-site", "none")
        if scope["method"] == "POST" and site not in ("none", "same-origin"):
            return RefusedError(
                403, f"Sec-Fetch-Site: expected a post from a page of this service, got {site!r}", close=True
            )
        return None


def _with_defaults(headers: Collection[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    present = {name.lower() for name, _ in headers}
    return [*headers, *(header for header in _HEADERS if header[0] not in present)]


def _on_loopback(scope: Scope) -> bool:
    """Return whether the connection came in on a loopback address of this machine."""
    return _is_loopback(str((scope.get("server") or ("",))[0]))


def _is_loopback(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return (getattr(parsed, "ipv4_mapped", None) or parsed).is_loopback


def _host_name(header: str) -> str:
    """Return the name of a ``Host`` header without its port.

    >>> _host_name("Localhost:8000"), _host_name("[::1]:8000"), _host_name("::1")
    ('localhost', '::1', '::1')
    """
    return re.sub(r"^([^:]*|\[.*\]):\d*$", r"\1", header).strip("[]").rstrip(".").lower()
