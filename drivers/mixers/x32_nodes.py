"""The text commands of an X32: `/node` asks for a whole node, and is answered by a line of its values.

Source: X32 OSC remote protocol, "node"; answers of the console's firmware. `/node ,s "ch/01/mix"` is answered
by a message whose address has no slash.
"""

import re
from collections.abc import Mapping
from typing import Any

from drivers.points import Value
from drivers.wire.serving import Serves
from drivers.wire.talk import Look

ASKED = re.compile(r'/node ,s "/?([^"\\]{1,64})"')
STRIP = re.compile(r"((?:ch|auxin|fxrtn|bus|mtx)/\d\d|main/st|main/m)/(mix|config|grp)(?:/(\d\d))?")
GROUP = re.compile(r"dca/([1-8])(/config)?")
HEADAMP = re.compile(r"headamp/(\d{3})")
BOTTOM = -90.0


def on(muted: Value) -> str:
    """A strip's switch."""
    return "OFF" if muted else "ON"


def db(level: Value) -> str:
    """A fader, as the console writes it."""
    return (
        "-oo" if not isinstance(level, int | float) or level <= BOTTOM else f"{level:+.1f}".replace("+", "")
    )


def name(text: Value) -> str:
    """A name in quotes, inside a line that is itself in quotes."""
    return f'"{text}"'


def bits(mask: Value, width: int) -> str:
    """A mask, the highest group first."""
    return f"%{int(mask or 0):0{width}b}"


class Nodes:
    """The nodes of a console whose strips are called as in `strips` (ch/01 is 1)."""

    def __init__(self, strips: Mapping[str, Any]) -> None:
        """Keep them."""
        self._strips = strips

    def serves(self) -> Serves:
        """As a row's question."""
        return Serves(lambda frame: ASKED.fullmatch(frame) is not None, self.answer)

    def answer(self, frame: str, look: Look) -> str | None:
        """The line of a node, or None: what it does not have is silence."""
        asked = ASKED.fullmatch(frame)
        path = asked[1] if asked else ""
        try:
            values = self._values(path, look)
        except (KeyError, ValueError):
            return None
        line = f"/{path} {values}\n".replace("\\", "\\\\").replace('"', '\\"')
        return None if values is None else f'node ,s "{line}"'

    def _values(self, path: str, look: Look) -> str | None:
        if found := STRIP.fullmatch(path):
            return self._strip(self._strips[found[1]], found[1], found[2], found[3], look)
        if found := GROUP.fullmatch(path):
            return self._group(int(found[1]), bool(found[2]), look)
        if found := HEADAMP.fullmatch(path):
            at = (int(found[1]) + 1,)
            return f"{look('trim', at):+.1f} {'ON' if look('phantom', at) else 'OFF'}".replace("+", "")
        if path == "config/mute":
            return " ".join("ON" if look("mute_group", (n,)) else "OFF" for n in range(1, 7))
        return str(look("console_scene", ())) if path == "-show/prepos/current" else None

    def _strip(self, strip: Any, path: str, part: str, send: str | None, look: Look) -> str | None:
        if part == "config":
            return f"{name(look('label', (strip,)))} 0 OFF" + (" 0" if path.startswith("ch") else "")
        if part == "grp":
            return f"{bits(look('dca_mask', (strip,)), 8)} {bits(look('mute_mask', (strip,)), 6)}"
        if send:
            level = look("send", (strip, int(send)))
            return f"{'OFF' if db(level) == '-oo' else 'ON'} {db(level)} -100 IN/LC 0"
        pan = f"{look('pan', (strip,)):+.0f}"
        begin = f"{on(look('mute', (strip,)))} {db(look('fader', (strip,)))}"
        return f"{begin} {pan}" if path.startswith("main") else f"{begin} OFF {pan} OFF -oo"

    def _group(self, number: int, config: bool, look: Look) -> str:
        if config:
            return f"{name(look('dca_name', (number,)))} 0 OFF"
        return f"{on(look('dca_mute', (number,)))} {db(look('dca_fader', (number,)))}"
