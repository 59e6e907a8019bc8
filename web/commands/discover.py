"""`auditorium discover`: who answers on a network, which driver we believe in, and the lines to paste."""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from web.discovery.finding import Found

HELP = {
    "en": (
        "a range to look into, 10.1.4.0/24; may be given again",
        "call for PJLink projectors (class 2): one broadcast, then each that answers is asked its name",
        "listen for devices that announce themselves",
        "ask every address of --network for its SNMP agent, 50 a second",
        "a file that holds the SNMP community; public where none is given",
        "listen so many seconds for answers",
        "ask this port instead of the usual one (a simulator's)",
    ),
    "zh-CN": (
        "要查找的网段，如 10.1.4.0/24；可写多次",
        "呼叫 PJLink 投影机（二类）：发一次广播，再逐一询问应答者的名称",
        "收听设备自己的公告（mDNS）",
        "逐一询问 --network 中每个地址的 SNMP 代理，每秒 50 个",
        "存放 SNMP community 的文件；不给则用 public",
        "等待应答的秒数",
        "改问此端口（用于模拟器）",
    ),
}
NOTHING = {
    "en": "Say what to look for: --pjlink, --mdns, --snmp --network 10.1.4.0/24. Nothing is sent unasked.",
    "zh-CN": "请指明查找方式：--pjlink、--mdns、--snmp --network 10.1.4.0/24。未要求时不会发送任何内容。",
}
RANGE = {"en": "--snmp needs --network 10.1.4.0/24", "zh-CN": "--snmp 需要 --network 10.1.4.0/24"}
NONE = {"en": "Nobody answered.", "zh-CN": "没有设备应答。"}
UNKNOWN = {"en": "no driver", "zh-CN": "无驱动"}
ALSO = {"en": "; also {others}", "zh-CN": "；也可用 {others}"}
PASTE = {"en": "For the hall's file:", "zh-CN": "可粘贴到礼堂配置文件："}
MISSING = {
    "en": "--mdns needs the library zeroconf: install auditorium[mdns]",
    "zh-CN": "--mdns 需要 zeroconf 库：请安装 auditorium[mdns]",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to look, and how."""
    network, pjlink, mdns, snmp, community, wait, port = HELP[
        "zh-CN" if parser.get_default("lang") == "zh-CN" else "en"
    ]
    parser.add_argument("--network", action="append", default=[], metavar="CIDR", help=network)
    parser.add_argument("--pjlink", action="store_true", help=pjlink)
    parser.add_argument("--mdns", action="store_true", help=mdns)
    parser.add_argument("--snmp", action="store_true", help=snmp)
    parser.add_argument("--community-file", metavar="FILE", help=community)
    parser.add_argument("--wait", type=float, default=11.0, metavar="SECONDS", help=wait)
    parser.add_argument("--port", type=int, metavar="N", help=port)
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    """0 somebody was found, 1 nobody or it cannot be done, 2 nothing was asked for."""
    from web.discovery.finding import NotANetwork, hosts
    from web.discovery.services import NoZeroconf

    if not (args.pjlink or args.mdns or args.snmp):
        print(NOTHING[args.lang], file=sys.stderr)
        return 2
    try:
        if args.snmp and not args.network:
            raise NotANetwork(RANGE["en"], RANGE["zh-CN"])
        hosts(args.network)
        found = asyncio.run(_found(args))
    except NotANetwork as error:
        print(error.en if args.lang == "en" else error.zh, file=sys.stderr)
        return 1
    except NoZeroconf:
        print(MISSING[args.lang], file=sys.stderr)
        return 1
    except OSError as error:
        print(error, file=sys.stderr)
        return 1
    _print(args, found)
    return 0 if found else 1


async def _found(args: argparse.Namespace) -> "list[Found]":
    """All ways that were asked for, side by side."""
    searches = [search(args) for asked, search in _SEARCHES.items() if getattr(args, asked)]
    return [one for found in await asyncio.gather(*searches) for one in found]


async def _pjlink(args: argparse.Namespace) -> "list[Found]":
    from controller.clock import SystemClock
    from web.discovery.finding import broadcasts
    from web.discovery.projectors import PORT, Search
    from web.recording.recorder import Seconds

    clock = SystemClock()
    targets = broadcasts(args.network) or ["255.255.255.255"]
    return await Search(clock, args.port or PORT, 0 if args.port else PORT).run(
        targets, Seconds(clock, args.wait)
    )


async def _mdns(args: argparse.Namespace) -> "list[Found]":
    from controller.clock import SystemClock
    from web.discovery.services import browse
    from web.recording.recorder import Seconds

    return await browse(Seconds(SystemClock(), args.wait))


async def _snmp(args: argparse.Namespace) -> "list[Found]":
    from controller.clock import SystemClock
    from web.discovery.agents import Survey
    from web.discovery.finding import hosts

    community = _community(args.community_file)
    return await Survey(community, SystemClock(), args.port or 161).run(hosts(args.network))


_SEARCHES = {"pjlink": _pjlink, "mdns": _mdns, "snmp": _snmp}


def _community(file: str | None) -> str:
    return Path(file).read_text(encoding="utf-8").strip() if file else "public"


def _print(args: argparse.Namespace, found: "list[Found]") -> None:
    from web.discovery.finding import pasted

    if args.json:
        lines = list(pasted(found))
        print(
            json.dumps({"found": [one.data() for one in found], "yaml": "\n".join(lines)}, ensure_ascii=False)
        )
        return
    if not found:
        print(NONE[args.lang])
        return
    print("\n".join(_lines(found, args.lang)))
    if any(one.driver for one in found):
        print(f"\n{PASTE[args.lang]}\n")
        print("\n".join(pasted(found)))


def _lines(found: "list[Found]", lang: str) -> Iterator[str]:
    for one in found:
        also = ALSO[lang].format(others=", ".join(one.others)) if one.others else ""
        yield f"{one.host:<16}{one.by:<8}{one.driver or UNKNOWN[lang]}{also}  {one.says}"
