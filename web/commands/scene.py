"""`auditorium scene list|preview|run|stop|resume|undo`: the scenes of a running hall, from a shell."""

import argparse
import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from web.client import Client, Failed, show
from web.client import add_arguments as add_client
from web.client import run as run_client

HELP = {
    "en": "list | preview SCENE | run SCENE | stop RUN | resume RUN | undo RUN",
    "zh-CN": "list | preview 场景 | run 场景 | stop 运行 | resume 运行 | undo 运行",
}
CHOOSE = {"en": "choose a value of a parameter; may be repeated", "zh-CN": "选择一个参数的值，可重复"}
ODD = {"en": "--set takes NAME=VALUE, not {text}", "zh-CN": "--set 要写成 名称=值，而不是 {text}"}
REPLACE = {"en": "stop the scene that is running first", "zh-CN": "先停止正在运行的场景"}
QUEUE = {"en": "begin when the scene that is running has ended", "zh-CN": "等正在运行的场景结束后再执行"}
BLOCKED = {"en": "blocked: {why}", "zh-CN": "被阻止：{why}"}
ALREADY = {"en": "already so", "zh-CN": "已是如此"}
MARKS = {"ok": "+", "already": "=", "failed": "!", "unverifiable": "?", "put_back": "<", "skipped": "-"}
MARKS |= {"by_hand": "h"}
ACTIVE = ("queued", "running", "stopping", "undoing")
LOOK = 0.3
"""Seconds between two looks at a run."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with which."""
    add_client(parser)
    lang = "zh-CN" if parser.get_default("lang") == "zh-CN" else "en"
    parser.epilog = HELP[lang]
    parser.add_argument("do", choices=("list", "preview", "run", "stop", "resume", "undo"))
    parser.add_argument("what", nargs="?", default="")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help=CHOOSE[lang])
    parser.add_argument("--replace", action="store_true", help=REPLACE[lang])
    parser.add_argument("--queue", action="store_true", help=QUEUE[lang])


def run(args: argparse.Namespace) -> int:
    """0 when it went well, 1 when not (with the reason), 2 for wrong use."""
    if not args.what and args.do != "list":
        print(HELP[args.lang])
        return 2
    if odd := next((text for text in args.set if "=" not in text), None):
        print(ODD[args.lang].format(text=odd))
        return 2
    return run_client(args, _DO[args.do])


def _chosen(args: argparse.Namespace) -> dict[str, Any]:
    """What was chosen; a number or a truth where the text is one in JSON."""
    return {name: _value(text) for name, _, text in (one.partition("=") for one in args.set)}


def _value(text: str) -> Any:
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return value if isinstance(value, bool | int | float) else text


def _list(client: Client, args: argparse.Namespace) -> int:
    scenes = client.get("scenes")["scenes"]
    if args.json:
        show(scenes)
    else:
        for one in scenes:
            print(f"{'*' if one['holds'] else ' '} {one['id']:<20}{client.say(one['name'])}")
    return 0


def _preview(client: Client, args: argparse.Namespace) -> int:
    query = "?" + urlencode({"args": json.dumps(_chosen(args))})
    said = client.ask("GET", "scenes", args.what, "preview", query=query)
    if args.json:
        show(said)
        return 1 if said["blocked"] else 0
    for step in _leaves(said["steps"]):
        why = client.say(step["blocked"])
        note = BLOCKED[args.lang].format(why=why) if why else ALREADY[args.lang] if step["already"] else ""
        print(f"{'!' if why else ' '} {_wish(step):<44}{step['now']} -> {step['then']}  {note}")
    print(f"{said['seconds']:g} s")
    return 1 if said["blocked"] else 0


def _run(client: Client, args: argparse.Namespace) -> int:
    how = {"replace": args.replace, "queue": args.queue, "args": _chosen(args)}
    begun = client.ask("POST", "scenes", args.what, "run", body=how)
    return _follow(client, args, begun)


def _stop(client: Client, args: argparse.Namespace) -> int:
    return _follow(client, args, client.ask("POST", "runs", args.what, "stop", body={}))


def _resume(client: Client, args: argparse.Namespace) -> int:
    return _follow(client, args, client.ask("POST", "runs", args.what, "resume", body={}))


def _undo(client: Client, args: argparse.Namespace) -> int:
    return _follow(client, args, client.ask("POST", "runs", args.what, "undo", body={}))


def _follow(client: Client, args: argparse.Namespace, found: dict[str, Any]) -> int:
    """Tell each step as it lands, until the run has ended."""
    told: set[str] = set()
    while True:
        if not args.json:
            told |= {_tell(client, step) for step in _leaves(found["steps"]) if _landed(step, told)}
        if found["state"] not in ACTIVE:
            break
        time.sleep(LOOK)
        found = client.get("runs", found["id"])
    if args.json:
        show(found)
    else:
        print(f"{found['state']}  {client.say(found['reason'])}")
    if found["state"] not in ("done", "undone", "stopped"):
        raise Failed(client.say(found["reason"]) or found["state"])
    return 0


_DO = {"list": _list, "preview": _preview, "run": _run, "stop": _stop, "resume": _resume, "undo": _undo}


def _leaves(steps: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    return (step for step in steps if step["kind"] not in ("together", "in_turn"))


def _landed(step: dict[str, Any], told: set[str]) -> bool:
    return step["state"] not in ("waiting", "running") and step["path"] not in told


def _tell(client: Client, step: dict[str, Any]) -> str:
    print(f"{MARKS.get(step['state'], ' ')} {_wish(step):<44}{step['state']}  {client.say(step['reason'])}")
    return str(step["path"])


def _wish(step: dict[str, Any]) -> str:
    if step["kind"] == "invoke":
        return f"{step['device']}/{step['action']}()"
    return f"{step['ref']} = {step['to']}"
