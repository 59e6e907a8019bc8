"""What the people of the directory know has to be something that there is: a skill that nobody can need is a
slip of the pen.
"""

from collections.abc import Iterator

from controller.hall.fitting import Catalog
from controller.hall.hallfile import HallFile
from drivers.rigfile.document import Document
from drivers.rigfile.near import nearest
from drivers.rigfile.problems import Problem


def unskilled(whole: HallFile, document: Document, catalog: Catalog) -> Iterator[Problem]:
    """Skills that are no driver, and no device, driver or area of this hall."""
    known = {word for id, one in whole.devices.items() for word in (id, one.driver, one.area) if word}
    raw = document.value.get("devices")
    known |= {str(id) for id in raw} if isinstance(raw, dict) else set()
    known |= set(catalog.names())
    for id, contact in whole.contacts.items():
        for number, skill in enumerate(contact.skills):
            if skill not in known:
                at, guess = ("contacts", id, "skills", number), nearest(skill, sorted(known))
                yield document.problem(*at, code="no_skill", name=skill, guess=guess)
