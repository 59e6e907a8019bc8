"""What the names in a driver's lines stand for, and how each is spelled."""

from typing import TYPE_CHECKING

from drivers.points import Point
from drivers.wire.fields import Field, split_name
from drivers.wire.forms import Tells
from drivers.wire.spelling import ONE_ZERO, Real, Spelling, Text, Whole, Words
from drivers.wire.spelling_inner import Echoed
from drivers.wire.spelling_more import Wide
from drivers.wire.template import Slot
from drivers.wire.trouble import TableError

if TYPE_CHECKING:
    from drivers.wire.driver import Driver


class Names:
    """The points, axes, arguments and session words of a driver."""

    def __init__(self, driver: "Driver") -> None:
        self.driver = driver
        self.points = {point.key: point for point in driver.points}
        self.axes = frozenset(driver.axes) | {axis for point in driver.points for axis in point.axes}
        self.args: dict[str, Spelling | Wide] = {}
        self.reason: Spelling = Text()

    def tell(self, name: str) -> Tells | None:
        """Where a field that is a point belongs, or None where it is none."""
        key, fixed = split_name(name)
        point = self.points.get(key)
        if point is None:
            return None
        return Tells(name, point, fixed)

    def slot(self, each: Field, loose: bool = False) -> Slot:
        """A field with its spelling; TableError where nothing has that name."""
        match each.kind:
            case "any" | "login":
                return Slot(each, Text())
            case "echo":
                return Slot(each, Echoed(each.width))
            case "reason":
                return Slot(each, self.reason)
            case "size" if not each.spelled:
                return Slot(each, Whole(low=0))
        return Slot(each, self.spelling(each, loose))

    def spelling(self, each: Field, loose: bool = False) -> Spelling | Wide:
        """How a field is spelled: by its own entry, then by what it is."""
        name = each.names[0]
        key, fixed = split_name(name)
        if each.spelled:
            return self._called(key.removeprefix("#"), each.spelled)
        found = self.driver.spelling.get(name) or self.driver.spelling.get(key)
        if found is not None:
            if isinstance(found, Wide) and (unknown := [n for n in found.fields if not self._knows(n)]):
                raise TableError(f"{{{name}}} spells {unknown}, which the driver does not have")
            if isinstance(found, Wide) or self._knows(name) or loose:
                return found
        if key in self.points:
            return by_nature(self.points[key])
        if fixed is None and key in self.axes:
            return by_places(self.driver.axes.get(key, ()))
        if key in self.args:
            return self.args[key]
        if key in self.driver.session or loose:
            return Text()
        raise TableError(f"{{{name}}} is no point, axis, argument or session word")

    def _called(self, key: str, spelled: str) -> Spelling | Wide:
        called = self.driver.spelling.get(f"{key}:{spelled}") or self.driver.spelling.get(f":{spelled}")
        if called is None:
            raise TableError(f"no spelling is called {key}:{spelled}")
        return called

    def _knows(self, name: str) -> bool:
        key, _ = split_name(name)
        return key in self.points or key in self.axes or key in self.args or key in self.driver.session


def by_nature(point: Point) -> Spelling:
    """The spelling of a point that the driver leaves to its values or its range."""
    if point.values is not None:
        bools = all(isinstance(value, bool) for value in point.values)
        return ONE_ZERO if bools else Words({str(value): value for value in point.values})
    if point.range is None:
        return Text()
    low, high = point.range
    return Whole(low=int(low), high=int(high)) if point.step == 1 else Real(low=low, high=high)


def by_places(places: tuple[int | str, ...]) -> Spelling:
    """The spelling of an axis that the driver leaves to its places."""
    return (
        Words({str(place): place for place in places}) if any(isinstance(p, str) for p in places) else Whole()
    )
