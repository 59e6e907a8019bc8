"""The facts of drivers as lines for a shell, in one language."""

from collections.abc import Iterator
from typing import Any

from web.reference.saying import addresses, argument, kind, padded, reading, say, timing


def listed(said: dict[str, Any], lang: str) -> str:
    """One driver of the list: name, standing, transcripts, transports, title."""
    count = "-" if said["transcripts"] is None else said["transcripts"]
    how = ",".join(said["transports"])
    return f"{said['name']:<20}{said['standing']:<7}{count:>4}  {how:<18}{_in(said['title'], lang)}"


def shown(said: dict[str, Any], lang: str) -> Iterator[str]:
    """Everything about one driver."""
    yield f"{said['name']}: {_in(said['title'], lang)}"
    yield from (f"  {padded(name, 13)}{text}" for name, text in _head(said, lang) if text)
    if said["points"]:
        yield f"\n{say('points', lang)}:"
    for one in said["points"]:
        axes = "".join(f"[{axis}]" for axis in one["axes"])
        name = f"{one['key']}{axes}{' =' if one['settable'] else ''}"
        yield f"  {name:<30}{kind(one, lang)} · {reading(one, lang)} · {_in(one['about'], lang)}"
    if said["actions"]:
        yield f"\n{say('actions', lang)}:"
    for one in said["actions"]:
        args = ", ".join(map(argument, one["args"]))
        yield f"  {one['name']}({args}) · {say('risk_' + one['risk'], lang)} · {_in(one['about'], lang)}"


def _head(said: dict[str, Any], lang: str) -> Iterator[tuple[str, str]]:
    count = said["transcripts"]
    yield say("address", lang), "  ".join(addresses(said))
    yield say("standing", lang), f"{said['standing']}: {say(said['standing'], lang)}"
    yield "", say("assumed", lang) if said["assumed"] else ""
    yield say("transcripts", lang), "" if count is None else str(count)
    yield say("timing", lang), timing(said, lang)
    yield say("source", lang), said["source"]
    yield "", say("fits", lang) if said["fits"] else ""
    for name, text in said["about"].items():
        yield say("remark", lang), f"{name}: {_in(text, lang)}"


def _in(words: dict[str, str], lang: str) -> str:
    return words["zh" if lang.startswith("zh") else "en"]
