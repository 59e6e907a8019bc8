"""The floors hold: each contract of import-linter is seen to break when the forbidden import is planted.

The planting is done in a small copy of the packages' shape, under the contracts of our own pyproject.toml.
"""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHAPE = [
    *("web/app", "scenes/engine", "simulators/serve"),
    *("controller/clock", "controller/events", "controller/record/journal"),
    *("controller/hall/rig", "controller/desk/board"),
    *("drivers/link", "drivers/transport/tcp", "drivers/trace", "drivers/rigfile/load"),
    *("drivers/catalog", "drivers/projectors/pjlink"),
    *("drivers/points", "drivers/vocabulary", "drivers/errors", "drivers/wire/framings"),
]
LAWFUL = {
    "web/app": "import scenes.engine, controller.hall.rig, controller.desk.board",
    "scenes/engine": "import controller.hall.rig",
    "controller/hall/rig": "import asyncio, controller.record.journal, controller.events, drivers.link",
    "controller/record/journal": "import controller.clock",
    "drivers/link": "import asyncio, drivers.transport.tcp, drivers.wire.framings",
    "drivers/transport/tcp": "import asyncio, socket, drivers.errors",
    "drivers/projectors/pjlink": "import hashlib, drivers.wire.framings, drivers.vocabulary",
    "simulators/serve": "import asyncio, drivers.catalog",
}
FLOOR_0 = ("points", "vocabulary", "errors", "wire")


def lint(folder: Path, **planted: str) -> tuple[int, str]:
    """Build the shape with its lawful imports and the planted ones, and lint it: exit code and report."""
    for module in SHAPE:
        path = folder / f"{module}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        for package in path.relative_to(folder).parents[:-1]:
            (folder / package / "__init__.py").touch()
        path.write_text(f"{LAWFUL.get(module, '')}\n{planted.get(module.replace('/', '.'), '')}\n")
    (folder / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    script = "import sys; sys.path.insert(0, ''); from importlinter.cli import lint_imports_command as l; l()"
    done = subprocess.run(
        [sys.executable, "-c", script, "--no-cache"],
        cwd=folder,
        env=os.environ | {"COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_lawful_shape_is_kept(tmp_path: Path) -> None:
    code, report = lint(tmp_path)
    assert code == 0, report
    assert " 0 broken" in report


@pytest.mark.parametrize(
    ("contract", "planted"),
    [
        (
            "Floors",
            {
                "scenes.engine": "web.app",
                "controller.hall.rig": "scenes.engine",
                "drivers.trace": "controller.clock",
            },
        ),
        ("Houses", {"controller.hall.rig": "controller.desk.board"}),
        (
            "Houses",
            {
                "controller.desk.board": "controller.hall.rig",
                "controller.record.journal": "controller.hall.rig",
                "controller.clock": "controller.record.journal",
                "controller.events": "controller.hall.rig",
            },
        ),
        ("Drivers", {"drivers.points": "drivers.catalog", "drivers.wire.framings": "drivers.trace"}),
        (
            "no driver reaches",
            {
                "drivers.projectors.pjlink": "drivers.link",
                "drivers.catalog": "drivers.transport.tcp",
                "drivers.rigfile.load": "drivers.link",
            },
        ),
        (
            "do I/O",
            {
                "drivers.projectors.pjlink": "asyncio",
                "drivers.wire.framings": "socket",
                "drivers.catalog": "serial",
                "drivers.vocabulary": "time",
            },
        ),
        ("Simulators know", {"simulators.serve": "controller.clock"}),
        ("Simulators know", {"simulators.serve": "web.app"}),
        ("Run-time code", {"web.app": "simulators.serve", "drivers.projectors.pjlink": "simulators.serve"}),
    ],
)
def test_a_planted_import_breaks_its_contract(tmp_path: Path, contract: str, planted: dict[str, str]) -> None:
    code, report = lint(tmp_path, **{where: f"import {what}" for where, what in planted.items()})
    assert code == 1, report
    assert any(contract in line for line in report.splitlines() if "BROKEN" in line), report
    for where, what in planted.items():
        assert f"{where} -> {what} (l.2)" in report, report


def climbs(package: Path) -> list[str]:
    """Imports that leave floor 0 for a device's module, a link or anything else above; import-linter knows no
    "every module but these", so the devices' modules are found by looking."""
    files = [
        file for name in FLOOR_0 for file in (*package.glob(f"{name}.py"), *package.glob(f"{name}/*.py"))
    ]
    imported = {
        f"{file.relative_to(package)} imports {name}"
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for name in _names(node)
        if name.startswith("drivers.") and name.split(".")[1] not in FLOOR_0
    }
    return sorted(imported)


def _names(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module="drivers", names=names):
            return [f"drivers.{alias.name}" for alias in names]
        case ast.ImportFrom(module=str(module)):
            return [module]
    return []


def test_the_language_of_devices_knows_no_device() -> None:
    assert climbs(ROOT / "drivers") == []


def test_a_device_known_by_the_language_is_seen(tmp_path: Path) -> None:
    (tmp_path / "wire").mkdir()
    (tmp_path / "wire/table.py").write_text("from drivers.projectors import pjlink\n")
    (tmp_path / "points.py").write_text("import drivers.mixers.x32\n")
    seen = ["points.py imports drivers.mixers.x32", "wire/table.py imports drivers.projectors"]
    assert climbs(tmp_path) == seen
