"""Whoever reported something hears of it by mail, and nobody else is written to for it."""

import pytest

from controller.desk.link.incoming import Incoming
from controller.record import failpoints
from tests.desk.post import PEOPLE, PostHouse
from tests.desk.test_channels import message
from tests.desk.test_mail import Server, channel, serving


async def house() -> PostHouse:
    return await PostHouse(directory=PEOPLE, mail="mail").start()


async def named(by: str) -> set[str]:
    """To whom letters go when another help desk names somebody who reported."""
    post = await house()
    link = Incoming(post.journal, post.board)
    said = {"type": "ticket.opened", "ref": "CITY-7", "title": "no picture", "by": by}
    no = link.take("city", "m1", said).ticket
    assert post.board.ticket(no).entries[0].data["reporter"] == by, "it is shown"
    await post.pass_time(60)
    return {one.to for one in post.box.got if any(news["what"] == "receipt" for news in one.news)}


async def strangers() -> None:
    for by in (
        "Ms Li",
        "boss@victim.example",
        "Li <boss@victim.example>",
        "chen@example.org, x@victim.example",
    ):
        assert await named(by) == set(), by


async def test_req_11_another_help_desk_cannot_have_us_write_to_strangers() -> None:
    await strangers()


async def test_req_11_a_contact_of_the_hall_is_written_to() -> None:
    assert await named("Wang@example.org") == {"Wang@example.org"}


async def test_a_name_is_no_address_by_whatever_way_it_came() -> None:
    post = await house()
    post.open(more={"reporter": "Ms Li"})
    post.open(more={"reporter": "li@school.example"})
    await post.pass_time(60)
    assert "Ms Li" not in {one.to for one in post.box.got}
    assert "li@school.example" in {one.to for one in post.box.got}


async def test_what_is_no_address_is_not_tried_again() -> None:
    with serving(Server()) as port:
        answer = await channel(port).send(message(to="Ms Li"))
    assert (type(answer).__name__, getattr(answer, "again", None)) == ("Failed", False)


async def test_the_planted_bug_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failpoints, "_planted", frozenset({"whoever_is_named_is_written_to"}))
    with pytest.raises(AssertionError):
        await strangers()
