"""`auditorium user add|list|passwd|disable|handover`: accounts, of a running service or a stopped record."""

import argparse
import getpass
import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from controller.clock import SystemClock
from web.client import Client, show
from web.client import add_arguments as add_client
from web.client import run as run_client
from web.commands._record import record_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

T = TypeVar("T")
HELP = {
    "en": (
        "folder of the record, or a database URL",
        "the password is asked for, or read from standard input",
        "handover: who follows",
        "handover: when, such as 2026-12-01T18:00+08:00; now if left out",
    ),
    "zh-CN": (
        "数据目录，或数据库地址",
        "密码会询问，或从标准输入读取",
        "移交：接任者",
        "移交：何时，如 2026-12-01T18:00+08:00；缺省为立即",
    ),
}
ASKED = {"en": "Password for {name}: ", "zh-CN": "{name} 的密码："}
AGAIN = {"en": "Once more: ", "zh-CN": "再输一次："}
RUNS = {
    "en": "While the service runs, ask it: --token TOKEN of an administrator (and --url).",
    "zh-CN": "服务运行时请通过服务操作：--token 管理员令牌（以及 --url）。",
}
DIFFER = {"en": "The two are not the same.", "zh-CN": "两次输入不一致。"}
DONE = {
    "add": {"en": "{name} may log in as {role}.", "zh-CN": "{name} 可以登录，角色 {role}。"},
    "passwd": {
        "en": "{name} has a new password; sessions opened with the old one have ended.",
        "zh-CN": "{name} 的密码已更换；旧密码登录的会话已结束。",
    },
    "disable": {"en": "{name} cannot log in any more.", "zh-CN": "{name} 不能再登录。"},
    "handover": {"en": "{name} hands over to {to}.", "zh-CN": "{name} 移交给 {to}。"},
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, to whom, in which record."""
    from web.roles import PEOPLE

    data, password, follows, when = HELP["zh-CN" if parser.get_default("lang") == "zh-CN" else "en"]
    parser.epilog = password
    parser.add_argument("do", choices=("add", "list", "passwd", "disable", "handover"))
    parser.add_argument("name", nargs="?", default="")
    parser.add_argument("--role", choices=PEOPLE, default="operator")
    parser.add_argument("--data", metavar="DIR", help=data)
    parser.add_argument("--to", default="", metavar="NAME", help=follows)
    parser.add_argument("--at", default="", metavar="TIME", help=when)
    add_client(parser)


def run(args: argparse.Namespace) -> int:
    """0 when it is done; 1 with a sentence when it could not be; 2 for a name that is missing."""
    from controller.record.lines import AlreadyOpen, TooNew
    from controller.record.passwords import WeakPassword

    if (args.do != "list" and not args.name) or (args.do == "handover" and not args.to):
        print("auditorium user: NAME", file=sys.stderr)
        return 2
    if args.token and not args.data:
        return run_client(args, _AT_SERVICE[args.do])
    try:
        return _DO[args.do](args)
    except WeakPassword as error:
        print(error.sentence["zh" if args.lang == "zh-CN" else "en"], file=sys.stderr)
    except AlreadyOpen as error:
        print(f"{error}\n{RUNS[args.lang]}", file=sys.stderr)
    except (TooNew, ValueError, LookupError, OSError) as error:
        print(error, file=sys.stderr)
    return 1


def with_record(data: str, work: "Callable[[Connection], T]") -> T:
    """Do something to a stopped service's record, in one transaction."""
    from controller.record.place import Place
    from controller.record.store import Store

    store = Store(Place.at(data))
    try:
        with store.write() as connection:
            return work(connection)
    finally:
        store.close()


def _add(args: argparse.Namespace) -> int:
    from controller.record import accounts, passwords

    kept = passwords.hash_password(_password(args))
    now = SystemClock().now()
    with_record(record_of(args), lambda c: accounts.add_user(c, args.name, args.role, kept, now))
    return _said(args)


def _passwd(args: argparse.Namespace) -> int:
    from controller.record import accounts, passwords

    kept = passwords.hash_password(_password(args))
    with_record(record_of(args), lambda c: accounts.set_password(c, args.name, kept))
    return _said(args)


def _disable(args: argparse.Namespace) -> int:
    from controller.record import accounts

    now = SystemClock().now()
    with_record(record_of(args), lambda c: accounts.disable_user(c, args.name, now))
    return _said(args)


def _handover(args: argparse.Namespace) -> int:
    """Tickets are given on by the running service only."""
    print(RUNS[args.lang], file=sys.stderr)
    return 1


def _list(args: argparse.Namespace) -> int:
    from controller.record import accounts

    users = with_record(record_of(args), accounts.users)
    if args.json:
        print(
            json.dumps([{"name": u.name, "role": u.role, "disabled": u.disabled is not None} for u in users])
        )
    else:
        for user in users:
            print(f"{user.name:<24}{user.role:<12}{'-' if user.disabled else ''}")
    return 0


_DO: dict[str, Callable[[argparse.Namespace], int]] = {
    "add": _add,
    "list": _list,
    "passwd": _passwd,
    "disable": _disable,
    "handover": _handover,
}


def _ask_add(client: Client, args: argparse.Namespace) -> int:
    client.ask("POST", "users", body={"name": args.name, "role": args.role, "password": _password(args)})
    return _said(args)


def _ask_passwd(client: Client, args: argparse.Namespace) -> int:
    client.ask("PATCH", "users", args.name, body={"password": _password(args)})
    return _said(args)


def _ask_disable(client: Client, args: argparse.Namespace) -> int:
    client.ask("PATCH", "users", args.name, body={"disabled": True})
    return _said(args)


def _ask_handover(client: Client, args: argparse.Namespace) -> int:
    body = {"to": args.to} | ({"at": args.at} if args.at else {})
    made = client.ask("POST", "users", args.name, "handover", body=body)
    if args.json:
        show(made)
    return _said(args)


def _ask_list(client: Client, args: argparse.Namespace) -> int:
    users = client.get("users")["users"]
    if args.json:
        show(users)
        return 0
    for one in users:
        print(f"{one['name']:<24}{one['role']:<12}{'-' if one['disabled'] else ''}")
    return 0


_AT_SERVICE: dict[str, Callable[[Client, argparse.Namespace], int]] = {
    "add": _ask_add,
    "list": _ask_list,
    "passwd": _ask_passwd,
    "disable": _ask_disable,
    "handover": _ask_handover,
}


def _password(args: argparse.Namespace) -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass(ASKED[args.lang].format(name=args.name))
    if getpass.getpass(AGAIN[args.lang]) != password:
        raise ValueError(DIFFER[args.lang])
    return password


def _said(args: argparse.Namespace) -> int:
    print(DONE[args.do][args.lang].format(name=args.name, role=args.role, to=args.to), file=sys.stderr)
    return 0
