"""`python -m simulators CONFIG`: the devices of a hall's file, on the addresses it names."""

import argparse
import asyncio
import contextlib
import os
import signal
import sys
from pathlib import Path

from simulators.build import build
from simulators.loopback import is_loopback
from simulators.plan import NotAPlan, Plan, read
from simulators.serve import Running
from simulators.timing import LoopTiming


def parser() -> argparse.ArgumentParser:
    """The command's options."""
    found = argparse.ArgumentParser(
        prog="python -m simulators", description="Simulate the devices of a hall."
    )
    found.add_argument("config", type=Path, help="the hall's file")
    found.add_argument("--backdoor", metavar="HOST:PORT", help="HTTP back door and page, e.g. 127.0.0.1:8081")
    found.add_argument("--speed", type=float, default=1.0, help="how many times as fast the devices live")
    found.add_argument("--listen-anywhere", action="store_true", help="allow addresses other than loopback")
    found.add_argument("--any-port", action="store_true", help="take free ports instead of those in the file")
    found.add_argument("--with-stdin", action="store_true", help="end when standard input is closed")
    return found


def main(arguments: list[str] | None = None) -> int:
    """Run until told to stop. 0 ended, 1 could not, 2 wrong use."""
    options = parser().parse_args(arguments)
    try:
        from drivers.catalog import get

        plan = read(options.config, os.environ, get, "zh" if _chinese() else "en")
        return asyncio.run(_run(plan, options))
    except (NotAPlan, OSError) as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except ValueError as trouble:
        print(trouble, file=sys.stderr)
        return 2


async def _run(plan: Plan, options: argparse.Namespace) -> int:
    hall = build(plan, LoopTiming(), anywhere=options.listen_anywhere, any_port=options.any_port)
    running = Running(hall, plan.title, options.speed)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(one, stop.set)
    if options.with_stdin:
        _watch_stdin(loop, stop)
    try:
        await running.open(_where(options.backdoor, options.listen_anywhere))
        running.tell()
        await stop.wait()
    finally:
        await running.close()
    return 0


def _where(text: str | None, anywhere: bool) -> tuple[str, int] | None:
    if not text:
        return None
    host, _, port = text.rpartition(":")
    host = host.strip("[]") or "127.0.0.1"
    if not port.isdecimal() or int(port) > 65535:
        raise ValueError(f"--backdoor takes HOST:PORT, not {text!r}")
    if not anywhere and not is_loopback(host):
        raise ValueError("the back door listens on loopback only; --listen-anywhere allows other addresses")
    return host, int(port)


def _watch_stdin(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Whoever started us holds our standard input open; when it is gone, so are we."""

    def look() -> None:
        data = b""
        with contextlib.suppress(OSError):
            data = os.read(sys.stdin.fileno(), 4096)
        if not data:
            loop.remove_reader(sys.stdin.fileno())
            stop.set()

    loop.add_reader(sys.stdin.fileno(), look)


def _chinese() -> bool:
    return any(os.environ.get(name, "").startswith("zh") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))


if __name__ == "__main__":
    sys.exit(main())
