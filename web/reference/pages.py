"""The pages of `docs/` about devices, `devices.md` and one for each driver; both languages side by side."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from drivers import catalog
from drivers.wire.driver import STANDINGS
from web.reference.facts import facts
from web.reference.saying import addresses, argument, kind, reading, say, timing

COMMAND = "./auditorium drivers docs docs"
MADE = f"<!-- Made from the drivers' tables by `{COMMAND}`; edit the table, not this page. -->"
LANGUAGES = ("en", "zh")


def write(folder: Path) -> int:
    """Write every page below `folder`, and remove those of drivers that are gone. How many there are now."""
    made = pages()
    (folder / "devices").mkdir(parents=True, exist_ok=True)
    for old in (folder / "devices").glob("*.md"):
        if f"devices/{old.name}" not in made:
            old.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")
    return len(made)


def pages() -> dict[str, str]:
    """The text of every page by its name below `docs/`."""
    found = [facts(name, catalog.get(name)) for name in catalog.names()]
    own = {f"devices/{one['name']}.md": _lines(_page(one)) for one in found}
    return {"devices.md": _lines(_index(found)), **own}


def _index(found: list[dict[str, Any]]) -> Iterator[str]:
    yield from ("# Devices · 设备", "", MADE, "", *_standings(), "")
    yield _row(
        "driver · 驱动", "device", "设备", "over · 传输", "standing · 验证",
        "points · 点", "actions · 动作", "transcripts · 抄本",
    )  # fmt: skip
    yield "|---|---|---|---|---|---|---|---|"
    for one in found:
        yield _row(
            f"[{one['name']}](devices/{one['name']}.md)", one["title"]["en"], one["title"]["zh"],
            ", ".join(one["transports"]), one["standing"],
            len(one["points"]), len(one["actions"]), one["transcripts"],
        )  # fmt: skip


def _standings() -> Iterator[str]:
    yield "How far a driver is proved · 驱动的验证程度:"
    yield ""
    yield from (f"- **{one}**: {_both(one)}" for one in STANDINGS)


def _page(said: dict[str, Any]) -> Iterator[str]:
    yield from (
        f"# {said['name']}: {said['title']['en']} · {said['title']['zh']}",
        "",
        MADE,
        "",
        "| | |",
        "|---|---|",
    )
    yield from (_row(name, text) for name, text in _head(said) if text)
    if said["points"]:
        yield from ("", f"## {_both('points')}", "")
        yield _row("point · 点", "values · 取值", "set · 可设", "read · 读取", "meaning", "含义")
        yield "|---|---|---|---|---|---|"
        yield from map(_point, said["points"])
    if said["actions"]:
        yield from ("", f"## {_both('actions')}", "")
        yield _row("action · 动作", "arguments · 参数", "risk · 风险", "meaning", "含义")
        yield "|---|---|---|---|---|"
        yield from map(_action, said["actions"])
    yield from ("", "## In a hall's file · 写入礼堂配置文件", "", "```yaml", "devices:", "  a-name:")
    yield from (f"    driver: {said['name']}", f"    address: {addresses(said)[0]}", "```")


def _head(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield _both("address"), ", ".join(f"`{one}`" for one in addresses(dict(said)))
    yield _both("standing"), f"**{said['standing']}**: {_both(said['standing'])}"
    yield "", _both("assumed") if said["assumed"] else ""
    yield _both("transcripts"), str(said["transcripts"])
    yield _both("timing"), _two(timing(dict(said), lang) for lang in LANGUAGES)
    yield _both("source"), said["source"]
    yield "", _both("fits") if said["fits"] else ""
    yield from ((name, _two((text["en"], text["zh"]))) for name, text in said["about"].items())


def _point(one: dict[str, Any]) -> str:
    name = f"`{one['key']}{''.join(f'[{axis}]' for axis in one['axes'])}`"
    values, read = (_two(tell(one, lang) for lang in LANGUAGES) for tell in (kind, reading))
    return _row(name, values, "=" if one["settable"] else "", read, one["about"]["en"], one["about"]["zh"])


def _action(one: dict[str, Any]) -> str:
    args = ", ".join(map(argument, one["args"]))
    return _row(
        f"`{one['name']}`", args, _both(f"risk_{one['risk']}"), one["about"]["en"], one["about"]["zh"]
    )


def _both(id: str) -> str:
    return _two(say(id, lang) for lang in LANGUAGES)


def _two(texts: Iterable[str]) -> str:
    """Both languages side by side; once where they say the same."""
    return " · ".join(dict.fromkeys(filter(None, texts)))


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"
