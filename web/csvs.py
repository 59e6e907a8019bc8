"""Tables for spreadsheets: UTF-8 with a mark, RFC 4180, and no cell that would be run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA = frozenset("=+-@|%＝＋－＠")
"""What begins a formula, also in its wide forms, and after blanks or line breaks."""


def cell(value: object) -> object:
    """A value as it may stand in a cell: a text that could be a formula is made a text for good."""
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        return value
    text = str(value)
    bare = text.lstrip(" \t\r\n\u00a0\u3000\ufeff")
    return f"'{text}" if bare[:1] in FORMULA or text[:1] in ("\t", "\r", "\n") else text


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([cell(one) for one in head])
    writer.writerows([cell(one) for one in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")
