"""`auditorium maintenance list|add|end`: when somebody works on the hall, and faults are no news."""

import argparse
from typing import Any

from web.client import Client, show
from web.client import add_arguments as add_client
from web.client import run as run_client

NONE = {"en": "No maintenance windows.", "zh-CN": "没有维护时间。"}
HALL = {"en": "the whole hall", "zh-CN": "整个礼堂"}
RUNS = {"en": "in force until {until}", "zh-CN": "进行中，至 {until}"}
NEXT = {"en": "from {next}", "zh-CN": "自 {next}"}
FLEXIBLE = {"en": "begins with the first fault until {end}", "zh-CN": "首个故障时开始，最迟 {end}"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and what a new window is."""
    add_client(parser)
    parser.add_argument("do", choices=("list", "add", "end"))
    parser.add_argument("id", nargs="?", default="", help="the window to end")
    parser.add_argument("--device", help="one device or node; the whole hall when left out")
    parser.add_argument("--for", dest="lasts", default="1h", metavar="SPAN", help="2h, 1h30m; 72h at most")
    parser.add_argument("--start", metavar="WHEN", help="2026-12-24T20:00+08:00; now when left out")
    parser.add_argument("--end", metavar="WHEN", help="until when a flexible one may begin")
    parser.add_argument("--at", default="", metavar="CRON", help="a recurring one: '0 2 * * 1'")
    parser.add_argument("--reason", default="")


def run(args: argparse.Namespace) -> int:
    """0, 1 where it fails, 2 where the window to end is not named."""
    if args.do == "end" and not args.id:
        return 2
    return run_client(args, {"list": _list, "add": _add, "end": _end}[args.do])


def _list(client: Client, args: argparse.Namespace) -> int:
    windows = client.get("maintenance")["windows"]
    if args.json:
        show(windows)
        return 0
    if not windows:
        print(NONE[args.lang])
    for one in windows:
        print(_line(one, args.lang))
    return 0


def _add(client: Client, args: argparse.Namespace) -> int:
    kind = "recurring" if args.at else "flexible" if args.end else "fixed"
    body = {"device": args.device, "kind": kind, "lasts": args.lasts, "at": args.at, "reason": args.reason}
    body |= {key: value for key, value in (("start", args.start), ("end", args.end)) if value}
    made = client.ask("POST", "maintenance", body=body)
    show(made) if args.json else print(_line(made, args.lang))
    return 0


def _end(client: Client, args: argparse.Namespace) -> int:
    client.ask("DELETE", "maintenance", args.id)
    return 0


def _line(one: dict[str, Any], lang: str) -> str:
    when = (RUNS if one["running"] else NEXT if one["next"] else FLEXIBLE)[lang].format(**one)
    return "  ".join([one["id"], one["what"] or HALL[lang], when, one["at"], one["reason"]]).rstrip()
