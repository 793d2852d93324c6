"""The baseline: what stands between quotation marks, said by the nearest capitalised name.

Two regular expressions and a distance, and nothing to install. A name is a run of capitalised words outside all
marks that does not only consist of words that any sentence may open with; the speaker is called by the longest name
of the article that ends in the same word.

    python run_baseline.py < stories.jsonl
"""

from __future__ import annotations

import re

from protocol import Find, Found, Offsets, serve

QUOTED = re.compile(r'“[^“”\n]+”?|"[^"\n]+"?')
ABBREVIATED = r"(?:[A-Z]|Capt|Col|Dr|Gen|Gov|Lt|Mr|Mrs|Ms|Prof|Rep|Rev|Sen|Sgt|St)\."
WORD = rf"(?:{ABBREVIATED}(?= [A-Z])|[A-Z](?:[\w-]|[’'.](?!s\b)(?=\w))*)"
NAME = re.compile(rf"\b{WORD}(?: (?:(?:al|bin|da|de|der|di|du|el|la|of|the|van|von) )*{WORD})*")
LEAST_WORDS = 3
NOT_NAMES = frozenset(
    "A According After All Also Although An And Another Any April As Asked At August Because Before Both But By "
    "December Despite During Each Even Every February For Friday From He Her Here His How However I If In Instead "
    "Is It Its January July June Last Later Like Many March May Meanwhile Monday More Most Much My Near No Not "
    "November Now October Of On One Only Other Others Our Over Saturday September She Since So Some Still Such "
    "Sunday That The Their Then There These They This Those Three Through Thursday To Tuesday Two Under Until We "
    "Wednesday Were What When Where Whether Which While Who Why With Without Yesterday Yet You".split()
)


def names(text: str, quoted: list[Offsets]) -> list[Offsets]:
    """Return where the capitalised names stand, outside quotations, without the common words that open a sentence."""
    out = []
    for found in NAME.finditer(text):
        start, end = found.span()
        while start < end and (word := text[start:end].split(" ")[0]) in NOT_NAMES:
            start += len(word) + 1
        if start < end and not any(a <= start < b for a, b in quoted):
            out.append((start, end))
    return out


def gap(a: Offsets, b: Offsets) -> int:
    """Return how many characters lie between two stretches."""
    return max(a[0] - b[1], b[0] - a[1])


def fullest_name(text: str, name: Offsets, others: list[Offsets]) -> str:
    """Return the longest name that ends in the same word."""
    surname = text[slice(*name)].split()[-1]
    return max((text[a:b] for a, b in others if text[a:b].split()[-1] == surname), key=len)


def find(text: str) -> list[Found]:
    """Return each quotation with the nearest name."""
    quoted = [m.span() for m in QUOTED.finditer(text)]
    named = names(text, quoted)
    out = []
    for content in quoted:
        if len(text[slice(*content)].split()) < LEAST_WORDS:
            continue
        nearest = min(named, key=lambda name: gap(content, name), default=None)
        out.append(Found(content, mention=nearest, name=nearest and fullest_name(text, nearest, named)))
    return out


def load() -> Find:
    """Return the finder: there is nothing to load."""
    return find


if __name__ == "__main__":
    serve(load)
