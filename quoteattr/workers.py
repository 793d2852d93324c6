"""Work spread over processes, in order and with bounded memory; a process that dies takes no work with it.

`spread` sends lists of items to worker processes and gives back what came of each list, in the order of the lists.
A worker is a fresh process (``spawn``) that first calls `open`, which has to survive pickling, to get what reads
a list, and then waits for lists on a pipe:

.. code-block:: text

    spread ── tasks ──▶ thread 1 ◀── pipe ──▶ process 1: read = open(); read(items) …
                 └────▶ thread 2 ◀── pipe ──▶ process 2

`concurrent.futures.ProcessPoolExecutor` would lose every list in hand when one process dies, and its processes
outlive a parent that is killed. Here each thread owns one process: when that dies, the thread starts another and
gives it the items of the lost list one by one, so that only the item that kills it fails. A process whose pipe ends,
because its parent closed it or died in any way, ends too.
"""

from __future__ import annotations

import atexit
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from typing import Any, TypeAlias

from quoteattr.errors import ArticleError, ModelError

__all__ = ["LISTS_AHEAD", "spread"]

Read: TypeAlias = Callable[[Sequence[Any]], Sequence[Any]]
"""What a worker does with a list: one outcome for each item. Only a `ModelError` may come out of it."""

LISTS_AHEAD = 2
"""Lists in hand for each worker: one that it reads, and one so that it needn't wait for the next."""

_SPAWN = get_context("spawn")

_LOCK = threading.RLock()
"""Held while a process is started, killed or waited for, which `multiprocessing` doesn't expect of two threads at once.
Reentrant, because collecting garbage under it may close another pool."""


def spread(
    batches: Iterable[Sequence[Any]], open: Callable[[], Read], workers: int
) -> Generator[Sequence[Any], None, None]:
    """Yield what `open()` makes of each batch, in order; it is called once in each of up to `workers` processes.

    Takes at most ``LISTS_AHEAD * workers`` batches that have not come back yet. An item whose reading ends its
    process twice comes back as an `ArticleError` (its index is 0). An error of `batches` is raised after all that
    came before it. Raises `ModelError` where a process can't be got ready. Closing the iterator ends the
    processes at once.
    """
    pool = _Pool(open, workers)
    waiting: deque[Future[Sequence[Any]]] = deque()
    try:
        for batch in _until_error(batches):
            if isinstance(batch, Exception):
                yield from (future.result() for future in waiting)
                raise batch
            waiting.append(pool.submit(batch))
            while waiting and (waiting[0].done() or len(waiting) >= LISTS_AHEAD * workers):
                yield waiting.popleft().result()
        yield from (future.result() for future in waiting)
    finally:
        pool.close()


def _until_error(batches: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any] | Exception]:
    try:
        yield from batches
    except Exception as error:
        yield error


class _DeadError(Exception):
    """A worker ended in the middle of its work; the message says how."""


class _ClosedError(Exception):
    """The pool was closed while it worked; nobody waits for what it would have said."""


class _Pool:
    """Threads that each own a worker process, and share a queue of tasks."""

    def __init__(self, open: Callable[[], Read], workers: int) -> None:
        self.closed = False
        self._tasks: SimpleQueue[tuple[Future[Sequence[Any]], Sequence[Any]] | None] = SimpleQueue()
        self._workers = [_Worker(self, open) for _ in range(workers)]
        self._threads = [threading.Thread(target=self._run, args=[worker], daemon=True) for worker in self._workers]
        atexit.register(self.close)
        for thread in self._threads:
            thread.start()

    def submit(self, batch: Sequence[Any]) -> Future[Sequence[Any]]:
        """Queue a list, and return the future that its outcomes come with."""
        future: Future[Sequence[Any]] = Future()
        self._tasks.put((future, batch))
        return future

    def close(self) -> None:
        """Kill the processes and wait until they are gone. Closing twice is closing once."""
        atexit.unregister(self.close)
        with _LOCK:
            self.closed = True
            for worker in self._workers:
                worker.kill()
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join()

    def _run(self, worker: _Worker) -> None:
        if hasattr(signal, "pthread_sigmask"):  # processes inherit it: Ctrl-C is the parent's to handle
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        while (task := self._tasks.get()) is not None:
            future, batch = task
            try:
                future.set_result(_outcomes(worker, batch))
            except BaseException as error:
                future.set_exception(error)
        worker.stop()


class _Worker:
    """One worker process after another, as they die; the first starts with the first list."""

    def __init__(self, pool: _Pool, open: Callable[[], Read]) -> None:
        self._pool, self._open = pool, open
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def ask(self, batch: Sequence[Any]) -> Sequence[Any]:
        """Return what a process makes of a list. Raises `_DeadError` where it ends before it has answered."""
        if self._pipe is None:
            self._start()
        return self._answer(batch)

    def kill(self) -> None:
        """End the process, whatever it is doing; `stop` or the next question notices."""
        with _LOCK:
            if self._process is not None:
                self._process.kill()

    def stop(self) -> str:
        """End the process, wait for it, and return how it ended, if it had by itself."""
        with _LOCK:
            process, pipe, self._process, self._pipe = self._process, self._pipe, None, None
            if process is None or pipe is None:
                return "was not there"
            pipe.close()
            process.join(0.2)
            process.kill()
            process.join()
            return _ended(process.exitcode)

    def _start(self) -> None:
        """Start a process and wait until it is ready; one that dies before is started once more."""
        how = ""
        for _ in range(2):
            try:
                self._launch()
                self._answer(None)
                return
            except _DeadError as death:
                how = str(death)
        raise ModelError(
            f"no worker process could get ready: the last {how}. What to do: see that there is memory for all of them, "
            'or take fewer; in a script, keep what is run under if __name__ == "__main__": (workers import the script)'
        )

    def _launch(self) -> None:
        with _LOCK:
            if self._pool.closed:
                raise _ClosedError
            self._pipe, theirs = _SPAWN.Pipe()
            self._process = _SPAWN.Process(target=_work, args=(theirs, self._open), daemon=True)
            self._process.start()
            theirs.close()
        if self._pool.closed:
            self.kill()

    def _answer(self, question: Sequence[Any] | None) -> Sequence[Any]:
        assert self._pipe is not None
        try:
            self._pipe.send(question)
            answer = self._pipe.recv()
        except (EOFError, OSError):
            raise _DeadError(self.stop()) from None
        if isinstance(answer, ModelError):
            raise answer
        return answer  # type: ignore[no-any-return]


def _outcomes(worker: _Worker, batch: Sequence[Any]) -> Sequence[Any]:
    """Return what a worker makes of a list; item by item if it dies of it."""
    try:
        return worker.ask(batch)
    except _DeadError:
        return [outcome for item in batch for outcome in _alone(worker, item)]


def _alone(worker: _Worker, item: Any) -> Sequence[Any]:
    try:
        return worker.ask([item])
    except _DeadError as death:
        return [ArticleError(0, f"the worker process that read it {death}")]


def _ended(status: int | None) -> str:
    """Return how a process ended.

    >>> _ended(-9), _ended(1)
    ('was killed by SIGKILL', 'ended with status 1')
    """
    if status is None or status >= 0:
        return f"ended with status {status}"
    with suppress(ValueError):
        return f"was killed by {signal.Signals(-status).name}"
    return f"was killed by signal {-status}"


def _work(pipe: Connection, open: Callable[[], Read]) -> None:
    """Load, then answer until the pipe ends: what a worker process does. ``None`` asks whether it is ready."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.update(OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")  # as many processes as cores need no threads
    read: Read | ModelError
    try:
        read = open()
    except ModelError as error:
        read = error
    with suppress(EOFError, OSError):
        while True:
            pipe.send(_answer_to(read, pipe.recv()))


def _answer_to(read: Read | ModelError, batch: Sequence[Any] | None) -> Sequence[Any] | ModelError:
    if isinstance(read, ModelError):
        return read
    try:
        return () if batch is None else read(batch)
    except ModelError as error:
        return error
