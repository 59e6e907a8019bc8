"""Reads the whole program once, then makes a copy of itself for every life that it is asked for.

Run as `python -m tests.kill.lives.nursery`. A line of JSON on the input is a life; its process and, when it
is over, how it ended are lines of the output.
"""

import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any

READ_ONCE = (
    "alembic.command", "alembic.config", "cronsim", "controller.record.store", "controller.record.keeper",
    "controller.record.reading", "controller.record.accounts", "controller.record.dayfiles",
    "controller.record.ics", "controller.desk.mailbox.incoming", "web.assembly", "tests.kill.lives.life",
)  # fmt: skip


def main() -> None:
    for name in READ_ONCE:
        importlib.import_module(name)
    for line in sys.stdin:
        life = json.loads(line)
        pid = os.fork()
        if pid == 0:
            live(**life)
        print(pid, flush=True)
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def live(folder: str, **life: Any) -> None:
    """One life, to its end: this process does nothing else."""
    from tests.kill.lives.life import run

    words = os.open(Path(folder) / "words", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(words, 1)
    os.dup2(words, 2)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    try:
        run(Path(folder), **life)
    except BaseException as error:
        import traceback

        traceback.print_exception(error)
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main()
