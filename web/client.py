"""A running service, asked from a shell: the same API as everybody's, with a token."""

import argparse
import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

URL = "http://127.0.0.1:8080"
PATIENCE = 70.0
"""Seconds; an order may be waited for a minute."""
HELP = {
    "en": (
        "where the service answers (AUDITORIUM_URL)",
        "a token (AUDITORIUM_TOKEN)",
        "JSON, as the API gives it",
    ),
    "zh-CN": ("服务地址（AUDITORIUM_URL）", "令牌（AUDITORIUM_TOKEN）", "输出接口返回的 JSON"),
}
NOBODY = {
    "en": "{url} does not answer ({why}). Is the service running there? --url names another.",
    "zh-CN": "{url} 没有应答（{why}）。服务是否在运行？可用 --url 指定其他地址。",
}


class Failed(Exception):
    """The service said no, or nothing; the text is for people."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where and as whom."""
    url, token, as_json = HELP["zh-CN" if parser.get_default("lang") == "zh-CN" else "en"]
    parser.add_argument("--url", default=os.environ.get("AUDITORIUM_URL", URL), help=url)
    parser.add_argument("--token", default=os.environ.get("AUDITORIUM_TOKEN", ""), help=token)
    parser.add_argument("--json", action="store_true", help=as_json)


class Client:
    """Asks one service."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.url, self.lang, self._token = args.url.rstrip("/"), args.lang, args.token

    def get(self, *path: object) -> Any:
        """The answer to a GET of /api/v1/..."""
        return self.ask("GET", *path)

    def ask(self, method: str, *path: object, body: Any = None, query: str = "") -> Any:
        """Any request. Raises Failed with what went wrong, in the shell's language."""
        try:
            return self.decoded(self.raw(*path, method=method, body=body, query=query))
        except ValueError as error:
            raise Failed(NOBODY[self.lang].format(url=self.url, why=error)) from None

    @staticmethod
    def decoded(raw: bytes) -> Any:
        """An answer in JSON. Raises ValueError."""
        return json.loads(raw or b"null")

    def raw(self, *path: object, method: str = "GET", body: Any = None, query: str = "") -> bytes:
        """The bytes of an answer. Raises Failed."""
        place = "/".join(quote(str(part), safe="/") for part in path)
        request = urllib.request.Request(  # noqa: S310 - the address is the user's own
            f"{self.url}/api/v1/{place}{query}",
            None if body is None else json.dumps(body).encode(),
            {
                "Authorization": f"Bearer {self._token}",
                "Accept-Language": self.lang,
                "Content-Type": "application/json",
            },
            method=method,
        )
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as reply:  # noqa: S310
                return bytes(reply.read())
        except urllib.error.HTTPError as error:
            raise Failed(_problem(error)) from None
        except (OSError, ValueError) as error:
            why = getattr(error, "reason", error)
            raise Failed(NOBODY[self.lang].format(url=self.url, why=why)) from None

    def say(self, text: dict[str, str] | str | None) -> str:
        """A text in the shell's language."""
        if text is None:
            return ""
        return text if isinstance(text, str) else text["zh" if self.lang == "zh-CN" else "en"]


def run(args: argparse.Namespace, do: Callable[[Client, argparse.Namespace], int]) -> int:
    """Run a command against the service; 1 with a sentence where it fails."""
    try:
        return do(Client(args), args)
    except Failed as failed:
        print(failed, file=sys.stderr)
        return 1


def show(data: Any) -> None:
    """JSON for programs."""
    print(json.dumps(data, ensure_ascii=False, indent=2))


def value(text: str) -> Any:
    """A value as a shell writes it: true, 3, -5.5, hdmi 1, "3" in quotes for the word."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _problem(error: urllib.error.HTTPError) -> str:
    try:
        said = json.loads(error.read())
    except ValueError:
        return f"HTTP {error.code}"
    return str(said.get("detail") or f"HTTP {error.code}")
