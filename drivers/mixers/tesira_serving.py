"""What other people's controllers ask a Tesira: lists, names, and whatever is no command.

Source: Biamp Tesira Text Protocol, replies and error replies.
"""

from drivers.errors import Refused
from drivers.mixers.tesira_words import Control
from drivers.points import Value
from drivers.wire.serving import Serves
from drivers.wire.talk import Look

VERBS = ("get", "set", "toggle", "increment", "decrement", "subscribe", "unsubscribe")
LISTS = {"levels": "level", "mutes": "mute"}
NOT_FOUND = '-ERR address not found: {"deviceId":0 "classCode":0 "instanceNum":0}'


class Design:
    """The blocks of one design, as anybody may ask for them."""

    def __init__(self, controls: tuple[Control, ...]) -> None:
        """By tag and attribute, in the order of their indices."""
        self._blocks: dict[str, list[Control]] = {}
        for control in sorted(controls, key=lambda each: [int(word) for word in each.index.split()]):
            self._blocks.setdefault(control.tag, []).append(control)

    def serves(self) -> Serves:
        """As a row's question; it comes last, for what nothing else has understood."""
        return Serves(lambda frame: True, self.answer)

    def answer(self, frame: str, look: Look) -> str | None:
        """The reply to any line."""
        tag, rest = _tag(frame.strip())
        if frame.strip() == "SESSION get aliases":
            names = " ".join(f'"{name}"' for name in sorted((*self._blocks, "DEVICE")))
            return f'+OK "list":[{names}]'
        verb, _, what = rest.partition(" ")
        if tag not in ("DEVICE", "SESSION", *self._blocks):
            return NOT_FOUND
        if verb not in VERBS:
            at = len(frame) - len(rest) + 1
            return f"-ERR Parse error at {at}: verb was not one of the commands supported by Services"
        return self._asked(frame, tag, verb, what.split(), look)

    def _asked(self, frame: str, tag: str, verb: str, words: list[str], look: Look) -> str | None:
        known = {control.attribute for control in self._blocks.get(tag, ())}
        attribute = words[0] if words else ""
        if verb == "get" and LISTS.get(attribute) in known:
            return self._list(tag, LISTS[attribute], look)
        if attribute not in known:
            return f"-ERR '{attribute}' is not supported by {tag}::Attributes"
        if len(words) < 2:
            return f"-ERR Parse error at {len(frame) + 1}: not enough parameters supplied"
        indices = [control.index for control in self._blocks[tag] if control.attribute == attribute]
        if not any(" ".join(words[1:]).startswith(index) for index in indices):
            most = max(int(index.split()[0]) for index in indices)
            return (
                f"-ERR INVALID_PARAMETER Index out of range:channelIndex min:1 max:{most} received:{words[1]}"
            )
        return f"-ERR Parse error at {len(frame) - len(words[-1]) + 1}: could not parse value"

    def _list(self, tag: str, attribute: str, look: Look) -> str | None:
        try:
            values = [look(*each.place) for each in self._blocks[tag] if each.attribute == attribute]
        except Refused:
            return None
        return f'+OK "value":[{" ".join(map(_spelled, values))}]'


class Subscribed:
    """What one client has subscribed to: the same token once more is refused."""

    def __init__(self, controls: tuple[Control, ...], session: dict[str, Value]) -> None:
        """`session` holds the token of each control, and whether it is pushed."""
        self._controls, self._session = controls, session

    def answer(self, frame: str, tag: str, look: Look) -> str | None:
        """The no to a subscription that stands; None to anything else."""
        for control in self._controls:
            said = f"{control.line('subscribe')} {self._session.get(f'token_{control.token}')}"
            if self._session.get(f"on_{control.token}") and f"{frame} ".startswith(f"{said} "):
                return "-ERR ALREADY_SUBSCRIBED"
        return None

    def news(self, look: Look) -> tuple[()]:
        """Nothing beside what the lines of the table tell."""
        return ()


def _spelled(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else f"{value:.6f}"


def _tag(frame: str) -> tuple[str, str]:
    """The tag, quoted or not, and what follows it."""
    if frame.startswith('"') and '"' in frame[1:]:
        tag, _, rest = frame[1:].partition('"')
        return tag, rest.strip()
    tag, _, rest = frame.partition(" ")
    return tag, rest.strip()
