"""Short texts and what they say: `cases/*.json`.

Each case has an `id`, a `text` and what is expected: for each statement a piece of its content
(`quote_contains`), the name of its speaker, and whatever else matters there. With `whole`, the content
has no words beyond that piece. `reject` lists pieces that no statement may contain; a case that expects
nothing and rejects nothing has no statements at all. `known_failures.json` holds what does not work yet
and why; a case that starts to work belongs in one of the other files.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from quoteattr import Article, Quote

Read: TypeAlias = Callable[[str], Article]

CASES = Path(__file__).parent / "cases"
FACTS = {
    "speaker",
    "speaker_kind",
    "mention",
    "role",
    "organization",
    "location",
    "former",
    "kind",
    "presentation",
    "cue",
    "spans",
    "whole",
}
EDGES = " “”\"'‘’«»„`.,;:!?"


def load(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return cases


WORKING = [case for name in ("synthetic", "in_the_wild", "negative") for case in load(name)]
FAILING = load("known_failures")


def facts(quote: Quote, piece: str) -> dict[str, object]:
    speaker = quote.speaker
    affiliation = None if speaker is None else speaker.affiliation
    return {
        "speaker": speaker and speaker.name,
        "speaker_kind": speaker and speaker.kind.value,
        "mention": speaker and speaker.mention and speaker.mention.text,
        "role": affiliation and affiliation.role,
        "organization": affiliation and affiliation.organization,
        "location": affiliation and affiliation.location,
        "former": affiliation is not None and affiliation.former,
        "kind": quote.kind.value,
        "presentation": quote.presentation.value,
        "cue": quote.cue and quote.cue.text,
        "spans": len(quote.spans),
        "whole": quote.text.strip(EDGES) == piece.strip(EDGES),
    }


def assert_holds(case: dict[str, Any], article: Article) -> None:
    for expected in case["expect"]:
        piece = expected["quote_contains"]
        wanted = {name: expected[name] for name in expected if name in FACTS}
        found = [
            {name: fact for name, fact in facts(quote, piece).items() if name in wanted}
            for quote in article.quotes
            if piece in quote.text
        ]
        assert found, f"no statement contains {piece!r}; found {[quote.text for quote in article.quotes]}"
        closest = max(found, key=lambda one: sum(one[name] == wanted[name] for name in wanted))
        assert closest == wanted
    for piece in case.get("reject", []):
        assert [quote.text for quote in article.quotes if piece in quote.text] == []
    if not case["expect"] and not case.get("reject"):
        assert [quote.text for quote in article.quotes] == []


@pytest.mark.parametrize("case", WORKING, ids=[case["id"] for case in WORKING])
def test_case(case: dict[str, Any], read: Read) -> None:
    assert_holds(case, read(case["text"]))


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case, id=case["id"], marks=pytest.mark.xfail(strict=True, raises=AssertionError, reason=case["reason"])
        )
        for case in FAILING
    ],
)
def test_known_failure(case: dict[str, Any], read: Read) -> None:
    assert_holds(case, read(case["text"]))


def test_ids_are_unique() -> None:
    ids = [case["id"] for case in WORKING + FAILING]
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("case", WORKING + FAILING, ids=[case["id"] for case in WORKING + FAILING])
def test_case_is_well_formed(case: dict[str, Any]) -> None:
    assert set(case) - {"reject", "reason"} == {"id", "text", "expect"}
    assert all(piece in case["text"] for piece in case.get("reject", []))
    for expected in case["expect"]:
        assert set(expected) - FACTS == {"quote_contains"}
        assert "speaker" in expected
        known = [expected.get("cue"), expected.get("mention")]
        assert all(piece in case["text"] for piece in known if piece is not None)
