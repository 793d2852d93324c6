from __future__ import annotations

import importlib.util
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
import torch
from hypothesis import HealthCheck, settings

import quoteattr

SCORE = Path(__file__).parents[2] / "shared" / "tools" / "score.py"

torch.set_num_threads(1)

# One seed for every run: a failure that one machine sees, all see.
settings.register_profile("quoteattr", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("quoteattr")


@pytest.fixture(scope="session")
def pipeline() -> quoteattr.Pipeline:
    return quoteattr.load()


@pytest.fixture(scope="session")
def read(pipeline: quoteattr.Pipeline) -> Callable[[str], quoteattr.Article]:
    return cache(pipeline)


@pytest.fixture(scope="session")
def score() -> ModuleType:
    """The scorer of record; tests that want it are skipped where it is not at hand."""
    if not SCORE.exists():
        pytest.skip("the scorer of ../shared is not here")
    spec = importlib.util.spec_from_file_location("score", SCORE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
