"""How the time of every regular expression grows with what it reads: ``python tests/fuzz/expressions.py``.

All expressions of the package are collected from its source, compiled ones and those given to `regex.search` and the
like, each with the methods that are called on it. Each is tried on runs of whatever it mentions: one character, two in
turn, its words. Where a text of twice the length takes more than three times the time, the expression and the text are
printed, and the exit status is 1. Times are those of the processor, the best of several, on texts that take some
milliseconds at least; still, the place for this is a quiet machine, not a test.

An expression may grow fast and be harmless, where it is only ever given a few characters; `BOUNDED` names those, with
the reason. What is put together while the program runs is read from its modules; what a function puts together is named
on standard error and left out.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from itertools import permutations
from pathlib import Path
from time import process_time
from typing import Any

import regex
from attrs import frozen

PACKAGE = Path(__file__).parents[2] / "quoteattr"
MODULES = ("re", "regex")
METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split")

LONGEST = 100_000
"""Characters beyond which a text is not doubled any more: an expression that is fast there is fast."""

NOTICEABLE = 0.004
"""Seconds from which on two times can be compared."""

MOST = 3.0
"""How many times as long twice the text may take."""

BOUNDED = {
    r"(?:(?P<first>\p{L}[\p{L}’'-]*)\s)?(?P<noun>\p{Ll}[\p{L}’'-]*),?$": "reads the 60 characters before a word",
    r"[.!?]\s|\n\s*\S": "reads what stands between a cue and a quotation, 120 characters",
    r"(`+)(.+?)\1": "reads the package's own docstrings",
}
"""Expressions that are given a few characters only, by pattern, with the reason."""

_ATOM = regex.compile(r"\\p\{\^?(\w+)\}|\\(.)|\[\^?((?:\\.|\[:\w+:\]|[^\]])+)\]|(\w{2,})|([^\\\[\](){}|?*+^$.])")
_SAMPLES = {"w": "aé_", "s": " \n\u00a0", "d": "1", "S": "x", "b": "", "n": "\n", "r": "\r", "f": "\f", "t": "\t"}
_PROPERTIES = {"L": "aA", "Lu": "A", "Ll": "a", "N": "1", "M": "\u0301", "Cs": "\ud800", "Cc": "\x07", "Cf": "\u200b"}


@frozen
class Expression:
    """A pattern, where it stands, and what is done with it."""

    where: str
    pattern: str
    flags: int
    library: str
    methods: tuple[str, ...]


def expressions() -> Iterator[Expression]:
    """All of the package that are written out."""
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(source := path.read_text(encoding="utf-8"))
        names = _constants(tree)
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            found = _called(call)
            if found is None or not call.args:
                continue
            library, method = found
            pattern = _evaluated(call.args[0], names) or _in_module(path, tree, call)
            where = f"{path.relative_to(PACKAGE.parent).as_posix()}:{call.lineno}"
            if not isinstance(pattern, str):
                print(f"{where}: not a constant, left out", file=sys.stderr)
                continue
            methods = _methods(tree, call, source) if method == "compile" else (method,)
            yield Expression(where, pattern, _flags(call, library), library, methods)


def _in_module(path: Path, tree: ast.Module, call: ast.Call) -> str | None:
    """The pattern of the compiled expression that a module's name is given by this call."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and node.value is call and isinstance(node.targets[0], ast.Name):
            name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
            return str(getattr(import_module(name), node.targets[0].id).pattern)
    return None


def _called(call: ast.Call) -> tuple[str, str] | None:
    """The library and its function, where a call is one of a library of regular expressions."""
    function = call.func
    if not (isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name)):
        return None
    library, method = function.value.id, function.attr
    return (library, method) if library in MODULES and method in (*METHODS, "compile") else None


def _flags(call: ast.Call, library: str) -> int:
    """The flags that a call names, as numbers of its library."""
    named = (node for node in ast.walk(call) if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name))
    return sum(int(getattr(import_module(library), flag.attr)) for flag in named if flag.attr.isupper())


def _constants(tree: ast.Module) -> dict[str, Any]:
    """The module's names that stand for plain strings and numbers."""
    known: dict[str, Any] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            value = _evaluated(node.value, known)
            if isinstance(value, (str, int)):
                known[node.targets[0].id] = value
    return known


def _evaluated(node: ast.expr, names: dict[str, Any]) -> Any:
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.JoinedStr):
        parts = [_evaluated(p.value if isinstance(p, ast.FormattedValue) else p, names) for p in node.values]
        return None if None in parts else "".join(map(str, parts))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _evaluated(node.left, names), _evaluated(node.right, names)
        return left + right if isinstance(left, str) and isinstance(right, str) else None
    return None


def _methods(tree: ast.Module, call: ast.Call, source: str) -> tuple[str, ...]:
    """What the module calls on the name that a compiled expression is given; all of it if that can't be told."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and node.value is call and isinstance(node.targets[0], ast.Name):
            used = set(regex.findall(rf"\b{node.targets[0].id}\.(\w+)\(", source)) & set(METHODS)
            return tuple(sorted(used)) or ("search",)
    return ("search",)


def attacks(pattern: str) -> Iterator[str]:
    """What to repeat: each character that a pattern mentions, any two of them in turn, its words, a few more."""
    characters: dict[str, None] = {}
    words: dict[str, None] = {}
    for name, escape, inside, word, literal in _ATOM.findall(pattern):
        for character in (
            *_PROPERTIES.get(name, "a" if name else ""),
            *(_SAMPLES.get(escape, escape)),
            *(_members(inside)),
            *literal,
        ):
            characters[character] = None
        if word:
            words[word] = None
    several = list(characters)[:14]
    yield from several
    yield from list(words)[:6]
    yield from (f"{word} " for word in list(words)[:6])
    yield from ("".join(two) for two in permutations(several, 2))
    yield from ("a", "A ", "Aa ", "a, ", "\n", "1.")


def _members(inside: str) -> str:
    plain = regex.sub(r"\\p\{\^?(\w+)\}", lambda m: _PROPERTIES.get(m[1], "a"), inside)
    plain = regex.sub(r"\\(.)", lambda m: _SAMPLES.get(m[1], m[1]), plain)
    return plain[:8] + plain[-2:]


def growth(run: Callable[[str], object], unit: str, end: str) -> tuple[float, int]:
    """How many times as long twice the text takes, and the length of the shorter text; 0 where all is fast."""
    length = 500
    while length <= LONGEST:
        once, twice, four_times = (unit * (times * length // len(unit)) + end for times in (1, 2, 4))
        if (first := _time(run, once, 1)) >= NOTICEABLE:
            ratio = _time(run, twice, 1) / first
            if ratio > MOST:  # again, to be sure: something else may have run meanwhile
                times = [_time(run, text, 5) for text in (once, twice, four_times)]
                ratio = min(times[1] / times[0], times[2] / times[1])
            return ratio, length
        length *= 2
    return 0.0, length


def _time(run: Callable[[str], object], text: str, repeats: int) -> float:
    best = float("inf")
    for _ in range(repeats):
        start = process_time()
        run(text)
        best = min(best, process_time() - start)
    return best


def _runner(expression: Expression, method: str) -> Callable[[str], object]:
    compiled = import_module(expression.library).compile(expression.pattern, expression.flags)
    if method == "sub":
        return partial(compiled.sub, "")
    if method in ("finditer", "findall"):
        return lambda text: sum(1 for _ in compiled.finditer(text))
    return getattr(compiled, method)  # type: ignore[no-any-return]


def main() -> int:
    """Try all expressions, or those whose place or pattern contains a word, and list those that grow too fast."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("word", nargs="?", default="", help="only expressions with this in their place or pattern")
    chosen = parser.parse_args().word
    sys.path.insert(0, str(PACKAGE.parent))
    uses = [(e, method) for e in expressions() if chosen in e.where + e.pattern for method in e.methods]
    failed = sum(_fails(expression, method) for expression, method in uses)
    print(f"{len(uses)} uses of expressions tried, {failed} grow too fast")
    return int(failed > 0)


def _fails(expression: Expression, method: str) -> bool:
    """Try one use, and say so where its time grows too fast."""
    run = _runner(expression, method)
    units = dict.fromkeys(attacks(expression.pattern))
    ratio, length, unit, end = max((*growth(run, unit, end), unit, end) for unit in units for end in ("", "\x00"))
    if ratio <= MOST:
        return False
    reason = BOUNDED.get(expression.pattern)
    print(f"{expression.where} {method} {expression.pattern[:90]!r}")
    print(f"    {ratio:.1f} times as long for twice the text, from {length} characters of {unit!r} and {end!r}")
    if reason is not None:
        print(f"    bounded: {reason}")
    return reason is None


if __name__ == "__main__":
    sys.exit(main())
