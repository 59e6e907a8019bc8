"""A sketch of JSON-RPC with named controls (Q-SYS QRC)."""

from drivers.errors import Reason
from drivers.points import Point
from drivers.vocabulary import (
    FADER,
    MUTE,
)
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.framings_json import JsonRpc
from drivers.wire.json_sentence import Json
from drivers.wire.spelling import Words
from drivers.wire.talk import ALL, Command, Notice, Query, Refusal, Session

R = Reason


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
