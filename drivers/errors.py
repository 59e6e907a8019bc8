"""Everything that can go wrong between us and a device, named by what one does about it.

The text of an error is one plain sentence without the device's name; whoever knows the name puts it first
(`error.named("main-projector")`). `code` and `Loss.code` are the keys of the sentences in
a person's language.
"""

from enum import StrEnum
from typing import ClassVar, Self


class Reason(StrEnum):
    """Why a device answered no."""

    BUSY = "busy"
    NOT_SUPPORTED = "not_supported"
    OUT_OF_RANGE = "out_of_range"
    FAILED = "failed"
    NOT_AUTHORISED = "not_authorised"


class Loss(str):
    """Why a connection cannot be made or has ended: a sentence with the next step, and its code."""

    __slots__ = ("code",)
    code: str

    def __new__(cls, code: str, sentence: str) -> Self:
        self = super().__new__(cls, sentence)
        self.code = code
        return self


class DeviceError(Exception):
    """Something about one device; `retryable` says whether the same thing may work later, unchanged."""

    code: ClassVar[str] = "device_error"
    retryable: ClassVar[bool] = False

    def named(self, device: str) -> str:
        """The sentence for a log or a screen, the device first."""
        return f"{device}: {self}"


class Unreachable(DeviceError):
    """No connection; the supervisor goes on trying. `loss.code` says in which way."""

    code = "unreachable"
    retryable = True

    def __init__(self, loss: Loss | str) -> None:
        super().__init__(loss)
        self.loss = loss if isinstance(loss, Loss) else Loss("unreachable", loss)


class NotAuthorised(DeviceError):
    """The device did not accept `part` of what we showed it: stop, and ask a person."""

    code = "not_authorised"

    def __init__(self, part: str, sentence: str = "") -> None:
        super().__init__(sentence or f"the device did not accept the {part}; correct it in the hall's file")
        self.part = part


class NoReply(DeviceError):
    """The device took the request and stayed silent: ask once more; three are unreachable."""

    code = "no_reply"
    retryable = True

    def __init__(self, sentence: str = "the device did not answer in time") -> None:
        super().__init__(sentence)


class Refused(DeviceError):
    """The device answered no. Busy may be asked again later; the others may not."""

    code = "refused"

    def __init__(self, reason: Reason, said: str = "") -> None:
        super().__init__(f"the device refused: {reason.replace('_', ' ')}" + (f" ({said})" if said else ""))
        self.reason = reason
        self.said = said

    @property
    def busy(self) -> bool:
        """Whether asking again in a moment may help."""
        return self.reason is Reason.BUSY


class NotConfirmed(DeviceError):
    """The device said yes, and its state did not follow: the most telling fault of all."""

    code = "not_confirmed"

    def __init__(self, sentence: str = "the device accepted the order, and its state did not follow") -> None:
        super().__init__(sentence)


class Superseded(DeviceError):
    """A newer wish for the same point won; nobody is at fault."""

    code = "superseded"

    def __init__(self, sentence: str = "a newer order took the place of this one") -> None:
        super().__init__(sentence)


class NotAllowed(DeviceError):
    """Stopped at the door, before anything was sent; `why` is a guard's sentence."""

    code = "not_allowed"

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
