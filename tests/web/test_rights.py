"""The page's ladder of roles and its guarded pages are the server's: neither can change alone."""

import re
from pathlib import Path

from web.app import routes
from web.roles import PEOPLE

CORE = Path(__file__).parents[2] / "web" / "ui" / "src" / "core"
LADDER = re.compile(r"LADDER = \[(.*?)\]")
GUARD = re.compile(r'"(\w+/\w+)": \{ need: "(\w+)", lives: "([A-Z]+) ([^"]+)" \}')


def test_the_page_knows_the_same_ladder() -> None:
    """A role in another place would open or shut pages that the server does not."""
    found = LADDER.search((CORE / "model.ts").read_text(encoding="utf-8"))
    assert found
    assert re.findall(r'"(\w+)"', found[1]) == list(PEOPLE)


def test_a_page_asks_for_the_role_of_what_it_lives_on() -> None:
    """Each guarded page stands on the rung of its request."""
    needs = {(route.method, route.plain): route.need for route in routes()}
    table = GUARD.findall((CORE / "rights.ts").read_text(encoding="utf-8"))
    assert len(table) >= 4
    wrong = [page for page, need, method, path in table if needs.get((method, f"/api/v1/{path}")) != need]
    assert wrong == []


def test_every_page_behind_a_higher_rung_is_guarded() -> None:
    """What a viewer may not read, and a page of the menu asks for when it opens, is in the table."""
    guarded = {path for _, _, method, path in GUARD.findall((CORE / "rights.ts").read_text(encoding="utf-8"))}
    high = {route.plain.removeprefix("/api/v1/") for route in routes() if route.method == "GET"} - {
        route.plain.removeprefix("/api/v1/") for route in routes() if route.need in ("public", "viewer")
    }
    views = (CORE.parent / "views").glob("*.ts")
    menu = (CORE.parent / "views" / "more.ts").read_text(encoding="utf-8")
    subs = set(re.findall(r'import\("\./([\w-]+)\.ts"\)', menu))
    asked = {
        path
        for view in views
        if view.stem in subs
        for path in re.findall(r'get<[^;]*?>\("([\w/]+)"\)', view.read_text(encoding="utf-8"))
    }
    assert subs, "the menu names no page"
    assert asked & high <= guarded
