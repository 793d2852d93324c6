from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
import torch
from hypothesis import HealthCheck, settings

import quoteattr

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
