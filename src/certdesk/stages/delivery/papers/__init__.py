"""Papers of a case: receipt, notices, decisions, cards and slips, each written once, from what is known then."""
