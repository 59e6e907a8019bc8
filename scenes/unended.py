"""A sweep that the service did not outlive: its sheet, from what is on record of it and of its runs."""

from collections.abc import Callable, Iterable
from datetime import datetime

from controller.hall.sentences import Sentence
from scenes.record import Line
from scenes.runs import Run
from scenes.sheet import How, Item, Left, Sheet, recalled
from scenes.trials import rows


def unended(
    begun: Line, found: Iterable[Line], runs: Iterable[Run], now: datetime, row: Callable[[Left], Item]
) -> Sheet:
    """What was found, red and grey rows for what was under way, and what is left turned over. How the points
    stand now nobody has heard yet.
    """
    sheet = recalled(begun, found)
    sheet.state, sheet.why, sheet.ended = How.INTERRUPTED, Sentence("readiness.interrupted"), now
    mine = [run for run in runs if run.scene.probe and run.at >= sheet.at]
    sheet.items = [item for item in sheet.items if item.check != "back"]
    told = {item.ref for item in sheet.items if item.check == "obeys"} - {""}
    items, sheet.left = rows(mine, sheet.why, lambda ref, value: False)
    sheet.items += [item for item in items if item.ref not in told]
    sheet.items += sheet.unfinished(sheet.why) if not mine else []
    sheet.items += map(row, sheet.left)
    return sheet
