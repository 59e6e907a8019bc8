"""The facts of a driver in short words of one language, for a shell and for pages alike."""

from collections.abc import Iterator, Sequence
from typing import Any
from unicodedata import east_asian_width

SAID = {
    "bench": (
        "proved by our own tests and the maker's documents only",
        "仅经我们自己的测试与厂家资料验证",
    ),
    "read": (
        "proved with recordings of real devices, or with programs of others",
        "已用真实设备的记录或第三方程序验证",
    ),
    "met": ("has talked with a real device", "已与真实设备通信过"),
    "show": ("used in a show", "已在演出中使用"),
    "assumed": ("cannot tell its state: what was sent is assumed", "设备无法报告状态：以发出的指令为准"),
    "every": ("every {every:g} s", "每 {every:g} 秒"),
    "once": ("once a connection", "每次连接一次"),
    "unasked": ("unasked", "主动上报"),
    "never": ("never", "不可读"),
    "text": ("text", "文本"),
    "whole": ("whole number", "整数"),
    "real": ("number", "数"),
    "bool": ("true, false", "true、false"),
    "word": ("a word of the device", "设备用词"),
    "nobody": ("—", "—"),
    "port": ("port", "端口"),
    "source": ("source", "依据"),
    "remark": ("remark", "说明"),
    "transcripts": ("transcripts", "抄本"),
    "points": ("Points", "点"),
    "actions": ("Actions", "动作"),
    "standing": ("standing", "验证程度"),
    "address": ("address", "地址"),
    "timing": ("timing", "时序"),
    "patience": ("answers within {patience:g} s", "{patience:g} 秒内应答"),
    "gap": ("at least {gap:g} s between frames", "两帧间隔至少 {gap:g} 秒"),
    "idle": ("hangs up after {idle:g} s of silence", "静默 {idle:g} 秒后断开"),
    "risk_a": ("harmless", "无风险"),
    "risk_b": ("felt by the audience", "观众会察觉"),
    "risk_c": ("not easily undone", "不易恢复"),
    "fits": (
        "takes `options:` of its own in the hall's file",
        "可在礼堂配置文件的 options: 里另作设定",
    ),
}
MOST = 14
"""So many words are listed of a long list."""
ENDLESS = 1e9
"""A bound that is there to catch nonsense only."""


def say(id: str, lang: str, **params: object) -> str:
    """A word or a short sentence in `en` or `zh`."""
    return SAID[id][lang.startswith("zh")].format(**params)


def padded(text: str, columns: int) -> str:
    """The text and blanks up to so many columns of a terminal, where a Chinese character takes two."""
    taken = sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
    return text + " " * (columns - taken)


def spans(values: Sequence[Any]) -> str:
    """Values as people write them: whole numbers in a row as 1-8, the rest one by one, long lists cut."""
    parts = list(_parts(list(values)))
    cut = parts[:MOST] + (["…"] if len(parts) > MOST else [])
    return ", ".join(cut)


def _parts(values: list[Any]) -> Iterator[str]:
    while values:
        run = next((n for n in range(1, len(values)) if not _follows(values[n - 1], values[n])), len(values))
        run = run if run > 2 else 1
        first, last = spelled(values[0]), spelled(values[run - 1])
        yield first if run == 1 else f"{first}-{last}"
        del values[:run]


def _follows(one: Any, other: Any) -> bool:
    return type(one) is int and type(other) is int and other == one + 1


def spelled(value: Any) -> str:
    """A value as a hall's file has it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def kind(point: dict[str, Any], lang: str) -> str:
    """The values a point may have, with the unit."""
    if point["values"] is not None and point["type"] != "bool":
        return spans(point["values"])
    text = say(point["type"], lang)
    if point["range"] is not None:
        low, high = point["range"]
        text = f"{low:g} … {high:.10g}" if high < ENDLESS else f"≥ {low:g}"
    return f"{text} {point['unit']}" if point["unit"] else text


def reading(point: dict[str, Any], lang: str) -> str:
    """How the point is kept fresh: asked how often, or told."""
    asked = {None: [], 0: ["once"]}.get(point["every"], ["every"])
    words = asked + (["unasked"] if point["unasked"] else [])
    return ", ".join(say(word, lang, every=point["every"]) for word in words or ["never"])


def argument(one: dict[str, Any]) -> str:
    """One argument of an action, with what it may be."""
    if one["values"] is not None:
        return f"{one['name']}: {spans(one['values'])}"
    return f"{one['name']}: {one['range'][0]}-{one['range'][1]}" if one["range"] else str(one["name"])


FORMS = {
    "serial": "serial:///dev/ttyUSB0?baud=9600",
    "visa": "visa://TCPIP::10.1.4.20::5025::SOCKET",
    "sacn": "sacn://multicast?universe=1",
    "artnet": "artnet://10.1.4.20?universe=0",
}


def addresses(said: dict[str, Any]) -> list[str]:
    """An address for each way it is reached, as a hall's file has it."""
    network = ":PORT" if said["port"] is None else f":{said['port']}"
    return [FORMS.get(how, f"{how}://10.1.4.20{network}") for how in said["transports"]]


def timing(said: dict[str, Any], lang: str) -> str:
    """What the driver keeps to."""
    told = said["timing"]
    return ", ".join(say(name, lang, **{name: told[name]}) for name in told if told[name])
