"""核验: anybody's question whether a letter is real.

Takes a code or a file; promises one honest verdict and never more of a person than a masked name; hands
on nothing.
"""
