"""Which controls of a Q-SYS design a hall uses: `options:` of the device, checked, as the points they are.

options:
  channels:
    podium: {gain: PodiumGain, mute: PodiumMute, meter: PodiumLevel}
    hall:   {component: Hall Fader, gain: gain, mute: mute}
  switches:  {doors: DoorsOpen}
  values:    {lights: {component: Lights, control: level}}
  texts:     {message: MessageText}
  triggers:  {gong: GongPlay}
  snapshots: {Scenes: 8}
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from drivers.mixers.own_controls import entries, mistake, placed, spot
from drivers.wire.options import OptionError, Options, only

PARTS = {"gain": "fader", "mute": "mute", "meter": "meter"}
KINDS = {"switches": "switch", "values": "value", "texts": "text", "triggers": "trigger"}
KNOWN = ("channels", *KINDS, "snapshots")
EXAMPLE: Options = {
    "channels": {
        "podium": {"gain": "PodiumGain", "mute": "PodiumMute", "meter": "PodiumMeter"},
        "hall": {"component": "HallFader", "gain": "gain", "mute": "mute"},
    },
    "switches": {"combine": "RoomCombine"},
    "values": {"delay": "HallDelay"},
    "texts": {"message": "MessageText"},
    "triggers": {"gong": "GongPlay"},
    "snapshots": {"Scenes": 8},
}
"""What the driver has where a hall says nothing: something to try and to test it with."""


@dataclass(frozen=True)
class Control:
    """One control: the point it is (`fader[podium]`), its name in the design, its component or none."""

    point: str
    name: str
    component: str = ""

    @property
    def key(self) -> str:
        """The point without its place."""
        return placed(self.point).key

    @property
    def place(self) -> int | str:
        """Its place."""
        return placed(self.point).index[0]


def controls(driver: str, options: Options) -> tuple[Control, ...]:
    """Every control that the options name. OptionError names all that is wrong."""
    only(driver, options, KNOWN)
    found: list[Control] = []
    wrong: list[OptionError] = []
    for at, place, said in entries(options, ("channels", *KINDS), wrong):
        try:
            found += _channel(place, said) if at == "channels" else [_single(KINDS[at], place, said)]
        except ValueError as trouble:
            wrong.append(mistake((at, place), trouble))
    if wrong:
        raise OptionError.of(wrong)
    return tuple(found)


def snapshots(options: Options) -> Mapping[str, int]:
    """Banks of snapshots and how many each has. OptionError where it is no such list."""
    banks = options.get("snapshots", {})
    fine = isinstance(banks, dict) and all(
        isinstance(name, str) and type(count) is int and 0 < count < 1000 for name, count in banks.items()
    )
    if not fine:
        en, zh = "snapshots says how many each bank has: {Scenes: 8}", "snapshots 写每组有几个：{Scenes: 8}"
        raise OptionError(("snapshots",), en, zh)
    return dict(banks)


def _channel(place: str, said: Any) -> list[Control]:
    if not isinstance(said, dict) or not said.keys() <= {*PARTS, "component"}:
        raise ValueError(
            "a channel has gain, mute, meter and component: {gain: HallGain}|"
            "通道可写 gain、mute、meter 和 component：{gain: HallGain}"
        )
    component = _name(said.get("component", ""), empty=True)
    return [Control(spot(PARTS[key], place), _name(said[key]), component) for key in PARTS if key in said]


def _single(key: str, place: str, said: Any) -> Control:
    if isinstance(said, dict):
        if not {"control"} <= said.keys() <= {"control", "component"}:
            raise ValueError("a control has a control and a component|控件要写 control，可写 component")
        return Control(spot(key, place), _name(said["control"]), _name(said.get("component", ""), empty=True))
    return Control(spot(key, place), _name(said))


def _name(said: Any, empty: bool = False) -> str:
    if not isinstance(said, str) or (not said and not empty) or not said.isprintable():
        raise ValueError("a control is called as in the design|控件名要与设计文件一致")
    return said
