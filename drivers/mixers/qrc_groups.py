"""The change groups of one client of a Q-SYS Core: what is in each, what it was told last, who polls it.

Source: QSC QRC commands, ChangeGroup; error codes.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from drivers.errors import Refused
from drivers.mixers.qrc_serving import BAD_PARAMS, EXHAUSTED, NO_METHOD, UNKNOWN_GROUP, Desk, Wrong, error
from drivers.points import Value
from drivers.wire.talk import Look

MOST = 4
PREFIX = "ChangeGroup."
Name = tuple[str, str]
Told = dict[str, Value]


@dataclass
class Group:
    """Controls by component and name; what each was when the client was told; the exchange of its polling."""

    controls: dict[Name, None] = field(default_factory=dict)
    told: dict[Name, Told] = field(default_factory=dict)
    rate: float = 0.0
    tag: str = ""


class Groups:
    """All groups of one client; `session` holds how often the quickest of them is polled."""

    def __init__(self, desk: Desk, session: dict[str, Value]) -> None:
        """A client begins without any."""
        self._desk, self._session = desk, session
        self._groups: dict[int | str, Group] = {}

    def answer(self, frame: str, tag: str, look: Look) -> str | None:
        """The reply to what is about change groups; None to anything else."""
        try:
            message = json.loads(frame)
            method, params = message["method"], message.get("params")
            if not method.startswith(PREFIX):
                return None
        except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
            return None
        try:
            result = self._result(method.removeprefix(PREFIX), params, tag, look)
        except Wrong as wrong:
            return error(wrong)
        return json.dumps({"result": result}, ensure_ascii=False)

    def news(self, look: Look) -> Iterator[tuple[str, str]]:
        """What changed in each group that the Core polls, with the number of its asking."""
        for name, group in self._groups.items():
            try:
                changes = self._changes(group, look) if group.rate else []
            except (Refused, KeyError):
                continue  # what does not answer just now is told once it does
            if changes:
                yield json.dumps({"result": {"Id": name, "Changes": changes}}, ensure_ascii=False), group.tag

    def _result(self, method: str, params: Any, tag: str, look: Look) -> Any:
        known: Mapping[str, Callable[[Group, Any], None]] = {
            "Remove": self._remove, "Clear": _clear, "Invalidate": _invalidate,
        }  # fmt: skip
        name = _id(params)
        if method in ("AddControl", "AddComponentControl"):
            self._add(name, self._named(params, method == "AddComponentControl"))
        elif method in ("Poll", "AutoPoll"):
            group = self._known(name)
            if method == "AutoPoll":
                group.rate, group.tag, group.told = _rate(params), tag, {}
                self._hurry()
            return {"Id": name, "Changes": self._changes(group, look)}
        elif method == "Destroy":
            self._known(name)
            del self._groups[name]
            self._hurry()
        elif method in known:
            known[method](self._known(name), params)
        else:
            raise Wrong(NO_METHOD)
        return True

    def _known(self, name: int | str) -> Group:
        if name not in self._groups:
            raise Wrong(UNKNOWN_GROUP)
        return self._groups[name]

    def _add(self, name: int | str, controls: list[Name]) -> None:
        if name not in self._groups and len(self._groups) >= MOST:
            raise Wrong(EXHAUSTED)
        self._groups.setdefault(name, Group()).controls.update(dict.fromkeys(controls))

    def _remove(self, group: Group, params: Any) -> None:
        for control in self._named(params, "Component" in params):
            group.controls.pop(control, None)
            group.told.pop(control, None)

    def _named(self, params: Any, inside: bool) -> list[Name]:
        """The controls that a call is about, all of them known to the design."""
        part = params.get("Component") if inside else {"Name": "", "Controls": params.get("Controls")}
        wanted = part.get("Controls") if isinstance(part, dict) else None
        if not isinstance(part, dict) or not isinstance(wanted, list):
            raise Wrong(BAD_PARAMS)
        names = [each.get("Name") if inside and isinstance(each, dict) else each for each in wanted]
        return self._desk.known(self._desk.component(part) if inside else "", names)

    def _changes(self, group: Group, look: Look) -> list[Told]:
        """What is not as this group was told last, which it is herewith."""
        now = {each: self._desk.change(each, look) for each in group.controls}
        changed = [told for each, told in now.items() if group.told.get(each) != told]
        group.told = now
        return changed

    def _hurry(self) -> None:
        self._session["rate"] = min((each.rate for each in self._groups.values() if each.rate), default=None)


def _clear(group: Group, params: Any) -> None:
    group.controls, group.told = {}, {}


def _invalidate(group: Group, params: Any) -> None:
    group.told = {}


def _id(params: Any) -> int | str:
    name = params.get("Id") if isinstance(params, dict) else None
    if not isinstance(name, int | str) or isinstance(name, bool):
        raise Wrong(BAD_PARAMS)
    return name


def _rate(params: Any) -> float:
    rate = params.get("Rate")
    if not isinstance(rate, int | float) or isinstance(rate, bool) or not 0 < rate < 1e6:
        raise Wrong(BAD_PARAMS)
    return float(rate)
