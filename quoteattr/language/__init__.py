"""Words, sentences and names, and the words of English that the rules know."""
