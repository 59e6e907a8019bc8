"""What other people's controllers ask a Q-SYS Core: any list of controls, any component.

Source: QSC QRC commands and error codes.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from drivers.errors import Refused
from drivers.mixers.qrc_options import Control
from drivers.mixers.qrc_words import shown
from drivers.points import Value
from drivers.wire.serving import Serves
from drivers.wire.talk import Look

PARSE, INVALID, NO_METHOD, BAD_PARAMS = -32700, -32600, -32601, -32602
EXHAUSTED, UNKNOWN_GROUP, UNKNOWN_COMPONENT, UNKNOWN_CONTROL = 5, 6, 7, 8
MESSAGES = {
    PARSE: "Parse error", INVALID: "Invalid request", NO_METHOD: "Method not found",
    BAD_PARAMS: "Invalid params", UNKNOWN_COMPONENT: "Unknown component", UNKNOWN_CONTROL: "Unknown control",
    EXHAUSTED: "Change groups exhausted", UNKNOWN_GROUP: "Unknown change group",
}  # fmt: skip
OURS = ("Control.Set", "Component.Set", "StatusGet", "Snapshot.Load", "Snapshot.Save")
"""Methods that lines of the table answer; a call that none of them understood has wrong parameters."""
SIMPLY = ("NoOp", "Logon")


class Wrong(Exception):
    """A call that is answered by an error."""

    def __init__(self, code: int) -> None:
        """Keep its number."""
        super().__init__(code)
        self.code = code


def error(wrong: Wrong) -> str:
    """The reply to a wrong call."""
    return json.dumps({"error": {"code": wrong.code, "message": MESSAGES[wrong.code]}})


class Desk:
    """The controls of one design, as anybody may ask for them."""

    def __init__(self, controls: tuple[Control, ...]) -> None:
        """By component and name."""
        self._known = {(each.component, each.name): each for each in controls}
        self._components = sorted({each.component for each in controls if each.component})

    def serves(self) -> Serves:
        """As a row's question; it comes last, for what nothing else has understood."""
        return Serves(lambda frame: True, self.answer)

    def answer(self, frame: str, look: Look) -> str | None:
        """The reply to any message."""
        try:
            return json.dumps({"result": self._result(frame, look)}, ensure_ascii=False)
        except Wrong as wrong:
            return error(wrong)
        except Refused:
            return None

    def _result(self, frame: str, look: Look) -> Any:
        try:
            message = json.loads(frame)
        except (ValueError, RecursionError):
            raise Wrong(PARSE) from None
        method = message.get("method") if isinstance(message, dict) else None
        if not isinstance(method, str):
            raise Wrong(INVALID)
        if method in SIMPLY:
            return True
        answers: Mapping[str, Callable[[Any, Look], Any]] = {
            "Control.Get": self._get, "Component.Get": self._component, "Component.GetControls": self._all_of,
            "Component.GetComponents": self._list,
        }  # fmt: skip
        if method.startswith(("Mixer.", "LoopPlayer.")):
            raise Wrong(UNKNOWN_COMPONENT)  # such components are none of a hall's controls
        if method not in answers:
            raise Wrong(self._why_not(method, message.get("params")))
        return answers[method](message.get("params"), look)

    def _why_not(self, method: str, params: Any) -> int:
        """What is wrong with a call that no line of the table understood."""
        name = params.get("Name") if isinstance(params, dict) else None
        if method == "Control.Set" and isinstance(name, str) and ("", name) not in self._known:
            return UNKNOWN_CONTROL
        if method == "Component.Set" and isinstance(name, str) and name not in self._components:
            return UNKNOWN_COMPONENT
        return BAD_PARAMS if method in OURS else NO_METHOD

    def _get(self, params: Any, look: Look) -> list[dict[str, Value]]:
        if not isinstance(params, list):
            raise Wrong(BAD_PARAMS)
        return [self._told("", name, look) for name in params]

    def _component(self, params: Any, look: Look) -> dict[str, Any]:
        name, wanted = self.component(params), params.get("Controls")
        if not isinstance(wanted, list) or not all(isinstance(each, dict) for each in wanted):
            raise Wrong(BAD_PARAMS)
        return {"Name": name, "Controls": [self._told(name, each.get("Name"), look) for each in wanted]}

    def _all_of(self, params: Any, look: Look) -> dict[str, Any]:
        name = self.component(params)
        own = [control for component, control in self._known if component == name]
        return {"Name": name, "Controls": [self._told(name, control, look) for control in own]}

    def _list(self, params: Any, look: Look) -> list[dict[str, Any]]:
        return [{"Name": name, "Type": "gain", "Properties": []} for name in self._components]

    def known(self, component: str, names: list[Any]) -> list[tuple[str, str]]:
        """Controls by component and name; Wrong where the design lacks one."""
        if not all(isinstance(name, str) and (component, name) in self._known for name in names):
            raise Wrong(UNKNOWN_CONTROL)
        return [(component, name) for name in names]

    def change(self, control: tuple[str, str], look: Look) -> dict[str, Value]:
        """How a change group tells this control."""
        component, name = control
        return {**({"Component": component} if component else {}), **self._told(component, name, look)}

    def component(self, params: Any) -> str:
        """The component that is named; Wrong where the design lacks it."""
        name = params.get("Name") if isinstance(params, dict) else None
        if name not in self._components:
            raise Wrong(UNKNOWN_COMPONENT)
        return str(name)

    def _told(self, component: str, name: Any, look: Look) -> dict[str, Value]:
        control = self._known.get((component, name)) if isinstance(name, str) else None
        if control is None:
            raise Wrong(UNKNOWN_CONTROL)
        value = 0 if control.key == "trigger" else look(control.key, (control.place,))
        said = int(value) if isinstance(value, bool) else value
        return {"Name": name, "Value": said, "String": shown(control.point, value)}
