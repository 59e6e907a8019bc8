"""The points of lighting, which desks and bare universes share."""

from drivers.points import Point
from drivers.vocabulary import YES_NO

LEVEL = Point("level", "intensity of this light", range=(0, 100), unit="%", settable=True, tolerance=0.4)
BLACKOUT = Point("blackout", "all of these lights held dark", YES_NO, settable=True, risk="b")
