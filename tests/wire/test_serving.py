"""What only others ask, and what a device tells after having been asked for everything."""

from drivers.errors import Reason
from drivers.points import Place
from drivers.wire.controller import ControllerSide
from drivers.wire.device import DeviceSide
from drivers.wire.framing import Framing
from drivers.wire.framings_json import JsonRpc
from drivers.wire.json_sentence import Json
from drivers.wire.serving import Serves
from drivers.wire.sizes import Sizes
from drivers.wire.talk import Command, Line, Notice, Query, Refusal, Session
from tests.wire.small import device

LEVELS = {Place("fader", (side,)): level for side, level in (("left", -10), ("right", 5))}


def look(key, index=()):
    return {**LEVELS, Place("power"): "on"}[Place(key, index)]


def answers(driver, text, *more):
    """What the device says to these lines, one after the other."""
    side = DeviceSide(driver)
    out = side.open(look)
    for each in (text, *more):
        said, heard = side.hear(each, look)
        out += said + b"".join(side.answer(event, look) for event in heard)
    return out


SERVING = device(
    Query("PWR?", "PWR={power}"),
    Query(
        Serves(lambda frame: frame.startswith("SUM"), lambda frame, look: f"{frame}={look('power', ())}"),
        every=0,
    ),
    Query(Serves(lambda frame: frame == "MUTE", lambda frame, look: None), every=0),
    Refusal("NO", {"": Reason.FAILED}),
)


def test_what_others_ask_is_answered_by_a_function_and_never_asked_by_us():
    assert answers(SERVING, b"SUM 1\r") == b"SUM 1=on\r"
    assert answers(SERVING, b"MUTE\r") == b"NO\r"
    assert [poll.request.frames[0] for poll in ControllerSide(SERVING).polls()] == ["PWR?"]


def test_it_says_orders_and_hears_nothing_for_us():
    asked = next(bound.said for bound in SERVING.table.grammar.rows if hasattr(bound.said, "knows"))
    answer = asked.replies[0].said
    sizes = Sizes({})
    assert asked.say(look, {}, sizes) is None
    assert asked.order({}, {}, sizes) is None
    assert answer.read("SUM=on", sizes) is None


DUMPING = device(
    Session("DUMP", "DUMPING", sets={"dumped": True}, tells=True),
    Command("{channel}={fader}"),
    Notice("{channel}={fader}", when={"dumped": (True,)}, opening=True),
    Notice(Line("LIST", each="{fader}", sep=",", along="channel"), when={"dumped": (True,)}, opening=True),
    session={"dumped": None},
    silent=True,
)


def test_everything_is_told_at_every_place_after_having_been_asked_for():
    assert answers(DUMPING, b"") == b""
    assert answers(DUMPING, b"DUMP\r") == b"DUMPING\rleft=-10\rright=5\rLIST-10,5\r"


NUMBERED = device(
    Session(Json(method="Watch"), Json(result=True), sets={"on": True}, numbered="number"),
    Command(Json(method="Set", value="{power}"), Json(result=True)),
    Notice(Json(result={"power": "{power}"}), when={"on": (True,)}, numbered="number", to="all"),
    Refusal(Json(error="{reason}"), {"no": Reason.FAILED}),
    framing=Framing.both(JsonRpc(), tags=True),
    session={"on": None, "number": ""},
    spelling={},
)


def test_news_carries_the_number_of_the_exchange_that_asked_for_it():
    side = DeviceSide(NUMBERED)
    assert side.announce([Place("power")], look, mine=False) == b""
    _, (event,) = side.hear(b'{"jsonrpc": "2.0", "method": "Watch", "id": "seven"}\0', look)
    side.answer(event, look)
    news = side.announce([Place("power")], look, mine=False)
    assert news == b'{"jsonrpc": "2.0", "result": {"power": "on"}, "id": "seven"}\0'
