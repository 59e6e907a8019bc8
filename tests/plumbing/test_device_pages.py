"""The pages about devices say what the tables say; how many transcripts there are may be a little behind."""

import re
from pathlib import Path

import pytest

from tests.plumbing.source import ROOT
from web.reference.pages import COMMAND, pages

FOLDER = ROOT / "docs"
MEND = f"the pages in docs/ are not what the tables say: run {COMMAND}, and commit them too"


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    """Every page, as it should be."""
    return pages()


def test_every_page_is_what_its_table_says(made: dict[str, str]) -> None:
    stale = [name for name, text in made.items() if _uncounted(_read(FOLDER / name)) != _uncounted(text)]
    assert not stale, f"{MEND} ({', '.join(stale)})"


def test_no_page_is_left_of_a_driver_that_is_gone(made: dict[str, str]) -> None:
    there = {f"devices/{path.name}" for path in (FOLDER / "devices").glob("*.md")}
    assert there <= made.keys(), MEND


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _uncounted(text: str) -> str:
    """The page without the number of transcripts, which grows with every story of somebody else."""
    text = re.sub(r"^\| transcripts · 抄本 \| .*$", "", text, flags=re.MULTILINE)
    return re.sub(r"^(\| \[.*\|) \d+ \|$", r"\1", text, flags=re.MULTILINE)
