"""The guide as code. Pure: standard library only, time is an argument, no files, no network.

Takes frozen values, returns frozen values that carry the clause they rest on.
"""
