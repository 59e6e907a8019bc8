"""`auditorium calendar show|check|import`: the working calendar of a running hall, from a shell."""

import argparse
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from web.client import Client, show
from web.client import add_arguments as add_client
from web.client import run as run_client

HELP = {
    "en": ("a file of holidays: JSON, .ics or .csv", "only say what it would change"),
    "zh-CN": ("节假日文件：JSON、.ics 或 .csv", "只显示会改变什么"),
}
SAYS = {
    "en": {"days": "{count} days change, {tickets} open tickets get other deadlines.",
           "in_force": "Calendar {version} is in force.", "only": "Nothing was changed.",
           "missing": "Next year's official calendar is missing.",
           "part": "Of {year} the file has only some days: they are added, and the year stays provisional.",
           "added": "Of {year}, which is published, the file has only some days: they are added.",
           "published": "official until {published}"},
    "zh-CN": {"days": "{count} 天有变化，{tickets} 张未结工单的期限改变。",
              "in_force": "日历 {version} 已生效。", "only": "未作改变。",
              "missing": "缺少下一年的官方日历。",
              "part": "文件只含 {year} 年的部分日期：已并入，该年仍为暂定。",
              "added": "{year} 年已公布，文件只含其部分日期：已并入。",
              "published": "官方数据至 {published}"},
}  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, with which file."""
    lang = "zh-CN" if parser.get_default("lang") == "zh-CN" else "en"
    file, dry = HELP[lang]
    add_client(parser)
    parser.add_argument("do", choices=("show", "check", "import"))
    parser.add_argument("file", nargs="?", default="", metavar="FILE", help=file)
    parser.add_argument("--dry-run", action="store_true", help=dry)
    parser.add_argument("--version-name", default="", metavar="NAME")


def run(args: argparse.Namespace) -> int:
    """0; 1 where the file has a mistake or the service says no; 2 where no file is named."""
    if args.do != "show" and not args.file:
        return 2
    if args.do != "show" and not Path(args.file).is_file():
        print(f"{args.file}: ?", file=sys.stderr)
        return 1
    return run_client(args, _show if args.do == "show" else _take)


def _show(client: Client, args: argparse.Namespace) -> int:
    found = client.get("calendars")
    if args.json:
        show(found)
        return 0
    says = SAYS[args.lang]
    print(f"{found['version']}  {found['zone']}  {says['published'].format(**found)}")
    if found["missing"]:
        print(says["missing"])
    for day, hours in found["days"].items():
        print(f"  {day}  {' '.join(hours) or '-':<24}{found['names'].get(day, '')}")
    return 0


def _take(client: Client, args: argparse.Namespace) -> int:
    from controller.record.dayfiles import Unreadable, read, text_of

    raw, form = Path(args.file).read_bytes(), Path(args.file).suffix.lower().lstrip(".")
    form = form if form in ("json", "ics", "csv") else ""
    try:
        read(raw, form)
    except Unreadable as error:
        side = "zh" if args.lang == "zh-CN" else "en"
        for one in error.mistakes:
            print(f"{args.file}:{one.line}:{one.column}: {one.sentence[side]}", file=sys.stderr)  # type: ignore[literal-required]
        return 1
    dry = args.dry_run or args.do == "check"
    body: dict[str, Any] = {"text": text_of(raw), "form": form, "version": args.version_name}
    told = client.ask("POST", "calendars/preview" if dry else "calendars", body=body)
    if args.json:
        show(told)
        return 0
    _say(told, args.lang, dry)
    return 0


def _say(told: dict[str, Any], lang: str, dry: bool) -> None:
    says = SAYS[lang]
    for one in told["days"]:
        print(f"  {one['date']}  {one['was'] or '-'} -> {one['now'] or '-'}  {one['name']}")
    for year in told["part"]:
        known = year <= int((told["published"] or "0")[:4])
        print(says["added" if known else "part"].format(year=year))
    print(says["days"].format(count=len(told["days"]), tickets=len(told["deadlines"])))
    for line in _moved(told["deadlines"], lang):
        print(line)
    print(says["only"] if dry else says["in_force"].format(version=told["version"]))


def _moved(deadlines: dict[str, dict[str, dict[str, str]]], lang: str) -> Iterator[str]:
    """Each clock whose deadline moves, in the shell's own time."""
    from controller.desk.notify.wording import CLOCKS

    side = 0 if lang == "zh-CN" else 1
    for no, clocks in deadlines.items():
        for name, at in clocks.items():
            called = CLOCKS.get(name, (name, name))[side]
            moments = [datetime.fromisoformat(at[when]).astimezone() for when in ("was", "now")]
            was, now = (f"{one:%Y-%m-%d %H:%M %z}" for one in moments)
            yield f"  #{no}  {called}  {was} -> {now}"
