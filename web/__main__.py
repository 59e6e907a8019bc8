"""The command line: finds the one command that is asked for, imports it and nothing else, and runs it."""

import argparse
import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec

from web.commands import COMMANDS

ABOUT = {
    "en": "Control, verified scenes, faults and repair tickets for the devices of a hall.",
    "zh-CN": "礼堂设备的控制、可验证的场景、故障与报修工单。",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the answer is the exit code: 0 ok, 1 failed, 2 usage, 3 degraded."""
    words = list(sys.argv[1:] if argv is None else argv)
    parser, commands = _parsers(spoken(os.environ))
    if name := next(filter(commands.get, words), None):
        importlib.import_module(f"web.commands.{name}").add_arguments(commands[name])
    args = parser.parse_args(words)
    try:
        return int(importlib.import_module(f"web.commands.{args.command}").run(args))
    except BrokenPipeError:  # the reader of our output, `head` perhaps, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def spoken(environment: Mapping[str, str]) -> str:
    """The language a shell asks for, by the usual variables: `zh-CN` for any Chinese, else `en`."""
    asked = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "zh-CN" if next(filter(None, asked), "").lower().startswith("zh") else "en"


def _parsers(lang: str) -> tuple[argparse.ArgumentParser, dict[str, argparse.ArgumentParser]]:
    parser = argparse.ArgumentParser("auditorium", description=ABOUT[lang])
    parser.add_argument("--version", action=_Version, nargs=0, help=argparse.SUPPRESS)
    parser.add_argument("--lang", choices=("en", "zh-CN"), default=lang, help="en, zh-CN")
    group = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    return parser, {
        name: group.add_parser(name, help=help_text, description=help_text)
        for name in _listed()
        for help_text in [COMMANDS[name][lang == "zh-CN"]]
    }


class _Version(argparse.Action):
    """Prints the version; reading it costs more than the rest of this module, so only when asked."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        parser.exit(message=f"auditorium {version('auditorium')}\n")


def _listed() -> list[str]:
    return [name for name in COMMANDS if find_spec(f"web.commands.{name}")]


if __name__ == "__main__":
    sys.exit(main())
