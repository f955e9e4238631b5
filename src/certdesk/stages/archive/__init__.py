"""归档. Takes closed cases; promises a complete list of their files with hashes; hands on a sealed package."""
