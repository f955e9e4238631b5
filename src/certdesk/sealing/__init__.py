"""Personal data at rest: the key ring, AES-GCM under it, and blind indexes to find what is sealed.

A package of its own because rows (``cases``, ``stages``) and files (``adapters``) both need it
and may not know each other; see docs/decisions/0001-sealing.md.
"""
