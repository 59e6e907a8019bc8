"""What a hall's file says about one device beyond its address, as its driver takes it."""

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

Options = Mapping[str, Any]
Path = tuple[str | int, ...]


class OptionError(ValueError):
    """An option that a driver cannot use: where it stands below `options`, and why, in both languages.

    `more` are further ones found at the same time; iterating gives all of them.
    """

    def __init__(self, path: Path, en: str, zh: str, *more: "OptionError") -> None:
        """Keep where and why."""
        super().__init__(en)
        self.path, self.en, self.zh, self.more = path, en, zh, more

    def __iter__(self) -> Iterator["OptionError"]:
        yield self
        for other in self.more:
            yield from other

    @classmethod
    def of(cls, errors: Collection["OptionError"]) -> "OptionError":
        """One error that carries all of `errors`; there is at least one."""
        first, *others = errors
        return cls(first.path, first.en, first.zh, *first.more, *others)


def only(driver: str, options: Options, known: Collection[str]) -> None:
    """Let only options pass that a driver knows. OptionError names every other one, and the nearest known."""
    wrong = [_unknown(driver, name, known) for name in options if name not in known]
    if wrong:
        raise OptionError.of(wrong)


def _unknown(driver: str, name: str, known: Collection[str]) -> OptionError:
    near = get_close_matches(name, known, 1)
    en, zh = f"{driver} has no option {name}", f"{driver} 没有选项 {name}"
    if near:
        return OptionError((name,), f"{en}; did you mean {near[0]}?", f"{zh}；是否想写 {near[0]}？")
    if known:
        names = ", ".join(known)
        return OptionError((name,), f"{en}; it has {names}", f"{zh}；可用的有 {names}")
    return OptionError((name,), en, zh)
