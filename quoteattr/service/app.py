"""quoteattr as a service: ``quoteattr serve``, with the extra ``quoteattr[serve]`` (FastAPI and uvicorn).

    POST /extract         {"text": "...", "id": "a", "thoughts": false}    → one article
    POST /extract/batch   {"articles": [{"text": "..."}, ...]}             → articles, errors in their places
    GET  /                a form for a pasted text; POST /view shows it with its quotes
    GET  /health          ready or not, version, state of the models
    GET  /openapi.json    the schema; GET /docs the same for people

One thread reads articles, one request after the other; the rest of the service answers meanwhile. Requests beyond the
`Limits` are refused with a status and ``{"error": "what, expected, got"}``. Nothing of a text is kept or logged.

`create_app` gives the ASGI application, for any server; `serve` runs it under uvicorn, on this machine's own address
unless told otherwise. Importing this module raises `ImportError` where the extra is not installed.
"""

from __future__ import annotations

import contextlib
import ipaddress
import logging
from collections.abc import AsyncIterator, Collection
from typing import Any

import quoteattr
from quoteattr.errors import ArticleError
from quoteattr.pipeline import Pipeline, load
from quoteattr.records import Article

try:
    import uvicorn as _uvicorn  # noqa: F401
    from fastapi import FastAPI, Request, Response
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import HTMLResponse
except ImportError as error:
    raise ImportError(f"the service needs FastAPI and uvicorn ({error}): pip install 'quoteattr[serve]'") from error

from quoteattr.service.bodies import Submission, Unreadable, parse_article, parse_batch, parse_form, read_body
from quoteattr.service.desk import FIRST_TEXT, Desk
from quoteattr.service.guard import Guard
from quoteattr.service.limits import Limits, RefusedError, json_response
from quoteattr.service.pages import article_page, form_page, message_page, reference_page
from quoteattr.service.schema import ARTICLE, ARTICLES, Health, Problem, article_body, batch_body, form_body
from quoteattr.service.server import listener, server

__all__ = ["Limits", "create_app", "serve"]

_DEFAULT = Limits()
_MEANINGS = {
    400: "Not UTF-8, not JSON, cut off, or sent to a host of another name.",
    403: "Posted by a page of another site.",
    408: "The body came too slowly.",
    413: "Too many bytes, characters or articles.",
    415: "Another content type than the one above, or a compressed body.",
    422: "A field is missing, unknown or of another type.",
    503: "Busy, out of time or without models; `Retry-After` says when to try again.",
}


def create_app(pipeline: Pipeline | None = None, *, limits: Limits = _DEFAULT, hosts: Collection[str] = ()) -> FastAPI:
    """The service as an ASGI application.

    `pipeline` reads the articles, the bundled models if ``None``; models are read from disk in the background when
    a server starts the application, or with the first request. `hosts` are names by which the service may be called
    besides ``localhost``, ``127.0.0.1`` and ``::1``. A request over a loopback address must give one of these names as
    its ``Host``, which keeps out web pages whose name was made to point here (DNS rebinding); with `hosts`, all must.
    """
    desk = Desk(load() if pipeline is None else pipeline, limits)

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        desk.warm()
        yield
        desk.close()

    app = FastAPI(
        title="quoteattr",
        summary="Who said what, and for whom: the statements in English news.",
        version=quoteattr.__version__,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.add_middleware(Guard, hosts=hosts)
    app.add_exception_handler(RefusedError, _refused)
    for status in (404, 405):
        app.add_exception_handler(status, _not_routed)
    _route(app, _Service(app, desk, limits))
    return app


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
    with listener(host, port) as bound:
        pipeline(FIRST_TEXT)
        running = server(create_app(pipeline, limits=limits, hosts=hosts), limits)
        _announce(*bound.getsockname()[:2])
        with contextlib.suppress(KeyboardInterrupt):
            running.run(sockets=[bound])


def _announce(address: str, port: int) -> None:
    log = logging.getLogger("uvicorn.error")
    where = f"[{address}]" if ":" in address else address
    log.info("quoteattr answers on http://%s:%d (Ctrl-C stops it)", where, port)
    if not ipaddress.ip_address(address).is_loopback:
        log.warning("other machines can reach it: it asks for no password and encrypts nothing")


async def _refused(_request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, RefusedError)
    return refusal.response()


async def _not_routed(request: Request, error: Exception) -> Response:
    status, headers = getattr(error, "status_code", 404), getattr(error, "headers", None)
    here = f"{request.method} {request.url.path}"
    return json_response({"error": f"{here}: expected a method and path of /docs, got others"}, status, headers)


def _route(app: FastAPI, service: _Service) -> None:
    """Every path with what OpenAPI says of it."""
    limits = service.limits
    posted = _answers(400, 403, 408, 413, 415, 422, 503)
    app.add_api_route("/", service.form, include_in_schema=False)
    app.add_api_route("/docs", service.reference, include_in_schema=False)
    app.add_api_route(
        "/extract",
        service.extract,
        methods=["POST"],
        responses={200: {"model": ARTICLE, "description": "The article."}, **posted},
        openapi_extra=article_body(limits),
    )
    app.add_api_route(
        "/extract/batch",
        service.extract_batch,
        methods=["POST"],
        responses={200: {"model": ARTICLES, "description": "The articles."}, **posted},
        openapi_extra=batch_body(limits),
    )
    page: dict[str, Any] = {"content": {"text/html": {}}}
    app.add_api_route(
        "/view",
        service.view,
        methods=["POST"],
        response_class=HTMLResponse,
        responses={status: {**page, "description": answer["description"]} for status, answer in posted.items()},
        openapi_extra=form_body(limits),
    )
    app.add_api_route(
        "/health",
        service.health,
        responses={200: {"model": Health}, 503: {"model": Health, "description": "Not ready, or not yet."}},
    )


def _answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: {"model": Problem, "description": _MEANINGS[status]} for status in statuses}


class _Service:
    """What each path does."""

    def __init__(self, app: FastAPI, desk: Desk, limits: Limits) -> None:
        self.limits = limits
        self._app, self._desk = app, desk

    async def form(self) -> Response:
        return form_page(self.limits.characters)

    async def reference(self) -> Response:
        return reference_page(self._app.openapi())

    async def health(self) -> Response:
        """Whether articles can be read now: 200 if so, 503 while models are loaded or if they can't be."""
        ready = self._desk.models == "loaded"
        data = {"ready": ready, "version": quoteattr.__version__, "models": self._desk.models}
        return json_response(data, 200 if ready else 503)

    async def extract(self, request: Request) -> Response:
        """The statements of one article. Offsets count characters (code points), end exclusive."""
        submission = parse_article(await read_body(request, "application/json", self.limits))
        return json_response((await self._read_one(request, submission)).to_dict())

    async def extract_batch(self, request: Request) -> Response:
        """Many articles, in order. One that can't be read has ``{"id", "error"}`` in its place."""
        given = parse_batch(await read_body(request, "application/json", self.limits), self.limits)
        read = iter(await self._desk.read(request, [one for one in given if isinstance(one, Submission)]))
        articles = [_read(one, next(read)) if isinstance(one, Submission) else one for one in given]
        return json_response({"articles": [article.to_dict() for article in articles]})

    async def view(self, request: Request) -> Response:
        """A page of a text with its quotes."""
        try:
            submission = parse_form(await read_body(request, "application/x-www-form-urlencoded", self.limits))
            article = await self._read_one(request, submission)
        except RefusedError as refusal:
            return message_page(str(refusal), refusal.status, refusal.headers)
        return await run_in_threadpool(article_page, article, submission.text)

    async def _read_one(self, request: Request, submission: Submission) -> Article:
        (read,) = await self._desk.read(request, [submission])
        if isinstance(read, ArticleError):
            raise RefusedError(500, f"the article could not be read: {read.reason}")
        return read


def _read(submission: Submission, read: Article | ArticleError) -> Article | Unreadable:
    """An error as it stands in a batch: the place says which article it is, so the reason will do."""
    return read if isinstance(read, Article) else Unreadable(submission.id, f"could not be read: {read.reason}")
