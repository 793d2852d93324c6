"""Reporting expressions as data: which verbs and nouns introduce a statement, and of which sort.

What may enter: an English verb or noun that, in news, mostly reports what a source said, wrote or
thought, in one of these frames:

- ``clause``: it takes the content as a clause or a quotation ("said that ...", "..., she noted");
- ``object``: its object, complement or preposition says what was said ("criticized the plan",
  "called on leaders to ...", "accused him of ...").

Each is listed under its base form with its presentation (speech, writing, thought; Semino and
Short 2004). Verbs that narrate as often as they report ("show", "offer", "back") stay out of the
``object`` frames for speech and stand among the attitudes, which are left out by default.
"""

from __future__ import annotations

from attrs import frozen

from quoteattr.records import Presentation

__all__ = ["NOUN_CUES", "VERB_CUES", "Cue", "inflections"]

S, W, T = Presentation.SPEECH, Presentation.WRITING, Presentation.THOUGHT


@frozen
class Cue:
    """A reporting expression: its base form, what it presents, and the frames it reports in."""

    lemma: str
    presentation: Presentation
    clause: bool = False
    object: bool = False


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
_DEFAULT_OBJECT = frozenset(
    """
    call describe criticize criticise accuse praise condemn denounce urge compliment advocate
    blast decry hail applaud commend deplore lambaste vow promise pledge declare express
    demand stress emphasize emphasise highlight threaten cite propose warn blame reiterate
    """.split()
)
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
    """The forms of a verb, its base form first.

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


def _verbs() -> dict[str, Cue]:
    lemmas: dict[str, Cue] = {}
    for frame, presentation, listed in (
        ("clause", T, _CLAUSE_THOUGHT),
        ("clause", W, _CLAUSE_WRITING),
        ("clause", S, _CLAUSE_SPEECH),
        ("object", T, _OBJECT_THOUGHT),
        ("object", S, _OBJECT_SPEECH),
    ):
        for lemma in listed.split():
            known = lemmas.get(lemma, Cue(lemma, presentation))
            lemmas[lemma] = Cue(
                lemma, known.presentation, known.clause or frame == "clause", known.object or frame == "object"
            )
    return {form: cue for cue in lemmas.values() for form in inflections(cue.lemma)}


VERB_CUES = _verbs()
"""Every form of every reporting verb."""

NOUN_CUES = {
    form: Cue(noun, presentation, clause=True)
    for presentation, listed in ((S, _NOUNS_SPEECH), (T, _NOUNS_THOUGHT))
    for noun in listed.split()
    for form in inflections(noun)[:2]
}
"""Nouns that take their content as a clause: "his claim that ..."."""

VOICED = _DEFAULT_OBJECT
"""Verbs whose object alone, without clause or quotation, counts as a voiced statement by default."""
