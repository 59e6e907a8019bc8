"""The shape of a hall's file: every section as a model; its JSON Schema comes from here."""

from datetime import date
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from controller.hall.contractfile import ContractPart
from controller.hall.cron import is_cron
from controller.hall.deskfile import ContactPart, DutyPart, NotifyPart
from controller.hall.linkfile import LinkPart
from controller.hall.settings import Beyond, Settings
from controller.hall.wording import GuardPart
from drivers.points import Value
from drivers.rigfile.device import Rig
from drivers.rigfile.kinds import Duration, Identifier, Name, Part, Plain, RefText, odd

Role = Literal["viewer", "operator", "lead", "helpdesk", "clerk", "engineer", "admin"]


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise odd("timezone") from None
    return name


def _listen(said: str) -> str:
    host, colon, port = said.rpartition(":")
    if not colon or not host or not port.isascii() or not port.isdigit() or not 0 < int(port[:6]) < 65536:
        raise odd("listen")
    return said


def _numbers(said: dict[str, Value]) -> dict[str, Value]:
    if wrong := sorted(filter(lambda name: not _is_number(name, said[name]), said)):
        raise PydanticCustomError("fault_numbers", "fault_numbers", {"names": ", ".join(wrong)})
    if beyond := sorted(filter(None, (_beyond(name, value) for name, value in said.items()))):
        raise PydanticCustomError("fault_bounds", "fault_bounds", {"bounds": ", ".join(beyond)})
    return said


def _is_number(name: str, value: Value) -> bool:
    try:
        Settings.of({name: value})
    except Beyond:
        return True
    except ValueError:
        return False
    return True


def _beyond(name: str, value: Value) -> str:
    """What it may be, if it is something else."""
    try:
        Settings.of({name: value})
    except Beyond as beyond:
        return str(beyond)
    return ""


def _phone(said: Any) -> Any:
    return str(said) if type(said) is int else said


class HallPart(Part):
    """The hall itself; `help_desk` is the number its screens show."""

    id: Identifier
    name: Name
    timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Shanghai"
    help_desk: Annotated[str, BeforeValidator(_phone), WithJsonSchema({"type": ["string", "integer"]})] = (
        Field("", max_length=32)
    )


class Account(Part):
    """An account of the demonstration, and of nothing else: a real hall has no account in its file."""

    name: Identifier
    password: SecretStr = Field(min_length=4)
    role: Role


class DemoPart(Part):
    """What only `auditorium demo` looks at."""

    accounts: tuple[Account, ...] = ()


class Wish(Part):
    """One point and the value it shall have."""

    ref: RefText
    value: Plain


class KeyAction(Part):
    """A large button on the hall's screen: runs a scene, stops the running one, sets or flips points."""

    id: Identifier
    name: Name
    icon: str | None = Field(None, max_length=32)
    scene: Identifier | None = None
    stop: bool = Field(False, strict=True)
    set: tuple[Wish, ...] = ()
    toggle: tuple[RefText, ...] = Field((), description="points that are true or false; all take one value")


def _cron(said: str) -> str:
    if not is_cron(said):
        raise odd("cron")
    return said


class SchedulePart(Part):
    """A scene, or a readiness sweep, that runs by the clock."""

    scene: Identifier | None = None
    readiness: bool = Field(False, strict=True, description="true, and no scene: the sweep before doors")
    at: Annotated[str, AfterValidator(_cron)] = Field(
        max_length=100, examples=["30 22 * * *"], description="minute hour day month weekday; the hall's time"
    )
    name: Name | None = None
    args: dict[str, Plain] = Field(default_factory=dict, description="what is chosen")
    days: Literal["workday", "restday", "any"] = "any"
    exceptions: tuple[date, ...] = Field((), alias="except", description="not on these days: [2026-12-31]")
    during_event: Literal["wait", "skip", "run"] = "wait"
    ask: Duration | None = Field(None, gt=0, description="asks on every screen first, for so long")

    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=True, validate_by_alias=True)

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if (self.scene is None) != self.readiness:
            raise odd("schedule_what")
        return self


class HallFile(Rig):
    """A hall's file. Keys beginning with `x-` are free for anchors and notes."""

    version: Literal[1]
    hall: HallPart
    listen: Annotated[str, AfterValidator(_listen)] = Field("127.0.0.1:8080", examples=["0.0.0.0:8080"])
    contract: ContractPart = ContractPart()
    faults: Annotated[dict[str, Plain], AfterValidator(_numbers)] = Field(
        default_factory=dict, description="numbers of the fault engine: {hold: 20s, rest: 30s}"
    )
    guards: tuple[GuardPart, ...] = ()
    key_actions: tuple[KeyAction, ...] = Field((), max_length=6)
    scenes: dict[Identifier, dict[str, Any]] = Field(default_factory=dict)
    schedules: dict[Identifier, SchedulePart] = Field(default_factory=dict)
    contacts: dict[Identifier, ContactPart] = Field(default_factory=dict)
    roster: tuple[DutyPart, ...] = Field(
        (), description="who is on call, the first that fits; dated before weekly"
    )
    notify: NotifyPart = NotifyPart()
    links: dict[Identifier, LinkPart] = Field(default_factory=dict)
    demo: DemoPart = DemoPart()


def schema() -> dict[str, Any]:
    """The JSON Schema of the file, for editors: completion, and a red line under what is wrong."""
    found = HallFile.model_json_schema(by_alias=True)
    found["patternProperties"] = {"^x-": {}}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}
