"""What may be tried on a device by itself when it is in trouble, and how often: `healing:` of a device."""

from typing import Annotated, Literal

from pydantic import Field

from drivers.rigfile.kinds import Duration, Part, Plain

Remedy = Literal["reconnect", "reset", "power"]
Curable = Literal["link_lost", "driver_failed", "did_not_reach_state"]


class Healing(Part):
    """Remedies in order, from the mildest; each has `wait` to help before the next."""

    steps: Annotated[tuple[Remedy, ...], Field(min_length=1, max_length=6)] = Field(
        description="reconnect; reset: the device's own action; power: off and on through its outlet"
    )
    faults: tuple[Curable, ...] = ("link_lost", "driver_failed")
    reset: str = Field("reboot", max_length=64, description="the action that resets the device")
    args: dict[str, Plain] = Field(default_factory=dict, description="what that action is told")
    after: Duration = Field(60.0, description="so long the fault has to stand before anything is tried")
    wait: Duration | None = Field(
        None, description="from one remedy to the next; the boot time when left out"
    )
    cool_down: Duration = Field(3600.0, description="from the end of one round to the next")
    most: int = Field(2, ge=1, le=10, description="rounds in 24 hours")
