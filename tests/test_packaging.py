"""What pyproject.toml promises is what an installed package does. Nothing is built here."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from glob import glob
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
import regex

import quoteattr
from quoteattr.commands.main import main

if sys.version_info >= (3, 11):
    import tomllib
else:
    tomllib = pytest.importorskip("tomli", reason="Python 3.10 reads no TOML by itself")  # pytest brings it there

ROOT = Path(__file__).parents[1]
PACKAGE = Path(quoteattr.__file__).parent
CODE = sorted(PACKAGE.rglob("*.py"))

MODEL = regex.compile("^BUNDLED = ", regex.M)
"""What a module with a model of its own says."""

LIGHT = {"attr", "attrs", "quoteattr", "regex"}
"""What may be loaded with the library, beside Python's own modules."""

BROUGHT = {"torch": "stanza", "starlette": "fastapi"}
"""What comes with a package that is asked for."""

NAMED = regex.compile(r"quoteattr\[(?P<extras>[a-z, ]+)\]")
NAME = regex.compile(r"[\w-]+")


@pytest.fixture(scope="module")
def settings() -> dict[str, Any]:
    path = ROOT / "pyproject.toml"
    if not path.exists():
        pytest.skip(f"there is no pyproject.toml beside {Path(__file__).parent}")
    read: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return read


@pytest.fixture(scope="module")
def extras(settings: dict[str, Any]) -> dict[str, frozenset[str]]:
    """The packages that each extra asks for, those of the extras it includes among them."""
    stated: dict[str, list[str]] = settings["project"]["optional-dependencies"]

    def packages(extra: str) -> Iterator[str]:
        for requirement in stated[extra]:
            own = NAMED.fullmatch(requirement)
            if own is None:
                yield name_of(requirement)
            else:
                for included in own["extras"].split(","):
                    yield from packages(included)

    return {extra: frozenset(packages(extra)) for extra in stated}


def name_of(requirement: str) -> str:
    """The package that a requirement is about, without its extras and versions."""
    found = NAME.match(requirement)
    assert found is not None
    return found[0]


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def dotted(path: Path) -> str:
    return ".".join(["quoteattr", *path.relative_to(PACKAGE).with_suffix("").parts])


def is_data(path: Path) -> bool:
    return path.is_file() and path.suffix not in {".py", ".pyc"} and not path.name.startswith(".")


def imported(path: Path) -> Iterator[str]:
    """The top-level modules that a module imports, wherever in it."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def wanted(path: Path) -> Iterator[tuple[str, str]]:
    """The calls ``require(package, extra)`` in a module: what they import and the extra that they name."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "require" and len(node.args) == 2:
            package, extra = map(ast.literal_eval, node.args)
            yield package, extra


def python(*arguments: str) -> str:
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_all_data_is_in_the_package(settings: dict[str, Any]) -> None:
    patterns = settings["tool"]["setuptools"]["package-data"]["quoteattr"]
    covered = {Path(name) for pattern in patterns for name in glob(pattern, root_dir=PACKAGE, recursive=True)}
    there = {path.relative_to(PACKAGE) for path in PACKAGE.rglob("*") if is_data(path)}
    assert Path("py.typed") in there
    assert there - covered == set(), "not in [tool.setuptools.package-data]: they would be missing once installed"


@pytest.mark.parametrize("path", [path for path in CODE if MODEL.search(path.read_text(encoding="utf-8"))], ids=dotted)
def test_bundled_models_lie_in_the_package(path: Path) -> None:
    model = importlib.import_module(dotted(path)).BUNDLED
    assert model.is_relative_to(PACKAGE)
    assert model.exists(), f"{model} is missing"


def test_all_folders_of_code_are_packages() -> None:
    assert [path for path in {code.parent for code in CODE} if not (path / "__init__.py").exists()] == []


def test_the_version_is_that_of_the_project(settings: dict[str, Any]) -> None:
    if quoteattr.__version__ == "0+unknown":
        pytest.skip("quoteattr is not installed: there is no version to compare")
    assert quoteattr.__version__ == settings["project"]["version"], "install again: another version is installed"


def test_both_commands_give_the_version() -> None:
    assert python("-m", "quoteattr", "--version") == f"quoteattr {quoteattr.__version__}"
    scripts = entry_points(group="console_scripts", name="quoteattr")
    if not scripts:
        pytest.skip("quoteattr is not installed: it has no script")
    assert {script.load() for script in scripts} == {main}


@pytest.mark.parametrize("name", ["quoteattr", "quoteattr.commands.main"])
def test_importing_loads_little(name: str) -> None:
    code = f"""
import sys
before = {{*sys.modules}}
import {name}
print(*sorted({{module.partition(".")[0] for module in {{*sys.modules}} - before}} - sys.stdlib_module_names))
"""
    assert set(python("-c", code).split()) - LIGHT == set()


def test_what_is_imported_is_asked_for(settings: dict[str, Any], extras: dict[str, frozenset[str]]) -> None:
    required = {name_of(requirement) for requirement in settings["project"]["dependencies"]}
    known = required.union(*(extras[name] for name in extras if name not in {"bench", "docs", "dev"}))
    foreign = {name for path in CODE for name in imported(path)} - sys.stdlib_module_names - {"quoteattr"}
    assert {BROUGHT.get(name, name) for name in foreign} - known == set()


def test_extras_that_are_named_exist(extras: dict[str, frozenset[str]]) -> None:
    texts = [*CODE, *ROOT.glob("benchmarks/**/*.py"), *ROOT.glob("docs/*.md"), *ROOT.glob("*.md")]
    for path in texts:
        for found in NAMED.finditer(path.read_text(encoding="utf-8")):
            for extra in found["extras"].split(","):
                assert extra.strip() in extras, f"{path}: {found[0]}: there is no such extra"


def test_extras_bring_what_they_are_named_for(extras: dict[str, frozenset[str]]) -> None:
    calls = [(path, *call) for path in CODE for call in wanted(path)]
    assert calls
    for path, package, extra in calls:
        assert package.partition(".")[0] in extras[extra], f"{path}: quoteattr[{extra}] doesn't bring {package}"
