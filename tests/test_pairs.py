"""The minimal pairs of `benchmarks/pairs`: their format, their offsets, and that no group is in both parts."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from benchmarks.readers import read
from quoteattr import SpeakerKind

FOLDER = Path(__file__).parents[1] / "benchmarks" / "pairs"
PARTS = ("train", "measure")

LINE = {"id", "group", "phenomenon", "text", "attributions", "entities", "facts", "names"}
AFFILIATION = {"role", "roles", "organization", "organization_optional", "location", "former"}
ATTRIBUTION = AFFILIATION | {
    "content",
    "cue",
    "source",
    "kind",
    "presentation",
    "speaker",
    "aliases",
    "speaker_kind",
    "entity",
}
ENTITY = AFFILIATION | {"name", "kind", "aliases", "facts"}
KINDS = {"person", "organization", "place", "nationality"}
LEFT_OUTSIDE = re.compile(r"(Mrs?|Ms|Dr|Sir|Dame|Sgt|PC|Col|Prof|Gov|Sen|Rev|Sheikh|Frau|Herr|Datuk|Datin)\b\.? ")
OPENING, CLOSING = '“"‘', '”"’'

Line = dict[str, Any]


def lines(part: str) -> list[Line]:
    with (FOLDER / f"{part}.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@pytest.fixture(scope="module")
def pairs() -> dict[str, list[Line]]:
    return {part: lines(part) for part in PARTS}


@pytest.fixture(scope="module")
def every(pairs: dict[str, list[Line]]) -> list[Line]:
    return [line for part in PARTS for line in pairs[part]]


def spans(line: Line) -> Iterator[list[int]]:
    """Every span of a line, whatever it marks."""
    for attribution in line["attributions"]:
        yield from (span for key in ("content", "cue", "source") for span in attribution[key])
    facts = [*line["facts"], *(fact for entity in line["entities"] for fact in entity["facts"])]
    for fact in facts:
        yield from (span for key, span in fact.items() if key != "former")
    yield from ([start, end] for start, end, _ in line["names"])


def frame(line: Line) -> str:
    """The skeleton of a group: its name without the number of the filling."""
    return str(line["group"]).rsplit("-", 1)[0]


def cut(line: Line, span: Iterable[int]) -> str:
    start, end = span
    return str(line["text"][start:end])


def test_every_line_has_the_keys_of_the_format(every: list[Line]) -> None:
    for line in every:
        assert set(line) == LINE
        assert all(set(attribution) == ATTRIBUTION for attribution in line["attributions"])
        assert all(set(entity) == ENTITY for entity in line["entities"])
        assert all({"near", "name", "former"} < set(fact) for fact in line["facts"])
        assert {kind for _, _, kind in line["names"]} <= KINDS


def test_spans_are_inside_the_text_and_have_no_white_space_at_their_edges(every: list[Line]) -> None:
    for line in every:
        for start, end in spans(line):
            assert 0 <= start < end <= len(line["text"]), line["id"]
            assert cut(line, (start, end)) == cut(line, (start, end)).strip(), line["id"]


def test_names_do_not_overlap_and_keep_titles_outside(every: list[Line]) -> None:
    for line in every:
        names = line["names"]
        assert all(one[1] <= other[0] for one, other in pairwise(names)), line["id"]
        assert not any(kind == "person" and LEFT_OUTSIDE.match(cut(line, span)) for *span, kind in names), line["id"]


def test_the_parts_of_a_fact_lie_in_its_stretch(every: list[Line]) -> None:
    for line in every:
        for fact in line["facts"]:
            start, end = fact["near"]
            inner = [fact[key] for key in ("name", "role", "organization", "location") if key in fact]
            assert all(start <= one and other <= end for one, other in inner), line["id"]
            assert len(inner) > 1, line["id"]


def test_direct_contents_keep_both_of_their_quotation_marks(every: list[Line]) -> None:
    for line in every:
        for attribution in line["attributions"]:
            contents = [cut(line, span) for span in attribution["content"]]
            quoted = all(content[0] in OPENING and content[-1] in CLOSING for content in contents)
            assert quoted == (attribution["kind"] == "direct"), (line["id"], contents)


def test_speakers_are_named_as_the_text_names_them(every: list[Line]) -> None:
    for line in every:
        for attribution in line["attributions"]:
            speaker, kind = attribution["speaker"], attribution["speaker_kind"]
            assert (speaker is None) == (kind == "unknown") == (attribution["entity"] is None), line["id"]
            if kind == "person":
                assert speaker in [cut(line, span) for *span, name in line["names"] if name == "person"], line["id"]
            if attribution["entity"] is not None:
                assert line["entities"][attribution["entity"]]["name"] == speaker, line["id"]


def test_bodies_and_documents_have_no_role_and_no_organization(every: list[Line]) -> None:
    affiliated = {"person", "unnamed_person"}
    for line in every:
        for attribution in line["attributions"]:
            if attribution["speaker_kind"] not in affiliated:
                assert (attribution["role"], attribution["organization"]) == (None, []), line["id"]


def test_ids_and_texts_occur_once(every: list[Line]) -> None:
    assert max(Counter(line["id"] for line in every).values()) == 1
    assert max(Counter(line["text"] for line in every).values()) == 1


def test_the_texts_of_a_group_differ_and_show_one_phenomenon(every: list[Line]) -> None:
    groups: dict[str, list[Line]] = {}
    for line in every:
        groups.setdefault(line["group"], []).append(line)
    assert all(len(group) in (2, 3) for group in groups.values())
    assert all(len({line["phenomenon"] for line in group}) == 1 for group in groups.values())


def test_no_group_skeleton_or_full_name_is_in_both_parts(pairs: dict[str, list[Line]]) -> None:
    assert not {line["group"] for line in pairs["train"]} & {line["group"] for line in pairs["measure"]}
    assert not {frame(line) for line in pairs["train"]} & {frame(line) for line in pairs["measure"]}
    train, measure = (
        {cut(line, span) for line in pairs[part] for *span, kind in line["names"] if kind == "person"} for part in PARTS
    )
    assert not {name for name in train & measure if " " in name and name[0].isupper()}


def test_each_phenomenon_is_in_both_parts_and_in_the_table_of_the_data_statement(pairs: dict[str, list[Line]]) -> None:
    counts = {part: Counter(line["phenomenon"] for line in pairs[part]) for part in PARTS}
    statement = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert set(counts["train"]) == set(counts["measure"])
    for phenomenon, texts in counts["train"].items():
        assert f"| `{phenomenon}` | {texts} | {counts['measure'][phenomenon]} |" in statement


@pytest.mark.parametrize("part", PARTS)
def test_the_readers_of_the_benchmarks_read_both_parts(part: str, pairs: dict[str, list[Line]]) -> None:
    articles = list(read("jsonl", FOLDER / f"{part}.jsonl"))
    assert [article.id for article in articles] == [line["id"] for line in pairs[part]]
    assert sum(len(article.attributions) for article in articles) == sum(
        len(line["attributions"]) for line in pairs[part]
    )
    assert any(a.speaker_kind is SpeakerKind.UNNAMED_PERSON for article in articles for a in article.attributions)
