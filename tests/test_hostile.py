from __future__ import annotations

import ast
import json
import os
import random
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from html import escape, unescape
from pathlib import Path
from types import FrameType
from typing import Any

import ftfy  # noqa: F401 - brings sloppy-windows-1252
import pytest
from hostile_texts import HOSTILE, LANGUAGES, LARGE
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lawful import assert_lawful, spans
from odd_texts import ODD

from quoteattr import Article, Pipeline, Quote
from quoteattr.commands.inputs import count_articles, read_inputs
from quoteattr.language.blocks import plain
from quoteattr.output.exchange import as_displacy
from quoteattr.output.frame import as_csv
from quoteattr.output.html import as_fragment, as_page
from quoteattr.output.json import as_jsonl
from quoteattr.output.table import as_table

ROOT = Path(__file__).parents[1]
ALL = {**{f"{name} (odd)": text for name, text in ODD.items()}, **HOSTILE, **LANGUAGES}

QUAY = (
    "ELMINA — The quay will be closed until spring, the port authority said on Friday.\n\n"
    "“It’s older than it looks,” said Zoë Müller, the harbour engineer. “Nobody’s to blame.”\n\n"
    "José Peña, who heads the pilots’ union, warned that two captains had refused to land. "
    "“We can’t wait for spring,” Mr Peña said.\n\n"
    "“There’s a café on that quay, and it’s ‘closed’ too.”\n\n"
    "Ms Müller’s report calls the wall “a risk – and no small one”; the mayor declined to comment.\n"
)
MILL = (
    "‘The mill was sold in May,’ said Nigel Thackeray, whose sister runs the bakery next door.\n\n"
    "According to Léa Nadéri, a spokeswoman for the buyers, the ’90s machines will go.\n\n"
    "THACKERAY: They never asked us.\n\nNADÉRI: We asked twice.\n"
)
BRIEF = "“No,” said Ada Obi.\n"
ARTICLES = [QUAY, MILL, BRIEF]

RAIN = (
    "The rain went on for most of the week and the river rose by a hand. Boats lay in the mud below the quay. " * 5
).strip()
FAR = "\n\n" + "\n\n".join([RAIN] * 4) + "\n\n"
"""More than the tagger's network reads at a time."""

TAILS = ["Zoë Müller left.", "“We will see,” said Ada Obi, the mayor.", "“", '"', "OBI: yes.", "said " * 300]

texts = st.text(max_size=120) | st.lists(
    st.sampled_from(
        [
            *"“”‘’\"'«»,.:—(\n ",
            "said ",
            "Ada Obi ",
            "the mayor ",
            "according to ",
            "he ",
            "\u200b",
            "\r\n",
            "\ud800",
            "é",
        ]
    ),
    max_size=40,
).map("".join)


# Any text


@settings(max_examples=25)
@given(texts)
@example("\ud800")
def test_any_text_has_an_answer_that_keeps_its_promises(pipeline: Pipeline, text: str) -> None:
    assert_lawful(pipeline(text, thoughts=True), text)


@pytest.mark.parametrize("name", ALL)
def test_texts_of_all_kinds_are_read(pipeline: Pipeline, name: str) -> None:
    for thoughts in (False, True):
        assert_lawful(pipeline(ALL[name], thoughts=thoughts), ALL[name])


@pytest.mark.parametrize("name", ALL)
def test_what_is_found_in_them_can_be_written_in_every_form(pipeline: Pipeline, name: str) -> None:
    article = pipeline(ALL[name], id=name)
    assert Article.from_dict(json.loads(as_jsonl(article))) == article
    assert "\n" not in as_jsonl(article)
    as_table(article, width=80).encode()
    as_csv(article).encode()
    as_page(article, ALL[name]).encode()
    as_fragment(article).encode()
    as_displacy(article, ALL[name])


@pytest.mark.parametrize("name", LARGE)
def test_large_texts_are_read(pipeline: Pipeline, name: str) -> None:
    assert_lawful(pipeline(LARGE[name]), LARGE[name])


def test_no_quote_is_lost_in_a_long_line(pipeline: Pipeline) -> None:
    line = "“The wall will hold,” said Ada Obi. " * 150
    assert sum(quote.text == "“The wall will hold,”" for quote in pipeline(line).quotes) == 150


# The same text, the same answer


def test_neither_batch_nor_order_nor_neighbours_change_an_answer(pipeline: Pipeline) -> None:
    names = list(ALL)[::2]
    alone = {name: pipeline(ALL[name]) for name in names}
    for batch_size, seed in ((3, 1), (64, 2)):
        random.Random(seed).shuffle(names)
        assert list(pipeline.pipe((ALL[name] for name in names), batch_size=batch_size)) == [alone[n] for n in names]


IN_ANOTHER_PROCESS = """
import ast, sys
import torch
import quoteattr

torch.set_num_threads(1)
texts = ast.literal_eval(sys.stdin.read())
print(ascii([article.to_dict() for article in quoteattr.load().pipe(texts, batch_size=5)]))
"""


def test_another_process_gives_the_same_answers(pipeline: Pipeline) -> None:
    given = [*ARTICLES, *HOSTILE.values()]
    done = subprocess.run(
        [sys.executable, "-c", IN_ANOTHER_PROCESS],
        input=ascii(given),
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert ast.literal_eval(done.stdout) == [pipeline(text).to_dict() for text in given]


@pytest.mark.parametrize("text", [QUAY, MILL])
def test_a_far_paragraph_changes_no_statement_before_it(pipeline: Pipeline, text: str) -> None:
    def contents(tail: str) -> list[list[tuple[int, int]]]:
        found = [[(s.start, s.end) for s in quote.spans] for quote in pipeline(text.strip() + FAR + tail).quotes]
        return [fragments for fragments in found if fragments[-1][1] <= len(text)]

    expected = contents("")
    assert len(expected) >= 4
    for tail in TAILS:
        assert contents(tail) == expected, tail


# The same article, written otherwise


def said(
    article: Article, text: str, hidden: Callable[[str], str] = str
) -> list[tuple[list[tuple[int, int]], str | None]]:
    """Contents by offsets into the text without what is `hidden`, speakers by name in plain letters."""

    def offset(of: int) -> int:
        return len(hidden(text[:of]))

    def name(quote: Quote) -> str | None:
        given = None if quote.speaker is None else quote.speaker.name
        return None if given is None else unicodedata.normalize("NFC", plain(given))

    return [([(offset(s.start), offset(s.end)) for s in quote.spans], name(quote)) for quote in article.quotes]


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def without(hidden: str) -> Callable[[str], str]:
    return lambda text: text.translate(dict.fromkeys(map(ord, hidden)))


def same(pipeline: Pipeline, text: str, other: str, hidden: Callable[[str], str] = str) -> None:
    assert other != text
    expected = said(pipeline(text), text)
    assert expected
    assert said(pipeline(other), other, hidden) == expected
    assert_lawful(pipeline(other), other)


@pytest.mark.parametrize("text", ARTICLES)
def test_straight_marks_change_nothing(pipeline: Pipeline, text: str) -> None:
    same(pipeline, text, plain(text))


@pytest.mark.parametrize("text", ARTICLES)
@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_change_nothing(pipeline: Pipeline, text: str, end: str) -> None:
    hidden = (lambda t: t.replace("\r\n", "\n")) if end == "\r\n" else str
    same(pipeline, text, text.replace("\n", end), hidden)


@pytest.mark.parametrize("text", [QUAY, MILL])
def test_composed_and_decomposed_letters_are_the_same(pipeline: Pipeline, text: str) -> None:
    same(pipeline, composed(text), unicodedata.normalize("NFD", text), composed)


@pytest.mark.parametrize("text", ARTICLES)
@pytest.mark.parametrize("blank", ["\u00a0", "\u202f", "\u2009", "\u3000", "\t"])
def test_blanks_of_all_widths_are_the_same(pipeline: Pipeline, text: str, blank: str) -> None:
    same(pipeline, text, text.replace(" ", blank))


INVISIBLE = {
    "soft hyphen": "\u00ad",
    "zero-width space": "\u200b",
    "zero-width non-joiner": "\u200c",
    "zero-width joiner": "\u200d",
    "left-to-right mark": "\u200e",
    "word joiner": "\u2060",
    "byte order mark": "\ufeff",
}
WAYS: dict[str, Callable[[str, str], str]] = {
    "before the text": lambda text, sign: sign + text,
    "before paragraphs": lambda text, sign: text.replace("\n\n", f"\n\n{sign}"),
    "around marks": lambda text, sign: "".join(f"{sign}{c}{sign}" if c in "“”‘’" else c for c in text),
    "within words": lambda text, sign: "".join(
        f"{c}{sign}" if c.isalpha() and i % 9 == 0 else c for i, c in enumerate(text)
    ),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("sign", INVISIBLE)
def test_what_nobody_sees_changes_nothing(pipeline: Pipeline, way: str, sign: str) -> None:
    for text in (QUAY, MILL):
        same(pipeline, text, WAYS[way](text, INVISIBLE[sign]), without(INVISIBLE[sign]))


BREAKS: dict[str, tuple[Callable[[str], str], Callable[[str], str]]] = {
    "UTF-8 read as Windows-1252": (
        lambda text: text.encode().decode("sloppy-windows-1252"),
        lambda text: text.encode("sloppy-windows-1252").decode(),
    ),
    "UTF-8 read as Latin-1": (
        lambda text: text.encode().decode("latin-1"),
        lambda text: text.encode("latin-1").decode(),
    ),
    "UTF-8 read as Windows-1252 twice": (
        lambda text: text.encode().decode("sloppy-windows-1252").encode().decode("sloppy-windows-1252"),
        lambda text: text.encode("sloppy-windows-1252").decode().encode("sloppy-windows-1252").decode(),
    ),
    "Windows-1252 read as Latin-1": (
        lambda text: text.encode("cp1252").decode("latin-1"),
        lambda text: text.encode("latin-1").decode("cp1252"),
    ),
    "HTML": (lambda text: "".join(c if c.isascii() else f"&#{ord(c)};" for c in text), unescape),
    "HTML in HTML": (lambda text: escape(escape(text, quote=False)), lambda text: unescape(unescape(text))),
}
"""How characters break on the way, and how they are mended where it is known how they were broken."""


@pytest.mark.parametrize("way", BREAKS)
def test_broken_characters_change_nothing(pipeline: Pipeline, way: str) -> None:
    broken, mended = BREAKS[way]
    for text in (QUAY, MILL, "“Sand & stone,” said Ada Obi. She said that it's “all over’.\n"):
        if broken(text) != text:
            same(pipeline, text, broken(text), mended)


# Time


def steps(pipeline: Pipeline, text: str, room: str = "") -> int:
    """Calls of functions, or of those of a room, which are the same on every machine."""
    count = 0

    def note(frame: FrameType, event: str, _: object) -> None:
        nonlocal count
        count += room in frame.f_code.co_filename

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        pipeline(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    ("unit", "times"),
    [
        ("“No,” said Ada Obi, mayor of Elmina.\n\n", 60),
        ("Ada Obi said that Ada Obi had said so. ", 120),
        ("“a ‘b ", 60),
        ("“No.” ", 60),
        ("OBI: no.\n", 150),  # so many that each source is weighed against as many candidates as it ever is
        ("he said, she said, they said, ", 60),
        ("Ada Obi, ", 60),
    ],
)
def test_twice_the_text_takes_about_twice_the_steps(pipeline: Pipeline, unit: str, times: int) -> None:
    once, twice = steps(pipeline, unit * times), steps(pipeline, unit * 2 * times)
    assert twice <= 2.5 * once


def test_linking_takes_twice_the_steps_for_twice_the_quotations_of_a_paragraph(pipeline: Pipeline) -> None:
    unit = "“No,” said Ada Obi. "
    once, twice = (steps(pipeline, unit * number, "quoteattr/statements/") for number in (150, 300))
    assert twice <= 2.5 * once


# Files


def test_a_row_that_python_has_no_value_for_costs_no_other(tmp_path: Path) -> None:
    arrow: Any = pytest.importorskip("pyarrow", reason="needs pyarrow")
    from pyarrow import parquet

    texts = arrow.Array.from_buffers(
        arrow.string(),
        3,
        [
            None,
            arrow.py_buffer(b"".join(n.to_bytes(4, "little") for n in (0, 3, 5, 8))),
            arrow.py_buffer(b"No.\xff\xfeYes"),
        ],
    )
    ids = arrow.array([0, 1, 2**62], arrow.timestamp("us"))
    path = tmp_path / os.fsdecode(b"in-\xff.parquet")
    with open(path, "wb") as file:
        parquet.write_table(arrow.table({"id": ids, "body": texts}), file)
    items = list(read_inputs([str(path)], "body"))
    assert [item.text for item in items] == ["No.", None, None]
    assert [item.where.rpartition(", ")[2] for item in items] == ["row 1", "row 2", "row 3"]
    assert all((item.problem or "").startswith("could not be read: ") for item in items[1:])
    assert count_articles([str(path)], "body") == 3


def test_every_text_is_another_one() -> None:
    assert len(set(ALL.values())) == len(ALL) == len(ODD) + len(HOSTILE) + len(LANGUAGES)
    assert len(LANGUAGES) >= 20


def test_the_laws_are_not_empty(pipeline: Pipeline) -> None:
    article = pipeline(QUAY)
    assert len(list(spans(article))) > 20
    with pytest.raises(AssertionError):
        assert_lawful(article, QUAY[1:] + " ")
