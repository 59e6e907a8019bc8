"""`auditorium scene list|preview|run|answer|stop|resume|undo`: the scenes of a running hall, from a shell."""

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
    "en": "list | preview SCENE | run SCENE | answer RUN CHOICE | stop RUN | resume RUN | undo RUN",
    "zh-CN": "list | preview 场景 | run 场景 | answer 运行 答复 | stop 运行 | resume 运行 | undo 运行",
}
CHOOSE = {"en": "choose a value of a parameter; may be repeated", "zh-CN": "选择一个参数的值，可重复"}
ODD = {"en": "--set takes NAME=VALUE, not {text}", "zh-CN": "--set 要写成 名称=值，而不是 {text}"}
REPLACE = {"en": "stop the scene that is running first", "zh-CN": "先停止正在运行的场景"}
STEP = {"en": "the step that is asked about, where several are", "zh-CN": "同时问到几个步骤时，指明是哪一个"}
NOTHING = {"en": "nothing is asked about this run", "zh-CN": "这次运行没有需要答复的问题"}
WHICH = {"en": "say which step: --step {paths}", "zh-CN": "请指明步骤：--step {paths}"}
QUEUE = {"en": "begin when the scene that is running has ended", "zh-CN": "等正在运行的场景结束后再执行"}
BLOCKED = {"en": "blocked: {why}", "zh-CN": "被阻止：{why}"}
WAITS = {"en": "waits its turn", "zh-CN": "排队等待"}
ASKS = {
    "en": "step {path}: {what}. {why}. What now? auditorium scene answer {run} again|by_hand|go_on|undo",
    "zh-CN": "步骤 {path}：{what}。{why}。怎么办？auditorium scene answer {run} again|by_hand|go_on|undo",
}
CHOICES = ("again", "by_hand", "go_on", "undo")
ALREADY = {"en": "already so", "zh-CN": "已是如此"}
MARKS = {"ok": "+", "already": "=", "failed": "!", "unverifiable": "?", "put_back": "<", "skipped": "-"}
MARKS |= {"by_hand": "h"}
FINE = ("ok", "already", "unverifiable")
ACTIVE = ("queued", "running", "stopping", "undoing")
LOOK = 0.3
"""Seconds between two looks at a run."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with which."""
    add_client(parser)
    lang = "zh-CN" if parser.get_default("lang") == "zh-CN" else "en"
    parser.epilog = HELP[lang]
    parser.add_argument("do", choices=tuple(_DO))
    parser.add_argument("what", nargs="?", default="")
    parser.add_argument("choice", nargs="?", choices=CHOICES)
    parser.add_argument("--step", default="", metavar="PATH", help=STEP[lang])
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help=CHOOSE[lang])
    parser.add_argument("--replace", action="store_true", help=REPLACE[lang])
    parser.add_argument("--queue", action="store_true", help=QUEUE[lang])


def run(args: argparse.Namespace) -> int:
    """0 when it went well, 1 when not (with the reason), 2 for wrong use."""
    if (not args.what and args.do != "list") or (args.do == "answer") != (args.choice is not None):
        print(HELP[args.lang])
        return 2
    if odd := next((text for text in args.set if "=" not in text), None):
        print(ODD[args.lang].format(text=odd))
        return 2
    return run_client(args, _DO[args.do])


def _chosen(client: Client, args: argparse.Namespace) -> dict[str, Any]:
    """What was chosen: a number where the scene asks for one, else the word as it stands ("1" is a word)."""
    said = dict(one.split("=", 1) for one in args.set)
    scenes = client.get("scenes")["scenes"] if said else []
    params: list[dict[str, Any]] = next((one["params"] for one in scenes if one["id"] == args.what), [])
    numbers = {param["id"] for param in params if param["range"] is not None}
    return {name: _number(text) if name in numbers else text for name, text in said.items()}


def _number(text: str) -> float | str:
    try:
        return float(text) if "." in text or "e" in text.lower() else int(text)
    except ValueError:
        return text


def _list(client: Client, args: argparse.Namespace) -> int:
    scenes = client.get("scenes")["scenes"]
    if args.json:
        show(scenes)
    else:
        for one in scenes:
            print(f"{'*' if one['holds'] else ' '} {one['id']:<20}{client.say(one['name'])}")
    return 0


def _preview(client: Client, args: argparse.Namespace) -> int:
    query = "?" + urlencode({"args": json.dumps(_chosen(client, args))})
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
    how = {"replace": args.replace, "queue": args.queue, "args": _chosen(client, args)}
    begun = client.ask("POST", "scenes", args.what, "run", body=how)
    return _follow(client, args, begun)


def _answer(client: Client, args: argparse.Namespace) -> int:
    """Decide about the step that is asked about; then follow the run on."""
    asks = [one["path"] for one in client.get("runs", args.what)["asks"]]
    if not asks and not args.step:
        raise Failed(NOTHING[args.lang])
    if len(asks) > 1 and not args.step:
        raise Failed(WHICH[args.lang].format(paths=" | ".join(asks)))
    said = {"path": args.step or asks[0], "choice": args.choice}
    return _follow(client, args, client.ask("POST", "runs", args.what, "answer", body=said))


def _stop(client: Client, args: argparse.Namespace) -> int:
    return _follow(client, args, client.ask("POST", "runs", args.what, "stop", body={}))


def _resume(client: Client, args: argparse.Namespace) -> int:
    return _follow(client, args, client.ask("POST", "runs", args.what, "resume", body={}))


def _undo(client: Client, args: argparse.Namespace) -> int:
    return _follow(client, args, client.ask("POST", "runs", args.what, "undo", body={}))


def _follow(client: Client, args: argparse.Namespace, found: dict[str, Any]) -> int:
    """Tell each step as it lands, what is asked, and what is put back, until the run has ended."""
    told: set[str] = set()
    while True:
        if not args.json:
            for key, line in _news(client, args, found):
                if key not in told:
                    told.add(key)
                    print(line, flush=True)
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


_DO = {
    "list": _list, "preview": _preview, "run": _run, "answer": _answer, "stop": _stop, "resume": _resume,
    "undo": _undo,
}  # fmt: skip


def _news(client: Client, args: argparse.Namespace, found: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Everything there is to tell of a run, each thing with a key by which it is told once."""
    if found["state"] == "queued":
        yield "queued", WAITS[args.lang]
    for step in _leaves(found["steps"]):
        if step["state"] not in ("waiting", "running", "put_back"):
            yield f"{step['path']} {step['state']}", _line(client, step)
    for one in found["asks"]:
        step = next(step for step in found["steps"] if step["path"] == one["path"])
        said = {"what": _wish(step), "why": client.say(one["reason"]), "run": found["id"]}
        yield f"? {one['path']} {step.get('started')}", ASKS[args.lang].format(path=one["path"], **said)
    for one in found["put_back"]:
        if one["state"] not in ("waiting", "running"):
            mark = "<" if one["state"] in FINE else "!"
            wish = f"{one['ref']} = {one['value']}"
            yield f"< {one['ref']}", f"{mark} {wish:<44}{one['state']}  {client.say(one['reason'])}"


def _leaves(steps: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    return (step for step in steps if step["kind"] not in ("together", "in_turn"))


def _line(client: Client, step: dict[str, Any]) -> str:
    return f"{MARKS.get(step['state'], ' ')} {_wish(step):<44}{step['state']}  {client.say(step['reason'])}"


def _wish(step: dict[str, Any]) -> str:
    if step["kind"] in ("together", "in_turn"):
        return str(step["kind"])
    if step["kind"] == "invoke":
        return f"{step['device']}/{step['action']}()"
    return f"{step['ref']} = {step['to']}"
