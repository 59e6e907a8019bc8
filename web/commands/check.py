"""`auditorium check CONFIG`: every mistake in a hall's file, with its place, before anything runs on it."""

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from controller.hall.venue import Venue, load
from drivers.rigfile.messages import LANGUAGES
from drivers.rigfile.problems import Problem, RigFileError
from scenes import library

SOUND = {
    "en": "{file}: sound. {devices} devices, {scenes} scenes.",
    "zh-CN": "{file}：没有问题。{devices} 台设备，{scenes} 个场景。",
}
TYPED = {
    "en": "{name} would be sent (->), and understood (<-), like this:",
    "zh-CN": "{name} 将这样发送（->）和理解（<-）：",
}
COUNT = {"en": "{count} problems found", "zh-CN": "共 {count} 处问题"}
ONE = {"en": "1 problem found", "zh-CN": "共 1 处问题"}
HELP = {
    "en": ("the hall's file", "one JSON object instead of lines"),
    "zh-CN": ("礼堂配置文件", "输出一个 JSON 对象"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and the form of the answer."""
    lang = "zh-CN" if parser.get_default("lang") == "zh-CN" else "en"
    config, as_json = HELP[lang]
    parser.add_argument("config", metavar="CONFIG", help=config)
    parser.add_argument("--json", action="store_true", help=as_json)


def run(args: argparse.Namespace) -> int:
    """0 when the file is sound, else 1 and a line `file:line:col: path: message` for every problem."""
    try:
        venue = load(args.config)
        library.load(venue)
    except RigFileError as error:
        print(_json(error.problems) if args.json else _lines(error.problems, args.lang))
        return 1
    counts = {"devices": len(venue.devices), "scenes": len(venue.scenes)}
    previews = dict(_typed(venue))
    if args.json:
        print(json.dumps({"ok": True, "problems": [], **counts, "previews": previews}, ensure_ascii=False))
        return 0
    print(SOUND[args.lang].format(file=args.config, **counts))
    _show(previews, args.lang)
    return 0


def _typed(venue: Venue) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """What each device typed into the file would be sent; nobody has seen its lines before."""
    for name, device in venue.devices.items():
        if device.driver == "generic":
            from drivers.catalog import get
            from web.reference.preview import preview

            yield name, preview(get(device.driver).fitted(device.driver_options, device.sizes))


def _show(previews: Mapping[str, list[dict[str, Any]]], lang: str) -> None:
    for name, told in previews.items():
        from web.reference.preview import lines

        print(f"\n{TYPED[lang].format(name=name)}")
        print("\n".join(lines(name, told, lang)))


def _lines(problems: Iterable[Problem], lang: str) -> str:
    lines = [problem.line(lang) for problem in problems]
    return "\n".join([*lines, (ONE if len(lines) == 1 else COUNT)[lang].format(count=len(lines))])


def _json(problems: Iterable[Problem]) -> str:
    return json.dumps({"ok": False, "problems": [_object(one) for one in problems]}, ensure_ascii=False)


def _object(problem: Problem) -> dict[str, Any]:
    return {
        **problem.spot._asdict(),
        "path": ".".join(map(str, problem.path)),
        "code": problem.code,
        "message": {lang: problem.sentence(lang) for lang in LANGUAGES},
    }
