"""The parts of the service that `quoteattr.service.app` puts together; they need the extra ``quoteattr[serve]``.

`limits` says what a request may cost, `bodies` reads one, `desk` has its articles read in a thread, `schema`
describes the answers, `pages` are what a browser shows, `guard` keeps other sites out, `server` runs it all.
"""
