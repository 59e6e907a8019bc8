"""Making a text fit: into so many bytes, and into a form in which some characters would speak."""

from collections.abc import Sequence

from controller.record import failpoints

_SPEAKS = str.maketrans(
    {"<": "‹", ">": "›", "[": "［", "]": "］", "`": "'", "*": "＊", "#": "＃", "\\": "＼"}
)


def harmless(text: str) -> str:
    """Text for a robot's Markdown: nothing in it is a link, a mention or a colour."""
    return text.translate(_SPEAKS)


def fitting(lines: Sequence[str], size: int, more: str) -> list[str]:
    """As many whole lines as `size` bytes hold; where some are left out, a last one says how many.

    `more` has a place {n}. A single line that is too long is cut between characters.
    """
    found = [cut(line, size) for line in lines]
    while len(found) > 1 and _size(found, len(lines), more) > size:
        found.pop()
    if len(found) == len(lines):
        return found
    rest = more.format(n=len(lines) - len(found))
    if len(found) == 1 and not failpoints.planted("the_last_line_is_not_cut"):
        found = [cut(found[0], size - len(rest.encode()) - 1)]
    return [*found, rest]


def cut(text: str, size: int) -> str:
    """At most `size` bytes of UTF-8, never half a character."""
    raw = text.encode()
    return text if len(raw) <= size else raw[: max(0, size - 3)].decode("utf-8", "ignore") + "…"


def _size(lines: Sequence[str], of: int, more: str) -> int:
    left = more.format(n=of - len(lines)) if len(lines) < of else ""
    return len("\n".join([*lines, left]).encode())
