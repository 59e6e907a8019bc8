"""What is to be recorded: a driver fitted to the device, and where it is; from words, or a hall's file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from controller.hall.address_words import in_chinese
from controller.hall.fitting import CARRIED
from controller.hall.venue import load
from drivers import catalog
from drivers.rigfile.near import nearest
from drivers.rigfile.places import AXES
from drivers.rigfile.problems import RigFileError
from drivers.rigfile.scalars import scalar
from drivers.transport.address import Address, parse
from drivers.wire.driver import Driver
from drivers.wire.options import OptionError
from drivers.wire.talk import Query
from web.commands.drivers import unknown

SPOKEN = {"en": "{driver} is spoken over {spoken} only", "zh-CN": "{driver} 只能用 {spoken}"}
PAIR = {"en": "--option NAME=VALUE, not {text}", "zh-CN": "--option 应写成 名称=值，而不是 {text}"}
NONE = {"en": "there is no device {name} in {file}{hint}", "zh-CN": "{file} 里没有设备 {name}{hint}"}
HINT = {"en": "; did you mean {guess}?", "zh-CN": "；是否应为 {guess}？"}
MUTE = {
    "en": "{driver} asks nothing; a device that only takes orders cannot be recorded",
    "zh-CN": "{driver} 没有可询问的内容；只接收指令的设备无法记录",
}


class Wrong(Exception):
    """What was asked for cannot be done; the sentence is in the language of the shell."""


@dataclass(frozen=True)
class Wanted:
    """One device. `name` is its driver's in the catalogue."""

    name: str
    driver: Driver
    address: Address
    credentials: Mapping[str, str]
    options: Mapping[str, Any]


def from_words(
    name: str, address: str, options: Iterable[str], credentials: Mapping[str, str], lang: str
) -> Wanted:
    """A driver by its name, an address, and `name=value` for each option."""
    given = dict(_pair(text, lang) for text in options)
    sizes = {AXES[key]: n for key, n in given.items() if key in AXES and type(n) is int}
    own = {key: value for key, value in given.items() if AXES.get(key) not in sizes}
    return _wanted(name, address, own, sizes, credentials, lang)


def from_file(file: str, device: str, lang: str) -> Wanted:
    """A device of a hall's file, with the options and secrets it has there."""
    try:
        devices = load(file).devices
    except RigFileError as error:
        side = "en" if lang == "en" else "zh"
        raise Wrong("\n".join(problem.line(side) for problem in error.problems)) from None
    if device not in devices:
        guess = nearest(device, devices)
        hint = HINT[lang].format(guess=guess) if guess else ""
        raise Wrong(NONE[lang].format(name=device, file=file, hint=hint))
    entry = devices[device]
    return _wanted(entry.driver, entry.address, entry.driver_options, entry.sizes, entry.credentials, lang)


def _wanted(
    name: str,
    address: str,
    options: Mapping[str, Any],
    sizes: Mapping[str, int],
    credentials: Mapping[str, str],
    lang: str,
) -> Wanted:
    if name not in catalog.names():
        raise Wrong(unknown(name, lang))
    try:
        driver = catalog.get(name).fitted(options, sizes)
        where = parse(address, driver.port)
    except OptionError as error:
        raise Wrong("\n".join(one.en if lang == "en" else one.zh for one in error)) from None
    except ValueError as error:
        raise Wrong(str(error) if lang == "en" else in_chinese(str(error))) from None
    if not CARRIED.get(where.scheme, {where.scheme}) & set(driver.transports):
        spoken = ", ".join(f"{one}://" for one in driver.transports)
        raise Wrong(SPOKEN[lang].format(driver=name, spoken=spoken))
    if not any(isinstance(row, Query) for row in driver.talk):
        raise Wrong(MUTE[lang].format(driver=name))
    return Wanted(name, driver, where, credentials, options)


def _pair(text: str, lang: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise Wrong(PAIR[lang].format(text=text))
    return name, scalar(value)
