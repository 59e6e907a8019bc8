"""Whatever a driver shows to a person has its words in both languages."""

import json
from pathlib import Path

import pytest

from drivers import catalog
from drivers.wire.remark import Remark
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
def test_every_remark_is_in_both_languages(name):
    """What a driver says to whoever uses it: Chinese that is Chinese, English that is none."""
    about = catalog.get(name).about
    wrong = [what for what, remark in about.items() if not isinstance(remark, Remark) or not spoken(*remark)]
    assert wrong == []


def spoken(zh: str, en: str) -> bool:
    """Whether each is a text in its own language."""
    return bool(zh.strip() and en.strip()) and has_chinese(zh) and not has_chinese(en)


def has_chinese(text: str) -> bool:
    """Whether there is a Chinese character in it."""
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def test_a_remark_in_one_language_is_refused():
    """The ear of the test above."""
    assert spoken("待机时无应答", "dead in standby")
    assert not spoken("dead in standby", "dead in standby")
    assert not spoken("", "dead in standby")
    assert not spoken("待机时无应答", "待机")


@pytest.mark.parametrize("name", catalog.names())
@pytest.mark.parametrize("words", WORDS, ids=LANGUAGES)
def test_everything_a_driver_shows_has_words(name, words):
    """Points, their values, and actions."""
    assert sorted(ids[0] for ids in shown(name) if not any(one in words for one in ids)) == []
