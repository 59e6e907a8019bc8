"""JSON trees, each leaf a line: {"rx1": {"mute": null, "gain": 3}} is "rx1/mute = null", "rx1/gain = 3"."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from drivers.wire.framing import LIMIT, Buffer, Frame
from drivers.wire.framings_json import balanced

DEEPEST = 32


@dataclass(frozen=True)
class Trees:
    """One object each, told by its braces; `end` is said behind it.

    `number`: the path of a reference that a request may carry and its answer repeats; it is the tag.
    """

    end: str = "\r\n"
    number: tuple[str, ...] = ("osc", "xid")

    def wrap(self, text: str, tag: str = "") -> bytes:
        tree: dict[str, Any] = {}
        try:
            for line in text.split("\n"):
                path, _, value = line.partition(" = ")
                _plant(tree, path.split("/"), json.loads(value))
            if tag:
                _plant(tree, list(self.number), json.loads(tag))
        except ValueError:
            return b""
        return (json.dumps(tree, ensure_ascii=False, separators=(",", ":")) + self.end).encode()

    def cut(self, buffer: Buffer) -> list[Frame]:
        frames = [self._frame(text) for text in balanced(buffer)]
        end = bytes(buffer).rfind(b"\n") + 1
        if (
            end or len(buffer) > LIMIT or not bytes(buffer).strip()
        ):  # no string holds a newline: it was cut off
            lost = bytes(buffer[:end]).strip()
            frames += [Frame(f"? {lost[:40].hex(' ')}")] if lost else []
            del buffer[: end or len(buffer)]
            buffer.searched, buffer.state = 0, None
        return [frame for frame in frames if frame.text]

    def _frame(self, text: str) -> Frame:
        """The leaves of one message, without its number."""
        try:
            tree = json.loads(text)
            leaves = list(_leaves(tree, ())) if isinstance(tree, dict) else []
        except (ValueError, RecursionError):
            return Frame(f"? {text[:80]}")
        tag = next((value for path, value in leaves if path == self.number), "")
        shown = ["/".join(path) + f" = {value}" for path, value in leaves if path != self.number]
        return Frame("\n".join(shown).replace("\0", ""), tag)


def _leaves(node: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if not isinstance(node, dict) or not node:
        yield path, json.dumps(node, ensure_ascii=False)
        return
    if len(path) > DEEPEST:
        raise ValueError("deeper than a device has branches")
    for name, below in node.items():
        yield from _leaves(below, (*path, str(name).replace("\n", " ")))


def _plant(tree: dict[str, Any], path: list[str], value: Any) -> None:
    """Put a leaf where it belongs. ValueError where a leaf is in the way."""
    *branches, name = path
    for branch in branches:
        tree = tree.setdefault(branch, {})
        if not isinstance(tree, dict):
            raise ValueError(branch)
    if not name or name in tree:
        raise ValueError(name)
    tree[name] = value
