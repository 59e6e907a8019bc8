"""REQ 16: articles by kind of device and fault code, shown where they suit, counted by what helped."""

from tests.web.house import House
from tests.web.test_faults_api import lose_the_matrix

PATH = "/api/v1/knowledge"


def article(name: str, devices: tuple[str, ...] = (), faults: tuple[str, ...] = ()) -> dict:
    texts = {"zh": f"{name}：检查网线", "en": f"{name}: check the cable"}
    return {"title": {"zh": name, "en": name}, "text": texts, "devices": devices, "faults": faults}


async def found(house: House, query: str = "") -> list[str]:
    status, said, _ = await house.ask("GET", f"{PATH}?{query}", role="viewer")
    assert status == 200, said
    return [one["title"]["en"] for one in said["articles"]]


async def test_req_16_articles_stand_beside_the_fault_and_its_ticket(house: House) -> None:
    for one in (
        article("exact", ("matrix",), ("link_lost",)),
        article("any matrix", ("matrix",)),
        article("any loss", (), ("link_lost",)),
        article("lamps", ("lamp",), ("link_lost",)),
        article("general"),
    ):
        assert (await house.ask("POST", PATH, one, role="engineer"))[0] == 201
    key = await lose_the_matrix(house)
    assert await found(house, f"fault={key}") == ["exact", "any loss", "any matrix"]
    _, ticket, _ = await house.ask("POST", "/api/v1/tickets", {"title": "x", "fault": key})
    assert await found(house, f"ticket={ticket['no']}") == ["exact", "any loss", "any matrix"]
    vote = {"helped": True, "ticket": ticket["no"]}
    _, said, _ = await house.ask("POST", f"{PATH}/a2/votes", vote, role="operator")
    assert (said["helped"], said["vain"]) == (1, 0)
    await house.ask("POST", f"{PATH}/a1/votes", vote | {"helped": False}, role="operator")
    assert await found(house, f"ticket={ticket['no']}") == ["any matrix", "any loss", "exact"]
    _, said, _ = await house.ask("POST", f"{PATH}/a2/votes", vote | {"helped": False}, role="operator")
    assert (said["helped"], said["vain"]) == (0, 1)
    _, mine, _ = await house.ask("GET", f"{PATH}?ticket={ticket['no']}", role="operator")
    assert {one["id"]: one["mine"] for one in mine["articles"]} == {"a1": False, "a2": False, "a3": None}


async def test_req_16_written_anew_and_shown_no_more(house: House) -> None:
    await house.ask("POST", PATH, article("first"), role="helpdesk")
    await house.ask("POST", f"{PATH}/a1/votes", {"helped": True}, role="operator")
    _, said, _ = await house.ask("PUT", f"{PATH}/a1", article("second"), role="helpdesk")
    assert (said["title"]["zh"], said["helped"]) == ("second", 1)
    assert await found(house, "q=网线") == ["second"]
    assert await found(house, "q=nothing") == []
    assert (await house.ask("DELETE", f"{PATH}/a1", role="helpdesk"))[0] == 403
    assert (await house.ask("DELETE", f"{PATH}/a1", role="lead"))[0] == 204
    assert await found(house) == []
    await house.ask("POST", PATH, article("third"), role="helpdesk")
    assert (await house.ask("GET", PATH))[1]["articles"][0]["id"] == "a2"
    for path in (f"{PATH}/a1", f"{PATH}/zz"):
        assert (await house.ask("PUT", path, article("x")))[0] == 404
    assert (await house.ask("POST", PATH, article("x") | {"text": {"zh": "x", "en": ""}}))[0] == 422
    assert (await house.ask("POST", f"{PATH}/a2/votes", {"helped": True, "ticket": 99}))[0] == 404
