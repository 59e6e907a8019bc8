"""What is wrong with a table, or with a wish, before anything is on the wire."""


class TableError(Exception):
    """A driver's table is not sound; the sentence names the row and the field."""


class OutOfRange(ValueError):
    """The device cannot be told this value; nothing was sent."""


class NotSupported(LookupError):
    """No row of the driver's table asks or says this; nothing was sent."""
