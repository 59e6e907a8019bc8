"""The controls of one hall's sound processor: what its file names, checked before it stands in a table."""

from collections.abc import Iterator
from typing import Any

from drivers.points import Place, part
from drivers.wire.options import OptionError, Options

FORBIDDEN = frozenset("[]{},/|\"'")


def spot(key: str, place: str) -> str:
    """The point of one place as tables write it: fader[hall]. ValueError, in both languages, otherwise."""
    if not place or not place.isprintable() or FORBIDDEN & set(place):
        raise ValueError("a name has no brackets, commas, quotes or slashes|名称不能含括号、逗号、引号或斜杠")
    return f"{key}[{place}]"


def placed(point: str) -> Place:
    """The place of a point so written."""
    key, _, place = point.partition("[")
    return Place(key, (part(place.rstrip("]")),))


def entries(
    options: Options, names: tuple[str, ...], wrong: list[OptionError]
) -> Iterator[tuple[str, str, Any]]:
    """What stands under these names: the name, the place, and what is said of it."""
    for at in names:
        found = options.get(at, {})
        if isinstance(found, dict):
            yield from ((at, str(place), said) for place, said in found.items())
        else:
            wrong.append(OptionError((at,), f"{at} are names and controls", f"{at} 要写名称和控件"))


def mistake(at: tuple[str, ...], trouble: ValueError) -> OptionError:
    """The error of one entry, from a sentence in both languages parted by a bar."""
    en, _, zh = str(trouble).partition("|")
    return OptionError(at, en, zh or en)
