"""`auditorium record`: ask a real device all it can tell, change nothing, and write a transcript of it."""

import argparse
import asyncio
import json
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from web.recording.recorder import Recording
    from web.recording.wanted import Wanted

HELP = {
    "en": (
        "a name from `auditorium drivers`",
        "e.g. tcp://10.1.4.20:4352",
        "instead of these two: the hall's file that has the device,",
        "and its name there",
        "write it there (a new file), not to standard output",
        "hear what the device says unasked for so many seconds",
        "leave out its serial number and hardware addresses",
        "for the device's log-in",
        "a file that holds its password; - asks for it here",
        "a file that holds its SNMP community",
        "as under options: in a hall's file, outputs=8 for instance",
    ),
    "zh-CN": (
        "auditorium drivers 列出的名称",
        "例如 tcp://10.1.4.20:4352",
        "不写以上两项时：含有该设备的礼堂配置文件",
        "以及设备在文件里的名称",
        "写入此新文件，而不是标准输出",
        "之后再听这么多秒，记录设备主动上报的内容",
        "隐去序列号与硬件地址",
        "登录设备用的用户名",
        "存放设备密码的文件；- 表示在此输入",
        "存放其 SNMP community 的文件",
        "与礼堂配置文件 options: 相同，例如 outputs=8",
    ),
}
SAID = {
    "en": "{answered} answered, {refused} refused, {silent} without an answer; nothing was changed.",
    "zh-CN": "{answered} 条有应答，{refused} 条被拒绝，{silent} 条无应答；未改动设备任何状态。",
}
WHICH = {
    "en": "Say which device: --driver NAME --address ADDRESS, or --config FILE --device NAME",
    "zh-CN": "请指明设备：--driver 名称 --address 地址，或 --config 文件 --device 名称",
}
CUT = {"en": "It ended early: {why}", "zh-CN": "提前结束：{why}"}
BARRED = {"en": "the device did not accept the {part}", "zh-CN": "设备不接受这个{part}"}
PARTS = {"password": "密码", "user": "用户名"}
THERE = {"en": "{file} is there already", "zh-CN": "{file} 已存在"}
PROMPT = {"en": "Password of the device: ", "zh-CN": "设备密码："}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The device, and what becomes of what it says."""
    driver, address, config, device, output, listen, anonymous, user, password, community, option = HELP[
        "zh-CN" if parser.get_default("lang") == "zh-CN" else "en"
    ]
    parser.add_argument("--driver", metavar="NAME", help=driver)
    parser.add_argument("--address", metavar="ADDRESS", help=address)
    parser.add_argument("--config", metavar="FILE", help=config)
    parser.add_argument("--device", metavar="NAME", help=device)
    parser.add_argument("--output", metavar="FILE", help=output)
    parser.add_argument("--listen", type=float, default=10.0, metavar="SECONDS", help=listen)
    parser.add_argument("--anonymous", action="store_true", help=anonymous)
    parser.add_argument("--user", metavar="NAME", help=user)
    parser.add_argument("--password-file", metavar="FILE", help=password)
    parser.add_argument("--community-file", metavar="FILE", help=community)
    parser.add_argument("--option", action="append", default=[], metavar="NAME=VALUE", help=option)
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    """0 recorded, 1 could not, 2 no device is named, 3 recorded with questions left without an answer."""
    from drivers.errors import DeviceError
    from web.recording.wanted import Wrong

    if not (args.driver and args.address) and not (args.config and args.device):
        print(WHICH[args.lang], file=sys.stderr)
        return 2
    try:
        wanted = _wanted(args)
        if args.output and Path(args.output).exists():
            raise Wrong(THERE[args.lang].format(file=args.output))
        recording = asyncio.run(_record(args, wanted))
        text = _text(args, wanted, recording)
        _write(args, text)
    except (Wrong, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except DeviceError as error:
        print(_sentence(error, args), file=sys.stderr)
        return 1
    return _summed(args, wanted.name, recording)


def _wanted(args: argparse.Namespace) -> "Wanted":
    from web.recording.wanted import from_file, from_words

    if args.config:
        return from_file(args.config, args.device, args.lang)
    return from_words(args.driver, args.address, args.option, _credentials(args), args.lang)


def _credentials(args: argparse.Namespace) -> dict[str, str]:
    found = {"user": args.user} if args.user else {}
    if args.password_file == "-":  # noqa: S105 - a dash, and no password
        from getpass import getpass

        found["password"] = getpass(PROMPT[args.lang])
    elif args.password_file:
        found["password"] = _secret(args.password_file)
    if args.community_file:
        found["community"] = _secret(args.community_file)
    return found


def _secret(file: str) -> str:
    return Path(file).read_text(encoding="utf-8").rstrip("\r\n")


async def _record(args: argparse.Namespace, wanted: "Wanted") -> "Recording":
    from controller.clock import SystemClock
    from drivers.transport.connecting import connect
    from web.recording.recorder import Seconds, record

    clock = SystemClock()
    enough = Seconds(clock, args.listen)
    with suppress(RuntimeError, ValueError, NotImplementedError):  # no signals here: Ctrl-C ends all of it
        asyncio.get_running_loop().add_signal_handler(signal.SIGINT, enough.stop)
    return await record(
        wanted.driver,
        lambda: connect(wanted.address, wanted.credentials, clock),
        wanted.credentials,
        clock,
        enough,
        _tell,
    )


def _tell(shown: str) -> None:
    """Let whoever waits see what is being asked."""
    if sys.stderr.isatty():
        print(f"> {shown.splitlines()[0][:100]}", file=sys.stderr)


def _text(args: argparse.Namespace, wanted: "Wanted", recording: "Recording") -> str:
    from controller.clock import SystemClock
    from drivers import catalog
    from web.recording.telling import Terms, title, written

    remarks = (
        f"{title(recording)}: everything it tells, asked once; then what it says unasked",
        f"source: a real device, recorded by `auditorium record` on {SystemClock().now().date()}",
    )
    axes = wanted.driver.axes if wanted.options else catalog.get(wanted.name).axes
    return written(
        recording, wanted.credentials, Terms(wanted.name, remarks, axes, wanted.options, args.anonymous)
    )


def _write(args: argparse.Namespace, text: str) -> None:
    if args.output:
        Path(args.output).write_text(text, encoding="utf-8")
    elif not args.json:
        print(text, end="")


def _summed(args: argparse.Namespace, name: str, recording: "Recording") -> int:
    counts = dict(recording.counts)
    if args.json:
        axes = {axis: len(places) for axis, places in recording.driver.axes.items()}
        told = {"output": args.output, "driver": name, "axes": axes, "cut": recording.cut or None}
        print(json.dumps(told | counts, ensure_ascii=False))
    else:
        print(SAID[args.lang].format(**counts), file=sys.stderr)
        if recording.cut:
            print(CUT[args.lang].format(why=recording.cut), file=sys.stderr)
    return 3 if counts["silent"] or recording.cut else 0


def _sentence(error: Exception, args: argparse.Namespace) -> str:
    """A device's trouble in the language of the shell."""
    from drivers.errors import NotAuthorised, Unreachable
    from web.words import known, say

    lang = "zh" if args.lang == "zh-CN" else "en"
    if isinstance(error, NotAuthorised):
        return BARRED[args.lang].format(
            part=PARTS.get(error.part, error.part) if lang == "zh" else error.part
        )
    id = f"link.{error.loss.code}" if isinstance(error, Unreachable) else ""
    return say(id, name=args.address)[lang] if known(id) else str(error)
