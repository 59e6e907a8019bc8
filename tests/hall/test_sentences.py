"""Every reason has its words, in both languages, and the words name the device and the next step."""

import json
import re
from pathlib import Path

import pytest

import drivers.link as link
import web
from controller.hall import guards, hot, offline, written
from controller.hall.guards import RISKS
from controller.hall.sentences import Sentence, numbered, spoken_value
from drivers.errors import Loss, Reason
from drivers.transport import losses

LOCALE = Path(web.__file__).parent / "locale"


@pytest.fixture(params=["zh-CN", "en"])
def catalogue(request):
    return json.loads((LOCALE / f"{request.param}.json").read_text(encoding="utf-8"))


def codes():
    found = {
        each.code
        for module in (losses, offline, link)
        for each in vars(module).values()
        if type(each) is Loss
    }
    return found | set(offline.KNOWN)


def test_every_way_of_being_offline_has_its_words(catalogue):
    assert codes() <= set(offline.KNOWN)
    for code in codes():
        assert "{name}" in catalogue[f"link.{code}"], code


def test_every_interlock_and_role_has_its_words(catalogue):
    for module in (guards, hot, written):
        for id in re.findall(r'"(guard\.\w+)"', Path(module.__file__).read_text(encoding="utf-8")):
            assert id in catalogue
    for role in RISKS:
        assert f"role.{role}" in catalogue


def test_every_reason_of_an_order_has_its_words(catalogue):
    for reason in (*Reason, "no_reply", "too_late", "not_recorded"):
        assert f"reason.{reason}" in catalogue


def test_two_sentences_are_equal_when_id_and_parameters_are():
    assert Sentence("guard.x", name="a") == Sentence("guard.x", name="a")
    assert Sentence("guard.x", name="a") != Sentence("guard.x", name="b")
    assert Sentence("guard.x") == "guard.x"
    assert len({Sentence("guard.x", name="a"), Sentence("guard.x", name="a")}) == 1
    assert repr(Sentence("guard.x", name="a")) == "Sentence('guard.x', name='a')"


def test_values_are_said_as_people_know_them():
    assert spoken_value("power", "warming").id == "value.power.warming"
    assert spoken_value("mute", True).id == "value.mute.true"
    assert spoken_value("fader", -12.5) == -12.5
    assert (numbered(0.2), numbered(3), numbered(3.01)) == (1, 3, 4)
