"""`auditorium simulate CONFIG`: the devices of a hall's file, played by simulators in their own process."""

import argparse
import os
import sys

HELP = {
    "en": (
        "the hall's file",
        "HTTP back door and page, e.g. 127.0.0.1:8081",
        "how many times as fast the devices live",
        "allow addresses other than loopback",
        "take free ports instead of those in the file",
    ),
    "zh-CN": (
        "礼堂配置文件",
        "HTTP 后门与页面，如 127.0.0.1:8081",
        "设备时间的倍速",
        "允许监听本机回环以外的地址",
        "使用空闲端口，而不用文件里的端口",
    ),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the simulators are told."""
    config, backdoor, speed, anywhere, any_port = HELP[
        "zh-CN" if parser.get_default("lang") == "zh-CN" else "en"
    ]
    parser.add_argument("config", metavar="CONFIG", help=config)
    parser.add_argument("--backdoor", metavar="HOST:PORT", help=backdoor)
    parser.add_argument("--speed", metavar="X", help=speed)
    parser.add_argument("--listen-anywhere", action="store_true", help=anywhere)
    parser.add_argument("--any-port", action="store_true", help=any_port)


def command(args: argparse.Namespace) -> list[str]:
    """The command line of the simulators' own process."""
    words = [sys.executable, "-m", "simulators", args.config]
    words += ["--backdoor", args.backdoor] if args.backdoor else []
    words += ["--speed", args.speed] if args.speed else []
    words += ["--listen-anywhere"] if args.listen_anywhere else []
    return words + (["--any-port"] if args.any_port else [])


def run(args: argparse.Namespace) -> int:
    """Become the simulators; this process does not come back."""
    os.execv(sys.executable, command(args))  # noqa: S606 - our own interpreter, no shell
