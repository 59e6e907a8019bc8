"""Every contract that was ever in force: a fold of the journal.

What a hall's file promises is said when it first holds (`contract.agreed`), and again whenever it is another.
A ticket runs under the contract in force, and keeps the one under which it closed: its figures, lists and
months do not change with a file that somebody edits later.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from controller.record import failpoints
from controller.record.contract import OFFICE, STRICT, Contract
from controller.record.lines import Line

AGREED = "contract.agreed"


@dataclass(frozen=True, slots=True)
class Agreement:
    """A contract, and the line since which it is in force (0: from the beginning)."""

    seq: int
    contract: Contract
    by: str = ""


class Contracts:
    """The agreements, the oldest first; `first` holds until the record says what did."""

    def __init__(self, first: Contract) -> None:
        self.agreements = [Agreement(0, first)]
        self.on_record = False

    def hear(self, line: Line) -> None:
        """Take one line in; other kinds change nothing. What was before the first of them ran under it."""
        if line.kind != AGREED:
            return
        if not self.on_record:
            self.agreements = []
        since = line.seq if self.on_record else 0
        self.agreements.append(Agreement(since, read(line.data), line.actor))
        self.on_record = True

    @property
    def now(self) -> Contract:
        """The one in force."""
        return self.agreements[-1].contract

    def under(self, seq: int | None) -> Contract:
        """The one that was in force at a line of the journal; None: now."""
        if seq is None or failpoints.planted("what_is_closed_takes_the_new_contract"):
            return self.now
        return next(one.contract for one in reversed(self.agreements) if one.seq < max(seq, 1))

    def upto(self, seq: int) -> "Contracts":
        """Those that were known at a line."""
        found = Contracts(self.agreements[0].contract)
        found.agreements = [one for one in self.agreements if one.seq <= seq]
        return found


Terms = Contract | Contracts
"""One contract, or all that were in force."""


def under(terms: Terms, seq: int | None) -> Contract:
    """The contract that holds for what closed at a line; None: for what is open."""
    return terms.under(seq) if isinstance(terms, Contracts) else terms


def version(contract: Contract) -> str:
    """A short name that another contract does not have."""
    text = json.dumps(said(contract), sort_keys=True, ensure_ascii=False)
    return f"{contract.name}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def said(contract: Contract) -> dict[str, Any]:
    """A contract as the journal keeps it; `read` is the inverse."""
    return {one.name: _plain(getattr(contract, one.name)) for one in fields(Contract)}


def read(data: Mapping[str, Any]) -> Contract:
    """The contract that `said` tells; what it is silent of is as the profile has it."""
    profile = OFFICE if data["name"] == OFFICE.name else STRICT
    known = {one.name for one in fields(Contract)} & data.keys()
    return replace(profile, **{name: _SHAPES.get(name, float)(data[name]) for name in known})


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in sorted(value.items())}
    return list(value) if isinstance(value, tuple) else value


def _by_class(value: Mapping[str, float]) -> dict[int, float]:
    return {int(grade): float(one) for grade, one in value.items()}


_SHAPES: Mapping[str, Callable[[Any], Any]] = {
    "name": str,
    **dict.fromkeys(("expert_at", "review_days", "complaint_days"), int),
    **dict.fromkeys(("repair", "plan", "progress"), _by_class),
    "office_classes": frozenset,
    "classes": lambda value: {impact: tuple(row) for impact, row in value.items()},
}
