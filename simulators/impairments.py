"""What can be wrong with a device's conversation: one immutable value that knows no model and no protocol.

Every one of them can be combined with every other; `{}` heals. The sentences in `KINDS` are what a person
reads on the simulators' page.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

Some = bool | frozenset[str]


@dataclass(frozen=True)
class Impairments:
    """How a device is ill just now; the default is a healthy one. Times in seconds, sizes in bytes."""

    silent: bool = False
    deaf: Some = False
    busy: Some = False
    garble: float = 0.0
    delay: float = 0.0
    slow: float = 0.0
    split: int = 0
    glue: bool = False
    echo: bool = False
    flood: float = 0.0
    hang_up: bool | int = False
    half_open: bool = False
    refuse_connect: bool = False
    reboot: int = 0
    off_by_one: bool = False
    drop: float = 0.0
    duplicate: float = 0.0
    wrong_checksum: float = 0.0

    @property
    def mute(self) -> bool:
        """Whether nothing that arrives has any effect or answer."""
        return self.silent or self.half_open


HEALTHY = Impairments()


def touches(which: Some, key: str, index: tuple[int | str, ...] = ()) -> bool:
    """Whether an impairment given as true or as a list of points covers this one."""
    if isinstance(which, bool):
        return which
    return key in which or "/".join(map(str, (key, *index))) in which


class NotAnImpairment(ValueError):
    """What was asked for is not an impairment; `problems` has one sentence for each mistake."""

    def __init__(self, problems: list[str]) -> None:
        """Keep every problem, for one answer that names them all."""
        super().__init__("; ".join(problems))
        self.problems = problems


def parse(given: Mapping[str, Any]) -> Impairments:
    """Read `{"silent": true, "delay": "200ms"}`; NotAnImpairment names everything that is wrong with it."""
    read: dict[str, Any] = {}
    problems = []
    for name, value in given.items():
        try:
            read[name] = KINDS[name].read(value)
        except KeyError:
            problems.append(f"{name}: no such impairment; known are {', '.join(sorted(KINDS))}")
        except ValueError as mistake:
            problems.append(f"{name}: {mistake}")
    if problems:
        raise NotAnImpairment(problems)
    return Impairments(**read)


def _yes(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("say true or false")
    return value


def _some(value: Any) -> Some:
    if isinstance(value, bool):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return frozenset(value)
    raise ValueError('say true, or a list of points such as ["power", "outlet/4"]')


def _chance(value: Any) -> float:
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, int | float) and 0 <= value <= 1:
        return float(value)
    raise ValueError("say a probability between 0 and 1")


def _rate(value: Any) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1_000_000:
        return float(value)
    raise ValueError("say how many a second")


def _count(value: Any) -> int:
    if isinstance(value, int) and 0 <= value <= 1_000_000:
        return int(value)
    raise ValueError("say true, or a whole number")


def _yes_or_count(value: Any) -> bool | int:
    return value if isinstance(value, bool) else _count(value)


def duration(value: Any) -> float:
    """Seconds of `200ms`, `1.5s`, `2m`, `1h`, or a bare number of them; ValueError says how to write it."""
    if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
        return float(value)
    units = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
    found = re.fullmatch(r"(\d{1,9}(?:\.\d{1,6})?)(ms|s|m|h)", str(value))
    if isinstance(value, bool) or not found:
        raise ValueError("say a time such as 200ms, 8s or 2m")
    return float(found[1]) * units[found[2]]


class Kind(NamedTuple):
    """One impairment: how its value is read, and what it does, in both languages."""

    read: Callable[[Any], Any]
    en: str
    zh: str


KINDS: Mapping[str, Kind] = {
    "silent": Kind(_yes, "takes every byte, does and says nothing", "收到一切,但不动作也不应答"),
    "deaf": Kind(_some, "says yes and does nothing", "答应了却不执行"),
    "busy": Kind(_some, "answers that it is busy", "总是回答“忙”"),
    "garble": Kind(_chance, "damages answers, with this probability", "按此概率损坏应答"),
    "delay": Kind(duration, "answers this much later", "应答延迟"),
    "slow": Kind(_rate, "says this many bytes a second", "每秒只发送这么多字节"),
    "split": Kind(_count, "sends answers in pieces of so many bytes", "把应答拆成小块发送"),
    "glue": Kind(_yes, "sends several answers in one piece", "把几条应答粘在一起发送"),
    "echo": Kind(_yes, "repeats what it hears", "原样回显收到的内容"),
    "flood": Kind(_rate, "says so many unasked lines a second", "每秒主动发送大量消息"),
    "hang_up": Kind(_yes_or_count, "hangs up after each answer, or after n bytes", "每次应答或 n 字节后断开"),
    "half_open": Kind(_yes, "keeps the connection and reads nothing", "连接还在,但什么都不读"),
    "refuse_connect": Kind(_yes, "accepts no connection", "拒绝连接"),
    "reboot": Kind(_count, "restarts once, after so many orders", "执行若干命令后自行重启一次"),
    "off_by_one": Kind(_yes, "answers the question before", "回答的是上一个问题"),
    "drop": Kind(_chance, "loses messages both ways, with this probability", "按此概率丢失往来消息"),
    "duplicate": Kind(_chance, "says things twice, with this probability", "按此概率重复发送"),
    "wrong_checksum": Kind(_chance, "damages the end of answers", "破坏应答末尾的校验"),
}
