"""The ways of being offline: each has a code, a sentence with the next step, and a law: can trying help?

The codes of a lost connection come from the transport (`drivers.transport.losses`); those of this page are
found above it. The sentences stand in the catalogue as `link.<code>`.
"""

from controller.hall.sentences import Sentence
from drivers.errors import Loss

SILENT = Loss("silent", "the device takes what is sent and does not answer")
LOCKED_OUT = Loss("locked_out", "the device did not accept the password")
CHANGED = Loss("changed", "the device does not take the password it took before; it is tried once more")
DISABLED = Loss("disabled", "the hall's file says that this device is left alone")
DRIVER_FAILED = Loss("driver_failed", "a fault of this program; the device is left alone for five minutes")
CRASHED = Loss("crashed", "a fault of this program ended the connection; it is dialled again")
STOPPED = Loss("stopped", "the service ends")

FUTILE = frozenset({"locked_out", "disabled"})
"""Only a person can help: correct the password, switch the device on in the file."""

KNOWN = (
    "refused", "timed_out", "reset", "closed", "silent", "not_reading", "name_unknown", "no_route",
    "unplugged", "no_port", "no_permission", "port_in_use", "not_open", "system", "internal", "no_greeting",
    "out_of_step", "we_closed", "locked_out", "disabled", "driver_failed", "crashed", "stopped",
    "not_settable", "changed", "local_port_in_use", "local_port_denied", "connecting", "flapping",
    "too_late", "unreachable", "lost", "no_websocket", "not_trusted", "no_visa", "no_instrument",
)  # fmt: skip
"""Every code; a test holds the catalogue to it."""


def retry_helps(code: str) -> bool:
    """Whether dialling again can ever help, or a person has to do something first."""
    return code not in FUTILE


def sentence(code: str, name: object) -> Sentence:
    """What people are told; an unknown code is told as a lost connection."""
    return Sentence(f"link.{code if code in KNOWN else 'lost'}", name=name)
