"""A driver's rows, compiled: who reads which frame, and which row asks or says a place."""


class Table:
    """The compiled table of one driver, shared by every connection to a device of its kind."""
