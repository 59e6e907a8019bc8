"""A hall whose record is in PostgreSQL signs its readiness sheets too, with a key that outlives a restart."""

from pathlib import Path

from tests.record.test_postgres import pytestmark as needs_postgres
from tests.record.test_postgres import server
from tests.scenes.demo import planting
from tests.web.house import open_house
from tests.web.test_readiness_api import PATH, sheet_of, swept
from web.signing import Seal, checked

__all__ = ["server"]
pytestmark = needs_postgres


async def sealed(folder: Path, server: str, tokens: dict[str, str]) -> list[Seal]:
    """What a sheet is worth to whoever has the hall's key: at once, and after a restart."""
    first = await open_house(folder, tokens=tokens, record=server)
    sheet, key = await swept(first), first.service.sweeps.key
    tokens |= first.tokens
    await first.close()
    second = await open_house(folder, tokens=tokens, record=server)
    again = await sheet_of(second, sheet["id"])
    assert again == sheet
    assert (await second.ask("GET", PATH))[1]["key"] == key
    await second.close()
    return [checked(sheet, key), checked(again, key)]


async def test_r22_sheets_are_signed_in_postgresql(tmp_path: Path, server: str) -> None:
    tokens: dict[str, str] = {}
    assert await sealed(tmp_path, server, tokens) == [Seal.HOLDS, Seal.HOLDS]
    with planting("no_key_but_in_a_file"):
        assert await sealed(tmp_path, server, tokens) == [Seal.UNSIGNED, Seal.UNSIGNED]
