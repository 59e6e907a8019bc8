"""Bring the tables to the edition this program knows, at start.

Importing alembic costs half a second, so a record that is already there is recognised by its version table
alone. Migrations run in one transaction; an SQLite file that holds something is copied beside itself first.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from controller.record import failpoints
from controller.record.lines import TooNew

HEAD = "0002"
"""The newest revision in `migrations/versions`; a test holds the two together."""

SCRIPTS = Path(__file__).parent / "migrations"


def revision(connection: Connection) -> str | None:
    """The edition of the tables behind `connection`; None if there are none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def upgrade(connection: Connection) -> None:
    """Apply what is missing."""
    from alembic import command  # half a second, and rarely needed
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    failpoints.hit("migrate.before")
    command.upgrade(config, "head")
    failpoints.hit("migrate.before_commit")


def refuse_newer(found: str | None) -> None:
    """Raise `TooNew` for an edition this program does not know, before anything is touched."""
    if found is not None and found > HEAD:
        raise TooNew(_sentence(found))


def _sentence(found: str) -> str:
    return (
        f"This record is of edition {found}, this program knows {HEAD}: install the newer program again, "
        "or restore a backup made before the update. "
        f"记录的版本为 {found}，本程序只认识 {HEAD}；请重新安装较新的程序，或恢复更新前的备份。"
    )
