"""Where a record is: a folder, a file or a database URL, understood without loading a database library."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

_SQLITE = "sqlite:///"


@dataclass(frozen=True, slots=True)
class Place:
    """A database URL and, for SQLite, its file."""

    url: str
    file: Path | None

    @classmethod
    def at(cls, where: str | Path) -> "Place":
        """From a folder (the file in it is `auditorium.db`; the folder is made), or from a database URL."""
        text = str(where)
        if "://" in text and not text.startswith(_SQLITE):
            return cls(text.replace("postgresql://", "postgresql+psycopg://", 1), None)
        file = _file(text.removeprefix(_SQLITE), named=text.startswith(_SQLITE))
        file.parent.mkdir(parents=True, exist_ok=True)
        return cls(f"{_SQLITE}{file}", file)

    def last_seq(self) -> int | None:
        """The number of the last line, in a millisecond; None where that cannot be said without the
        library.
        """
        if self.file is None:
            return None
        if not self.file.exists():
            return 0
        with closing(sqlite3.connect(self.file)) as raw:
            known = raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'journal'").fetchone()
            found = raw.execute("SELECT max(seq) FROM journal").fetchone() if known else (0,)
        return int(found[0] or 0)


def last_alive(file: Path) -> str | None:
    """The last sign of life in an SQLite file (`controller.record.alive`), in a millisecond."""
    if not file.exists():
        return None
    with closing(sqlite3.connect(file)) as raw:
        if raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone() is None:
            return None
        found = raw.execute("SELECT value FROM meta WHERE key = 'alive'").fetchone()
    return str(found[0]) if found else None


def _file(path: str, named: bool) -> Path:
    absolute = Path(path).expanduser().absolute()
    return absolute if named else absolute / "auditorium.db"
