"""Every sentence about a wrong file, in Chinese and English, by message id.

The ids of the first table are pydantic's own error types; the rest are ours. A file is checked on a command
line, by simulators too, so these sentences live here and not with the page's catalogue.
"""

from collections.abc import Mapping

from drivers.rigfile.messages_desk import DESK

SHAPES = {
    "missing": ("缺少 {name}", "{name} is missing"),
    "extra_forbidden": ("不认识的键 {name}{hint}", "{name} is not a key known here{hint}"),
    "invalid_key": ("键必须是文字", "a key must be a word"),
    "string_type": ("必须是文字；数字请加引号", "must be text; put a number in quotes"),
    "string_too_short": ("不能为空", "must not be empty"),
    "string_too_long": ("太长，最多 {max_length} 个字符", "is too long, at most {max_length} characters"),
    "string_pattern_mismatch": ("写法不对，应符合 {pattern}", "is not spelled like {pattern}"),
    "int_type": ("必须是整数", "must be a whole number"),
    "int_parsing": ("必须是整数", "must be a whole number"),
    "int_parsing_size": ("数字太大", "the number is too large"),
    "int_from_float": ("必须是整数，不能有小数", "must be a whole number, without a fraction"),
    "float_type": ("必须是数字", "must be a number"),
    "float_parsing": ("必须是数字", "must be a number"),
    "finite_number": ("必须是有限的数字", "must be a finite number"),
    "bool_type": ("必须是 true 或 false", "must be true or false"),
    "bool_parsing": ("必须是 true 或 false", "must be true or false"),
    "dict_type": ("此处应为“键: 值”的映射", "must be a mapping of `key: value` lines"),
    "model_type": ("此处应为“键: 值”的映射", "must be a mapping of `key: value` lines"),
    "list_type": ("此处应为以“- ”开头的列表", "must be a list of `- ` lines"),
    "tuple_type": ("此处应为以“- ”开头的列表", "must be a list of `- ` lines"),
    "literal_error": ("只能是 {expected}", "must be one of {expected}"),
    "greater_than": ("必须大于 {gt}", "must be more than {gt}"),
    "greater_than_equal": ("不能小于 {ge}", "must be at least {ge}"),
    "less_than": ("必须小于 {lt}", "must be less than {lt}"),
    "less_than_equal": ("不能大于 {le}", "must be at most {le}"),
    "too_short": ("至少要有 {min_length} 项", "at least {min_length} must stand here"),
    "too_long": ("最多 {max_length} 项", "may have at most {max_length} items"),
}

FILES = {
    "yaml": ("YAML 无法解析：{problem}", "this is not YAML: {problem}"),
    "yaml_character": ("含有不允许的字符", "holds a character that YAML does not allow"),
    "yaml_deep": ("嵌套太深", "is nested too deeply"),
    "yaml_loop": ("引用了自身（& 与 *）", "refers to itself (& and *)"),
    "yaml_large": ("文件展开后太大", "becomes too large when its references are filled in"),
    "yaml_tag": ("不接受以 ! 开头的标签", "tags beginning with ! are not accepted"),
    "yaml_key": ("键必须是一个词或数字", "a key must be a word or a number"),
    "duplicate": ("{name} 重复出现", "{name} stands here a second time"),
    "unset": (
        "环境变量 {name} 未设置；可写成 ${{{name}:-默认值}}",
        "the variable {name} is not set; ${{{name}:-something}} gives it a default",
    ),
    "no_file": ("无法读取文件：{reason}", "the file cannot be read: {reason}"),
    "not_utf8": ("文件不是 UTF-8 编码", "the file is not in UTF-8"),
    "not_a_mapping": ("文件应由“键: 值”组成", "the file must consist of `key: value` lines"),
    "no_override": ("环境变量不能改列表中的项", "a variable cannot change an item of a list"),
    "secret_file": ("无法读取密码文件：{reason}", "the file with the secret cannot be read: {reason}"),
    "secret_twice": ("{name} 与 {name}_file 只能写一个", "write either {name} or {name}_file, not both"),
}

VALUES = {
    "identifier": (
        "标识只能用小写字母、数字、_ 和 -，以字母开头，最多 32 个字符",
        "an id has lower-case letters, digits, _ and -, begins with a letter, and has at most 32 characters",
    ),
    "duration": ("时长要写成 30s、5m、1h30m 这样", "a duration is written like 30s, 5m or 1h30m"),
    "words": ("名称应为文字，或 {{zh: 中文, en: 英文}}", "a name is text, or {{zh: Chinese, en: English}}"),
    "places": (
        "应为“位置: 名称”或名称列表",
        "must be `place: name` lines, or a list of names",
    ),
    "limit": (
        "限值应为数字，或含 above / below 的映射",
        "a limit is a number, or a mapping with above or below",
    ),
    "feed": (
        "供电应为一个插座、互为备份的列表，或 {{all: [...]}}",
        "a feed is one outlet, a list of outlets that back each other up, or {{all: [...]}}",
    ),
    "end": ("应写成 设备 或 设备/接口", "is written device or device/jack"),
    "ref": ("应写成 设备/点 或 设备/点/序号", "is written device/point or device/point/index"),
    "timezone": ("没有这个时区", "there is no such time zone"),
    "listen": ("应写成 主机:端口", "is written host:port"),
    "fault_numbers": (
        "{names}：没有这一项，或数值不对（时间写成 20s）",
        "{names}: there is no such number, or it is none (times are written 20s)",
    ),
    "fault_bounds": ("超出范围，只能是：{bounds}", "out of bounds; may be: {bounds}"),
    "feed_twice": ("同一路不能给自己作备份", "the same feed twice is no backup"),
    "notices": ("应为 true、false 或端口号", "must be true, false or a port number"),
    "scalar": ("此处应为一个词、数字、true 或 false", "must be a word, a number, true or false"),
    "condition": (
        "条件应写成 设备/点 is 值、is not 值、is above 数、is below 数、moved less than 20s ago",
        "a condition reads: device/point is VALUE, is not VALUE, is above NUMBER, is below NUMBER or moved "
        "less than 20s ago",
    ),
    "never": (
        "应为 {{set: 设备/点, to: 值}}、{{set: 设备/点, above: 数}} 或 {{invoke: 设备/动作}}",
        "must be {{set: device/point, to: value}}, {{set: device/point, above: number}} or "
        "{{invoke: device/action}}",
    ),
}

HALL = {
    "no_device": ("没有名为 {name} 的设备{hint}", "there is no device {name}{hint}"),
    "no_node": (
        "没有名为 {name} 的设备或节点{hint}",
        "there is no device or node {name}{hint}",
    ),
    "no_jack": ("{device} 没有接口 {name}{hint}", "{device} has no jack {name}{hint}"),
    "no_outlet": ("{device} 没有插座 {name}", "{device} has no outlet {name}"),
    "not_an_outlet": (
        "请指明插座，例如 {device}/outlet/1",
        "say which outlet, for instance {device}/outlet/1",
    ),
    "cycle": ("供给关系成环：{chain}", "this chain bites its own tail: {chain}"),
    "chain_long": ("供给链超过 {limit} 级", "hangs on a chain longer than {limit} steps"),
    "jack_taken": ("{name} 已接了另一根线", "{name} already has another cable"),
    "address": ("地址不可用：{reason}", "the address cannot be used: {reason}"),
    "no_secret": ("没有叫 {name} 的密钥{hint}", "there is no secret {name}{hint}"),
    "no_transport": ("{driver} 只能用 {spoken}", "{driver} is spoken over {spoken} only"),
    "address_twice": ("与 {name} 的地址相同", "is the same address as {name}"),
    "option": ("选项不可用：{reason}", "the option cannot be used: {reason}"),
    "no_scene": ("没有名为 {name} 的场景{hint}", "there is no scene {name}{hint}"),
    "no_driver": ("没有驱动 {name}{hint}", "there is no driver {name}{hint}"),
    "no_axis": ("{driver} 没有 {name}", "{driver} has no {name}"),
    "no_place": ("{driver} 的 {axis} 没有 {name}", "{driver} has no {axis} {name}"),
    "no_point": ("{device} 没有点 {name}{hint}", "{device} has no point {name}{hint}"),
    "no_index": ("{ref} 没有这个序号", "{ref} has no such index"),
    "needs_index": ("{ref} 还需要序号，例如 {example}", "{ref} needs an index, for instance {example}"),
    "not_settable": ("{ref} 只能读，不能设置", "{ref} can be read but not set"),
    "no_value": ("{ref} 不能是 {value}{hint}", "{ref} cannot be {value}{hint}"),
    "only_passing": (
        "{ref} 只会在过程中成为 {value}，不能设成它；可设为 {values}",
        "{ref} is {value} only on its way and cannot be set to it; it can be {values}",
    ),
    "no_limit": ("{ref} 不是数字，不能设限值", "{ref} is not a number and can have no limit"),
    "heal_no_outlet": (
        "没有可断电重启的插座：fed_by 应指向能自行重启插座的电源",
        "there is no outlet to cycle: fed_by should name one of a PDU that cycles",
    ),
    "heal_critical": (
        "插座 {name} 标为关键，不能自动断电",
        "outlet {name} is marked critical and is never cut by itself",
    ),
    "no_action": ("{device} 没有动作 {name}{hint}", "{device} has no action {name}{hint}"),
    "bad_arguments": (
        "{device} 的动作 {name} 缺少参数，或参数超出范围",
        "the action {name} of {device} lacks an argument, or one is out of range",
    ),
    "no_argument": (
        "动作 {name} 没有参数 {argument}{hint}",
        "the action {name} has no argument {argument}{hint}",
    ),
    "step": (
        "一步只能是 set、invoke、wait、show、scene、together、in_turn 中的一种{hint}",
        "a step is exactly one of set, invoke, wait, show, scene, together or in_turn{hint}",
    ),
    "twice_at_once": (
        "同时执行的另一步也在设置 {ref}，结果无法确定",
        "another branch of this together sets {ref} too; nobody could say which of them wins",
    ),
    "chosen": (
        "取决于选择的值写成 {{param: 参数, 选项: 值, ...}}",
        "a value that depends on a choice is written {{param: NAME, CHOICE: VALUE, ...}}",
    ),
    "param_kind": ("参数要么有 values，要么有 range", "a parameter has either values or a range"),
    "param_default": ("default 不在可选范围内", "the default is not among what may be chosen"),
    "no_param": ("场景没有参数 {name}{hint}", "the scene has no parameter {name}{hint}"),
    "no_choice": ("选项 {name} 没有对应的值", "nothing stands by the choice {name}"),
    "out_of_choice": (
        "{param} 应在 {low} 到 {high} 之间，不能是 {name}",
        "{param} is chosen between {low} and {high} and cannot be {name}",
    ),
    "unknown_choice": ("{param} 没有选项 {name}{hint}", "{param} has no choice {name}{hint}"),
    "unused_param": (
        "参数 {name} 没有用处：没有任何一步取决于它",
        "the parameter {name} is asked for nothing: no step depends on it",
    ),
    "sweep_args": ("开场前检查没有可选的参数", "a readiness sweep has nothing to choose"),
    "no_way": (
        "没有线路能把 {source} 送到 {sink}{hint}",
        "no way through the cables leads from {source} to {sink}{hint}",
    ),
    "way_taken": (
        "从 {source} 到 {sink} 的线路在这个场景里都已送别的信号",
        "every way through the cables from {source} to {sink} carries something else in this scene already",
    ),
    "way_unswitched": (
        "从 {source} 到 {sink} 的线路要经过 {device}，而它切换不了 carries: {carries}",
        "the way from {source} to {sink} leads through {device}, which cannot switch carries: {carries}",
    ),
    "scene_loop": ("场景 {name} 绕回了自己", "the scene {name} comes back to itself"),
    "schedule_what": ("写 scene 或 readiness: true，二者选一", "write either a scene or readiness: true"),
    "cron": (
        "时刻写成五个词：分 时 日 月 星期，例如 30 22 * * MON-FRI",
        "a time is five words: minute hour day month weekday, like 30 22 * * MON-FRI",
    ),
    "care": (
        "vital 与 on_fail 矛盾，只写一个",
        "vital and this on_fail contradict each other; write one of them",
    ),
    "deed": ("应写成 设备/动作", "is written device/action"),
}

HINT = ("；是否应为 {guess}？", "; did you mean {guess}?")
ODD = ("此处的值不可用", "this value cannot be used")
MESSAGES = SHAPES | FILES | VALUES | HALL | DESK
LANGUAGES = ("zh", "en")


def sentence(code: str, params: Mapping[str, object], lang: str) -> str:
    """The message `code` in `zh` or `en`.

    `guess` among the params becomes "did you mean ...?"; a pair is a param in both languages.
    """
    side = 0 if lang.startswith("zh") else 1
    said = {name: one[side] if isinstance(one, tuple) else one for name, one in params.items()}
    hint = HINT[side].format(guess=params["guess"]) if params.get("guess") else ""
    return MESSAGES.get(code, ODD)[side].format_map({**said, "hint": hint})
