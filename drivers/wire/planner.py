"""What can be asked and told with one table; made when first needed, and shared like the table."""

from drivers.wire.asking import Asking
from drivers.wire.requests import Requests
from drivers.wire.table import Table
from drivers.wire.telling import Telling


class Planner:
    """The questions and the orders of one table."""

    def __init__(self, table: Table) -> None:
        requests = Requests(table)
        self.asking, self.telling = Asking(table, requests), Telling(table, requests)


def planner(table: Table) -> Planner:
    """The planner of a table."""
    found: Planner | None = table.__dict__.get("planner")
    if found is None:
        found = table.__dict__["planner"] = Planner(table)
    return found
