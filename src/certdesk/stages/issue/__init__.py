"""出证: from a record to a registered letter.

Takes an accepted case with a confirmed entry; promises that what was previewed is what was approved is
what is signed, by two people (design rule 5); hands on a registered letter.
"""
