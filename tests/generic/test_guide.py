"""What the guides show is what `check` says, and their lines make sound devices."""

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from drivers.generic.driver import GENERIC
from drivers.generic.reading import TIME
from drivers.wire.driver import check
from drivers.wire.options import OptionError
from web.__main__ import main

DOCS = Path(__file__).parents[2] / "docs"
GUIDES = {"en": DOCS / "generic-device.md", "zh-CN": DOCS / "generic-device.zh-CN.md"}


def blocks(lang: str, kind: str) -> list[str]:
    """The fenced blocks of one kind."""
    text = GUIDES[lang].read_text(encoding="utf-8")
    fenced = re.findall(r"^```(\w*)\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    return [block for name, block in fenced if name == kind]


@pytest.mark.parametrize("lang", GUIDES)
def test_the_first_example_is_checked_as_the_guide_shows(lang, tmp_path, capsys):
    file = tmp_path / "hall.yaml"
    file.write_text("version: 1\nhall: {id: a, name: A}\n" + blocks(lang, "yaml")[0], encoding="utf-8")
    assert main(["--lang", lang, "check", str(file)]) == 0
    assert blocks(lang, "")[0].strip() in capsys.readouterr().out


@pytest.mark.parametrize("lang", GUIDES)
def test_the_pieces_together_make_a_device(lang):
    read = YAML(typ="safe", pure=True).load
    pieces = {key: value for text in blocks(lang, "yaml")[1:] for key, value in read(text).items()}
    unused = ("mode", "level", "temperature")
    points = {key: value for key, value in pieces["points"].items() if key not in unused}
    points["outlet"]["values"] = {str(key).lower(): text for key, text in points["outlet"]["values"].items()}
    made = GENERIC.fitted({**pieces, "points": points, "end": "CR"}, {})
    assert check(made) == []
    with pytest.raises(OptionError) as wrong:
        GENERIC.fitted({**pieces, "end": "CR"}, {})
    assert {one.path[-1] for one in wrong.value} == set(unused)
    assert TIME.fullmatch(pieces["queries"][0]["every"])


def test_both_guides_have_the_same_pieces():
    without = [re.sub(r" *#.*", "", "".join(blocks(lang, "yaml")[1:])) for lang in GUIDES]
    assert without[0] == without[1]
