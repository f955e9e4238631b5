"""The case itself: its rows, the one door to a new state, its history, and what may be asked about it.

Takes events from the stages; promises that state, history and deadlines always agree;
hands on nothing but frozen answers.
"""
