"""The text as its readers see it: broken and invisible characters, quotation marks, paragraphs."""
