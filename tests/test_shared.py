from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from quoteattr import Pipeline

SHARED = Path(__file__).parents[2] / "shared"
WORLD = SHARED / "corpora" / "world" / "dev.jsonl"

pytestmark = pytest.mark.skipif(not WORLD.exists(), reason="the annotated articles of ../shared are not here")


@pytest.fixture(scope="module")
def parade() -> dict[str, Any]:
    articles = (json.loads(line) for line in WORLD.read_text(encoding="utf-8").splitlines())
    return next(article for article in articles if article["id"] == "kim_beijing_parade")


def test_the_article_on_the_parade_has_its_speakers(
    score: ModuleType, parade: dict[str, Any], pipeline: Pipeline
) -> None:
    text, gold = parade["text"], parade["attributions"]
    predicted = score.predicted_attributions(pipeline(text).to_dict())
    right = [
        i
        for i, j in score.match(text, gold, predicted, 0.5)
        if score.same_name(
            predicted[j]["speaker"], gold[i]["speaker"], gold[i].get("aliases", []), gold[i]["speaker_kind"]
        )
    ]
    assert len(gold) == 16
    assert len(right) >= 14
