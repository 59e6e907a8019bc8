"""The lines of a Tesira for the blocks of one design: questions, orders, subscriptions, presets, refusals.

Source: Biamp Tesira Text Protocol: verbs, attributes, subscriptions, DEVICE services, error replies.
"""

from collections.abc import Iterator, Sequence

from drivers.errors import Reason
from drivers.mixers.tesira_words import Control
from drivers.wire.spelling import Text, Whole
from drivers.wire.talk import ALL, Action, Command, Line, Notice, Query, Refusal, Row, Session

RENEWED = 240
"""Seconds after which a subscription is said again: no push means no change, and nothing else."""

RATE = 0.2
VERBOSE, TERSE = {"verbose": ("true",)}, {"verbose": ("false",)}
ALREADY = "-ERR ALREADY_SUBSCRIBED{_}"


def value(field: str) -> tuple[Line, Line]:
    """An answer with its names, and without."""
    return Line(f'+OK "value":{field}', when=VERBOSE), Line(f"+OK {field}", when=TERSE)


def attribute(axis: str, key: str, settable: bool) -> Iterator[Row]:
    """One kind of control; `key` is its point, and the tag with its indices is the place."""
    yield Query(f"{{{axis}:get_{key}}}", *value(f"{{{key}}}"), every=60)
    if settable:
        yield Command(f"{{{axis}:set_{key}}} {{{key}}}", "+OK")


def subscription(control: Control) -> Iterator[Row]:
    """What is pushed of one control, under a token that the client chose."""
    word, rate, field = f"token_{control.token}", f"rate_{control.token}", f"{{{control.point}}}"
    named, bare = f'! "publishToken":"{{{word}:own}}" "value":{field}', f'! "{{{word}:own}}" {field}'
    said = f"{control.line('subscribe')} {{{word}:any}}"
    yield Session(
        f"{said} {{{rate}}}",
        (
            Line(f"{named}\r\n+OK", when=VERBOSE),
            Line(f"{bare}\r\n+OK", when=TERSE),
            "+OK",
            ALREADY,
        ),
        every=RENEWED,
        says={word: control.token, rate: RATE},
        sets={f"on_{control.token}": True},
    )
    ended = f"{control.line('unsubscribe')} {{{word}:any}}"  # no word is chosen for it: only others say it
    yield Session(ended, "+OK", sets={f"on_{control.token}": None, rate: None})
    paced = rate if control.key == "meter" else ""
    on = {f"on_{control.token}": (True,)}
    yield Notice(named, when={**VERBOSE, **on}, to="all", paced=paced)
    yield Notice(bare, when={**TERSE, **on}, to="all", paced=paced)


def words(controls: Sequence[Control]) -> dict[str, str | None]:
    """What a device remembers of its client's subscriptions."""
    return {f"{kind}_{each.token}": None for each in controls for kind in ("token", "rate", "on")}


SESSION = (Session("SESSION set verbose {verbose}", "+OK", says={"verbose": "true"}),)


def device(service: str, point: str, every: float = 0) -> Query:
    """One thing the device says of itself."""
    quoted = f'"{{{point}}}"'
    return Query(f"DEVICE get {service}", *value(quoted), every=every)


ITSELF = (
    device("serialNumber", "serial", every=30),
    device("version", "firmware"),
    device("hostname", "name"),
    Query(
        "DEVICE get activeFaultList",
        '+OK "value":[{{"id":{_:INDICATOR_NONE_IN_DEVICE} "name":"{device_error}" '
        '"faults":{_:[]} "serialNumber":"{serial}"}}]',
        every=60,
        optional=True,
    ),
)
SERVICES = (
    Action(
        "recall",
        "DEVICE recallPreset {preset}",
        "+OK",
        settle=5,
        stales=(ALL,),
        args={"preset": Whole(low=1001, high=9999)},
    ),
    Action(
        "recall_name",
        "DEVICE recallPresetByName {preset_name}",
        "+OK",
        settle=5,
        stales=(ALL,),
        args={"preset_name": Text(longest=60, quote='"')},
    ),
    Action("store", "DEVICE savePreset {preset}", "+OK", risk="c"),
    Action("start_audio", "DEVICE startAudio", "+OK"),
    Action("stop_audio", "DEVICE stopAudio", "+OK", risk="c"),
    Action("reboot", "DEVICE reboot", "+OK", risk="c"),
)
UNKNOWN = '-ERR address not found: {{"deviceId":0 "classCode":0 "instanceNum":0}}'
NO = (
    Refusal(ALREADY, {"": None}),  # a subscription that stands is as good as a new one
    Refusal(Line(UNKNOWN, heard=("-ERR address not found{_}",)), {"": Reason.NOT_SUPPORTED}),
    Refusal(
        "-ERR Parse error at {_:8}: verb was not one of the commands supported by Services",
        {"": Reason.NOT_SUPPORTED},
    ),
    Refusal(
        Line("-ERR INVALID_PARAMETER Index out of range{_}", heard=("-ERR INVALID_PARAMETER{_}",)),
        {"": Reason.OUT_OF_RANGE},
    ),
    Refusal(Line("-ERR WRONG_STATE", heard=("-ERR WRONG_STATE{_}",)), {"": Reason.BUSY}),
    Refusal("-CANNOT_DELIVER", {"": Reason.FAILED}),
    Refusal("-GENERAL_FAILURE", {"": Reason.FAILED}),
    Refusal(
        Line("-ERR Parse error at {_:8}: could not parse value", heard=("-ERR Parse error{_}",)),
        {"": Reason.OUT_OF_RANGE},
    ),
    Refusal("-ERR {_}is not supported by {_}", {"": Reason.NOT_SUPPORTED}),
    Refusal("-ERR {_:FAILED}", {"": Reason.FAILED}),
)
