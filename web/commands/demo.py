"""`auditorium demo`: the sample hall, simulated, with its service in front: something to try in a minute."""

import argparse
import asyncio
import json
import os
import secrets
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from controller.clock import SystemClock
from web.commands.demo_words import moved, no_place
from web.demo.places import NoPlace, find, ports_in

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from controller.hall.venue import Venue
    from web.compose import Running

CONFIG = Path(__file__).parents[1] / "demo" / "grand-hall.yaml"
HELP = {
    "en": (
        "port of the service; the simulators' page is on the next one (8080, or one that is free)",
        "keep the record in this folder",
        "how many times as fast the devices live",
        "not the sample hall: one device of every driver",
    ),
    "zh-CN": (
        "服务端口；模拟器页面在下一个端口（默认 8080，被占用时另选）",
        "把记录保存在此目录",
        "设备时间的倍速",
        "不用示例礼堂：每种驱动各一台设备",
    ),
}
ENDED = {"en": "The simulators ended by themselves.", "zh-CN": "模拟器自行退出了。"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Port, folder, speed."""
    port, data, speed, every = HELP["zh-CN" if parser.get_default("lang") == "zh-CN" else "en"]
    parser.add_argument("--port", type=int, metavar="N", help=port)
    parser.add_argument("--data", metavar="DIR", help=data)
    parser.add_argument("--speed", type=float, default=1.0, metavar="X", help=speed)
    parser.add_argument("--every", action="store_true", help=every)


def run(args: argparse.Namespace) -> int:
    """Run until Ctrl-C or SIGTERM; 0 then, 1 where something could not begin."""
    try:
        place = find(_devices(args.every), args.port, os.environ)
    except NoPlace as error:
        print(no_place(error.code, error.what, args.lang), file=sys.stderr)
        return 1
    args.port = place.port
    place.tell(os.environ)
    if place.moved:
        print(moved(place.port, place.host, args.lang), file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="auditorium-demo-") as folder:
        os.environ.setdefault("AUDITORIUM_DEMO_DIR", folder)
        data = args.data or str(Path(folder) / "record")
        try:
            return asyncio.run(_demo(args, data, _every(Path(folder)) if args.every else CONFIG))
        finally:
            place.leave()


def _devices(every: bool) -> list[int]:
    """The ports of the devices to come."""
    if not every:
        return ports_in(CONFIG.read_text(encoding="utf-8"))
    from web.demo.every import ports

    return ports()


def _every(folder: Path) -> Path:
    """The file of a hall with one device of every driver, written anew."""
    from web.demo.every import hall

    config = folder / "every.yaml"
    config.write_text(hall(os.environ["AUDITORIUM_DEMO_HOST"], folder), encoding="utf-8")
    return config


async def _demo(args: argparse.Namespace, data: str, config: Path) -> int:
    from web.commands.serve import until_told
    from web.compose import until

    ended = until_told()
    simulators = await _simulators(args, config)
    try:
        running = await _service(args, data, config, simulators)
        if running is None:
            return 1
        gone = asyncio.ensure_future(simulators.wait())
        gone.add_done_callback(lambda _: ended.set())
        try:
            await until(running, ended)
        finally:
            gone.cancel()
            await running.stop()
        if simulators.returncode is not None:
            print(ENDED[args.lang], file=sys.stderr)
        return 0 if simulators.returncode is None else 1
    finally:
        await _end(simulators)


async def _simulators(args: argparse.Namespace, config: Path) -> asyncio.subprocess.Process:
    """Their own process. It ends when our end of its standard input does, however we end."""
    words = ["-m", "simulators", str(config), "--with-stdin"]
    words += ["--backdoor", f"127.0.0.1:{args.port + 1}", "--speed", str(args.speed)]
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *words,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,  # a Ctrl-C is for us; they end once the service has let go of them
    )


async def _service(
    args: argparse.Namespace, data: str, config: Path, simulators: asyncio.subprocess.Process
) -> "Running | None":
    from controller.hall.venue import load
    from controller.record.lines import AlreadyOpen, TooNew
    from web.commands.user import with_record
    from web.compose import start
    from web.versions import version

    venue = load(config)
    try:
        token = await asyncio.to_thread(with_record, data, lambda record: _seed(record, venue))
        backdoor = await _ready(simulators)
        if backdoor is None:
            return None
        running = await start(venue, data, ("127.0.0.1", args.port), version(), _accounts(venue))
    except (AlreadyOpen, TooNew, OSError) as error:
        print(error, file=sys.stderr)
        return None
    from web.commands.demo_words import greeting, things_to_try

    more = things_to_try(running.url, backdoor, token) if config == CONFIG else ""
    name = {"zh": venue.hall.name.zh, "en": venue.hall.name.en}
    print(greeting(running.url, backdoor, _accounts(venue), name, more), flush=True)
    return running


async def _ready(simulators: asyncio.subprocess.Process) -> str | None:
    """The address of the back door, once all devices listen; None where they could not, and they said why."""
    async for line in simulators.stdout or _nothing():
        if line.startswith(b"{"):
            return str(json.loads(line)["backdoor"])
    return None


async def _nothing() -> AsyncIterator[bytes]:
    """A process whose output is not ours."""
    return
    yield b""


def _accounts(venue: "Venue") -> tuple[Mapping[str, str], ...]:
    return tuple(
        {"name": one.name, "password": one.password.get_secret_value(), "role": one.role}
        for one in venue.accounts
    )


def _seed(connection: "Connection", venue: "Venue") -> str:
    """The accounts of the demonstration, where they are not there yet, and a token for a shell."""
    from controller.record import accounts
    from controller.record.passwords import hash_password

    now, known = SystemClock().now(), {user.name for user in accounts.users(connection)}
    for one in _accounts(venue):
        if one["name"] not in known:
            accounts.add_user(connection, one["name"], one["role"], hash_password(one["password"]), now)
    return accounts.add_token(connection, f"demo-{secrets.token_hex(4)}", "lead", now)


async def _end(simulators: asyncio.subprocess.Process) -> None:
    """Let them end by themselves; kill what does not."""
    if simulators.stdin is not None:
        simulators.stdin.close()
    try:
        await asyncio.wait_for(simulators.wait(), 5)
    except TimeoutError:
        simulators.kill()
        await simulators.wait()
