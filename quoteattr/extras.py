"""Optional packages, imported at their first use: pyarrow, pandas, polars, pyspark.

What each is for is in ``docs/dependencies.md``; the extras that bring them are in ``pyproject.toml``.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from quoteattr.errors import QuoteattrError

__all__ = ["require"]


def require(package: str, extra: str | None = None) -> Any:
    """Return the package, imported. Where it is missing, raise a `QuoteattrError` that says how to install it.

    `extra` is the extra of quoteattr that brings the package.

    >>> require("no_such_package")
    Traceback (most recent call last):
    quoteattr.errors.QuoteattrError: the package no_such_package is missing: pip install no_such_package
    """
    try:
        return import_module(package)
    except ModuleNotFoundError as error:
        name = package.partition(".")[0]
        install = f"'quoteattr[{extra}]'" if extra else name
        raise QuoteattrError(f"the package {name} is missing: pip install {install}") from error
