"""A no that a device keeps until it is asked for its errors, and lines that it only hears."""

from drivers.errors import Reason
from drivers.points import Place, Point
from drivers.wire.controller import ControllerSide
from drivers.wire.device import DeviceSide
from drivers.wire.events import Answered, No
from drivers.wire.framing import Framing
from drivers.wire.framings import Ends
from drivers.wire.framings_json import JsonRpc
from drivers.wire.hearing import Heard
from drivers.wire.json_sentence import Json
from drivers.wire.spelling import Text, Whole
from drivers.wire.talk import Command, Query, Refusal, Session
from tests.wire.small import device

LEVEL = Point("level", "level", range=(0, 9), step=1, settable=True)
ERROR = Point("error", "the oldest error")
NO = {"-113": Reason.NOT_SUPPORTED, "-222": Reason.OUT_OF_RANGE}
METER = device(
    Session(Heard("MODE {mode}"), "MODE {mode}"),
    Query("LEV?", "{level}"),
    Command("LEV {level};ERR?", "0,{_:none}", prefer=1),
    Command("LEV {level}"),
    Query("ERR?", "{error},{_:none}"),
    Refusal("{reason},{_:no}", NO, of="{_};ERR?"),
    Refusal("{reason},{_:no}", NO, kept=True),
    framing=Framing.both(Ends("\n")),
    points=(LEVEL, ERROR),
    session={"kept": None, "mode": None},
    spelling={"level": Whole(low=0, high=99), "error": Whole(low=-999)},
)
TRUE = {Place("level"): 3, Place("error"): 0}


def look(key, index=()):
    return TRUE[Place(key, index)]


def said(side, data):
    out, heard = side.hear(data, look)
    return out + b"".join(side.answer(event, look) for event in heard)


def test_a_no_is_kept_until_somebody_asks_and_then_told_once_the_oldest_first():
    theirs = DeviceSide(METER)
    assert said(theirs, b"FLY\nLEV 77\nLEV?\n") == b"3\n"
    assert said(theirs, b"ERR?\nERR?\nERR?\n") == b"-113,no\n-222,no\n0,none\n"


def test_who_asks_with_the_order_is_told_at_once():
    theirs, ours = DeviceSide(METER), ControllerSide(METER)
    ours.open()
    request = ours.tell({Place("level"): 7})
    assert request.frames == ("LEV 7;ERR?",)
    assert ours.hear(said(theirs, ours.send(request))).events == [Answered(request)]
    assert said(theirs, b"LEV 77;ERR?\n") == b"-222,no\n"
    ours.send(request)
    assert ours.hear(b"-222,no\n").events == [No(request, Reason.OUT_OF_RANGE, "-222,no")]


def test_a_kept_error_is_the_answer_to_the_question_for_errors():
    ours = ControllerSide(METER)
    ours.open()
    request = ours.asks([Place("error")])
    ours.send(request)
    report, answered = ours.hear(b"-113,no\n").events
    assert (report.value, answered) == (-113, Answered(request))


def test_what_only_others_say_is_understood_and_never_said():
    assert said(DeviceSide(METER), b"MODE fast\n") == b"MODE fast\n"
    assert ControllerSide(METER).sessions() == ()


def test_json_has_meanings_and_other_shapes_and_a_numbered_answer_may_be_any_value():
    box = device(
        Command(Json(method="on").heard(Json(method="ON")).meaning(muted=False), Json(result=True)),
        Query(Json(method="get"), Json(result="{muted}")),
        Refusal(Json(error="{reason}"), {"1": Reason.FAILED}),
        framing=Framing.both(JsonRpc(), tags=True),
        points=(Point("muted", "muted", (False, True), settable=True),),
        spelling={"word": Text()},
    )
    ours = ControllerSide(box)
    ours.open()
    assert ours.tell({Place("muted"): False}).frames == ('{"method": "on"}',)
    request = ours.asks([Place("muted")])
    ours.send(request)
    report, _ = ours.hear(b'{"id": 1, "result": true}\0').events
    assert report.value is True
    (event,) = DeviceSide(box).hear(b'{"id": 7, "method": "ON"}\0', look)[1]
    assert event.orders == {Place("muted"): False}
