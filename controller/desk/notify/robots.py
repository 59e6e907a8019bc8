"""The robots of three work chats, as their makers' public pages describe them: form, limits, answers.

WeCom: the key is in the URL; text up to 2,048 bytes (with mentions), markdown up to 4,096; 20 a minute.
DingTalk: signed URL, the time may be an hour off at most; 20 a minute, past it silence for ten minutes.
Feishu: time and signature in the body, an hour at most; 100 a minute and 5 a second; 20 KB a request.
Most answers are 200, and say in the body whether the message was taken; what the body says goes before the
status, for Feishu's older doors answer 400 to whoever is too fast.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus

from controller.desk.notify import signing
from controller.desk.notify.bucket import Limit
from controller.desk.notify.cutting import fitting, harmless
from controller.desk.notify.message import Answer, Delivered, Failed, Message

MORE = {"zh": "……另有 {n} 条", "en": "... and {n} more", "both": "……另有 {n} 条 / and {n} more"}
OPEN = {"zh": "打开", "en": "Open", "both": "打开 / Open"}
Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Robot:
    """One maker's robot: how a message becomes a request, what an answer means, how fast it may go."""

    form: Callable[[str, str, Message, datetime], tuple[str, Body]]
    """(url, secret, message, now) to (url, body)."""
    code: tuple[str, ...]
    """Under which names the answer's number may stand; 0 is well."""
    later: Mapping[int, float]
    """Numbers after which trying again helps, and after how many seconds."""
    limit: Limit

    def number(self, answer: Mapping[str, Any]) -> Any:
        """The number in an answer's body; None where there is none."""
        return next((answer[name] for name in self.code if name in answer), None)

    def judge(self, answer: Mapping[str, Any]) -> Answer:
        """What the answer's body says."""
        number = self.number(answer)
        if number == 0:
            return Delivered()
        said = str(answer.get("errmsg") or answer.get("msg") or answer.get("StatusMessage") or "no code")
        if number is None:
            return Failed(f"an answer without a number: {said}")
        after = self.later.get(number)
        return Failed(f"{number}: {said}", again=after is not None, after=after)


def wecom(url: str, secret: str, message: Message, now: datetime) -> tuple[str, Body]:
    """Text where somebody is called by mobile number (`to`; `@all` for everybody), else markdown."""
    more = MORE[message.lang]
    link = [message.url] if message.url else []
    if message.to:
        lines = fitting([message.subject, *message.lines], 2048 - _room(link), more)
        said = {"content": "\n".join([*lines, *link]), "mentioned_mobile_list": message.to.split(",")}
        return url, {"msgtype": "text", "text": said}
    link = [f"[{OPEN[message.lang]}]({message.url})"] if message.url else []
    lines = fitting([f"**{harmless(message.subject)}**", *_bullets(message)], 4096 - _room(link), more)
    return url, {"msgtype": "markdown", "markdown": {"content": "\n".join([*lines, *link])}}


def dingtalk(url: str, secret: str, message: Message, now: datetime) -> tuple[str, Body]:
    """Markdown; a mobile number (`to`) is called by standing in the text and in the list."""
    milliseconds = int(now.timestamp() * 1000)
    if secret:
        sign = quote_plus(signing.dingtalk(secret, milliseconds))
        url += f"{'&' if '?' in url else '?'}timestamp={milliseconds}&sign={sign}"
    mobiles = [one for one in message.to.split(",") if one and one != "@all"]
    called = [" ".join(f"@{one}" for one in mobiles)] if mobiles else []
    link = [f"[{OPEN[message.lang]}]({message.url})"] if message.url else []
    title = harmless(message.subject)
    lines = fitting([f"#### {title}", *_bullets(message)], 15000, MORE[message.lang])
    said = {"title": title, "text": "\n\n".join([*lines, *called, *link])}
    at = {"atMobiles": mobiles, "isAtAll": message.to == "@all"}
    return url, {"msgtype": "markdown", "markdown": said, "at": at}


def feishu(url: str, secret: str, message: Message, now: datetime) -> tuple[str, Body]:
    """A card of plain text, red where it is urgent, with a button that opens the ticket."""
    signed: Body = {}
    if secret:
        seconds = int(now.timestamp())
        signed = {"timestamp": str(seconds), "sign": signing.feishu(secret, seconds)}
    lines = fitting(message.lines, 15000, MORE[message.lang])
    elements: list[Body] = [{"tag": "div", "text": _plain("\n".join(lines))}]
    if message.url:
        button = {"tag": "button", "text": _plain(OPEN[message.lang]), "url": message.url, "type": "primary"}
        elements.append({"tag": "action", "actions": [button]})
    head = {"title": _plain(message.subject), "template": "red" if message.urgent else "blue"}
    return url, {**signed, "msg_type": "interactive", "card": {"header": head, "elements": elements}}


def _plain(text: str) -> Body:
    return {"tag": "plain_text", "content": text}


def _bullets(message: Message) -> list[str]:
    return [f"- {harmless(line)}" for line in message.lines]


def _room(lines: list[str]) -> int:
    return sum(len(line.encode()) + 1 for line in lines)


WECOM = Robot(wecom, ("errcode",), {45009: 60.0, 45033: 10.0, -1: 10.0}, Limit.within(20))
DINGTALK = Robot(
    dingtalk, ("errcode",), {130101: 600.0, 410100: 600.0, 660026: 600.0, -1: 10.0}, Limit.within(20)
)
FEISHU = Robot(feishu, ("code", "StatusCode"), {11232: 60.0, 99991400: 60.0}, Limit(4, 60.0))
ROBOTS = {"wecom": WECOM, "dingtalk": DINGTALK, "feishu": FEISHU}
