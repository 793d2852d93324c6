"""Word lists about people, bodies and papers, as data.

What may enter each list is said beside it. Words are lower case and singular; `singular` brings a
plural back. A word belongs here only if news uses it in that sense nearly always: the lists decide
what kind of speaker a noun phrase names, and where a role ends and an organization begins.
"""

from __future__ import annotations

__all__ = [
    "ABBREVIATED",
    "COUNTRY_OF",
    "DETERMINERS",
    "DOCUMENTS",
    "FEMALE",
    "FORMER",
    "GENERIC_BODIES",
    "GENERIC_PEOPLE",
    "GOVERNING",
    "GROUPS",
    "HONORIFICS",
    "IMPLIED_BODIES",
    "MALE",
    "OFFICES",
    "ORGANIZATIONS",
    "PARTICLES",
    "PARTIES",
    "PARTY_ADJECTIVES",
    "PARTY_LETTERS",
    "PRONOUNS",
    "RANKS",
    "ROLES",
    "TITLE_WORDS",
    "VERB_ROLES",
    "is_role",
    "singular",
]

HONORIFICS = frozenset(
    """mr mrs ms miss mx dr sir dame lord lady sen sens rep reps gov gen lt col maj capt sgt cpl pvt adm cmdr prof rev
    fr hon hon'ble st insp det supt messrs datuk dato' datin sri tun ustaz sheikh shri smt pastor bishop archbishop
    father sister brother imam rabbi madam madame monsieur professor coun cllr barr engr alhaji hajia seri begum
    maulana pandit shree kumari master mx""".split()
)
"""Titles and ranks, dots dropped, that stand before a name and are no part of it."""

PARTICLES = frozenset("al bin binti da de del della den der di do dos du el la le ibn ter van von y zu".split())
"""Small words inside surnames."""

PARTY_ADJECTIVES = frozenset(
    "Republican Democratic GOP Labour Tory Conservative Libertarian Green Liberal Labor Socialist".split()
)
"""Capitalised words before a role that name the party it is held for."""

PARTY_LETTERS = {"R": "Republican", "D": "Democrat", "I": "Independent", "L": "Libertarian"}
"""Parties as American papers write them in brackets behind a name."""

PARTIES = {
    **dict.fromkeys(("Republican", "Republicans", "GOP"), "Republican Party"),
    **dict.fromkeys(("Democrat", "Democrats", "Democratic"), "Democratic Party"),
    "Labour": "Labour",
    "Tory": "Conservative Party",
    "Conservative": "Conservative Party",
    "Conservatives": "Conservative Party",
    "Labor": "Labor",
}
"""Words for a party's people, and the party."""

IMPLIED_BODIES = {
    **dict.fromkeys(("senator", "sen"), ("Senate",)),
    **dict.fromkeys(("representative", "rep", "congressman", "congresswoman"), ("House of Representatives",)),
    **dict.fromkeys(("mp", "parliamentarian"), ("Parliament",)),
    **dict.fromkeys(("officer", "detective", "inspector", "constable", "superintendent", "sergeant"), ("police",)),
    "lady": ("White House",),
}
"""Nouns of office and the body that somebody so called belongs to wherever no other is named."""

_OFFICES = """
legislator: senator sen rep representative congressman congresswoman mp lawmaker parliamentarian
legislator: legislator councillor councilor councilman councilwoman assemblyman
governor: governor gov
mayor: mayor
head of state: president premier chancellor king queen prince princess emperor monarch dictator vice-president
minister: minister secretary undersecretary
attorney: attorney attorney-general prosecutor counsel solicitor
judge: judge justice magistrate
police: officer detective inspector constable superintendent sergeant sheriff commissioner commander
soldier: general colonel major captain lieutenant admiral gen col capt lt sgt
candidate: candidate nominee contender hopeful runner front-runner frontrunner rival challenger
speaks for: spokesman spokeswoman spokesperson spokespeople representative
academic: professor prof lecturer researcher scholar scientist fellow historian economist
academic: epidemiologist sociologist psychologist dean
heads: chief director ceo chair chairman chairwoman chairperson head leader executive manager
heads: chief-executive coordinator
owns: founder co-founder owner partner
lawyer: lawyer barrister
writes: journalist host anchor reporter editor columnist correspondent commentator author writer
writes: novelist blogger contributor presenter
sport: player coach captain striker midfielder defender goalkeeper athlete champion trainer
kin: wife husband son daughter father mother sister brother widow parent uncle aunt cousin grandmother grandfather
analyst: analyst strategist adviser advisor aide consultant expert pollster operative
diplomat: ambassador envoy diplomat
member: member colleague ally supporter voter activist volunteer resident student teacher survivor
member: friend republican democrat
lady: lady
"""
OFFICES = {
    word: office
    for office, words in (line.split(":") for line in _OFFICES.strip().splitlines())
    for word in words.split()
}
"""Nouns of office by the kind of body that such people speak for."""

RANKS = {
    "sen": "Senate",
    "rep": "House of Representatives",
    **dict.fromkeys("gov gen lt col maj capt sgt cpl adm cmdr prof det supt insp rev brig brigadier".split()),
}
"""Titles before a name that are a role by themselves, and the body that one of them implies."""

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

DETERMINERS = frozenset("the a an his her its their our my your this that these those some any one no each".split())
"""What may open a noun phrase without saying who is meant."""

VERB_ROLES = {
    **dict.fromkeys("heads headed leads led runs ran directs directed".split(), "head"),
    **dict.fromkeys("chairs chaired".split(), "chair"),
    **dict.fromkeys("founded co-founded".split(), "founder"),
}
"""Verbs that say what somebody is, and the noun for it."""

FORMER = frozenset("former formerly ex onetime one-time erstwhile past ex-".split())
"""Words that say a role is over."""

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

MALE = frozenset(
    """mr sir lord king prince father son brother husband uncle nephew grandfather spokesman chairman businessman
    congressman policeman fireman actor waiter gentleman man boy widower congressman councilman alderman
    salesman anchorman cameraman duke baron emperor monk priest imam""".split()
)
FEMALE = frozenset(
    """mrs ms miss dame lady queen princess mother daughter sister wife aunt niece grandmother spokeswoman
    chairwoman businesswoman congresswoman policewoman actress waitress woman girl widow councilwoman duchess
    baroness empress nun heroine saleswoman""".split()
)
"""Titles and nouns by which an article itself says that somebody is a man or a woman."""

GENERIC_PEOPLE = frozenset(
    """official man woman person leader politician lawmaker spokesman spokeswoman spokesperson author writer
    suspect defendant victim player athlete star singer actor actress expert analyst candidate nominee
    billionaire businessman businesswoman tycoon magnate republican democrat mogul veteran native resident
    source""".split()
)
"""Nouns so wide that "the ..." may stand for anybody named before, whatever the article says they are."""

GENERIC_BODIES = frozenset(
    "organisation organization group company firm agency charity body ministry institution authority".split()
)
"""Nouns so wide that "the ..." points back to the body that spoke last."""

GROUPS = frozenset(
    """people others many some critics police officials experts analysts observers residents witnesses sources
    authorities prosecutors investigators researchers scientists doctors lawmakers politicians supporters
    opponents protesters activists campaigners workers voters students parents families relatives neighbors
    neighbours friends colleagues players fans users consumers investors traders economists historians scholars
    lawyers attorneys judges democrats republicans conservatives liberals men women children youths teenagers
    couple pair duo trio crowd public both several few most""".split()
)
"""Nouns for several unnamed people; other plurals count too."""

ORGANIZATIONS = frozenset(
    """government ministry department agency company firm corporation bank court tribunal council committee
    commission party campaign union association federation institute university college school hospital church
    police army navy military force organization organisation group team club newspaper paper magazine network
    channel station agency administration authority board bureau center centre coalition congress senate
    parliament house embassy foundation fund league office regime service society charity manufacturer maker
    airline carrier retailer operator regulator watchdog think-tank thinktank lobby embassy secretariat cabinet
    executive opposition palace kremlin pentagon pm's insurer developer brand startup lab laboratory alliance
    chamber inspectorate ombudsman precinct registry observatory broadcaster website site publisher outlet daily
    weekly tabloid newsroom city state county country nation municipality province district town village side
    camp media prosecution defense defence""".split()
)
"""Bodies that speak as one."""

DOCUMENTS = frozenset(
    """report study statement document letter email e-mail memo poll survey data figures statistics article story
    book paper-work filing lawsuit complaint affidavit indictment ruling verdict order transcript record law
    bill act constitution treaty agreement contract post tweet message text note card sign banner poster placard
    caption headline editorial column op-ed essay blog review analysis research estimate release press-release
    communique communiqué advisory notice bulletin resolution declaration petition video footage ad advert
    advertisement audio recording profile obituary biography memoir manifesto leaflet brochure website webpage
    census index account version dispatch circular plaque inscription motto slogan page entry timeline results
    information findings evidence testimony numbers polls emails documents records""".split()
)
"""Things written, printed or recorded that say something by themselves."""

GOVERNING = frozenset(
    """president premier minister chancellor king queen prince princess emperor governor mayor ambassador
    secretary leader councillor councilor
    commissioner ombudsman envoy diplomat general admiral dictator ruler monarch deputy speaker attorney-general
    vice-president whip official prosecutor spokesman spokeswoman spokesperson negotiator
    consul captain coach manager striker defender goalkeeper midfielder international athlete champion chief
    head""".split()
)
"""Roles that are held for a place: its "of" or its adjective names the organization."""

ROLES = GOVERNING | frozenset(
    """senator lawmaker parliamentarian mp congressman congresswoman representative legislator politician
    adviser advisor aide analyst anchor announcer archbishop archaeologist architect artist assistant associate
    astronaut astronomer attorney author auditor banker barrister bishop blogger boss broker builder
    bureaucrat businessman businesswoman butcher campaigner candidate cardinal carpenter cashier ceo cfo coo cto
    cio cleric clerk co-author co-chair co-chairman co-founder cofounder co-owner columnist comedian commander
    commentator composer conductor conservationist constable consultant contestant contractor controller
    coordinator co-ordinator coroner correspondent counsel counsellor counselor critic curator dancer dean
    dentist designer detective developer director doctor driver economist editor editor-in-chief educator
    engineer entrepreneur epidemiologist executive expert farmer father fellow filmmaker financier firefighter
    fisherman forecaster founder friend geologist grandmother grandfather guard guide historian host husband
    imam inspector instructor interpreter investigator investor journalist judge justice keeper lawyer lecturer
    librarian lieutenant linguist lobbyist magistrate magnate major marshal mechanic mediator member
    meteorologist model mogul mother musician neighbor neighbour nominee novelist nurse officer operator
    organiser organizer owner painter partner pastor pathologist patient pediatrician philosopher photographer
    physician physicist pilot planner player playwright poet policeman policewoman politologist pollster pope
    practitioner preacher presenter priest principal producer professor programmer promoter proprietor
    psychiatrist psychologist publicist publisher rabbi ranger recruiter rector referee registrar reporter
    researcher resident salesman scholar scientist screenwriter sculptor seller sergeant servant sheriff singer
    sister sociologist soldier solicitor son daughter brother specialist staffer statistician steward strategist
    student superintendent supervisor supporter surgeon surveyor teacher technician technologist tenant
    therapist tourist trader trainer translator treasurer trustee tutor tycoon undersecretary vet veteran
    veterinarian vice-chancellor vice-chair vicar victim virologist volunteer voter waiter warden wife widow
    winner witness worker writer chair chairman chairwoman chairperson chairwomen provost chaplain biologist
    chemist ecologist zoologist botanist mathematician anthropologist criminologist demographer lead leader
    activist advocate agent actor actress billionaire millionaire rapper drummer guitarist quarterback pitcher
    skipper forward winger batsman bowler sprinter runner swimmer boxer golfer cyclist footballer rider jockey
    youtuber influencer whistleblower hacker fugitive prisoner inmate captive hostage survivor refugee migrant
    immigrant pensioner teenager mum dad mom commissioner ambassador chieftain elder regent sultan emir
    ayatollah sheikh apostle deacon nun monk curate cabinet-secretary comptroller postmaster paramedic midwife
    pharmacist radiologist oncologist cardiologist neurologist neuroscientist immunologist microbiologist
    geneticist seismologist volcanologist oceanographer hydrologist agronomist lyricist
    democrat republican conservative liberal surrogate choreographer illustrator
    cartoonist animator cinematographer""".split()
)
"""What people are: offices, professions, ranks, kin, parts played."""

TITLE_WORDS = frozenset(
    """prime vice deputy assistant associate chief senior junior general foreign interior finance financial defense
    defence executive managing attorney first second third lieutenant former then acting interim honorary
    special regional national federal local public private state city county district human rights press
    communications information medical legal political economic environmental education health labor labour
    trade treasury justice home security cabinet parliamentary opposition minority majority house senate
    congressional presidential royal supreme high crown police fire army navy air marine staff field rear
    brigadier under permanent founding co global group international marketing sales operations technology
    technical creative artistic sporting sports head team lead principal main emeritus adjunct visiting
    distinguished research policy program programme project party campaign union works climate energy transport
    agriculture housing immigration water planning social women youth children culture director corporate
    commercial digital investment development science student community religious spiritual supreme""".split()
)
"""Words that stand capitalised inside a title without naming an organization: Prime Minister, Press Secretary."""

_ROLE_ENDINGS = ("ologist", "woman", "person", "keeper", "maker", "holder", "smith")


def singular(word: str) -> str:
    """The singular of a plural noun, near enough to look it up.

    >>> [singular(w) for w in ("ministers", "secretaries", "women", "boss", "police")]
    ['minister', 'secretary', 'woman', 'boss', 'police']
    """
    if word.endswith(("men", "women")) and word not in ("regimen", "specimen", "women's"):
        return word[:-2] + "an"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def is_role(word: str) -> bool:
    """Whether a word names what somebody is: in `ROLES`, or ending as such words do.

    >>> is_role("Minister"), is_role("co-founder"), is_role("cardiologist"), is_role("table")
    (True, True, True, False)
    """
    word = word.lower().removeprefix("ex-")
    if word in ROLES or word.rpartition("-")[2] in ROLES:
        return True
    return len(word) > 6 and word.endswith(_ROLE_ENDINGS)


_DEMONYMS = """
Afghan:Afghanistan Albanian:Albania Algerian:Algeria American:US Angolan:Angola Argentine:Argentina
Argentinian:Argentina Armenian:Armenia Australian:Australia Austrian:Austria Azerbaijani:Azerbaijan Bahraini:Bahrain
Bangladeshi:Bangladesh Belarusian:Belarus Belgian:Belgium Beninese:Benin Bhutanese:Bhutan Bolivian:Bolivia
Bosnian:Bosnia Brazilian:Brazil British:Britain Bulgarian:Bulgaria Burmese:Myanmar Burundian:Burundi
Cambodian:Cambodia Cameroonian:Cameroon Canadian:Canada Chadian:Chad Chilean:Chile Chinese:China Colombian:Colombia
Congolese:Congo Croatian:Croatia Cuban:Cuba Cypriot:Cyprus Czech:Czech_Republic Danish:Denmark
Dominican:Dominican_Republic Dutch:Netherlands Ecuadorian:Ecuador Egyptian:Egypt Emirati:UAE English:England
Eritrean:Eritrea Estonian:Estonia Ethiopian:Ethiopia European:Europe Fijian:Fiji Filipino:Philippines
Finnish:Finland French:France Gabonese:Gabon Gambian:Gambia Georgian:Georgia German:Germany Ghanaian:Ghana
Greek:Greece Guatemalan:Guatemala Guinean:Guinea Guyanese:Guyana Haitian:Haiti Honduran:Honduras Hungarian:Hungary
Icelandic:Iceland Indian:India Indonesian:Indonesia Iranian:Iran Iraqi:Iraq Irish:Ireland Israeli:Israel
Italian:Italy Ivorian:Ivory_Coast Jamaican:Jamaica Japanese:Japan Jordanian:Jordan Kazakh:Kazakhstan Kenyan:Kenya
Korean:Korea Kosovar:Kosovo Kuwaiti:Kuwait Kyrgyz:Kyrgyzstan Laotian:Laos Latvian:Latvia Lebanese:Lebanon
Liberian:Liberia Libyan:Libya Lithuanian:Lithuania Malagasy:Madagascar Malawian:Malawi Malaysian:Malaysia
Maldivian:Maldives Malian:Mali Maltese:Malta Mauritanian:Mauritania Mauritian:Mauritius Mexican:Mexico
Moldovan:Moldova Mongolian:Mongolia Montenegrin:Montenegro Moroccan:Morocco Mozambican:Mozambique Namibian:Namibia
Nepalese:Nepal Nepali:Nepal Nicaraguan:Nicaragua Nigerian:Nigeria Nigerien:Niger Norwegian:Norway Omani:Oman
Pakistani:Pakistan Palestinian:Palestine Panamanian:Panama Paraguayan:Paraguay Peruvian:Peru Philippine:Philippines
Polish:Poland Portuguese:Portugal Qatari:Qatar Romanian:Romania Russian:Russia Rwandan:Rwanda Salvadoran:El_Salvador
Saudi:Saudi_Arabia Scottish:Scotland Senegalese:Senegal Serbian:Serbia Singaporean:Singapore Slovak:Slovakia
Slovenian:Slovenia Somali:Somalia Spanish:Spain Sudanese:Sudan Surinamese:Suriname Swedish:Sweden Swiss:Switzerland
Syrian:Syria Taiwanese:Taiwan Tajik:Tajikistan Tanzanian:Tanzania Thai:Thailand Togolese:Togo Tunisian:Tunisia
Turkish:Turkey Turkmen:Turkmenistan Ugandan:Uganda Ukrainian:Ukraine Uruguayan:Uruguay Uzbek:Uzbekistan
Venezuelan:Venezuela Vietnamese:Vietnam Welsh:Wales Yemeni:Yemen Zambian:Zambia Zimbabwean:Zimbabwe
Soviet:Soviet_Union
"""
COUNTRY_OF = {
    adjective: country.replace("_", " ") for adjective, country in (pair.split(":") for pair in _DEMONYMS.split())
}
"""The country that an adjective of nationality stands for; "South Korean" and the like are put together from it."""
