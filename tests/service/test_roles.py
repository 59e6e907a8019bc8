"""Who may say what of the service (REQ-55): the hall's people work and check in, the rest is the desk's."""

import pytest

from controller.record.states import ENTRIES

HALL = {"work", "visit_arrived", "visit_left"}
WORKERS = HALL | {
    "visit_planned", "visit_departed", "visit_called_off", "team_member", "team_decision", "team_cause",
    "team_measure", "team_measure_done", "plan", "part_used", "part_returned",
}  # fmt: skip
DESK = WORKERS | {"team_opened", "team_review", "complaint_answered"}
INSIDE = {"expert"}
SYSTEM = {"tested", "team_opened", "plan_demanded", "expert_proposed", "overdue"}


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        ("viewer", set()),
        ("clerk", set()),
        ("operator", HALL),
        ("engineer", WORKERS | INSIDE),
        ("helpdesk", DESK | INSIDE),
        ("lead", DESK),
        ("admin", DESK | INSIDE),
        ("system", SYSTEM),
    ],
)
def test_req_55_each_role_has_its_entries(role: str, kinds: set[str]) -> None:
    ours = DESK | SYSTEM | INSIDE
    assert {kind for kind in ours if role in ENTRIES[kind]} == kinds


def test_req_55_only_the_hall_itself_says_that_a_device_passed() -> None:
    assert ENTRIES["tested"] == {"system"}
