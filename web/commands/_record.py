"""Which record a command works on, when nobody says."""

import argparse
import os
from pathlib import Path

SEVERAL = {
    "en": "Say which record: --data DIR. There are: {found}",
    "zh-CN": "请用 --data 目录 指明记录。现有：{found}",
}


def record_of(args: argparse.Namespace) -> str:
    """`--data`, else the one record of this user. ValueError where there are none or several."""
    if args.data:
        return str(args.data)
    base = Path(os.environ.get("XDG_STATE_HOME") or Path("~/.local/state").expanduser()) / "auditorium"
    found = sorted(file.parent for file in base.glob("*/auditorium.db"))
    if len(found) == 1:
        return str(found[0])
    raise ValueError(SEVERAL[args.lang].format(found=", ".join(map(str, found)) or "-"))
