"""Everything said of a certificate against everything else: who says what, where it agrees, and why it does not.

Findings are for people: nothing here accepts or refuses anything (design rule 4).
"""
