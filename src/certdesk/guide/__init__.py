"""The guide as data: codes, offices, businesses, materials, limits and calendars; each row cites its clause.

Takes the files of this folder, returns one frozen ``Guide``. No fact of any province stands anywhere else.
"""
