"""REQ-11: who is taken out of the hall's file, renamed in it or switched off there has not been repaired."""

import pytest

from controller.desk.hallnews import HallNews
from controller.record import failpoints
from controller.record.words import text
from drivers.points import Ref

from .paper import now_of
from .stage import Stage
from .things import Thing, pdu, projector

LOST, SWITCH = "lamp/link_lost", "switch/common_cause"


def news(stage):
    """The stage with what tells the tickets what the hall says."""
    now_of(HallNews(stage.journal, stage.board).start())
    return stage


def ill():
    """A projector that is dead, with its ticket."""
    stage = news(Stage("pdu/outlet/1 > lamp", things=[pdu("pdu"), projector("lamp")]).start().pass_(3))
    stage.things["lamp"].ill = True
    return stage.pass_(60)


def leave(stage):
    """The file has it no more, and the hall lets it go."""
    stage.state.forget("lamp")
    stage.losses.pop("lamp", None)
    return stage.things.pop("lamp")


def back(stage, thing):
    """The file has it (again), by whatever name."""
    stage.state.add([Ref(thing.name, "link"), *(Ref(thing.name, *at) for at in thing.says)])
    stage.things[thing.name], thing.gone = thing, 0.0
    stage._since[thing.name] = stage._heard[thing.name] = stage.clock.monotonic()


def gone(stage, no=1):
    """What its ticket says of who left."""
    return [(e.data["fault"], e.data["why"]) for e in stage.board.ticket(no).entries if e.kind == "gone"]


def over(stage):
    return [line.subject for line in stage.journal.kinds("fault.verified")]


@pytest.mark.parametrize("killed", [False, True])
def test_req11_a_device_that_is_taken_out_keeps_its_ticket_open(killed):
    stage = ill()
    leave(stage)
    stage.pass_(30)
    if killed:
        news(stage.restart(away=3))
    stage.pass_(900)
    assert stage.standing() == []
    assert stage.tickets() == [(LOST, "new", [LOST])]
    assert (gone(stage), over(stage)) == ([(LOST, "removed")], [])
    said = text(next(one for one in stage.board.ticket(1).entries if one.kind == "gone"))
    assert "no longer in the hall's file" in said["en"]
    assert "已不在礼堂的配置文件中" in said["zh"]


def test_req11_killed_before_the_ticket_said_so_it_is_said_at_the_next_start_once():
    stage = Stage("pdu/outlet/1 > lamp", things=[pdu("pdu"), projector("lamp")]).start().pass_(3)
    stage.things["lamp"].ill = True
    leave(stage.pass_(60))
    stage.pass_(5)  # the hall has said it, and nobody told the ticket
    assert gone(stage) == []
    for _ in range(2):
        news(stage.restart(away=3)).pass_(5)
        assert gone(stage) == [(LOST, "removed")]
        assert stage.tickets() == [(LOST, "new", [LOST])]


def test_req11_one_that_is_renamed_has_a_ticket_of_its_own_and_the_old_one_goes_on():
    stage = ill()
    leave(stage)
    new = projector("beamer")
    new.ill = True
    back(stage, new)
    stage.pass_(60)
    assert stage.tickets() == [
        (LOST, "new", [LOST]),
        ("beamer/link_lost", "new", ["beamer/link_lost"]),
    ]
    c4 = next(one for one in stage.board.readings(stage.board.ticket(1)) if one.name == "C4")
    assert c4.net >= 90
    assert c4.stopped is None


def test_req11_one_that_is_switched_off_in_the_file_says_so():
    stage = ill()
    stage._link("lamp", "disabled")
    stage.things.pop("lamp")
    stage.pass_(900)
    assert stage.tickets() == [(LOST, "new", [LOST])]
    assert (gone(stage), over(stage)) == ([(LOST, "disabled")], [])


def test_req11_a_person_settles_it():
    stage = ill()
    stage.things.pop("lamp")
    stage.pass_(30)
    stage.board.add_entry(1, {"entry": "restored", "text": "A new one hangs there"}, "chen", "engineer")
    stage.pass_(900)
    assert stage.tickets()[0][1] == "restored_verifying"  # what a person restored a person resolves
    assert over(stage) == []


@pytest.mark.parametrize("killed", [False, True])
def test_req11_put_back_into_the_file_and_mended_it_is_restored_by_itself(killed):
    stage = ill()
    lamp = leave(stage)
    stage.pass_(30)
    back(stage, lamp)
    if killed:
        news(stage.restart(away=3))
    stage.pass_(60)
    assert stage.tickets() == [(LOST, "new", [LOST])]
    lamp.ill = False
    stage.pass_(800)
    assert (stage.tickets()[0][1], over(stage)) == ("resolved", [LOST])


@pytest.mark.parametrize("again", [False, True])
def test_req11_one_that_leaves_while_it_is_verified_is_verified_by_nobody(again):
    """Also where it was seen to be silent once more just before."""
    stage = ill()
    stage.things["lamp"].ill = False
    stage.pass_(100)
    if again:
        stage.things["lamp"].ill = True
        stage.pass_(5)
        assert stage.standing(("soft",)) == [LOST]
    stage.things.pop("lamp")
    stage.pass_(900)
    news(stage.restart(away=3)).pass_(900)
    assert (stage.tickets()[0][1], over(stage)) == ("restored_verifying", [])
    assert gone(stage) == [(LOST, "removed" if again else "unverified")]


NAMES = [f"d{n}" for n in range(4)]


def switched():
    """Four devices silent with their switch."""
    stage = news(Stage("switch ~ " + " ".join(NAMES), things=[Thing(name) for name in NAMES]))
    stage.start().pass_(3).dead.add("switch")
    return stage.pass_(60)


def test_req11_a_switch_whose_devices_all_left_was_not_mended():
    stage = switched()
    stage.things.clear()
    stage.pass_(900)
    assert stage.tickets()[0][:2] == (SWITCH, "new")
    assert (SWITCH, "removed") in gone(stage)
    assert over(stage) == []


def test_req11_nor_one_that_the_file_names_otherwise_now():
    stage = switched()
    stage.topology = stage.wiring = Stage("sw ~ " + " ".join(NAMES)).topology
    stage.dead.add("sw")
    stage.pass_(900)
    assert (SWITCH, "new") in [one[:2] for one in stage.tickets()]
    assert (SWITCH, "removed") in gone(stage)
    assert over(stage) == []


def test_req11_a_victim_that_left_does_not_keep_the_ticket_of_what_is_mended():
    stage = switched()
    stage.things.pop("d0")
    stage.pass_(60)
    stage.dead.clear()
    stage.pass_(900)
    assert (stage.tickets()[0][1], over(stage)) == ("resolved", [SWITCH])
    assert gone(stage) == [("d0/link_lost", "removed")]


@pytest.mark.parametrize(
    "story",
    [
        lambda: test_req11_a_device_that_is_taken_out_keeps_its_ticket_open(killed=False),
        test_req11_one_that_is_switched_off_in_the_file_says_so,
        lambda: test_req11_one_that_leaves_while_it_is_verified_is_verified_by_nobody(again=False),
        test_req11_a_switch_whose_devices_all_left_was_not_mended,
    ],
)
def test_a_known_bug_is_seen(story, monkeypatch):
    monkeypatch.setattr(failpoints, "_planted", frozenset({"who_left_is_well"}))
    with pytest.raises(AssertionError):
        story()
