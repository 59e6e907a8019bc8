"""`auditorium drivers`: the catalogue; `drivers show NAME`: one of them; `drivers docs DIR`: their pages."""

import argparse
import json
import sys
from typing import Any

from drivers import catalog

NONE = {
    "en": "There is no driver {name}{hint}. `auditorium drivers` lists them.",
    "zh-CN": "没有驱动 {name}{hint}；auditorium drivers 列出全部。",
}
HINT = {"en": "; did you mean {guess}?", "zh-CN": "；是否应为 {guess}？"}
USAGE = {
    "en": "auditorium drivers [--json] | drivers show NAME [--json] | drivers docs DIR",
    "zh-CN": "auditorium drivers [--json] | drivers show 名称 [--json] | drivers docs 目录",
}
WRITTEN = {"en": "{count} pages written below {folder}", "zh-CN": "已在 {folder} 下写入 {count} 个页面"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """All, or one, or the pages of all."""
    parser.epilog = USAGE["zh-CN" if parser.get_default("lang") == "zh-CN" else "en"]
    parser.add_argument("do", nargs="?", choices=("list", "show", "docs"), default="list")
    parser.add_argument("name", nargs="?", metavar="NAME|DIR")
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    """0 done, 1 for a name that is none or a folder that cannot be written, 2 wrong use."""
    if (args.name is None) != (args.do == "list"):
        print(USAGE[args.lang], file=sys.stderr)
        return 2
    return _DO[args.do](args)


def _list(args: argparse.Namespace) -> int:
    from web.reference.facts import brief, facts
    from web.reference.lines import listed

    tell = facts if args.json else brief
    found = [tell(name, catalog.get(name)) for name in catalog.names()]
    _print(found) if args.json else print("\n".join(listed(one, args.lang) for one in found))
    return 0


def _show(args: argparse.Namespace) -> int:
    from web.reference.facts import facts
    from web.reference.lines import shown

    if args.name not in catalog.names():
        print(unknown(args.name, args.lang), file=sys.stderr)
        return 1
    said = facts(args.name, catalog.get(args.name))
    _print(said) if args.json else print("\n".join(shown(said, args.lang)))
    return 0


def _docs(args: argparse.Namespace) -> int:
    from pathlib import Path

    from web.reference.pages import write

    try:
        count = write(Path(args.name))
    except OSError as error:
        print(f"{args.name}: {error.strerror}", file=sys.stderr)
        return 1
    print(WRITTEN[args.lang].format(count=count, folder=args.name))
    return 0


def unknown(name: str, lang: str) -> str:
    """The sentence for a name that is no driver's, with the nearest that is one."""
    from drivers.rigfile.near import nearest

    guess = nearest(name, catalog.names())
    return NONE[lang].format(name=name, hint=HINT[lang].format(guess=guess) if guess else "")


def _print(said: Any) -> None:
    print(json.dumps(said, ensure_ascii=False, indent=2))


_DO = {"list": _list, "show": _show, "docs": _docs}
