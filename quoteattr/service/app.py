"""The service as an ASGI application."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Collection

from fastapi import FastAPI, Request, Response

import quoteattr
from quoteattr.pipeline import Pipeline, load
from quoteattr.service.guard import Guard
from quoteattr.service.limits import Limits, RefusedError, json_response
from quoteattr.service.paths import add_paths
from quoteattr.service.queue import ReadingQueue

__all__ = ["create_app"]

_DEFAULT = Limits()


def create_app(pipeline: Pipeline | None = None, *, limits: Limits = _DEFAULT, hosts: Collection[str] = ()) -> FastAPI:
    """Return the service as an ASGI application.

    `pipeline` reads the articles, the bundled models if ``None``; models are read from disk in the background when
    a server starts the application, or with the first request. `hosts` are names by which the service may be called
    besides ``localhost``, ``127.0.0.1`` and ``::1``. A request over a loopback address must give one of these names as
    its ``Host``, which keeps out web pages whose name was made to point here (DNS rebinding); with `hosts`, all must.
    """
    queue = ReadingQueue(load() if pipeline is None else pipeline, limits)

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        queue.load_models()
        yield
        queue.close()

    app = FastAPI(
        title="quoteattr",
        summary="Who said what, and for whom: the statements in English news.",
        version=quoteattr.__version__,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.add_middleware(Guard, hosts=hosts)
    app.add_exception_handler(RefusedError, _refuse)
    for status in (404, 405):
        app.add_exception_handler(status, _refuse_path)
    add_paths(app, queue, limits)
    return app


async def _refuse(_request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, RefusedError)
    return refusal.response()


async def _refuse_path(request: Request, error: Exception) -> Response:
    """Return the answer to a path or method that the service does not have."""
    status, headers = getattr(error, "status_code", 404), getattr(error, "headers", None)
    here = f"{request.method} {request.url.path}"
    return json_response({"error": f"{here}: expected a method and path of /docs, got others"}, status, headers)
