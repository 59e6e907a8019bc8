"""Who feeds whom, what falls with it, and which crosspoints carry a picture where."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from controller.hall.signal import Line, Path, Signals, Tie
from controller.hall.topology import DEEPEST, End, Feed, Kind, Topology

POWER, NETWORK, CONTROL = Kind


def feeds(*lines):
    """`projector <- pdu/outlet/4` as feeds; `a <- b | c` are two that back each other up."""
    for line in lines:
        sink, _, sources = line.partition(" <- ")
        for group, one in enumerate(sources.split(" & ")):
            for source in one.split(" | "):
                yield Feed(POWER, End.parse(source), sink, group)


HALL = Topology(
    feeds(
        "pdu-a <- board",
        "pdu-b <- board",
        "projector <- pdu-a/outlet/1",
        "matrix <- pdu-a/outlet/2",
        "server <- pdu-a/outlet/3 | pdu-b/outlet/3",
        "wall <- pdu-a/outlet/4 & pdu-b/outlet/4",
    )
)


def test_what_hangs_on_an_outlet():
    assert HALL.below(End.parse("pdu-a/outlet/1")) == ("projector",)
    assert HALL.below(End("pdu-a")) == ("projector", "matrix", "server", "wall")
    assert HALL.outlets("pdu-b") == {
        End("pdu-b", "outlet/3"): ("server",),
        End("pdu-b", "outlet/4"): ("wall",),
    }


def test_the_chain_above_a_device_nearest_first():
    chain = [(cause.depth, str(cause.feed.source)) for cause in HALL.upstream("server")]
    assert chain == [(1, "pdu-a/outlet/3"), (1, "pdu-b/outlet/3"), (2, "board"), (2, "board")]
    assert list(HALL.upstream("server", kinds=(NETWORK,))) == []


def test_one_of_two_cords_is_enough_and_two_needed_cords_are_two():
    assert HALL.without({End.parse("pdu-a/outlet/3")}) == frozenset()
    assert HALL.without({End.parse("pdu-a/outlet/3"), End.parse("pdu-b/outlet/3")}) == {"server"}
    assert HALL.without({End.parse("pdu-a/outlet/4")}) == {"wall"}


def test_a_dead_pdu_takes_along_what_only_it_feeds():
    assert HALL.without({End("pdu-a")}) == {"projector", "matrix", "wall"}
    assert HALL.without({End("board")}) == {"pdu-a", "pdu-b", "projector", "matrix", "server", "wall"}


def test_kinds_are_kept_apart():
    hall = Topology(
        [Feed(NETWORK, End("switch"), "projector"), Feed(POWER, End("pdu", "outlet/1"), "projector")]
    )
    assert hall.without({End("switch")}) == {"projector"}
    assert hall.without({End("switch")}, kinds=(POWER,)) == frozenset()


def test_a_loop_is_found_and_named():
    assert HALL.cycle() is None
    assert Topology(feeds("a <- b", "b <- c", "c <- a")).cycle() == ("a", "b", "c", "a")
    assert Topology(feeds("a <- a")).cycle() == ("a", "a")


def test_a_very_long_chain_is_walked_sixteen_feeds_far():
    chain = Topology(feeds(*(f"d{n} <- d{n + 1}" for n in range(40))))
    assert max(cause.depth for cause in chain.upstream("d0")) == DEEPEST
    assert chain.depth("d0") == 40


# Random halls: only downwards, so that they have no loop; groups of one to three sources.
NAMES = st.integers(0, 9)
FEEDS = st.lists(
    st.tuples(NAMES, st.lists(st.tuples(NAMES, st.integers(1, 3)), min_size=1, max_size=3)), max_size=15
)


def hall_of(rows):
    made, groups = [], {}
    for sink, sources in rows:
        group = groups[sink] = groups.get(sink, -1) + 1
        for above, outlet in sources:
            if above < sink:
                made.append(Feed(POWER, End(f"d{above}", f"outlet/{outlet}"), f"d{sink}", group))
    return Topology(made)


@given(FEEDS)
def test_halls_that_only_go_down_have_no_loop_and_every_loop_is_one(rows):
    assert hall_of(rows).cycle() is None
    turned = [Feed(POWER, End(f"d{sink}"), f"d{above}") for sink, sources in rows for above, _ in sources]
    if loop := Topology(turned).cycle():
        hangs = {(feed.sink, feed.source.device) for feed in turned}
        assert loop[0] == loop[-1]
        assert all(pair in hangs for pair in pairwise(loop))


@given(FEEDS, st.sets(st.tuples(NAMES, st.integers(0, 3)), max_size=4))
def test_what_falls_is_exactly_what_a_slow_walk_finds(rows, cut):
    hall = hall_of(rows)
    dead = {End(f"d{name}", f"outlet/{outlet}" if outlet else "") for name, outlet in cut}
    down = {end.device for end in dead if not end.jack}
    started = set(down)
    for _ in range(12):  # deeper than any of these halls: a plain fixed point, as the definition reads
        for feed in hall.feeds:
            groups = {}
            for one in hall.above(feed.sink):
                groups.setdefault(one.group, []).append(one.source in dead or one.source.device in down)
            if any(all(group) for group in groups.values()):
                down.add(feed.sink)
    assert hall.without(dead) == down - started


# Signal
MATRIX = Signals(
    [
        Line(End("laptop"), End("matrix", "input/2"), "video"),
        Line(End("matrix", "output/1"), End("projector", "hdmi 1"), "video"),
        Line(End("matrix", "output/5"), End("foyer", "input/1")),
        Line(End("foyer", "output/3"), End("screen", "hdmi 2")),
        Line(End("foyer", "output/4"), End("matrix", "input/8")),
        Line(End("matrix", "output/6"), End("splitter", "in")),
        Line(End("splitter", "out 1"), End("left", "hdmi 1")),
        Line(End("splitter", "out 2"), End("right", "hdmi 2")),
        Line(End("matrix", "output/7"), End("old-switch", "input/1")),
        Line(End("matrix", "output/8"), End("old-switch", "input/2")),
        Line(End("old-switch", "output/1"), End("tv", "hdmi")),
    ],
    sources={End("matrix", "input/1"): {"讲台", "Lectern"}},
    sinks={
        End("foyer", "output/2"): {"Green room"},
        End("foyer", "output/3"): {"Great screen", "大屏"},
        End("matrix", "output/6"): {"Balcony"},
    },
    called={"projector": {"Main projector"}},
    nodes=("splitter", "old-switch"),
)


def test_the_lectern_on_the_main_screen():
    assert MATRIX.path("lectern", "projector", "video") == Path(
        (Tie("matrix", 1, 1),), (End("projector", "hdmi 1"),)
    )
    assert MATRIX.path("讲台", "projector", "video") == MATRIX.path("lectern", "projector", "video")


def test_a_picture_across_two_switchers():
    path = MATRIX.path("Lectern", "screen")
    assert path == Path((Tie("matrix", 5, 1), Tie("foyer", 3, 1)), (End("screen", "hdmi 2"),))
    assert MATRIX.path("lectern", "green room").ties[-1] == Tie("foyer", 2, 1)


def test_a_cable_that_carries_only_a_picture_brings_no_sound():
    assert MATRIX.path("laptop", "projector", "video") is not None
    assert MATRIX.path("laptop", "projector", "audio") is None
    assert MATRIX.path("laptop", "projector") is None


def test_loops_between_switchers_and_unknown_ends_are_no_way():
    assert MATRIX.path("lectern", "nowhere") is None
    assert MATRIX.path("nothing", "projector") is None


def test_r22_the_name_of_an_output_goes_on_to_the_jack_at_which_its_screen_must_look():
    path = MATRIX.path("lectern", "大屏")
    assert path == Path((Tie("matrix", 5, 1), Tie("foyer", 3, 1)), (End("screen", "hdmi 2"),))
    assert MATRIX.path("lectern", "balcony").ends == (End("left", "hdmi 1"), End("right", "hdmi 2"))
    assert MATRIX.path("lectern", "green room").ends == ()
    assert MATRIX.path("lectern", "main projector", "video").ends == (End("projector", "hdmi 1"),)


def test_r22_no_way_leads_through_what_cannot_be_switched_but_through_what_only_passes_on():
    def switches(device):
        return device in ("matrix", "foyer")

    assert MATRIX.path("lectern", "tv", switches=switches) is None
    assert MATRIX.path("lectern", "left", switches=switches).ties == (Tie("matrix", 6, 1),)
    assert MATRIX.path("lectern", "screen", switches=lambda device: device == "matrix") is None


def test_r22_sound_leaves_the_cable_that_carries_all_to_the_picture():
    two = Signals(
        [
            Line(End("a", "output/1"), End("b", "input/1")),
            Line(End("a", "output/2"), End("b", "input/2"), "audio"),
            Line(End("b", "output/1"), End("hall", "in")),
        ],
        sources={End("a", "input/1"): {"lectern"}},
    )
    assert two.path("lectern", "hall", "audio").ties[0] == Tie("a", 2, 1)
    assert two.path("lectern", "hall", "video").ties[0] == Tie("a", 1, 1)
    assert two.path("lectern", "hall", "all", {(End("a", "output/1"), "audio")}) is None
    assert two.path("lectern", "hall", "video", {(End("a", "output/1"), "audio")}) is not None


PLACES = st.integers(1, 3)
CABLES = st.lists(
    st.tuples(st.integers(0, 4), PLACES, st.integers(0, 4), PLACES),
    max_size=12,
    unique_by=lambda cable: cable[2:],
)


@given(CABLES)
def test_every_way_found_can_be_walked_cable_by_cable(cables):
    lines = [Line(End(f"m{a}", f"output/{o}"), End(f"m{b}", f"input/{i}")) for a, o, b, i in cables]
    signals = Signals(lines, sources={End("m0", "input/1"): {"lectern"}})
    for number in range(5):
        path = signals.path("lectern", f"m{number}")
        if path is None:
            continue
        here = {End("m0", "input/1")}
        for tie in path.ties:
            assert End(tie.device, f"input/{tie.input}") in here
            here = {line.sink for line in lines if line.source == End(tie.device, f"output/{tie.output}")}
        assert number in {int(end.device[1:]) for end in here}
        assert set(path.ends) <= here
