"""A technician writes YAML; we read exactly what was meant, and know where each word stood."""

import pytest

from drivers.rigfile.compose import DEEPEST, compose
from drivers.rigfile.environment import fill
from drivers.rigfile.files import gather
from drivers.rigfile.problems import RigFileError, Spot


def refused(text, **environ):
    with pytest.raises(RigFileError) as caught:
        compose(text, "hall.yaml", lambda said: fill(said, environ))
    return [problem.line("en") for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("on", "on"),
        ("no", "no"),
        ("22:30", "22:30"),
        ("0571", "0571"),
        ("1_000", "1_000"),
        ("2026-11-25", "2026-11-25"),
        ("hdmi 1", "hdmi 1"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("-12", -12),
        ("0x1F", 31),
        ("-5.5", -5.5),
        ("1e3", 1000.0),
        ("1e999", "1e999"),
        (".inf", ".inf"),
        ("9" * 5000, "9" * 5000),
        ('"8000"', "8000"),
        ("!!str 8000", "8000"),
    ],
)
def test_a_word_stays_the_word_it_is(said, meant):
    read = compose(f"value: {said}\n", "hall.yaml").value["value"]
    assert read == meant
    assert type(read) is type(meant)


def test_every_key_and_value_knows_its_line_and_column():
    document = compose(
        "devices:\n  matrix: {driver: extron_sis,\n    inputs: {1: 讲台, 2: camera}}\n", "hall.yaml"
    )
    assert document.spot("devices", "matrix", "driver") == Spot("hall.yaml", 2, 20)
    assert document.key_spot("devices", "matrix", "inputs", 2) == Spot("hall.yaml", 3, 21)
    part = document.under("devices", "matrix")
    assert part.spot("driver") == document.spot("devices", "matrix", "driver")
    assert part.spot("no such key") == document.spot("devices", "matrix")


def test_a_second_device_of_the_same_name_is_refused_where_it_stands():
    lines = refused("devices:\n  mixer: {driver: x32}\n  mixer: {driver: x32}\n")
    assert lines == ["hall.yaml:3:3: devices.mixer: mixer stands here a second time"]


def test_variables_are_filled_in_and_a_missing_one_is_named():
    text = "a: ${HOST:-127.0.0.1}:4352\nb: ${PASSWORD}\nc: $${PASSWORD}\nd: ${EMPTY:-x}\n"
    document = compose(text, "hall.yaml", lambda said: fill(said, {"PASSWORD": "s3cret", "EMPTY": ""}))
    assert document.value == {"a": "127.0.0.1:4352", "b": "s3cret", "c": "${PASSWORD}", "d": "x"}
    assert refused(text, EMPTY="") == [
        "hall.yaml:2:4: b: the variable PASSWORD is not set; ${PASSWORD:-something} gives it a default"
    ]


def test_anchors_and_merges_save_typing_and_what_is_written_out_wins():
    text = "x-pj: &pj {driver: pjlink, area: stage}\none: {<<: *pj, area: booth}\ntwo: *pj\n"
    value = compose(text, "hall.yaml").value
    assert value["one"] == {"driver": "pjlink", "area": "booth"}
    assert value["two"] == {"driver": "pjlink", "area": "stage"}


def test_loops_bombs_and_towers_are_defused():
    assert "refers to itself" in refused("a: &a [*a]\n")[0]
    assert "nested too deeply" in refused("a: " + "[" * (DEEPEST + 2) + "]" * (DEEPEST + 2))[0]
    assert "nested too deeply" in refused("[" * 5000)[0]
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9))
    assert "becomes too large" in refused(bomb)[0]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("a: b: c\n", "hall.yaml:1:5"),
        ("a:\n\t- b\n", "hall.yaml:2:1"),
        ("a: 'open\n", "hall.yaml:2:1"),
        ("a: 1\n---\nb: 2\n", "hall.yaml:2:1"),
        ("a: \x01\n", "hall.yaml:1:4"),
        ("a: !!python/object:os.system {}\n", "hall.yaml:1:4"),
        ("? [a, b]\n: c\n", "hall.yaml:1:3"),
    ],
)
def test_what_is_not_yaml_is_said_with_its_place(text, where):
    assert refused(text)[0].startswith(f"{where}:")


def test_one_hall_from_several_files(tmp_path):
    (tmp_path / "conf.d").mkdir()
    (tmp_path / "scenes").mkdir()
    (tmp_path / "hall.yaml").write_text(
        "version: 1\ndevices:\n  a: {driver: pjlink}\ncables:\n  - {from: x, to: y}\n"
    )
    (tmp_path / "conf.d" / "foyer.yaml").write_text(
        "devices:\n  b: {driver: x32}\ncables:\n  - {from: z, to: w}\n"
    )
    (tmp_path / "scenes" / "film.yaml").write_text("name: Film\nsteps: []\n")
    document = gather(tmp_path / "hall.yaml", {"AUDITORIUM_HALL__TIMEZONE": "Asia/Tokyo"})
    assert set(document.value["devices"]) == {"a", "b"}
    assert document.value["cables"][1] == {"from": "z", "to": "w"}
    assert document.value["scenes"]["film"]["name"] == "Film"
    assert document.value["hall"]["timezone"] == "Asia/Tokyo"
    assert document.key_spot("devices", "b").file.endswith("foyer.yaml")
    assert document.spot("cables", 1, "to") == Spot(str(tmp_path / "conf.d" / "foyer.yaml"), 4, 19)
    assert document.spot("scenes", "film", "name").file.endswith("film.yaml")
    assert document.spot("hall", "timezone").file == "$AUDITORIUM_HALL__TIMEZONE"


def test_a_device_in_two_files_is_refused_in_the_second(tmp_path):
    (tmp_path / "conf.d").mkdir()
    (tmp_path / "hall.yaml").write_text("devices:\n  a: {driver: pjlink}\n")
    (tmp_path / "conf.d" / "more.yaml").write_text("devices:\n  a: {driver: x32}\n")
    with pytest.raises(RigFileError, match=r"more\.yaml:2:3: devices\.a: a stands here a second time"):
        gather(tmp_path / "hall.yaml", {})


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "cannot be read"), (b"\xff\xfe\x00", "not in UTF-8"), (b"- a\n", "must consist of")],
)
def test_a_file_that_is_no_hall(tmp_path, content, sentence):
    if content is not None:
        (tmp_path / "hall.yaml").write_bytes(content)
    with pytest.raises(RigFileError, match=sentence):
        gather(tmp_path / "hall.yaml", {})
