"""How many transcripts stand behind a driver; counted where they are, which is in a checkout."""

from collections import Counter
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "tests" / "transcripts"


def counted(name: str) -> int | None:
    """How many there are of this driver; None in an installed package, which does not carry them."""
    found = _all(FOLDER)
    return None if found is None else found[name]


@cache
def _all(folder: Path) -> Counter[str] | None:
    if not folder.is_dir():
        return None
    return Counter(_driver(file) for file in folder.glob("*/*.txt"))


def _driver(file: Path) -> str:
    """The folder names the driver, unless the transcript does."""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("driver "):
            return line.removeprefix("driver ").strip()
    return file.parent.name
