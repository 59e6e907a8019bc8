"""What can be wrong with one row of a generic device, said where it stands and in both languages."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from drivers.generic.reading import nearest
from drivers.generic.rows import Written
from drivers.wire.driver import Driver, check
from drivers.wire.fields import Field, parse, split_name
from drivers.wire.options import OptionError
from drivers.wire.talk import Action
from drivers.wire.trouble import TableError

CHINESE = (
    (
        r"(.+) needs a literal or a fixed width before the next field",
        "{0} 与下一个字段之间要有分隔文字，或写明固定宽度",
    ),
    (
        r"an answer tells (.+) of an axis that neither it nor its question spells",
        "应答和提问都没有写明 {0} 属于哪一个位置",
    ),
    (r"a notice does not spell the axis of (.+)", "主动上报没有写明 {0} 属于哪一个位置"),
    (r"a refusal that any line would be", "任何一行都会被当成拒绝"),
    (r"(.+): a single brace at ([0-9]+); write it twice", "{0}：单独的花括号要写两次"),
    (r"say `along` which of .+", "一行里有几个位置，无法判断各值属于哪一个"),
)


def in_chinese(sentence: str) -> str:
    """A sentence of the language of devices in Chinese; one of no known form stays as it is."""
    for form, chinese in CHINESE:
        if found := re.fullmatch(form, sentence, re.DOTALL):
            return chinese.format(*found.groups())
    return f"这一行不成立：{sentence}"


def fields_amiss(
    one: Written, known: Collection[str], args: Collection[str], spelled: Collection[str]
) -> Iterator[OptionError]:
    """The {fields} of a row that name nothing."""
    own = [*known, *(args if isinstance(one.row, Action) else ())]
    for text in (*one.says, *one.hears):
        try:
            fields = [each for each in parse(text) if isinstance(each, Field)]
        except TableError as wrong:
            yield OptionError(one.path, str(wrong), in_chinese(str(wrong)))
            continue
        for each in fields:
            yield from _field(one, each, own, args, spelled)


def _field(
    one: Written, each: Field, known: Collection[str], args: Collection[str], spelled: Collection[str]
) -> Iterator[OptionError]:
    if each.kind != "value":
        return
    for name in (split_name(name)[0] for name in each.names):
        if name not in known and not (name in args and one.says == ()):
            near = nearest(name, known)
            hint, hint_zh = (f"; did you mean {near}?", f"；是否想写 {near}？") if near else ("", "")
            yield OptionError(
                one.path,
                f"{{{name}}} is no point, no place and no argument{hint}",
                f"{{{name}}} 不是点、位置或参数{hint_zh}",
            )
        elif each.spelled and f"{name}:{each.spelled}" not in spelled and f":{each.spelled}" not in spelled:
            yield OptionError(
                one.path,
                f"spellings: has no {name}:{each.spelled}",
                f"spellings: 里没有 {name}:{each.spelled}",
            )


def amiss(driver: Driver, one: Written) -> Iterator[OptionError]:
    """What is wrong with this row, were it the only one."""
    alone = replace(driver, talk=(one.row,), silent=True, assumed=True)
    for sentence in check(alone):
        own = _own(sentence, driver.name)
        if own:
            yield OptionError(one.path, own, in_chinese(own))


def _own(sentence: str, name: str) -> str:
    """The sentence without the row's number; nothing where it is about other rows that are missing here."""
    rest = sentence.removeprefix(f"{name}: ")
    if rest.startswith("row 1: "):
        return rest.removeprefix("row 1: ")
    if rest.startswith(f"{name}, row 1"):
        return re.sub(r"^, row 1,? ?('[^']*'|\"[^\"]*\")?:? ?", "", rest.removeprefix(name))
    return ""
