"""`auditorium readiness list|show|run|stop|undo|verify`: the sweep before doors, from a shell.

To verify a sheet needs no service: the file is enough, and the hall's key to be sure whose it is.
"""

import argparse
import json
import time
from pathlib import Path
from typing import Any

from web.client import Client, Failed, show
from web.client import add_arguments as add_client
from web.client import run as run_client

HELP = {
    "en": "list | show SHEET | run | stop SHEET | undo SHEET | verify FILE",
    "zh-CN": "list | show 检查单 | run | stop 检查单 | undo 检查单 | verify 文件",
}
KEY = {"en": "the hall's key, as `list` shows it", "zh-CN": "礼堂的公钥，list 会显示"}
OUT = {"en": "write the sheet to this file", "zh-CN": "把检查单写入此文件"}
INSISTS = {
    "en": "try what may be tried also during an event or in show mode (a lead)",
    "zh-CN": "活动进行中或演出模式下也试动（负责人）",
}
WHOSE = {
    "en": "key: {key} (compare it with the hall's: --key)",
    "zh-CN": "公钥：{key}（请与礼堂的公钥核对：--key）",
}
NO_SHEET = {"en": "{file} holds no sheet: {why}", "zh-CN": "{file} 不是检查单：{why}"}
LOOK = 0.3
"""Seconds between two looks at a sweep."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with which."""
    add_client(parser)
    lang = "zh-CN" if parser.get_default("lang") == "zh-CN" else "en"
    parser.epilog = HELP[lang]
    parser.add_argument("do", choices=("list", "show", "run", "stop", "undo", "verify"))
    parser.add_argument("what", nargs="?", default="")
    parser.add_argument("--key", default=None, help=KEY[lang])
    parser.add_argument("--out", default="", metavar="FILE", help=OUT[lang])
    parser.add_argument("--insist", action="store_true", help=INSISTS[lang])


def run(args: argparse.Namespace) -> int:
    """0 when all is green or the signature holds, 1 when not (with the reason), 2 for wrong use."""
    if not args.what and args.do not in ("list", "run"):
        print(HELP[args.lang])
        return 2
    return _verify(args) if args.do == "verify" else run_client(args, _DO[args.do])


def _verify(args: argparse.Namespace) -> int:
    from web.signing import Seal, checked
    from web.words import say

    try:
        sheet = json.loads(Path(args.what).read_text(encoding="utf-8-sig"))
        if not isinstance(sheet, dict):
            raise ValueError("no object")
    except (OSError, ValueError) as error:
        print(NO_SHEET[args.lang].format(file=args.what, why=error))
        return 1
    seal = checked(sheet, args.key)
    own = "holds_own" if seal is Seal.HOLDS and args.key is None else str(seal)
    lang = "zh" if args.lang == "zh-CN" else "en"
    print(f"{sheet.get('id', '')}  {say(f'readiness.seal.{own}')[lang]}")
    if own == "holds_own":
        print(WHOSE[args.lang].format(key=sheet["key"]))
    return 0 if seal is Seal.HOLDS else 1


def _list(client: Client, args: argparse.Namespace) -> int:
    found = client.get("readiness")
    if args.json:
        show(found)
        return 0
    for one in found["sheets"]:
        print(f"{one['id']}  {one['state']:<12}{_counts(one)}  {one['by']}")
    if found["key"]:
        print(f"key  {found['key']}")
    return 0


def _show(client: Client, args: argparse.Namespace) -> int:
    return _told(client, args, client.get("readiness", args.what))


def _run(client: Client, args: argparse.Namespace) -> int:
    return _follow(client, args, client.ask("POST", "readiness", body={"insists": args.insist}))


def _stop(client: Client, args: argparse.Namespace) -> int:
    return _follow(client, args, client.ask("POST", "readiness", args.what, "stop", body={}))


def _undo(client: Client, args: argparse.Namespace) -> int:
    before = client.get("readiness", args.what)["put_back"]
    found = client.ask("POST", "readiness", args.what, "undo", body={})
    while found["put_back"] == before:
        time.sleep(LOOK)
        found = client.get("readiness", args.what)
    return _told(client, args, found)


def _follow(client: Client, args: argparse.Namespace, found: dict[str, Any]) -> int:
    while found["ended"] is None:
        time.sleep(LOOK)
        found = client.get("readiness", found["id"])
    return _told(client, args, found)


def _told(client: Client, args: argparse.Namespace, sheet: dict[str, Any]) -> int:
    """The sheet, red and grey first; fails where something is red or left."""
    if args.out:
        Path(args.out).write_text(json.dumps(sheet, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if args.json:
        show(sheet)
    else:
        for one in sorted(sheet["items"], key=lambda one: ("red", "grey", "green").index(one["light"])):
            print(
                f"{one['light']:<6}{one['ref'] or one['device']:<32}{one['check']:<7}{client.say(one['why'])}"
            )
        print(
            f"{sheet['id']}  {sheet['state']}  {_counts(sheet)}  {client.say(sheet['why'] or sheet['quiet'])}"
        )
    if sheet["counts"]["red"] or sheet["left"]:
        raise Failed(_counts(sheet))
    return 0


def _counts(sheet: dict[str, Any]) -> str:
    return " ".join(f"{light}={sheet['counts'][light]}" for light in ("green", "red", "grey"))


_DO = {"list": _list, "show": _show, "run": _run, "stop": _stop, "undo": _undo}
