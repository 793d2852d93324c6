"""The queue of requests whose articles wait to be read, and the one thread that reads them.

Reading is work for the processor, so it leaves the event loop: the service answers other requests meanwhile. One
thread, since torch and Stanza spread a single text over the cores that they are given.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeAlias, TypeVar

from attrs import evolve
from starlette.requests import Request

from quoteattr.errors import ArticleError, ModelError
from quoteattr.pipeline import Pipeline
from quoteattr.records import Article
from quoteattr.service.bodies import Submission
from quoteattr.service.limits import Limits, RefusedError

__all__ = ["FIRST_TEXT", "ReadingQueue"]

FIRST_TEXT = "“Yes,” said Ada Obi."
"""The text that is read before any other, to load the models."""

T = TypeVar("T")
Outcome: TypeAlias = Article | ArticleError

_BATCH = 8
_log = logging.getLogger("quoteattr.service")


class ReadingQueue:
    """Reads the articles of requests in a thread, one request after the other.

    `models` is ``"not loaded"``, ``"loaded"`` or ``"failed"``.
    """

    def __init__(self, pipeline: Pipeline, limits: Limits) -> None:
        self.models = "not loaded"
        self._pipeline = pipeline
        self._limits = limits
        self._free_places = threading.BoundedSemaphore(1 + limits.waiting)
        self._thread = _one_thread()

    def load_models(self) -> None:
        """Load the models in the thread, without waiting for them."""
        self._thread.submit(self._read, [Submission(FIRST_TEXT)], threading.Event())

    def close(self) -> None:
        """Drop the requests that wait. The one that is being read is finished."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._thread = _one_thread()

    async def read(self, request: Request, submissions: Sequence[Submission]) -> list[Outcome]:
        """Return the articles of a request, in order, with an error in the place of one that could not be read.

        Raises `RefusedError` if they are too long, if too many requests wait, if the time is over, if the client has
        left or if there are no models.
        """
        self._check_length(submissions)
        dropped = threading.Event()
        queued = self._submit(submissions, dropped)
        work = asyncio.wrap_future(queued)
        gone = asyncio.ensure_future(_wait_until_gone(request))
        try:
            seconds = self._limits.answer_seconds
            await asyncio.wait((work, gone), timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            return _result(work, gone.done(), seconds)
        finally:
            dropped.set()
            queued.cancel()
            work.cancel()
            gone.cancel()

    def _check_length(self, submissions: Sequence[Submission]) -> None:
        """Raise `RefusedError` where the texts are too long together."""
        most, total = self._limits.characters, sum(len(submission.text) for submission in submissions)
        if total > most:
            raise RefusedError(
                413, f"text: expected at most {most} characters in a request, got {total}: send it in parts"
            )

    def _submit(self, submissions: Sequence[Submission], dropped: threading.Event) -> Future[list[Outcome]]:
        """Queue the articles of a request. Raises `RefusedError` where too many requests wait."""
        if not self._free_places.acquire(blocking=False):
            most = self._limits.waiting
            raise RefusedError(
                503, f"busy: expected at most {most} requests waiting, got another: try again", retry=True
            )
        future = self._thread.submit(self._read, submissions, dropped)
        future.add_done_callback(lambda _: self._free_places.release())
        return future

    def _read(self, submissions: Sequence[Submission], dropped: threading.Event) -> list[Outcome]:
        """Return the outcomes of articles, none of them once `dropped` is set. Runs in the thread.

        Articles with thoughts are read in one stream, those without in another.
        """
        read: dict[int, Outcome] = {}
        for thoughts in (False, True):
            places = [i for i, submission in enumerate(submissions) if submission.thoughts is thoughts]
            for i, outcome in zip(places, self._stream((submissions[i].text for i in places), thoughts), strict=False):
                read[i] = evolve(outcome, id=submissions[i].id) if isinstance(outcome, Article) else outcome
                if dropped.is_set():
                    return []
        return [read[i] for i in range(len(submissions))]

    def _stream(self, texts: Iterable[str], thoughts: bool) -> Iterator[Outcome]:
        """Yield the outcome of each text, and note whether the models could be loaded."""
        try:
            for outcome in self._pipeline.pipe(texts, thoughts=thoughts, batch_size=_BATCH):
                self.models = "loaded"
                yield outcome
        except ModelError:
            self.models = "failed"
            _log.exception("the models can't be loaded")
            raise


def _one_thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="quoteattr")


async def _wait_until_gone(request: Request) -> None:
    """Return when the client has left."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _result(work: asyncio.Future[T], gone: bool, seconds: float) -> T:
    """Return what the thread has read. Raises `RefusedError` where it has not, `gone` telling that the client left."""
    if not work.done():
        if gone:
            raise RefusedError(400, "nobody waits for the answer any more")
        raise RefusedError(503, f"time: expected an answer within {seconds:g} seconds, got none: try again", retry=True)
    if work.cancelled():
        raise RefusedError(503, "the service is stopping", retry=True)
    try:
        return work.result()
    except ModelError:
        raise RefusedError(503, "the models can't be loaded; the log of the service says why") from None
