"""`auditorium ticket list|show`: the repair tickets of a running hall, from a shell."""

import argparse
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from web.client import Client, show
from web.client import add_arguments as add_client
from web.client import run as run_client

NONE = {"en": "No tickets.", "zh-CN": "没有工单。"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """All, or one."""
    add_client(parser)
    parser.add_argument("do", choices=("list", "show"))
    parser.add_argument("no", nargs="?", default="")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--find", default="", metavar="WORDS")


def run(args: argparse.Namespace) -> int:
    """0, 1 where it fails, 2 where the ticket to show is not named."""
    if args.do == "show" and not args.no:
        return 2
    return run_client(args, _list if args.do == "list" else _show)


def _list(client: Client, args: argparse.Namespace) -> int:
    tickets = list(_found(client, args))
    if args.json:
        show(tickets)
        return 0
    if not tickets:
        print(NONE[args.lang])
    for one in tickets:
        print(f"{one['no']:>5}  {one['state']:<20}{one['opened'][:16]}  {client.say(one['title'])}")
    return 0


def _found(client: Client, args: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """All that suit, a page after the other."""
    asked = (
        {"limit": "500"} | ({"q": args.find} if args.find else {}) | ({} if args.all else {"state": "open"})
    )
    while True:
        page = client.ask("GET", "tickets", query=f"?{urlencode(asked)}")
        yield from page["tickets"]
        if page["next"] is None:
            return
        asked["before"] = str(page["next"])


def _show(client: Client, args: argparse.Namespace) -> int:
    ticket = client.get("tickets", args.no)
    if args.json:
        show(ticket)
        return 0
    print(f"#{ticket['no']}  {client.say(ticket['title'])}  [{ticket['state']}]")
    for clock in ticket["clocks"]:
        print(f"  {_clock(clock)}")
    for one in ticket["entries"]:
        print(f"  {one['at'][:19]}  {one['actor']:<12}{one['kind']:<16}{client.say(one['text'])}")
    return 0


def _clock(clock: dict[str, Any]) -> str:
    paused = f"  ({clock['paused_by']})" if clock["paused_by"] else ""
    return f"{clock['name']}  {clock['elapsed_net_s']} / {clock['target_s']} s  {clock['state']}{paused}"
