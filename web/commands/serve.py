"""`auditorium serve CONFIG`: the service of a hall, until it is told to end."""

import argparse
import asyncio
import gc
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
        "a host name that tablets call it by, beside this machine's own; may be given several times",
    ),
    "zh-CN": (
        "礼堂配置文件",
        "数据目录，或数据库地址",
        "监听地址；缺省用文件里的 listen",
        "平板访问时用的主机名；可多次给出",
    ),
}
RUNNING = {
    "en": "{name}: {url}  ({devices} devices, record in {data})",
    "zh-CN": "{name}：{url}（{devices} 台设备，记录在 {data}）",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and where the record and the door are."""
    config, data, listen, name = HELP["zh-CN" if parser.get_default("lang") == "zh-CN" else "en"]
    parser.add_argument("config", metavar="CONFIG", help=config)
    parser.add_argument("--data", metavar="DIR", help=data)
    parser.add_argument("--listen", metavar="HOST:PORT", help=listen)
    parser.add_argument("--name", action="append", default=[], metavar="HOST", help=name)


def run(args: argparse.Namespace) -> int:
    """Serve; 0 when it was told to end, 1 when it could not begin, 2 for an address that is none."""
    gc.disable()  # until it serves: nothing that is loaded now is ever garbage
    from controller.hall.venue import load

    try:
        venue = load(args.config)
        listen = address(args.listen or venue.listen)
    except RigFileError as error:
        _tell(error, args.lang)
        return 1
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    data = args.data or default_data(venue.hall.id)
    return asyncio.run(_serve(args, venue, data, listen))


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


async def _serve(args: argparse.Namespace, venue: "Venue", data: str, listen: tuple[str, int]) -> int:
    from controller.record.lines import AlreadyOpen, TooNew
    from web.compose import start, until
    from web.versions import version

    ended = until_told()
    try:
        running = await start(venue, data, listen, version(), names=args.name)
    except RigFileError as error:
        _tell(error, args.lang)
        return 1
    except (AlreadyOpen, TooNew, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(_running(running, data, args.lang), flush=True)
    on_hangup(running, args.lang)
    try:
        await until(running, ended)
    finally:
        await running.stop()
    return 0


def on_hangup(running: "Running", lang: str) -> None:
    """SIGHUP: read the hall's file again; one with a mistake is told, and not applied."""
    from web.api.config import reload

    async def again() -> None:
        try:
            if running.service is not None:
                await reload(running.service)
        except RigFileError as error:
            _tell(error, lang)

    loop, tasks = asyncio.get_running_loop(), set[asyncio.Task[None]]()

    def told() -> None:
        tasks.add(task := loop.create_task(again()))
        task.add_done_callback(tasks.discard)

    loop.add_signal_handler(signal.SIGHUP, told)


def _tell(error: RigFileError, lang: str) -> None:
    print("\n".join(problem.line(lang) for problem in error.problems), file=sys.stderr, flush=True)


def until_told() -> asyncio.Event:
    """Set when the process is told to end."""
    ended = asyncio.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(one, ended.set)
    return ended


def _running(running: "Running", data: str, lang: str) -> str:
    name = running.venue.hall.name.spoken(lang)
    return RUNNING[lang].format(name=name, url=running.url, devices=len(running.hall.devices), data=data)
