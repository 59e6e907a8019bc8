"""One device of a hall as its file describes it; what hangs where, and what the simulator should play."""

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, ConfigDict, Field, SecretStr, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from drivers.rigfile.feeds import Feeds
from drivers.rigfile.healing import Healing
from drivers.rigfile.kinds import Duration, EndText, Identifier, Name, Part, Plain
from drivers.rigfile.limits import AsLimit
from drivers.rigfile.places import AXES, Named
from drivers.rigfile.secret import SecretFile

OF_THE_CORE = frozenset({"critical", "lan_in_standby"})
"""Options that say how a hall uses a device, whatever its driver."""

LONGEST_BOOT = 3600.0
"""What takes longer to come up is not booting."""


class SimulatorPart(Part):
    """How the simulated twin begins and behaves; the service never looks at it."""

    model_config = ConfigDict(extra="allow", frozen=True)

    values: dict[str, Plain] = Field(
        default_factory=dict, description="what its points hold at first: {lamp_hours/1: 1200}"
    )

    @property
    def behaviour(self) -> dict[str, Any]:
        """Everything else, as written: {"warm_up": "8s"}; `drivers.rigfile.kinds.seconds` reads durations."""
        return dict(self.__pydantic_extra__ or {})


def _notices(said: Any) -> Any:
    if isinstance(said, str) and said.isascii() and said.isdecimal():
        said = int(said)  # what stood in a variable is a text
    if isinstance(said, bool) or (type(said) is int and 0 < said < 65536):
        return int(said) if said is not True else -1
    raise PydanticCustomError("notices", "notices")


Notices = Annotated[
    int,
    BeforeValidator(_notices),
    WithJsonSchema(
        {
            "oneOf": [
                {"type": "boolean"},
                {"type": "integer", "minimum": 1, "maximum": 65535},
                {"type": "string", "pattern": r"^(\d+|\$\{.+\})$"},
            ]
        }
    ),
]


class Readiness(Part):
    """What may be tried before doors without harm: points turned over and back, a picture for a moment."""

    toggle: tuple[str, ...] = Field((), description="points that are true or false: [video_mute, mute/9]")
    route: dict[str, Plain] = Field(
        default_factory=dict, description="points and what they take for a moment: {video_tie/8: Test}"
    )


class Device(Named):
    """One entry of `devices:`; everything but driver and address may be left out."""

    driver: str = Field(min_length=1, max_length=64, description="a name from `auditorium drivers`")
    name: Name | None = None
    address: str = Field(min_length=1, max_length=400, examples=["tcp://10.1.4.20:4352"])
    enabled: bool = Field(True, strict=True, description="false: known, but left alone")
    user: str | None = None
    password: SecretStr | None = Field(None, description="better as ${NAME} or password_file")
    password_file: SecretFile | None = None
    secrets: dict[str, SecretStr] = Field(
        default_factory=dict, description="further secrets of the address: community, write"
    )
    area: str | None = Field(None, max_length=64)
    fed_by: Feeds = ()
    network: Feeds = Field((), description="the switch it is plugged into; a list: one of them is enough")
    control: Feeds = Field((), description="the gateway whose port it is reached through")
    poll: Duration | None = Field(None, description="ask every polled value at this interval")
    boot: Duration | None = Field(
        None, gt=0, le=LONGEST_BOOT, description="silence to forgive after it gets power"
    )
    limits: dict[str, AsLimit] = Field(default_factory=dict)
    healing: Healing | None = Field(None, description="what may be tried by itself when it is in trouble")
    options: dict[str, Any] = Field(
        default_factory=dict, description="for the driver; sizes too: {inputs: 8, outputs: 8}"
    )
    notices: Notices = Field(0, description="listen for what it says unasked: true, or the UDP port")
    readiness: Readiness = Readiness()
    simulator: SimulatorPart = SimulatorPart()

    @model_validator(mode="after")
    def _one_password(self) -> Self:
        if self.password is not None and self.password_file is not None:
            raise PydanticCustomError("secret_twice", "twice", {"name": "password"})
        return self

    @property
    def credentials(self) -> dict[str, str]:
        """user, password and whatever `secrets` holds, in clear, for the transport and the driver only."""
        secret = self.password or self.password_file
        found = {name: one.get_secret_value() for name, one in self.secrets.items()}
        found |= {"password": secret.get_secret_value()} if secret else {}
        return found | ({"user": self.user} if self.user else {})

    @property
    def sizes(self) -> dict[str, int]:
        """axis -> how many places, where `options` says so: {"output": 8}."""
        return {AXES[key]: n for key, n in self.options.items() if key in AXES and type(n) is int and n > 0}

    @property
    def driver_options(self) -> dict[str, Any]:
        """The options that are neither sizes nor the core's own, for the driver to understand."""
        sizes = {key for key in self.options if AXES.get(key) in self.sizes}
        return {key: value for key, value in self.options.items() if key not in sizes | OF_THE_CORE}


class Node(Part):
    """Something that is not controlled but others hang on: a breaker, a network switch, a wall plate."""

    name: Name | None = None
    area: str | None = Field(None, max_length=64)
    fed_by: Feeds = ()
    network: Feeds = ()
    boot: Duration | None = Field(
        None, le=LONGEST_BOOT, description="how long until it carries others, after it gets power"
    )


class Cable(Part):
    """A signal cable from an output to an input: `{from: matrix/output/1, to: main-projector/hdmi 1}`."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=True, validate_by_alias=True)

    source: EndText = Field(alias="from")
    sink: EndText = Field(alias="to")
    carries: str = Field("all", pattern="^(video|audio|all)$")


class Rig(Part):
    """The part of the file that is about things: what a simulator needs, and no more."""

    devices: dict[Identifier, Device] = Field(default_factory=dict)
    nodes: dict[Identifier, Node] = Field(default_factory=dict)
    cables: tuple[Cable, ...] = ()
