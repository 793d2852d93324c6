"""What is fuzzed: each target takes bytes, and raises where quoteattr does what it never should.

Bytes are read as UTF-8 in which all others stand for half a surrogate pair, so that a find is a text that one can
read, and no bytes are without meaning.
"""

from __future__ import annotations

import csv
import io
import json
import os
import sys
import tempfile
import webbrowser
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, redirect_stderr, redirect_stdout, suppress
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest import mock

from lawful import assert_lawful

import quoteattr
import quoteattr.commands.main
import quoteattr.commands.serve
from quoteattr import Article, ArticleError, Quote, QuoteattrError, QuoteKind, RecordError, Span
from quoteattr.commands.inputs import Input, count_articles, read_inputs
from quoteattr.commands.journal import JournalSink
from quoteattr.output.frame import csv_rows
from quoteattr.output.json import as_json, as_jsonl
from quoteattr.output.table import as_table
from quoteattr.service.bodies import parse_article, parse_batch, parse_form
from quoteattr.service.limits import Limits, RefusedError
from quoteattr.text.marks import find_quotations
from quoteattr.text.page import Page
from quoteattr.text.paragraphs import find_paragraphs

__all__ = ["SEEDS", "TARGETS"]


def as_text(data: bytes) -> str:
    """Any bytes as a text.

    >>> as_text("“No”".encode() + b"\\xff")
    '“No”\\udcff'
    """
    return data.decode("utf-8", "surrogateescape")


def marks(data: bytes) -> None:
    """Quotations lie in their paragraphs, nest, and are found again where they stand."""
    text = as_text(data)
    inside = find_paragraphs(text)
    assert all(a.end < b.start for a, b in pairwise(inside))
    assert "".join("".join(text[p.start : p.end].split()) for p in inside) == "".join(text.split())
    found = find_quotations(text)
    assert [(q.start, -q.end) for q in found] == sorted({(q.start, -q.end) for q in found})
    for q in found:
        (home,) = [p for p in inside if p.start <= q.start < q.end <= p.end]
        assert q.closed or q.end == home.end
        assert not q.continues or q.start == home.start != inside[0].start
        assert q.depth == sum(o is not q and o.start <= q.start and q.end <= o.end for o in found)
        assert not any(q.start < o.start < q.end < o.end for o in found)
    looked_up = Page.verbatim(text).outermost
    outer = [q for q in found if q.depth == 0]
    for offset in range(len(text) + 1):
        assert looked_up.at(offset) == next((q for q in outer if q.start <= offset < q.end), None)
        assert looked_up.before(offset) == next((q for q in reversed(outer) if q.end <= offset), None)
        assert looked_up.after(offset) == next((q for q in outer if q.start >= offset), None)


def records(data: bytes) -> None:
    """JSON is an article, which comes back from its dict and can be written in all forms, or a `RecordError`."""
    try:
        given = json.loads(as_text(data))
    except (ValueError, RecursionError):
        return
    article = _article(given)
    if article is None:
        return
    assert Article.from_dict(article.to_dict()) == article
    assert json.loads(as_jsonl(article), parse_constant=_refuse) == article.to_dict()
    assert Article.from_dict(json.loads(as_json(article, ascii_only=True))) == article
    assert len(as_jsonl(article).split("\n")) == 1
    as_table(article, width=80)
    csv.writer(io.StringIO()).writerows(csv_rows(article))


def _article(given: Any) -> Article | None:
    try:
        return Article.from_dict(given)
    except RecordError as error:
        _check_message(error)
        return None


def _check_message(error: Exception) -> None:
    assert 0 < len(str(error)) < 2000, "a message of that length helps nobody"


def _refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is not JSON")


def inputs(data: bytes) -> None:
    """Any file gives texts or problems, as a text, as JSON lines, as Parquet, and as an output to go on with."""
    with _folder() as folder:
        path = folder / "in.jsonl"
        path.write_bytes(data)
        (item,) = read_inputs([str(path)])
        _check_input(item)
        assert item.text is None or item.text.encode() == data
        for field in ("body", "id"):
            items = list(read_inputs([str(path)], field))
            for item in items:
                _check_input(item)
            counted = count_articles([str(path)], field)
            assert counted == len(items) or data.startswith(b"PAR1")
        _resume(path)


def _check_input(item: Input) -> None:
    assert (item.text is None) != (item.problem is None)
    assert item.where
    assert item.id is None or type(item.id) in (str, int)


def _resume(path: Path) -> None:
    items = iter([Input("a.txt", "a", "He said no."), Input("b.txt", "b", problem="gone")])
    with suppress(QuoteattrError), closing(JournalSink(path)) as journal:
        journal.resume(items)


def requests(data: bytes) -> None:
    """The body of a request is articles or is refused, with a message that is no novel."""
    for parse in (parse_article, parse_form, lambda body: parse_batch(body, Limits())):
        try:
            parse(data)
        except RefusedError as error:
            _check_message(error)
            _check_status(error.response().status_code, range(400, 500))


def command_line(data: bytes) -> None:
    """One argument a line, standard input after an empty one: an exit status, and no traceback."""
    head, _, standard_input = data.partition(b"\n\n")
    arguments = [argument for argument in as_text(head).split("\n") if _is_safe(argument)]
    with _folder() as folder, ExitStack() as stack:
        (folder / "a.txt").write_text("“No,” said Ada Obi.", encoding="utf-8")
        (folder / "b.jsonl").write_text('{"id": 1, "body": "He said “no”."}\n{"id": 2}\n', encoding="utf-8")
        (folder / "news").mkdir()
        (folder / "news" / "c.txt").write_bytes(b"\xff")
        stack.enter_context(_inside(folder))
        stack.enter_context(mock.patch.object(quoteattr, "load", return_value=Fake()))
        stack.enter_context(mock.patch.object(quoteattr.commands.serve, "run", return_value=0))
        stack.enter_context(mock.patch.object(webbrowser, "open", return_value=True))
        stack.enter_context(mock.patch.object(tempfile, "mkdtemp", return_value=str(folder)))
        stack.enter_context(mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(standard_input))))
        out, err = (io.TextIOWrapper(io.BytesIO(), "ascii", errors) for errors in ("strict", "backslashreplace"))
        stack.enter_context(redirect_stdout(out))
        stack.enter_context(redirect_stderr(err))
        try:
            status = quoteattr.commands.main.main(arguments)
        except SystemExit as left:
            status = left.code if isinstance(left.code, int) else 2
        _check_status(status, range(3))
        err.flush()
        assert status == 0 or err.buffer.getvalue(), "a failure without a word"


def _check_status(status: int, expected: range) -> None:
    assert status in expected, status


def _is_safe(argument: str) -> bool:
    """Names of files in the folder and no others: a fuzzer should not write to the disk at large."""
    return not any(part in argument.replace("news/", "", 1) for part in ("/", "\\", "..", "\0"))


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


class Fake:
    """A pipeline that takes all quotations for statements, and reads no models."""

    def __call__(self, text: str, *, id: str | int | None = None, thoughts: bool = False) -> Article:
        spans = (Span.cut(text, q.start, q.end) for q in find_quotations(text))
        return Article(tuple(Quote((span,), QuoteKind.DIRECT) for span in spans), id=id)

    def pipe(self, texts: Iterable[str], **_: Any) -> Generator[Article | ArticleError, None, None]:
        """As that of a real one."""
        for number, text in enumerate(texts):
            yield self(text) if isinstance(text, str) else ArticleError(number, "no text")


def pipeline(data: bytes) -> None:
    """Every text has an answer, and all that holds of answers holds of it."""
    text = as_text(data)
    article = _loaded()(text, thoughts=True)
    assert_lawful(article, text)
    assert _loaded()(text, thoughts=True) == article
    as_table(article, width=80)


@cache
def _loaded() -> quoteattr.Pipeline:
    import torch

    torch.set_num_threads(1)
    return quoteattr.load()


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="quoteattr-fuzz-") as folder:
        yield Path(folder)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "marks": marks,
    "records": records,
    "inputs": inputs,
    "requests": requests,
    "command-line": command_line,
    "pipeline": pipeline,
}
"""By the name that the command line and the files of finds give them."""

_TEXTS = (
    "“We lost four boats,” said Kofi Asante, the harbour master. “Nobody had warned us.”\n\n“They cry when it rains.”",
    "'I won't go,' she said, and left the '90s behind.\r\n\r\nOKORO: The dams' walls are 6'2\" high.\r\n",
    "Ines Okoro, who heads the valley's council, said that water had come through « the gate » since June.",
    "„Nein“, ‚sagte‘ ``sie''; ‹non›, »nej«. ＂No″ 5′ `no´",
)
_SPAN = '{"start": 0, "end": 2, "text": "No"}'
_AFFILIATION = (
    f'{{"role": "mayor", "organization": null, "location": "Elmina", "former": false, "evidence": [{_SPAN}]}}'
)
_SPEAKER = f'{{"name": "Ada", "kind": "person", "mention": {_SPAN}, "id": 1, "affiliation": {_AFFILIATION}}}'
_RECORD = f'{{"id": 1, "name": "Ada", "kind": "person", "mentions": [{_SPAN}], "affiliations": [{_AFFILIATION}]}}'
_QUOTE = (
    f'{{"kind": "direct", "presentation": "speech", "spans": [{_SPAN}], "cue": {_SPAN}, "speaker": {_SPEAKER}, '
    '"confidence": 0.5}'
)
_ARTICLE = f'{{"id": "a", "quotes": [{_QUOTE}], "speakers": [{_RECORD}]}}'

SEEDS: dict[str, tuple[bytes, ...]] = {
    "marks": tuple(map(str.encode, _TEXTS)),
    "records": tuple(map(str.encode, (_ARTICLE, '{"id": null, "quotes": [], "speakers": []}'))),
    "inputs": (
        '\ufeff{"id": 1, "body": "He said “no”."}\n\n{"id": "b", "body": null}\r\n'.encode(),
        f'{_ARTICLE}\n{{"id": "b", "error": "gone"}}\n'.encode(),
        b'[1, 2]\n{"body": "\\ud800"}\n{"id": 1e400, "body": "\\u0000"}\n"body"\n',
    ),
    "requests": (
        '{"text": "He said “no”.", "id": 7, "thoughts": true}'.encode(),
        b'{"articles": [{"text": "No."}, {"text": 1}, 7]}',
        b"text=No.%0D%0AYes.&thoughts=on",
    ),
    "command-line": (
        b"extract\n--format\njsonl\na.txt\nnews\n-\n\nHe said no.",
        b"extract\n--field\nbody\nb.jsonl\n--output\no.csv\n--workers\n2\n--batch-size\n1",
        b"extract\n*.txt\n--output\no.jsonl\n--resume",
        b"extract\na.txt\n--output\no.parquet\n--thoughts",
        b"view\na.txt\n--output\no.html",
        b"completion\nbash",
        b"--version",
    ),
    "pipeline": tuple(map(str.encode, _TEXTS)),
}
"""Where a run begins."""
