"""The devices of the hall's file beside this one, as drivers."""

from pathlib import Path

from drivers.generic.driver import GENERIC
from drivers.rigfile.files import gather

FILE = Path(__file__).with_name("hall.yaml")
HALL = gather(FILE, {"LINKS": "links"})
TYPED = {name: GENERIC.fitted(entry["options"], {}) for name, entry in HALL.value["devices"].items()}
