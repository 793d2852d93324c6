"""The documentation holds together: links lead somewhere, code compiles, commands have the options they are shown with.

That the examples with ``>>>`` give what they show is pytest's own business (``--doctest-glob``).
"""

from __future__ import annotations

import ast
import doctest
import importlib
import io
import textwrap
from collections.abc import Iterator
from contextlib import redirect_stdout, suppress
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
import regex

from quoteattr import QuoteattrError

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
CARDS = sorted(ROOT.glob("quoteattr/models/*/*.md"))
"""The models' cards, which `docs/models.md` includes."""
TEXTS = [ROOT / "README.md", *PAGES, *CARDS]
PICTURES = sorted((DOCS / "pictures").glob("*.svg"))

FENCE = regex.compile(r"^[ :]*(?P<marks>`{3,})(?P<what>[^\n`]*)\n(?P<body>.*?)^ *(?P=marks)$", regex.M | regex.S)
SHOWN = regex.compile(r"\{(?P<kind>include|image|figure)\} (?P<file>\S+)")
LINK = regex.compile(r"\]\((?P<target>[^)\s]+)\)")
ROLE = regex.compile(r"\{(?P<role>doc|ref)\}`(?:[^`<]*<(?P<given>[^`>]+)>|(?P<bare>[^`<]+))`")
ANCHOR = regex.compile(r"^\((?P<name>[\w-]+)\)=$", regex.M)
HEADING = regex.compile(r"^#{1,3} (?P<title>.+)$", regex.M)
INLINE = regex.compile(r"(?<!`)`(?P<code>[^`\n]+)`(?!`)")
MODULE = regex.compile(r"quoteattr(?:\.\w+)+")

CALL = regex.compile(
    r"(?:python -m (?P<module>(?:quoteattr|benchmarks)[\w.]*)|(?<![\w./-])quoteattr)"
    r"(?: (?P<command>extract|view|serve|completion|compare|check|baseline)\b)?"
    r"(?P<rest>[^|&;#\n]*)"
)
OPTION = regex.compile(r"(?<![\w-])--[a-z][a-z-]*")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def prose_of(path: Path) -> str:
    return FENCE.sub("", text_of(path))


def blocks(path: Path, *languages: str) -> Iterator[str]:
    for fence in FENCE.finditer(text_of(path)):
        if fence["what"].strip() in languages:
            yield textwrap.dedent(fence["body"])


@cache
def anchors(path: Path) -> frozenset[str]:
    """What a link into a page may name: its headings, as GitHub and MyST spell them, and its own anchors."""
    prose = prose_of(path)
    headings = (regex.sub(r"[^\w\- ]", "", found["title"].strip().lower()) for found in HEADING.finditer(prose))
    return frozenset(h.replace(" ", "-") for h in headings) | {found["name"] for found in ANCHOR.finditer(prose)}


@cache
def options_of(module: str, command: str | None) -> frozenset[str]:
    """The options that a command names when asked for help."""
    name = f"{module}.__main__" if module == "benchmarks" else module
    out = io.StringIO()
    with redirect_stdout(out), suppress(SystemExit):
        importlib.import_module(name).main([command, "--help"] if command else ["--help"])
    return frozenset(OPTION.findall(out.getvalue()))


def calls(path: Path) -> Iterator[tuple[str, str, str | None]]:
    """The calls of the project's commands, in blocks and in running text: as written, its module, its subcommand."""
    shown = [block.replace("\\\n", " ") for block in blocks(path, "sh", "text")]
    shown += [inline["code"] for inline in INLINE.finditer(prose_of(path))]
    for code in shown:
        for call in CALL.finditer(code):
            yield call[0].strip(), call["module"] or "quoteattr.commands.main", call["command"]


def resolves(name: str) -> bool:
    """Whether a dotted name is a module, or something in one."""
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            value: object = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            value = getattr(value, part, None)
        return value is not None
    return False


@pytest.mark.parametrize("path", TEXTS, ids=named)
def test_links_lead_somewhere(path: Path) -> None:
    for link in LINK.finditer(prose_of(path)):
        if regex.match(r"[a-z]+:", link["target"]):
            continue
        file, _, anchor = link["target"].partition("#")
        target = path.parent / file if file else path
        assert target.exists(), f"{link['target']}: there is no {target}"
        assert not anchor or anchor in anchors(target), f"{link['target']}: {named(target)} has no such heading"


@pytest.mark.parametrize("path", TEXTS, ids=named)
def test_references_lead_somewhere(path: Path) -> None:
    everywhere = frozenset[str]().union(*map(anchors, PAGES))
    for found in ROLE.finditer(prose_of(path)):
        name = found["given"] or found["bare"]
        known = (DOCS / f"{name}.md").exists() if found["role"] == "doc" else name in everywhere
        assert known, f"{found[0]} leads nowhere"


def test_every_page_is_in_the_contents_once() -> None:
    contents = "\n".join(blocks(DOCS / "index.md", "{toctree}")).split("\n")
    listed = [line for line in contents if line and not line.startswith(":")]
    assert sorted(listed) == sorted(page.stem for page in PAGES if page.stem != "index")


@pytest.mark.parametrize("path", TEXTS, ids=named)
def test_included_files_and_pictures_are_there(path: Path) -> None:
    if path.stem == "models" and not CARDS:
        pytest.skip("the package, with the cards of its models, is not beside the documentation")
    for fence in FENCE.finditer(text_of(path)):
        shown = SHOWN.fullmatch(fence["what"].strip())
        if shown is None:
            continue
        assert (path.parent / shown["file"]).exists(), f"{shown['file']} is not there"
        if shown["kind"] != "include":
            assert regex.search(r"^:alt: \S", fence["body"], regex.M), f"{shown['file']} has no alternative text"


@pytest.mark.parametrize("path", TEXTS, ids=named)
def test_python_compiles(path: Path) -> None:
    for block in blocks(path, "python"):
        examples = doctest.DocTestParser().get_examples(block)
        for source in [example.source for example in examples] or [block]:
            ast.parse(source, named(path))


@pytest.mark.parametrize("path", TEXTS, ids=named)
def test_commands_have_the_options_they_are_shown_with(path: Path) -> None:
    for written, module, command in calls(path):
        used = set(OPTION.findall(written)) - {"--help"}
        if used:
            unknown = used - options_of("quoteattr.commands.main" if module == "quoteattr" else module, command)
            assert not unknown, f"{written!r} has {' '.join(sorted(unknown))}, which its --help does not know"


@pytest.mark.parametrize("path", TEXTS, ids=named)
def test_names_of_modules_and_what_is_in_them_exist(path: Path) -> None:
    for inline in INLINE.finditer(prose_of(path)):
        found = MODULE.match(inline["code"])
        if found is None:
            continue
        try:
            known = resolves(found[0])
        except (ImportError, QuoteattrError) as error:
            if "pip install" not in str(error):
                raise
            pytest.skip(str(error))
        assert known, f"`{inline['code']}`: there is no {found[0]}"


@pytest.mark.parametrize("path", PICTURES, ids=named)
def test_pictures_are_described_and_have_dark_colours(path: Path) -> None:
    text = text_of(path)
    root = ElementTree.fromstring(text)
    for part in ("title", "desc"):
        found = root.find(f"svg:{part}", {"svg": "http://www.w3.org/2000/svg"})
        assert found is not None
        assert found.text
    assert "prefers-color-scheme: dark" in text
    assert any(path.name in text_of(page) for page in PAGES), "no page shows it"
