from __future__ import annotations

import ast
import importlib.util
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from quoteattr import Pipeline
from quoteattr.language.reader import BUNDLED

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "quoteattr").rglob("*.py"))
MODELS = sorted(path for path in (ROOT / "quoteattr" / "models").rglob("*") if path.is_file())

UNSAFE_MODULES = {
    *("pickle", "cPickle", "_pickle", "dill", "cloudpickle", "joblib", "shelve", "marshal", "yaml"),
    *("subprocess", "pty", "pexpect", "ctypes", "code", "codeop"),
}
NETWORK_MODULES = {"socket", "ssl", "http", "urllib", "urllib3", "requests", "httpx", "ftplib", "smtplib", "telnetlib"}
HARMLESS = {"urllib.parse"}
LISTENING = {"quoteattr/service/server.py"}

RUN_CODE = {"eval", "exec", "compile", "__import__", "breakpoint"}
RUN_PROGRAMS = ("system", "popen", "startfile", "exec", "spawn", "posix_spawn", "fork")


def where(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT).as_posix()}:{getattr(node, 'lineno', 0)}"


def imported(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None and not node.level:
            yield node, node.module


def name_of(function: ast.expr) -> str:
    """A called name with its dots, "" for anything else."""
    if isinstance(function, ast.Name):
        return function.id
    if isinstance(function, ast.Attribute):
        return f"{name_of(function.value)}.{function.attr}"
    return ""


def complaints(path: Path, source: str) -> Iterator[str]:
    """What in a module could run a text, reach the network or unpickle a file."""
    tree = ast.parse(source)
    relative = path.relative_to(ROOT).as_posix()
    for node, module in imported(tree):
        top = module.split(".")[0]
        if top in UNSAFE_MODULES:
            yield f"{where(path, node)}: imports {module}"
        if top in NETWORK_MODULES and module not in HARMLESS and relative not in LISTENING:
            yield f"{where(path, node)}: imports {module}"
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        yield from (f"{where(path, call)}: {what}" for what in unsafe(call))


def unsafe(call: ast.Call) -> Iterator[str]:
    name = name_of(call.func)
    options = {keyword.arg: keyword.value for keyword in call.keywords}
    if name in RUN_CODE:
        yield f"calls {name}"
    if name.startswith("os.") and name.removeprefix("os.").startswith(RUN_PROGRAMS):
        yield f"calls {name}"
    if "shell" in options and not is_constant(options["shell"], False):
        yield f"{name} with shell"
    if name == "torch.load" and not is_constant(options.get("weights_only"), True):
        yield "torch.load without weights_only=True"
    if name.endswith("torch.hub.load") or "trust_remote_code" in options or "allow_pickle" in options:
        yield f"{name} may run what it loads"


def is_constant(node: ast.expr | None, value: object) -> bool:
    return isinstance(node, ast.Constant) and node.value is value


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_module_runs_code_unpickles_or_opens_connections(path: Path) -> None:
    assert list(complaints(path, path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("import pickle", "imports pickle"),
        ("def f():\n    from joblib import load", "imports joblib"),
        ("from urllib.request import urlopen", "imports urllib.request"),
        ("import socket", "imports socket"),
        ("eval('1')", "calls eval"),
        ("import os\nos.system('ls')", "calls os.system"),
        ("os.execvp('ls', [])", "calls os.execvp"),
        ("run('ls', shell=True)", "run with shell"),
        ("run('ls', shell=yes)", "run with shell"),
        ("torch.load(path)", "torch.load without weights_only=True"),
        ("torch.load(path, weights_only=False)", "torch.load without weights_only=True"),
        ("numpy.load(path, allow_pickle=True)", "numpy.load may run what it loads"),
    ],
)
def test_the_check_finds_unsafe_code(source: str, complaint: str) -> None:
    (found,) = complaints(ROOT / "quoteattr" / "made_up.py", source)
    assert found.endswith(f": {complaint}")


@pytest.mark.parametrize("source", ["model.eval()", "torch.load(path, weights_only=True)", "import urllib.parse"])
def test_the_check_accepts_harmless_code(source: str) -> None:
    assert list(complaints(ROOT / "quoteattr" / "made_up.py", source)) == []


def test_models_are_safetensors_json_or_stanza_archives() -> None:
    assert {path.suffix for path in MODELS} <= {".safetensors", ".json", ".md", ".pt"}
    assert all(path.is_relative_to(BUNDLED) for path in MODELS if path.suffix == ".pt")


@pytest.mark.parametrize("path", [p for p in MODELS if p.suffix == ".pt"], ids=lambda path: path.parent.name)
def test_stanza_models_load_with_weights_only(path: Path) -> None:
    import torch

    torch.load(path, map_location="cpu", weights_only=True)


def test_stanza_loads_models_with_weights_only(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    from quoteattr.language.reader import Reader
    from quoteattr.text.page import Page

    load, given = torch.load, []

    def noted(*args: Any, **options: Any) -> Any:
        given.append(options.get("weights_only"))
        return load(*args, **options)

    monkeypatch.setattr(torch, "load", noted)
    Reader().read([Page.of("Nobody said so.")])
    assert given
    assert set(given) == {True}


def test_extraction_opens_no_socket(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> Any:
        raise AssertionError("a socket")

    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname", "socketpair"):
        monkeypatch.setattr(socket, name, refused)
    assert pipeline("See https://example.org/feed: “No,” said Ada Obi.").quotes


AUDITED = """
import sys

seen = []
WATCHED = ("socket.connect", "socket.get", "socket.send", "urllib.", "http.", "ftplib.", "smtplib.")
WATCHED += ("subprocess.", "os.system", "os.exec", "os.posix_spawn")
sys.addaudithook(lambda event, args: seen.append((event, args)) if event.startswith(WATCHED) else None)

import quoteattr

article = quoteattr.extract("“No,” said Ada Obi of https://example.org. $(touch x) `touch x` {{7*7}} <script>")
assert article.quotes
for event, args in seen:
    print(event, *map(repr, args))
"""


def test_a_process_that_extracts_connects_to_nothing_and_runs_no_program(tmp_path: Path) -> None:
    """From the first import to the first answer, models and the libraries beneath included. A socket alone may come up:
    urllib3, which Stanza brings, binds one to ::1 when it is imported, to see whether there is IPv6.
    """
    script = tmp_path / "script.py"
    script.write_text(AUDITED, encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert {path.name for path in tmp_path.iterdir()} == {"script.py"}


@pytest.mark.skipif(importlib.util.find_spec("starlette") is None, reason="needs quoteattr[serve]")
def test_pages_run_no_script_of_a_text(pipeline: Pipeline) -> None:
    from quoteattr.output.html import as_page

    text = '“No,” said Ada <script>alert(1)</script> Obi, "><img src=x onerror=alert(1)> mayor of &lt;b&gt; ${x} {{y}}.'
    page = as_page(pipeline(text), text, title="</title><script>alert(2)</script>")
    assert page.count("<script") == as_page(pipeline(""), "").count("<script")
    assert "<img" not in page
    assert "alert(1)</script>" not in page
    assert "default-src 'none'" in page
