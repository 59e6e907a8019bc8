"""How the entries of the service read: a sentence in both languages, with what people wrote in it."""

from collections.abc import Mapping

TEXTS: Mapping[str, tuple[str, str]] = {
    "work": ("处理：{text}", "Work: {text}"),
    "tested": ("设备检测：{result}", "Device test: {result}"),
    "visit_planned": ("计划上门：{person}", "Visit planned: {person}"),
    "visit_departed": ("{person} 已出发", "{person} is on the way"),
    "visit_arrived": ("{person} 已到场签到", "{person} has checked in on site"),
    "visit_left": ("离场：{outcome}；客户签字：{signed_by}", "Left: {outcome}; signed by {signed_by}"),
    "visit_called_off": ("取消上门：{reason}", "Visit called off: {reason}"),
    "team_opened": ("项目应急小组成立", "An emergency team is called together"),
    "team_member": ("应急小组：{person}（{duty}）", "Emergency team: {person} ({duty})"),
    "team_decision": ("应急小组决定：{text}", "The team decides: {text}"),
    "team_cause": ("原因分析：{text}", "Cause analysis: {text}"),
    "team_measure": ("改进措施：{text}（{person}）", "Measure: {text} ({person})"),
    "team_measure_done": ("改进措施 {number} 已完成", "Measure {number} is done"),
    "team_review": ("结案评审：{text}", "Closing review: {text}"),
    "plan": ("处理方案（{what}）：{text}", "Plan ({what}): {text}"),
    "plan_demanded": ("长时间未修复：须提交处理方案", "Open for long: a plan is required"),
    "expert_proposed": ("建议请专家：{name}", "An expert is proposed: {name}"),
    "expert": ("专家{outcome}：{person} {text}", "Expert {outcome}: {person} {text}"),
    "overdue": ("{what}已逾期", "The {what} is overdue"),
    "complaint_answered": ("投诉处理：{text}", "What is done about the complaint: {text}"),
    "part_used": (
        "更换 {part}：拆下 {serial_out}，装上 {serial_in}",
        "Changed {part}: {serial_out} out, {serial_in} in",
    ),
    "part_returned": ("备件 {number} 返修：{rma}", "Part {number} goes back: {rma}"),
}

CODES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "outcome": {
        "done": ("完成", "done"),
        "workaround": ("临时措施", "work-around"),
        "appointment": ("另行预约", "another appointment"),
        "on_site": ("到场", "comes on site"),
        "remote": ("远程处理", "helps from afar"),
        "solved": ("电话解决", "solved by phone"),
        "visit": ("约定上门", "a visit is agreed"),
        "advised": ("已给出建议", "has advised"),
        "declined": ("无法到场", "cannot come"),
        "not_needed": ("不需要", "not needed"),
    },
    "what": {
        "spare": ("备机", "spare unit"),
        "manufacturer": ("原厂", "manufacturer"),
        "workaround": ("临时措施", "work-around"),
        "plan": ("处理方案", "plan"),
        "review": ("结案评审", "closing review"),
        "complaint": ("投诉处理", "answer to the complaint"),
    },
    "duty": {"leader": ("组长", "leader"), "member": ("成员", "member"), "left": ("退出", "left")},
    "result": {
        "passed": ("通过", "passed"),
        "failed": ("未通过", "failed"),
        "unknown": ("无法判断", "cannot be told"),
    },
}
"""The names of what an entry says in a word."""


def spelled(name: str, value: object, side: int) -> object:
    """A member of an entry as people read it, in Chinese (0) or English (1)."""
    if isinstance(value, Mapping):
        return value.get(("zh", "en")[side], "")
    found = CODES.get(name, {}).get(value) if isinstance(value, str) else None
    return value if found is None else found[side]
