"""What people read: every fault has a card in both languages, and says whose picture is gone."""

import ast
import importlib
from pathlib import Path

import pytest

from controller.clock import ManualClock
from controller.events import Bus
from controller.hall import correlate, rules_link, rules_mains, rules_parts, rules_wishes
from controller.hall.cards import Cards
from controller.hall.codes import ACT, WORDS
from controller.hall.faults import Fault, Phase, Severity
from controller.hall.hall import Hall
from controller.hall.naming import joined
from controller.hall.sentences import Sentence
from controller.hall.venue import load
from controller.hall.words_kept import kept, spoken
from drivers.points import Ref
from drivers.vocabulary import LinkState
from web.words import catalogue, words

from .paper import Paper

RULES = {
    rules_link.LOST, rules_link.LOCKED_OUT, rules_link.BROKEN, rules_mains.OUTLET_LOST, rules_mains.MISMATCH,
    rules_mains.TRIPPED, rules_mains.OVERLOAD, rules_mains.NEAR, rules_parts.PART, rules_parts.BEYOND,
    *rules_parts.NAMED.values(), rules_wishes.MISSED, rules_wishes.OUTSIDE, correlate.COMMON,
}  # fmt: skip
EVIDENCE = {
    "wanted": "on", "held": 1, "is": 3, "said": "failed", "part": "lamp", "value": 2900, "above": 2850,
    "code": "refused", "feeds": ["main-projector"],
}  # fmt: skip


@pytest.fixture(scope="module")
def cards():
    clock = ManualClock()
    return Cards(Hall(load("web/demo/grand-hall.yaml", {}), clock, Bus(), Paper(clock)))


def fault(rule, subject="main-projector", device=None, severity=Severity.MAJOR, **evidence):
    device = device or subject.partition("/")[0]
    said = EVIDENCE | evidence
    return Fault(rule, subject, device, severity, Phase.ACTIVE, ManualClock().now(), said)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_has_a_card_in_both_languages(cards, rule):
    one = fault(rule, "main-projector/power" if rule == rules_wishes.MISSED else "main-projector")
    for sentence in (cards.title(one), cards.impact(one), *cards.advice(one)):
        said = words(sentence)
        for text in said.values():
            assert "—" not in text, (sentence, text)
            assert "fault." not in text
        assert any("\u4e00" <= letter <= "\u9fff" for letter in said["zh"])
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in said["en"])


def test_the_tripped_outlet_of_the_sample_hall(cards):
    one = fault(rules_mains.OUTLET_LOST, "pdu-a/outlet/1")
    assert words(cards.title(one)) == {
        "zh": "电源 A 插座 1（主投影） 断电",
        "en": "PDU A: outlet 1 (Main projector) lost its power",
    }
    assert words(cards.impact(one))["en"] == (
        "Main projector has no power; no picture, or no new one, on Main projector"
    )


def test_an_outlet_takes_what_hangs_on_it_and_not_the_pdu(cards):
    sound = fault(rules_mains.OUTLET_LOST, "pdu-b/outlet/1", feeds=["mixer"])
    assert words(cards.impact(sound))["en"] == "Mixer has no power; the sound may be gone"
    spare = fault(rules_mains.OUTLET_LOST, "pdu-a/outlet/3", feeds=["side-projector"])
    assert words(cards.impact(spare))["en"].startswith("Side projector goes on with its other supply")
    bare = fault(rules_mains.OUTLET_LOST, "pdu-a/outlet/7", feeds=[])
    assert "names nothing" in words(cards.impact(bare))["en"]
    foyer = fault(rules_mains.OUTLET_LOST, "pdu-b/outlet/2", feeds=["matrix-2"])
    assert (
        words(cards.impact(foyer))["en"]
        == "Foyer matrix has no power; Foyer matrix cannot be controlled for now"
    )


def test_what_did_not_come_is_named_with_its_place(cards):
    one = fault(rules_wishes.MISSED, "mixer/mute/32", wanted=True, order="o", why="x", by="chen")
    assert words(cards.title(one))["en"] == "Mixer: Mute 32 did not become Muted"


def test_a_switcher_takes_the_screens_behind_it(cards):
    said = words(cards.impact(fault(rules_link.LOST, "matrix")))
    assert said["en"].endswith("no picture, or no new one, on Side projector, Main projector") or said[
        "en"
    ].endswith("on Main projector, Side projector")


def test_a_mixer_takes_the_sound_and_a_foyer_matrix_only_itself(cards):
    assert "sound" in words(cards.impact(fault(rules_link.LOST, "mixer")))["en"]
    assert "cannot be controlled" in words(cards.impact(fault(rules_link.LOST, "matrix-2")))["en"]


def test_a_dead_switch_has_a_name_and_many_victims(cards):
    one = fault(correlate.COMMON, "switch-stage")
    assert words(cards.title(one))["en"] == "Stage network switch: probable common cause"
    assert "Main projector" in words(cards.impact(one))["en"]


def test_no_reply_has_a_card_of_its_own(cards):
    assert cards.title(fault(rules_link.LOST, code="silent")).id == "fault.no_reply.title"


def test_a_place_without_a_name_is_its_number_and_a_stranger_its_id(cards):
    assert words(cards.title(fault(rules_mains.OUTLET_LOST, "pdu-a/outlet/7")))["en"].startswith(
        "PDU A: outlet 7 lost"
    )
    assert words(cards.title(fault(rules_link.LOST, "gone-device")))["en"] == "gone-device: connection lost"
    beyond = words(cards.title(fault(rules_parts.BEYOND, "gone-device/x/1")))["en"]
    assert beyond.startswith("gone-device: 1 is")


def test_a_sentence_is_kept_as_plain_json_and_said_again(cards):
    one = cards.title(fault(rules_mains.OUTLET_LOST, "pdu-a/outlet/1"))
    assert words(spoken(kept(one))) == words(one)
    assert kept(Sentence("a.b", of=Sentence("value.on"))) == {
        "say": "a.b",
        "with": {"of": {"say": "value.on", "with": {}}},
    }
    assert spoken({"zh": "甲", "en": "a"}) == {"zh": "甲", "en": "a"}
    assert kept("plain") == spoken("plain") == "plain"
    assert joined(["x", {"zh": "甲", "en": "a"}]) == {"zh": "x、甲", "en": "x, a"}


# ------------------------------------------------------------ every code has its card


def codes(source):
    """The names that the conditions of a module's source are raised with."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return {
        ast.unparse(call.args[0]) for call in calls if ast.unparse(call.func) == "Condition" and call.args
    }


def uncarded():
    """The codes that some rule of the hall raises and that have no card."""
    found = set(rules_parts.NAMED.values())
    for file in sorted(Path("controller/hall").glob("*.py")):
        module = importlib.import_module(f"controller.hall.{file.stem}")
        found |= {getattr(module, name, name) for name in codes(file.read_text()) if name != "rule"}
    return {code for code in found if code not in ACT}


def test_no_rule_raises_what_has_no_card():
    assert uncarded() == set()


def test_a_code_without_a_card_is_seen(monkeypatch):
    assert codes("Condition(SMOKE, device, device)\nOther(X)") == {"SMOKE"}
    monkeypatch.setattr(rules_link, "LOST", "smoke")
    assert uncarded() == {"smoke"}


@pytest.mark.parametrize("card", sorted(ACT))
def test_a_card_says_everything_in_both_languages(card):
    for word in WORDS:
        said = words(Sentence(f"fault.{card}.{word}", why={"zh": "甲", "en": "a"}))
        assert said["zh"] != said["en"]
        assert f"fault.{card}.{word}" in catalogue("zh")
        assert f"fault.{card}.{word}" in catalogue("en")
    assert ACT[card] is None or ACT[card] >= 60


def test_inputs_and_outputs_go_by_their_names(cards):
    one = fault(rules_wishes.MISSED, "matrix/video_tie/1", wanted=1)
    title = words(cards.title(one))
    assert title["en"] == "Main matrix: Main screen did not become Lectern"
    assert title["zh"].endswith("没有变成“讲台电脑”")
    other = words(cards.impact(fault(rules_wishes.OUTSIDE, "matrix/video_tie/1", held=1, **{"is": 0})))
    assert "Lectern" in other["en"]
    assert "1" not in words(cards.title(fault(rules_wishes.OUTSIDE, "matrix/video_tie/1", held=1)))["en"]


def test_so_they_do_in_the_evidence(cards):
    one = fault(rules_wishes.MISSED, "matrix/video_tie/1", wanted=1, held="x")
    assert cards.evidence(one)["wanted"] == {"zh": "讲台电脑", "en": "Lectern"}
    assert cards.evidence(one)["value"] == 2900
    assert cards.evidence(fault(rules_wishes.MISSED, "matrix/video_tie/1", wanted=8))["wanted"] is not None


def test_what_lies_upstream_by_signal_explains_and_hides_nothing(cards):
    dark, matrix = fault(rules_parts.PART, "main-projector/health/lamp"), fault(rules_link.LOST, "matrix")
    assert cards.related(dark, [matrix, dark]) == ["matrix/link_lost"]
    assert cards.related(matrix, [matrix, dark]) == []


def test_a_subnet_that_fell_silent_is_named(cards):
    one = fault(correlate.COMMON, "10.1.4.0-24", net="10.1.4.0/24", devices=["a", "b", "c"])
    assert words(cards.title(one))["en"] == "Subnet 10.1.4.0/24: probable common cause"


def test_req11_who_still_answers_was_not_taken_along_by_a_silent_switch():
    clock = ManualClock()
    hall = Hall(load("web/demo/grand-hall.yaml", {}), clock, Bus(), Paper(clock))
    for name in hall.devices:
        hall.state.report(Ref(name, "link"), LinkState.UP)
    hall.state.report(Ref("main-projector", "link"), LinkState.LOST)
    said = words(Cards(hall).impact(fault(correlate.COMMON, "switch-stage")))["en"]
    assert "Main projector" in said
    assert "Side projector" not in said
