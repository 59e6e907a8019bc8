"""Every way out against a server of its maker's kind, that checks signature, limits and form: REQ-12."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from controller.clock import ManualClock
from controller.desk.notify import signing
from controller.desk.notify.cutting import fitting, harmless
from controller.desk.notify.message import Channel, Delivered, Failed, Message
from controller.desk.notify.robots import DINGTALK, FEISHU, WECOM, Robot, wecom
from controller.desk.notify.web import Chat, Post, Webhook, may_reach
from tests.desk.post import MONDAY, PostHouse
from tests.desk.vendors import SECRET, DingTalk, Feishu, Receiver, Vendor, WeCom, listening

KEY = "whsec_MDEyMzQ1Njc4OWFiY2RlZg=="  # the sixteen bytes 0123456789abcdef
PATHS = {
    WeCom: ("/cgi-bin/webhook/send?key=the-key", WECOM),
    DingTalk: ("/robot/send?access_token=the-token", DINGTALK),
    Feishu: ("/open-apis/bot/v2/hook/the-hook", FEISHU),
}
MAKERS = list(PATHS)


def message(**more: Any) -> Message:
    said: dict[str, Any] = {
        "key": "k1", "to": "", "lang": "zh", "subject": "[大礼堂 #7] 主投影无画面",
        "lines": ("新工单 #7：主投影无画面（严重）",), "at": MONDAY, "ticket": 7,
        "url": "http://hall.example/#/tickets/7", "hall": "Grand Hall", "news": ({"what": "opened"},),
    }  # fmt: skip
    return Message(**(said | more))


@asynccontextmanager
async def robot(
    maker: type[Vendor], secret: str = SECRET, path: str = ""
) -> AsyncIterator[tuple[Vendor, Chat, ManualClock]]:
    clock = ManualClock(MONDAY)
    where, kind = PATHS[maker]
    post = Post(private=True)
    async with listening(maker(clock.now), path or where) as vendor:
        yield vendor, Chat(kind, vendor.url, secret, post, clock), clock
        await post.close()


@pytest.mark.parametrize("maker", MAKERS)
async def test_a_robot_takes_what_we_say(maker: type[Vendor]) -> None:
    async with robot(maker) as (vendor, chat, _):
        assert await chat.send(message()) == Delivered()
        assert "主投影无画面" in str(vendor.took[0])
        assert "http://hall.example/#/tickets/7" in str(vendor.took[0])


@pytest.mark.parametrize("maker", [DingTalk, Feishu])
async def test_a_wrong_secret_or_a_wrong_clock_is_refused_for_good(maker: type[Vendor]) -> None:
    async with robot(maker, secret="another") as (vendor, chat, _):
        answer = await chat.send(message())
        assert isinstance(answer, Failed)
        assert not answer.again
        assert (vendor.took, len(vendor.refused)) == ([], 1)
    async with robot(maker) as (vendor, chat, clock):
        then = clock.now()
        vendor.now = lambda: then
        clock.jump(3700)
        answer = await chat.send(message())
        assert isinstance(answer, Failed)
        assert not answer.again
        assert vendor.took == []


@pytest.mark.parametrize("maker", MAKERS)
async def test_a_wrong_address_is_refused_for_good(maker: type[Vendor]) -> None:
    async with robot(maker, path="/other?key=other&access_token=other") as (vendor, chat, _):
        answer = await chat.send(message())
        assert isinstance(answer, Failed)
        assert not answer.again
        assert vendor.took == []


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("to", ["", "13800000000"])
async def test_long_messages_are_cut_to_what_the_maker_takes(maker: type[Vendor], to: str) -> None:
    lines = tuple(f"工单 #{n} 已用 80%：" + "很长的标题" * 40 for n in range(60))
    async with robot(maker) as (vendor, chat, _):
        assert await chat.send(message(lines=lines, subject="长" * 300, to=to)) == Delivered()
        assert "另有" in str(vendor.took[0])
        assert (to in str(vendor.took[0])) or maker is Feishu


@pytest.mark.parametrize("maker", MAKERS)
async def test_nothing_in_a_text_speaks_in_markdown(maker: type[Vendor]) -> None:
    evil = '<@all> [click](http://evil.example) <font color="warning">x</font> `x` **b** # h'
    async with robot(maker) as (vendor, chat, _):
        await chat.send(message(subject=evil, lines=(evil,)))
        body = vendor.took[0]
        if maker is Feishu:  # plain text all over
            assert body["card"]["header"]["title"] == {"tag": "plain_text", "content": evil}
            return
        said = str(body["markdown"])
        assert "<" not in said
        assert "](http://evil" not in said


@pytest.mark.parametrize("maker", MAKERS)
async def test_its_law_of_speed_is_kept_with_sixty_tickets_at_once(maker: type[Vendor]) -> None:
    """Given sixty pages in one moment, in sixty groups: all arrive, and the vendor never says too fast."""
    clock = ManualClock(MONDAY)
    where, kind = PATHS[maker]
    post = Post(private=True)
    async with listening(maker(clock.now), where) as vendor:
        chat = Chat(kind, vendor.url, SECRET, post, clock)
        house = await PostHouse(clock, channels={"mail": chat}).start()
        for _ in range(60):
            no = house.open(grade=3)
            house.board.add_entry(
                no, {"entry": "contact_made", "way": "here", "person": "x"}, "chen", "engineer"
            )
        while len(house.office.outbox.of("sent")) < 60:
            if house.office.dispatcher.under_way:
                await asyncio.sleep(0)
            else:
                house.clock.advance(0.5)
                await house.turn()
        assert vendor.refused == []
        await house.office.close()
        await post.close()


async def test_a_robot_that_was_used_too_fast_is_left_alone_for_as_long_as_its_maker_wants() -> None:
    async with robot(DingTalk) as (vendor, chat, _):
        answers = [await chat.send(message()) for _ in range(21)]
        assert answers[:20] == [Delivered()] * 20
        last = answers[20]
        assert isinstance(last, Failed)
        assert (last.again, last.after) == (True, 600.0)
        assert len(vendor.took) == 20


@pytest.mark.parametrize(
    ("kind", "answer", "again"),
    [
        (WECOM, {"errcode": -1, "errmsg": "system busy"}, True),
        (WECOM, {"errcode": 45009}, True),
        (WECOM, {}, True),
        (WECOM, {"errcode": 45033}, True),
        (FEISHU, {"StatusCode": 0}, None),
        (FEISHU, {"code": 11232, "msg": "x"}, True),
        (FEISHU, {"code": 19024, "msg": "Key Words Not Found"}, False),
    ],
)
def test_answers(kind: Robot, answer: dict[str, Any], again: bool | None) -> None:
    found = kind.judge(answer)
    assert found == Delivered() if again is None else isinstance(found, Failed) and found.again == again


@pytest.mark.parametrize(
    ("status", "text", "again", "after"),
    [
        (400, '{"code": 99991400, "msg": "request trigger frequency limit"}', True, 120.0),
        (429, '{"code": 99991400, "msg": "request trigger frequency limit"}', True, 120.0),
        (400, '{"code": 9499, "msg": "Bad Request"}', False, 120.0),
        (400, "no json", False, 120.0),
        (502, "bad gateway", True, 120.0),
        (521, "", True, 120.0),
        (501, "", False, 120.0),
    ],
)
async def test_what_the_body_says_goes_before_the_status(
    status: int, text: str, again: bool, after: float
) -> None:
    clock, post = ManualClock(MONDAY), Post(private=True)
    async with listening(Receiver(clock.now), "/hook") as receiver:
        receiver.status, receiver.text = status, text  # type: ignore[attr-defined]
        answer = await Chat(FEISHU, receiver.url, "", post, clock).send(message())
        assert isinstance(answer, Failed)
        assert (answer.again, answer.after) == (again, after)
        await post.close()


# ------------------------------------------------------------ the generic webhook


@asynccontextmanager
async def webhook(secret: str = KEY) -> AsyncIterator[tuple[Receiver, Webhook, ManualClock]]:
    clock, post = ManualClock(MONDAY), Post(private=True)
    async with listening(Receiver(clock.now), "/hook") as receiver:
        assert isinstance(receiver, Receiver)
        yield receiver, Webhook(receiver.url, secret, post, clock), clock
        await post.close()


async def test_a_webhook_is_signed_with_time_and_id_and_its_id_is_the_letters_key() -> None:
    async with webhook() as (receiver, hook, _):
        assert await hook.send(message()) == Delivered("204")
        (told,) = receiver.took
        assert (told["id"], told["key"], told["ticket"], told["urgent"]) == ("k1", "k1", 7, False)


async def test_a_webhook_with_a_wrong_secret_or_an_old_time_is_refused() -> None:
    async with webhook("whsec_d3Jvbmc=") as (receiver, hook, _):
        assert await hook.send(message()) == Failed("HTTP 401 who are you?", again=False)
    async with webhook() as (receiver, hook, clock):
        then = clock.now()
        receiver.now = lambda: then
        clock.jump(-301)
        assert await hook.send(message()) == Failed("HTTP 401 who are you?", again=False)
        assert receiver.took == []


@pytest.mark.parametrize(
    ("status", "again", "after"),
    [(500, True, 120.0), (429, True, 120.0), (400, False, 120.0), (302, False, 120.0)],
)
async def test_what_a_webhooks_answer_means(status: int, again: bool, after: float) -> None:
    async with webhook() as (receiver, hook, _):
        receiver.status = status
        assert await hook.send(message()) == Failed(f"HTTP {status}", again=again, after=after)


async def test_nobody_listens() -> None:
    async with webhook() as (_, hook, _clock):
        gone = dataclasses.replace(hook, url="http://127.0.0.1:9/x")
        answer = await gone.send(message())
        assert isinstance(answer, Failed)
        assert (answer.again, answer.perhaps) == (True, False), "nothing can have arrived"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/", "http://[::1]:9/", "http://0x7f000001:9/", "http://2130706433:9/", "http://localhost:9/",
        "http://0.0.0.0:9/", "http://[::ffff:127.0.0.1]:9/", "http://10.0.0.1/", "http://192.168.1.1/",
        "http://172.16.0.1/", "http://169.254.169.254/latest", "http://[fe80::1]/", "http://[fd00:ec2::254]/",
        "http://100.100.100.200/", "http://224.0.0.1/", "http://127.1:9/",
        "http://[64:ff9b::7f00:1]:9/", "http://[2002:7f00:1::]:9/",
    ],
)  # fmt: skip
async def test_a_webhook_goes_nowhere_near_us_unless_the_file_says_so(url: str) -> None:
    hook = Webhook(url, KEY, post := Post(), ManualClock(MONDAY))
    answer = await hook.send(message())
    assert isinstance(answer, Failed)
    await post.close()


@pytest.mark.parametrize(
    "address", ["169.254.169.254", "fe80::1%eth0", "0.0.0.0", "224.0.0.1", "fd00:ec2::254"]
)
def test_some_addresses_are_never_reached(address: str) -> None:
    assert not may_reach(address, private=True)


def test_signatures_by_their_makers_own_examples() -> None:
    """Standard Webhooks publishes this one; the robots' makers publish how, not what comes out."""
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    told = signing.webhook(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert told == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@example(["灯" * 200, "y", "z"], 100)
@given(st.lists(st.text() | st.text("灯a", min_size=90), min_size=1, max_size=40), st.integers(60, 400))
def test_what_is_cut_fits_and_says_so(lines: list[str], size: int) -> None:
    found = fitting(lines, size, "... and {n} more")
    assert len("\n".join(found).encode()) <= size
    assert len(found) == len(lines) or found[-1] == f"... and {len(lines) - len(found) + 1} more"
    assert "<" not in harmless("".join(lines))


@pytest.mark.parametrize("to", ["", "13800000000"])
@pytest.mark.parametrize("title", ["无画面", "无" * 3000])
def test_req_12_a_message_to_wecom_is_never_longer_than_its_maker_takes(to: str, title: str) -> None:
    lines = tuple("x" * n for n in (4090, 4096, 20, 3000))
    said = Message("k", to, "both", title, lines, MONDAY, url="https://hall.example/#/tickets/7")
    _, body = wecom("https://x", "", said, MONDAY)
    content = body[body["msgtype"]]["content"]
    assert len(content.encode()) <= (2048 if to else 4096)
    assert "tickets/7" in content
    assert "另有" in content


def test_every_channel_is_one() -> None:
    clock = ManualClock(MONDAY)
    channels: list[Channel] = [Webhook("x", "y", Post(), clock), Chat(WECOM, "x", "", Post(), clock)]
    assert all(one.limit.burst for one in channels)
