"""Whatever is wrong with the lines of a generic device is said where it stands, in both languages."""

from pathlib import Path

import pytest

from controller.hall.venue import load
from drivers.rigfile.problems import RigFileError
from tests.generic.examples import FILE

TEXT = FILE.read_text(encoding="utf-8")
WHERE = "the option cannot be used: "


def problems(text: str, folder: Path) -> list[tuple[str, str, str]]:
    """Line and column, sentence, and the sentence in Chinese, of everything wrong with the file."""
    file = folder / "hall.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RigFileError) as wrong:
        load(file, {"LINKS": str(folder)})
    return [
        (f"{one.spot.line}:{one.spot.col}", one.sentence("en").removeprefix(WHERE), one.sentence("zh"))
        for one in wrong.value.problems
    ]


@pytest.mark.parametrize(
    ("was", "becomes", "where", "says"),
    [
        ("end: CR", "edn: CR", "11:12", "there is no edn here; did you mean end?"),
        ("end: CR", "end: [CR]", "11:12", "end is a text"),
        ('"R{relay}?"', '"R{relai}?"', "17:11",
         "{relai} is no point, no place and no argument; did you mean relay?"),
        ("every: 5s", "every: soon", "17:66", "every is a time such as 2s or 200ms"),
        ('answer: "R{relay}={outlet}", ', "", "17:11", "answer is missing"),
        ('false: "OFF"}', 'false: "ON"}', "14:59", "ON already means something else"),
        ('{true: "ON", false: "OFF"}', "3", "14:39", "values is a list, or value: text"),
        ("[-20, 80]", "[80, -20]", "15:30", "range is [lowest, highest]"),
        ("each: relay", "each: relya", "14:24", "places: has no relya; did you mean relay?"),
        ('"ERR1": not_supported', '"ERR1": no', "24:26",
         "a reason is one of busy, not_supported, out_of_range, failed, not_authorised"),
        ("args: {seconds", "args: {second", "23:16",
         "{seconds} is no point, no place and no argument; did you mean second?"),
        ('"R{relay} {outlet}"', '"R{relay} {outlet"', "20:11",
         "'R{relay} {outlet': a single brace at 9; write it twice"),
        ('"R{relay} {outlet}"', '"R{relay} OFF"', "20:11",
         "a command sets a point, {name}; what has none is one of the actions"),
        ('up: "DD"', 'up: "XX"', "35:33", 'up needs its hex bytes in quotes, "0A"'),
        ('up: "DD"', "up: 0xDD", "35:33", 'up needs its hex bytes in quotes, "0A"'),
        ('up: "DD"', 'up: "DD DD"', "35:28", "all values need equally many bytes"),
        ('"FF EE EE {position}"', '"FF E {position}"', "37:18", "'FF E' is no hex bytes; write FF 01"),
        ('"FF EE EE {position}"', "3", "37:18", "a line is text in quotes"),
        ("datagrams: true\n", "echoes: true\n", "45:7",
         "say how a line ends, end: CR for instance, or datagrams: true"),
        ("set {zone} {level}", "set {zone}{level}", "53:11",
         "{zone} needs a literal or a fixed width before the next field"),
        ("checksum: xor", "checksum: crc", "63:17", "checksum is one of none, sum, xor"),
        ('["02 92 {moving} {height}"]', '["02 90"]', "61:7",
         "02 90 is how 02 90 ?? ?? begins, so nobody could tell when it is over; give end, or more bytes"),
        (", bytes: 1, tolerance: 2", "", "66:17", "give its values in hex, or bytes: 1"),
        ("decimals: 1}", "decimals: 1}\n        humidity: {}", "16:19", "no line says or tells humidity"),
        ("stop: {do", "Stop: {do", "77:15", "Stop is no name: small letters, digits and _"),
        ("title: Stage lift", "title: [a]", "61:14", "title is a text"),
        ('part: {motor: "10", brake: "11"}', "part: [motor, brake]", "69:22",
         "write the bytes of each: {left: 01}"),
        ('"T?"', '"R01?"', "17:9",
         "'R01?' is asked, and the device of these lines would answer something else"),
        ('"02 10", answer: "02 90 {height} {moving}"', '"02 11 {part}", answer: "02 90 {height} {moving}"',
         "72:9", "'02 11 11' is asked, and the device of these lines would answer something else"),
    ],
)  # fmt: skip
def test_a_mistake_is_shown_where_it_is(was, becomes, where, says, tmp_path):
    found = problems(TEXT.replace(was, becomes, 1), tmp_path)
    assert (where, says) in [(at, english) for at, english, _ in found]
    for _, english, chinese in found:
        assert any("\u4e00" <= sign <= "\u9fff" for sign in chinese.removeprefix("选项不可用：")), english


def test_everything_that_is_wrong_is_told_at_once(tmp_path):
    text = TEXT.replace("end: CR", "edn: CR").replace("every: 5s", "every: soon").replace("xor", "crc")
    assert [at for at, _, _ in problems(text, tmp_path)] == ["11:12", "17:66", "63:17"]


def test_a_device_without_lines_is_no_device(tmp_path):
    text = TEXT[: TEXT.index("    options:")].rstrip() + "\n"
    ((where, english, _),) = problems(text, tmp_path)
    assert english == "write its lines under options: queries, commands, actions"
    assert where.startswith("6:") or where.startswith("7:")


def test_the_file_as_it_is_is_sound(tmp_path):
    file = tmp_path / "hall.yaml"
    file.write_text(TEXT, encoding="utf-8")
    assert set(load(file, {"LINKS": str(tmp_path)}).devices) == {"relays", "screen", "lights", "lift"}
