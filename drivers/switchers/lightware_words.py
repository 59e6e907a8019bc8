"""How Lightware devices write the states of their ports, and text with their own signs in it."""

from drivers.wire.spelling import Text
from drivers.wire.spelling_more import Joint
from drivers.wire.spelling_packed import Packed

ESCAPED = {char: "\\" + char for char in "{}#%()"}
NAMED = Text(escape=ESCAPED)


def letters(mute: str, lock: str) -> Joint:
    """The letter before a port's status: muted, locked, both or neither."""
    states = {"T": (False, False), "L": (False, True), "M": (True, False), "U": (True, True)}
    return Joint({letter: {mute: muted, lock: locked} for letter, (muted, locked) in states.items()})


def states(plugged: str, signal: str, encrypted: str, sound: str) -> Packed:
    """Two bits for each: not known, no, yes."""
    return Packed({plugged: 0, signal: 2, encrypted: 4, sound: 6}, {2: False, 3: True})


DESTINATION, SOURCE = letters("output_mute", "lock"), letters("input_mute", "input_lock")
ARRIVING = states("connected", "signal", "encrypted", "embedded_audio")
LEAVING = states("display", "signal_out", "encrypted_out", "embedded_out")
