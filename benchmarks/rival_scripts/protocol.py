"""How a rival's script answers: stories come in as JSON lines, what the rival found goes out as JSON lines.

A script runs in the rival's own environment, where quoteattr is not installed, so this module needs the standard
library alone. A script hands `serve` a function that loads the rival and returns a function from a text to what
the rival finds in it:

    def load():
        tool = require("some_tool")
        return lambda text: [Found(content=(quote.start, quote.end)) for quote in tool.quotes(text)]

    serve(load)

In: ``{"id", "text"}``. Out, for each story: ``{"id", "quotes", "seconds", "memory", "refused"}``, the quotes in the
shape that ``quoteattr extract --format jsonl`` writes, with the fields that the rival gives and no others. ``seconds``
is the rival's own time for this story, loading left out; ``memory`` the most that its process has taken so far, in
MiB, or null; ``refused`` is what the rival said where it gave up, or null. A rival that can't be had answers a single
line, ``{"missing": reason}``.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

__all__ = ["Find", "Found", "MissingError", "Offsets", "peak_memory", "quotes", "require", "serve"]

Offsets = tuple[int, int]
"""Character offsets into the story's text, end exclusive."""

LINE = re.compile(r"[^\s](?:[^\n]*[^\s])?")
"""What stands on a line, without the white space around it."""

WARM_UP = "“We stopped guessing in August,” said Ada Obi.\n\n“Then we counted,” she added."


class MissingError(Exception):
    """The rival can't be had here; the message is the reason that the results give."""


@dataclass(frozen=True)
class Found:
    """One quotation as a rival gives it. `name` is the speaker as the rival names them, `mention` and `cue` where
    they stand in the text.
    """

    content: Offsets
    cue: Offsets | None = None
    mention: Offsets | None = None
    name: str | None = None


Find = Callable[[str], list[Found]]
"""What a rival finds in a text."""


def require(module: str) -> Any:
    """Return the module of that name. Raises `MissingError` where it is not installed."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise MissingError(f"{module} can't be imported: {error}") from error


def serve(load: Callable[[], Find]) -> None:
    """Answer the stories on standard input. What the rival itself prints goes to standard error."""
    answers, sys.stdout = sys.stdout, sys.stderr
    try:
        find = load()
    except MissingError as reason:
        print(json.dumps({"missing": str(reason)}), file=answers)
        return
    _answer(find, WARM_UP)
    for line in sys.stdin:
        story = json.loads(line)
        print(json.dumps({"id": story["id"], **_answer(find, story["text"])}), file=answers, flush=True)


def _answer(find: Find, text: str) -> dict[str, Any]:
    start, found, refused = time.perf_counter(), [], None
    try:
        found = find(text)
    except Exception as error:
        refused = f"{type(error).__name__}: {error}"
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "memory": peak_memory(), "quotes": quotes(text, found), "refused": refused}


def peak_memory() -> float | None:
    """Return the most memory that this process has taken, in MiB; ``None`` where the system does not tell."""
    try:  # on Linux, what getrusage says starts at the size of the process that started this one
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return _peak_of_usage()
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) / 1024 if found else None


def _peak_of_usage() -> float | None:
    try:
        resource = importlib.import_module("resource")
    except ImportError:
        return None
    peak = float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def quotes(text: str, found: Iterable[Found]) -> list[dict[str, Any]]:
    """Return what a rival found, in the shape that quoteattr writes.

    Two conventions differ from most rivals', and are applied for them: a quotation over several paragraphs is one
    quote per paragraph, and quotations of one paragraph that share a cue and a mention are fragments of one quote.
    """
    statements: dict[tuple[Any, ...], list[Found]] = {}
    for number, piece in enumerate(p for f in found for p in _by_paragraph(text, f)):
        shared = (piece.cue, piece.mention) if piece.cue or piece.mention else (number,)
        statements.setdefault((_paragraph(text, piece.content), *shared), []).append(piece)
    return [_quote(text, pieces) for pieces in statements.values()]


def _paragraph(text: str, span: Offsets) -> int:
    return text.count("\n", 0, span[0])


def _by_paragraph(text: str, found: Found) -> list[Found]:
    """Return a finding, cut at line ends. Cue and mention stay with the piece in whose paragraph they stand."""
    start, end = found.content
    spans = [line.span() for line in LINE.finditer(text, start, end)]
    beside = found.cue or found.mention
    homes = [i for i, span in enumerate(spans) if beside and _paragraph(text, span) == _paragraph(text, beside)]
    home = homes[0] if homes else 0
    pieces = [replace(found, content=span) for span in spans]
    return [p if i == home else replace(p, cue=None, mention=None) for i, p in enumerate(pieces)]


def _quote(text: str, pieces: list[Found]) -> dict[str, Any]:
    first = pieces[0]
    speaker = {"name": first.name, "mention": _span(text, first.mention)} if first.name or first.mention else None
    spans = [_span(text, content) for content in sorted({piece.content for piece in pieces})]
    return {"kind": "direct", "spans": spans, "cue": _span(text, first.cue), "speaker": speaker}


def _span(text: str, span: Offsets | None) -> dict[str, Any] | None:
    return span and {"start": span[0], "end": span[1], "text": text[slice(*span)]}
