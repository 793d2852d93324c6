"""How good quoteattr is, against annotated articles and beside other tools, and how fast.

    python -m benchmarks                                     everything that is at hand
    python -m benchmarks --small                             one part of the own corpus and a short text, in a minute
    python -m benchmarks --corpus polnear PolNeAR/data/dev   another corpus too (see `benchmarks.readers`)
    python -m benchmarks --rivals DIR [--install]            other tools too (see `benchmarks.rivals`)
    python -m benchmarks compare OLD.json NEW.json           gains and losses, quote by quote
    python -m benchmarks check REPORT.json                   fails where a main figure has fallen by more than 2 points
    python -m benchmarks baseline REPORT.json                write what `check` holds reports against

A run prints tables and writes ``report.json``, ``table.md``, plots and ``errors.html``, a page of every article with
what is annotated and what was found. Nothing is downloaded but what ``--install`` asks for. What is not at hand is
named in the report, with the reason.

Exit status: 0 all went well; 1 `check` found a fall; 2 something can't be read, run or written.
"""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import torch
from attrs import evolve

import quoteattr
from benchmarks.baseline import BASELINE, Baseline, baseline, check
from benchmarks.changes import changes, describe
from benchmarks.material import SHARED_CORPORA, LeftOut, Material, named_corpus, own_corpora, shared_corpora
from benchmarks.readers import FORMATS, CorpusError
from benchmarks.report import errors, markdown, plots
from benchmarks.report.table import Table, describe_run, tables, to_text
from benchmarks.results import cores, predictions, write
from benchmarks.rivals import CORENLP, RIVALS
from benchmarks.suite import Plan, RivalPlan, SpeedPlan, run
from quoteattr import QuoteattrError

__all__ = ["main"]

FINE, FELL, UNUSABLE = 0, 1, 2
"""The exit statuses."""

SMALL = "left out by --small"

OUT = Path("build/benchmarks")
WORDS, FEW_WORDS = 10_000, 2_000
LONGEST, NOT_SO_LONG = 5_000, 1_000
"""Words that are timed, and those of the longest single article, in a whole run and in a small one."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    name = given[0] if given and given[0] in COMMANDS else None
    try:
        return COMMANDS[name](given[1:]) if name else _measure(given)
    except QuoteattrError as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        print("benchmarks: interrupted", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    formats, names = ", ".join(FORMATS), [rival.name for rival in RIVALS]
    add = parser.add_argument
    add("--small", action="store_true", help="one part of the own corpus, a short text; more only where it is named")
    add("--given", action="store_true", help="also who speaks with the annotated statements given")
    add(
        "--shared",
        type=Path,
        metavar="DIR",
        help="the folder of the shared corpora (default: ../shared, if it is there)",
    )
    add(
        "--corpus", nargs=2, action="append", default=[], metavar=("FORMAT", "PATH"), help=f"FORMAT is one of {formats}"
    )
    add("--articles", type=_positive, metavar="N", help="the first N articles of each --corpus")
    add("--thoughts", action="store_true", help="each --corpus counts thoughts as statements (polnear, parc: always)")
    add("--rivals", type=Path, metavar="DIR", help="the folder of the rivals' environments")
    add("--install", action="store_true", help="make the environments that are not there (network)")
    add("--only", nargs="+", choices=names, metavar="NAME", help=f"of {', '.join(names)}")
    add("--corenlp", metavar="URL", help="a running CoreNLP server, as in http://localhost:9000")
    add("--threads", type=_positive, default=cores(), metavar="N", help="threads in all (default: every core)")
    add("--no-speed", action="store_true", help="leave speed and memory out")
    add("--stanza", metavar="DIR", help="other language models, as in quoteattr.load")
    add("--tagger", metavar="DIR", help="another tagger, as in quoteattr.load")
    add("--out", type=Path, default=OUT, metavar="DIR", help=f"where the report goes (default: {OUT})")
    return parser


def _positive(value: str) -> int:
    if not value.isdecimal() or not int(value):
        raise argparse.ArgumentTypeError(f"expected a whole number above 0, got {value!r}")
    return int(value)


def _measure(arguments: Sequence[str]) -> int:
    args = _parser().parse_args(arguments)
    plan = _plan(args, shlex.join(["python", "-m", "benchmarks", *arguments]))
    torch.set_num_threads(args.threads)
    report = run(plan, quoteattr.load(**plan.models))
    print(describe_run(report))
    for table in tables(report):
        print(f"\n{to_text(table)}")
    written = [write(report, args.out), markdown.write(report, args.out), errors.write(report, args.out)]
    if not plots.without_matplotlib():
        written += plots.write(report, args.out)
    print(f"\nWritten to {args.out}: {', '.join(path.name for path in written)}")
    return FINE


def _plan(args: argparse.Namespace, command: str) -> Plan:
    """Return what the command line asks for and leaves out. Raises `CorpusError` where a corpus can't be read."""
    found = list(_materials(args))
    materials = tuple(one for one in found if isinstance(one, Material))
    names = [material.name for material in materials]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise CorpusError(f"expected each corpus once, got two that are called {twice!r}: measure them in two runs")
    return Plan(
        command=command,
        materials=materials,
        given=args.given,
        rivals=None if _is_without_rivals(args) else _rivals(args),
        speed=None if args.no_speed else _speed(args),
        models={name: path for name in ("stanza", "tagger") if (path := getattr(args, name))},
        left_out=(*(one for one in found if isinstance(one, LeftOut)), *_left_out(args)),
    )


def _materials(args: argparse.Namespace) -> Iterator[Material | LeftOut]:
    report, tune = own_corpora()
    yield report
    yield LeftOut(tune.name, SMALL) if args.small else tune
    if args.small and not args.shared:
        yield from (LeftOut(name, SMALL) for name in SHARED_CORPORA)
    else:
        yield from shared_corpora(args.shared)
    for name, path in args.corpus:
        yield named_corpus(name, Path(path), args.thoughts, args.articles)


def _is_without_rivals(args: argparse.Namespace) -> bool:
    return bool(args.small and not (args.rivals or args.only or args.corenlp))


def _rivals(args: argparse.Namespace) -> RivalPlan:
    chosen = [rival for rival in RIVALS if not args.only or rival.name in args.only]
    with_server = (
        evolve(rival, arguments=(args.corenlp,)) if rival.name == CORENLP and args.corenlp else rival
        for rival in chosen
    )
    return RivalPlan(tuple(with_server), args.rivals, args.install)


def _speed(args: argparse.Namespace) -> SpeedPlan:
    texts = tuple(article.text for article in own_corpora()[0].articles)
    words, longest = (FEW_WORDS, NOT_SO_LONG) if args.small else (WORDS, LONGEST)
    return SpeedPlan(texts, words, args.threads, longest)


def _left_out(args: argparse.Namespace) -> Iterator[LeftOut]:
    if _is_without_rivals(args):
        yield LeftOut("rivals", SMALL)
    elif args.only:
        yield from (
            LeftOut(f"rival {rival.name}", "not named with --only") for rival in RIVALS if rival.name not in args.only
        )
    if args.no_speed:
        yield LeftOut("speed and memory", "left out by --no-speed")
    if absent := plots.without_matplotlib():
        yield absent


def _compare(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks compare", description="Gains and losses, quote by quote."
    )
    parser.add_argument("old", type=Path, metavar="OLD.json")
    parser.add_argument("new", type=Path, metavar="NEW.json")
    args = parser.parse_args(arguments)
    print("\n\n".join(map(describe, changes(predictions(args.old), predictions(args.new)))))
    return FINE


def _check(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks check", description="Fail where a main figure on the own corpus has fallen."
    )
    parser.add_argument("report", type=Path, metavar="REPORT.json")
    parser.add_argument("--baseline", type=Path, default=BASELINE, metavar="FILE", help="what to hold it against")
    parser.add_argument("--most", type=float, default=2.0, metavar="POINTS", help="how far one may fall (default: 2)")
    args = parser.parse_args(arguments)
    held = check(predictions(args.report), Baseline.read(args.baseline))
    rows = tuple(
        (f"{h.corpus}, {h.figure}", f"{h.before:.1f}", f"{h.after:.1f}", f"{h.after - h.before:+.1f}") for h in held
    )
    print(to_text(Table("Main figures beside the baseline", ("figure", "baseline", "now", "change"), rows)))
    fallen = [h for h in held if round(h.fall, 6) > args.most]
    for h in fallen:
        print(
            f"benchmarks: {h.corpus}, {h.figure}: fell by {h.fall:.1f} points, at most {args.most:g} are allowed",
            file=sys.stderr,
        )
    return FELL if fallen else FINE


def _baseline(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks baseline", description="Write what `check` holds against."
    )
    parser.add_argument("report", type=Path, metavar="REPORT.json")
    parser.add_argument("--to", type=Path, default=BASELINE, metavar="FILE", help="where to")
    args = parser.parse_args(arguments)
    rows = baseline(predictions(args.report))
    rows.write(args.to)
    print(f"Written to {args.to}: {len(rows.rows)} articles")
    return FINE


COMMANDS: Mapping[str, Callable[[Sequence[str]], int]] = {"compare": _compare, "check": _check, "baseline": _baseline}
"""What stands in place of a run's options, and what it does."""


if __name__ == "__main__":
    raise SystemExit(main())
