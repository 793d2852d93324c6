"""Words before a colon: those that stand for whoever speaks next, and those that stand for nobody."""

from __future__ import annotations

__all__ = ["ANSWERS", "DIRECTIONS", "NOBODY", "PARTS", "QUESTIONS"]

PARTS = frozenset(
    """
    speaker operator moderator interviewer interviewee narrator announcer anchor host co-host presenter reporter
    correspondent guest caller participant panelist panellist respondent witness juror foreperson foreman clerk judge
    court counsel prosecutor prosecution defense defence defendant plaintiff bailiff interpreter translator president
    chair chairman chairwoman chairperson deputy-speaker member members senators audience crowd voice voiceover analyst
    dispatcher officer pilot tower
    """.split()
)
"""What a speaker is called in minutes, captions and transcripts that leave the name out: "Speaker 1", "The Court"."""

QUESTIONS = frozenset("q question".split())
"""What stands before a question in an interview."""

ANSWERS = frozenset("a answer".split())
"""What stands before its answer."""

NOBODY = frozenset(
    """
    note notes nb ps update updates updated correction corrections clarification editor's what when where who why how
    which whose text graphic graphics chyron source sources photo photos picture pictures image images video videos
    audio watch listen read related more also see caption credit credits copyright breaking live exclusive opinion
    analysis explainer comment editorial review preview recap summary headline headlines topic topics tags keywords
    subject re date time place venue location address phone tel email e-mail fax website web contact contacts link
    links url price prices cost admission tickets ticket hours warning disclaimer disclosure advertisement ad sponsored
    example tip tips fact facts fact-check factbox claim verdict rating score scores result results standings lineup
    lineups squad squads goalkeepers defenders midfielders forwards substitutes subs starters reserves goals goal
    attendance category section part chapter step figure table list total age born died height weight occupation
    education party background context conclusion introduction abstract method methods objective objectives aim
    ingredients directions instructions serves cast genre runtime forecast outlook weather traffic deadline status
    reason problem solution pros cons trigger spoiler poll quiz map timeline gallery documents document file series
    episode season edition issue volume page format language translation alert news newsletter subscribe follow
    download share series interview transcript byline stat look busted boom exposed revealed shock bombshell developing
    """.split()
)
"""Labels in capitals or in bold that nobody speaks behind: notes, captions, sections, particulars."""

DIRECTIONS = frozenset(
    """
    ph phonetic sp sic voice-over voiceover vo v.o. o.s. off-camera on-camera off camera inaudible unintelligible
    crosstalk laughter laughs laughing applause through via translator interpreter translation translated video audio
    tape videotape clip begin end on off-screen on-screen cont'd continued singing live remote phone telephone by
    the a an in speaking foreign language
    """.split()
)
"""What brackets behind a name say of how somebody is heard, never of who it is: "(ph)", "(through translator)"."""
