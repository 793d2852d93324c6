"""Who says it: the people of an article, and which of them each statement belongs to."""
