"""Plain words of YAML 1.2 as values: `on`, `no` and `22:30` stay words, and a leading zero is never lost."""

import re
from math import isfinite

Scalar = bool | int | float | str | None

WORDS: dict[str, Scalar] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
WORDS |= dict.fromkeys(("true", "True", "TRUE"), True) | dict.fromkeys(("false", "False", "FALSE"), False)
WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})|0x[0-9a-fA-F]{1,15}|0o[0-7]{1,20}")
REAL = re.compile(r"[-+]?(\.[0-9]{1,40}|[0-9]{1,40}(\.[0-9]{0,40})?)([eE][-+]?[0-9]{1,3})?")


def scalar(text: str) -> Scalar:
    """The value an unquoted word stands for.

    Stricter than the standard in one point: `0571` or `1_000` remain text. A phone number or a password must
    not turn into another one because somebody forgot the quotes.
    """
    if text in WORDS:
        return WORDS[text]
    if WHOLE.fullmatch(text):
        return int(text, 0)
    if REAL.fullmatch(text) and not re.match(r"[-+]?0[0-9]", text) and isfinite(float(text)):
        return float(text)
    return text
