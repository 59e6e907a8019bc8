"""`./auditorium` on all sorts of machines; uv and Python are stand-ins that say how they were called."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ("sh", "dirname", "readlink", "mkdir", "rm", "cat")
UV = '#!/bin/sh\ncase "$1" in --version) ;; *) echo "uv $* [$PWD] [$HOME]" ;; esac\n'
PYTHON = """#!/bin/sh
case "$*" in
*version_info*) exit {too_old} ;;
*ensurepip*) exit {no_venv} ;;
"-m venv "*) mkdir -p "$3/bin"; cat "$0" >"$3/bin/python"; "{chmod}" +x "$3/bin/python" ;;
*"pip install"*) [ {offline} = 0 ] || {{ echo "no route to registry"; exit 1; }}
    cat "{uv}" >"${{0%/*}}/uv"; "{chmod}" +x "${{0%/*}}/uv" ;;
esac
"""


class Machine:
    """A checkout in a folder with spaces in its name, and a PATH with nothing but what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.checkout, self.bin, self.home = folder / "my check out", folder / "bin", folder / "home"
        for place in (self.checkout, self.bin, self.home):
            place.mkdir()
        shutil.copy(ROOT / "auditorium", self.checkout)
        for tool in TOOLS:
            (self.bin / tool).symlink_to(shutil.which(tool) or pytest.skip(f"no {tool} here"))

    def put(self, name: str, text: str, into: Path | None = None) -> Path:
        path = (into or self.bin) / name
        path.write_text(text)
        path.chmod(0o755)
        return path

    def put_python(
        self, name: str = "python3", *, too_old: int = 0, no_venv: int = 0, offline: int = 0
    ) -> None:
        uv = self.put("uv-to-install", UV, into=self.home)
        states = {"too_old": too_old, "no_venv": no_venv, "offline": offline}
        self.put(name, PYTHON.format(uv=uv, chmod=shutil.which("chmod"), **states))

    def run(
        self, *args: str, command: Path | None = None, cwd: Path | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [command or self.checkout / "auditorium", *args],
            env={"PATH": str(self.bin), "HOME": str(self.home)} | environment,
            cwd=cwd or self.checkout,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_with_uv_everything_is_passed_on_from_where_the_caller_stands(machine: Machine) -> None:
    machine.put("uv", UV)
    said = machine.run("check", "my hall.yaml", cwd=machine.home).stdout.splitlines()
    assert said[0].startswith(f"uv sync --project {machine.checkout} --inexact")
    assert said[1].startswith(f"uv run --project {machine.checkout} --no-sync auditorium check my hall.yaml")
    assert f"[{machine.home}]" in said[1]


def test_tests_run_in_the_checkout(machine: Machine) -> None:
    machine.put("uv", UV)
    said = machine.run("test", "tests/plumbing", "-q", cwd=machine.home).stdout.splitlines()
    assert said[1].startswith(f"uv run --no-sync pytest tests/plumbing -q [{machine.checkout}]")


def test_a_link_on_the_path_leads_to_the_checkout(machine: Machine) -> None:
    machine.put("uv", UV)
    link = machine.home / "auditorium"
    link.symlink_to("../my check out/auditorium")
    assert str(machine.checkout) in machine.run("demo", command=link, cwd=machine.home).stdout


@pytest.mark.parametrize("home", ["", "/nowhere/at/all"])
def test_without_a_home_the_caches_stay_in_the_checkout(machine: Machine, home: str) -> None:
    machine.put("uv", UV)
    assert f"[{machine.checkout}/.auditorium/home]" in machine.run("demo", HOME=home).stdout


def test_without_uv_a_private_one_is_made_once(machine: Machine) -> None:
    machine.put_python()
    first, second = machine.run("demo"), machine.run("demo")
    assert "auditorium demo" in first.stdout
    assert "preparing a private uv" in first.stderr
    assert "auditorium demo" in second.stdout
    assert second.stderr == ""


def test_a_newer_python_is_found_beside_an_old_one(machine: Machine) -> None:
    machine.put_python(too_old=1)
    machine.put_python("python3.12")
    assert "auditorium demo" in machine.run("demo").stdout


def test_without_python_it_says_what_to_install(machine: Machine) -> None:
    done = machine.run("demo")
    assert done.returncode == 1
    assert "apt install python3 python3-venv" in done.stderr


@pytest.mark.parametrize(
    ("name", "package"), [("python3", "python3-venv"), ("python3.12", "python3.12-venv")]
)
def test_without_venv_it_names_the_package(machine: Machine, name: str, package: str) -> None:
    machine.put_python(name, no_venv=1)
    done = machine.run("demo")
    assert done.returncode == 1
    assert f"apt install {package} " in done.stderr


def test_without_a_registry_it_says_what_to_set_and_leaves_no_half_made_uv(machine: Machine) -> None:
    machine.put_python(offline=1)
    done = machine.run("demo", LANG="zh_CN.UTF-8")
    assert done.returncode == 1
    assert "no route to registry" in done.stderr
    assert "镜像" in done.stderr
    assert "export PIP_INDEX_URL=" in done.stderr
    assert not (machine.checkout / ".auditorium/uv").exists()


def test_a_failed_preparation_says_what_to_set(machine: Machine) -> None:
    machine.put("uv", '#!/bin/sh\n[ "$1" = --version ] || { echo "dns error" >&2; exit 2; }\n')
    done = machine.run("demo")
    assert done.returncode == 1
    assert "dns error" in done.stderr
    assert "npm_config_registry" in done.stderr
