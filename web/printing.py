"""Pages for paper: plain HTML without scripts, with our own style sheet, everything in it escaped.

A page is made of blocks in one language. The same blocks give the same bytes: nothing here looks at a clock.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

Lang = Literal["zh", "en"]
TAGS = {"zh": "zh-CN", "en": "en"}


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads somewhere: `to` is a place on this page (#...) or of the service (/...)."""

    text: object
    to: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, and the name under which links find it."""

    text: str
    level: int = 2
    id: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, one a line."""

    rows: Sequence[tuple[str, object]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `ids` name its rows, for links."""

    head: Sequence[str]
    rows: Sequence[Sequence[object]]
    ids: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing of our own making, and what stands under it."""

    svg: str
    text: str


Block = Heading | Text | Facts | Table | Drawing


def page(title: str, lang: Lang, blocks: Iterable[Block]) -> str:
    """The whole document."""
    body = "\n".join(_block(one) for one in blocks)
    return (
        f'<!doctype html>\n<html lang="{TAGS[lang]}"><head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f'<title>{escape(title)}</title><link rel="stylesheet" href="/print.css"></head><body>\n'
        f"<h1>{escape(title)}</h1>\n{body}\n</body></html>\n"
    )


def _block(one: Block) -> str:
    match one:
        case Heading(text, level, id):
            named = f' id="{escape(id)}"' if id else ""
            return f"<h{level}{named}>{escape(text)}</h{level}>"
        case Text(text):
            return f"<p>{_lines(text)}</p>"
        case Facts(rows):
            found = "".join(f"<dt>{escape(name)}</dt><dd>{_cell(value)}</dd>" for name, value in rows)
            return f"<dl>{found}</dl>"
        case Drawing(svg, text):
            return f"<figure>{svg}<figcaption>{escape(text)}</figcaption></figure>"
        case Table(head, rows, ids):
            return _table(head, rows, ids)


def _table(head: Sequence[str], rows: Sequence[Sequence[object]], ids: Sequence[str]) -> str:
    top = "".join(f"<th>{escape(one)}</th>" for one in head)
    lines = []
    for number, row in enumerate(rows):
        named = f' id="{escape(ids[number])}"' if number < len(ids) else ""
        lines.append(f"<tr{named}>" + "".join(f"<td{_kind(one)}>{_cell(one)}</td>" for one in row) + "</tr>")
    body = "\n".join(lines)
    return f"<table><thead><tr>{top}</tr></thead><tbody>\n{body}\n</tbody></table>"


def _cell(value: object) -> str:
    if isinstance(value, Link):
        return f'<a href="{escape(value.to)}">{_cell(value.text)}</a>'
    if isinstance(value, list | tuple):
        return ", ".join(_cell(one) for one in value)
    return "–" if value is None or value == "" else _lines(str(value))


def _kind(value: object) -> str:
    inner = value.text if isinstance(value, Link) else value
    number = isinstance(inner, int | float) and not isinstance(inner, bool)
    return ' class="num"' if number else ""


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def chosen(lang: Lang, said: Mapping[str, str] | str | None) -> str:
    """A text in the page's language."""
    if said is None:
        return ""
    return said if isinstance(said, str) else said[lang]
