"""A hall's file, read whole: what it gives, and everything that can be wrong with it, with its place."""

import pytest

from controller.hall.signal import Tie
from controller.hall.topology import End
from controller.hall.venue import load
from drivers.points import Ref
from drivers.rigfile.problems import RigFileError
from tests.hall import small_catalog

SOUND = """\
version: 1
x-note: {anything: goes, here: [1, 2]}
hall: {id: grand, name: {zh: 大礼堂, en: Grand Hall}, help_desk: 8000}
nodes:
  board: {name: Board}
devices:
  projector:
    driver: pjlink
    name: {zh: 主投影, en: Main projector}
    address: tcp://10.1.4.20:4352
    fed_by: pdu/outlet/4
    limits: {lamp_hours: 2850, lamp_hours/2: 3000}
  matrix:
    driver: extron_sis
    address: serial:///dev/ttyUSB0
    options: {outputs: 4}
    inputs: {1: lectern, 2: {zh: 摄像机, en: Camera}}
  mixer: {driver: x32, address: udp://10.1.4.30, channels: [Lectern mic]}
  pdu: {driver: apc_rpdu, address: snmp://10.1.4.50, fed_by: board}
cables:
  - {from: matrix/output/1, to: projector/hdmi 1, carries: video}
guards:
  - never: {set: pdu/outlet/*, to: false}
    while: [projector/power is not off, mixer/fader/1 is above -40]
    because: {zh: 还在用, en: it is in use}
  - {never: {invoke: pdu/cycle}, because: never cycled here}
key_actions:
  - {id: mute, name: Mute, toggle: [mixer/mute/1]}
  - {id: off, name: Off, scene: all-off}
scenes:
  all-off:
    name: {zh: 散场, en: All off}
    steps:
      - together:
          - {set: projector/power, to: "off"}
          - {set: matrix/video_tie/1, to: camera}
          - in_turn:
              - {wait: projector/power, to: cooling}
              - {invoke: matrix/recall, args: {preset: 3, room: 1}}
demo:
  accounts: [{name: lead, password: demo-lead, role: lead}]
"""


@pytest.fixture
def read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def read(text):
        (tmp_path / "hall.yaml").write_text(text, encoding="utf-8")
        return load("hall.yaml", {}, small_catalog)

    return read


@pytest.fixture
def lines(read):
    def lines(text, lang="en"):
        with pytest.raises(RigFileError) as caught:
            read(text)
        return [problem.line(lang) for problem in caught.value.problems]

    return lines


def test_a_sound_hall(read):
    venue = read(SOUND)
    assert (venue.hall.id, venue.hall.help_desk, venue.hall.timezone) == ("grand", "8000", "Asia/Shanghai")
    assert venue.topology.below(End.parse("pdu/outlet/4")) == ("projector",)
    assert venue.signals.path("camera", "projector", "video").ties == (Tie("matrix", 1, 2),)
    assert venue.accounts[0].password.get_secret_value() == "demo-lead"
    assert venue.key_actions[1].scene == "all-off"


def test_scenes_are_handed_on_as_written_with_their_places(read):
    scene = read(SOUND).scenes["all-off"]
    assert scene.value["steps"][0]["together"][1] == {"set": "matrix/video_tie/1", "to": "camera"}
    spot = scene.spot("steps", 0, "together", 1, "to")
    assert SOUND.splitlines()[spot.line - 1][spot.col - 1 :].startswith("camera")
    assert scene.base == ("scenes", "all-off")


def test_a_guard_stands_only_while_its_words_are_true(read):
    guard = read(SOUND).guards[0]
    outlet, power, fader = Ref.parse("pdu/outlet/4"), Ref.parse("projector/power"), Ref.parse("mixer/fader/1")

    def forbids(value, now):
        so = all(one.stands(lambda ref: (now.get(ref),), None) for one in guard.conditions)
        return guard.covers(outlet) and guard.names(value) and so

    assert forbids(False, {power: "on", fader: -10.0})
    assert not forbids(True, {power: "on", fader: -10.0})
    assert not forbids(False, {power: "off", fader: -10.0})
    assert not forbids(False, {power: "on", fader: -60.0})
    assert forbids(False, {}), "what nobody knows counts against it"
    assert not guard.covers(Ref.parse("pdu-b/outlet/4"))


def test_a_guard_on_an_action(read):
    guard = read(SOUND).guards[1]
    assert guard.names_action("pdu", "cycle", {"socket": 3})
    assert not guard.names_action("pdu", "reboot", {})


BROKEN = """\
version: 1
hall: {id: Grand, name: 大礼堂, timezone: Asia/Shanghia}
nodes:
  board: {fed_by: pdu/outlet/1}
devices:
  projector:
    driver: pjlnk
    adress: tcp://10.1.4.20:4352
    poll: 5
    fed_by: pdu/outlet/4
"""


def test_the_listing_of_a_file_with_a_wrong_shape(lines):
    assert lines(BROKEN) == [
        "hall.yaml:2:12: hall.id: an id has lower-case letters, digits, _ and -, begins with a letter, "
        "and has at most 32 characters",
        "hall.yaml:2:40: hall.timezone: there is no such time zone",
        "hall.yaml:6:3: devices.projector: address is missing",
        "hall.yaml:8:5: devices.projector.adress: adress is not a key known here; did you mean address?",
        "hall.yaml:9:11: devices.projector.poll: a duration is written like 30s, 5m or 1h30m",
    ]


def test_the_same_listing_in_chinese(lines):
    assert lines(BROKEN, "zh") == [
        "hall.yaml:2:12: hall.id: 标识只能用小写字母、数字、_ 和 -，以字母开头，最多 32 个字符",
        "hall.yaml:2:40: hall.timezone: 没有这个时区",
        "hall.yaml:6:3: devices.projector: 缺少 address",
        "hall.yaml:8:5: devices.projector.adress: 不认识的键 adress；是否应为 address？",
        "hall.yaml:9:11: devices.projector.poll: 时长要写成 30s、5m、1h30m 这样",
    ]


def changed(*pairs):
    text = SOUND
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("fed_by: pdu/outlet/4", "fed_by: pud/outlet/4",
         "11:13: devices.projector.fed_by: there is no device or node pud; did you mean pdu?"),
        ("fed_by: pdu/outlet/4", "fed_by: [pdu/outlet/1, pdu]",
         "11:28: devices.projector.fed_by.1: say which outlet, for instance pdu/outlet/1"),
        ("fed_by: pdu/outlet/4", "fed_by: pdu/outlet/9",
         "11:13: devices.projector.fed_by: pdu has no outlet outlet/9"),
        ("board: {name: Board}", "board: {fed_by: pdu/outlet/1}",
         "5:11: nodes.board.fed_by: this chain bites its own tail: board <- pdu <- board"),
        ("driver: pjlink", "driver: pjlnk",
         "8:13: devices.projector.driver: there is no driver pjlnk; did you mean pjlink?"),
        ("limits: {lamp_hours: 2850", "limits: {lamp_huors: 2850",
         "12:14: devices.projector.limits.lamp_huors: projector has no point lamp_huors; "
         "did you mean lamp_hours?"),
        ("limits: {lamp_hours: 2850", "limits: {power: 3",
         "12:14: devices.projector.limits.power: projector/power is not a number and can have no limit"),
        ("serial:///dev/ttyUSB0", "tcp://10.1.4.20:4352",
         "15:14: devices.matrix.address: is the same address as projector"),
        ("address: udp://10.1.4.30", "address: udp://10.1.4.30?baud=9600",
         "18:33: devices.mixer.address: the address cannot be used: udp has no option 'baud'; "
         "it has local_port"),
        ("snmp://10.1.4.50, ", 'snmp://10.1.4.50, secrets: {comunity: hall}, ',
         "19:64: devices.pdu.secrets.comunity: there is no secret comunity; did you mean community?"),
        ("address: snmp://10.1.4.50, ", 'address: "snmp://10.1.4.50?version=3&user=av&auth=SHA256", ',
         "19:36: devices.pdu.address: the address cannot be used: "
         "auth needs a auth_password of at least 8 characters"),
        ("serial:///dev/ttyUSB0", "udp://10.1.4.21:23",
         "15:14: devices.matrix.address: extron_sis is spoken over tcp://, serial:// only"),
        ("options: {outputs: 4}", "options: {outlets: 4}",
         "16:15: devices.matrix.options.outlets: extron_sis has no outlets"),
        ("options: {outputs: 4}", "options: {outptus: 4}",
         "16:24: devices.matrix.options.outptus: the option cannot be used: "
         "extron_sis has no option outptus"),
        ("inputs: {1: lectern", "inputs: {9: lectern",
         "17:14: devices.matrix.inputs.9: extron_sis has no input 9"),
        ("channels: [Lectern mic]", "inputs: {1: x}",
         "18:50: devices.mixer.inputs: x32 has no inputs"),
        ("{from: matrix/output/1", "{from: matrx/output/1",
         "21:12: cables.0.from: there is no device or node matrx; did you mean matrix?"),
        ("projector/power is not off", "projector/power is not of",
         "24:12: guards.0.while: projector/power cannot be of; did you mean off?"),
        ("projector/power is not off", "projector/power off",
         "24:12: guards.0.while: a condition reads: device/point is VALUE, is not VALUE, is above NUMBER, "
         "is below NUMBER or moved less than 20s ago"),
        ("invoke: pdu/cycle", "invoke: pdu/cycel",
         "26:22: guards.1.never.invoke: pdu has no action cycel; did you mean cycle?"),
        ("scene: all-off}", "scene: all_off}",
         "29:33: key_actions.1.scene: there is no scene all_off; did you mean all-off?"),
        ('to: "off"}', 'to: "oof"}',
         "35:40: scenes.all-off.steps.0.together.0.to: projector/power cannot be oof; did you mean off?"),
        ("{set: projector/power", "{set: projektor/power",
         "35:19: scenes.all-off.steps.0.together.0.set: there is no device projektor; "
         "did you mean projector?"),
        ("set: matrix/video_tie/1", "set: matrix/video_tie",
         "36:19: scenes.all-off.steps.0.together.1.set: matrix/video_tie needs an index, for instance "
         "matrix/video_tie/1"),
        ("set: matrix/video_tie/1", "set: matrix/video_tie/5",
         "36:19: scenes.all-off.steps.0.together.1.set: matrix/video_tie/5 has no such index"),
        ("to: camera}", "to: camra}",
         "36:43: scenes.all-off.steps.0.together.1.to: matrix/video_tie/1 cannot be camra; "
         "did you mean Camera?"),
        ("args: {preset: 3,", "args: {presett: 3,",
         "39:48: scenes.all-off.steps.0.together.2.in_turn.1.args.presett: the action recall has no argument "
         "presett; did you mean preset?"),
        ("args: {preset: 3,", "args: {preset: 333,",
         "39:26: scenes.all-off.steps.0.together.2.in_turn.1.invoke: the action recall of matrix lacks an "
         "argument, or one is out of range"),
        ("from: matrix/output/1", "from: matrix/output/11",
         "21:12: cables.0.from: extron_sis has no output 11"),
    ],
)  # fmt: skip
def test_one_slip_gives_one_line_at_its_place(lines, old, new, said):
    assert lines(changed((old, new))) == [f"hall.yaml:{said}"]


def test_one_wrong_device_neither_hides_other_mistakes_nor_invents_any(lines):
    text = changed(
        ("address: tcp://10.1.4.20:4352", "adress: tcp://10.1.4.20:4352"), ("fed_by: board}", "fed_by: bord}")
    )
    assert [line.split(": ")[1] for line in lines(text)] == [
        "devices.projector",
        "devices.projector.adress",
        "devices.pdu.fed_by",
    ]


def test_a_chain_that_is_too_long_is_refused(lines):
    nodes = "".join(f"  n{n}: {{fed_by: n{n + 1}}}\n" for n in range(18))
    text = changed(("  board: {name: Board}\n", "  board: {fed_by: n0}\n" + nodes + "  n18: {}\n"))
    assert any("hangs on a chain longer than 16 steps" in line for line in lines(text))


def test_without_a_hall_there_is_nothing_to_check(lines):
    assert lines("version: 1\n") == ["hall.yaml:1:1: hall is missing"]
    assert lines("version: 2\nhall: {id: a, name: b}\n") == ["hall.yaml:1:10: version: must be one of 1"]
