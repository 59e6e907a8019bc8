"""Every promise that this edition says it keeps has a test that carries its number."""

from pathlib import Path

import pytest

from tests.plumbing.requirements import KEPT, PROMISES, named, report


def test_every_promise_that_is_kept_has_a_test(capsys: pytest.CaptureFixture[str]) -> None:
    found = named()
    with capsys.disabled():
        missing = [line for line in report(found, only_missing=True) if "still to come" in line]
        print(
            f"\n{len(missing)} promises have no test yet; see python -m tests.plumbing.requirements --missing"
        )
    assert sorted(KEPT - found.keys()) == []


def test_no_test_names_a_promise_that_was_never_made() -> None:
    unknown = {number: tests for number, tests in named().items() if number not in PROMISES}
    assert unknown == {}
    assert set(PROMISES) >= KEPT


def test_what_names_a_promise(tmp_path: Path) -> None:
    (tmp_path / "test_a.py").write_text(
        '"""Of REQ-10 and REQ 12."""\n'
        "def test_x(): pass\n"
        "def test_req_13_y(): pass\n"
        "async def test_req14_z(): pass\n"
        "def test_req_80_and_81_both(): pass\n"
        "def test_req_0_7_of_a_section(): pass\n"
        "def test_said():\n    'REQ-22 to 24.'\n"
        "def helper_req_99(): pass\n"
    )
    found = {number: [one.rpartition("::")[2] for one in tests] for number, tests in named(tmp_path).items()}
    assert found[13] == ["test_req_13_y"]
    assert found[14] == ["test_req14_z"]
    assert found[80] == found[81] == ["test_req_80_and_81_both"]
    assert found[22] == ["test_said"]
    assert found[10] == found[12] == ["test_x", "test_req_0_7_of_a_section"]
    assert 99 not in found
    lines = list(report(found))
    assert len(lines) == len(PROMISES)
    assert next(line for line in lines if line.startswith("REQ-13")).count("1 tests") == 1
    assert "NO TEST" in next(line for line in lines if line.startswith("REQ-50"))
