"""Nouns for people: offices, professions, ranks, kin, parts played.

A noun may enter if news calls people so nearly always. The nouns stand in tables, once each, with marks for what is
true of them beside their row:

- forms for a man, a woman and either are joined by ``/`` and share everything else: ``spokesman/spokeswoman``;
- ``*``: the role is held for a place or a body, which its "of" or its adjective names ("president of Ghana");
- ``~``: so wide that "the ..." may stand for anybody named before, whatever the article says they are.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

__all__ = [
    "FEMALE",
    "FORMER",
    "GENERIC_PEOPLE",
    "GOVERNING",
    "MALE",
    "OFFICES",
    "ROLES",
    "TITLE_WORDS",
    "VERB_ROLES",
    "is_role",
]

_OFFICES = """
legislator: senator congressman/congresswoman lawmaker~ parliamentarian mp legislator councillor* councilor*
    councilman/councilwoman assemblyman/assemblywoman alderman/alderwoman
governor: governor*
mayor: mayor*
head of state: president* premier* chancellor* king/queen* prince/princess* emperor/empress* monarch* dictator*
    vice-president*
minister: minister* secretary* undersecretary
attorney: attorney attorney-general* prosecutor* counsel solicitor
judge: judge justice magistrate
police: officer detective inspector constable superintendent sergeant sheriff commissioner* commander
soldier: general* colonel major lieutenant admiral*
candidate: candidate~ nominee~ contender runner front-runner frontrunner challenger
speaks for: spokesman/spokeswoman/spokesperson*~ representative
academic: professor lecturer researcher scholar scientist fellow historian economist epidemiologist sociologist
    psychologist dean
heads: chief* director ceo chairman/chairwoman/chairperson chair head* leader*~ executive chief-executive
    manager* coordinator
owns: founder co-founder owner partner
lawyer: lawyer barrister
writes: journalist host anchor reporter editor columnist correspondent commentator author~ writer~ novelist blogger
    contributor presenter
sport: player~ coach* captain* striker* midfielder* defender* goalkeeper* athlete*~ champion* trainer
kin: husband/wife son/daughter father/mother brother/sister widower/widow uncle/aunt nephew/niece
    grandfather/grandmother parent cousin
analyst: analyst~ strategist adviser advisor aide consultant expert~ pollster operative
diplomat: ambassador* envoy* diplomat*
member: member colleague ally supporter voter activist volunteer resident~ student teacher survivor friend republican~
    democrat~
"""
"""Nouns of office, by the kind of body that such people speak for."""

_TITLES_OF_OFFICE = """
legislator: sen rep
governor: gov
soldier: gen col capt lt sgt
academic: prof
lady: lady
"""
"""Titles that say an office as well."""

_OTHERS = """
    actor/actress~ advocate agent agronomist anchorman/anchorwoman animator announcer anthropologist apostle
    archaeologist archbishop architect artist assistant associate astronaut astronomer auditor ayatollah banker batsman
    billionaire~ biologist bishop boss botanist bowler boxer broker builder bureaucrat businessman/businesswoman~
    butcher cameraman/camerawoman campaigner captive cardinal cardiologist carpenter cartoonist cashier cfo chaplain
    chemist
    chieftain choreographer cinematographer cio cleric clerk co-ordinator cofounder comedian composer comptroller
    conductor conservationist conservative consul* contestant contractor controller coo coroner counsellor counselor
    criminologist critic cto curate curator cyclist dad dancer deacon demographer dentist deputy* designer developer
    doctor driver drummer ecologist educator elder emir engineer entrepreneur farmer filmmaker financier firefighter
    fireman/firewoman fisherman footballer forecaster forward fugitive geneticist geologist golfer guard guide guitarist
    hacker hostage hydrologist illustrator imam/ immigrant immunologist influencer inmate instructor international*
    interpreter investigator investor jockey keeper lead liberal librarian linguist lobbyist lyricist magnate~ marshal
    mathematician mechanic mediator meteorologist microbiologist midwife migrant millionaire model mogul~ mom monk/nun
    mum musician negotiator* neighbor neighbour neurologist neuroscientist nurse oceanographer official*~ ombudsman*
    oncologist operator organiser organizer painter paramedic pastor pathologist patient pediatrician pensioner
    pharmacist philosopher photographer physician physicist pilot pitcher planner playwright poet policeman/policewoman
    politician~ politologist pope postmaster practitioner preacher priest/priestess principal prisoner producer
    programmer promoter proprietor provost psychiatrist publicist publisher quarterback rabbi radiologist ranger rapper
    recruiter rector referee refugee regent registrar rider ruler* salesman/saleswoman screenwriter sculptor
    seismologist seller servant sheikh singer~ skipper soldier speaker* specialist sprinter staffer statistician steward
    sultan supervisor surgeon surrogate surveyor swimmer technician technologist teenager tenant therapist tourist
    trader translator treasurer trustee tutor tycoon~ vet veteran~ veterinarian vicar victim~ virologist volcanologist
    waiter/waitress warden whip* whistleblower winger winner witness worker youtuber zoologist
"""
"""Other roles."""

_NO_ROLES = """
    man/woman~ boy/girl person~ gentleman/ hero/heroine duke/duchess baron/baroness suspect~ defendant~ native~ star~
    source~ mr/mrs /ms /miss sir/dame lord/lady
"""
"""Nouns and titles for people that name no role."""


@frozen
class _Noun:
    """One form of a noun, and what its row says of it."""

    text: str
    office: str
    marks: str
    gender: int
    """Its place among the forms: 0 for a man, 1 for a woman, 2 for either; -1 for a noun with one form."""


def _nouns(table: str, office: str = "") -> Iterator[_Noun]:
    """Yield every form in a table; a word with a colon opens a row of an office."""
    row = office
    for line in table.strip("\n").splitlines():
        name, colon, rest = line.rpartition(":")
        row = name if colon else row
        for token in rest.split():
            forms = token.rstrip("*~").split("/")
            for place, form in enumerate(forms):
                if form:
                    yield _Noun(form, row, token[len(token.rstrip("*~")) :], place if len(forms) > 1 else -1)


_ROLE_NOUNS = (*_nouns(_OFFICES), *_nouns(_OTHERS))
_ALL_NOUNS = (*_ROLE_NOUNS, *_nouns(_NO_ROLES))

ROLES = frozenset(noun.text for noun in _ROLE_NOUNS)
"""What people are."""

OFFICES = {noun.text: noun.office for noun in (*_nouns(_OFFICES), *_nouns(_TITLES_OF_OFFICE))}
"""Nouns and titles of office by the kind of body that such people speak for."""

GOVERNING = frozenset(noun.text for noun in _ROLE_NOUNS if "*" in noun.marks)
"""Roles that are held for a place: its "of" or its adjective names the organization."""

GENERIC_PEOPLE = frozenset(noun.text for noun in _ALL_NOUNS if "~" in noun.marks)
"""Nouns so wide that "the ..." may stand for anybody named before, whatever the article says they are."""

MALE = frozenset(noun.text for noun in _ALL_NOUNS if noun.gender == 0)
FEMALE = frozenset(noun.text for noun in _ALL_NOUNS if noun.gender == 1)
"""Titles and nouns by which an article itself says that somebody is a man or a woman."""

_ROLE_ENDINGS = ("ologist", "woman", "person", "keeper", "maker", "holder", "smith")

TITLE_WORDS = frozenset(
    """prime vice senior junior foreign interior finance financial defense defence managing first second third former
    then acting interim honorary special regional national federal local public private state city county district human
    rights press communications information medical legal political economic environmental education health labor labour
    trade treasury home security cabinet parliamentary opposition minority majority house senate congressional
    presidential royal supreme high crown police fire army navy air marine staff field rear brigadier under permanent
    founding co global group international marketing sales operations technology technical creative artistic sporting
    sports team main emeritus adjunct visiting distinguished research policy program programme project party campaign
    union works climate energy transport agriculture housing immigration water planning social women youth children
    culture corporate commercial digital investment development science community religious spiritual""".split()
)
"""Words beside roles that stand capitalised inside a title without naming an organization: Prime, Press."""

VERB_ROLES = {
    **dict.fromkeys("heads headed leads led runs ran directs directed".split(), "head"),
    **dict.fromkeys("chairs chaired".split(), "chair"),
    **dict.fromkeys("founded co-founded".split(), "founder"),
}
"""Verbs that say what somebody is, and the noun for it."""

FORMER = frozenset("former formerly ex onetime one-time erstwhile past ex-".split())
"""Words that say a role is over."""


def is_role(word: str) -> bool:
    """Return whether a word names what somebody is: in `ROLES`, or ending as such words do.

    >>> is_role("Minister"), is_role("co-founder"), is_role("cardiologist"), is_role("table")
    (True, True, True, False)
    """
    word = word.lower().removeprefix("ex-")
    if word in ROLES or word.rpartition("-")[2] in ROLES:
        return True
    return len(word) > 6 and word.endswith(_ROLE_ENDINGS)
