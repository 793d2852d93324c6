"""Fuzzing: whatever bytes come, quoteattr answers lawfully or says in its own words what is wrong with them."""
