"""Small models for the stories: a projector, a matrix, a mixer and a PDU, made of points alone."""

from collections.abc import Mapping
from typing import Any

from drivers import vocabulary as v
from drivers.points import Place, Point, Value
from simulators.models.base import Model
from simulators.models.registry import model_for

AXES: Mapping[str, tuple[int | str, ...]] = {
    "lamp": (1, 2),
    "part": ("fan", "lamp", "temperature"),
    "input": (1, 2, 3, 4),
    "output": (1, 2),
    "channel": (1, 2),
    "group": (1,),
    "socket": (1, 2, 3, 4),
    "bank": (1, 2),
    "phase": (1,),
}
STARTS: Mapping[str, Value] = {
    "power": v.OFF,
    "input": "hdmi 1",
    "health": v.GOOD,
    "lamp_hours": 100,
    "resolution": "-",
    "temperature": 24.0,
    "video_tie": 0,
    "audio_tie": 0,
    "signal": False,
    "outlet": True,
    "breaker": v.GOOD,
    "load": 0.0,
    "energy": 0.0,
    "current": 0.0,
    "load_state": v.LoadState.NORMAL,
    "fader": -90.0,
}


def made_of(*points: Point, values: Mapping[str, Value] | None = None, **behaviour: Any) -> Model:
    """A model with these points, its places from AXES, its first values from STARTS and `values`."""
    given = {Place(*_split(ref)): value for ref, value in (values or {}).items()}
    places = {place: STARTS.get(point.key, False) for point in points for place in point.places(AXES)}
    return model_for(points, {**places, **given}, behaviour)


def at(ref: str) -> Place:
    """The place `lamp_hours/1`."""
    return Place(*_split(ref))


def _split(ref: str) -> tuple[str, tuple[int | str, ...]]:
    key, *index = ref.split("/")
    return key, tuple(int(part) if part.isdecimal() else part for part in index)


def projector(values: Mapping[str, Value] | None = None, **behaviour: Any) -> Model:
    """A two-lamp projector."""
    points = (
        v.POWER,
        v.INPUT,
        v.VIDEO_MUTE,
        v.AUDIO_MUTE,
        v.FREEZE,
        v.RESOLUTION,
        v.TEMPERATURE,
        v.FILTER_HOURS,
        v.LAMP.over("lamp"),
        v.LAMP_HOURS.over("lamp"),
        v.HEALTH.over("part"),
    )
    return made_of(*points, values=values, **behaviour)


def matrix(values: Mapping[str, Value] | None = None, **behaviour: Any) -> Model:
    """A 4x2 matrix."""
    points = (
        v.VIDEO_TIE.over("output"),
        v.AUDIO_TIE.over("output"),
        v.OUTPUT_MUTE.over("output"),
        v.SIGNAL.over("input"),
    )
    return made_of(*points, values=values, **behaviour)


def pdu(values: Mapping[str, Value] | None = None, **behaviour: Any) -> Model:
    """Four outlets on two banks."""
    points = (
        v.OUTLET.over("socket"),
        v.PENDING.over("socket"),
        v.LOAD.over("socket"),
        v.BREAKER.over("bank"),
        v.ENERGY,
        v.CURRENT.over("phase"),
        v.LOAD_STATE.over("phase"),
        Point("bank_current").over("bank"),
    )
    return made_of(*points, values=values, **behaviour)


def mixer(values: Mapping[str, Value] | None = None, **behaviour: Any) -> Model:
    """Two channels."""
    return made_of(
        v.FADER.over("channel"),
        v.MUTE.over("channel"),
        v.MUTE_GROUP.over("group"),
        values=values,
        **behaviour,
    )
