"""What other people's controllers ask of an LW3 tree: its nodes, all properties of one, help for each.

Source: Lightware MMX4x2 user manual, "LW3 protocol", commands GET, MAN and OPEN.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from drivers.points import Value
from drivers.switchers.lightware_words import ARRIVING, DESTINATION, LEAVING, NAMED, SOURCE
from drivers.wire.looking import many
from drivers.wire.serving import Serves
from drivers.wire.spelling_more import Wide
from drivers.wire.talk import Look

ENDS = ("Destination", "Source")
METHODS = (
    "switch",
    "switchAll",
    *(f"{un}{verb}{end}" for verb in ("mute", "lock") for end in ENDS for un in ("", "un")),
)
Properties = Mapping[str, tuple[str, str]]
"""Path -> whether it is read only (pr) or not (pw), and its text."""


@dataclass(frozen=True)
class Tree:
    """One family's tree: where crosspoint, labels and presets are, what a port's status begins with."""

    crosspoint: str
    label: str
    status: str = "00"
    numbered: bool = False
    presets: str = ""

    def serves(self) -> Serves:
        """As a row's question; it comes last, for what nothing else has understood."""
        return Serves(
            lambda frame: frame.partition(" ")[0] in ("GET", "MAN", "OPEN", "SET") and "/" in frame,
            self.answer,
        )

    def answer(self, frame: str, look: Look) -> str | None:
        """The lines of the reply."""
        verb, _, path = frame.partition(" ")
        if verb == "SET":
            return self._not_set(path.partition("=")[0].strip(), self._properties(look))
        answers = {"GET": self._got, "MAN": self._helped, "OPEN": self._opened}
        if verb not in answers:
            return None
        lines = answers[verb](path.strip(), self._properties(look))
        kind = "p" if "." in path else "n"
        return "\n".join(lines) or f"{kind}E {path} %E002: Not found"

    def _not_set(self, path: str, found: Properties) -> str:
        """Why a property could not be set."""
        kind, _ = found.get(path, ("", ""))
        why = {"pr": "006: Illegal operation", "pw": "004: Invalid value"}.get(kind, "002: Not found")
        return f"pE {path} %E{why}"

    def _got(self, path: str, found: Properties) -> list[str]:
        if "." not in path:
            return [f"n- {child}" for child in self._children(path, found)]
        told = [f"{kind} {name}={text}" for name, (kind, text) in found.items() if _like(name, path)]
        return told + [f"m- {name}" for name in self._methods() if _like(name.replace(":", "."), path)]

    def _helped(self, path: str, found: Properties) -> list[str]:
        if "." not in path:
            return [f"nm {path} A node of the tree"] if self._children(path, found) else []
        told = [f"pm {name} {_about(kind)}" for name, (kind, _) in found.items() if _like(name, path)]
        return told + [
            f"mm {name} A method" for name in self._methods() if _like(name.replace(":", "."), path)
        ]

    def _opened(self, path: str, found: Properties) -> list[str]:
        there = any(_node(name) == path or name.startswith(f"{path.rstrip('/')}/") for name in found)
        return [f"o- {path}"] if there else []

    def _children(self, path: str, found: Properties) -> list[str]:
        """The nodes right under one, in the order of the tree; of one without any, itself."""
        base = path.rstrip("/") + "/"
        nodes = [_node(name) for name in (*found, *(each.replace(":", ".") for each in self._methods()))]
        under = [base + node[len(base) :].partition("/")[0] for node in nodes if node.startswith(base)]
        children = list(dict.fromkeys(node for node in under if node != base))
        return children or ([path] if path in nodes else [])

    def _methods(self) -> list[str]:
        named = [f"{self.crosspoint}:{method}" for method in METHODS]
        return [*named, *([f"{self.presets}:load"] if self.presets else []), "/SYS:softReset"]

    def _properties(self, look: Look) -> Properties:
        xp, inputs, outputs = self.crosspoint, many(look, "input_mute"), many(look, "video_tie")
        ties = [look("video_tie", (at,)) for at in range(1, outputs + 1)]
        found = {
            "/.ProductName": ("pr", str(look("model", ()))),
            "/.SerialNumber": ("pr", str(look("serial", ()))),
            "/.FirmwareVersion": ("pr", str(look("firmware", ()))),
            f"{xp}.SourcePortCount": ("pr", str(inputs)),
            f"{xp}.DestinationPortCount": ("pr", str(outputs)),
            f"{xp}.DestinationConnectionList": ("pr", ";".join(f"I{tie}" if tie else "0" for tie in ties)),
            f"{xp}.SourcePortStatus": ("pr", self._states(look, inputs, SOURCE, ARRIVING)),
            f"{xp}.DestinationPortStatus": ("pr", self._states(look, outputs, DESTINATION, LEAVING)),
        }
        for letter, key, count in (("I", "label_in", inputs), ("O", "label_out", outputs)):
            for at in range(1, count + 1):
                number = f"{at};" if self.numbered else ""
                path = self.label.format(f"{letter}{at}")
                found[path] = ("pw", number + NAMED.write(look(key, (at,))))
        for at in range(1, many(look, "preset_name") + 1 if self.presets else 1):
            found[f"{self.presets}/{at}.Name"] = ("pw", NAMED.write(look("preset_name", (at,))))
        return found

    def _states(self, look: Look, count: int, letter: Wide, bits: Wide) -> str:
        def said(spelling: Wide, at: int) -> str:
            values: dict[str, Value] = {name: look(name, (at,)) for name in spelling.fields}
            return spelling.write_all(values)[0]

        return ";".join(said(letter, at) + self.status + said(bits, at) for at in range(1, count + 1))


def _node(path: str) -> str:
    """Where a property is."""
    return path.rpartition(".")[0]


def _like(name: str, asked: str) -> bool:
    """Whether a property is meant by a path that may have stars for a node's name, or for its own."""
    (node, _, own), (wanted, _, kind) = name.rpartition("."), asked.rpartition(".")
    return node.count("/") == wanted.count("/") and fnmatchcase(node, wanted) and kind in (own, "*")


def _about(kind: str) -> str:
    return "A property that is read and written" if kind == "pw" else "A property that is read"
