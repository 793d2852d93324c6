"""Reporting expressions: which verbs and nouns introduce a statement, and of which sort.

What may enter the lists: an English verb or noun that, in news, mostly reports what a source said, wrote or thought, in
one of these frames:

- ``clause``: it takes the content as a clause or a quotation ("said that ...", "..., she noted");
- ``object``: its object, complement or preposition says what was said ("criticized the plan", "called on leaders to
  ...", "accused him of ...").

Each is listed under its base form with its presentation (speech, writing, thought; Semino and Short 2004). Verbs that
narrate as often as they report ("show", "offer", "back") stay out of the ``object`` frame for speech and stand among
the attitudes, which are left out by default.

`Cues` holds every form of all of them, and a user's own:

>>> cues = Cues.of(["pontificate"])
>>> cues.last_in("had been pontificating").lemma, cues.last_in("his claim").presentation.value
('pontificate', 'speech')
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import regex
from attrs import evolve, field, frozen

from quoteattr.records import Presentation

__all__ = ["REPORTING_VERBS", "Cue", "Cues", "as_cues", "inflections"]

S, W, T = Presentation.SPEECH, Presentation.WRITING, Presentation.THOUGHT

_WORD = regex.compile(r"[\w’'-]+")

_CLAUSE_SPEECH = """
    say tell add announce warn claim argue note explain insist suggest state declare admit acknowledge concede
    confirm stress emphasize emphasise reiterate repeat assert maintain contend allege predict promise pledge
    vow reply respond answer ask remark observe comment mention complain protest disclose reveal recall recount testify
    swear quip joke shout yell scream cry exclaim whisper mutter murmur whimper urge demand propose recommend
    advise caution threaten boast brag conclude continue proclaim pronounce rule indicate signal hint imply report
    estimate lament bemoan grumble muse opine counter retort rebut interject relate recite inform notify assure remind
    reassure plead beg request query inquire enquire specify clarify elaborate stipulate decree affirm attest avow
    confess charge fume snap bark roar growl chuckle deny agree point go put quote cite underscore underline
    highlight forecast project certify intone gush enthuse sigh scoff sneer chant guarantee volunteer
    concur reckon marvel vent rage thunder bellow croak laugh crow decide
"""
_CLAUSE_WRITING = "write tweet post text email e-mail message blog publish read show find state document retweet"
_CLAUSE_THOUGHT = """
    think believe feel hope want wish expect fear worry know realize realise understand suspect doubt imagine assume
    plan intend prefer wonder guess anticipate learn discover remember forget mean consider see hear aim decide
    appear seem seek need like
"""
_OBJECT_SPEECH = """
    call describe criticize criticise accuse praise condemn denounce blame urge reject dismiss deny defend question
    challenge compliment thank welcome advocate express reiterate stress emphasize emphasise highlight cite mock
    blast slam decry tout hail ridicule applaud commend deplore lambaste berate rebuke chide deride
    announce propose demand declare promise pledge vow refuse decline threaten warn advise encourage invite plead beg
    order ask request outline mention reveal confirm admit acknowledge note report recount recall claim allege
    underscore underline discuss explain suggest recommend reference refer complain
    apologize apologise voice repeat assure remind protest brand label dub dispute rebuff
    lament endorse talk speak charge confess predict offer respond
"""
_OBJECT_THOUGHT = """
    want believe hope expect fear know understand doubt plan intend prefer support oppose back favor favour consider see
    view regard like dislike love hate appear seem seek worry aim deem agree decide think need wish trust vote
"""
_PERFORMING = frozenset(
    """
    call describe criticize criticise accuse praise condemn denounce urge compliment advocate
    blast decry hail applaud commend deplore lambaste vow promise pledge declare express
    demand stress emphasize emphasise highlight threaten cite propose warn blame reiterate
    """.split()
)
"""Verbs that can't be performed without words: their object alone, without clause or quotation, was voiced."""

_NOUNS_SPEECH = """
    claim assertion statement suggestion announcement warning promise pledge vow allegation accusation argument
    contention declaration admission acknowledgment prediction remark insistence demand comment confirmation
    complaint denial recommendation conclusion
"""
_NOUNS_THOUGHT = "belief hope fear concern worry expectation conviction view feeling doubt suspicion opinion desire"

_IRREGULAR = {
    "say": "says said saying",
    "tell": "tells told telling",
    "write": "writes wrote written writing",
    "think": "thinks thought thinking",
    "feel": "feels felt feeling",
    "know": "knows knew known knowing",
    "swear": "swears swore sworn swearing",
    "read": "reads read reading",
    "find": "finds found finding",
    "show": "shows showed shown showing",
    "put": "puts put putting",
    "go": "goes went gone going",
    "understand": "understands understood understanding",
    "forget": "forgets forgot forgotten forgetting",
    "mean": "means meant meaning",
    "see": "sees saw seen seeing",
    "hear": "hears heard hearing",
    "seek": "seeks sought seeking",
    "speak": "speaks spoke spoken speaking",
    "forecast": "forecasts forecast forecasting",
    "prefer": "prefers preferred preferring",
    "plan": "plans planned planning",
    "beg": "begs begged begging",
    "brag": "brags bragged bragging",
    "quip": "quips quipped quipping",
    "snap": "snaps snapped snapping",
    "chat": "chats chatted chatting",
    "refer": "refers referred referring",
    "admit": "admits admitted admitting",
    "slam": "slams slammed slamming",
    "blog": "blogs blogged blogging",
    "concur": "concurs concurred concurring",
    "rebut": "rebuts rebutted rebutting",
    "label": "labels labeled labelled labeling labelling",
    "signal": "signals signaled signalled signaling signalling",
    "marvel": "marvels marveled marvelled marveling marvelling",
    "dub": "dubs dubbed dubbing",
    "cry": "cries cried crying",
    "outline": "outlines outlined outlining",
}


def inflections(lemma: str) -> tuple[str, ...]:
    """Return the forms of a verb, its base form first.

    >>> inflections("note")
    ('note', 'notes', 'noted', 'noting')
    >>> inflections("say")
    ('say', 'says', 'said', 'saying')
    """
    if lemma in _IRREGULAR:
        return (lemma, *_IRREGULAR[lemma].split())
    if lemma.endswith("ee"):
        return (lemma, lemma + "s", lemma + "d", lemma + "ing")
    if lemma.endswith("e"):
        return (lemma, lemma + "s", lemma + "d", lemma[:-1] + "ing")
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return (lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing")
    third = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return (lemma, third, lemma + "ed", lemma + "ing")


def _lower(word: str) -> str:
    return word.lower()


@frozen
class Cue:
    """A reporting expression: its base form, what it presents, and the frames that it reports in.

    With `performs` its object alone, without clause or quotation, counts as voiced ("urged restraint"). `forms` are
    those of a verb that `inflections` gets wrong.
    """

    lemma: str = field(converter=_lower)
    presentation: Presentation = S
    clause: bool = False
    object: bool = False
    performs: bool = False
    forms: tuple[str, ...] = ()

    @lemma.validator
    def _check_lemma(self, _: Any, lemma: str) -> None:
        if not _WORD.fullmatch(lemma):
            raise ValueError(f"expected the base form of a reporting verb, one word, got {lemma!r}")


@frozen
class Cues:
    """The reporting verbs and nouns that are known, each under every one of its forms. `Cues.of` makes them."""

    verbs: Mapping[str, Cue]
    nouns: Mapping[str, Cue]

    @classmethod
    def of(cls, extra: Iterable[str | Cue] = ()) -> Cues:
        """Return the listed verbs and nouns, and `extra` verbs, which stand in for listed ones of the same form.

        An extra verb is its base form, for one that presents speech and takes its content as a clause or a quotation,
        or a `Cue` that says more:

        >>> cues = Cues.of(["pontificate", Cue("rap", clause=True, forms=("raps", "rapped", "rapping"))])
        >>> cues.verbs["rapped"].presentation
        <Presentation.SPEECH: 'speech'>

        Raises what `as_cues` raises.
        """
        verbs = {form: cue for cue in [*_listed_verbs(), *as_cues(extra)] for form in _forms(cue)}
        return cls(verbs, {form: cue for cue in _listed_nouns() for form in inflections(cue.lemma)[:2]})

    def last_in(self, expression: str) -> Cue | None:
        """Return the last reporting verb of an expression; if it has none, its last reporting noun.

        A particle behind a verb is none: "shouted back" is shouting.
        """
        words = _WORD.findall(expression.lower())
        words = words[:-1] if len(words) > 1 and words[-1] == "back" else words
        known = [self.verbs[word] for word in words if word in self.verbs]
        known = known or [self.nouns[word] for word in words if word in self.nouns]
        return known[-1] if known else None


def as_cues(verbs: Iterable[str | Cue]) -> tuple[Cue, ...]:
    """Return reporting verbs as values; a mere base form presents speech and takes its content as a clause.

    Raises `ValueError` for a verb that is not one word, `TypeError` for a single str in place of many.
    """
    if isinstance(verbs, str):
        raise TypeError(f"expected an iterable of reporting verbs, got a single str: pass [{verbs!r}]")
    return tuple(Cue(verb, clause=True) if isinstance(verb, str) else verb for verb in verbs)


def _forms(cue: Cue) -> tuple[str, ...]:
    return (cue.lemma, *(form.lower() for form in cue.forms)) if cue.forms else inflections(cue.lemma)


def _listed_verbs() -> Iterable[Cue]:
    """Return the listed verbs. One that is listed twice is presented as it is first, and reports in both frames."""
    verbs: dict[str, Cue] = {}
    for frame, presentation, listed in (
        ("clause", T, _CLAUSE_THOUGHT),
        ("clause", W, _CLAUSE_WRITING),
        ("clause", S, _CLAUSE_SPEECH),
        ("object", T, _OBJECT_THOUGHT),
        ("object", S, _OBJECT_SPEECH),
    ):
        for lemma in listed.split():
            known = verbs.get(lemma, Cue(lemma, presentation, performs=lemma in _PERFORMING))
            verbs[lemma] = evolve(known, clause=True) if frame == "clause" else evolve(known, object=True)
    return verbs.values()


def _listed_nouns() -> Iterable[Cue]:
    for presentation, listed in ((S, _NOUNS_SPEECH), (T, _NOUNS_THOUGHT)):
        for noun in listed.split():
            yield Cue(noun, presentation, clause=True, performs=noun in _PERFORMING)


REPORTING_VERBS = frozenset(Cues.of().verbs)
"""Every form of every listed verb."""
