"""Names for the places of a device's axes: `inputs: {1: lectern, 2: camera}`, and how many there are."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from drivers.rigfile.kinds import WORDS_SCHEMA, Name, Part, Words, odd

AXES: Mapping[str, str] = {
    "inputs": "input",
    "outputs": "output",
    "channels": "channel",
    "buses": "bus",
    "dcas": "dca",
    "groups": "group",
    "outlets": "socket",
    "banks": "bank",
    "phases": "phase",
    "presets": "preset",
    "units": "unit",
    "sensors": "sensor",
    "lamps": "light",
    "feeds": "feed",
    "headamps": "headamp",
    "relays": "coil",
    "registers": "number",
    "submasters": "sub",
}
"""The file's word for an axis (people count things) and the language of devices' word for it."""

Place = int | str


def _places(said: Any) -> Any:
    """A list names places 1, 2, 3...; a number alone is no name."""
    if isinstance(said, list):
        said = dict(enumerate(said, 1))
    if not isinstance(said, Mapping):
        raise odd("places")
    return {str(place): name for place, name in said.items()}


def place(text: str) -> Place:
    """A place as the language of devices has it: whole numbers are numbers, words are words."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else text


Places = Annotated[
    dict[str, Name],
    BeforeValidator(_places),
    WithJsonSchema(
        {
            "oneOf": [
                {"type": "object", "additionalProperties": WORDS_SCHEMA},
                {"type": "array", "items": WORDS_SCHEMA},
            ],
            "description": "names for these places, by number or word, or a list beginning at 1",
        }
    ),
]


class Named(Part):
    """The part of a device that names the places of its axes."""

    inputs: Places = Field(default_factory=dict)
    outputs: Places = Field(default_factory=dict)
    channels: Places = Field(default_factory=dict)
    buses: Places = Field(default_factory=dict)
    dcas: Places = Field(default_factory=dict)
    groups: Places = Field(default_factory=dict)
    outlets: Places = Field(default_factory=dict)
    banks: Places = Field(default_factory=dict)
    phases: Places = Field(default_factory=dict)
    presets: Places = Field(default_factory=dict)
    units: Places = Field(default_factory=dict)
    sensors: Places = Field(default_factory=dict)
    lamps: Places = Field(default_factory=dict)
    feeds: Places = Field(default_factory=dict)
    headamps: Places = Field(default_factory=dict)
    relays: Places = Field(default_factory=dict)
    registers: Places = Field(default_factory=dict)
    submasters: Places = Field(default_factory=dict)

    @property
    def places(self) -> dict[str, dict[Place, Words]]:
        """axis -> place -> name, only for axes that the file names: {"input": {1: Words("lectern")}}."""
        named = {axis: getattr(self, plural) for plural, axis in AXES.items()}
        return {
            axis: {place(at): name for at, name in names.items()} for axis, names in named.items() if names
        }
