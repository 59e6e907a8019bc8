"""Who may come through which door: a ladder of roles for routes. What a role may order is for the rig's
guards.
"""

from dataclasses import dataclass
from typing import Literal, cast

from controller.hall.orders import Actor, Role, Via

Need = Literal["public", "viewer", "helpdesk", "clerk", "operator", "engineer", "lead", "admin"]
LADDER: tuple[Need, ...] = (
    *("public", "viewer", "helpdesk", "clerk", "operator", "engineer", "lead", "admin"),
)
PEOPLE = LADDER[1:]
"""Each may do what stands before it: watch; write tickets; call back; run the hall; repair; decide; run the
service. What each may add to a ticket is ruled by `controller.record.states`.
"""


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody who was let in: a person with a session ("tablet") or a program with a token ("api").

    `mark` is the digest of what was shown, so that ending a session ends what was opened with it.
    """

    name: str
    role: str
    via: Via
    mark: str

    @property
    def actor(self) -> Actor:
        """The same as the hall knows it."""
        return Actor(self.name, cast(Role, self.role), self.via)

    def may(self, need: Need) -> bool:
        """Whether this role stands as high as `need` on the ladder."""
        return self.role in LADDER and LADDER.index(self.role) >= LADDER.index(need)
