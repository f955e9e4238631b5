"""归档: the end of a case.

Takes closed cases; promises a complete list of their files with hashes; hands on that list in the history.
"""
