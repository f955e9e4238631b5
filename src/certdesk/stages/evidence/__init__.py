"""核材料: files and look-ups.

Takes what the holder sent and what an officer saw; promises that what was received never changes and
what was read may be read again; hands on readings and the confirmed entry (G-05).
"""
