"""The command line: `main` chooses a command; `extract`, `view`, `serve` and `completion` are the commands.

`sources` finds the files to read, `inputs` reads the articles in them. `sinks` and `journal` write results, `files` is
what they write to; which formats there are, `quoteattr.output.formats` says. `progress` and `console` write
to the terminal.
"""
