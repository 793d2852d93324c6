"""How long large texts take, and how much memory: ``python tests/fuzz/large.py``.

Each text is read in a process of its own, by one thread, models loaded and warm; a line is printed for each. Names on
the command line choose some of the texts, ``--characters`` sets the length of all but those that say their own. The
figures depend on the machine, and on what else it does; `docs/robustness.md` has some.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from time import process_time

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "benchmarks" / "corpus" / "report.jsonl"


def news(characters: int) -> str:
    """The articles of the own corpus, as often as it takes."""
    with open(CORPUS, encoding="utf-8") as lines:
        articles = [json.loads(line)["text"] for line in lines]
    times = characters // sum(map(len, articles)) + 1
    return "\n\n".join(articles * times)[:characters]


def runs(unit: str) -> Callable[[int], str]:
    return lambda characters: "".join(islice(cycle(unit), characters))


TEXTS: dict[str, Callable[[int], str]] = {
    "news, 10,000 characters": lambda _: news(10_000),
    "news, 100,000 characters": lambda _: news(100_000),
    "news, 1,000,000 characters": lambda _: news(1_000_000),
    "news in one line, 5,000,000 characters": lambda _: " ".join(news(5_000_000).split()),
    "100,000 short paragraphs": lambda _: "No.\n\n" * 100_000,
    "10,000 marks around each other": lambda _: "“‘" * 2_500 + "a" + "’”" * 2_500,
    "10,000 marks around words": lambda _: "“a " * 5_000 + "b” " * 5_000,
    "quotations in one paragraph": runs("“No,” said Ada Obi. "),
    "quotations that nobody says": runs("“No, no, no, no.” "),
    "marks": runs("\"“”„‟«»″＂‘’‚‛'`´‹›′"),
    "letters and blanks": runs("a "),
    "names": runs("Ada Obi, "),
    "speakers with a colon": runs("OBI: no.\n"),
    "capitals": runs("THE MAYOR OF ELMINA SAID "),
    "no blank": runs("“No,”saidAdaObi,mayorofElmina."),
    "page": runs('<p class="x">&ldquo;No,&rdquo; said <b>Ada&nbsp;Obi</b>.</p>\n'),
    "Chinese": runs("市长说：“桥是安全的。”"),
}


def main() -> int:
    """Read some of the texts, and say what they took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {'; '.join(TEXTS)}")
    parser.add_argument("--characters", type=int, default=200_000)
    parser.add_argument("--within", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    unknown = [name for name in args.names if name not in TEXTS]
    if unknown:
        parser.error(f"no such text: {', '.join(unknown)}")
    if args.within:
        print(json.dumps(measured(TEXTS[args.names[0]](args.characters))))
        return 0
    print(f"{'text':40}{'characters':>12}{'seconds':>9}{'a second':>10}{'quotes':>8}{'MiB':>7}")
    for name in args.names or TEXTS:
        command = [sys.executable, __file__, "--within", "--characters", str(args.characters), name]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
        characters, seconds, quotes, memory = json.loads(done.stdout)
        print(
            f"{name:40}{characters:12,}{seconds:9.2f}{characters / seconds:10,.0f}{quotes:8,}{memory:7,.0f}", flush=True
        )
    return 0


def measured(text: str) -> tuple[int, float, int, float]:
    """Characters, seconds of the processor, quotes, and the most memory in MiB that the process had at any time."""
    sys.path.insert(0, str(ROOT))
    import torch

    import quoteattr

    torch.set_num_threads(1)
    pipeline = quoteattr.load()
    pipeline(news(3_000))
    start = process_time()
    article = pipeline(text)
    seconds = process_time() - start
    return len(text), seconds, len(article.quotes), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
