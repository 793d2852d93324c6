"""Small words, and the singular of plurals."""

from __future__ import annotations

__all__ = ["DEFINITE", "DETERMINERS", "PARTICLES", "PRONOUNS", "SMALL_WORDS", "singular"]

DETERMINERS = frozenset("the a an his her its their our my your this that these those some any one no each".split())
"""What may open a noun phrase without saying who is meant."""

DEFINITE = DETERMINERS - frozenset("a an some any one no each".split())
"""What opens a noun phrase for somebody or something that is known already."""

PARTICLES = frozenset("al bin binti da de del della den der di do dos du el la le ibn ter van von y zu".split())
"""Small words inside surnames."""

SMALL_WORDS = frozenset(
    """
    of in on at to for from with by about after before as and or but nor than then that which who whom whose while when
    where why how if because since until although though so yet is are was were be been being am has have had having do
    does did will would can could should may might must shall not also only even just still he she they it i we you him
    them us me himself herself themselves itself there here among between against over under into onto upon without
    within during through across like including such what whether both either neither more most less least very too
    """.split()
)
"""Prepositions, conjunctions, auxiliaries, pronouns and adverbs: none of them stands before the noun of a phrase."""

PRONOUNS = {
    **dict.fromkeys("he him his himself".split(), "he"),
    **dict.fromkeys("she her hers herself".split(), "she"),
    **dict.fromkeys("they them their themselves".split(), "they"),
    **dict.fromkeys("it its itself".split(), "it"),
    **dict.fromkeys("i me my myself".split(), "i"),
    **dict.fromkeys("we us our ourselves".split(), "we"),
    "who": "who",
    "you": "you",
}
"""Personal pronouns and the form they resolve as."""


def singular(word: str) -> str:
    """Return the singular of a plural noun, near enough to look it up.

    >>> [singular(w) for w in ("ministers", "secretaries", "women", "boss", "police", "spokespeople")]
    ['minister', 'secretary', 'woman', 'boss', 'police', 'spokesperson']
    """
    if word.endswith(("men", "women")) and word not in ("regimen", "specimen", "women's"):
        return word[:-2] + "an"
    if word.endswith("people") and len(word) > len("people"):
        return word.removesuffix("people") + "person"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
