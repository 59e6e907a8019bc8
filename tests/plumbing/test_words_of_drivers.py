"""Whatever a driver shows to a person has its words in both languages."""

import json
from pathlib import Path

import pytest

from drivers import catalog
from drivers.wire.talk import Action

LOCALE = Path(__file__).parents[2] / "web" / "locale"
LANGUAGES = ("en", "zh-CN")
WORDS = [json.loads((LOCALE / f"{language}.json").read_text(encoding="utf-8")) for language in LANGUAGES]


def shown(name: str) -> set[tuple[str, ...]]:
    """The message ids the page looks up for this driver; of a value the first that exists is taken."""
    driver = catalog.get(name)
    ids: set[tuple[str, ...]] = {(f"driver.{name}",)} | {(f"point.{point.key}",) for point in driver.points}
    for point in driver.points:
        words = [value for value in point.values or () if isinstance(value, str)]
        ids |= {(f"value.{point.key}.{word}", f"value.{word}") for word in words}
    return ids | {(f"action.{row.name}",) for row in driver.talk if isinstance(row, Action)}


@pytest.mark.parametrize("name", catalog.names())
@pytest.mark.parametrize("words", WORDS, ids=LANGUAGES)
def test_everything_a_driver_shows_has_words(name, words):
    """Points, their values, and actions."""
    assert sorted(ids[0] for ids in shown(name) if not any(one in words for one in ids)) == []
