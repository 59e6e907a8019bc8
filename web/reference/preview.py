"""What a device typed into a hall's file would be sent, and how its answers would be understood."""

from collections.abc import Iterator, Mapping
from typing import Any

from drivers.generic.trial import Bench, wishes
from drivers.points import Place, Value
from drivers.wire.driver import Driver
from drivers.wire.events import Poll, Report
from drivers.wire.framings_shapes import Shapes
from drivers.wire.talk import Action, Notice, Query
from drivers.wire.trouble import NotSupported, OutOfRange
from web.arguments import arguments
from web.reference.saying import say, spelled


def preview(driver: Driver) -> list[dict[str, Any]]:
    """Every wish, question and action once, and what is said unasked: `what`, `sends`, `hears`, `means`."""
    bench = Bench(driver)
    return [*_start(bench), *_wishes(bench), *_questions(bench), *_actions(bench), *_news(bench)]


def lines(device: str, told: list[dict[str, Any]], lang: str) -> Iterator[str]:
    """The same for people."""
    for one in told:
        what = f"{device}/{one['what']}" if one["kind"] in ("set", "do") else _when(one, lang)
        sends = f"->  {one['sends']:<28}" if one["sends"] else ""
        hears = f"<-  {one['hears']:<28}" if one["hears"] else ""
        yield f"  {what:<36} {sends} {hears} {one['means']}".rstrip()


def _when(one: Mapping[str, Any], lang: str) -> str:
    if one["kind"] == "hear":
        return say("unasked", lang)
    return say("every", lang, every=one["every"]) if one["every"] else say("once", lang)


def _start(bench: Bench) -> Iterator[dict[str, Any]]:
    for request, every in bench.ours.sessions():
        data = bench.ours.send(request)
        bench.ours.give_up()
        yield _told(bench, "start", "", data, bench.answer(data)) | {"every": every}


def _wishes(bench: Bench) -> Iterator[dict[str, Any]]:
    for place, value in wishes(bench.driver):
        sent = bench.sent(place, value)
        yield _told(bench, "set", f"{_ref(place)} = {spelled(value)}", sent.data, sent.answer)


def _questions(bench: Bench) -> Iterator[dict[str, Any]]:
    seen: set[Query] = set()
    for poll in bench.ours.polls():
        if poll.row not in seen:
            seen.add(poll.row)
            asked = bench.asked(poll)
            yield _asked(bench, poll, asked.data, asked.answer, asked.means)


def _asked(
    bench: Bench, poll: Poll, data: bytes, answer: bytes, means: Mapping[Place, Value]
) -> dict[str, Any]:
    told = _told(bench, "ask", ", ".join(map(_ref, poll.covers)), data, answer)
    return told | {"means": _facts(means), "every": poll.every}


def _actions(bench: Bench) -> Iterator[dict[str, Any]]:
    for row in bench.driver.talk:
        if isinstance(row, Action):
            args = {one["name"]: _example(one) for one in arguments(row, bench.driver)}
            said = ", ".join(f"{name}={spelled(value)}" for name, value in args.items())
            try:
                request = bench.ours.do(row.name, args)
            except (NotSupported, OutOfRange):
                continue
            data = bench.ours.send(request)
            bench.ours.give_up()
            yield _told(bench, "do", f"{row.name}({said})", data, bench.answer(data))


def _news(bench: Bench) -> Iterator[dict[str, Any]]:
    for row in bench.driver.talk:
        if isinstance(row, Notice):
            data = bench.says(row)
            events = bench.ours.hear(data).events
            told = _told(bench, "hear", "", b"", data)
            yield told | {
                "means": _facts({one.place: one.value for one in events if isinstance(one, Report)})
            }


def _told(bench: Bench, kind: str, what: str, data: bytes, answer: bytes) -> dict[str, Any]:
    sends, hears = shown(bench.driver, data), shown(bench.driver, answer)
    return {"kind": kind, "what": what, "sends": sends, "hears": hears, "means": ""}


def shown(driver: Driver, data: bytes) -> str:
    """Bytes as a technician knows them: text with its end visible, or hex."""
    if not data:
        return ""
    if isinstance(driver.framing.says, Shapes):
        return data.hex(" ").upper()
    text = data.decode("utf-8", "backslashreplace")
    escaped = "".join(one if one.isprintable() else repr(one)[1:-1] for one in text)
    return f'"{escaped}"'


def _example(argument: Mapping[str, Any]) -> Value:
    first: Value = next(iter(argument["values"] or argument["range"] or (1,)))
    return int(first) if isinstance(first, float) and first == int(first) else first


def _facts(means: Mapping[Place, Value]) -> str:
    return ", ".join(f"{_ref(place)} = {spelled(value)}" for place, value in means.items())


def _ref(place: Place) -> str:
    return "/".join(map(str, (place.key, *place.index)))
