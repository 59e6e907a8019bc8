"""Lines with lists, and what is unsound in a table."""

import pytest

from drivers import catalog
from drivers.errors import Reason
from drivers.points import Place, Point, Ref
from drivers.wire.controller import ControllerSide
from drivers.wire.dispatch import Dispatch
from drivers.wire.driver import Driver, check
from drivers.wire.events import Noise, Report, Sized, Stale
from drivers.wire.spelling import Text, Words
from drivers.wire.spelling_more import Joint
from drivers.wire.talk import ECHO, Action, Command, Line, Notice, Query, Refusal, Session
from drivers.wire.trouble import TableError
from tests.wire.small import MATRIX, POINTS, SWITCHED, device, tie


def heard(line, frame, **more):
    """What one notice reads."""
    return ControllerSide(device(Notice(line), **more)).hear(frame.encode() + b"\r").events


@pytest.mark.parametrize(
    ("line", "frame", "reports"),
    [
        (Line("VC=", each="{video_tie}", sep=" "), "VC=02 03", {tie(1): 2, tie(2): 3}),
        (Line("VC=", each="{video_tie}", sep=";"), "VC=2;3;", {tie(1): 2, tie(2): 3}),
        (Line("", each="{video_tie}", sep=" ", tail=" Vid"), "02 03 Vid", {tie(1): 2, tie(2): 3}),
        (Line("R:", each="{output} {video_tie}"), "R:\n 3 1\n2 2", {tie(3): 1, tie(2): 2}),
        (Line("R:\n", each="{output} {video_tie}"), "R:\n3 1", {tie(3): 1}),
        (Line("R:", each="{output} {video_tie}"), "R:\n3 1\nx y\n9 1", {tie(3): 1}),
        (Line("L ", each="{video_tie}/{audio_tie}", sep="/"), "L 1/2/3/4", {tie(1): 1, tie(2): 3}),
        (Line("In{video_tie}", all="output"), "In4", {tie(1): 4, tie(2): 4, tie(3): 4}),
        (Line("ON", means={"power": "on"}), "ON", {Place("power"): "on"}),
        (
            Line("I ", each=("M:{model}", "N:{name}"), sep=","),
            "I N:x,??,M:y",
            {Place("name"): "x", Place("model"): "y"},
        ),
    ],
)
def test_lines_that_tell_several_values(line, frame, reports):
    found = {event.place: event.value for event in heard(line, frame) if isinstance(event, Report)}
    assert {place: value for place, value in found.items() if place.key != "audio_tie"} == reports


@pytest.mark.parametrize(
    ("line", "frame"),
    [
        (Line("VC=", each="{video_tie}", sep=" "), "VC="),
        (Line("VC=", each="{video_tie}", sep=" "), "VC=x y"),
        (Line("L ", each="{video_tie}/{audio_tie}", sep="/"), "L 1/2/3"),
        (Line("M", each="{power}", sep="", along="channel"), "M0x1"),
        (Line("Q", each=("{video_tie}*{output}%", "{video_tie}*{output}!"), sep=""), "Q1*2%3"),
    ],
)
def test_lines_that_tell_none(line, frame):
    assert heard(line, frame) == [Noise(frame)]


def test_a_line_for_a_whole_axis_nobody_knows_makes_it_stale():
    assert heard(Line("In{video_tie}", all="output"), "In4", axes={}) == [Stale(("video_tie",))]


def test_places_beyond_a_known_axis_of_words_are_dropped():
    line = Line("F ", each="{fader}", sep=" ")
    assert len(heard(line, "F 1 2 3 4")) == 2
    beyond = heard(Line("VC=", each="{video_tie}", sep=" "), "VC=01 02 03 --", spelling=_with_absent())
    assert [type(event) for event in beyond] == [Report] * 3


def _with_absent():
    from drivers.wire.spelling import Whole

    return {"video_tie": Whole(2, absent=("--",))}


def test_an_axis_may_have_the_name_of_a_point():
    lamp = Point("lamp", "lit", (False, True)).over("lamp")
    line = Line("LAMP=", each="{lamp}", sep=" ")
    events = heard(line, "LAMP=1 0", points=(lamp,), axes={"lamp": ()}, spelling={})
    assert events == [
        Sized("lamp", (1, 2)), Report(Place("lamp", (1,)), True), Report(Place("lamp", (2,)), False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "row",
    [
        Query("PWR?", "PWR={pwer}"),
        Query("PWR?", "PWR={power:odd}"),
        Query("PWR?", Line("X", each=("{power}", "{power} {seen}"), sep=" ")),
        Query("PWR?", Line("X", each="{power}{send}", sep=" ")),
        Notice("{joint}"),
        Notice("{name}{model}"),
        Notice("PWR={power"),
    ],
)
def test_a_row_that_is_unsound_is_named(row):
    wrong = device(*SWITCHED, row, spelling={"joint": Joint({"1": {"nothing": 1}})},
                   points=(*POINTS, Point("send").over("channel", "output")))  # fmt: skip
    with pytest.raises(TableError, match="row 4"):
        _ = wrong.table
    assert len(check(wrong)) == 1


def test_a_sound_table_has_nothing_wrong():
    assert check(device(*MATRIX, points=(POINTS[3],), axes={"output": (1,), "input": (1,)})) == []


def test_everything_wrong_is_told_in_sentences():
    wrong = device(
        Query("PWR?"),
        Command("SEEN={seen}", ECHO),
        Query("TIE?", "TIE={video_tie}"),
        Notice("In{audio_tie}"),
        Session("v {verbose}", None, says={"verbos": 1}),
        Refusal("NO", {}),
        Refusal("{reason}", {"*": Reason.FAILED}),
        Action("all off", "OFF", None),
        points=(*POINTS, POINTS[0]),
        axes={"output": ("a/b",), "channel": ("left",), "input": ()},
        session={"verbose": 0},
    )
    text = "\n".join(check(wrong))
    for part in (
        "the point power is there twice", "no line tells power", "power is settable, and no Command sets it",
        "a Command sets seen, which is not settable", "a place of the axis output has a slash",
        "row 1: a question without an answer", "an answer tells video_tie of an axis",
        "row 4: a notice does not spell the axis of audio_tie", "verbos is no session word",
        "a refusal without reasons",
        "a refusal that any line would be",
    ):  # fmt: skip
        assert part in text, part
    assert "the device never refuses" in "\n".join(check(device(*SWITCHED[:2], points=POINTS[:1])))


# ---------------------------------------------------------------- drivers as values


def test_variants_share_what_was_compiled():
    base = device(*MATRIX)
    bigger = base.sized(output=8)
    assert bigger.grammar is base.grammar
    assert bigger.table is not base.table
    assert bigger.sized(output=3).table is base.table
    assert bigger.places()[:1] == [Place("power")]
    assert bigger.readable("video_tie")
    assert not bigger.readable("power")
    named = device(Notice("{block} {seen}"), points=(Point("seen").over("block"),), axes={"block": ()})
    assert named.sized(block=("Hall",)).grammar is not named.grammar


def test_a_variant_without_a_point():
    poorer = device(*MATRIX, *SWITCHED).without("video_tie")
    assert "video_tie" not in {point.key for point in poorer.points}
    assert poorer.talk == (MATRIX[3], *SWITCHED)
    with pytest.raises(KeyError):
        poorer.point("video_tie")


def test_the_catalogue_imports_a_driver_when_asked():
    for name in catalog.names():
        assert isinstance(catalog.get(name), Driver)
    with pytest.raises(KeyError):
        catalog.get("no such driver")


def test_an_installed_package_may_bring_drivers(monkeypatch):
    from importlib.metadata import EntryPoint

    from tests.wire import small

    monkeypatch.setattr(small, "THEIRS", device(*SWITCHED), raising=False)
    found = [EntryPoint(name, f"tests.wire.small:{what}", catalog.GROUP)
             for name, what in (("theirs", "THEIRS"), ("odd", "POINTS"), ("pjlink", "POINTS"))]  # fmt: skip
    monkeypatch.setattr(catalog, "entry_points", lambda group: found)
    catalog._places.cache_clear()
    catalog.get.cache_clear()
    try:
        assert catalog.get("theirs").name == "small"
        assert catalog.get("pjlink").name == "pjlink"
        with pytest.raises(TypeError, match="odd"):
            catalog.get("odd")
    finally:
        catalog._places.cache_clear()
        catalog.get.cache_clear()


def test_what_a_frame_may_be_is_found_by_its_ends():
    table = device(*MATRIX, *SWITCHED).table
    found = Dispatch([form for bound in table.grammar.rows if bound.says for form in bound.says.forms])
    assert len(found.find("5%")) == 2
    assert [form.begins for form in found.find("PWR?")] == ["PWR?"]
    assert found.near("PWR=x")[0].begins == "PWR="
    assert found.near("x%")
    assert found.near("@@@") == []
    ended = Dispatch([table.grammar.line("\x1b{output}CV").said, table.grammar.line("\x1b+{output}").said])
    assert ended.near("\x1bFOO") == []
    assert len(ended.near("\x1bFOOCV")) == 1


def test_frames_are_remembered_and_forgotten():
    table = device(Query("NAME?", "NAME={name}"), spelling={"name": Text()}).table
    assert table.read("NAME=x") is table.read("NAME=x")
    for number in range(3000):
        table.read(f"NAME={number}")
    assert len(table._memo) <= 1024
    long = "NAME=" + "x" * 5000
    assert table.read(long) is not table.read(long)


# ---------------------------------------------------------------- points and addresses


def test_what_a_point_allows_and_agrees_with():
    level = Point("level", range=(0, 10), settable=True, tolerance=0.5)
    assert level.allows(3)
    assert not level.allows(11)
    assert not level.allows(True)
    assert not level.allows(None)
    assert not level.allows("3")
    assert level.agrees(3, 3.4)
    assert not level.agrees(3, 4)
    mute = Point("mute", values=(False, True), settable=True)
    assert mute.allows(True)
    assert not mute.allows(1)
    assert not mute.agrees(True, 1)
    assert Words({"1": True}).samples() == (True,)


@pytest.mark.parametrize(
    "text", ["pdu/outlet/4", "mixer/send/1/bus 2", "proj/power", "x/health/04", "x/a/-1"]
)
def test_an_address_is_read_as_it_is_written(text):
    ref = Ref.parse(text)
    assert str(ref) == text
    assert ref == Ref(ref.device, ref.key, ref.index)
    assert len({ref, Ref.parse(text)}) == 1
    assert ref.place == Place(ref.key, ref.index)


@pytest.mark.parametrize("text", ["", "pdu", "pdu/", "/x", "pdu/outlet/", "pdu//4"])
def test_an_address_with_a_part_missing_is_none(text):
    with pytest.raises(ValueError, match="device/point"):
        Ref.parse(text)
