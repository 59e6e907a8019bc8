"""`auditorium serve CONFIG`: the service of a hall, until it is told to end."""

import argparse
import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from drivers.rigfile.problems import RigFileError

if TYPE_CHECKING:
    from controller.hall.venue import Venue
    from web.compose import Running

HELP = {
    "en": (
        "the hall's file",
        "folder of the record, or a database URL",
        "where to answer; the file's `listen` when left out",
    ),
    "zh-CN": ("礼堂配置文件", "数据目录，或数据库地址", "监听地址；缺省用文件里的 listen"),
}
RUNNING = {
    "en": "{name}: {url}  ({devices} devices, record in {data})",
    "zh-CN": "{name}：{url}（{devices} 台设备，记录在 {data}）",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and where the record and the door are."""
    config, data, listen = HELP["zh-CN" if parser.get_default("lang") == "zh-CN" else "en"]
    parser.add_argument("config", metavar="CONFIG", help=config)
    parser.add_argument("--data", metavar="DIR", help=data)
    parser.add_argument("--listen", metavar="HOST:PORT", help=listen)


def run(args: argparse.Namespace) -> int:
    """Serve; 0 when it was told to end, 1 when it could not begin, 2 for an address that is none."""
    from controller.hall.venue import load

    try:
        venue = load(args.config)
        listen = address(args.listen or venue.listen)
    except RigFileError as error:
        print("\n".join(problem.line(args.lang) for problem in error.problems), file=sys.stderr)
        return 1
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    data = args.data or default_data(venue.hall.id)
    return asyncio.run(_serve(venue, data, listen, args.lang))


def address(text: str) -> tuple[str, int]:
    """HOST:PORT; ValueError where it is none."""
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise ValueError(f"--listen: HOST:PORT, not {text!r}")
    return host.strip("[]"), int(port)


def default_data(hall: str) -> str:
    """Where systemd says, else where a user's programs keep their state."""
    if state := os.environ.get("STATE_DIRECTORY"):
        return state.partition(":")[0]
    base = os.environ.get("XDG_STATE_HOME") or Path("~/.local/state").expanduser()
    return str(Path(base) / "auditorium" / hall)


async def _serve(venue: "Venue", data: str, listen: tuple[str, int], lang: str) -> int:
    from controller.record.lines import AlreadyOpen, TooNew
    from web.compose import start, until
    from web.versions import version

    ended = until_told()
    try:
        running = await start(venue, data, listen, version())
    except RigFileError as error:
        print("\n".join(problem.line(lang) for problem in error.problems), file=sys.stderr)
        return 1
    except (AlreadyOpen, TooNew, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(_running(running, data, lang), flush=True)
    try:
        await until(running, ended)
    finally:
        await running.stop()
    return 0


def until_told() -> asyncio.Event:
    """Set when the process is told to end."""
    ended = asyncio.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(one, ended.set)
    return ended


def _running(running: "Running", data: str, lang: str) -> str:
    name = running.venue.hall.name.spoken(lang)
    return RUNNING[lang].format(name=name, url=running.url, devices=len(running.hall.devices), data=data)
