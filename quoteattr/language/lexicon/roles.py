"""Nouns for people: offices, professions, ranks, kin, parts played.

A noun may enter if news calls people so nearly always. The nouns stand in tables, once each, with marks for what is
true of them:

- forms for a man, a woman and either are joined by ``/`` and share everything else: ``spokesman/spokeswoman``;
- ``~``: so wide that "the ..." may stand for anybody named before, whatever the article says they are.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

__all__ = ["FEMALE", "FORMER", "GENERIC_PEOPLE", "MALE", "ROLES", "TITLE_WORDS", "is_role"]

_ROLES = """
    activist actor/actress~ admiral adviser advisor advocate agent agronomist aide alderman/alderwoman ally
    ambassador analyst~ anchor anchorman/anchorwoman animator announcer anthropologist apostle archaeologist
    archbishop architect artist assemblyman/assemblywoman assistant associate astronaut astronomer athlete~ attorney
    attorney-general auditor author~ ayatollah banker barrister batsman billionaire~ biologist bishop blogger boss
    botanist bowler boxer broker brother/sister builder bureaucrat businessman/businesswoman~ butcher
    cameraman/camerawoman campaigner candidate~ captain captive cardinal cardiologist carpenter cartoonist cashier
    ceo cfo chair chairman/chairwoman/chairperson challenger champion chancellor chaplain chemist chief
    chief-executive chieftain choreographer cinematographer cio cleric clerk co-founder co-ordinator coach cofounder
    colleague colonel columnist comedian commander commentator commissioner composer comptroller conductor
    congressman/congresswoman conservationist conservative constable consul consultant contender contestant
    contractor contributor controller coo coordinator coroner correspondent councillor councilman/councilwoman
    councilor counsel counsellor counselor cousin criminologist critic cto curate curator cyclist dad dancer deacon
    dean defender democrat~ demographer dentist deputy designer detective developer dictator diplomat director
    doctor driver drummer ecologist economist editor educator elder emir emperor/empress engineer entrepreneur envoy
    epidemiologist executive expert~ farmer father/mother fellow filmmaker financier firefighter fireman/firewoman
    fisherman footballer forecaster forward founder friend front-runner frontrunner fugitive general geneticist
    geologist goalkeeper golfer governor grandfather/grandmother guard guide guitarist hacker head historian host
    hostage husband/wife hydrologist illustrator imam/ immigrant immunologist influencer inmate inspector instructor
    international interpreter investigator investor jockey journalist judge justice keeper king/queen lawmaker~
    lawyer lead leader~ lecturer legislator liberal librarian lieutenant linguist lobbyist lyricist magistrate
    magnate~ major manager marshal mathematician mayor mechanic mediator member meteorologist microbiologist
    midfielder midwife migrant millionaire minister model mogul~ mom monarch monk/nun mp mum musician negotiator
    neighbor neighbour nephew/niece neurologist neuroscientist nominee~ novelist nurse oceanographer officer
    official~ ombudsman oncologist operative operator organiser organizer owner painter paramedic parent
    parliamentarian partner pastor pathologist patient pediatrician pensioner pharmacist philosopher photographer
    physician physicist pilot pitcher planner player~ playwright poet policeman/policewoman politician~ politologist
    pollster pope postmaster practitioner preacher premier presenter president priest/priestess prince/princess
    principal prisoner producer professor programmer promoter proprietor prosecutor provost psychiatrist
    psychologist publicist publisher quarterback rabbi radiologist ranger rapper recruiter rector referee refugee
    regent registrar reporter representative republican~ researcher resident~ rider ruler runner salesman/saleswoman
    scholar scientist screenwriter sculptor secretary seismologist seller senator sergeant servant sheikh sheriff
    singer~ skipper sociologist soldier solicitor son/daughter speaker specialist
    spokesman/spokeswoman/spokesperson~ sprinter staffer statistician steward strategist striker student sultan
    superintendent supervisor supporter surgeon surrogate surveyor survivor swimmer teacher technician technologist
    teenager tenant therapist tourist trader trainer translator treasurer trustee tutor tycoon~ uncle/aunt
    undersecretary vet veteran~ veterinarian vicar vice-president victim~ virologist volcanologist volunteer voter
    waiter/waitress warden whip whistleblower widower/widow winger winner witness worker writer~ youtuber zoologist
"""
"""What people are: offices, professions, ranks, kin, parts played."""

_NO_ROLES = """
    man/woman~ boy/girl person~ gentleman/ hero/heroine duke/duchess baron/baroness suspect~ defendant~ native~ star~
    source~ mr/mrs /ms /miss sir/dame lord/lady
"""
"""Nouns and titles for people that name no role."""


@frozen
class _Noun:
    """One form of a noun, and what its entry says of it."""

    text: str
    is_wide: bool
    gender: int
    """Its place among the forms: 0 for a man, 1 for a woman, 2 for either; -1 for a noun with one form."""


def _nouns(table: str) -> Iterator[_Noun]:
    """Yield every form in a table."""
    for entry in table.split():
        forms = entry.removesuffix("~").split("/")
        for place, form in enumerate(forms):
            if form:
                yield _Noun(form, entry.endswith("~"), place if len(forms) > 1 else -1)


_ROLE_NOUNS = tuple(_nouns(_ROLES))
_ALL_NOUNS = (*_ROLE_NOUNS, *_nouns(_NO_ROLES))

ROLES = frozenset(noun.text for noun in _ROLE_NOUNS)
"""What people are."""

GENERIC_PEOPLE = frozenset(noun.text for noun in _ALL_NOUNS if noun.is_wide)
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
