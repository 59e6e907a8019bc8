"""The command line finds one command, imports only that one, and passes on its exit code."""

import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

import web.__main__ as command_line
from web.commands import COMMANDS

ROOT = Path(__file__).parents[2]


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> dict[str, ModuleType]:
    """Two commands of our own in the place of the product's: one adds its arguments, one fails."""
    check, doctor = ModuleType("web.commands.check"), ModuleType("web.commands.doctor")
    check.add_arguments = lambda parser: parser.add_argument("config")  # type: ignore[attr-defined]
    check.run = lambda args: 0 if args.config == "hall.yaml" else 1  # type: ignore[attr-defined]
    doctor.add_arguments = lambda parser: None  # type: ignore[attr-defined]
    doctor.run = lambda args: 3  # type: ignore[attr-defined]
    for module in (check, doctor):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(command_line, "_listed", lambda: ["check", "doctor"])
    return {"check": check, "doctor": doctor}


def test_a_command_gets_its_arguments_and_gives_the_exit_code(commands: dict[str, ModuleType]) -> None:
    assert command_line.main(["check", "hall.yaml"]) == 0
    assert command_line.main(["--lang", "zh-CN", "check", "doctor"]) == 1
    assert command_line.main(["doctor"]) == 3


def test_usage_is_exit_code_two(commands: dict[str, ModuleType], capsys: pytest.CaptureFixture[str]) -> None:
    for wrong in ([], ["frobnicate"], ["check"], ["doctor", "--no-such-option"]):
        with pytest.raises(SystemExit) as ended:
            command_line.main(wrong)
        assert ended.value.code == 2
    assert "usage: auditorium" in capsys.readouterr().err


def test_ctrl_c_ends_a_command_without_a_traceback(commands: dict[str, ModuleType]) -> None:
    def interrupted(args: SimpleNamespace) -> int:
        raise KeyboardInterrupt

    commands["doctor"].run = interrupted  # type: ignore[attr-defined]
    assert command_line.main(["doctor"]) == 130


@pytest.mark.parametrize(
    ("environment", "spoken"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "", "LC_MESSAGES": "zh_CN"}, "zh-CN"),
    ],
)
def test_it_speaks_the_language_of_the_shell(environment: dict[str, str], spoken: str) -> None:
    assert command_line.spoken(environment) == spoken


def test_help_lists_what_is_there_and_imports_none_of_it() -> None:
    script = (
        "import sys, web.__main__ as m\n"
        "try: m.main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted(n for n in sys.modules if n.startswith('web.commands.') or n == 'pydantic'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith("[]\n")
    there = {path.stem for path in (ROOT / "web/commands").glob("*.py")} & set(COMMANDS)
    listed = {line.split()[0] for line in done.stdout.splitlines() if re.match(" {4}[a-z]", line)}
    assert listed == there


def test_every_command_module_is_in_the_table() -> None:
    modules = {path.stem for path in (ROOT / "web/commands").glob("*.py") if not path.stem.startswith("_")}
    unlisted = {name for name in modules - set(COMMANDS) if _is_command(name)}
    assert unlisted == set()


def _is_command(name: str) -> bool:
    return "def add_arguments(" in (ROOT / f"web/commands/{name}.py").read_text(encoding="utf-8")


def test_its_output_may_be_cut_short(tmp_path: Path) -> None:
    script = (
        "import sys, types, web.__main__ as m\n"
        "talker = types.ModuleType('web.commands.drivers')\n"
        "talker.add_arguments = lambda parser: None\n"
        "talker.run = lambda args: [print('x' * 4096, flush=True) for _ in range(999)] and 0\n"
        "sys.modules[talker.__name__] = talker\n"
        "m._listed = lambda: ['drivers']\n"
        "sys.exit(m.main(['drivers']))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as talker:
        assert talker.stdout
        assert talker.stderr
        talker.stdout.read(1)
        talker.stdout.close()
        assert talker.stderr.read() == b""
        assert talker.wait() == 0
