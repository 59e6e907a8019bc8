"""`auditorium token add|list|revoke`: accounts of programs, beside a running service or on a stopped one."""

import argparse
import json
import sys
from collections.abc import Callable

from controller.clock import SystemClock
from web.client import Client, show
from web.client import add_arguments as add_client
from web.client import run as run_client
from web.commands._record import record_of
from web.commands.user import HELP, RUNS, with_record

ONCE = {
    "en": "This is shown once; keep it where {name} finds it, and nowhere else.",
    "zh-CN": "只显示这一次；请存到 {name} 能读到的地方，不要另存。",
}
GONE = {"en": "{name} opens nothing any more.", "zh-CN": "{name} 已失效。"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, the token's name and role, and the record."""
    from web.roles import PEOPLE

    data, *_ = HELP["zh-CN" if parser.get_default("lang") == "zh-CN" else "en"]
    parser.add_argument("do", choices=("add", "list", "revoke"))
    parser.add_argument("--name", default="")
    parser.add_argument("--role", choices=PEOPLE, default="viewer")
    parser.add_argument("--data", metavar="DIR", help=data)
    add_client(parser)


def run(args: argparse.Namespace) -> int:
    """The secret on standard output, everything else on standard error; 0 done, 1 could not, 2 no name."""
    from controller.record.lines import AlreadyOpen, TooNew

    if args.do != "list" and not args.name:
        print("auditorium token: --name NAME", file=sys.stderr)
        return 2
    if args.token and not args.data:
        return run_client(args, _AT_SERVICE[args.do])
    try:
        return _DO[args.do](args)
    except AlreadyOpen as error:
        print(f"{error}\n{RUNS[args.lang]}", file=sys.stderr)
        return 1
    except (TooNew, ValueError, LookupError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


def _add(args: argparse.Namespace) -> int:
    from controller.record import accounts

    now = SystemClock().now()
    secret = with_record(record_of(args), lambda c: accounts.add_token(c, args.name, args.role, now))
    return _once(args, secret)


def _once(args: argparse.Namespace, secret: str) -> int:
    print(json.dumps({"name": args.name, "role": args.role, "token": secret}) if args.json else secret)
    print(ONCE[args.lang].format(name=args.name), file=sys.stderr)
    return 0


def _revoke(args: argparse.Namespace) -> int:
    from controller.record import accounts

    now = SystemClock().now()
    with_record(record_of(args), lambda c: accounts.revoke_token(c, args.name, now))
    print(GONE[args.lang].format(name=args.name), file=sys.stderr)
    return 0


def _list(args: argparse.Namespace) -> int:
    from controller.record import accounts

    tokens = with_record(record_of(args), accounts.tokens)
    if args.json:
        print(
            json.dumps([{"name": t.name, "role": t.role, "revoked": t.revoked is not None} for t in tokens])
        )
    else:
        for token in tokens:
            print(f"{token.name:<24}{token.role:<12}{'-' if token.revoked else ''}")
    return 0


def _ask_add(client: Client, args: argparse.Namespace) -> int:
    return _once(args, client.ask("POST", "tokens", body={"name": args.name, "role": args.role})["token"])


def _ask_revoke(client: Client, args: argparse.Namespace) -> int:
    client.ask("DELETE", "tokens", args.name)
    print(GONE[args.lang].format(name=args.name), file=sys.stderr)
    return 0


def _ask_list(client: Client, args: argparse.Namespace) -> int:
    tokens = client.get("tokens")["tokens"]
    if args.json:
        show(tokens)
        return 0
    for one in tokens:
        print(f"{one['name']:<24}{one['role']:<12}{'-' if one['revoked'] else ''}")
    return 0


_AT_SERVICE: dict[str, Callable[[Client, argparse.Namespace], int]] = {
    "add": _ask_add,
    "list": _ask_list,
    "revoke": _ask_revoke,
}
_DO: dict[str, Callable[[argparse.Namespace], int]] = {"add": _add, "list": _list, "revoke": _revoke}
