"""A letter on its way: tried again, given up, repeated after a death under the same key, never forgotten."""

import asyncio

import pytest

from controller.desk.notify.message import Delivered, Failed
from controller.record import failpoints
from controller.record.outbox import Outbox
from tests.desk.post import Box, PostHouse


async def test_a_channel_that_wants_to_be_left_alone_is_for_every_letter() -> None:
    box = Box(answers=[Failed("too fast", after=600.0)])
    house = await PostHouse(box=box).start()
    house.open(grade=3)
    await house.pass_time(60)
    house.open(grade=3)
    await house.pass_time(300)
    assert len(box.got) == 1
    await house.pass_time(400)
    assert len(box.got) >= 2


async def test_a_failed_letter_is_tried_again_with_growing_pauses_then_dead_then_by_hand() -> None:
    box = Box(always=Failed("busy"))
    house = await PostHouse(box=box).start()
    house.open(grade=3)
    await house.turn()
    await house.pass_time(9)
    assert len(box.got) == 1
    await house.pass_time(5)
    assert len(box.got) == 2
    house.board.add_entry(1, {"entry": "contact_made", "way": "here", "person": "Ms Li"}, "chen", "engineer")
    await house.pass_time(8 * 3600, 300)
    keys = {one.key for one in box.got if one.ticket == 1 and one.news[0]["what"] == "opened"}
    dead = house.office.outbox.letters[box.got[0].key]
    assert keys == {dead.key}
    assert (dead.state, dead.tries, dead.repeats, dead.answer) == ("dead", 11, 0, "busy")
    box.always = Delivered()
    house.office.retry(dead.key, "lead")
    await house.turn()
    assert house.office.outbox.letters[dead.key].state == "sent"
    assert house.office.outbox.letters[dead.key].tries == 12


async def test_where_trying_again_cannot_help_the_letter_is_dead_at_once() -> None:
    house = await PostHouse(box=Box(answers=[Failed("wrong signature", again=False)])).start()
    house.open(grade=3)
    await house.turn()
    (dead,) = house.office.outbox.of("dead")
    assert dead.tries == 1


async def test_a_receiver_that_wants_to_be_left_alone_is() -> None:
    house = await PostHouse(box=Box(answers=[Failed("too fast", after=600.0)])).start()
    house.open(grade=3)
    await house.pass_time(599)
    assert len([one for one in house.box.got if one.news[0]["what"] == "opened"]) == 1
    await house.pass_time(6)
    assert len([one for one in house.box.got if one.news[0]["what"] == "opened"]) == 2


async def test_a_death_while_sending_repeats_once_under_the_same_key_and_is_counted() -> None:
    """Given a service that dies after the bytes left and before that was noted."""
    gate = asyncio.Event()
    house = await PostHouse(box=Box(gate=gate)).start()
    house.open(grade=3)
    await house.turn()
    (letter,) = house.office.outbox.of("sending")
    house.box.gate = None
    after = await house.crash()
    await after.turn()
    assert [one.key for one in after.box.got] == [letter.key]
    told = after.office.outbox.letters[letter.key]
    assert (told.state, told.tries, told.repeats, after.office.outbox.repeats) == ("sent", 2, 1, 1)


async def a_lost_answer_is_a_repeat_that_is_counted() -> None:
    """Given a receiver that takes a letter and whose answer is lost, once; the service lives on."""
    house = await PostHouse(box=Box(answers=[Failed("cut", perhaps=True), Failed("busy")])).start()
    house.open(grade=3)
    await house.pass_time(60)
    first, second, third = house.box.got[:3]
    assert first.key == second.key == third.key
    told = house.office.outbox.letters[first.key]
    assert (told.state, told.tries, told.repeats) == ("sent", 3, 1), "a plain refusal is no repeat"
    assert Outbox(house.journal.lines).repeats == 1


async def test_a_repeat_after_a_lost_answer_is_counted() -> None:
    await a_lost_answer_is_a_repeat_that_is_counted()


async def test_a_count_of_deaths_only_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"lost_answers_are_no_repeats"}))
    with pytest.raises(AssertionError):
        await a_lost_answer_is_a_repeat_that_is_counted()


async def test_a_channel_that_never_answers_is_given_up_and_holds_no_other() -> None:
    silent, other = Box(gate=asyncio.Event()), Box()
    house = await PostHouse(box=silent, channels={"mail": silent, "group": other}).start()
    house.open(grade=3)
    house.office.test("group", "", "en", "admin")
    await house.turn()
    assert [one.lines for one in other.got] == [("A test: this channel works.",)]
    await house.pass_time(46)
    assert house.office.outbox.of("waiting")[0].answer.startswith("no answer within")


async def test_a_bug_of_a_channel_is_noted_and_kills_nothing() -> None:
    class Broken(Box):
        async def send(self, message):
            if not self.got:
                self.got.append(message)
                raise KeyError("ours")
            return await super().send(message)

    house = await PostHouse(box=Broken()).start()
    house.open(grade=3)
    await house.pass_time(15)
    assert house.office.outbox.letters[house.box.got[0].key].state == "sent"
    noted = next(one for one in house.journal.lines if one.kind == "outbox.failed")
    assert noted.data["why"] == "KeyError: 'ours'"


async def test_a_wall_clock_that_is_put_back_makes_nobody_wait_longer() -> None:
    house = await PostHouse().start()
    house.open()
    await house.turn()
    house.clock.jump(-7200)
    await house.pass_time(70)
    assert len(house.box.got) == 1


async def test_the_outbox_is_the_fold_of_its_lines() -> None:
    house = await PostHouse(box=Box(answers=[Failed("x"), Failed("y", again=False)])).start()
    for grade in (1, 2, 3, 4):
        house.open(grade=grade)
    await house.pass_time(1200)
    again = Outbox(house.journal.read())
    assert (again.queued, again.letters, again.repeats, again.causes) == (
        house.office.outbox.queued, house.office.outbox.letters, house.office.outbox.repeats,
        house.office.outbox.causes,
    )  # fmt: skip
