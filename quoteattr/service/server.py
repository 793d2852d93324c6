"""uvicorn, with the patience that a service on an open port needs."""

from __future__ import annotations

import asyncio
import socket

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from quoteattr.errors import InputError
from quoteattr.service.limits import Limits

__all__ = ["listener", "server"]

_GRACE_SECONDS = 10


def listener(host: str, port: int) -> socket.socket:
    """A listening socket; where a name has several addresses, on its first of IPv4. Raises `InputError`."""
    expected = f"host {host!r}, port {port}: expected an address of this machine and a free port"
    if not 0 <= port <= 65_535:
        raise InputError(f"{expected} from 0 to 65535: choose another port")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, *_, address = min(found, key=lambda info: info[0] != socket.AF_INET)
        return socket.create_server((str(address[0]), port), family=family)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{expected}, got: {reason}; choose others") from error


def server(app: ASGIApp, limits: Limits) -> uvicorn.Server:
    """A server of `app` that holds to the limits of time and connections."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            http=_protocol(limits.body_seconds),
            ws="none",
            server_header=False,
            limit_concurrency=limits.connections,
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )
    )


def _protocol(seconds: float) -> type[asyncio.Protocol]:
    class Impatient(H11Protocol):
        """uvicorn's HTTP/1.1, which by itself waits for ever for the head of a request and for a slow reader."""

        _head: asyncio.TimerHandle | None = None
        _stalled: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._watch_head()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._watch_head()

        def _watch_head(self) -> None:
            between_requests = self.cycle is None or self.cycle.response_complete
            if self._head is None and between_requests:
                self._head = self.loop.call_later(seconds, self.transport.abort)
            elif self._head is not None and not between_requests:
                self._head.cancel()
                self._head = None

        def pause_writing(self) -> None:
            super().pause_writing()
            self._stalled = self.loop.call_later(seconds, self.transport.abort)

        def resume_writing(self) -> None:
            super().resume_writing()
            if self._stalled is not None:
                self._stalled.cancel()

        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            for timer in (self._head, self._stalled):
                if timer is not None:
                    timer.cancel()

    return Impatient
