from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

if importlib.util.find_spec("starlette") is None:
    pytest.skip("needs quoteattr[serve]", allow_module_level=True)

from fuzz.mutation import mutated
from fuzz.run import NAMES, cut_down, place
from fuzz.targets import SEEDS, TARGETS

FUZZ = Path(__file__).parent / "fuzz"
FINDS = sorted((FUZZ / "finds").iterdir())


def target_of(find: Path) -> str:
    return max((name for name in TARGETS if find.name.startswith(f"{name}-")), key=len)


@pytest.mark.parametrize("find", FINDS, ids=lambda find: find.name)
def test_what_fuzzing_found_stays_mended(find: Path) -> None:
    TARGETS[target_of(find)](find.read_bytes())


@pytest.mark.parametrize("name", NAMES)
def test_a_run_begins_with_what_is_well(name: str) -> None:
    for seed in (*SEEDS[name], b"", b"\x00", b"\xff\xfe"):
        TARGETS[name](seed)


def test_the_names_are_those_of_the_targets() -> None:
    assert list(NAMES) == list(TARGETS) == list(SEEDS)


def test_odd_json_is_odd_and_stays_as_small_as_it_was() -> None:
    given = json.loads(SEEDS["records"][0])
    made = [mutated(given, seed) for seed in range(300)]
    assert sum(json.dumps(one) != json.dumps(given) for one in made) > 250
    assert len({json.dumps(one) for one in made}) > 200
    assert given == json.loads(SEEDS["records"][0])
    assert mutated(given, 5) == mutated(given, 5)


def test_a_find_is_cut_down() -> None:
    def check(data: bytes) -> None:
        if b"<" in data and b">" in data:
            raise ValueError("both")

    broken = place(check, b"aaaa<bbbb>cccc")
    assert broken is not None
    assert broken.startswith("ValueError")
    assert cut_down(check, b"aaaa<bbbb>cccc", broken) == b"<>"
    assert place(check, b"<") is None


@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="needs atheris")
def test_a_short_run_ends_well(tmp_path: Path) -> None:
    command = [sys.executable, str(FUZZ / "run.py"), "requests", "--minutes", "0.02", "--finds", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.stdout.endswith("0 finds\n"), done.stderr[-2000:]
    assert done.returncode == 0
