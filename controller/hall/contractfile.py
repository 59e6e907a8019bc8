"""What a hall's file says of the service contract: every promise is a setting, none contradicts another."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from controller.hall.deskfile import OfficeHours
from drivers.rigfile.document import Document
from drivers.rigfile.kinds import DURATION, Part, seconds
from drivers.rigfile.problems import Problem

Grade = Annotated[int, Field(ge=1, le=4)]
Lasting = Annotated[
    float,
    BeforeValidator(seconds),
    Field(gt=0),
    WithJsonSchema({"type": "string", "pattern": f"^({DURATION})$", "examples": ["30s", "10m", "72h"]}),
]
"""A length of time that is more than none."""

Targets = dict[Grade, Lasting]
REPAIR = {1: 3600.0, 2: 7200.0, 3: 259200.0, 4: 259200.0}
PLAN = {3: 86400.0}


def _targets(about: str) -> Targets:
    return Field(default_factory=dict, description=about, examples=[{1: "1h", 3: "72h"}])


class ContractPart(Part):
    """What the service side has promised; durations count from the receipt of a fault. Where a fault class is
    not named, the profile's own target holds.
    """

    profile: Literal["strict-24x7", "office-resolution"] = "strict-24x7"
    call_back: Lasting = 600.0
    on_site: Lasting = 21600.0
    repair: Targets = _targets("repaired, and usable again, by fault class; 1h, 2h, 72h, 72h")
    plan: Targets = _targets("a softer, earlier goal of the repair, by fault class; 3: 24h")
    progress: Targets = _targets("the next word to the customer, by fault class; 1h, 1h, 24h, 24h")
    survey: Lasting = Field(28800.0, description="the first satisfaction call, in office hours")
    grace: Lasting = Field(
        900.0, description="so long an automatic ticket of class 1 waits before its call-back clock starts"
    )
    verify: Lasting = Field(600.0, description="so long a restoration lasts before the ticket is resolved")
    again: Lasting = Field(86400.0, description="the same cause so soon after its repair is the same ticket")
    reopen: Lasting = Field(604800.0, description="a closed ticket may be reopened for so long")
    answer: Lasting = Field(28800.0, description="a question is answered, in office hours")
    office_hours: OfficeHours | None = Field(None, description="by weekday; 9 to 12 and 13 to 18 if left out")
    holidays: Literal["CN", "none"] = Field("CN", description="which published holidays to begin with")
    remote: Lasting = Field(1800.0, description="help from afar begins, at the latest")
    plan_after: Lasting = Field(172800.0, description="a repair of class 3 or 4 needs a plan from then on")
    plan_within: Lasting = Field(14400.0, description="so soon after it was asked for")
    expert_at: int = Field(
        50, ge=1, le=100, strict=True, description="percent of the repair's time: an expert is proposed"
    )
    review_days: int = Field(5, ge=1, le=30, strict=True, description="workdays for the team's review")
    complaint_days: int = Field(
        5, ge=1, le=30, strict=True, description="workdays for the answer to a complaint"
    )
    classes: dict[Literal["degraded", "function", "hall", "disaster"], tuple[Grade, Grade, Grade]] = Field(
        default_factory=dict, description="fault classes by impact, for low, normal and high urgency"
    )

    def targets(self) -> tuple[dict[int, float], dict[int, float]]:
        """The repair's targets and its plans, with those that the file leaves as they are."""
        repair = REPAIR | self.repair
        plan = {grade: goal for grade, goal in PLAN.items() if goal < repair[grade]} | self.plan
        return repair, plan


def unkept(contract: ContractPart, document: Document) -> Iterator[Problem]:
    """Promises that contradict each other: a softer goal that is no earlier than the limit."""
    repair, plan = contract.targets()
    for grade in contract.plan:
        if plan[grade] >= repair[grade]:
            yield document.problem("contract", "plan", grade, code="plan_too_late", grade=grade)
