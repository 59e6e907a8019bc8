"""Corners of the language that no protocol so far stands in, and the way out of it."""

import pytest

from drivers.errors import Reason
from drivers.points import Place, Point
from drivers.wire.controller import ControllerSide
from drivers.wire.device import DeviceSide
from drivers.wire.events import Answered, Did, Noise, Report, Told, Unknown
from drivers.wire.fields import parse
from drivers.wire.form import Form
from drivers.wire.framing import Buffer, Frame, Framing
from drivers.wire.framing_osc import Osc
from drivers.wire.framings import Ends
from drivers.wire.json_sentence import Json, Native
from drivers.wire.objects import Objects
from drivers.wire.requests import nothing
from drivers.wire.sizes import Sizes
from drivers.wire.spelling import Text, Words
from drivers.wire.spelling_more import Either
from drivers.wire.talk import ECHO, Action, Command, Line, Notice, Query, Refusal, Session
from drivers.wire.trouble import OutOfRange, TableError
from tests.wire.small import SWITCHED, device, tie

POWER = Place("power")


def told(driver, data, look=lambda key, index: None):
    """What a device hears."""
    return DeviceSide(driver).hear(data, look)[1]


class Backwards:
    """A sentence of one's own: a line that is written from right to left."""

    def __init__(self, text):
        self.text = text

    def bind(self, grammar):
        form = grammar.line(self.text).said
        return Mirror(form)


class Mirror:
    """A form whose frames are turned round."""

    begins = ends = ""

    def __init__(self, form: Form):
        self.form = form
        for name in ("keys", "axes", "names", "shared", "complete", "bare", "tells"):
            setattr(self, name, getattr(form, name))

    def read(self, frame, sizes, bound=None):
        reading = self.form.read(frame[::-1], sizes, bound or {})
        return (
            None if reading is None else type(reading)(self, reading.fields, reading.events, reading.skipped)
        )

    def say(self, look, bound, sizes):
        return self._turned(self.form.say(look, bound, sizes))

    def order(self, wishes, bound, sizes):
        return self._turned(self.form.order(wishes, bound, sizes))

    def _turned(self, saying):
        return None if saying is None else type(saying)(saying.text[::-1], saying.shown[::-1], saying.places)


def test_a_row_may_hold_a_sentence_of_ones_own():
    driver = device(
        Query(Backwards("PWR?"), Backwards("PWR={power}")), Command(Backwards("PWR={power}"), ECHO)
    )
    ours, theirs = ControllerSide(driver), DeviceSide(driver)
    request = ours.tell({POWER: "on"})
    assert ours.send(request) == b"1=RWP\r"
    _, (event,) = theirs.hear(b"1=RWP\r", lambda key, index: "on")
    assert isinstance(event, Told)
    assert ours.hear(b"1=RWP\r").events == [Answered(request)]
    request = ours.asks([POWER])
    ours.send(request)
    _, (event,) = theirs.hear(b"?RWP\r", lambda key, index: "on")
    assert ours.hear(theirs.answer(event, lambda key, index: "on")).events == [
        Report(POWER, "on"),
        Answered(request),
    ]


def test_a_place_of_the_head_is_for_all_items():
    line = Line("BUS{output:plain}:", each="{fader} {channel}", sep=",")
    sends = Point("fader", "level").over("output", "channel")
    driver = device(
        Notice(line), points=(sends,), spelling={":plain": Words({"1": 1, "2": 2}), "fader": Text()}
    )
    assert ControllerSide(driver).hear(b"BUS2:5 left,6 right\r").events == [
        Report(Place("fader", (2, "left")), "5"), Report(Place("fader", (2, "right")), "6"),
    ]  # fmt: skip
    assert ControllerSide(driver).hear(b"BUS2:5 nowhere\r").events == [Noise("BUS2:5 nowhere")]


def test_two_axes_of_one_order_must_agree():
    row = Command("{video_tie:plain}*{output:plain}%{audio_tie:plain}", "OK")
    with pytest.raises(Exception, match="no one order"):
        ControllerSide(device(row)).tell({tie(1): 1, Place("audio_tie", (2,)): 1})


def test_an_order_for_all_must_be_the_same_everywhere():
    row = Command(Line("{video_tie:plain}*%", all="output"), "OK")
    ours = ControllerSide(device(row))
    assert ours.tell({tie(n): 2 for n in (1, 2, 3)}).frames == ("2*%",)
    for wishes in ({tie(1): 2, tie(2): 2, tie(3): 1}, {tie(1): 2, tie(2): 2}):
        with pytest.raises(LookupError):
            ours.tell(wishes)


def test_fixed_places_among_the_items_of_an_order():
    row = Command(Line("SET ", each=("{video_tie[1]:plain}", "{video_tie[2]:plain}"), sep=","), "OK")
    assert ControllerSide(device(row)).tell({tie(1): 3}).frames == ("SET 3",)


def test_a_list_of_nothing_true_is_not_said():
    side = DeviceSide(
        device(Query("ALL?", Line("ALL:", each="{output} {video_tie}")), Refusal("NO", {"": Reason.FAILED}))
    )
    _, (event,) = side.hear(b"ALL?\r", lambda key, index: None)
    assert side.answer(event, lambda key, index: None) == b"NO\r"


def test_an_item_counted_on_either_of_two_axes_must_say_which():
    with pytest.raises(TableError, match="along"):
        _ = device(Notice(Line("X", each="{send}")), points=(Point("send").over("output", "channel"),)).table


def test_a_list_whose_head_is_a_field():
    driver = device(Notice(Line("{name}", each="{output} {video_tie}")), spelling={"name": Text(quote="'")})
    assert len(ControllerSide(driver).hear(b"'x'\n1 2\r").events) == 2


def test_neighbouring_literals_are_one():
    assert parse("a{{b}}c") == ["a{b}c"]


def test_json_texts_with_fields_inside_are_said():
    driver = device(
        Action(
            "say", Json(method="say {words}", params=["{loud}"]), None, args={"words": Text(), "loud": (1, 2)}
        ),
        framing=Framing.both(Ends("\n")),
    )
    request = ControllerSide(driver).do("say", {"words": "hello", "loud": 2})
    assert request.frames == ('{"method": "say hello", "params": ["2"]}',)
    (event,) = told(driver, request.data)
    assert isinstance(event, Did)
    assert event.args == {"words": "hello", "loud": 2}


def test_an_axis_nobody_knows_takes_numbers_and_words_only():
    driver = device(
        Notice(Json(c="{block}", v="{level}")), points=(Point("level").over("block"),), axes={"block": ()}
    )
    side = ControllerSide(driver)
    assert side.hear(b'{"c": "Hall", "v": 3}\r').events[-1:] in ([Report(Place("level", ("Hall",)), 3)], [])
    for odd in (b'{"c": true, "v": 3}\r', b'{"c": 1.5, "v": 3}\r'):
        assert [type(event) for event in side.hear(odd).events] == [Noise]


def test_osc_types_that_are_rare_are_shown():
    data = b"/a\0\0,r\0\0\x01\x02\x03\x04"
    assert Osc().cut(Buffer(data)) == [Frame("/a ,r 16909060")]


def test_odds_and_ends():
    assert repr(ECHO) == "ECHO"
    assert Either(Words({"0": 0}), Words({"1": 1})).samples() == (1, 0)
    assert Words({"ON": True}).read("on") is True
    point = Point("x", "anything", range=(0, 1))
    assert point.knows(None)
    assert not Sizes({}).allows(("block",), (1.5,))
    assert Sizes({}).allows(("block",), ("Hall",))
    missing = device(Session("sub {output:plain} {nobody}", None), session={"nobody": None})
    assert [request.frames[0] for request, _ in ControllerSide(missing).sessions()] == []


def test_what_only_answers_neither_asks_nor_orders():
    """The sentences of SNMP have halves that are never asked for; they say nothing."""
    table = device(
        Query(Objects("1.3.{output} = i {video_tie}")), axes={"output": (1,), "input": (1,)}, spelling={}
    ).table
    (bound,) = table.grammar.rows
    asks, reads, hears = bound.said, bound.replies[0].said, bound.says.forms[0]
    assert asks.read("get 1.3.1", table.sizes) is None
    for sentence in (asks, reads, hears):
        assert sentence.order({}, {}, table.sizes) is None
    assert hears.say(nothing, {}, table.sizes) is None
    assert asks.say(nothing, {}, table.sizes).text == "get 1.3.1"
    assert reads.read("1.3.x = i 1", table.sizes) is None
    assert Native().read(3) == 3
    assert Native().samples() == ()


def test_an_answer_may_repeat_its_question():
    ours = ControllerSide(device(Query("PWR?", "{echo:3} is {power}"), Query("SEEN?", "{echo:4} has {seen}")))
    request = ours.asks([POWER])
    ours.send(request)
    assert ours.hear(b"SEEN has 1\r").events == [Report(Place("seen"), 1)]
    assert ours.hear(b"pwr is 1\r").events == [Report(POWER, "on"), Answered(request)]


def test_an_action_cannot_spell_what_is_true():
    with pytest.raises(OutOfRange):
        ControllerSide(device(Action("odd", "ODD {power}", None))).do("odd", {})


def test_what_is_misread_on_the_way_is_not_said():
    """Given a text that reads as another line's, when it is told, then it is not said."""
    ours = ControllerSide(device(Command("N {name} END", "OK"), spelling={"name": Text()}))
    assert ours.tell({Place("name"): "Hall"}).frames == ("N Hall END",)
    sneaky = ControllerSide(
        device(Command("N {name} {model} END", "OK"), spelling={"name": Text(), "model": Text()})
    )
    with pytest.raises((OutOfRange, LookupError)):
        sneaky.tell({Place("name"): "a b"})


def test_an_item_out_of_its_axis_is_named():
    driver = device(Command(Line("R", each="{output:plain} {video_tie:plain}"), "OK"), *SWITCHED)
    (event,) = told(driver, b"R\n9 1\r")
    assert isinstance(event, Unknown)
    assert event.about == "output"
