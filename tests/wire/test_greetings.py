"""Stories of greetings, told on our side: passwords, proofs, prefixes, silences, and what bars us."""

import pytest

from drivers.errors import NotAuthorised
from drivers.points import Place
from drivers.wire.controller import ControllerSide
from drivers.wire.events import Barred, Pausing, Ready, Report
from drivers.wire.greeting import Aside, Pause, Secret
from tests.wire.small import SWITCHED, device

POWER = Place("power")


def greeted(greet, *parts, credentials=None):
    ours = ControllerSide(device(*SWITCHED, greet=greet), credentials)
    outs = [ours.open(), *(ours.hear(part) if isinstance(part, bytes) else ours.wake() for part in parts)]
    return ours, outs


def test_a_greeting_speaks_hides_its_password_and_hears_news():
    def greet(login):
        banner = yield None
        assert banner == "HELLO"
        yield Aside("hi")
        said = yield Secret(f"pass {login['secret']}", "pass <hidden>")
        while said != "IN":
            said = yield None

    ours, (first, hello, news, done) = greeted(
        greet, b"HELLO\r", b"PWR=1\r", b"IN hush\rIN\r", credentials={"secret": "hush", "user": "eve"}
    )
    assert first.data == b""
    assert hello.data == b"hi\rpass hush\r"
    assert [text for _, text in hello.shown] == ["HELLO", "hi", "pass <hidden>"]
    assert news.events == [Report(POWER, "on")]
    assert done.events == [Ready()]
    assert done.shown[0] == ("<", "IN ••••")
    assert ours.wake().events == []


def test_a_proof_is_hidden_even_when_the_device_repeats_it():
    def greet(login):
        yield Secret("5d8409bc", "<proof>")

    _, (first, echoed) = greeted(greet, b"you said 5d8409bc\r")
    assert first.shown == [(">", "<proof>")]
    assert echoed.shown == [("<", "you said ••••")]


def test_a_greeting_may_give_what_goes_before_every_request():
    def greet(login):
        yield None
        return "digest#"

    ours, (_, out) = greeted(greet, b"HELLO\r")
    assert out.events == [Ready()]
    assert ours.send(ours.asks([POWER])) == b"digest#PWR?\r"


def test_a_greeting_may_wait_for_silence():
    def greet(login):
        frame = yield Pause(0.4)
        while frame is not None:
            frame = yield Pause(0.4)

    _, outs = greeted(greet, b"banner\r", None)
    assert [out.events for out in outs] == [[Pausing(0.4)], [Pausing(0.4)], [Ready()]]


@pytest.mark.parametrize("trouble", [NotAuthorised("password"), ValueError("x"), KeyError("secret")])
def test_a_greeting_that_fails_bars_us(trouble):
    def greet(login):
        yield "hello"
        raise trouble

    _, (_, out) = greeted(greet, b"nonsense\r")
    assert isinstance(out.events[-1], Barred)
    assert out.events[-1].why
