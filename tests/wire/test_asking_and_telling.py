"""Stories of what we ask and tell: which rows, in how few lines, and what is refused before the wire."""

import pytest

from drivers.points import Place
from drivers.wire.controller import ControllerSide
from drivers.wire.events import (
    Answered,
    Report,
)
from drivers.wire.framing import Framing
from drivers.wire.framings import Ends
from drivers.wire.spelling import Text, Words
from drivers.wire.spelling_more import Joint
from drivers.wire.talk import Action, Command, Line, Query, Session
from drivers.wire.trouble import NotSupported, OutOfRange
from tests.wire.small import MATRIX, SWITCHED, device, tie

POWER = Place("power")


def side(*talk, credentials=None, **more):
    """Our side of a small device, past its greeting."""
    ours = ControllerSide(device(*talk, **more), credentials)
    ours.open()
    return ours


def asked(ours, *places):
    """Our side, having asked for these places."""
    request = ours.asks(places)
    ours.send(request)
    return request


# ---------------------------------------------------------------- asking


def test_a_block_is_asked_before_single_places_and_one_place_alone_by_its_own():
    ours = side(
        Query("{output:plain}%", "Out{output} In{video_tie}"),
        Query("VC", Line("VC=", each="{video_tie}", sep=" ")),
    )
    backwards = side(
        Query("VC", Line("VC=", each="{video_tie}", sep=" ")),
        Query("{output:plain}%", "Out{output} In{video_tie}"),
    )
    assert backwards.asks([tie(2)]).frames == ("2%",)
    assert backwards.asks([tie(1), tie(3)]).frames == ours.asks([tie(1), tie(3)]).frames == ("VC",)
    assert ours.asks([tie(2)]).frames == ("2%",)
    assert [poll.request.frames for poll in ours.polls()] == [("VC",)]


def test_pages_are_asked_from_their_first_place():
    ours = side(Query("VC{output:plain}", Line("VC=", each="{video_tie}", sep=" ", page=2)))
    first, second = (poll.request for poll in ours.polls())
    assert (first.frames, first.covers) == (("VC1",), (tie(1), tie(2)))
    assert (second.frames, second.covers) == (("VC3",), (tie(3),))
    ours.send(second)
    assert ours.hear(b"VC=04\r").events[0] == Report(tie(3), 4)


def test_what_a_device_does_not_answer_is_asked_in_another_way():
    ours = side(
        Query("ALL?", "ALL={power} {seen}", every=5), Query("PWR?", "PWR={power}", optional=True, every=5)
    )
    assert [poll.request.frames for poll in ours.polls()] == [("ALL?",)]
    ours.forgo(ours.polls()[0].request)
    assert [poll.request.frames for poll in ours.polls()] == [("PWR?",)]
    assert ours.asks([POWER]).frames == ("PWR?",)
    with pytest.raises(NotSupported):
        ours.asks([Place("seen")])


def test_the_quicker_of_two_questions_stays():
    ours = side(
        Query("ALL?", "ALL={power} {seen}", every=60),
        Query("PWR?", "PWR={power}", every=5),
        Query("P2", "P2={power}", every=90),
    )
    assert [(poll.request.frames[0], poll.every) for poll in ours.polls()] == [("ALL?", 60), ("PWR?", 5)]


def test_what_cannot_be_asked_is_told():
    with pytest.raises(NotSupported, match="small has no question for name"):
        side(*SWITCHED).asks([Place("name")])


# ---------------------------------------------------------------- telling


@pytest.mark.parametrize(
    ("wishes", "trouble"),
    [
        ({POWER: "warming"}, OutOfRange),
        ({POWER: "purple"}, OutOfRange),
        ({POWER: None}, OutOfRange),
        ({Place("nothing"): 1}, NotSupported),
        ({Place("power", (1,)): "on"}, NotSupported),
        ({Place("seen"): 3}, NotSupported),
        ({tie(9): 1}, OutOfRange),
        ({tie(1): 9}, OutOfRange),
        ({Place("name"): "x"}, NotSupported),
        ({POWER: "on", tie(1): 1}, NotSupported),
    ],
)
def test_what_cannot_be_told_is_refused_before_the_wire(wishes, trouble):
    ours = side(*SWITCHED, *MATRIX)
    with pytest.raises(trouble):
        ours.tell(wishes)
    assert ours.pending is None


def test_values_no_word_is_known_for_are_out_of_range():
    ours = side(*SWITCHED, spelling={"power": Words({"1": "on"})})
    with pytest.raises(OutOfRange, match="cannot be told 'off'"):
        ours.tell({POWER: "off"})


BREAKAWAY = (
    Command("{video_tie:plain}*{output:plain}%", "V"),
    Command("{audio_tie:plain}*{output:plain}$", "A"),
    Command("{video_tie+audio_tie:plain}*{output:plain}!", "B"),
    Command(Line("{video_tie+audio_tie:plain}*!", all="output"), "ALL"),
    Command(
        Line("+Q", each=("{video_tie:plain}*{output:plain}%", "{audio_tie:plain}*{output:plain}$"), sep=""),
        "Qik",
    ),
)


def sound(output):
    return Place("audio_tie", (output,))


@pytest.mark.parametrize(
    ("wishes", "said"),
    [
        ({tie(1): 2}, "2*1%"),
        ({sound(1): 2}, "2*1$"),
        ({tie(1): 2, sound(1): 2}, "2*1!"),
        ({tie(1): 2, sound(3): 4}, "+Q2*1%4*3$"),
        ({place(output): 2 for place in (tie, sound) for output in (1, 2, 3)}, "2*!"),
        ({tie(output): 2 for output in (1, 2, 3)}, "+Q2*1%2*2%2*3%"),
    ],
)
def test_the_narrowest_order_that_says_it_all(wishes, said):
    assert side(*BREAKAWAY).tell(wishes).frames == (said,)


def test_a_text_that_tells_less_than_is_wished_is_not_the_order():
    either = Joint({"1": {"power": "on"}, "2": {"name": "x"}})
    ours = side(Command("DO {either}", "OK"), spelling={"either": either})
    assert ours.tell({POWER: "on"}).frames == ("DO 1",)
    with pytest.raises(NotSupported):
        ours.tell({POWER: "on", Place("name"): "x"})


def test_what_no_one_order_says_is_said_in_few():
    ours = side(*BREAKAWAY[:3], *SWITCHED)
    wishes = {tie(1): 2, POWER: "on", sound(1): 2, tie(2): 4}
    assert [request.frames[0] for request in ours.tells(wishes)] == ["2*1!", "PWR=1", "4*2%"]
    with pytest.raises(OutOfRange):
        ours.tells({POWER: "on", tie(9): 1})


def test_a_command_may_be_preferred_and_may_mean_what_it_does_not_spell():
    ours = side(
        Command("PWR={power}", "OK"),
        Command(Line("ON", means={"power": "on"}), "OK", prefer=1),
    )
    assert ours.tell({POWER: "on"}).frames == ("ON",)
    assert ours.tell({POWER: "off"}).frames == ("PWR=0",)


@pytest.mark.parametrize("name", ["a\rb", "a,b", "礼堂"])
def test_a_text_that_would_not_arrive_is_never_said(name):
    ours = side(
        Command("{name};NI", "OK"), framing=Framing.both(Ends("\r", also=(",",))), spelling={"name": Text()}
    )
    with pytest.raises(OutOfRange):
        ours.tell({Place("name"): name})
    assert ours.tell({Place("name"): "Hall"}).frames == ("Hall;NI",)


# ---------------------------------------------------------------- doing, keeping


def test_an_action_is_not_retried_and_checks_its_arguments():
    ours = side(
        Action("recall", "{preset}.", "Rpr{preset}", args={"preset": (1, 2)}),
        Action("cycle", "cycle {output:plain}", None),
        Action("cycle", "cycle all", None),
    )
    request = ours.do("recall", {"preset": 2})
    assert (request.frames, request.retry) == (("2.",), False)
    ours.send(request)
    assert ours.hear(b"Rpr1\r").events == []
    assert ours.hear(b"Rpr2\r").events == [Answered(request)]
    assert ours.do("cycle", {}).frames == ("cycle all",)
    for name, args, trouble in (
        ("recall", {"preset": 3}, OutOfRange),
        ("recall", {}, NotSupported),
        ("explode", {}, NotSupported),
        ("cycle", {"output": 9}, OutOfRange),
    ):
        with pytest.raises(trouble):
            ours.do(name, args)


def test_what_a_session_says_in_order_for_each_place_and_with_secrets_hidden():
    ours = side(
        Session("login {user} {secret}", "OK"),
        Session("verbose {verbose}", "OK", says={"verbose": "3"}),
        Session("subscribe {output:plain}", None, every=8),
        session={"verbose": "0"},
        credentials={"user": "eve", "secret": "hush"},
    )
    said = [(request.frames[0], request.shown, every) for request, every in ours.sessions()]
    assert said[:2] == [("login eve hush", "login •••• ••••", 0.0), ("verbose 3", "verbose 3", 0.0)]
    assert [text for text, _, _ in said[2:]] == ["subscribe 1", "subscribe 2", "subscribe 3"]
    assert said[2][2] == 8
    assert "hush" not in repr(ours.sessions())
