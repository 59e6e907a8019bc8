"""Whether a run itself took a device off the line: it cut its mains, restarted it, or put it to sleep."""

from collections.abc import Iterable, Iterator

from controller.hall.hall import Hall
from controller.hall.hot import end_of
from controller.hall.topology import Kind
from drivers.points import Ref
from drivers.vocabulary import OFF, REBOOT
from scenes.model import Invoke, Set
from scenes.runs import Taken, leaves


def silenced(hall: Hall, device: str, steps: Iterable[Taken]) -> bool:
    """Whether what these steps did explains that the device is away. What others did is no excuse."""
    done = [one for one in leaves(list(steps)) if one.touched]
    return any(_by_itself(hall, device, one) for one in done) or _dark(hall, device, done)


def _by_itself(hall: Hall, device: str, one: Taken) -> bool:
    match one.step:
        case Invoke(device=there, action=action):
            return there == device and action == REBOOT
        case Set(ref=ref, value=value):
            entry = hall.venue.devices.get(device)
            sleeps = entry is not None and entry.options.get("lan_in_standby") is False
            return sleeps and ref == Ref(device, "power") and value == OFF
    return False


def _dark(hall: Hall, device: str, done: Iterable[Taken]) -> bool:
    """Whether it would have its mains, had the run not cut an outlet."""
    ours = {end_of(ref) for one in done for ref in _cuts(hall, one)}
    if not ours:
        return False
    points = hall.state.points(keys=("outlet",))
    dark = {end_of(ref) for ref, now in points if now.reported is False}
    without, power = hall.venue.topology.without, (Kind.POWER,)
    return device in without(dark | ours, power) and device not in without(dark - ours, power)


def _cuts(hall: Hall, one: Taken) -> Iterator[Ref]:
    match one.step:
        case Set(ref=ref, value=False) if ref.key == "outlet":
            yield ref
        case Invoke(device=id, action=action, args=args):
            found = hall.devices.get(id)
            if found is not None and action in found.actions:
                yield from found.places.cuts(action, args)
