"""What is for paper as a PDF: the same words, both languages, fonts in it, and nothing fetched."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest

from tests.web.house import House
from web import pdf
from web.pages import STATIC
from web.pdf_process import UNABLE

PAGE = (
    '<!doctype html><html lang="zh-CN"><head><title>月报</title></head><body><p>主投影 {}</p></body></html>'
)
MISSING = "left out: no Pango on this machine (apt-get install libpango-1.0-0 libpangoft2-1.0-0)"


def words(raw: bytes) -> str:
    """What somebody reads in it, without its breaks of lines."""
    found = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(raw)).pages)
    return "".join(found.split())


def made(page: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "web.pdf_process", str(STATIC / "print.css")]
    return subprocess.run(command, input=page.encode(), capture_output=True, check=False)


@pytest.fixture(scope="module")
def able() -> None:
    """This machine can make one."""
    if made(PAGE).returncode == UNABLE:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING)


async def fetched(house: House, path: str, role: str = "lead") -> tuple[int, str, bytes]:
    headers = {"Authorization": f"Bearer {house.tokens[role]}"}
    async with house.http.get(house.url + path, headers=headers) as reply:
        return reply.status, reply.headers["Content-Type"], await reply.read()


@pytest.mark.usefixtures("able")
@pytest.mark.parametrize(
    ("path", "zh", "en"),
    [
        ("/api/v1/promises.html?form=pdf", "应急维修时间安排", "Emergencyrepairschedule"),
        ("/api/v1/reports/handover?form=pdf", "交接", "Hand-overreport"),
        ("/api/v1/tickets.html?form=pdf", "主投影偏红", "主投影偏红"),
        ("/api/v1/tickets/1/print?form=pdf", "主投影偏红", "主投影偏红"),
        ("/api/v1/contacts/print?form=pdf", "大礼堂", "GrandHall"),
    ],
)
async def test_req_29_req_52_req_53_what_is_for_paper_is_a_pdf_too(
    house: House, path: str, zh: str, en: str
) -> None:
    await house.ask("POST", "/api/v1/tickets", {"title": "主投影偏红", "class": 2}, role="helpdesk")
    for lang, said in (("zh", zh), ("en", en)):
        status, kind, raw = await fetched(house, f"{path}&lang={lang}")
        assert (status, kind) == (200, "application/pdf")
        assert said in words(raw)
        assert not [name for name, embedded in fonts(raw) if not embedded]


def fonts(raw: bytes) -> list[tuple[str, bool]]:
    """The fonts of its pages, and whether they are in it."""
    found = []
    for page in pypdf.PdfReader(io.BytesIO(raw)).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            described = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            names = described.get_object().keys()
            found.append((font.get_object()["/BaseFont"], any(one.startswith("/FontFile") for one in names)))
    assert found
    return found


@pytest.mark.usefixtures("able")
def test_nothing_is_fetched_whatever_stands_in_the_page(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim")
    page = PAGE.format(f'<a rel="attachment" href="{secret.as_uri()}">x</a><object data="{secret.as_uri()}">')
    raw = made(page).stdout
    assert "主投影" in words(raw)
    assert b"geheim" not in raw
    assert not pypdf.PdfReader(io.BytesIO(raw)).attachments


async def test_where_the_library_is_missing_it_says_so(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "possible", lambda: False)
    status, kind, raw = await fetched(house, "/api/v1/promises.html?form=pdf")
    assert status == 501
    assert kind.startswith("application/problem+json")
    assert "Pango" in raw.decode()
    assert (await house.ask("GET", "/api/v1/promises"))[1]["pdf"] is False
    assert (await house.ask("GET", "/api/v1/reports"))[1]["pdf"] is False


async def test_a_process_that_fails_is_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "PROCESS", "web.no_such_process")
    assert (await fetched(house, "/api/v1/promises.html?form=pdf"))[0] == 503
    monkeypatch.setattr(pdf, "PROCESS", "web.pdf_process")
    monkeypatch.setattr(pdf, "PATIENCE", 0.0)
    assert (await fetched(house, "/api/v1/promises.html?form=pdf"))[0] == 503
