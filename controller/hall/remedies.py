"""Which remedy is next for a device, if any: a pure question about what was tried, and when."""

from collections.abc import Sequence
from dataclasses import dataclass

from drivers.rigfile.healing import Healing

DAY = 86400.0


@dataclass(frozen=True, slots=True)
class Try:
    """One remedy that was tried (monotonic moment), in which round; `counts`: something was really done, and
    `outlets` lost their power for it.
    """

    at: float
    remedy: str
    round: int
    counts: bool = True
    outlets: tuple[str, ...] = ()


def next_remedy(
    plan: Healing, tries: Sequence[Try], believed: float, now: float, wait: float
) -> tuple[str, int] | None:
    """The remedy and its round, or None: too early, or enough for today. `believed`: since when it is ill."""
    if now - believed < plan.after:
        return None
    last = tries[-1] if tries else None
    if last is not None and last.counts and now - last.at < wait:
        return None
    done = [one for one in tries if last is not None and one.round == last.round and one.at >= believed]
    if done and len(done) < len(plan.steps):
        return plan.steps[len(done)], done[-1].round
    return _another(plan, tries, now)


def _another(plan: Healing, tries: Sequence[Try], now: float) -> tuple[str, int] | None:
    """A new round, after a pause, and not too often."""
    if tries and now - tries[-1].at < plan.cool_down:
        return None
    if len({one.round for one in tries if now - one.at < DAY}) >= plan.most:
        return None
    return plan.steps[0], tries[-1].round + 1 if tries else 1
