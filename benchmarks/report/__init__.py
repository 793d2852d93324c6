"""Reports of a run for people: tables on the terminal and in Markdown, plots, and a page of errors."""
