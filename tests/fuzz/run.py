"""Coverage-guided fuzzing with Atheris: ``python tests/fuzz/run.py marks --minutes 10``.

    pip install atheris
    python tests/fuzz/run.py marks records inputs --minutes 30      one after the other, 30 minutes in all
    python tests/fuzz/run.py marks --corpus DIR                     go on with the corpus of an earlier run

A find is cut down and written to ``tests/fuzz/finds/TARGET-...``; ``tests/test_finds.py`` replays what lies there, so
it has to be kept once its cause is mended. One find is kept for each place where something goes wrong, and the run
goes on. Exit status: 0 nothing was found, 1 something was, 2 Atheris is missing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FINDS = HERE / "finds"
NAMES = ("marks", "records", "inputs", "requests", "command-line", "pipeline")

DICTIONARY = [*"\"“”„‟«»″＂‘’‚‛'`´‹›′", "``", "''", "\n\n", "\r\n", "\u2028", "said", "--output", "--field", "body"]
"""What a mutation may put in."""

LONGEST = {"pipeline": 2000, "marks": 400, "command-line": 300}
"""The most bytes of an input, where other than 4,096: some targets take time."""

Check = Callable[[bytes], None]


def main() -> int:
    """Fuzz the targets that the command line names, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="+", metavar="TARGET", choices=NAMES, help=", ".join(NAMES))
    parser.add_argument("--minutes", type=float, default=1.0, help="for all targets together (default 1)")
    parser.add_argument("--corpus", type=Path, help="a folder for what each target has learned to reach")
    parser.add_argument("--finds", type=Path, default=FINDS, help=f"where finds go (default {FINDS})")
    parser.add_argument("--within", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()
    sys.path[:0] = [str(HERE.parent), str(HERE.parents[1])]
    if args.within is not None:
        return fuzz(args.targets[0], args.within, args.corpus, args.finds)
    args.finds.mkdir(parents=True, exist_ok=True)
    seconds = max(1, round(60 * args.minutes / len(args.targets)))
    before = set(args.finds.iterdir())
    with tempfile.TemporaryDirectory() as spare:
        done = [_started(name, seconds, args.corpus or Path(spare), args.finds) for name in args.targets]
    found = sorted(set(args.finds.iterdir()) - before)
    print(f"{len(found)} finds", *found, sep="\n")
    return 2 if 2 in done else int(bool(found) or any(done))


def _started(name: str, seconds: int, corpus: Path, finds: Path) -> int:
    within = ["--within", str(seconds), "--corpus", str(corpus / name), "--finds", str(finds)]
    return subprocess.run([sys.executable, __file__, name, *within], check=False).returncode


def fuzz(name: str, seconds: int, corpus: Path, finds: Path) -> int:
    """Fuzz one target for some seconds. Does not return, but where Atheris is missing."""
    try:
        import atheris  # type: ignore[import-untyped]
    except ImportError:
        print("atheris is missing: pip install atheris (Python 3.11 to 3.13, Linux or macOS)", file=sys.stderr)
        return 2
    with atheris.instrument_imports(include=["quoteattr"]):
        from fuzz.targets import SEEDS, TARGETS
    corpus.mkdir(parents=True, exist_ok=True)
    for seed in SEEDS[name]:
        (corpus / f"seed-{_digest(seed)}").write_bytes(seed)
    words = corpus.parent / f"{name}.dict"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in DICTIONARY), encoding="ascii")
    options = [
        f"-max_total_time={seconds}",
        f"-dict={words}",
        "-timeout=60",
        "-rss_limit_mb=4096",
        "-print_final_stats=1",
    ]
    options += [f"-max_len={LONGEST.get(name, 4096)}", f"-artifact_prefix={finds}/{name}-"]
    check = Keeper(name, TARGETS[name], finds)
    mutator = {"custom_mutator": _json_mutator(atheris)} if name == "records" else {}
    atheris.Setup([sys.argv[0], *options, str(corpus)], check, **mutator)
    atheris.Fuzz()
    return 0


class Keeper:
    """A check that keeps what breaks it, once for each place, and goes on."""

    def __init__(self, name: str, check: Check, finds: Path) -> None:
        self._name, self._check, self._finds = name, check, finds
        self._known: set[str] = set()

    def __call__(self, data: bytes) -> None:
        """Check; keep `data` if it breaks something in a way that is new."""
        broken = place(self._check, data)
        if broken is None or broken in self._known:
            return
        self._known.add(broken)
        least = cut_down(self._check, data, broken)
        path = self._finds / f"{self._name}-{_digest(least)}"
        path.write_bytes(least)
        print(f"FOUND {path}: {broken}\n{least!r}", file=sys.stderr, flush=True)
        try:
            self._check(least)
        except BaseException:
            traceback.print_exc()


def place(check: Check, data: bytes) -> str | None:
    """The kind of error and the lines of ours where it comes up; None if all is well."""
    try:
        check(data)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        frames = traceback.extract_tb(error.__traceback__)
        ours = [
            f"{Path(f.filename).name}:{f.lineno}" for f in frames if "quoteattr" in f.filename or "fuzz" in f.filename
        ]
        return " ".join([type(error).__name__, *ours[-2:]])
    return None


def cut_down(check: Check, data: bytes, broken: str, tries: int = 2000) -> bytes:
    """A shorter input that breaks the check in the same place: parts are left out while it does."""
    size = max(1, len(data) // 2)
    while tries > 0:
        shorter = False
        for start in range(0, len(data), size):
            candidate, tries = data[:start] + data[start + size :], tries - 1
            if tries > 0 and place(check, candidate) == broken:
                data, shorter = candidate, True
                break
        if not shorter and size == 1:
            break
        size = size if shorter else size // 2
    return data


def _json_mutator(atheris: Any) -> Callable[[bytes, int, int], bytes]:
    from fuzz.mutation import mutated

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        try:
            value = json.loads(data)
        except (ValueError, RecursionError):
            value = None
        if value is None or seed % 8 == 0:
            return bytes(atheris.Mutate(data, most))
        changed = json.dumps(mutated(value, seed)).encode()
        return changed if len(changed) <= most else bytes(atheris.Mutate(data, most))

    return mutate


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    sys.exit(main())
