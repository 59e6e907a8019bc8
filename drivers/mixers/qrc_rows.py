"""The lines of a Q-SYS Core for the controls of one design: questions, orders, the change group, snapshots.

Source: QSC QRC commands: Control, Component, ChangeGroup, Snapshot.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from drivers.mixers.qrc_options import Control
from drivers.wire.json_sentence import Json
from drivers.wire.spelling import Whole, Words
from drivers.wire.talk import ALL, Action, Command, Notice, Query, Row, Session

GROUP = "auditorium"
DONE = Json(result=True)


def literal(text: str) -> str:
    """A name of the design, as it stands in a shape."""
    return text.replace("{", "{{").replace("}", "}}")


def told(control: Control, **more: str) -> Iterator[dict[str, Any]]:
    """A control and its value: with the text for displays, as it is said, and without, as it may be heard."""
    plain = {**more, "Name": literal(control.name), "Value": f"{{{control.point}}}"}
    yield {**plain, "String": f"{{shown_{mark(control)}}}"}
    yield plain


def mark(control: Control) -> str:
    """A word for this control among the spellings."""
    return control.point.encode().hex()


def named(control: Control) -> Iterator[Row]:
    """A named control: asked and set; a Core answers an order with a yes or with what became of it."""
    whole, plain = told(control)
    yield Query(
        Json(method="Control.Get", params=[plain["Name"]]),
        Json(result=[whole]).heard(Json(result=[plain])),
        every=0,
    )
    if control.key != "meter":
        order = Json(method="Control.Set", params=plain)
        yield Command(order.heard(*turned(control)), (DONE, Json(result=plain)))


def turned(control: Control) -> Iterator[Json]:
    """Others say where a gain stands between its ends instead of its decibels."""
    if control.key == "fader":
        place = {"Name": literal(control.name), "Position": f"{{{control.point}:position}}"}
        yield Json(method="Control.Set", params=place)


def together(every: list[Control]) -> Iterator[Row]:
    """All named controls in one question."""
    names = [literal(each.name) for each in every]
    if len(names) > 1:
        items = [item for each in every for item in told(each)]
        yield Query(Json(method="Control.Get", params=names), Json(result=[*items, ...]), every=60)


def component(name: str, own: list[Control]) -> Iterator[Row]:
    """The controls of one component: all in one question; one by one; set together or alone."""
    called = literal(name)
    items = [item for control in own for item in told(control)]
    names = [{"Name": literal(control.name)} for control in own]
    yield Query(
        Json(method="Component.Get", params={"Name": called, "Controls": names}),
        Json(result={"Name": called, "Controls": [*items, ...]}),
        every=60,
    )
    if len(own) > 1:
        for at, control in enumerate(own):
            yield Query(
                Json(method="Component.Get", params={"Name": called, "Controls": names[at : at + 1]}),
                Json(result={"Name": called, "Controls": [*told(control), ...]}),
                every=0,
            )
    plain = [list(told(control))[1] for control in own if control.key != "meter"]
    if plain:
        yield Command(
            Json(method="Component.Set", params={"Name": called, "Controls": [*plain, ...]}),
            (DONE, Json(result={"Name": called, "Controls": [*plain, ...]})),
        )


def grouped(all_of_them: list[Control]) -> Iterator[Row]:
    """The change group: what is in it, that the Core polls it, and what then comes."""
    if not all_of_them:
        return
    names = [literal(each.name) for each in all_of_them if not each.component]
    anything = {"Id": "{group}", "Controls": "{_}"}
    if names:
        add = Json(method="ChangeGroup.AddControl", params={"Id": "{group}", "Controls": names})
        yield Session(
            add.heard(Json(method="ChangeGroup.AddControl", params=anything)),
            DONE,
            every=60,
            says={"group": GROUP},
        )
    for name in dict.fromkeys(each.component for each in all_of_them if each.component):
        own = [{"Name": literal(each.name)} for each in all_of_them if each.component == name]
        params = {"Id": "{group}", "Component": {"Name": literal(name), "Controls": own}}
        yield Session(
            Json(method="ChangeGroup.AddComponentControl", params=params),
            DONE,
            every=60,
            says={"group": GROUP},
        )
    items = [
        item for each in all_of_them
        for item in told(each, **({"Component": literal(each.component)} if each.component else {}))
    ]  # fmt: skip
    changes = {"Id": "{group}", "Changes": [*items, ...]}
    yield Session(
        Json(method="ChangeGroup.AutoPoll", params={"Id": "{group}", "Rate": "{rate}"}),
        (Json(result=changes), Json(result={"Id": "{group}", "Changes": []})),
        every=60,
        says={"group": GROUP, "rate": 0.2},
        sets={"polled": True},
        numbered="poll",
    )
    yield Notice(Json(result=changes), when={"polled": (True,)}, numbered="poll")
    yield Notice(Json(method="ChangeGroup.Poll", params=changes), when={"polled": ("otherwise",)})
    yield Notice(Json(result=changes), when={"polled": (True,)}, numbered="poll", paced="rate")
    nothing = {"Id": "{group}", "Changes": []}
    yield Notice(Json(result=nothing), when={"polled": ("otherwise",)})
    yield Notice(Json(method="ChangeGroup.Poll", params=nothing), when={"polled": ("otherwise",)})


def actions(every: list[Control], banks: Mapping[str, int]) -> Iterator[Row]:
    """Buttons of the design, and snapshots."""
    buttons = [control for control in every if not control.component]
    if buttons:
        words = Words({control.name: control.place for control in buttons})
        said = Json(method="Control.Set", params={"Name": "{trigger}", "Value": 1})
        yield Action("trigger", said, DONE, args={"trigger": words})
    for control in every:
        if control.component:
            params = {
                "Name": literal(control.component),
                "Controls": [{"Name": literal(control.name), "Value": 1}],
            }
            yield Action(f"trigger_{control.place}", Json(method="Component.Set", params=params), DONE)
    if banks:
        yield from shots(banks)


def shots(banks: Mapping[str, int]) -> Iterator[Row]:
    """Snapshots: by their number, and by their bank where there are several."""
    args: dict[str, Any] = {"preset": Whole(low=1, high=max(banks.values()))}
    name = literal(next(iter(banks)))
    if len(banks) > 1:
        name, args["bank"] = "{bank}", Words({bank: bank for bank in banks})
    params = {"Name": name, "Bank": "{preset}"}
    yield Action("recall", Json(method="Snapshot.Load", params=params), DONE, stales=(ALL,), args=args)
    yield Action("store", Json(method="Snapshot.Save", params=params), DONE, args=args, risk="c")
