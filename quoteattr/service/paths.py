"""The paths of the service: what each answers, and what OpenAPI says of it."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse

import quoteattr
from quoteattr.errors import ArticleError
from quoteattr.records import Article
from quoteattr.service.bodies import Submission, Unreadable, parse_article, parse_batch, parse_form, read_body
from quoteattr.service.limits import Limits, RefusedError, json_response
from quoteattr.service.pages import article_page, form_page, message_page, reference_page
from quoteattr.service.queue import ReadingQueue
from quoteattr.service.schema import ARTICLE, ARTICLES, Health, Problem, article_body, batch_body, form_body

__all__ = ["add_paths"]

_MEANINGS = {
    400: "Not UTF-8, not JSON, cut off, or sent to a host of another name.",
    403: "Posted by a page of another site.",
    408: "The body came too slowly.",
    413: "Too many bytes, characters or articles.",
    415: "Another content type than the one above, or a compressed body.",
    422: "A field is missing, unknown or of another type.",
    503: "Busy, out of time or without models; `Retry-After` says when to try again.",
}


def add_paths(app: FastAPI, queue: ReadingQueue, limits: Limits) -> None:
    """Add every path with its description for OpenAPI."""
    paths = _Paths(app, queue, limits)
    refusals = _describe_refusals()
    app.add_api_route("/", paths.form, include_in_schema=False)
    app.add_api_route("/docs", paths.reference, include_in_schema=False)
    app.add_api_route(
        "/extract",
        paths.extract,
        methods=["POST"],
        responses={200: {"model": ARTICLE, "description": "The article."}, **refusals},
        openapi_extra=article_body(limits),
    )
    app.add_api_route(
        "/extract/batch",
        paths.extract_batch,
        methods=["POST"],
        responses={200: {"model": ARTICLES, "description": "The articles."}, **refusals},
        openapi_extra=batch_body(limits),
    )
    page: dict[str, Any] = {"content": {"text/html": {}}}
    app.add_api_route(
        "/view",
        paths.view,
        methods=["POST"],
        response_class=HTMLResponse,
        responses={status: {**page, "description": answer["description"]} for status, answer in refusals.items()},
        openapi_extra=form_body(limits),
    )
    app.add_api_route(
        "/health",
        paths.health,
        responses={200: {"model": Health}, 503: {"model": Health, "description": "Not ready, or not yet."}},
    )


def _describe_refusals() -> dict[int | str, dict[str, Any]]:
    """Return what OpenAPI says of each status that refuses a post."""
    return {status: {"model": Problem, "description": meaning} for status, meaning in _MEANINGS.items()}


class _Paths:
    """Answers the requests to each path."""

    def __init__(self, app: FastAPI, queue: ReadingQueue, limits: Limits) -> None:
        self._app, self._queue, self._limits = app, queue, limits

    async def form(self) -> Response:
        return form_page(self._limits.characters)

    async def reference(self) -> Response:
        return reference_page(self._app.openapi())

    async def health(self) -> Response:
        """Say whether articles can be read now: 200 if so, 503 while models are loaded or if they can't be."""
        ready = self._queue.models == "loaded"
        data = {"ready": ready, "version": quoteattr.__version__, "models": self._queue.models}
        return json_response(data, 200 if ready else 503)

    async def extract(self, request: Request) -> Response:
        """Return the statements of one article. Offsets count characters (code points), end exclusive."""
        submission = parse_article(await read_body(request, "application/json", self._limits))
        return json_response((await self._read_one(request, submission)).to_dict())

    async def extract_batch(self, request: Request) -> Response:
        """Return many articles, in order. One that can't be read has ``{"id", "error"}`` in its place."""
        parts = parse_batch(await read_body(request, "application/json", self._limits), self._limits)
        submissions = [part for part in parts if isinstance(part, Submission)]
        outcomes = iter(await self._queue.read(request, submissions))
        articles = [_place(part, next(outcomes)) if isinstance(part, Submission) else part for part in parts]
        return json_response({"articles": [article.to_dict() for article in articles]})

    async def view(self, request: Request) -> Response:
        """Return a page of a text with its quotes."""
        try:
            submission = parse_form(await read_body(request, "application/x-www-form-urlencoded", self._limits))
            article = await self._read_one(request, submission)
        except RefusedError as refusal:
            return message_page(str(refusal), refusal.status, refusal.headers)
        return await run_in_threadpool(article_page, article, submission.text)

    async def _read_one(self, request: Request, submission: Submission) -> Article:
        (outcome,) = await self._queue.read(request, [submission])
        if isinstance(outcome, ArticleError):
            raise RefusedError(500, f"the article could not be read: {outcome.reason}")
        return outcome


def _place(submission: Submission, outcome: Article | ArticleError) -> Article | Unreadable:
    """Return an article, or its error as a batch has it: with the reason alone, since the place names the article."""
    if isinstance(outcome, Article):
        return outcome
    return Unreadable(submission.id, f"could not be read: {outcome.reason}")
