"""A process that is timed: ``python -m benchmarks.speed_worker``, which `benchmarks.speed` starts.

Lines of JSON come in and go out. First what to work with: ``{"texts", "threads", "models"}``, answered when everything
is loaded. Then, until the input ends, what to do: ``{"do": "pass"}`` reads all texts; ``{"do": "steps", "passes"}``
takes the seconds of each step; ``{"do": "lengths", "passes", "articles"}`` those of each article.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, TextIO

from attrs import frozen

from benchmarks.rival_scripts.protocol import peak_memory

if TYPE_CHECKING:
    from quoteattr import Pipeline
    from quoteattr.text.page import Page

__all__ = ["Tools", "answer", "main", "seconds"]

BATCH = 16
"""How many texts go through a step at once, as in `quoteattr.Pipeline.pipe`."""

FIRST_TEXT = "“Yes,” said Ada Obi."


@frozen
class Tools:
    """A pipeline, and its steps by themselves."""

    pipeline: Pipeline

    @classmethod
    def load(cls, models: Mapping[str, str]) -> Tools:
        """Read everything from disk, and a first short text. `models` are arguments of `quoteattr.load`."""
        import quoteattr

        tools = cls(quoteattr.load(**models))
        tools.pipeline(FIRST_TEXT)
        return tools

    def steps(self, texts: Sequence[str]) -> dict[str, Callable[[], object]]:
        """Return the steps on some texts by name; what they need of each other is made here, which warms them up."""
        from quoteattr.reading import read_article
        from quoteattr.text.page import Page

        models = self.pipeline.models
        pages = [Page.of(text) for text in texts]
        analyses = [one for batch in _batches(pages) for one in models.reader.read(batch)]
        tagged = list(models.tag(pages))

        def rest() -> None:
            for words, read in zip(analyses, tagged, strict=True):
                read_article(words, read, models)

        return {
            "marks": lambda: [Page.of(text).quotations for text in texts],
            "language": lambda: [models.reader.read(batch) for batch in _batches(pages)],
            "tagging": lambda: [list(models.tag(batch)) for batch in _batches(pages)],
            "everything after": rest,
        }


def _batches(pages: Sequence[Page]) -> Iterator[Sequence[Page]]:
    return (pages[i : i + BATCH] for i in range(0, len(pages), BATCH))


def seconds(action: Callable[[], object], passes: int) -> float:
    """Return the median time of an action that has been warmed up."""
    times = []
    for _ in range(passes):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def answer(tools: Tools, texts: Sequence[str], asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answer to one line that came in."""
    match asked["do"]:
        case "pass":
            for _ in tools.pipeline.pipe(texts):
                pass
            return {"memory": peak_memory()}
        case "steps":
            return {name: seconds(step, asked["passes"]) for name, step in tools.steps(texts).items()}
        case "lengths":
            articles: list[str] = asked["articles"]
            return {"seconds": [seconds(partial(tools.pipeline, text), asked["passes"]) for text in articles]}
    raise ValueError(f"expected pass, steps or lengths, got {asked['do']!r}")


def main() -> None:
    """Answer standard input. What libraries print goes to standard error."""
    answers, sys.stdout = sys.stdout, sys.stderr
    request = json.loads(sys.stdin.readline())
    start = time.perf_counter()
    import_module("quoteattr")
    importing = time.perf_counter() - start
    import torch

    torch.set_num_threads(request["threads"])
    tools = Tools.load(request["models"])
    _say({"importing": importing, "loading": time.perf_counter() - start}, answers)
    for line in sys.stdin:
        _say(answer(tools, request["texts"], json.loads(line)), answers)


def _say(values: Mapping[str, Any], answers: TextIO) -> None:
    print(json.dumps(values), file=answers, flush=True)


if __name__ == "__main__":
    main()
