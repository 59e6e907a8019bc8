"""What befalls a device of the sample hall, behind the hall's back."""

from scenes.model import Set, flat


def befall(demo, device, ill, handled):
    match ill:
        case "dark":
            demo.darken(device)
        case "cut":
            demo.cut(device)
        case "deaf":
            demo.ail(device, deaf=True)
        case float():
            demo.ail(device, delay=f"{round(ill * 1000)}ms")
        case "reboot":
            demo.reboot(device)
        case "hand":
            turned = dict(otherwise(demo, device))
            demo.put({str(ref): value for ref, value in turned.items()})
            handled |= dict.fromkeys(turned, demo.clock.monotonic())


def otherwise(demo, device):
    """The wishes of all scenes for a device, turned over: nobody who sets a point at a device asks us."""
    for scene in demo.engine.scenes.values():
        for _, step in flat(scene.steps):
            if (
                isinstance(step, Set)
                and step.ref.device == device
                and isinstance(step.value, bool | float | int)
            ):
                yield step.ref, (not step.value if isinstance(step.value, bool) else 1)
