"""Commands that work at the desk, one module each."""
