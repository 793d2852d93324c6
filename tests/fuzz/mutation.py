"""JSON made odd: a change of one value, key or branch at a time, so that what comes out is JSON still."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

__all__ = ["mutated"]

ODD: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    1,
    -1,
    2**63,
    -(2**63) - 1,
    10**400,
    0.0,
    -0.0,
    1e308,
    float("nan"),
    float("inf"),
    "",
    "direct",
    "speech",
    "person",
    "\ud800",
    "\x00\r\n\x1b[31m",
    "=1+1",
    "x" * 3000,
    [],
    {},
    [[]],
    {"": None},
    [[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]],
)


def mutated(value: Any, seed: int) -> Any:
    """A copy of `value` in which something is replaced, left out, doubled, renamed or put in another place.

    >>> mutated({"id": "a", "quotes": []}, 3) == {"id": "a", "quotes": []}
    False
    """
    chance = random.Random(seed)
    whole = [copy.deepcopy(value)]
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        places = list(_places(whole))
        holder, key = chance.choice(places)
        _change(holder, key, chance, [h[k] for h, k in places])
    return whole[0] if whole else None


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every value inside a list or a dict, as what holds it and its key there."""
    waiting = [value]
    while waiting:
        holder = waiting.pop()
        for key in list(holder) if isinstance(holder, dict) else range(len(holder)):
            yield holder, key
            if isinstance(holder[key], (dict, list)):
                waiting.append(holder[key])


def _change(holder: Any, key: Any, chance: random.Random, others: list[Any]) -> None:
    way = chance.randrange(5)
    if way == 0 and isinstance(holder, dict):
        holder[chance.choice([*holder, "", "x", "id"])] = holder.pop(key)
    elif way == 1 and isinstance(holder, dict):
        del holder[key]
    elif way == 2 and isinstance(holder[key], list):
        holder[key].extend(copy.deepcopy(holder[key]))
    elif way == 3:
        holder[key] = copy.deepcopy(chance.choice(others))
    else:
        holder[key] = copy.deepcopy(chance.choice(ODD))
