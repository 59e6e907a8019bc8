"""`auditorium fault list|ack|checked`: what is wrong in a running hall, from a shell."""

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from web.client import Client, show
from web.client import add_arguments as add_client
from web.client import run as run_client

NONE = {"en": "No faults.", "zh-CN": "没有故障。"}
FLAGS = {
    "flapping": {"en": "unstable", "zh-CN": "时好时坏"},
    "maintenance": {"en": "in maintenance", "zh-CN": "维护中"},
    "expected": {"en": "expected", "zh-CN": "预期之中"},
    "stale": {"en": "old evidence", "zh-CN": "依据已过时"},
    "silenced_until": {"en": "silenced", "zh-CN": "已静音"},
}
BEHIND = {"en": "behind {cause}", "zh-CN": "起因 {cause}"}
TICKET = {"en": "ticket {no}", "zh-CN": "工单 {no}"}

Fault = dict[str, Any]
"""A fault as the service tells it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """All, or one that was seen, or was tried by hand."""
    add_client(parser)
    parser.add_argument("do", choices=("list", "ack", "checked"))
    parser.add_argument("what", nargs="?", default="")
    parser.add_argument("--how", default="", help="checked: how it was tried by hand")


def run(args: argparse.Namespace) -> int:
    """0, 1 where it fails, 2 where it is not named which fault, or how it was checked."""
    if (args.do != "list" and not args.what) or (args.do == "checked" and not args.how.strip()):
        return 2
    return run_client(args, {"list": _list, "ack": _ack, "checked": _checked}[args.do])


def _list(client: Client, args: argparse.Namespace) -> int:
    faults = client.get("faults")["faults"]
    if args.json:
        show(faults)
        return 0
    if not faults:
        print(NONE[args.lang])
    lines(tree(faults), args.lang, client.say)
    return 0


def tree(faults: Iterable[Fault]) -> list[tuple[int, Fault]]:
    """Each below its cause, and how deep; the causes in the order given."""
    known = {one["id"]: one for one in faults}
    below: dict[str | None, list[Fault]] = defaultdict(list)
    for one in known.values():
        below[one["cause"] if one["cause"] in known else None].append(one)
    found: list[tuple[int, Fault]] = []
    waiting = [(0, one) for one in reversed(below[None])]
    while waiting:
        deep, one = waiting.pop()
        found.append((deep, one))
        waiting += [(deep + 1, child) for child in reversed(below[one["id"]])]
    return found


def lines(faults: Iterable[tuple[int, Fault]], lang: str, say: Callable[[Any], str]) -> None:
    """Two lines a fault: what it is, and its id with its flags and its cause."""
    for deep, one in faults:
        ticket = TICKET[lang].format(no=one["ticket"]) if one["ticket"] else ""
        indent = "  " * deep
        print(f"{indent}{one['severity']:<9}{one['phase']:<9}{say(one['title'])}  {ticket}".rstrip())
        flags = [said[lang] for name, said in FLAGS.items() if one[name]]
        flags += [BEHIND[lang].format(cause=one["cause"])] if one["cause"] else []
        print(f"{indent}         {'  '.join([one['id'], *flags])}")


def _ack(client: Client, args: argparse.Namespace) -> int:
    said = client.ask("POST", "faults", args.what, "ack", body={})
    show(said) if args.json else print(said["acked_by"])
    return 0


def _checked(client: Client, args: argparse.Namespace) -> int:
    said = client.ask("POST", "faults", args.what, "checked", body={"how": args.how})
    show(said) if args.json else print(said["phase"])
    return 0
