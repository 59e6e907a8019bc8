"""The lock that keeps a second writer away from an SQLite file.

Two writing connections can corrupt a file in the SQLite versions that systems still ship (the WAL-reset
race, 3.7.0 to 3.51.2); with this lock there is one in one process. The kernel drops it when the process
dies, however it dies.
"""

import fcntl
import os
from pathlib import Path

from controller.record import failpoints
from controller.record.lines import AlreadyOpen


class Lock:
    """Held from construction to `release`; raises `AlreadyOpen` if another process has it."""

    def __init__(self, database: Path) -> None:
        path = database.with_name(database.name + ".lock")
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self._file, 20).decode(errors="replace").strip() or "unknown"
            os.close(self._file)
            raise AlreadyOpen(_sentence(database, holder)) from None
        # Made here, before anybody else makes it: it holds password hashes. What SQLite adds to it follows.
        os.close(os.open(database, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        os.ftruncate(self._file, 0)
        os.write(self._file, f"{os.getpid()}\n".encode())
        failpoints.hit("record.locked")

    def release(self) -> None:
        """Let the next one in; the file stays, empty of meaning."""
        os.close(self._file)


def _sentence(database: Path, holder: str) -> str:
    return (
        f"{database}: the service with process id {holder} is writing to this record. "
        "Stop it first, or ask it (over its API) to do this. "
        f"进程 {holder} 的服务正在写入此记录；请先停止它，或通过其接口操作。"
    )
