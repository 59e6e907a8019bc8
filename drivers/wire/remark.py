"""A remark for whoever uses a driver, in both languages."""

from typing import NamedTuple


class Remark(NamedTuple):
    """What the manual does not say, or says too quietly; shown in the language of the reader."""

    zh: str
    en: str
