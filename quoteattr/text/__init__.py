"""The text as its readers see it: invisible characters, quotation marks, paragraphs."""
