"""What breaks under quoteattr: models, downloads, files. Each is told in one clear error and costs nothing written."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import stanza
import torch
from safetensors.torch import load_file, save_file

import quoteattr
from quoteattr import ModelError, Pipeline, confidence
from quoteattr.commands.main import main
from quoteattr.language.reader import BUNDLED, Reader
from quoteattr.models import ModelNames, Models
from quoteattr.network import tagger as tagging
from quoteattr.network.checkpoint import WHO_FILE, load_network, load_who, save_network
from quoteattr.network.network import Network
from quoteattr.network.shape import Shape
from quoteattr.network.tagger import Tagger
from quoteattr.text.page import Page

ROOT = Path(__file__).parents[1]
TEXT = "“The lock is stuck,” said Ines Okoro, the harbour master.\n"
PAGE = Page.of(TEXT)
CAFÉ = "“Le café fermé – the café is closed,” said Zoë Brandt.\n"


def forbidden() -> bool:
    """Whether the system keeps this user from reading a file without rights: it lets root."""
    with tempfile.NamedTemporaryFile() as file:
        os.chmod(file.name, 0)
        return not os.access(file.name, os.R_OK)


WITH_RIGHTS = pytest.mark.skipif(not forbidden(), reason="the system forbids this user nothing")
FULL = Path("/dev/full")


@contextmanager
def locked(path: Path, mode: int = 0) -> Iterator[None]:
    """A file or folder without rights, or with some; all come back, so that pytest can take it away."""
    path.chmod(mode)
    try:
        yield
    finally:
        path.chmod(0o700)


Break = Callable[[Path], object]


def cut(share: float) -> Break:
    return lambda path: path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])


def longer(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"x")


def zeros(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def holding(content: str) -> Break:
    return lambda path: path.write_text(content)


def swapped(other: Path) -> Break:
    return lambda path: shutil.copyfile(other, path)


def tensors(change: Callable[[dict[str, torch.Tensor]], object]) -> Break:
    def broken(path: Path) -> None:
        held = load_file(path)
        change(held)
        save_file(held, path)

    return broken


def shape(**changes: object) -> Break:
    def broken(path: Path) -> None:
        path.write_text(json.dumps({"shape": json.loads(path.read_text())["shape"] | changes}))

    return broken


def nan(name: str) -> Break:
    return tensors(lambda held: held[name].view(-1)[:1].fill_(float("nan")))


BROKEN: dict[str, Break] = {
    "gone": Path.unlink,
    "empty": cut(0),
    "half": cut(0.5),
    "nearly whole": cut(0.99),
    "longer": longer,
    "zeros": zeros,
    "a folder": folder,
    "a word": holding("model"),
}
WEIGHTS: dict[str, Break] = BROKEN | {
    "a list": holding("[]"),
    "nothing": holding("{}"),
    "words": holding('{"always": "much"}'),
    "no numbers": holding('{"always": NaN}'),
    "another model": holding('{"near": 1.0}'),
    "deep": holding("[" * 100_000),
}
TAGGER: list[tuple[str, str, Break]] = [
    *((file, how, b) for file in ("tagger.safetensors", "tagger.json", "tokenizer.json") for how, b in BROKEN.items()),
    ("tagger.safetensors", "another network", swapped(tagging.BUNDLED / WHO_FILE)),
    ("tagger.safetensors", "another size", swapped(tagging.BUNDLED / "tagger.safetensors")),
    ("tagger.safetensors", "a tensor is missing", tensors(lambda held: held.pop("child.weight"))),
    ("tagger.safetensors", "scales are missing", tensors(lambda held: held.pop("child.weight.scale"))),
    ("tagger.safetensors", "a scale is no number", nan("child.weight.scale")),
    ("tagger.safetensors", "a weight is no number", nan("emission.weight")),
    ("tagger.json", "no shape", holding("{}")),
    ("tagger.json", "a list", holding("[]")),
    ("tagger.json", "deep", holding("[" * 100_000)),
    ("tagger.json", "other fields", holding('{"shape": {"depth": 3}}')),
    ("tokenizer.json", "a list", holding("[]")),
]
SHAPES: list[dict[str, object]] = [
    {"layers": 2},
    {"layers": 10**15},
    {"width": 10**15},
    {"width": "wide"},
    {"positions": 10**15},
    {"vocabulary": 30523},
    {"inner": -8},
    {"heads": 0},
    {"heads": 3},
    {"epsilon": None},
    {"opening": 7},
    {"closing": 30522},
    {"padding": 30522},
    {"distances": 10**9},
]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tagger as `quoteattr.training.tagger` writes it, and as small as it can be."""
    folder = tmp_path_factory.mktemp("tagger")
    shape = Shape(layers=1, width=8, heads=2, inner=8, vocabulary=30522, positions=512)
    save_network(Network(shape), folder)
    shutil.copy(tagging.BUNDLED / "tokenizer.json", folder)
    return folder


@pytest.fixture
def tagger(small: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(small, tmp_path / "tagger"))


def language(folder: Path, *own: str) -> Path:
    """The bundled Stanza models as links, but for the files that a test breaks."""
    for path in BUNDLED.rglob("*.*"):
        name = path.relative_to(BUNDLED)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if name.as_posix() in own:
            shutil.copyfile(path, folder / name)
        else:
            (folder / name).symlink_to(path)
    return folder


def test_the_small_tagger_is_whole(tagger: Path) -> None:
    assert len(Tagger.open(tagger).read([PAGE])) == 1


@pytest.mark.parametrize(("file", "how", "breaking"), TAGGER, ids=lambda value: value if isinstance(value, str) else "")
def test_a_broken_tagger_is_a_model_error_that_names_the_file(
    file: str, how: str, breaking: Break, tagger: Path
) -> None:
    breaking(tagger / file)
    with pytest.raises(ModelError, match=rf"no tagger in .*: {file} .*; install quoteattr again, or name") as caught:
        Tagger.open(tagger).read([PAGE])
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 500 + len(str(tagger))


@pytest.mark.parametrize("changes", SHAPES, ids=str)
def test_measures_of_another_tagger_are_a_model_error_before_they_take_memory(
    changes: dict[str, object], tagger: Path
) -> None:
    shape(**changes)(tagger / "tagger.json")
    with pytest.raises(ModelError, match="no tagger in "):
        Tagger.open(tagger).read([PAGE])


def test_word_pieces_of_another_tagger_are_a_model_error(tagger: Path) -> None:
    data = json.loads((tagger / "tokenizer.json").read_text(encoding="utf-8"))
    data["model"]["vocab"]["onemore"] = len(data["model"]["vocab"])
    (tagger / "tokenizer.json").write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(ModelError, match=r"tokenizer\.json can't be read: ValueError: expected at most 30522 word"):
        Tagger.open(tagger).read([PAGE])


@pytest.mark.parametrize(
    ("how", "breaking"),
    [
        *BROKEN.items(),
        ("the tagger", swapped(tagging.BUNDLED / "tagger.safetensors")),
        ("a tensor is missing", tensors(lambda held: held.pop("facts.bias"))),
        ("a weight is no number", nan("facts.bias")),
    ],
)
def test_a_broken_second_top_is_a_model_error(how: str, breaking: Break, tmp_path: Path) -> None:
    breaking(Path(shutil.copy(tagging.BUNDLED / WHO_FILE, tmp_path)))
    with pytest.raises(ModelError, match=rf"no reader of names and speakers in .*: {WHO_FILE} .*; install") as caught:
        load_who(tmp_path, load_network(tagging.BUNDLED).shape)
    assert "\n" not in str(caught.value)


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """A copy of the confidence's weights."""
    return Path(shutil.copy(confidence.BUNDLED, tmp_path / "confidence.json"))


@pytest.mark.parametrize(("how", "breaking"), WEIGHTS.items())
def test_broken_weights_are_a_model_error(how: str, breaking: Break, weights: Path) -> None:
    if how == "nearly whole":
        breaking = cut(0.9)
    breaking(weights)
    with pytest.raises(ModelError, match=r"no confidence in .*: confidence\.json .*; install quoteattr again"):
        confidence.open_weights(weights)


def test_a_stream_ends_where_models_are_broken_and_makes_no_article_pay(weights: Path) -> None:
    cut(0.5)(weights)
    stream = Pipeline(Models(ModelNames(confidence=str(weights)))).pipe([TEXT, TEXT])
    with pytest.raises(ModelError, match=r"JSONDecodeError: .*; install quoteattr again"):
        next(stream)


STANZA: list[tuple[str, str, Break]] = [
    ("tokenize", "empty", cut(0)),
    ("tokenize", "half", cut(0.5)),
    ("tokenize", "a folder", folder),
    ("tokenize", "names", swapped(BUNDLED / "en/ner/quoteattr.pt")),
    ("ner", "half", cut(0.5)),
    ("ner", "a byte less", lambda path: os.truncate(path, path.stat().st_size - 1)),
    ("ner", "words", swapped(BUNDLED / "en/tokenize/quoteattr.pt")),
    ("pretrain", "half", cut(0.5)),
    ("pretrain", "words", swapped(BUNDLED / "en/tokenize/quoteattr.pt")),
]


OTHERS = ("names", "words")


@pytest.mark.parametrize(
    ("model", "how", "breaking"), STANZA, ids=lambda value: value if isinstance(value, str) else ""
)
def test_broken_models_of_stanza_are_one_clear_error(
    model: str, how: str, breaking: Break, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = f"en/{model}/quoteattr.pt"
    models = language(tmp_path / "models", file)
    breaking(models / file)
    with pytest.raises(ModelError, match="could not load the models in") as caught:
        Reader(models).read([PAGE])
    assert "What to do: check that the folder is complete" in str(caught.value)
    assert (f"({models / file} cut short or no model)" in str(caught.value)) == (how not in OTHERS)
    assert "weights_only" not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert capfd.readouterr().err == ""


@WITH_RIGHTS
@pytest.mark.parametrize("file", ["", "tagger.json", "tagger.safetensors", "tokenizer.json"])
def test_a_tagger_that_may_not_be_read_is_a_model_error(file: str, tagger: Path) -> None:
    with locked(tagger / file), pytest.raises(ModelError, match=r"no tagger in .*can't be read: .*[Pp]ermission"):
        Tagger.open(tagger).read([PAGE])


@WITH_RIGHTS
@pytest.mark.parametrize("file", ["", "resources.json", "en/ner/quoteattr.pt"])
def test_models_of_stanza_that_may_not_be_read_are_a_model_error(file: str, tmp_path: Path) -> None:
    models = language(tmp_path / "models", file)
    with locked(models / file), pytest.raises(ModelError, match=r"[Pp]ermission denied.*What to do") as caught:
        Reader(models).read([PAGE])
    assert "cut short" not in str(caught.value)


def test_broken_models_of_a_worker_are_one_error_in_the_parent(
    tagger: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    cut(0.5)(tagger / "tagger.safetensors")
    stream = quoteattr.load(tagger=tagger).pipe([TEXT, TEXT], workers=2)
    with pytest.raises(ModelError, match=r"no tagger in .*: tagger\.safetensors can't be read: .*; install"):
        list(stream)
    assert "Traceback" not in capfd.readouterr().err


class Line:
    """In place of Stanza's connection: `state` says whether models come whole, cut short, or not at all."""

    def __init__(self) -> None:
        self.state = "broken"

    def __call__(self, url: str, path: str, *args: object, **options: object) -> int:
        if self.state == "dead":
            raise ConnectionError("no network")
        processor = Path(path).name == "resources.json" or Path(url).parts[-2]
        data = listing() if processor is True else model(str(processor)).read_bytes()
        whole = processor is True or self.state == "good"
        Path(path).write_bytes(data if whole else data[: len(data) // 2])
        if self.state == "broken" and not whole:
            raise ConnectionError("connection broken: 3 of 6 bytes read")
        return 200


def model(processor: str) -> Path:
    return BUNDLED / "en" / processor / "quoteattr.pt"


def listing() -> bytes:
    """A list of the bundled models, with the sums that Stanza's own list has."""
    listed: dict[str, Any] = json.loads((BUNDLED / "resources.json").read_text(encoding="utf-8"))
    for processor in ("tokenize", "ner", "pretrain"):
        listed["en"][processor]["quoteattr"]["md5"] = hashlib.md5(model(processor).read_bytes()).hexdigest()
    return json.dumps({**listed, "url": "https://models.invalid/{lang}/{filename}"}).encode()


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    """Stanza with an empty folder for downloads, `tmp_path`, and a connection that the test holds."""
    real, connection = stanza.Pipeline, Line()

    def pipeline(lang: str, processors: str, **options: Any) -> Any:
        return real(lang, processors=processors.replace("mwt,", ""), **{"dir": str(tmp_path), **options})

    monkeypatch.setattr(stanza, "Pipeline", pipeline)
    monkeypatch.setattr("stanza.resources.common.download_file", connection)
    return connection


def test_a_download_that_breaks_is_an_error_and_leaves_no_model(line: Line, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="could not load Stanza's own English models: ConnectionError: conn") as caught:
        Reader("default").read([PAGE])
    assert 'check the network, or run stanza.download("en")' in str(caught.value)
    assert not list(tmp_path.rglob("*.pt"))
    line.state = "good"
    (analysis,) = Reader("default").read([PAGE])
    assert analysis == Reader(BUNDLED).read([PAGE])[0]
    assert (tmp_path / "en/ner/quoteattr.pt").read_bytes() == model("ner").read_bytes()


def test_a_download_that_ends_early_is_never_taken_for_a_model(line: Line, tmp_path: Path) -> None:
    for state in ("short", "dead"):
        line.state = state
        with pytest.raises(ModelError, match="could not load Stanza's own English models"):
            Reader("default").read([PAGE])
    line.state = "good"
    assert Reader("default").read([PAGE])[0].sentences


def test_without_a_network_the_error_says_what_to_do(line: Line, tmp_path: Path) -> None:
    line.state = "dead"
    with pytest.raises(ModelError, match=r'ConnectionError: no network\. What to do: .* stanza\.download\("en"\)'):
        Reader("default").read([PAGE])
    assert not list(tmp_path.rglob("*.*"))


@pytest.fixture
def story(tmp_path: Path, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> Path:
    load = quoteattr.load
    monkeypatch.setattr(quoteattr, "load", lambda stanza: pipeline if stanza == "bundled" else load(stanza))
    path = tmp_path / "story.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def stories(story: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "stories"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}.txt").write_text(f"{number}. {CAFÉ}{TEXT}", encoding="utf-8")
    return folder


@pytest.fixture
def whole(stories: Path, tmp_path: Path) -> bytes:
    out = tmp_path / "whole.jsonl"
    assert main(["extract", "--output", str(out), str(stories)]) == 0
    return out.read_bytes()


def complaint(capfd: pytest.CaptureFixture[str]) -> str:
    """The one line on standard error."""
    captured = capfd.readouterr()
    assert captured.err.startswith("quoteattr: ")
    assert captured.err.count("\n") == 1
    assert captured.err.endswith("\n")
    return captured.err.removeprefix("quoteattr: ").rstrip("\n")


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "out.json", "out.txt", "out.html", "out.parquet"])
def test_broken_models_leave_an_existing_output_as_it_is(
    name: str, story: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    if name.endswith(".parquet"):
        pytest.importorskip("pyarrow", reason="needs pyarrow")
    models, out = language(tmp_path / "models", "en/tokenize/quoteattr.pt"), tmp_path / name
    cut(0.5)(models / "en/tokenize/quoteattr.pt")
    assert main(["extract", "--stanza", str(models), "--output", str(out), str(story)]) == 2
    assert complaint(capfd).startswith(f"could not load the models in {models}: RuntimeError: ")
    assert not list(tmp_path.glob("out.*"))
    out.write_text("what an earlier run wrote")
    assert main(["extract", "--stanza", str(models), "--output", str(out), str(story)]) == 2
    assert [path.name for path in tmp_path.glob("out.*")] == [name]
    assert out.read_text() == "what an earlier run wrote"


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "out.json", "out.txt"])
def test_inputs_without_any_article_leave_an_empty_output(name: str, story: Path, tmp_path: Path) -> None:
    out = tmp_path / name
    out.write_text("what an earlier run wrote")
    (tmp_path / "none.jsonl").touch()
    assert main(["extract", "--field", "body", "--output", str(out), str(tmp_path / "none.jsonl")]) == 0
    assert out.read_bytes() == b""


def test_a_link_as_output_stays_when_nothing_was_written(story: Path, tmp_path: Path) -> None:
    link = tmp_path / "out.jsonl"
    link.symlink_to(tmp_path / "target.jsonl")
    assert main(["extract", "--stanza", str(tmp_path), "--output", str(link), str(story)]) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl", "story.txt"]


def test_writing_a_page_touches_no_file_beside_it(story: Path, tmp_path: Path) -> None:
    beside = tmp_path / "page.html.new"
    beside.symlink_to(story)
    assert main(["extract", "--output", str(tmp_path / "page.html"), str(story)]) == 0
    assert beside.read_text(encoding="utf-8") == TEXT
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_long_id_is_cut_for_the_name_of_its_page(story: Path, tmp_path: Path) -> None:
    records = tmp_path / "long.jsonl"
    records.write_text(json.dumps({"id": "한" * 200, "body": TEXT}), encoding="utf-8")
    pages = tmp_path / "pages"
    assert main(["extract", "--field", "body", "--format", "html", "--output", str(pages), str(records)]) == 0
    assert [path.name for path in pages.iterdir()] == ["한" * 66 + ".html"]


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "out.parquet", "out.txt"])
def test_a_folder_as_output_file_is_reported(
    name: str, story: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    if name.endswith(".parquet"):
        pytest.importorskip("pyarrow", reason="needs pyarrow")
    (tmp_path / name).mkdir()
    assert main(["extract", "--output", str(tmp_path / name), str(story)]) == 2
    assert complaint(capfd).startswith(f"{tmp_path / name}")


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet", "html"])
def test_a_file_name_that_is_too_long_is_reported(
    ending: str, story: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    if ending == "parquet":
        pytest.importorskip("pyarrow", reason="needs pyarrow")
    out = tmp_path / f"{'x' * 300}.{ending}"
    assert main(["extract", "--output", str(out), str(story)]) == 2
    assert "could not be written: File name too long" in complaint(capfd)


@WITH_RIGHTS
@pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "out.parquet", "out.html", "pages"])
@pytest.mark.parametrize("what", ["closed folder", "folder", "file"])
def test_an_output_without_permission_is_reported_and_stays(
    name: str, what: str, story: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "kept").mkdir()
    out = tmp_path / "kept" / name
    path, mode = out.parent, 0 if what == "closed folder" else 0o500
    if what == "file" and name not in ("pages", "out.parquet"):
        out.write_text("what an earlier run wrote")
        path, mode = out, 0o400
    chosen = ["--format", "html"] if name == "pages" else []
    with locked(path, mode):
        assert main(["extract", *chosen, "--output", str(out), str(story)]) == 2
    assert "could not be written: Permission denied" in complaint(capfd)
    assert [path.read_text() for path in out.parent.iterdir()] in ([], ["what an earlier run wrote"])


@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", ["extract", "view"])
def test_a_full_disk_behind_a_page_is_reported(
    command: str, story: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.html"
    page.symlink_to(FULL)
    assert main([command, "--output", str(page), str(story)]) == 2
    assert complaint(capfd) == f"{page}: could not be written: No space left on device"
    assert not FULL.is_file()


def limited(size: int, arguments: Sequence[str]) -> int:
    """The command line where no file can grow beyond a size."""
    resource = pytest.importorskip("resource", reason="needs limits of the system")
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        return main([*arguments])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)


def test_a_page_too_large_for_the_disk_leaves_the_old_page(
    story: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.html"
    page.write_text("an earlier page")
    page.chmod(0o600)
    assert limited(1000, ["extract", "--output", str(page), str(story)]) == 2
    assert complaint(capfd) == f"{page}: could not be written: File too large"
    assert page.read_text() == "an earlier page"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["page.html", "story.txt"]
    assert main(["extract", "--output", str(page), str(story)]) == 0
    assert page.read_text(encoding="utf-8").rstrip().endswith("</html>")
    assert page.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["out.csv", "out.json", "out.txt"])
def test_a_disk_that_fills_up_leaves_whole_articles(
    name: str, stories: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / name
    assert main(["extract", "--output", str(out), str(stories)]) == 0
    everything = out.read_bytes()
    assert main(["extract", "--output", str(out), str(stories / "0.txt")]) == 0
    first = out.read_bytes()
    assert limited(len(first) + 100, ["extract", "--output", str(out), str(stories)]) == 2
    assert complaint(capfd) == f"{out}: could not be written: File too large"
    assert out.read_bytes() == first
    assert everything.startswith(first)


def test_a_parquet_file_that_can_not_be_finished_can_be_resumed(
    stories: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("pyarrow", reason="needs pyarrow")
    from quoteattr.output.arrow import read_articles

    def full(*paths: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    out = tmp_path / "out.parquet"
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", full)
        assert main(["extract", "--output", str(out), str(stories)]) == 2
    assert complaint(capfd) == f"{out}: could not be written: No space left on device"
    assert [path.name for path in tmp_path.glob("out.*")] == ["out.parquet.part"]
    shutil.copy(tmp_path / "out.parquet.part", tmp_path / "part")
    assert main(["extract", "--resume", "--output", str(out), str(stories)]) == 0
    done = list(read_articles(out))
    assert len(done) == 4
    shutil.move(tmp_path / "part", tmp_path / "out.parquet.part")  # as a run leaves it that is killed at the very end
    assert main(["extract", "--resume", "--output", str(out), str(stories)]) == 0
    assert list(read_articles(out)) == done


CLOSED = "import os, sys; os.close(1); os.execv(sys.executable, [sys.executable, '-m', 'quoteattr', *sys.argv[1:]])"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["-c", CLOSED, "extract", "docs/examples/harbour.txt"], "it is closed"),
        (["-m", "quoteattr", "completion", "bash"], "No space left on device"),
    ],
    ids=["closed", "full"],
)
@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")
def test_a_closed_or_full_standard_output_is_reported(arguments: list[str], reason: str) -> None:
    with open(FULL, "wb") as full:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.stderr == f"quoteattr: standard output: could not be written: {reason}\n"
    assert done.returncode == 2


MUTE = "import os, sys; os.close(2); os.execv(sys.executable, [sys.executable, '-m', 'quoteattr', *sys.argv[1:]])"


def test_a_closed_standard_error_does_not_stop_the_run() -> None:
    done = subprocess.run(
        [sys.executable, "-c", MUTE, "extract", "--format", "jsonl", "missing.txt", "docs/examples/harbour.txt"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=False,
    )
    assert done.returncode == 1
    assert json.loads(done.stdout)["id"] == "harbour"


def places(data: bytes) -> Iterator[tuple[str, int]]:
    """Where a file can be cut: around the end of a line, within a character, within the first bytes."""
    line = data.index(b"\n") + 1
    yield from (("before a newline", line - 1), ("after a newline", line), ("a byte of a line", line + 1))
    yield from (("within the id", line + 6), ("within a character", data.index("é".encode(), line) + 1))
    yield from (("a byte", 1), ("nothing", 0), ("all but a newline", len(data) - 1), ("all", len(data)))


def test_resume_completes_a_file_wherever_it_was_cut(stories: Path, whole: bytes, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    for where, place in places(whole):
        out.write_bytes(whole[:place])
        assert main(["extract", "--resume", "--output", str(out), str(stories)]) == 0, where
        assert out.read_bytes() == whole, where


FOREIGN: dict[str, Callable[[bytes], bytes]] = {
    "garbage in the middle": lambda data: data[:50] + b"\x00\xff\n" + data[50:],
    "a line cut in the middle": lambda data: data[:50] + data[60:],
    "bytes that are not UTF-8": lambda data: data.replace("é".encode(), b"\xe9"),
    "one line of somebody else": lambda data: b"Notes that nobody else has.",
    "an object of somebody else": lambda data: b'{"notes": "nobody else has them"}',
    "lines of nothing at the end": lambda data: data + bytes(4096),
    "a line twice": lambda data: data[: data.index(b"\n") + 1] * 2,
}


@pytest.mark.parametrize("name", ["out.jsonl", "out.parquet.part"])
@pytest.mark.parametrize("how", FOREIGN)
def test_resume_refuses_and_keeps_a_file_that_is_no_beginning_of_the_output(
    how: str, name: str, stories: Path, whole: bytes, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    if ".parquet" in name:
        pytest.importorskip("pyarrow", reason="needs pyarrow")
    written, out = tmp_path / name, tmp_path / name.removesuffix(".part")
    written.write_bytes(content := FOREIGN[how](whole))
    assert content != whole
    assert main(["extract", "--resume", "--output", str(out), str(stories)]) == 2
    assert complaint(capfd).startswith(f"{written}, line ")
    assert written.read_bytes() == content


@pytest.mark.parametrize("share", [0, 0.5, 0.99])
def test_resume_reports_a_parquet_file_that_was_cut(
    share: float, stories: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("pyarrow", reason="needs pyarrow")
    out = tmp_path / "out.parquet"
    assert main(["extract", "--output", str(out), str(stories)]) == 0
    cut(share)(out)
    kept = out.read_bytes()
    assert main(["extract", "--resume", "--output", str(out), str(stories)]) == 2
    assert complaint(capfd).startswith(f"{out}: expected a whole Parquet file")
    assert main(["extract", "--resume", "--format", "jsonl", "--output", str(out), str(stories)]) == (2 if share else 0)
    assert out.read_bytes() == kept or not share
