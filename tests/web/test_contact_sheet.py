"""REQ 15: the contact sheet of a hall, for paper and for the tablet, with version, date and a code."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.web.house import HALL, House, open_house
from tests.web.reading_qr import text_of
from web import qr
from web.contact_sheet import ISSUED, PATH

PEOPLE = """
contacts:
  chen: {name: {zh: 陈工, en: Chen}, phones: ["13800000000", "13800000001"], order: 2}
  line: {name: {zh: 全国热线, en: National line}, role: hotline, phones: ["400-000-0000"], order: 1}
  li: {name: {zh: "<李>", en: "<Li>"}, role: lead, phones: ["13900000000"], order: 3}
roster:
  - {days: mon-sun, from: "00:00", until: "23:59", who: [chen, li]}
"""
SHEET = "/api/v1/contacts/sheet"


@pytest_asyncio.fixture
async def staffed(tmp_path: Path) -> AsyncIterator[House]:
    house = await open_house(tmp_path, HALL + PEOPLE)
    yield house
    await house.close()


async def test_req_15_on_paper_in_both_languages(staffed: House) -> None:
    for lang, title, name in (("zh", "技术咨询联系办法", "陈工"), ("en", "Whom to call", "Chen")):
        status, text, headers = await staffed.ask("GET", f"{PATH}?lang={lang}", role="viewer")
        assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
        for part in (title, name, "8000", "400-000-0000", "13800000000 · 13800000001", "1 · 2026-01-01"):
            assert part in text, part
        assert "<Li>" not in text
        assert "<李>" not in text
        assert f"{staffed.url}{PATH}?lang={lang}" in text
        assert '<svg class="qr"' in text


async def test_req_15_another_version_only_when_something_on_it_is_another(staffed: House) -> None:
    first = (await staffed.ask("GET", SHEET, role="viewer"))[1]
    assert (first["version"], first["on_call"], first["hotlines"]) == (
        1,
        ["chen", "li"],
        ["8000", "400-000-0000"],
    )
    staffed.clock.advance(86400)
    assert (await staffed.ask("GET", SHEET))[1] == first
    directory = staffed.service.post.office.settings.directory
    directory.contacts.pop("li")  # type: ignore[attr-defined]
    second = (await staffed.ask("GET", SHEET))[1]
    assert (second["version"], second["issued"] > first["issued"]) == (2, True)
    assert [line.data["version"] for line in await staffed.journal.recall([ISSUED])] == [1, 2]


async def test_req_12_and_15_a_hall_without_a_directory_still_says_its_number(house: House) -> None:
    status, said, _ = await house.ask("GET", SHEET, role="viewer")
    assert (status, said["hotlines"], said["contacts"]) == (200, ["8000"], [])
    assert (await house.ask("GET", f"{PATH}?lang=zh"))[0] == 200
    assert (await house.ask("GET", SHEET, role=None))[0] == 401


@pytest.mark.parametrize("length", [1, 14, 15, 26, 27, 42, 43, 62, 63, 84, 85, 106])
def test_req_15_the_code_says_its_address(length: int) -> None:
    text = ("https://hall.example:8443/api/v1/contacts/print?lang=zh&" + "x" * 100)[:length]
    assert text_of(qr.square(text)) == text


def test_req_15_every_module_of_the_code_matters_and_what_is_too_long_is_refused() -> None:
    rows = qr.square("https://hall.example")
    for place in ((9, 9), (0, 0), (8, 1), (len(rows) - 1, len(rows) - 1)):
        broken = [list(row) for row in rows]
        broken[place[0]][place[1]] ^= 1
        with pytest.raises(AssertionError):
            text_of(broken)
    with pytest.raises(ValueError, match="107 bytes"):
        qr.square("x" * 107)


def test_req_15_the_drawing_holds_what_the_square_holds() -> None:
    rows, drawn = qr.square("x"), qr.svg("x")
    runs = drawn.partition('#000" d="')[2].partition('"')[0].split("z")[:-1]
    dark = sum(int(one.partition("h")[2].partition("v")[0]) for one in runs)
    assert dark == sum(map(sum, rows))
    assert 'viewBox="0 0 29 29"' in drawn
