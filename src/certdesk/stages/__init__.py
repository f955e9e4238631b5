"""The life of a case, in order; a later stage may read an earlier one, never the reverse."""
