"""How much a scene may do harm: as much as the riskiest thing in it."""

from controller.hall.hall import Hall
from scenes.model import Invoke, Scene, Set, Step, flat


def risk(hall: Hall, scene: Scene) -> str:
    """The highest risk of anything in it: "a", "b" or "c"."""
    return max(("a", *(_of(hall, step) for _, step in flat(scene.steps))))


def _of(hall: Hall, step: Step) -> str:
    try:
        match step:
            case Set(ref=ref):
                return hall.point(ref).risk
            case Invoke(device=device, action=action):
                return hall.devices[device].actions[action].risk
    except KeyError:  # a reloaded hall may have lost it: the run will say so
        pass
    return "a"
