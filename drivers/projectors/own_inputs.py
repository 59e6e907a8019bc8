"""The inputs of one hall's projector, where the codes differ from model to model.

In the hall's file: `options: {inputs: {hdmi 1: "30", camera: "A0"}}`, a name for people and the maker's
code. The names given are then all the inputs there are; any other code is heard as "other".
"""

import re
from dataclasses import replace

from drivers.wire.driver import Driver
from drivers.wire.options import OptionError, Options, only
from drivers.wire.spelling import Spelling, Words

OTHER = "other"
"""What an input is called whose code is not in the table."""


def codes(driver: Driver, options: Options, code: str, sample: str) -> Driver:
    """`driver` with the inputs of `options`; `code` is the pattern of a code, `sample` shows one."""
    only(driver.name, options, ("inputs",))
    table = named(options, code, sample)
    return replace(driver, spelling={**driver.spelling, **spelled(table)}) if table else driver


def named(options: Options, code: str, sample: str) -> dict[str, str]:
    """The maker's codes and the hall's names, as `options` has them; nothing where it has none."""
    if "inputs" not in options:
        return {}
    given = options["inputs"]
    if not isinstance(given, dict) or not given:
        en = f'inputs is a list of names with their codes: {{hdmi 1: "{sample}"}}'
        raise OptionError(("inputs",), en, f'inputs 是名称与代码的对照：{{hdmi 1: "{sample}"}}')
    table = dict(_entry(str(name), str(one), code, sample) for name, one in given.items())
    if len(table) < len(given):
        raise OptionError(("inputs",), "two inputs have the same code", "两个输入的代码相同")
    return table


def spelled(table: dict[str, str]) -> dict[str, Spelling]:
    """How an input is heard, whatever its code, and how it is ordered."""
    return {"input": Words(table, other=OTHER), "input:order": Words(table)}


def _entry(name: str, given: str, code: str, sample: str) -> tuple[str, str]:
    if not re.fullmatch(code, given):
        en, zh = f"{given} is no input code; one is {sample}", f"{given} 不是输入代码；例如 {sample}"
        raise OptionError(("inputs", name), en, zh)
    if not name.strip() or not name.isprintable() or name == OTHER:
        raise OptionError(("inputs", name), "an input needs a name of its own", "输入需要自己的名称")
    return given, name
