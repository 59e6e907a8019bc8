"""House lights by sACN (ANSI E1.31) or Art-Net 4: dimmers and nodes on a universe, addressed by channel.

Source: ANSI E1.31 (packets, priority, termination); Art-Net 4 (ArtDmx, ArtPoll). The transport keeps the
stream alive; the lines below are what it is told. Nothing can be read back: a level is what we sent last.
Nothing is sent before the first order, and then every channel that was not ordered is at 0: a desk that
shares the universe has to have the higher priority, or the lights a universe of their own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from drivers import vocabulary as std
from drivers.lighting.lights import BLACKOUT, LEVEL
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings import Ends
from drivers.wire.options import OptionError, Options, only
from drivers.wire.remark import Remark
from drivers.wire.spelling import ONE_ZERO, Real, Text, Whole, Words
from drivers.wire.talk import Action, Command, Notice, Session

CHANNELS = 512
BYTE = Real(0, scale=100 / 255, low=0, high=100)


def fit(driver: Driver, options: Options) -> Driver:
    """`lights`: how many channels there are, or names and the channels of each: {house: "1-4,9"}."""
    only(driver.name, options, ("lights",))
    lights = options.get("lights")
    if lights is None:
        return driver
    if type(lights) is int and 1 <= lights <= CHANNELS:
        return driver.sized(light=lights)
    if not isinstance(lights, Mapping) or not lights:
        raise _wrong(
            (), "lights is a list of names with their channels", "lights 应写成灯光名称与其通道的列表"
        )
    words = {",".join(map(str, _channels(str(name), spec))): str(name) for name, spec in lights.items()}
    if len(words) < len(lights):
        raise _wrong((), "two lights have the same channels", "有两路灯光的通道相同")
    return replace(
        driver,
        axes={"light": tuple(words.values())},
        spelling={**driver.spelling, "light": Words(words)},
    )


def _channels(name: str, spec: Any) -> list[int]:
    """The channels of one light. OptionError names it where they are none."""
    try:
        found = list(_spread(spec))
    except ValueError:
        found = []
    if not found or not all(1 <= channel <= CHANNELS for channel in found) or "/" in name:
        en = f'{name}: channels are numbers from 1 to {CHANNELS}, such as 12 or "1-4,9"'
        raise _wrong((name,), en, f'{name}：通道是 1 到 {CHANNELS} 的数字，例如 12 或 "1-4,9"')
    return list(dict.fromkeys(found))


def _spread(spec: Any) -> Iterator[int]:
    parts = spec if isinstance(spec, list) else str(spec).split(",")
    for part in parts:
        first, _, last = str(part).strip().partition("-")
        yield from range(int(first), int(last or first) + 1)


def _wrong(path: tuple[str, ...], en: str, zh: str) -> OptionError:
    return OptionError(("lights", *path), en, zh)


SACN = Driver(
    name="sacn",
    title="House lights, sACN (E1.31)",
    source="ANSI E1.31-2018",
    port=5568,
    transports=("sacn",),
    framing=Framing.both(Ends("\n")),
    silent=True,
    assumed=True,
    standing="read",
    axes={"light": tuple(range(1, 9))},
    points=(LEVEL.over("light"), BLACKOUT),
    spelling={"light": Whole(low=1, high=CHANNELS), "level": BYTE, "blackout": ONE_ZERO},
    talk=(
        Session("hold", "holding", every=10, alters=True),
        Command("at {light} = {level}", None),
        Command("blackout = {blackout}", None),
        Action(
            "fade", "at {light} = {to} in {seconds}", None, stales=("level",), risk="a",
            args={"to": BYTE, "seconds": Real(1, low=0, high=600)},
        ),
    ),
    fit=fit,
    about={
        "address": Remark(
            "sacn://multicast?universe=1 发往该域的组播地址，也可写节点自己的地址",
            "sacn://multicast?universe=1 for the group of the universe, or a node's own address",
        ),
        "level": Remark(
            "给灯具命名、合并多个通道：options: {lights: {house: 1-4, lectern: 12}}",
            "lights with names and several channels: options: {lights: {house: 1-4, lectern: 12}}",
        ),
    },
)  # fmt: skip
ARTNET = replace(
    SACN,
    name="artnet",
    title="House lights, Art-Net",
    source="Art-Net 4",
    port=6454,
    transports=("artnet",),
    points=(*SACN.points, std.NAME, std.MODEL),
    spelling={**SACN.spelling, "name": Text(quote='"'), "model": Text(quote='"')},
    talk=(*SACN.talk, Notice("node {name} {model}")),
    about={
        **SACN.about,
        "address": Remark(
            "artnet://10.1.4.60?universe=0；加 &local_port=6454 可收到向该端口应答的节点",
            "artnet://10.1.4.60?universe=0; &local_port=6454 hears nodes that answer to that port",
        ),
    },
)
