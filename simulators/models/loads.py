"""What a PDU's meters show for the currents through its outlets: by outlet, bank, phase, and in all."""

from collections.abc import Mapping, Sequence

from drivers.points import Index, Place
from drivers.vocabulary import LoadState
from simulators.models.base import Model

VOLTS = 230.0
PARTS = ("bank", "phase", "inlet", "cord", "infeed", "line", "out")
Amperes = Mapping[Place, float]


def share(parts: Sequence[Index], outlets: Sequence[Place], outlet: Place) -> Index:
    """The bank (or phase) an outlet belongs to: outlets are dealt to them in order, in equal shares."""
    return parts[outlets.index(outlet) * len(parts) // len(outlets)] if parts else (1,)


def weigh(model: Model, amperes: Amperes) -> None:
    """Put on the meters what flows through the outlets."""
    sockets = (*model.points["outlet"].axes[-1:], "metered")
    for place in list(model.values):
        axis = next(iter(model.points[place.key].axes), "")
        if axis in PARTS:
            _show(model, place, _through(model, axis, place.index, amperes))
        elif axis == "feed":
            _show(model, place, _through(model, *_part(model, place.index), amperes))
        elif axis in sockets:
            _show(model, place, amperes.get(Place("outlet", place.index), 0.0))
        elif not place.index:
            _show(model, place, sum(amperes.values()))


def _through(model: Model, axis: str, part: Index, amperes: Amperes) -> float:
    parts = sorted({p.index for p in model.values if model.points[p.key].axes[:1] == (axis,)}, key=str) or [
        part
    ]
    outlets = model.places_of("outlet")
    return sum(flow for outlet, flow in amperes.items() if share(parts, outlets, outlet) == part)


def _part(model: Model, feed: Index) -> tuple[str, Index]:
    """Which phase or bank a row of a first-generation PDU stands for."""
    bank = model.values.get(Place("feed_bank", feed))
    return ("bank", (int(bank),)) if isinstance(bank, int) and bank else ("phase", (1,))


def _show(model: Model, place: Place, amperes: float) -> None:
    if model.holds(place):
        return
    point = model.points[place.key]
    word = place.key.rpartition("_")[2]
    if place.key.startswith("rated"):
        return
    if word in ("current", "load") and point.unit in ("A", ""):
        model.put(place, round(amperes, 1))
    elif point.values == tuple(LoadState):
        model.put(place, _state(model, amperes))
    elif point.unit in ("W", "VA"):
        model.put(place, round(amperes * VOLTS))
    elif place.key == "load_percent":
        model.put(place, round(100 * amperes / model.traits.number("rating", 16.0), 1))


def _state(model: Model, amperes: float) -> LoadState:
    rating = model.traits.number("rating", 16.0)
    if amperes >= rating:
        return LoadState.OVER
    if amperes >= rating * 0.8:
        return LoadState.NEAR
    return LoadState.LOW if amperes < model.traits.number("low_load", 0.0) else LoadState.NORMAL
