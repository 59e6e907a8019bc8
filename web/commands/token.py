"""`auditorium token add|list|revoke`: accounts of programs, on the record of a stopped service."""

import argparse
import json
import sys
from collections.abc import Callable

from controller.clock import SystemClock
from web.commands._record import record_of
from web.commands.user import HELP, with_record

ONCE = {
    "en": "This is shown once; keep it where {name} finds it, and nowhere else.",
    "zh-CN": "只显示这一次；请存到 {name} 能读到的地方，不要另存。",
}
GONE = {"en": "{name} opens nothing any more.", "zh-CN": "{name} 已失效。"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, the token's name and role, and the record."""
    from web.roles import PEOPLE

    data, _ = HELP["zh-CN" if parser.get_default("lang") == "zh-CN" else "en"]
    parser.add_argument("do", choices=("add", "list", "revoke"))
    parser.add_argument("--name", default="")
    parser.add_argument("--role", choices=PEOPLE, default="viewer")
    parser.add_argument("--data", metavar="DIR", help=data)
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    """The secret on standard output, everything else on standard error; 0 done, 1 could not, 2 no name."""
    from controller.record.lines import AlreadyOpen, TooNew

    if args.do != "list" and not args.name:
        print("auditorium token: --name NAME", file=sys.stderr)
        return 2
    try:
        return _DO[args.do](args)
    except (AlreadyOpen, TooNew, ValueError, LookupError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


def _add(args: argparse.Namespace) -> int:
    from controller.record import accounts

    now = SystemClock().now()
    secret = with_record(record_of(args), lambda c: accounts.add_token(c, args.name, args.role, now))
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


_DO: dict[str, Callable[[argparse.Namespace], int]] = {"add": _add, "list": _list, "revoke": _revoke}
