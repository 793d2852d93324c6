"""Titles that stand before a name.

A title may enter if papers put it before names, abbreviated or not. `*` marks one that is written with a stop ("Gov.").
"""

from __future__ import annotations

__all__ = ["ABBREVIATED", "BEFORE_NAMES", "COURTESY", "HONORIFICS", "LETTERS", "STOPPED"]

_COURTESY = "mr* mrs* ms* miss mx dr* sir dame lord lady madam madame messrs hon*"
"""Titles in English that make the name after them a person's, and name no office."""

LETTERS = frozenset("mp mep msp mla td qc kc sc obe cbe mbe kbe phd md esq".split())
"""Letters behind a name that are no part of it, in lower case."""

_OF_OFFICE = "judge professor prof*"
"""Offices that make the name after them a person's."""

_RANKS = (
    "pc wpc dc sen* rep* gov* gen* lt* col* maj* capt* sgt* cpl* pvt adm* cmdr* rev* det* supt* insp* brig* brigadier"
)
"""Titles that are a role by themselves."""

_OTHERS = """
    sens* reps* fr hon'ble st* datuk dato' datin sri tun ustaz sheikh shri smt pastor bishop archbishop father sister
    brother imam rabbi eng* monsieur master coun cllr barr engr alhaji hajia seri begum maulana pandit shree kumari
"""
"""Titles of several people, of churches, of other languages, and words that are titles and nouns."""


def _bare(*lists: str) -> frozenset[str]:
    return frozenset(title.rstrip("*") for listed in lists for title in listed.split())


HONORIFICS = _bare(_COURTESY, _OF_OFFICE, _RANKS, _OTHERS)
"""All titles, stops dropped: what stands before a name and is no part of it."""

STOPPED = frozenset(
    title.rstrip("*")
    for listed in (_COURTESY, _OF_OFFICE, _RANKS, _OTHERS)
    for title in listed.split()
    if title.endswith("*")
)
"""Titles that are written with a stop, which ends no sentence."""

COURTESY = _bare(_COURTESY)
"""Titles that name no office."""

BEFORE_NAMES = _bare(_COURTESY, _OF_OFFICE, _RANKS)
"""Titles that make the name after them a person's."""

ABBREVIATED = {
    "sen": ("senator", "lawmaker"),
    "senator": ("senator", "lawmaker"),
    "rep": ("representative", "congressman", "congresswoman", "lawmaker"),
    "gov": ("governor",),
    "gen": ("general",),
    "lt": ("lieutenant",),
    "col": ("colonel",),
    "capt": ("captain",),
    "sgt": ("sergeant", "officer"),
    "det": ("detective", "officer"),
    "prof": ("professor", "academic"),
    "mp": ("mp", "lawmaker", "parliamentarian"),
    "nominee": ("nominee", "candidate"),
    "ceo": ("ceo", "executive"),
}
"""Titles and the nouns by which an article calls their bearers later: Rep. Obi, then "the congresswoman"."""
