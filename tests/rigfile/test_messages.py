"""Whatever is wrong with a file, it is said in Chinese and in English, and says something of use."""

import re
import string
from pathlib import Path

import pytest

from drivers.rigfile.messages import MESSAGES, ODD, SHAPES, sentence
from drivers.rigfile.near import nearest

ROOT = Path(__file__).parents[2]
SOURCES = [*(ROOT / "drivers" / "rigfile").glob("*.py"), *(ROOT / "controller" / "hall").glob("*.py")]


def fields(template):
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_both_languages_say_the_same_thing(code):
    zh, en = MESSAGES[code]
    assert re.search(r"[\u4e00-\u9fff]", zh)
    assert not re.search(r"[\u4e00-\u9fff]", en)
    assert fields(zh) == fields(en)
    params = dict.fromkeys(fields(zh), "something")
    assert sentence(code, params, "zh-CN") != sentence(code, params, "en")


def test_every_code_of_ours_has_its_message():
    said = set()
    for source in SOURCES:
        text = source.read_text(encoding="utf-8")
        said |= set(
            re.findall(
                r"""(?:odd\(|code=|complain\([^"]*|_unread\(path, |PydanticCustomError\()"(\w+)\"""", text
            )
        )
        said |= set(re.findall(r"""return "(\w+)", \{""", text))
    assert said
    assert said <= set(MESSAGES)


def test_a_guess_is_made_only_when_it_is_close():
    assert nearest("mian-projector", ["main-projector", "mixer"]) == "main-projector"
    assert nearest("zzz", ["main-projector", "mixer"]) == ""
    assert sentence("no_device", {"name": "mixr", "guess": "mixer"}, "zh").endswith("是否应为 mixer？")
    assert sentence("no_device", {"name": "mixr", "guess": ""}, "en") == "there is no device mixr"


def test_an_error_nobody_thought_of_is_said_in_both_languages_too():
    assert sentence("never heard of", {}, "zh") == ODD[0]
    assert sentence("never heard of", {}, "en") == ODD[1]
    assert "never heard of" not in SHAPES
