"""Stories of the device's side: it hears what any controller may say, and says only what is true."""

import pytest

from drivers.errors import Reason, Refused
from drivers.points import Place
from drivers.vocabulary import VIDEO_TIE
from drivers.wire.device import DeviceSide
from drivers.wire.events import Asked, Did, Kept, Told, Unknown
from drivers.wire.framing import Framing
from drivers.wire.framings import Ends, Pattern
from drivers.wire.framings_text import Braced, Signed
from drivers.wire.greeting import Aside, Secret
from drivers.wire.spelling_more import Joint
from drivers.wire.talk import ECHO, Action, Command, Line, Notice, Query, Refusal, Session
from tests.wire.small import MATRIX, SWITCHED, device, tie

POWER = Place("power")
NOT_SUPPORTED, OUT_OF_RANGE = Reason.NOT_SUPPORTED, Reason.OUT_OF_RANGE


class World(dict):
    """What is true of the device."""

    def look(self, key, index=()):
        value = self[Place(key, index)]
        if isinstance(value, Reason):
            raise Refused(value)
        return value


def world(**more):
    true = World({tie(output): output for output in (1, 2, 3)})
    true.update({Place("audio_tie", (output,)): output for output in (1, 2, 3)})
    true.update({Place(key): value for key, value in more.items()})
    return true


def heard(side, data, true):
    """What a device heard, and what it answers to all of it."""
    out, events = side.hear(data, true.look)
    return events, out + b"".join(side.answer(event, true.look) for event in events)


def test_a_question_is_answered_with_what_is_true():
    events, out = heard(DeviceSide(device(*SWITCHED)), b"PWR?\r", world(power="on"))
    assert isinstance(events[0], Asked)
    assert out == b"PWR=1\r"


def test_an_order_is_handed_over_and_acknowledged():
    events, out = heard(DeviceSide(device(*SWITCHED)), b"PWR=1\r", world())
    assert isinstance(events[0], Told)
    assert events[0].orders == {POWER: "on"}
    assert out == b"OK\r"


@pytest.mark.parametrize(
    ("data", "reason", "about", "said"),
    [
        (b"PWR=9\r", OUT_OF_RANGE, "", b"PWR:BAD\r"),
        (b"PWR=2\r", OUT_OF_RANGE, "power", b"PWR:BAD\r"),
        (b"VOL?\r", NOT_SUPPORTED, "", b"VOL:BAD\r"),
    ],
)
def test_what_is_not_understood_is_refused_as_far_as_the_protocol_can(data, reason, about, said):
    (unknown,), out = heard(DeviceSide(device(*SWITCHED)), data, world(power="on"))
    assert isinstance(unknown, Unknown)
    assert (unknown.reason, unknown.about, out) == (reason, about, said)


@pytest.mark.parametrize(
    ("data", "said"), [(b"9*1%\r", b"E01\r"), (b"1*9%\r", b"E12\r"), (b"9%\r", b"E12\r"), (b"zz\r", b"E10\r")]
)
def test_a_refusal_names_what_was_wrong(data, said):
    assert heard(DeviceSide(device(*MATRIX)), data, world())[1] == said


def test_a_place_the_model_does_not_have_and_a_no_of_the_model():
    side = DeviceSide(device(*SWITCHED))
    assert heard(side, b"PWR?\r", world())[1] == b"PWR:BAD\r"
    assert heard(side, b"PWR?\r", world(power=Reason.BUSY))[1] == b"PWR:BUSY\r"
    assert heard(side, b"PWR?\r", world(power="purple"))[1] == b"PWR:BUSY\r"


def test_a_device_that_never_refuses_is_silent():
    side = DeviceSide(device(*SWITCHED, silent=True))
    assert heard(side, b"VOL?\rPWR=9\r", world())[1] == b""
    assert heard(DeviceSide(device(*SWITCHED[:2])), b"VOL?\r", world())[1] == b""


def test_only_what_the_client_asked_for_is_said():
    """Given a verbose mode, when the client has set it, then answers are tagged from then on."""
    side = DeviceSide(
        device(
            Session("{verbose}CV", "Vrb{verbose}"),
            Query(
                "{output:plain}%", Line("Out{output} In{video_tie}", when={"verbose": ("3",)}), "{video_tie}"
            ),
            session={"verbose": "0"},
        )
    )
    events, out = heard(side, b"2%\r3CV\r2%\r", world())
    assert [type(event) for event in events] == [Asked, Kept, Asked]
    assert out == b"Out02 In02\rVrb3\rOut02 In02\r" or out == b"02\rVrb3\rOut02 In02\r"


def test_a_subscription_lapses():
    notice = Notice("PWR={power}", when={"watch": ("yes",)})
    side = DeviceSide(
        device(Session("watch", None, sets={"watch": "yes"}, lasts=10), notice, session={"watch": "no"})
    )
    true = world(power="on")
    assert side.announce([POWER], true.look, mine=False) == b""
    heard(side, b"watch\r", true)
    assert side.announce([POWER], true.look, mine=False) == b"PWR=1\r"
    assert side.announce([POWER], true.look, mine=True) == b""
    side.tick(9.0)
    assert side.notify(notice, true.look) == b"PWR=1\r"
    side.tick(10.0)
    assert side.session["watch"] == "no"
    assert side.notify(notice, true.look) == b""


def test_an_answer_may_take_two_frames_and_an_order_may_be_echoed():
    side = DeviceSide(device(Query("PWR?", "PWR={power}", first="ACK"), Command("PWR={power}", ECHO)))
    assert heard(side, b"PWR?\rPWR=0\r", world(power="on"))[1] == b"ACK\rPWR=1\rPWR=0\r"


def test_a_number_is_given_back():
    side = DeviceSide(device(*SWITCHED, framing=Framing(Signed(), Braced(), tags=True)))
    assert heard(side, b"0007#PWR?\r\nPWR?\r\n", world(power="on"))[1] == b"{0007\r\nPWR=1\r\n}\r\nPWR=1\r\n"


def test_an_action_has_arguments():
    side = DeviceSide(
        device(Action("recall", "{preset}.", "Rpr{preset}"), Action("cycle", "CYC{output:plain}", None))
    )
    events, out = heard(side, b"5.\rCYC2\rCYC9\r", world())
    assert [(event.name, event.args) for event in events[:2] if isinstance(event, Did)] == [
        ("recall", {"preset": 5}), ("cycle", {"output": 2}),
    ]  # fmt: skip
    assert isinstance(events[2], Unknown)
    assert out == b"Rpr5\r"


def test_an_order_with_an_item_that_is_none_is_no_order():
    side = DeviceSide(device(Command(Line("ROUTES", each="{output:plain} {video_tie:plain}"), "ACK")))
    (good, bad), _ = heard(DeviceSide(side.driver), b"ROUTES\n1 2\n 2 3\rROUTES\n1 2\nx y\r", world())
    assert isinstance(good, Told)
    assert good.orders == {tie(1): 2, tie(2): 3}
    assert isinstance(bad, Unknown)


def test_all_places_are_told_by_one_order():
    side = DeviceSide(
        device(Command(Line("{video_tie:plain}*%", all="output"), Line("In{video_tie}", all="output")))
    )
    events, out = heard(side, b"2*%\r", _tied_to(2))
    assert events[0].orders == {tie(1): 2, tie(2): 2, tie(3): 2}
    assert out == b"In02\r"


def _tied_to(number):
    true = world()
    true.update({tie(output): number for output in (1, 2, 3)})
    return true


# ---------------------------------------------------------------- unasked

VIDEO = Notice("Out{output} In{video_tie} Vid")
SOUND = Notice("Out{output} In{audio_tie} Aud")
BOTH = Notice("Out{output} In{video_tie+audio_tie} All")
EVERY = Notice(Line("In{video_tie+audio_tie} All", all="output"))


def announced(notices, changed, true, mine=False, **more):
    return DeviceSide(device(*notices, **more)).announce(changed, true.look, mine=mine).decode()


def sound(output):
    return Place("audio_tie", (output,))


def test_each_change_is_told_once_in_the_widest_line_that_is_true():
    notices, true = (VIDEO, SOUND, BOTH, EVERY), world()
    assert announced(notices, [tie(1)], true) == "Out01 In01 Vid\r"
    assert announced(notices, [tie(1), sound(1)], true) == "Out01 In01 All\r"
    true[sound(1)] = 3
    assert announced(notices, [tie(1), sound(1)], true) == "Out01 In01 Vid\rOut01 In03 Aud\r"
    everywhere = [place(output) for place in (tie, sound) for output in (1, 2, 3)]
    same = World(dict.fromkeys(everywhere, 2))
    assert announced(notices, everywhere, same) == "In02 All\r"


def test_a_list_tells_only_what_changed_and_a_counted_one_tells_all():
    block = Notice(Line("ROUTES", each="{output} {video_tie}"), to="all")
    assert announced([block], [tie(1), tie(3)], world(), mine=True) == "ROUTES\n01 01\n03 03\r"
    counted = Notice(Line("ALL=", each="{video_tie}", sep=" "))
    assert announced([counted], [tie(2)], world()) == "ALL=01 02 03\r"
    assert announced([counted], [POWER], world()) == ""


def test_a_value_no_line_can_tell_is_not_told():
    joint = Joint({"1": {"power": "on", "model": "x"}})
    assert announced([Notice("M{m}")], [POWER], world(power="on", model="y"), spelling={"m": joint}) == ""


def test_a_notice_may_be_said_on_purpose():
    recall = Action("recall", "{preset}.", None)
    notice = Notice("Rpr{preset}")
    side = DeviceSide(device(recall, notice))
    assert side.notify(notice, world().look, {"preset": 4}) == b"Rpr4\r"
    assert side.notify(notice, world().look) == b""


# ---------------------------------------------------------------- greetings


def welcome(login, session, look):
    yield Aside("HELLO")
    if not login.get("secret"):
        return None
    said = yield Secret("Password:")
    while said != login["secret"]:
        said = yield "Password:"
    session["prefix"] = "#7#"
    yield Aside("IN")
    return None


SIS = Framing(says=Pattern("PWR[?]|[0-9*]+%"), hears=Ends("\r"), login=Ends("\r"), telnet=True)


def test_without_a_password_commands_may_follow_at_once():
    side = DeviceSide(device(*SWITCHED, framing=SIS, welcome=welcome))
    assert side.open(world().look) == b"HELLO\r"
    assert heard(side, b"PWR?", world(power="on"))[1] == b"PWR=1\r"


def test_a_password_is_a_line_though_commands_are_not():
    side = DeviceSide(device(*SWITCHED, framing=SIS, welcome=welcome), {"secret": "hush"})
    true = world(power="on")
    assert side.open(true.look) == b"HELLO\rPassword:\r"
    assert heard(side, b"\xff\xfd\x01wr", true)[1] == b"\xff\xfc\x01"
    assert heard(side, b"ong\r", true)[1] == b"Password:\r"
    assert heard(side, b"hush\rPWR?\r", true)[1] == b"IN\rPWR=1\r"


def test_a_greeting_may_give_back_a_first_request_and_strip_what_comes_before_later_ones():
    def signed(login, session, look):
        said = yield "READY"
        session["prefix"] = "#7#"
        return said.removeprefix("#7#")

    side = DeviceSide(device(*SWITCHED, welcome=signed))
    true = world(power="on")
    assert side.open(true.look) == b"READY\r"
    assert heard(side, b"#7#PWR?\r#7#PWR?\rPWR?\r", true)[1] == b"PWR=1\r" * 3


def test_a_device_that_does_not_greet_says_nothing():
    assert DeviceSide(device(*SWITCHED)).open(world().look) == b""
    assert VIDEO_TIE.among == "input"


def test_a_reason_without_a_word_is_said_by_the_nearest():
    refusal = Refusal("NO {reason}", {"1": Reason.FAILED})
    side = DeviceSide(device(*SWITCHED[:2], refusal))
    _, events = side.hear(b"PWR?\r", world().look)
    assert side.refuse(events[0], Reason.BUSY) == b"NO 1\r"
    other = Refusal("NO {video_tie}", {"": Reason.FAILED}, of="{video_tie}*{_}")
    side = DeviceSide(device(Command("{video_tie}*{output}%", "OK"), Query("PWR?", "PWR={power}"), other))
    _, (order, question) = side.hear(b"02*01%\rPWR?\r", world().look)
    assert side.refuse(order, Reason.FAILED) == b"NO 02\r"
    assert side.refuse(question, Reason.FAILED) == b""


def test_what_it_tells_of_itself_comes_first_and_after_the_password():
    def welcome(credentials, session, look):
        yield "Password:"

    rows = (
        Notice("model {model}", opening=True),
        Notice(Line("ROUTES", each="{output} {video_tie}"), opening=True),
    )
    told = b"model x\rROUTES\n01 01\n02 02\n03 03\r"
    assert DeviceSide(device(*rows)).open(world(model="x").look) == told
    barred = DeviceSide(device(*rows, welcome=welcome))
    assert barred.open(world(model="x").look) == b"Password:\r"
    assert barred.hear(b"sesame\r", world(model="x").look) == (told, [])
