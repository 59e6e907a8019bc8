"""What people read of a fault is so: who is lost or at risk, how it is reached; no raw word in Chinese."""

import re
from dataclasses import replace
from itertools import groupby

import pytest

from controller.clock import ManualClock
from controller.events import Bus
from controller.hall import correlate, rules_link, rules_mains, rules_parts, rules_wishes
from controller.hall.cards import Cards
from controller.hall.device import Device
from controller.hall.faults import Severity
from controller.hall.hall import Hall
from controller.hall.naming import listed
from controller.hall.opening import grade
from controller.hall.reaching import cable_of, connected
from controller.hall.spec import Spec
from controller.hall.venue import load
from drivers import catalog
from drivers.points import Ref
from web.words import words

from .paper import Paper
from .test_cards import cards, fault

__all__ = ["cards"]


def told(cards, one):
    """All that is said of a fault."""
    return [cards.title(one), cards.cause(one), cards.group(one), cards.impact(one), *cards.advice(one)]


def english(cards, one):
    """All that is said of a fault, in English, in one text."""
    return " ".join(words(sentence)["en"] for sentence in told(cards, one))


@pytest.mark.parametrize("device", ["mixer", "pdu-a", "matrix"])
def test_who_takes_no_connection_is_asked_first_whether_it_has_power(cards, device):
    """UDP, SNMP and a serial line: there is no connection that anybody could have taken."""
    one = fault(rules_link.LOST, device, code="silent")
    assert cards.title(one).id == "fault.no_answer.title"
    assert words(cards.advice(one)[0])["en"].startswith("See first whether it has power")
    assert "takes the connection" not in english(cards, one)


@pytest.mark.parametrize("code", ["silent", "refused"])
def test_the_cable_of_a_serial_line_is_no_network_cable(cards, code):
    said = english(cards, fault(rules_link.LOST, "matrix", code=code))
    assert "serial cable" in said
    assert "switch port" not in said
    assert "网线" not in words(cards.advice(fault(rules_link.LOST, "matrix", code=code))[0])["zh"]


@pytest.mark.parametrize("code", ["silent", "refused"])
def test_nobody_is_told_to_take_the_power_of_a_hot_lamp_or_of_a_whole_rack(cards, code):
    lamp = english(cards, fault(rules_link.LOST, "main-projector", code=code))
    assert "let the lamp cool" in lamp
    assert "ten seconds" not in lamp
    rack = english(cards, fault(rules_link.LOST, "pdu-a", code=code))
    assert "would go dark" in rack
    assert "ten seconds" not in rack
    assert "ten seconds" in english(cards, fault(rules_link.LOST, "mixer", code=code))


@pytest.mark.parametrize(
    ("address", "takes", "cable"),
    [
        ("tcp://10.1.4.20:4352", True, "network"),
        ("wss://10.1.4.20:443", True, "network"),
        ("visa://TCPIP::10.1.4.60::5025::SOCKET", True, "network"),
        ("udp://10.1.4.30:10023", False, "network"),
        ("snmp://10.1.4.50:161?version=2c", False, "network"),
        ("serial:///dev/ttyUSB0?baud=9600", False, "serial"),
        ("rfc2217://10.1.4.40:2217", False, "serial"),
        ("socket://10.1.4.40:4001", False, "serial"),
        ("visa://ASRL/dev/ttyUSB0::INSTR", False, "serial"),
        ("visa://USB0::1::2::3::INSTR", False, "other"),
        ("", False, "other"),
    ],
)
def test_what_a_device_is_reached_over(address, takes, cable):
    assert (connected(address), cable_of(address)) == (takes, cable)


def test_what_only_warns_takes_no_picture_and_proposes_the_class_of_its_ticket(cards):
    """A filter that warns is a class 1 on the card as on the ticket, and nothing is gone."""
    one = fault(rules_parts.PART, "main-projector/health/filter", part="filter", said="warning")
    assert words(cards.title(one)) == {"zh": "主投影：滤网警告", "en": "Main projector: Filter warning"}
    fan = fault(rules_parts.PART, "main-projector/health/fan", part="fan")
    assert words(cards.title(fan)) == {"zh": "主投影：风扇故障", "en": "Main projector: Fan failed"}
    other = fault(rules_parts.PART, "main-projector/health/other", part="other")
    assert words(cards.title(other)) == {"zh": "主投影：某个部件故障", "en": "Main projector: A part failed"}
    assert "no picture" not in words(cards.impact(one))["en"]
    assert "may go" in words(cards.impact(one))["en"]
    assert cards.act(one) > cards.act(replace(one, evidence={"part": "filter", "said": "failed"}))
    light, heavy = replace(one, severity=Severity.MINOR), replace(one, severity=Severity.MAJOR)
    assert [grade(light, 0), grade(heavy, 1), grade(light, 2)] == [1, 2, 3]


@pytest.mark.parametrize("rule", [rules_parts.PART, "over_temperature", rules_mains.OVERLOAD])
def test_what_still_works_is_said_to_be_at_risk_and_not_gone(cards, rule):
    said = {
        device: words(cards.impact(fault(rule, f"{device}/x/1")))["en"]
        for device in ("main-projector", "mixer", "matrix", "matrix-2", "pdu-a")
    }
    assert not [text for text in said.values() if "cannot be controlled" in text or "no picture" in text]
    assert said["pdu-a"].endswith("may lose power")
    assert re.search(r"the picture on (Main|Side) projector, (Main|Side) projector may go$", said["matrix"])
    assert said["mixer"].endswith("the sound may go")
    assert said["matrix-2"].endswith("it may stop working")


def test_a_lost_device_is_said_to_be_out_of_control_once(cards):
    said = words(cards.impact(fault(rules_link.LOST, "matrix-2")))
    assert said == {"zh": "无法控制外场矩阵", "en": "Foyer matrix cannot be controlled"}


def test_a_dead_node_is_not_out_of_control_but_its_devices_do_not_answer(cards):
    said = words(cards.impact(fault(correlate.COMMON, "switch-stage", devices=["mixer", "matrix-2"])))["en"]
    assert said.startswith("Fell silent together: Mixer, Foyer matrix")
    assert "cannot be controlled" not in said
    many = words(listed([f"n{n}" for n in range(14)]))["en"]
    assert many == "n0, n1, n2, n3, n4 and 9 more"
    net = fault(correlate.COMMON, "10.9.9.0-24", net="10.9.9.0/24", devices=["mixer"])
    assert words(cards.impact(net))["en"].startswith("Fell silent together in this subnet: Mixer")
    assert "10.9.9.0-24" not in english(cards, net)


def test_a_breaker_does_not_put_its_pdu_out_of_control(cards):
    assert "PDU A" not in words(cards.impact(fault(rules_mains.TRIPPED, "pdu-a/breaker/1")))["en"]


def test_several_that_died_together_are_told_of_in_words_that_fit(cards):
    one = fault(correlate.COMMON, "switch-stage", beside=["mains-av"])
    assert words(cards.title(one))["en"].startswith("Stage network switch, AV distribution board:")
    assert not re.search(r"\b(its|has)\b", english(cards, one).replace("its lights", "its"))


def test_a_limit_is_said_as_somebody_wrote_it(cards):
    said = english(cards, fault("lamp_hours", "main-projector/lamp_hours/1", value=2900, above=2850.0))
    assert "Beyond 2850 h" in said


# ------------------------------------------------------------ no raw word of a driver in a Chinese sentence

LATIN = {"h", "A", "B", "C", "AV", "fed_by", "Cue", "USB", "HDMI", "RF", "DCA", "LED", "ID", "IP"}
LATIN |= {"GPIO", "HDCP", "EDID", "hdmi", "displayport", "laeq", "las", "laf", "lafmax", "lcpkmax"}
"""Units, names of sockets and measures, and what people of the trade write so in Chinese, too."""
HURT = ("failed", "warning")
MOST = 12
"""So many places of one point are looked at; of parts all."""


def raw(cards, one):
    """The Latin words in what is said of it in Chinese, but for names and units."""
    texts = [words(sentence)["zh"] for sentence in told(cards, one)]
    found = (word for text in texts for word in re.findall(r"[A-Za-z][A-Za-z_]*", text))
    return {word for word in found if word not in LATIN}


def ills(device, driver):
    """A fault of every rule that can be about a point of such a device, and of every value it may tell."""
    for key, places in groupby(driver.places(), lambda place: place.key):
        point = driver.point(key)
        for place in list(places) if key == "health" else list(places)[:MOST]:
            ref = str(Ref(device, key, place.index))
            part = str(place.index[-1]) if place.index else ""
            if key == "health":
                yield from (fault(rules_parts.PART, ref, part=part, said=how) for how in HURT)
            if key in rules_mains.BANKS:
                yield from (fault(one, ref) for one in (rules_mains.TRIPPED, rules_mains.OVERLOAD))
            if point.range is not None:
                yield fault(rules_parts.NAMED.get(key, rules_parts.BEYOND), ref, value=1.0, above=2.0)
            for value in point.values or ():
                yield fault(rules_wishes.MISSED, ref, wanted=value)
                yield fault(rules_wishes.OUTSIDE, ref, held=value, **{"is": value})


@pytest.fixture(scope="module")
def stranger():
    """The sample hall with one device more, of whatever driver."""
    clock = ManualClock()
    hall = Hall(load("web/demo/grand-hall.yaml", {}), clock, Bus(), Paper(clock))

    def of(name):
        driver = catalog.get(name)
        driver = driver.sized(**{axis: 2 for axis, places in driver.axes.items() if not places})
        spec = Spec("it", driver, lambda: None, title={"zh": "某机", "en": "Thing"})
        hall.devices["it"] = Device(spec, hall._shared)
        return Cards(hall), driver

    return of


@pytest.mark.parametrize("name", catalog.names())
def test_no_card_of_any_device_says_a_raw_word_in_chinese(stranger, name):
    cards, driver = stranger(name)
    if driver.fit is not None:
        driver = replace(
            driver, axes={axis: (1, 2) for axis in driver.axes}
        )  # its places are named by a hall
    found = {f"{one.key} {word}" for one in ills("it", driver) for word in raw(cards, one)}
    assert found == set()


def test_a_raw_word_is_seen(cards):
    assert raw(cards, fault(rules_parts.PART, "main-projector/health/fan", part="blower", said="failed")) == {
        "blower"
    }
