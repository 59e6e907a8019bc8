"""`auditorium drivers`: the catalogue; `auditorium drivers show NAME`: one driver's points and transports."""

import argparse
import json
import sys
from typing import Any

from drivers import catalog
from drivers.wire.driver import Driver
from drivers.wire.talk import Action

STANDING = {
    "read": {"en": "reads its state back", "zh-CN": "可读回状态"},
    "assumed": {"en": "cannot tell its state", "zh-CN": "无法读回状态"},
}
NONE = {
    "en": "There is no driver {name}. `auditorium drivers` lists them.",
    "zh-CN": "没有驱动 {name}；auditorium drivers 列出全部。",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """All, or one."""
    parser.add_argument("show", nargs="?", choices=("show",))
    parser.add_argument("name", nargs="?")
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    """0, or 1 for a name that is none."""
    if args.name is None:
        return _list(args)
    if args.name not in catalog.names():
        print(NONE[args.lang].format(name=args.name), file=sys.stderr)
        return 1
    return _show(args, catalog.get(args.name))


def _list(args: argparse.Namespace) -> int:
    found = [_described(name, catalog.get(name)) for name in catalog.names()]
    if args.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    for one in found:
        print(f"{one['name']:<18}{','.join(one['transports']):<14}{one['title']}")
    return 0


def _show(args: argparse.Namespace, driver: Driver) -> int:
    said = _described(args.name, driver)
    if args.json:
        print(json.dumps(said, ensure_ascii=False, indent=2))
        return 0
    standing = STANDING[driver.standing][args.lang]
    print(f"{said['title']}\n{', '.join(said['transports'])} · {standing} · {driver.source}\n")
    for one in said["points"]:
        axes = "".join(f"[{axis}]" for axis in one["axes"])
        print(f"  {one['key'] + axes:<28}{'=' if one['settable'] else ' '}  {one['about']}")
    for one in said["actions"]:
        print(f"  {one['name'] + '()':<28}!  {one['about']}")
    return 0


def _described(name: str, driver: Driver) -> dict[str, Any]:
    return {
        "name": name,
        "title": driver.title,
        "source": driver.source,
        "transports": list(driver.transports),
        "port": driver.port,
        "standing": driver.standing,
        "points": [
            {
                "key": one.key,
                "about": one.about,
                "settable": one.settable,
                "axes": list(one.axes),
                "unit": one.unit,
            }
            for one in driver.points
        ],
        "actions": [
            {"name": row.name, "about": row.about, "risk": row.risk}
            for row in driver.talk
            if isinstance(row, Action)
        ],
    }
