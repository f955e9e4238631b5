"""The holder's pages: which office, what to send, where it is now."""
