"""Which model a device gets: by what it can do, never by who made it."""

from collections.abc import Iterable, Mapping

from drivers.points import Place, Point, Value
from simulators.models.base import Model
from simulators.models.desk import Desk
from simulators.models.lights import Lights
from simulators.models.matrix import Matrix
from simulators.models.mixer import Mixer
from simulators.models.pdu import Pdu
from simulators.models.processor import Processor
from simulators.models.projector import Projector
from simulators.models.relays import Relays
from simulators.models.resting import Resting
from simulators.models.sequencer import Sequencer
from simulators.models.traits import Traits
from simulators.models.ups import Ups
from simulators.models.wireless import Wireless

KINDS: tuple[tuple[frozenset[str], type[Model]], ...] = (
    (frozenset({"on_battery", "minutes_left"}), Ups),
    (frozenset({"outlet", "outlet_kind"}), Sequencer),
    (frozenset({"outlet"}), Pdu),
    (frozenset({"rf", "mute"}), Wireless),
    (frozenset({"power", "input", "resting"}), Resting),
    (frozenset({"relay"}), Relays),
    (frozenset({"cue", "submaster"}), Desk),
    (frozenset({"level", "blackout"}), Lights),
    (frozenset({"power", "input"}), Projector),
    (frozenset({"video_tie"}), Matrix),
    (frozenset({"engine"}), Processor),
    (frozenset({"fader"}), Mixer),
)


def kind_for(points: Iterable[Point]) -> type[Model]:
    """The first kind whose points the device has; a plain model for anything else."""
    keys = {point.key for point in points}
    return next((kind for wanted, kind in KINDS if wanted <= keys), Model)


def model_for(
    points: tuple[Point, ...], values: Mapping[Place, Value], behaviour: Mapping[str, object]
) -> Model:
    """The model of a device with these points; ValueError names a behaviour it does not have."""
    kind = kind_for(points)
    traits = Traits(behaviour)
    traits.check(kind.knows_traits)
    return kind(points, values, traits)
