"""What a PDU's meters show for the currents through its outlets: by outlet, bank, phase, and in all."""

from collections.abc import Mapping, Sequence

from drivers.points import Index, Place
from drivers.vocabulary import LoadState
from simulators.models.base import Model

VOLTS = 230.0
PARTS = ("bank", "phase")
Amperes = Mapping[Place, float]


def share(parts: Sequence[Index], outlets: Sequence[Place], outlet: Place) -> Index:
    """The bank (or phase) an outlet belongs to: outlets are dealt to them in order, in equal shares."""
    return parts[outlets.index(outlet) * len(parts) // len(outlets)] if parts else (1,)


def weigh(model: Model, amperes: Amperes) -> None:
    """Put on the meters what flows through the outlets."""
    for place in list(model.values):
        axis = next(iter(model.points[place.key].axes), "")
        outlet = Place("outlet", place.index)
        if axis in PARTS:
            _show(model, place, _through(model, axis, place.index, amperes))
        elif axis == "feed":
            _show(model, place, _through(model, *_part(model, place.index), amperes))
        elif outlet in model.values:
            _show(model, place, amperes.get(outlet, 0.0))
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
    match place.key.removeprefix("bank_").removeprefix("phase_").removeprefix("feed_"):
        case "current" | "load":
            model.put(place, round(amperes, 1))
        case "load_state" | "state":
            model.put(place, _state(model, amperes))
        case "power_w" | "total_power":
            model.put(place, round(amperes * VOLTS))


def _state(model: Model, amperes: float) -> LoadState:
    rating = model.traits.number("rating", 16.0)
    if amperes >= rating:
        return LoadState.OVER
    if amperes >= rating * 0.8:
        return LoadState.NEAR
    return LoadState.LOW if amperes < model.traits.number("low_load", 0.0) else LoadState.NORMAL
