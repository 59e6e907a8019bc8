"""Faults as the outside sees them: raised, acknowledged, silenced, over."""

from dataclasses import replace

from controller.hall.faults import Severity
from tests.web.house import House


async def lose_the_matrix(house: House) -> str:
    """Its connection is gone and does not come back: the key of the fault."""
    house.far["matrix"].absent = True
    house.far["matrix"].hang_up()
    await house.pass_time(12)
    (fault,) = house.service.troubles.watch.standing()
    return fault.key


async def test_a_lost_link_is_a_fault_on_every_tablet(house: House) -> None:
    tablet = await house.tablet()
    await tablet.hear("snap")
    key = await lose_the_matrix(house)
    frame = await tablet.hear("d")
    while key not in frame.get("faults", {}):
        frame = await tablet.hear("d")
    _, said, _ = await house.ask("GET", "/api/v1/faults", role="viewer")
    (fault,) = said["faults"]
    assert fault["id"] == key
    assert fault["phase"] == "active"
    assert "矩阵" in fault["title"]["zh"]
    assert fault["impact"]["en"]
    assert len(fault["advice"]) == 3
    assert 'auditorium_faults{severity="' in (await house.ask("GET", "/metrics", role=None))[1]


async def test_its_card_proposes_the_class_that_its_ticket_has(house: House) -> None:
    """Not the class of its kind of trouble: the severity of this one, and what stands behind it."""
    await lose_the_matrix(house)
    await house.pass_time(40)
    (fault,) = (await house.ask("GET", "/api/v1/faults"))[1]["faults"]
    ticket = (await house.ask("GET", f"/api/v1/tickets/{fault['ticket']}"))[1]
    assert (fault["class"], fault["card"]) == (ticket["class"], "link_lost")
    (case,) = house.service.troubles.watch.standing()
    light = house.service.troubles.shown(replace(case, severity=Severity.MINOR))
    assert light["class"] == 1


async def test_it_is_acknowledged_and_silenced_by_those_who_may(house: House) -> None:
    key = await lose_the_matrix(house)
    path = "/api/v1/faults/" + key.replace("/", "%2F") + "/ack"
    status, said, _ = await house.ask("POST", path, {}, role="helpdesk")
    assert (status, said["acked_by"]) == (200, "helpdesk-token")
    assert (await house.ask("POST", path, {}, role="viewer"))[0] == 403
    assert (await house.ask("POST", "/api/v1/faults/none/ack", {}))[0] == 404
    silence = {"fault": key, "for": "10m", "reason": "known"}
    assert (await house.ask("POST", "/api/v1/silences", silence, role="operator"))[0] == 201
    assert (await house.ask("GET", "/api/v1/faults"))[1]["faults"][0]["silenced_until"]
    for wrong, status in (
        ({"fault": "none"}, 404),
        ({"device": "nobody"}, 404),
        ({}, 422),
        ({"fault": key, "device": "matrix"}, 422),
        ({"fault": key, "for": "soon"}, 422),
        ({"fault": key, "for": "9h"}, 422),
        ({"fault": key, "for": "0s"}, 422),
    ):
        assert (await house.ask("POST", "/api/v1/silences", wrong))[0] == status, wrong


async def test_it_is_over_when_the_device_is_back(house: House) -> None:
    key = await lose_the_matrix(house)
    tablet = await house.tablet()
    assert key in (await tablet.hear("snap"))["faults"]
    house.far["matrix"].absent = False
    await house.pass_time(60)
    frame = await tablet.hear("d")
    while frame.get("faults", {}).get(key, ...) is not None:
        frame = await tablet.hear("d")
    assert (await house.ask("GET", "/api/v1/faults"))[1]["faults"] == []


async def test_what_was_ignored_is_checked_by_hand_and_nothing_that_can_be_read(house: House) -> None:
    key = await lose_the_matrix(house)
    said = {"how": "pressed its front panel"}
    path = "/api/v1/faults/{}/checked"
    assert (await house.ask("POST", path.format(key.replace("/", "%2F")), said, role="lead"))[0] == 409
    assert (await house.ask("POST", path.format("none"), said, role="lead"))[0] == 404
    house.far["matrix"].absent = False
    await house.pass_time(60)
    house.far["matrix"].deaf = True
    tie = {"value": 2}
    assert (await house.ask("PUT", "/api/v1/points/matrix/video_tie/1", tie, role="operator"))[0] in (
        200,
        202,
    )
    await house.pass_time(60)
    (fault,) = (await house.ask("GET", "/api/v1/faults"))[1]["faults"]
    assert (fault["rule"], fault["ticket"] is not None) == ("did_not_reach_state", True)
    where = path.format(fault["id"].replace("/", "%2F"))
    assert (await house.ask("POST", where, said, role="viewer"))[0] == 403
    assert (await house.ask("POST", where, {"how": "  "}, role="operator"))[0] == 422
    status, shown, _ = await house.ask("POST", where, said, role="operator")
    assert (status, shown["phase"]) == (200, "clearing")
    await house.pass_time(5)
    _, ticket, _ = await house.ask("GET", f"/api/v1/tickets/{fault['ticket']}")
    assert any("pressed its front panel" in str(entry["text"]) for entry in ticket["entries"])
    await house.pass_time(400)
    assert (await house.ask("GET", "/api/v1/faults"))[1]["faults"] == []
