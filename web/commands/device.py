"""`auditorium device list|get|set|do|trace`: the devices of a running hall, from a shell."""

import argparse
from typing import Any

from web.client import Client, Failed, show, value
from web.client import add_arguments as add_client
from web.client import run as run_client

HELP = {
    "en": "get REF | set REF VALUE | do DEVICE ACTION [name=value ...] | trace DEVICE | list",
    "zh-CN": "get 引用 | set 引用 值 | do 设备 动作 [参数=值 ...] | trace 设备 | list",
}
UNKNOWN = {"en": "unknown", "zh-CN": "未知"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with what."""
    add_client(parser)
    parser.epilog = HELP["zh-CN" if parser.get_default("lang") == "zh-CN" else "en"]
    parser.add_argument("do", choices=("list", "get", "set", "do", "trace"))
    parser.add_argument("what", nargs="*")
    parser.add_argument("--wait", default="30s", metavar="TIME")
    parser.add_argument("--limit", type=int, default=100, metavar="N")


def run(args: argparse.Namespace) -> int:
    """0 done, 1 not done (with the reason), 2 wrong use."""
    needs = {"list": 0, "get": 1, "set": 2, "do": 2, "trace": 1}[args.do]
    if len(args.what) < needs or (args.do != "do" and len(args.what) > needs):
        print(HELP[args.lang])
        return 2
    return run_client(args, _DO[args.do])


def _list(client: Client, args: argparse.Namespace) -> int:
    devices = client.get("devices")["devices"]
    if args.json:
        show(devices)
        return 0
    for one in devices:
        link = one["link"]
        print(f"{one['id']:<20}{link['state']:<12}{client.say(one['name'])}  {client.say(link['sentence'])}")
    return 0


def _get(client: Client, args: argparse.Namespace) -> int:
    ref = args.what[0]
    if "/" in ref:
        point = client.get("points", ref)
        show(point) if args.json else print(_shown(point, args.lang))
        return 0
    points = {at: one for at, one in client.get("points")["points"].items() if at.startswith(f"{ref}/")}
    if not points:
        client.get("devices", ref)
    if args.json:
        show(points)
    else:
        for at, point in points.items():
            print(f"{at:<40}{_shown(point, args.lang)}")
    return 0


def _set(client: Client, args: argparse.Namespace) -> int:
    ref, wanted = args.what
    return _told(
        args, client.ask("PUT", "points", ref, body={"value": value(wanted)}, query=f"?wait={args.wait}")
    )


def _act(client: Client, args: argparse.Namespace) -> int:
    device, action, *given = args.what
    if any("=" not in one for one in given):
        raise Failed(HELP[args.lang])
    named = {name: value(text) for name, _, text in (one.partition("=") for one in given)}
    path = ("devices", device, "actions", action)
    return _told(args, client.ask("POST", *path, body={"args": named}, query=f"?wait={args.wait}"))


def _trace(client: Client, args: argparse.Namespace) -> int:
    frames = client.ask("GET", "devices", args.what[0], "trace", query=f"?limit={args.limit}")["frames"]
    if args.json:
        show(frames)
    else:
        for one in frames:
            print(f"{one['at'][11:23]} {one['dir']} {one['text']}")
    return 0


_DO = {"list": _list, "get": _get, "set": _set, "do": _act, "trace": _trace}


def _told(args: argparse.Namespace, said: Any) -> int:
    show(said) if args.json else print(said["state"])
    return 0


def _shown(point: dict[str, Any], lang: str) -> str:
    text = UNKNOWN[lang] if point["reported"] is None else _spelled(point["reported"])
    wish = f" -> {_spelled(point['desired'])}" if point["desired"] is not None else ""
    return text + wish + ("" if point["quality"] == "live" else f"  ({point['quality']})")


def _spelled(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
