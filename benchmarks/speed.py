"""How fast and how large: quoteattr in fresh processes, so that nothing that ran before counts.

`measure` starts `benchmarks.speed_worker` once for each process of each count, lets the processes share the texts,
and takes the time from the first start to the last end: in all at 1 and 2 processes with the memory they take at
most, each step and articles of growing length in one process with one thread. Times are medians over passes;
a first pass that warms up is not counted. Nothing else should run meanwhile.

>>> [len(text.split()) for text in lengths(["One two three. " * 20], (10, 40))]
[10, 40]
>>> total_words(repeat(["One two three."], 10))
12
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import cycle
from pathlib import Path
from types import TracebackType
from typing import Any, TypeAlias

import regex
from attrs import astuple, frozen

from quoteattr import QuoteattrError

__all__ = [
    "WORKER",
    "Length",
    "Run",
    "Speed",
    "SpeedError",
    "Start",
    "Step",
    "lengths",
    "measure",
    "repeat",
    "total_words",
]

WORKER = (sys.executable, "-m", "benchmarks.speed_worker")

Models: TypeAlias = Mapping[str, str]

LENGTHS = (100, 250, 500, 1_000, 2_500, 5_000)
"""Words of the articles whose throughput is compared."""

_FIRST_WORDS = r"(?:\S+\s+){%d}\S+"


class SpeedError(QuoteattrError):
    """A process that should have been timed did not answer."""


@frozen
class Start:
    """Seconds until a fresh process can work: to import quoteattr; to import it, load all models and read a first
    short text; and from the start of Python to then.
    """

    importing: float
    loading: float
    fresh: float


@frozen
class Run:
    """All texts, shared by a number of processes with some threads each, and the peak memory of all, in MiB.

    `memory` is ``None`` where the system does not tell.
    """

    processes: int
    threads: int
    words_per_second: float
    memory: float | None


@frozen
class Step:
    """One step of the pipeline by itself, in batches as `Pipeline.pipe` makes them, in one process."""

    name: str
    words_per_second: float


@frozen
class Length:
    """One article of so many words by itself, in one process."""

    words: int
    words_per_second: float


@frozen
class Speed:
    """The speed of quoteattr on some texts."""

    words: int
    articles: int
    start: Start
    runs: tuple[Run, ...]
    steps: tuple[Step, ...]
    lengths: tuple[Length, ...]


def total_words(texts: Sequence[str]) -> int:
    """Return how many words the texts have, cut at white space."""
    return sum(len(text.split()) for text in texts)


def repeat(texts: Sequence[str], words: int) -> list[str]:
    """Return the texts over and over, until they have as many words in all."""
    out: list[str] = []
    found = 0
    for text in cycle(texts):
        if found >= words:
            return out
        out.append(text)
        found += len(text.split())
    return out


def lengths(texts: Sequence[str], wanted: Sequence[int] = LENGTHS) -> list[str]:
    """Return articles of the wanted numbers of words: the texts one after another, as paragraphs, cut off."""
    whole = "\n\n".join(repeat(texts, max(wanted)))
    cuts = (regex.match(_FIRST_WORDS % (words - 1), whole) for words in wanted)
    return [found[0] for found in cuts if found]


class _Worker:
    """A fresh process that answers a line of JSON for each that it is sent."""

    def __init__(self, command: Sequence[str], request: Mapping[str, Any]) -> None:
        self._said = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115 (closed at exit)
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            encoding="utf-8",
            env=_with_root(),
        )
        self.send(request)

    def __enter__(self) -> _Worker:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind:
            self._process.kill()
        self._process.communicate()
        self._said.close()

    def send(self, line: Mapping[str, Any]) -> None:
        """Ask for something without waiting for it."""
        assert self._process.stdin
        try:
            self._process.stdin.write(json.dumps(line) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise self._failure() from None

    def receive(self) -> dict[str, Any]:
        """Return the next answer. Raises `SpeedError` where the process ends in place of it."""
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise self._failure()
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _failure(self) -> SpeedError:
        code = self._process.wait()
        self._said.seek(0)
        said = self._said.read().strip().splitlines() or ["it said nothing"]
        return SpeedError(f"the process that was timed stopped with exit code {code}: {said[-1]}")


def _with_root() -> dict[str, str]:
    """Return the environment in which this package is found, whatever the working directory is."""
    paths = [str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}


@frozen
class _Team:
    """Processes that have loaded everything and wait for work, and how long that took each."""

    workers: tuple[_Worker, ...]
    starts: tuple[Start, ...]
    threads: int

    def ask(self, what: str, **details: Any) -> tuple[float, list[dict[str, Any]]]:
        """Return the seconds until all have answered, and the answers."""
        began = time.perf_counter()
        for worker in self.workers:
            worker.send({"do": what, **details})
        answers = [worker.receive() for worker in self.workers]
        return time.perf_counter() - began, answers


@contextmanager
def _team(
    texts: Sequence[str], processes: int, threads: int, models: Models, command: Sequence[str]
) -> Iterator[_Team]:
    """Start processes that share texts and threads; they are started one after another, so that each start counts."""
    each = max(1, threads // processes)
    with ExitStack() as stack:
        workers, starts = [], []
        for number in range(processes):
            began = time.perf_counter()
            request = {"texts": texts[number::processes], "threads": each, "models": models}
            workers.append(stack.enter_context(_Worker(command, request)))
            ready = workers[-1].receive()
            starts.append(Start(ready["importing"], ready["loading"], time.perf_counter() - began))
        yield _Team(tuple(workers), tuple(starts), each)


def _run(team: _Team, words: int, passes: int) -> Run:
    """Measure all texts once to warm up and `passes` times for the clock."""
    taken = [team.ask("pass") for _ in range(passes + 1)][1:]
    peaks = [answer["memory"] for answer in taken[-1][1]]
    return Run(
        processes=len(team.workers),
        threads=team.threads,
        words_per_second=words / statistics.median(seconds for seconds, _ in taken),
        memory=None if None in peaks else sum(peaks),
    )


def measure(
    texts: Sequence[str],
    *,
    threads: int,
    passes: int = 3,
    longest: int = LENGTHS[-1],
    models: Models | None = None,
    command: Sequence[str] = WORKER,
    tick: Callable[[str], None] = lambda what: None,
) -> Speed:
    """Return the speed of quoteattr on some texts.

    One process is timed with one thread, and with all `threads` if there are more; two processes share them.
    Articles of up to `longest` words are compared. `models` are arguments of `quoteattr.load`; `tick` is told what
    comes next. Raises `SpeedError` where a process fails.
    """
    words, articles = total_words(texts), lengths(texts, [wanted for wanted in LENGTHS if wanted <= longest])
    tick("1 process")
    with _team(texts, 1, 1, models or {}, command) as alone:
        runs = [_run(alone, words, passes)]
        tick("steps")
        _, (steps,) = alone.ask("steps", passes=passes)
        tick("articles by length")
        _, (long,) = alone.ask("lengths", passes=passes, articles=articles)
    if threads > 1:
        tick(f"1 process, {threads} threads")
        with _team(texts, 1, threads, models or {}, command) as wide:
            runs.append(_run(wide, words, passes))
    tick("2 processes")
    with _team(texts, 2, threads, models or {}, command) as pair:
        runs.append(_run(pair, words, passes))
    starts = zip(*(astuple(start) for start in (*alone.starts, *pair.starts)), strict=True)
    return Speed(
        words=words,
        articles=len(texts),
        start=Start(*map(statistics.median, starts)),
        runs=tuple(runs),
        steps=tuple(Step(name, words / seconds) for name, seconds in steps.items()),
        lengths=_throughput(articles, long["seconds"]),
    )


def _throughput(articles: Sequence[str], seconds: Sequence[float]) -> tuple[Length, ...]:
    sizes = [len(article.split()) for article in articles]
    return tuple(Length(size, size / taken) for size, taken in zip(sizes, seconds, strict=True))
