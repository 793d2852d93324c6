"""Word lists about people, bodies and papers, as data.

Each list stands in one place, with what may enter it. Words are lower case and singular; `grammar.singular` brings a
plural back. A word belongs to a list only if news uses it in that sense nearly always: the lists decide what kind of
speaker a noun phrase names, and where a role ends and an organization begins.
"""
