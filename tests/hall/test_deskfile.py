"""What a hall's file says of people, checked to the place of every mistake (REQ-12)."""

from datetime import time
from pathlib import Path

import pytest

from controller.hall.timewords import wall, weekdays
from controller.hall.venue import Venue, load
from drivers.rigfile.problems import RigFileError

FILE = """\
version: 1
hall: {id: grand, name: Hall}
contract: {office_hours: {mon-fri: ["09:00-12:00", "13:30-18:00"], sat: "09:00-12:00"}}
contacts:
  chen: {name: Chen, reach: [{channel: mail, to: c@x.example}, {channel: group}],
         quiet: {from: "22:00", until: "07:00"}}
  li: {name: {zh: 李}, role: lead, phones: [13800000000]}
roster:
  - {days: mon-fri, from: "08:00", until: "20:00", who: [chen, li]}
  - {from: 2026-10-01T00:00, until: 2026-10-08T00:00, who: [li]}
notify:
  escalation: {50: [on-call], 80: [lead]}
  channels:
    mail: {kind: email, host: smtp.example.org, sender: desk@x.example}
    group: {kind: wecom, url: "https://qyapi.example/send?key=k"}
"""


def loaded(folder: Path, text: str) -> Venue:
    file = folder / "hall.yaml"
    file.write_text(text, encoding="utf-8")
    return load(file, {})


def test_a_sound_file(tmp_path: Path) -> None:
    venue = loaded(tmp_path, FILE)
    assert venue.contract.office_hours is not None
    assert venue.contract.office_hours[5] == ((540, 720),)
    assert venue.contacts["li"].phones == ("13800000000",)
    assert venue.roster[0].days == (0, 1, 2, 3, 4)
    assert venue.notify.escalation == {50: ("on-call",), 80: ("lead",)}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{channel: group}", "{channel: groop}", ":5:74: contacts.chen.reach.1.channel: there is no"),
        ("to: c@x.example", "to: c", ":5:50: contacts.chen.reach.0.to: is no mail address"),
        ("[chen, li]", "[chen, lee]", ":9:64: roster.0.who.1: there is no contact lee"),
        ("mon-fri, from", "mon-fry, from", ":9:12: roster.0.days: days are written mon-fri"),
        ('from: "08:00"', 'from: "8"', ":9:27: roster.0.from: a time of day is written 08:00"),
        ("from: 2026-10-01T00:00", "from: soon", ":10:12: roster.1.from: a duty has days"),
        ("50: [on-call]", "55: [on-call]", ":12:15: notify.escalation: a percentage is"),
        (", sender: desk@x.example", "", ":14:5: notify.channels.mail: a channel of kind email needs sender"),
        ("kind: wecom,", "kind: wecom, secret: s,", ":15:26: notify.channels.group.secret: a channel"),
        ('url: "https:', 'url: "gopher:', ":15:31: notify.channels.group.url: an address begins with"),
        ("2026-10-08T00:00", "2026-09-30T00:00", ":10:37: roster.1.until: a duty ends after it begins"),
        ("kind: wecom,", "kind: webhook, secret: whsec_!!!,", ":15:36: notify.channels.group.secret: after"),
        ('["09:00-12:00"', '["09:00-14:00"', ":3:26: contract.office_hours"),
    ],
)  # fmt: skip
def test_every_mistake_has_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in FILE
    with pytest.raises(RigFileError) as error:
        loaded(tmp_path, FILE.replace(old, new, 1))
    (problem,) = error.value.problems
    assert told in problem.line("en")
    assert problem.line("zh") != problem.line("en")


def test_secrets_are_never_shown(tmp_path: Path) -> None:
    text = FILE.replace("sender: desk", "password: sesame, sender: desk")
    assert "sesame" not in repr(loaded(tmp_path, text).notify)


def test_words_for_days_and_times() -> None:
    assert weekdays("fri-mon, wed") == (0, 2, 4, 5, 6)
    assert wall("23:59") == time(23, 59)
    for wrong in ("24:00", "9:00", 900, "09:60", ""):
        with pytest.raises(ValueError, match="wall_time"):
            wall(wrong)


@pytest.mark.parametrize(
    "host",
    [
        *("169.254.169.254", "169.254.7.9", "[fe80::1]", "[fe80::1%25eth0]", "[::ffff:169.254.1.1]"),
        *("0xa9fe0101", "2851995905", "169.254.257", "[64:ff9b::a9fe:a9fe]", "0.0.0.0", "224.0.0.1", "[::]"),
        *("100.100.100.200", "[fd00:ec2::254]"),
    ],
)
def test_an_address_of_ones_own_link_is_refused_with_its_place(tmp_path: Path, host: str) -> None:
    wrong = FILE.replace("qyapi.example", host)
    with pytest.raises(RigFileError, match=r":15:31: notify\.channels\.group\.url: messages do not go"):
        loaded(tmp_path, wrong)


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost", "[::1]", "10.1.4.2", "desk.example"])
def test_loopback_and_the_house_itself_are_taken(tmp_path: Path, host: str) -> None:
    assert loaded(tmp_path, FILE.replace("qyapi.example", host)).notify.channels["group"].url
