"""Where a fader can stand: every console has its own steps, told by the range of its faders."""

from collections.abc import Callable

STEPS = 1023
BENDS = ((0.5, 40.0, -30.0), (0.25, 80.0, -50.0), (0.0625, 160.0, -70.0), (0.0, 480.0, -90.0))
WIDENING = ((-20.0, 0.05), (-40.0, 0.1), (-80.0, 0.2), (-138.0, 0.5))
"""From this level up, so many decibels to a step."""

Taper = Callable[[float], float]


def travel(decibels: float) -> float:
    """Where the fader stands, 0 to 1, for so many decibels, on a console of four straight lines."""
    for start, slope, offset in BENDS:
        if decibels >= slope * start + offset:
            return min(1.0, (decibels - offset) / slope)
    return 0.0


def decibels(position: float) -> float:
    """What a fader standing there lets through; the bottom is silence."""
    for start, slope, offset in BENDS:
        if position >= start:
            return slope * position + offset
    return BENDS[-1][2]


def stepped(level: float) -> float:
    """The nearest of 1,024 steps of such a fader."""
    return round(decibels(round(travel(level) * STEPS) / STEPS), 4)


def widening(level: float) -> float:
    """The nearest step of a fader whose steps widen towards the bottom."""
    step = next((step for start, step in WIDENING if level >= start), WIDENING[-1][1])
    return round(round(level / step) * step, 2)


def free(level: float) -> float:
    """Any level, as a signal processor takes it."""
    return level


def taper(bottom: float) -> Taper:
    """The steps of a console whose faders end at this many decibels."""
    return {-90.0: stepped, -138.0: widening}.get(bottom, free)
