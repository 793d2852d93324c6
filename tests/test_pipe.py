from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain, count
from pathlib import Path
from typing import Any

import pytest

import quoteattr
from quoteattr import Article, ArticleError, ModelError, Pipeline
from quoteattr.language.reader import Reader
from quoteattr.models import ModelNames, Models
from quoteattr.text.page import Page
from quoteattr.workers import LISTS_AHEAD, spread

ROOT = Path(__file__).parents[1]
DAM = (
    "“The dam was sound when we left,” said Pavel Horak, the engineer in charge. Nobody at the ministry agreed.\n\n"
    "Ines Okoro, who heads the valley’s council, said that water had come through the gate since June.\n"
)
RAIL = "The line will open in May, according to Lotte Brandt of the Northern Rail Union. “We are late,” she said.\n"
MILL = '"We sold the mill," Idris Vance told reporters.\r\n\r\nHe hopes that the river will rise.\r\n'
TEXTS = [DAM, RAIL, MILL, "", "The ferry sailed at noon."]

POISON = "This article is poisoned."
NO_TEXTS = [None, b"He said no.", 7, ["He said no."], object()]


def reasons(outcomes: Sequence[object]) -> list[tuple[int, str]]:
    return [(outcome.index, outcome.reason) for outcome in outcomes if isinstance(outcome, ArticleError)]


@pytest.fixture(scope="module")
def fragile() -> Pipeline:
    """A pipeline whose reading raises for `POISON`, whatever is read with it."""

    class FragileReader(Reader):
        def read(self, pages: Sequence[Page]) -> Any:
            if any(page.text == POISON for page in pages):
                raise RuntimeError("out\nof luck")
            return super().read(pages)

    class Fragile(Models):
        reader = FragileReader()

    return Pipeline(Fragile(ModelNames()))


# One process


@pytest.mark.parametrize("bad", NO_TEXTS, ids=lambda bad: type(bad).__name__)
@pytest.mark.parametrize("batch_size", [1, 16])
def test_what_is_no_text_is_an_error_in_its_place(pipeline: Pipeline, bad: Any, batch_size: int) -> None:
    outcomes = list(pipeline.pipe([DAM, bad, RAIL], batch_size=batch_size))
    assert outcomes[::2] == [pipeline(DAM), pipeline(RAIL)]
    error = outcomes[1]
    assert isinstance(error, ArticleError)
    assert error.index == 1
    expected = f"expected the text of an article (str) or a stanza.Document, got {type(bad).__name__}: "
    assert error.reason.startswith(f"TypeError: {expected}")
    assert isinstance(error.__cause__, TypeError)
    assert str(error) == f"article 1 could not be read: {error.reason}"


@pytest.mark.parametrize("batch_size", [1, 2, 16])
def test_a_text_whose_reading_raises_costs_no_other(fragile: Pipeline, pipeline: Pipeline, batch_size: int) -> None:
    outcomes = list(fragile.pipe([POISON, DAM, None, POISON, RAIL], batch_size=batch_size))  # type: ignore[list-item]
    assert [o for o in outcomes if isinstance(o, Article)] == [pipeline(DAM), pipeline(RAIL)]
    (first, reason), second, (third, _) = reasons(outcomes)
    assert (first, second[0], third) == (0, 2, 3)
    assert reason == "RuntimeError: out of luck"


def test_errors_hold_no_texts(fragile: Pipeline) -> None:
    (error,) = fragile.pipe([POISON])
    assert isinstance(error, ArticleError)
    trace = error.__cause__ and error.__cause__.__traceback__
    frames = []
    while trace is not None:
        frames.append(trace.tb_frame)
        trace = trace.tb_next
    assert frames
    assert not any("texts" in frame.f_locals for frame in frames[1:])


def test_models_that_are_missing_are_no_article_s_fault(tmp_path: Path) -> None:
    stream = quoteattr.load(tmp_path).pipe([DAM])
    with pytest.raises(ModelError, match="no Stanza models"):
        next(stream)


def test_an_error_of_the_texts_comes_after_the_articles_before_it(pipeline: Pipeline) -> None:
    def broken() -> Iterator[str]:
        yield DAM
        yield RAIL
        yield MILL
        raise OSError("the disk is gone")

    stream = pipeline.pipe(broken(), batch_size=2)
    assert [next(stream), next(stream), next(stream)] == [pipeline(DAM), pipeline(RAIL), pipeline(MILL)]
    with pytest.raises(OSError, match="the disk is gone"):
        next(stream)


def test_strings_of_a_class_of_their_own_are_texts(pipeline: Pipeline) -> None:
    class Odd(str):
        __slots__ = ()

        def __str__(self) -> str:
            return "odd"

    assert list(pipeline.pipe([Odd(DAM)])) == [pipeline(DAM)]


@pytest.mark.parametrize("options", [{"batch_size": 0}, {"workers": 0}, {"workers": -1}])
def test_less_than_one_is_refused_before_anything_is_read(pipeline: Pipeline, options: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=f"{next(iter(options))}: expected at least 1"):
        pipeline.pipe([], **options)  # type: ignore[arg-type]


def test_errors_survive_pickling() -> None:
    import pickle

    error = pickle.loads(pickle.dumps(ArticleError(3, "no")))
    assert (error.index, error.reason) == (3, "no")


# Workers that read nothing: quick to start


def open_fake(load: str = "") -> Callable[[Sequence[str]], list[str]]:
    """What the tests' workers run: texts that are orders, and texts that are not, which come back in capitals."""
    if load == "missing":
        raise ModelError("no models here")
    if load == "dies":
        os._exit(3)
    return lambda texts: [obey(text) for text in texts]


def obey(text: str) -> str:
    order, _, rest = text.partition(" ")
    if order == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if order == "die-once" and not Path(rest).exists():
        Path(rest).touch()
        os._exit(1)
    if order == "unloadable":
        raise ModelError("the models are gone")
    if order == "pid":
        return str(os.getpid())
    if order == "threads":
        return os.environ["OMP_NUM_THREADS"] + os.environ["MKL_NUM_THREADS"]
    if order == "wait":
        time.sleep(float(rest))
    return text.upper()


def flat(batches: Any, workers: int = 2, open: Any = open_fake) -> list[Any]:
    return list(chain.from_iterable(spread(batches, open, workers)))


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    try:  # a zombie that nobody has waited for yet is no longer at work
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return True


def all_gone(pids: Sequence[int], seconds: float = 20) -> bool:
    until = time.monotonic() + seconds
    while any(map(alive, pids)) and time.monotonic() < until:
        time.sleep(0.05)
    return not any(map(alive, pids))


def test_results_come_in_the_order_of_the_batches() -> None:
    found = flat([["wait 0.3", "a"], ["b"], [], ["wait 0.1"], ["c", "d"]])
    assert found == ["WAIT 0.3", "A", "B", "WAIT 0.1", "C", "D"]


def test_work_is_shared_in_processes_of_one_thread() -> None:
    found = flat([["pid", "wait 0.5"], ["pid", "wait 0.5"], ["threads"]])
    assert len({found[0], found[2], str(os.getpid())}) == 3
    assert found[4] == "11"


def test_no_batch_starts_no_process() -> None:
    assert flat([], open=partial(open_fake, "dies")) == []


def test_the_lists_ahead_are_bounded() -> None:
    taken: list[int] = []

    def endless() -> Iterator[list[str]]:
        for number in count():
            taken.append(number)
            yield [f"text {number}"]

    stream = spread(endless(), open_fake, 2)
    assert taken == []
    for number in range(20):
        assert next(stream) == [f"TEXT {number}"]
        assert len(taken) <= number + LISTS_AHEAD * 2
    stream.close()


@pytest.mark.parametrize("size", [1, 4])
def test_an_item_that_kills_workers_costs_no_other(size: int) -> None:
    items = ["a", "b", "die", "c", "d", "e"]
    found = flat([items[i : i + size] for i in range(0, len(items), size)])
    assert [str(f) for f in found if not isinstance(f, ArticleError)] == ["A", "B", "C", "D", "E"]
    assert isinstance(found[2], ArticleError)
    assert found[2].reason == "the worker process that read it was killed by SIGKILL"


def test_a_worker_that_dies_once_costs_nothing(tmp_path: Path) -> None:
    died = tmp_path / "died"
    assert flat([["a", f"die-once {died}", "b"]])[::2] == ["A", "B"]
    assert died.exists()
    assert not any(isinstance(f, ArticleError) for f in flat([["a", f"die-once {tmp_path / 'again'}"]]))


def test_a_worker_that_is_killed_between_batches_is_replaced() -> None:
    pids: list[int] = []

    def batches() -> Iterator[list[str]]:
        yield ["pid"]
        yield ["wait 0"]
        os.kill(pids[0], signal.SIGKILL)
        yield ["pid"]

    for outcome in spread(batches(), open_fake, 1):
        if outcome[0] != "WAIT 0":
            pids.append(int(outcome[0]))
    assert len(set(pids)) == 2


def test_models_that_are_missing_in_a_worker_are_an_error_of_all() -> None:
    with pytest.raises(ModelError, match="no models here"):
        flat([["a"]], open=partial(open_fake, "missing"))
    with pytest.raises(ModelError, match="the models are gone"):
        flat([["a"], ["unloadable"], ["b"]])


def test_workers_that_never_get_ready_are_an_error_of_all() -> None:
    with pytest.raises(ModelError, match=r"the last ended with status 3\..*__main__"):
        flat([["a"]], open=partial(open_fake, "dies"))


def test_an_error_of_the_batches_comes_after_what_came_before_it() -> None:
    def broken() -> Iterator[list[str]]:
        yield ["wait 0.2"]
        yield ["b"]
        raise OSError("the disk is gone")

    stream = spread(broken(), open_fake, 1)
    assert [next(stream), next(stream)] == [["WAIT 0.2"], ["B"]]
    with pytest.raises(OSError, match="the disk is gone"):
        next(stream)


@pytest.mark.parametrize("way", ["close", "drop"])
def test_leaving_early_leaves_no_process(way: str) -> None:
    stream = spread(([order] for order in ("pid", "pid", "wait 60", "wait 60", "wait 60")), open_fake, 2)
    pids = [int(next(stream)[0]), int(next(stream)[0])]
    assert all(map(alive, pids))
    if way == "close":
        stream.close()
    del stream
    gc.collect()
    assert not any(map(alive, pids))


SCRIPT = """
import os, sys, time
from quoteattr.workers import spread

def obey(texts):
    if texts == ["wait"]:
        time.sleep(float(sys.argv[2]) if len(sys.argv) > 2 else 60)
    return [os.getpid()]

def open_():
    return obey

def main():
    global stream
    stream = spread(iter([["pid"], ["pid"]] + [["wait"]] * 9), open_, 2)
    print(next(stream)[0], next(stream)[0], flush=True)
    if sys.argv[1] == "exit":
        sys.exit(0)
    if sys.argv[1] == "inside":
        next(stream)
    time.sleep(60)

if __name__ == "__main__":
    main()
"""


@pytest.mark.parametrize(
    ("where", "sent"),
    [("exit", None), ("inside", signal.SIGINT), ("outside", signal.SIGINT), ("outside", signal.SIGKILL)],
)
def test_however_the_parent_ends_its_workers_end(where: str, sent: signal.Signals | None, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    wait = "1" if sent == signal.SIGKILL else "60"  # nobody is left to kill them: they end after what they have in hand
    parent = subprocess.Popen(
        [sys.executable, str(script), where, wait],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert parent.stdout is not None
    pids = [int(pid) for pid in parent.stdout.readline().split()]
    assert len(pids) == 2
    if sent == signal.SIGINT:
        time.sleep(0.2)
        os.killpg(parent.pid, sent)  # as Ctrl-C does: to the workers too
    elif sent is not None:
        parent.send_signal(sent)
    try:
        _, complaints = parent.communicate(timeout=30)
    finally:
        parent.kill()
    assert all_gone(pids)
    assert complaints.count("Traceback") == (sent == signal.SIGINT)


def test_a_script_without_a_guard_is_told_so(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("import quoteattr\nprint(*quoteattr.load().pipe(['No.'], workers=2))\n")
    done = subprocess.run([sys.executable, str(script)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert 'keep what is run under if __name__ == "__main__"' in done.stderr.splitlines()[-1]


# Workers that read


def test_workers_change_nothing(pipeline: Pipeline) -> None:
    texts: list[Any] = [*TEXTS, None, *TEXTS[::-1], b"no"]
    alone = list(pipeline.pipe(texts, thoughts=True, batch_size=1))
    together = list(pipeline.pipe(texts, thoughts=True, batch_size=5))
    spread_out = list(pipeline.pipe(iter(texts), thoughts=True, batch_size=2, workers=2))
    for outcomes in (alone, together, spread_out):
        assert [o for o in outcomes if isinstance(o, Article)] == [o for o in alone if isinstance(o, Article)]
        assert reasons(outcomes) == reasons(alone)
    assert [index for index, _ in reasons(alone)] == [5, 11]
    assert alone[0] == pipeline(DAM, thoughts=True)


def test_verbs_of_one_s_own_reach_the_workers() -> None:
    text = "Ada Obi pontificated that the bridge was safe."
    own = quoteattr.load(verbs=["pontificate"])
    (article,) = own.pipe([text], workers=2)
    assert article == own(text)
    assert len(own(text).quotes) == 1


def test_documents_go_to_workers_without_stanza_s_models(pipeline: Pipeline) -> None:
    document = pipeline.models.reader._stanza(DAM)
    unnamed = pipeline.models.reader._stanza(RAIL, processors="tokenize")
    outcomes = list(pipeline.pipe([document, RAIL, unnamed], workers=2, batch_size=1))
    assert outcomes[:2] == list(pipeline.pipe([document, RAIL]))
    ((index, reason),) = reasons(outcomes)
    assert index == 2
    assert reason == "InputError: the stanza.Document has no names: add ner to its processors"


def test_missing_models_are_an_error_with_workers_too(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no Stanza models"):
        list(quoteattr.load(tmp_path).pipe([DAM], workers=2))
