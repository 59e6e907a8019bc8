"""The makers' ends of the line, written from their public pages and not from our code: each checks signature,
time, size and form, counts what it takes in a minute, and says no as its maker does.
"""

import base64
import hashlib
import hmac
import json
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from aiohttp import web

SECRET = "SEC-of-this-robot"


@dataclass
class Vendor:
    """One robot. `now` is its own clock."""

    now: Callable[[], datetime]
    took: list[dict[str, Any]] = field(default_factory=list)
    refused: list[Any] = field(default_factory=list)
    times: deque[float] = field(default_factory=deque)
    url: str = ""

    def too_fast(self, most: int) -> bool:
        now = self.now().timestamp()
        while self.times and self.times[0] <= now - 60:
            self.times.popleft()
        self.times.append(now)
        return len(self.times) > most

    def off(self, seconds: float) -> bool:
        return abs(self.now().timestamp() - seconds) > 3600

    def no(self, **body: Any) -> web.Response:
        self.refused.append(body)
        return web.json_response(body)

    def yes(self, taken: dict[str, Any], **body: Any) -> web.Response:
        self.took.append(taken)
        return web.json_response(body)


def equal(ours: str, theirs: str) -> bool:
    return hmac.compare_digest(ours.encode(), theirs.encode())


class WeCom(Vendor):
    """The key is in the address; sizes in bytes; 20 a minute."""

    async def hear(self, request: web.Request) -> web.Response:
        if request.query.get("key") != "the-key":
            return self.no(errcode=93000, errmsg="invalid webhook url")
        body = await request.json()
        kind = body.get("msgtype")
        content = body.get(kind, {}).get("content") if kind in ("text", "markdown") else None
        if not isinstance(content, str) or not content:
            return self.no(errcode=40008, errmsg="invalid message type")
        if len(content.encode()) > {"text": 2048, "markdown": 4096}[kind]:
            return self.no(errcode=40058, errmsg=f"{kind}.content exceed max length")
        if self.too_fast(20):
            return self.no(errcode=45009, errmsg="api freq out of limit")
        return self.yes(body, errcode=0, errmsg="ok")


class DingTalk(Vendor):
    """Milliseconds and signature in the address, an hour off at most; 20 a minute, then ten minutes of no."""

    shut: float = 0.0

    async def hear(self, request: web.Request) -> web.Response:
        if request.query.get("access_token") != "the-token":
            return self.no(errcode=300001, errmsg="token is not exist")
        raw = dict(one.split("=", 1) for one in request.raw_path.partition("?")[2].split("&"))
        stamp = raw.get("timestamp", "0")
        if self.off(int(stamp) / 1000):
            return self.no(errcode=310000, errmsg="invalid timestamp")
        said = f"{stamp}\n{SECRET}".encode()
        sign = base64.b64encode(hmac.new(SECRET.encode(), said, hashlib.sha256).digest()).decode()
        if not equal(unquote(raw.get("sign", "")), sign) or "+" in raw["sign"] or "/" in raw["sign"]:
            return self.no(errcode=310000, errmsg="sign not match")
        body = json.loads(whole := await request.read())
        if len(whole) > 20000:
            return self.no(errcode=460101, errmsg="message too long")
        if body["msgtype"] != "markdown" or not body["markdown"]["title"] or not body["markdown"]["text"]:
            return self.no(errcode=400105, errmsg="unsupported msgtype")
        if any(f"@{one}" not in body["markdown"]["text"] for one in body["at"]["atMobiles"]):
            return self.no(errcode=400101, errmsg="a mention that is not in the text calls nobody")
        if self.now().timestamp() < self.shut or self.too_fast(20):
            self.shut = max(self.shut, self.now().timestamp() + 600)
            return self.no(errcode=130101, errmsg="send too fast, exceed 20 times per minute")
        return self.yes(body, errcode=0, errmsg="ok")


class Feishu(Vendor):
    """Seconds and signature in the body: the key is both, what is signed is nothing; 20 KB; 100 a minute."""

    async def hear(self, request: web.Request) -> web.Response:
        whole = await request.read()
        body = json.loads(whole)
        if not request.path.endswith("/the-hook"):
            return self.no(code=19001, msg="param invalid: incoming webhook access token invalid")
        stamp = body.get("timestamp", "0")
        key = f"{stamp}\n{SECRET}".encode()
        sign = base64.b64encode(hmac.new(key, b"", digestmod=hashlib.sha256).digest()).decode()
        if self.off(float(stamp)) or not isinstance(stamp, str) or not equal(body.get("sign", ""), sign):
            return self.no(
                code=19021, msg="sign match fail or timestamp is not within one hour from current time"
            )
        card = body.get("card", {})
        if len(whole) > 20 * 1024 or body.get("msg_type") != "interactive" or not card.get("elements"):
            return self.no(code=9499, msg="Bad Request", data={})
        if self.too_fast(100):
            return self.no(code=11232, msg="frequency limited")
        return self.yes(body, code=0, msg="success", data={}, StatusCode=0, StatusMessage="success")


class Receiver(Vendor):
    """Any system that keeps to Standard Webhooks: five minutes off at most, each id once."""

    status: int = 0
    text: str = ""

    async def hear(self, request: web.Request) -> web.Response:
        body, head = await request.read(), request.headers
        if self.status:
            head = {"Retry-After": "120", "Location": "/other"}
            return web.Response(status=self.status, text=self.text, headers=head)
        id, stamp = head["webhook-id"], head["webhook-timestamp"]
        said = id.encode() + b"." + stamp.encode() + b"." + body
        sign = "v1," + base64.b64encode(hmac.new(b"0123456789abcdef", said, hashlib.sha256).digest()).decode()
        old = abs(self.now().timestamp() - int(stamp)) > 300
        if old or sign not in head["webhook-signature"].split(" "):
            self.refused.append(dict(head))
            return web.Response(status=401, text="who are you?")
        self.took.append({"id": id, "key": head["Idempotency-Key"], **json.loads(body)})
        return web.Response(status=204)


@asynccontextmanager
async def listening(vendor: Vendor, path: str) -> AsyncIterator[Vendor]:
    """The vendor on loopback."""
    app = web.Application(client_max_size=1 << 20)
    app.router.add_post("/{any:.*}", vendor.hear)  # type: ignore[attr-defined]
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    vendor.url = f"http://{host}:{port}{path}"
    try:
        yield vendor
    finally:
        await runner.cleanup()
