"""`python -m bench [MEASURE...]`: take the measures and print the table."""

import argparse
import json
import sys
import time
from pathlib import Path

from bench.dying import DEATH
from bench.losses import KILL, SILENCE
from bench.measure import take
from bench.news import NEWS, TABLETS_50
from bench.polls import CAPACITY, COST_FULL, COST_PLAIN
from bench.readiness import READINESS
from bench.scene import SCENE
from bench.starts import READY, START
from bench.table import table
from bench.taps import FAN, TAP

ALL = (
    TAP,
    FAN,
    NEWS,
    SCENE,
    READINESS,
    CAPACITY,
    COST_PLAIN,
    COST_FULL,
    KILL,
    SILENCE,
    DEATH,
    TABLETS_50,
    START,
    READY,
)


def main() -> int:
    """0 when all was taken; whether a goal is met is for the reader of the table."""
    names = [measure.name for measure in ALL]
    parser = argparse.ArgumentParser("python -m bench", description=__doc__)
    parser.add_argument(
        "measures", nargs="*", metavar="MEASURE", help=", ".join(names) + "; all when left out"
    )
    parser.add_argument("--repeat", type=int, help="rounds; 5 where that is not too long")
    parser.add_argument("--only", choices=("floor", "ours"), help="not both in turn")
    parser.add_argument("--json", type=Path, help="also write every value to this file")
    args = parser.parse_args()
    if odd := set(args.measures) - set(names):
        parser.error(f"no measure {', '.join(sorted(odd))}; there are: {', '.join(names)}")
    taken = []
    for measure in ALL:
        if not args.measures or measure.name in args.measures:
            subjects = [args.only] if args.only else ["floor", "ours"]
            taken.append(take(measure, args.repeat or measure.repeat, subjects, _tell))
    print(table(taken))
    if args.json:
        args.json.write_text(json.dumps({one.measure.name: one.values for one in taken}, indent=1))
    return 0


def _tell(line: str) -> None:
    print(time.strftime("%H:%M:%S "), line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
