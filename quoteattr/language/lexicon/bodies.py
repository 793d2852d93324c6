"""Nouns for bodies, groups and documents that speak."""

from __future__ import annotations

__all__ = ["DOCUMENTS", "GROUPS", "ORGANIZATIONS"]

ORGANIZATIONS = frozenset(
    """
    government ministry department agency company firm corporation bank court tribunal council committee
    commission party campaign union association federation institute university college school hospital church
    police army navy military force organization organisation group team club newspaper paper magazine
    network channel station administration authority board bureau center centre coalition congress senate
    parliament house embassy foundation fund league office regime service society charity manufacturer maker
    airline carrier retailer operator regulator watchdog think-tank thinktank lobby secretariat cabinet
    executive opposition palace kremlin pentagon pm's insurer developer brand startup lab laboratory alliance
    chamber inspectorate ombudsman precinct registry observatory broadcaster site publisher outlet daily weekly
    tabloid newsroom city state county country nation municipality province district town village side camp
    media prosecution defense defence body institution
    """.split()
)
"""Bodies that speak as one."""

GROUPS = frozenset(
    """
    people others many some critics police officials experts analysts observers residents witnesses sources
    authorities prosecutors investigators researchers scientists doctors lawmakers politicians supporters
    opponents protesters activists campaigners workers voters students parents families relatives neighbors
    neighbours friends colleagues players fans users consumers investors traders economists historians scholars
    lawyers attorneys judges democrats republicans conservatives liberals men women children youths teenagers
    couple pair duo trio crowd public both several few most
    """.split()
)
"""Nouns for several unnamed people; other plurals count too."""

DOCUMENTS = frozenset(
    """
    report study statement document letter email e-mail memo poll survey data figures statistics article story
    book paper-work filing lawsuit complaint affidavit indictment ruling verdict order transcript record law
    bill act constitution treaty agreement contract post tweet message text note card sign banner poster placard
    caption headline editorial column op-ed essay blog review analysis research estimate release press-release
    communique communiqué advisory notice bulletin resolution declaration petition video footage ad advert
    advertisement audio recording profile obituary biography memoir manifesto leaflet brochure website webpage
    census index account version dispatch circular plaque inscription motto slogan page entry timeline results
    information findings evidence testimony numbers polls emails documents records
    """.split()
)
"""Things written, printed or recorded that say something by themselves."""
