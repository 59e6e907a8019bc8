"""What can be asked of an illness, and how each one sounds at the other end of the line."""

from random import Random

import pytest

from simulators.impairments import HEALTHY, KINDS, Impairments, NotAnImpairment, parse, touches
from simulators.timing import HandTiming
from simulators.voice import Voice


class Line:
    """A client that writes down what it hears and when."""

    def __init__(self, seed=1):
        self.timing = HandTiming()
        self.heard: list[tuple[float, bytes]] = []
        self.hung_up = False
        self.voice = Voice(self._write, self._hang_up, self.timing, Random(seed))

    def _write(self, data):
        self.heard.append((round(self.timing.now(), 3), data))

    def _hang_up(self):
        self.hung_up = True

    @property
    def bytes(self):
        return b"".join(data for _, data in self.heard)

    def after(self, how, *answers, seconds=60.0):
        for answer in answers:
            self.voice.answer(answer, how)
        self.timing.advance(seconds)
        return self


def test_a_healthy_device_says_it_at_once():
    assert Line().after(HEALTHY, b"OK\r").heard == [(0, b"OK\r")]


def test_every_field_can_be_asked_for_and_nothing_else():
    assert set(KINDS) == set(Impairments.__dataclass_fields__)
    assert parse({}) == HEALTHY
    assert parse({"silent": True, "deaf": ["power"], "delay": "200ms", "garble": 0.1}) == Impairments(
        silent=True, deaf=frozenset({"power"}), delay=0.2, garble=0.1
    )


def test_every_mistake_is_named_with_what_is_known():
    with pytest.raises(NotAnImpairment) as no:
        parse({"silnt": True, "garble": 7, "delay": "soon", "deaf": 3, "flood": -1})
    assert len(no.value.problems) == 5
    assert "known are busy, deaf, delay" in no.value.problems[0]


@pytest.mark.parametrize("name", sorted(KINDS))
def test_nonsense_is_refused_whatever_the_name(name):
    for nonsense in ("perhaps", None, [1], {}):
        with pytest.raises(NotAnImpairment):
            parse({name: nonsense})


def test_deaf_to_everything_to_a_point_or_to_one_place():
    assert touches(True, "power")
    assert not touches(False, "power")
    assert touches(frozenset({"outlet"}), "outlet", (4,))
    assert touches(frozenset({"outlet/4"}), "outlet", (4,))
    assert not touches(frozenset({"outlet/4"}), "outlet", (5,))


def test_silent_and_half_open_say_nothing():
    assert not Line().after(Impairments(silent=True), b"OK\r").heard
    assert not Line().after(Impairments(half_open=True), b"OK\r").heard


def test_delay():
    assert Line().after(Impairments(delay=0.2), b"OK\r").heard == [(0.2, b"OK\r")]


def test_slow_is_so_many_bytes_a_second_and_the_next_answer_waits():
    line = Line().after(Impairments(slow=10), b"OK", b"NO")
    assert line.heard == [(0, b"O"), (0.1, b"K"), (0.2, b"N"), (0.3, b"O")]


def test_split():
    assert [data for _, data in Line().after(Impairments(split=2), b"POWR=").heard] == [b"PO", b"WR", b"="]


def test_glue():
    assert [data for _, data in Line().after(Impairments(glue=True), b"A\r", b"B\r").heard] == [b"A\rB\r"]


def test_off_by_one_answers_the_question_before():
    how = Impairments(off_by_one=True)
    assert Line().after(how, b"1", b"2", b"3").bytes == b"12"


def test_duplicate():
    assert Line().after(Impairments(duplicate=1.0), b"A\r").bytes == b"A\rA\r"


def test_drop_by_chance_and_the_same_chance_again():
    how = Impairments(drop=0.5)
    first = Line(7).after(how, *[b"x"] * 200).bytes
    assert 60 < len(first) < 140
    assert Line(7).after(how, *[b"x"] * 200).bytes == first


def test_garble_damages_and_keeps_the_length():
    heard = Line().after(Impairments(garble=1.0), b"%1POWR=1\r").bytes
    assert heard != b"%1POWR=1\r"
    assert len(heard) == 9
    assert heard.endswith(b"\r")


def test_a_wrong_checksum_is_the_last_byte_before_the_end():
    assert Line().after(Impairments(wrong_checksum=1.0), b"\x20\x21\r\n").bytes == b"\x20\x20\r\n"


def test_hang_up_after_each_answer():
    line = Line().after(Impairments(hang_up=True), b"OK\r", b"more\r")
    assert (line.bytes, line.hung_up) == (b"OK\r", True)


def test_hang_up_after_so_many_bytes():
    line = Line().after(Impairments(hang_up=5), b"abc", b"defg")
    assert (line.bytes, line.hung_up) == (b"abcde", True)


def test_hang_up_waits_until_a_slow_answer_is_out():
    line = Line().after(Impairments(hang_up=True, slow=10), b"abc")
    assert (line.bytes, line.hung_up) == (b"abc", True)


def test_they_combine():
    how = Impairments(duplicate=1.0, split=2, delay=1.0)
    assert Line().after(how, b"ab\r").heard == [(1.0, b"ab"), (1.02, b"\ra"), (1.04, b"b\r")]
