"""The service under uvicorn, with the time limits that an open port needs."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import socket
from collections.abc import Collection

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from quoteattr.errors import InputError
from quoteattr.pipeline import Pipeline, load
from quoteattr.service.app import create_app
from quoteattr.service.limits import Limits
from quoteattr.service.queue import FIRST_TEXT

__all__ = ["create_server", "listen", "serve"]

_GRACE_SECONDS = 10
_DEFAULT = Limits()


def serve(
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    pipeline: Pipeline | None = None,
    limits: Limits = _DEFAULT,
    hosts: Collection[str] = (),
) -> None:
    """Load the models, answer on `host` and `port` until interrupted, then return.

    With port 0 the system picks a free one; the log names it. See `create_app` for the rest. Raises `ModelError` if
    the models can't be loaded, `InputError` if the address can't be had.
    """
    pipeline = load() if pipeline is None else pipeline
    with listen(host, port) as bound:
        pipeline(FIRST_TEXT)
        server = create_server(create_app(pipeline, limits=limits, hosts=hosts), limits)
        _announce(*bound.getsockname()[:2])
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[bound])


def _announce(address: str, port: int) -> None:
    """Log where the service answers, and a warning where other machines can reach it."""
    log = logging.getLogger("uvicorn.error")
    where = f"[{address}]" if ":" in address else address
    log.info("quoteattr answers on http://%s:%d (Ctrl-C stops it)", where, port)
    if not ipaddress.ip_address(address).is_loopback:
        log.warning("other machines can reach it: it asks for no password and encrypts nothing")


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; where a name has several addresses, on its first of IPv4. Raises `InputError`."""
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


def create_server(app: ASGIApp, limits: Limits) -> uvicorn.Server:
    """Return a server of `app` that keeps to the limits of time and connections."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            http=type("_LimitedProtocol", (_ImpatientProtocol,), {"seconds": limits.body_seconds}),
            ws="none",
            server_header=False,
            limit_concurrency=limits.connections,
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )
    )


class _ImpatientProtocol(H11Protocol):
    """uvicorn's HTTP/1.1, which by itself waits for ever for the head of a request and for a slow reader.

    It gives either `seconds`.
    """

    seconds: float
    _head: asyncio.TimerHandle | None = None
    _stalled: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._watch_head()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch_head()

    def _watch_head(self) -> None:
        """Give the head of a request its time, once one is due; stop the clock when it is there."""
        between_requests = self.cycle is None or self.cycle.response_complete
        if self._head is None and between_requests:
            self._head = self.loop.call_later(self.seconds, self.transport.abort)
        elif self._head is not None and not between_requests:
            self._head.cancel()
            self._head = None

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stalled = self.loop.call_later(self.seconds, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._stalled is not None:
            self._stalled.cancel()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        for timer in (self._head, self._stalled):
            if timer is not None:
                timer.cancel()
