"""The devices of a hall, as the service and the simulators both get them."""

import pytest

from drivers.rigfile.kinds import Words, seconds
from drivers.rigfile.load import load_rig
from drivers.rigfile.problems import RigFileError

HALL = """\
version: 1
hall: {id: grand, name: Grand Hall}
devices:
  main-projector:
    driver: pjlink
    name: {zh: 主投影, en: Main projector}
    address: tcp://${HOST}:4352
    password: ${PJ_PASSWORD}
    fed_by: [pdu/outlet/3, pdu/outlet/4]
    poll: 1s
    limits: {lamp_hours: 2850, health/fan: {below: 1, severity: major, hold: 30s}}
    simulator: {warm_up: 8s, values: {lamp_hours/1: 1200}}
  matrix:
    driver: extron_sis
    address: serial:///dev/ttyUSB0?baud=9600
    fed_by: {all: [pdu/outlet/1, [pdu/outlet/2, ups/outlet/1]]}
    options: {inputs: 8, outputs: 4, verbose: 3}
    inputs: {1: lectern, 2: {zh: 摄像机, en: Camera}}
    outputs: [main-projector, side]
scenes: {broken: [this, is, not, ours]}
"""


@pytest.fixture
def rig(tmp_path):
    (tmp_path / "hall.yaml").write_text(HALL)
    return load_rig(tmp_path / "hall.yaml", {"HOST": "10.1.4.20", "PJ_PASSWORD": "s3cret"})


def test_a_projector_as_described(rig):
    projector = rig.devices["main-projector"]
    assert projector.name == Words(zh="主投影", en="Main projector")
    assert (projector.address, projector.poll) == ("tcp://10.1.4.20:4352", 1.0)
    assert projector.limits["lamp_hours"].above == 2850
    assert projector.limits["health/fan"].hold == 30.0
    assert projector.simulator.values == {"lamp_hours/1": 1200}
    assert projector.simulator.behaviour == {"warm_up": "8s"}


def test_a_password_is_handed_over_and_never_printed(rig):
    projector = rig.devices["main-projector"]
    assert projector.credentials == {"password": "s3cret"}
    assert "s3cret" not in repr(rig)


def test_feeds_that_back_each_other_up_and_feeds_that_are_all_needed(rig):
    assert rig.devices["main-projector"].fed_by == (("pdu/outlet/3", "pdu/outlet/4"),)
    assert rig.devices["matrix"].fed_by == (("pdu/outlet/1",), ("pdu/outlet/2", "ups/outlet/1"))


def test_names_and_sizes_of_axes(rig):
    matrix = rig.devices["matrix"]
    assert matrix.places["input"][2] == Words(zh="摄像机", en="Camera")
    assert matrix.places["output"][1].en == "main-projector"
    assert matrix.sizes == {"input": 8, "output": 4}
    assert matrix.driver_options == {"verbose": 3}


def test_a_password_may_lie_in_a_file_of_its_own(tmp_path):
    (tmp_path / "secret").write_text("from the file\n")
    entry = "devices:\n  a: {driver: pjlink, address: 'tcp://h:1', password_file: secret"
    (tmp_path / "hall.yaml").write_text(entry + "}\n")
    assert load_rig(tmp_path / "hall.yaml", {}).devices["a"].credentials["password"] == "from the file"
    (tmp_path / "hall.yaml").write_text(entry + ", password: x}\n")
    with pytest.raises(RigFileError, match=r"2:6: devices\.a: write either password or password_file"):
        load_rig(tmp_path / "hall.yaml", {})
    (tmp_path / "secret").unlink()
    with pytest.raises(
        RigFileError, match=r"password_file: the file with the secret cannot be read: No such"
    ):
        load_rig(tmp_path / "hall.yaml", {})


@pytest.mark.parametrize(
    ("said", "meant"), [("30s", 30), ("5m", 300), ("1h30m", 5400), ("200ms", 0.2), ("1.5s", 1.5), ("0s", 0)]
)
def test_durations(said, meant):
    assert seconds(said) == pytest.approx(meant)


@pytest.mark.parametrize(
    "said", ["", "5", 5, "5 s", "m", "1s1h", "-1s", "1h ", "1s200ms", None, "9" * 30 + "s"]
)
def test_no_durations(said):
    with pytest.raises(Exception, match="duration"):
        seconds(said)
