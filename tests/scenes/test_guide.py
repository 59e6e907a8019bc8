"""What the guide says is a hall's file, in both languages: it is read without a word of complaint."""

import re

import pytest

from controller.hall.venue import load as load_hall
from scenes import library
from scenes.plans import plans
from tests.stories.processes import ROOT


@pytest.mark.parametrize("page", ["scenes.md", "scenes.zh-CN.md"])
def test_the_example_of_the_guide_is_a_sound_hall(tmp_path, page):
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", text, re.S)
    file = tmp_path / "hall.yaml"
    file.write_text(example, encoding="utf-8")
    venue = load_hall(file, {})
    scenes = library.load(venue)
    assert list(scenes) == ["lecture", "quiet", "all-off"]
    assert len(plans(venue)) == 2
    assert len(venue.guards) == 2
    english = scenes["lecture"].chosen({"language": "en"})
    assert english != scenes["lecture"].chosen({"language": "zh"})
