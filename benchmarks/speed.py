"""How fast: words per second of each step, time to import, to load and to a first answer.

    python -m benchmarks.speed [FILE ...] [--threads N] [--words N]

Reads the given text files, or the article that ships with the documentation, over and over until there are
enough words. Nothing else should run meanwhile. Times are medians of three runs.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

EXAMPLE = Path(__file__).parent.parent / "docs" / "examples" / "harbour.txt"


def seconds(action: Callable[[], object], runs: int = 3) -> float:
    """The median time of an action."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def started(code: str) -> float:
    """The time a fresh Python takes to run some code."""
    return seconds(lambda: subprocess.run([sys.executable, "-c", code], check=True))


def corpus(files: list[Path], words: int) -> list[str]:
    """Articles with at least so many words in all."""
    texts = [path.read_text(encoding="utf-8") for path in files]
    count = sum(len(text.split()) for text in texts)
    return texts * -(-words // count)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="*", type=Path, default=[EXAMPLE])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--words", type=int, default=20_000)
    args = parser.parse_args()

    import torch

    import quoteattr
    from quoteattr.language import Reader
    from quoteattr.marks import find_quotations
    from quoteattr.tagging import load_tagger

    torch.set_num_threads(args.threads)
    texts = corpus(args.files, args.words)
    words = sum(len(text.split()) for text in texts)
    reader = Reader()
    pipeline = quoteattr.load()
    pipeline(texts[0])
    tagger = load_tagger()
    tagger.tag(texts[:1])
    reader.read(texts[:1])
    steps: dict[str, Callable[[], object]] = {
        "marks": lambda: [find_quotations(text) for text in texts],
        "words, sentences, names": lambda: reader.read(texts),
        "tagging": lambda: tagger.tag(texts),
        "everything": lambda: list(pipeline.pipe(texts)),
    }
    print(f"{words} words, {len(texts)} articles, {args.threads} threads")
    for name, step in steps.items():
        print(f"{name:28} {words / seconds(step):10,.0f} words/s")
    print(f"{'import quoteattr':28} {started('import quoteattr') - started('pass'):10.2f} s")
    first = "import quoteattr; quoteattr.extract('“Yes,” said Ada Obi.')"
    print(f"{'first answer, cold':28} {started(first):10.2f} s")


if __name__ == "__main__":
    main()
