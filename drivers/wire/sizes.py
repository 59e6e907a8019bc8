"""The places of a driver's axes as they now stand, ready to be looked up."""

from drivers.points import Axes, Index, Place, Point

MOST = 4096
"""A device that claims more places than this on one axis is not believed."""

Places = tuple[int | str, ...]


class Sizes:
    """What is on each axis; an axis without places is one the device has not told yet."""

    def __init__(self, axes: Axes, strict: bool = True) -> None:
        """`strict`: an index off its axis is not heard; a device hears it, to say that there is none."""
        self.places: dict[str, Places] = {name: tuple(places) for name, places in axes.items()}
        known = {name: frozenset(places) for name, places in self.places.items() if places}
        self.known = known if strict else {}

    def on(self, axis: str) -> Places:
        """The places of an axis; none where it is not known."""
        return self.places.get(axis, ())

    def allows(self, names: tuple[str, ...], index: Index, counted: str = "") -> bool:
        """Whether `index` is on the axes `names`, as far as they are known; the axis `counted` may grow."""
        known = self.known
        for name, place in zip(names, index, strict=True):
            if name not in known:
                if not isinstance(place, int | str) or isinstance(place, bool):
                    return False
            elif place not in known[name] and name != counted:
                return False
        return True

    def position(self, axis: str, number: int) -> int | str | None:
        """The place `number` (from 0) along an axis; a counted axis may turn out longer than we know."""
        places = self.on(axis)
        if number < len(places):
            return places[number]
        counted = number < MOST and (not places or isinstance(places[-1], int))
        return number + 1 if counted else None

    def over(self, point: Point, bound: dict[str, int | str] | None = None) -> list[Place]:
        """Every place of a point whose axes agree with `bound`."""
        held = bound or {}
        axes = {name: (held[name],) if name in held else self.on(name) for name in point.axes}
        return list(point.places(axes))
