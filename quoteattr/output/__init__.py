"""How articles are written: `table` for people, `json` for programs."""
