"""How articles are written: pure converters from records to text, tables and files.

`formats` lists the formats of the command line, one row for each; every other module has one or two of them, or what
they share (`outcomes`, `spans`, `markup`, `voices`). Nothing here reads texts, opens files by itself or knows a step of
the extraction.
"""
