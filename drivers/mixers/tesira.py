"""Biamp Tesira by its text protocol: telnet on TCP 23 and RS-232, for the blocks that a hall's file lists.

Source: Biamp Tesira Text Protocol. Tags are as in the design, and case matters. Changes are subscribed to; an
answer carries no number and does not say what it is about, so one command waits at a time.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from drivers import vocabulary as std
from drivers.mixers.own_controls import entries, mistake, spot
from drivers.mixers.tesira_login import PASSWORDS, USERS, Lines, Tagged, greet, welcome
from drivers.mixers.tesira_rows import ITSELF, NO, RATE, SERVICES, SESSION, attribute, subscription, words
from drivers.mixers.tesira_serving import Design, Subscribed
from drivers.mixers.tesira_words import Chosen, Control, Token, split
from drivers.points import Point
from drivers.wire.driver import Driver
from drivers.wire.framing import Framing
from drivers.wire.options import OptionError, Options, only
from drivers.wire.remark import Remark
from drivers.wire.spelling import Real, Spelling, Text, Whole, Words
from drivers.wire.spelling_more import Wide
from drivers.wire.talk import Action, Query

SWITCH = Point("switch", "whether this control of the design is on", std.YES_NO, settable=True)
POINTS = {
    "fader": replace(std.FADER, range=(-100.0, 12.0), step=0.5, tolerance=0.05).over("channel"),
    "mute": std.MUTE.over("channel"),
    "meter": std.METER.over("level"),
    "switch": SWITCH.over("crosspoint"),
    "audio_tie": std.AUDIO_TIE.over("output"),
}
ATTRIBUTES = {
    "fader": "level",
    "mute": "mute",
    "meter": "level",
    "switch": "crosspointLevelState",
    "audio_tie": "input",
}
"""What a point is called in a block."""

IN_CHANNEL = {"level": "fader", "mute": "mute", "meter": "meter"}
KINDS = {"crosspoints": ("switch", 2), "routes": ("audio_tie", 1)}
"""Options beside `channels`: the point, and how many indices its tag has."""

EXAMPLE: Options = {
    "channels": {
        "podium": {"level": "Level1 1", "mute": "Mute1 1", "meter": "AudioMeter1 1"},
        "hall": {"level": "Main Mixer 2", "mute": "Mute1 2"},
    },
    "crosspoints": {"podium to hall": "Mixer1 1 2"},
    "routes": {"stage": "Router1 1"},
}
"""What the driver has where a hall says nothing: something to try and to test it with."""

ITS_OWN = (
    std.SERIAL, std.FIRMWARE, std.NAME,
    Point("device_error", "the error the device says it has; empty or 0 is none"),
)  # fmt: skip
TRUE = Words({"true": True, "false": False})
SPELLING: Mapping[str, Spelling | Wide] = {
    "fader": Real(6, low=-100, high=100),
    "meter": Real(6, low=-200, high=100),
    "mute": TRUE,
    "switch": TRUE,
    "audio_tie": Whole(low=0, high=999),
    "verbose": Words({"true": "true", "false": "false"}),
    **dict.fromkeys(("serial", "firmware", "name", "device_error"), Text(longest=120)),
    "amount": Real(2, low=0, high=100),
}


def controls(driver: str, options: Options) -> tuple[Control, ...]:
    """Every control that the options name. OptionError names all that is wrong."""
    only(driver, options, ("channels", *KINDS))
    found: list[Control] = []
    wrong: list[OptionError] = []
    for at, place, said in entries(options, ("channels", *KINDS), wrong):
        try:
            for key, text, indices in _parts(at, said):
                tag, index = split(text, indices)
                found.append(
                    Control(spot(key, place), tag, ATTRIBUTES[key], index, f"{key}_{len(found) + 1}")
                )
        except ValueError as trouble:
            wrong.append(mistake((at, place), trouble))
    if wrong:
        raise OptionError.of(wrong)
    return tuple(found)


def _parts(at: str, said: object) -> list[tuple[str, object, int]]:
    """The point, the tag with its indices, and how many these are, of one entry."""
    if at in KINDS:
        key, indices = KINDS[at]
        return [(key, said, indices)]
    if not isinstance(said, dict) or not said or not said.keys() <= IN_CHANNEL.keys():
        en = "a channel has level, mute and meter: {level: Level1 1}"
        raise ValueError(f"{en}|通道可写 level、mute、meter：{{level: Level1 1}}")
    return [(IN_CHANNEL[name], text, 1) for name, text in said.items()]


def spelled(found: tuple[Control, ...]) -> dict[str, Spelling | Wide]:
    """How the places and the tokens of these controls are spelled."""
    made: dict[str, Spelling | Wide] = {}
    for key, point in POINTS.items():
        own = [each for each in found if each.key == key]
        for verb in ("get", "set", "toggle", "increment", "decrement"):
            made[f"{point.axes[0]}:{verb}_{key}"] = Words(
                {each.line(verb): each.place.index[0] for each in own}
            )
    for each in found:
        made[f"token_{each.token}:own"] = Token(each.token)
        made[f"token_{each.token}:any"] = Chosen(each.token)
        made[f"rate_{each.token}"] = Real(0, scale=0.001, low=0, high=600)
    return made


def steps(keys: list[str]) -> Iterator[Action]:
    """Changes by an amount, and from one to the other."""
    if "mute" in keys:
        yield Action("toggle_mute", "{channel:toggle_mute}", "+OK", stales=("mute",))
    for word in ("increment", "decrement") if "fader" in keys else ():
        yield Action(word, f"{{channel:{word}_fader}} {{amount}}", "+OK", stales=("fader",))


def fit(driver: Driver, options: Options) -> Driver:
    """With the blocks that one hall uses; an example where it names none."""
    found = controls(driver.name, options or EXAMPLE)
    keys = [key for key in POINTS if any(each.key == key for each in found)]
    axes: dict[str, dict[int | str, None]] = {POINTS[key].axes[0]: {} for key in keys}
    for each in found:
        axes[POINTS[each.key].axes[0]][each.place.index[0]] = None
    return replace(
        driver,
        axes={axis: tuple(places) for axis, places in axes.items()},
        points=(*ITS_OWN, *(POINTS[key] for key in keys)),
        session={"verbose": "false", **words(found)},
        spelling={**SPELLING, **spelled(found)},
        talk=(
            *SESSION,
            *ITSELF,
            *(row for key in keys for row in attribute(POINTS[key].axes[0], key, POINTS[key].settable)),
            *(row for each in found for row in subscription(each)),
            *steps(keys),
            *SERVICES,
            Query(Design(found).serves(), every=0),
            *NO,
        ),
        remembers=partial(Subscribed, found),
    )


HEARS = Lines("\r\n", also=("\n", "\r\0"), prompts=USERS + PASSWORDS, drop="\r\n ", charset="utf-8")
TESIRA = fit(
    Driver(
        name="tesira",
        title="Biamp Tesira",
        source="Biamp Tesira Text Protocol",
        port=23,
        framing=Framing(says=Tagged(), hears=HEARS, telnet=True, echo=True),
        greet=greet,
        welcome=welcome,
        patience=3.0,
        standing="read",
        talk=SESSION,
        fit=fit,
        about={
            "options": Remark(
                "channels（通道）、crosspoints（交叉点）、routes（路由）：设计文件中的标签及序号，如 "
                "'Level1 1'",
                "channels, crosspoints, routes: tags of the design with their indices, 'Level1 1'",
            ),
            "rates": Remark(
                f"变化最快每 {RATE:g} 秒推送一次；每 4 分钟重新订阅",
                f"what changes is pushed every {RATE:g} s at most; subscribed to anew every 4 minutes",
            ),
            "ssh": Remark(
                "只开放 SSH 时，须在系统设置中打开 telnet",
                "where only SSH is open, telnet has to be switched on in the system's settings",
            ),
        },
    ),
    {},
)
TESIRA_SERIAL = replace(
    TESIRA,
    name="tesira_serial",
    standing="bench",
    title="Biamp Tesira (RS-232)",
    port=None,
    transports=("serial",),
    framing=replace(TESIRA.framing, telnet=False),
    greet=None,
    welcome=None,
)
