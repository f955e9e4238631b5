"""核材料. Takes files and look-ups; promises that what was received never changes and what was read may be
read again; hands on readings and an officer's confirmed entry (G-05)."""
