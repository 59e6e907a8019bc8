"""Sentences of self-healing, and of devices that left, whose words stand here in both languages.

They are told like those of an interlock that a hall wrote itself: the words go on record with them.
"""

from collections.abc import Mapping

from controller.hall.sentences import Sentence

WORDS: Mapping[str, tuple[str, str]] = {
    "show_mode": ("礼堂处于演出模式，暂不自动修复", "The hall is in show mode; nothing is tried"),
    "maintained": ("{name}正在维护", "{name} is in maintenance"),
    "silenced": ("{name}已静音", "{name} is silenced"),
    "starting": ("{name}正在启动", "{name} is starting"),
    "ordered": (
        "{name}的插座 {outlet} 已按命令关断或正在切换",
        "outlet {outlet} of {name} is off by order, or being switched",
    ),
    "cut_already": (
        "刚为{name}让同一插座断过电",
        "the same outlet was just off and on for {name}",
    ),
    "cut_enough": ("这个插座今天已断电 {count} 次", "the outlet was off and on {count} times today"),
    "event_soon": ("活动即将开始，暂不自动修复", "An event is about to begin; nothing is tried"),
}


def own(id: str, **names: object) -> Sentence:
    """The sentence of this name; a parameter is a plain word, or a name in both languages."""
    zh, en = WORDS[id]
    said = {"zh": zh.format_map(_in("zh", names)), "en": en.format_map(_in("en", names))}
    return Sentence("guard.written", because=said)


def _in(lang: str, names: Mapping[str, object]) -> dict[str, str]:
    return {key: str(one[lang] if isinstance(one, Mapping) else one) for key, one in names.items()}
