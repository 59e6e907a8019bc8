"""The table, in Markdown: what was measured, beside the floor and the goal."""

from collections.abc import Iterable, Iterator

from bench.measure import Figure, Taken

HEAD = ("measure", "figure", "floor", "ours", "ours, least to most", "ratio", "goal", "met")


def table(all: Iterable[Taken]) -> str:
    """Markdown, in columns."""
    rows = [HEAD, *(row for taken in all for row in _rows(taken))]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEAD))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def _rows(taken: Taken) -> Iterator[tuple[str, ...]]:
    for number, figure in enumerate(taken.measure.figures):
        ours, floor = taken.median(figure.key, "ours"), taken.median(figure.key, "floor")
        ratio = ours / floor if ours is not None and floor else None
        yield (
            taken.measure.title if number == 0 else "",
            f"{figure.key} ({figure.unit})",
            _number(floor),
            _number(ours),
            _spread(taken.values.get(figure.key, {}).get("ours", [])),
            "" if ratio is None else f"{ratio:.2f}x",
            _goal(figure),
            _met(figure, ours, ratio),
        )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.0f}" if value >= 1000 else f"{value:.3g}"


def _spread(values: list[float]) -> str:
    return f"{_number(min(values))} to {_number(max(values))}" if values else ""


def _goal(figure: Figure) -> str:
    if figure.goal is None:
        return ""
    return f"{'at least ' if figure.least else ''}{figure.goal:g}{'x' if figure.ratio else ''}"


def _met(figure: Figure, ours: float | None, ratio: float | None) -> str:
    value = ratio if figure.ratio else ours
    if figure.goal is None or value is None:
        return ""
    return "yes" if (value >= figure.goal if figure.least else value <= figure.goal) else "no"
