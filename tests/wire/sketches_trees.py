"""Sketches of a tree with subscriptions (Lightware LW3) and of JSON-RPC (Q-SYS QRC)."""

from drivers.errors import Reason
from drivers.points import Point
from drivers.vocabulary import (
    FADER,
    LABEL_IN,
    MODEL,
    MUTE,
    OUTPUT_MUTE,
    VIDEO_TIE,
)
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings_json import JsonRpc
from drivers.wire.framings_text import Braced, Signed
from drivers.wire.json_sentence import Json
from drivers.wire.spelling import Text, Whole, Words
from drivers.wire.spelling_more import Either, Joint
from drivers.wire.talk import ALL, Action, Command, Line, Notice, Query, Refusal, Session

R = Reason


# ---------------------------------------------------------------- a tree with subscriptions: Lightware LW3

XP = "/MEDIA/VIDEO/XP"
_LIST = Line(f"pr {XP}.DestinationConnectionList=", each="{video_tie}", sep=";", along="output")
LW3 = Driver(
    name="lw3",
    title="Lightware MMX, LW3",
    source="MMX4x2 manual, LW3 protocol",
    framing=Framing(says=Signed(), hears=Braced(), tags=True),
    port=6107,
    axes={"input": (), "output": ()},
    points=(
        VIDEO_TIE.over("output"),
        OUTPUT_MUTE.over("output"),
        Point("locked", "output locked", (False, True)).over("output"),
        LABEL_IN.over("input"),
        MODEL,
    ),
    session={"open": None},
    spelling={
        "video_tie": Either(Words({"0": 0}), Whole(prefix="I")),
        "status": Joint(
            {
                "T": {"output_mute": False, "locked": False},
                "L": {"output_mute": False, "locked": True},
                "M": {"output_mute": True, "locked": False},
                "U": {"output_mute": True, "locked": True},
            }
        ),
        "label_in": Text(escape={char: "\\" + char for char in "\\{}#%()"}),
    },
    talk=(
        Session(f"OPEN {XP}", f"o- {XP}", sets={"open": True}),
        Session("GET /.ProductName", "pr /.ProductName={model}", every=30),
        Query(f"GET {XP}.DestinationConnectionList", _LIST, every=60),
        Command(
            f"CALL {XP}:switch({{video_tie}}:O{{output}})",
            Line(f"mO {XP}:switch", heard=(f"mO {XP}:switch={{_}}",)),
        ),
        Notice(
            Line(f"CHG {XP}.DestinationConnectionList=", each="{video_tie}", sep=";", along="output"),
            when={"open": (True,)},
            to="all",
        ),
        Command(
            Line(f"CALL {XP}:muteDestination(O{{output}})", means={"output_mute": True}),
            f"mO {XP}:muteDestination",
        ),
        Command(
            Line(f"CALL {XP}:unmuteDestination(O{{output}})", means={"output_mute": False}),
            f"mO {XP}:unmuteDestination",
        ),
        Query(
            f"GET {XP}.DestinationPortStatus",
            Line(f"pr {XP}.DestinationPortStatus=", each="{status}{_:00AF}", sep=";", along="output"),
        ),
        Query("GET /MEDIA/VIDEO/I{input}.Text", "pw /MEDIA/VIDEO/I{input}.Text={label_in}", every=0),
        Command("SET /MEDIA/VIDEO/I{input}.Text={label_in}", "pw /MEDIA/VIDEO/I{input}.Text={label_in}"),
        Query("GET /.ProductName", "pr /.ProductName={model}", every=0),
        Action("recall", "CALL /PRESETS/AVC:load({preset})", "mO /PRESETS/AVC:load", stales=(ALL,)),
        Refusal(
            "{_:p}E {_:/} %E{reason}: {_}",
            {
                "002": R.NOT_SUPPORTED,
                "004": R.OUT_OF_RANGE,
                "007": R.NOT_AUTHORISED,
                "012": R.BUSY,
                "010": R.FAILED,
            },
        ),
        Refusal("{_:m}F {_:/}", {"": R.FAILED}),
    ),
)

# ---------------------------------------------------------------- JSON-RPC with named controls: Q-SYS QRC

_ITEMS = [{"Name": "{channel:gain}", "Value": "{fader}"}, {"Name": "{channel:mute}", "Value": "{mute}"}, ...]
_GROUP = {"Id": "hall", "Changes": _ITEMS}
QRC = Driver(
    name="qrc",
    title="Q-SYS Core, two channels by name",
    source="QSC QRC help page",
    framing=Framing.both(JsonRpc(), tags=True),
    port=1710,
    axes={"channel": ("hall", "stage")},
    points=(FADER.over("channel"), MUTE.over("channel"), Point("engine", "state of the engine")),
    session={"group": None},
    spelling={
        "channel:gain": Words({"HallGain": "hall", "StageGain": "stage"}),
        "channel:mute": Words({"HallMute": "hall", "StageMute": "stage"}),
    },
    talk=(
        Session(Json(method="Logon", params={"User": "{user}", "Password": "{secret}"}), Json(result=True)),
        Session(Json(method="NoOp", params={}), Json(result=True), every=20),
        Session(
            Json(method="ChangeGroup.AddControl", params={"Id": "hall", "Controls": ["{channel:gain}"]}),
            Json(result=True),
        ),
        Session(
            Json(method="ChangeGroup.AutoPoll", params={"Id": "hall", "Rate": 0.2}),
            Json(result=_GROUP),
            sets={"group": True},
        ),
        Query(
            Json(method="Control.Get", params=["{channel:gain}"]),
            Json(result=[{"Name": "{channel:gain}", "Value": "{fader}"}]),
        ),
        Query(
            Json(method="Control.Get", params=["{channel:mute}"]),
            Json(result=[{"Name": "{channel:mute}", "Value": "{mute}"}]),
        ),
        Command(
            Json(method="Control.Set", params={"Name": "{channel:gain}", "Value": "{fader}"}),
            (Json(result=True), Json(result={"Name": "{channel:gain}", "Value": "{fader}"})),
        ),
        Command(
            Json(method="Control.Set", params={"Name": "{channel:mute}", "Value": "{mute}"}),
            Json(result=True),
        ),
        Query(Json(method="StatusGet", params=0), Json(result={"State": "{engine}"}), every=30),
        Notice(Json(method="ChangeGroup.Poll", params=_GROUP), when={"group": (True,)}),
        Notice(Json(result=_GROUP), when={"group": ("never",)}),
        Notice(Json(method="EngineStatus", params={"State": "{engine}"}), stales=(ALL,)),
        Refusal(
            Json(error={"code": "{reason}"}),
            {
                "8": R.NOT_SUPPORTED,
                "-32602": R.OUT_OF_RANGE,
                "10": R.NOT_AUTHORISED,
                "-32604": R.BUSY,
                "-32603": R.FAILED,
            },
        ),
    ),
)
