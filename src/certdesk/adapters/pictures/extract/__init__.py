"""From the words of a page to documents and their fields. Pure: words in, readings out."""
