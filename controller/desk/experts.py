"""Whom to call in when a great repair takes long (REQ-27): the highest level that fits, by the directory."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from controller.desk.notify.directory import Contact, Directory

EXPERT = 2
"""From this level on somebody is called in as an expert."""


def propose(directory: Directory, about: Collection[str], at: datetime) -> dict[str, Any]:
    """What an entry says of the expert: nobody, where the directory knows none. `about` are the words by
    which the ticket's device may be known: its id, its driver, its area.
    """
    found = best(directory, about, at)
    if found is None:
        return {"who": "", "name": "", "level": 0, "phones": []}
    return {"who": found.id, "name": found.name, "level": found.level, "phones": list(found.phones)}


def best(directory: Directory, about: Collection[str], at: datetime) -> Contact | None:
    """Who knows such devices before who does not, the higher level before the lower, who is on call before
    who is not.
    """
    on_call = {one.id for one in directory.on_call(at)}
    able = [one for one in directory.contacts.values() if one.level >= EXPERT]

    def rank(one: Contact) -> tuple[bool, int, bool, int, str]:
        knows = bool(set(one.skills) & set(about))
        return (not knows, -one.level, one.id not in on_call, one.order, one.id)

    return min(able, key=rank, default=None)
