"""What the environment puts into the file: `${NAME}` inside a text, and whole settings by variable."""

import re
from collections.abc import Iterator, Mapping

from drivers.rigfile.problems import Path
from drivers.rigfile.scalars import Scalar, scalar

NAMED = re.compile(r"\$\$|\$\{([A-Za-z_][A-Za-z0-9_]*)(:-([^}]*))?\}")
SETTING = re.compile(r"AUDITORIUM_([A-Z][A-Z0-9]*(?:__[A-Z0-9][A-Z0-9_]*?)+)")


def fill(text: str, environ: Mapping[str, str]) -> str:
    """`text` with `${NAME}` and `${NAME:-otherwise}` replaced; `$$` is a plain `$`.

    KeyError(NAME) when a variable is neither set nor given an otherwise: an empty password is never guessed.
    """
    return NAMED.sub(lambda found: _value(found, environ), text)


def _value(found: re.Match[str], environ: Mapping[str, str]) -> str:
    name, otherwise = found[1], found[3]
    if name is None:
        return "$"
    return environ[name] if otherwise is None else environ.get(name) or otherwise


def settings(environ: Mapping[str, str]) -> Iterator[tuple[str, Path, Scalar]]:
    """Every `AUDITORIUM_HALL__TIMEZONE=...` as (variable, path, value): ("hall", "timezone") here."""
    for name, text in sorted(environ.items()):
        if found := SETTING.fullmatch(name):
            yield name, tuple(found[1].lower().split("__")), scalar(text)
