"""How an entry of a ticket reads when nobody wrote a text for it: a sentence in both languages."""

import re
from collections.abc import Mapping
from datetime import UTC, tzinfo
from typing import Any

from controller.record import failpoints
from controller.record.lines import Sentence, moment
from controller.record.service.words import TEXTS, spelled
from controller.record.tickets import Entry

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")
STATES: Mapping[str, tuple[str, str]] = {
    "new": ("新建", "new"),
    "contacted": ("已联系", "contacted"),
    "diagnosing": ("诊断中", "being diagnosed"),
    "dispatched": ("已派工", "dispatched"),
    "onsite": ("已到场", "on site"),
    "waiting_customer": ("等待客户", "waiting for the customer"),
    "workaround": ("临时措施", "working around it"),
    "awaiting_parts": ("等待备件", "waiting for parts"),
    "restored_verifying": ("已恢复，验证中", "restored, being verified"),
    "resolved": ("已解决", "resolved"),
    "callback_due": ("待回访", "to be called back"),
    "closed": ("已关闭", "closed"),
    "cancelled": ("已取消", "cancelled"),
    "merged": ("已合并", "merged"),
}

PAUSES: Mapping[str, tuple[str, str]] = {
    "waiting_customer_access": ("等待客户开放场地", "waiting for access"),
    "waiting_customer_authorisation": ("等待客户授权", "waiting for authorisation"),
    "waiting_customer_decision": ("等待客户决定", "waiting for a decision"),
    "customer_appointment": ("客户约定的时间", "customer's appointment"),
    "force_majeure": ("不可抗力", "force majeure"),
}

_TEXTS: Mapping[str, tuple[str, str]] = {
    "opened": ("工单已建立", "Ticket opened"),
    "joined": ("故障 {fault} 并入", "Fault {fault} joined"),
    "left": ("故障 {fault} 已消除", "Fault {fault} cleared"),
    "left_for": ("故障 {fault} 仍在，转到工单 {into}", "Fault {fault} stands, and goes on in ticket {into}"),
    "left_behind": ("故障 {fault} 仍在，原因是 {behind}", "Fault {fault} stands, because of {behind}"),
    "left_alone": ("故障 {fault} 仍在，另有原因", "Fault {fault} stands, for a reason of its own"),
    "gone": (
        "故障 {fault}：设备已不在礼堂的配置文件中。这不算修复，请核实后登记恢复或申请取消",
        "Fault {fault}: its device is no longer in the hall's file. That is no repair; find out what became "
        "of it, and enter that it is restored, or ask for the ticket to be cancelled",
    ),
    "gone_disabled": (
        "故障 {fault}：设备在礼堂的配置文件中已停用。这不算修复，请核实后登记恢复或申请取消",
        "Fault {fault}: its device is switched off in the hall's file. That is no repair; find out what "
        "became of it, and enter that it is restored, or ask for the ticket to be cancelled",
    ),
    "gone_unverified": (
        "故障 {fault} 消除后，设备被移出礼堂的配置文件或停用，无法验证；请核实后结束验证",
        "After fault {fault} was over its device left the hall's file or was switched off there, so nobody "
        "can verify it; find out whether it works, and end the verification",
    ),
    "waits": (
        "状态：{zh}（{pause}；{asked_by} 提出，至 {until}）",
        "State: {en} ({pause}; asked for by {asked_by}, until {until})",
    ),
    "confirmed": ("{actor} 已确认故障", "{actor} confirmed the fault"),
    "contact_attempt": (
        "{actor} 尝试联系 {person}（{phone}），未接通",
        "{actor} tried to reach {person} ({phone})",
    ),
    "contact_made": ("{actor} 已与 {person} 联系", "{actor} spoke with {person}"),
    "called": (
        "{actor} 与 {person} 通话（{phone}，{began} 至 {ended}）：{outcome} {text}",
        "{actor} spoke with {person} ({phone}, {began} to {ended}): {outcome} {text}",
    ),
    "state": ("状态：{zh}", "State: {en}"),
    "class": ("故障等级改为 {class}：{reason}", "Fault class is now {class}: {reason}"),
    "workaround": ("临时措施：{what}", "Work-around: {what}"),
    "answered": ("已答复", "Answered"),
    "converted": ("咨询转为故障：{reason}", "The question is a fault: {reason}"),
    "handed_over": ("{from} 的工作移交给 {to}", "{from} hands over to {to}"),
    "photo": ("照片：{name}", "Photo: {name}"),
    "restored": ("设备已恢复，正在验证", "The device works again; being verified"),
    "relapsed": ("验证未通过，继续处理", "Verification failed; work goes on"),
    "resumed": ("等待结束，继续计时", "The wait is over; the clocks run again"),
    "long_wait": ("等待客户已超过 72 小时", "The customer has been waited for for more than 72 hours"),
    "explained": ("超时原因：{reason}；措施：{measure}", "Why it was late: {reason}; measure: {measure}"),
    "approval_asked": ("申请批准（{zh_to}）：{reason}", "Approval is asked for ({en_to}): {reason}"),
    "approval_given": (
        "{actor} 批准 {requested_by} 的申请（{zh_to}）：{reason}",
        "{actor} approves what {requested_by} asked for ({en_to}): {reason}",
    ),
    "approval_refused": ("{actor} 未批准申请：{reason}", "{actor} does not approve it: {reason}"),
    "reopened": ("重新打开：{reason}", "Reopened: {reason}"),
    "merged": ("并入工单 {into}", "Merged into ticket {into}"),
    "absorbed": ("工单 {from} 并入本单", "Ticket {from} merged into this one"),
    "unmerged": ("拆分合并：{reason}", "Taken apart again: {reason}"),
    "released": ("工单 {from} 从本单拆出", "Ticket {from} goes its own way again"),
    "workaround_over": ("临时措施结束：{reason}", "The work-around is over: {reason}"),
    "recomputed": (
        "工作日历改为 {calendar}，期限已重算",
        "Calendar {calendar} is in force: deadlines recomputed",
    ),
    "attachment": ("附件：{name}", "Attached: {name}"),
    "survey_attempt": ("回访未接通", "Satisfaction call: no answer"),
    "survey_later": ("客户要求 {until} 再回访", "The customer asked to be called at {until}"),
    "survey": ("回访完成", "Satisfaction call answered"),
}


class _Said(dict[str, Any]):
    """Missing words are shown as a dash: an old entry is always readable."""

    def __missing__(self, key: str) -> str:
        return "—"


def text(entry: Entry, zone: tzinfo = UTC) -> Sentence | str:
    """What the entry says: the text somebody wrote, else a sentence of our own, with moments by the wall of
    the hall; where nobody knows its zone they say that they are UTC.
    """
    written: Sentence | str | None = entry.data.get("text")
    if written and entry.kind not in (*TEXTS, "approval_given") and _kind(entry) != "called":
        return written
    zh, en = TEXTS.get(entry.kind) or _TEXTS.get(_kind(entry), (entry.kind, entry.kind))
    said_zh, said_en = zh.format_map(_words(entry, 0, zone)), en.format_map(_words(entry, 1, zone))
    return {"zh": said_zh.strip(), "en": said_en.strip()}


def _moment(value: object, zone: tzinfo) -> object:
    """A moment as people read it; any other word as it is."""
    if not isinstance(value, str) or not MOMENT.fullmatch(value):
        return value
    at = moment(value).astimezone(UTC if failpoints.planted("moments_are_those_of_utc") else zone)
    return f"{at:%Y-%m-%d %H:%M}{' UTC' if zone is UTC else ''}"


def _kind(entry: Entry) -> str:
    """A fault that left for another ticket stands; and the waiting of clocks has its reason."""
    if entry.kind == "left" and entry.data.get("into"):
        return "left_for"
    if entry.kind == "left" and entry.data.get("stands"):
        return "left_behind" if entry.data.get("behind") else "left_alone"
    if entry.kind == "gone" and entry.data.get("why") in ("disabled", "unverified"):
        return f"gone_{entry.data['why']}"
    if entry.kind == "contact_made" and entry.data.get("phone"):
        return "called"
    waits = entry.kind == "state" and entry.data.get("reason") in PAUSES
    return "waits" if waits else entry.kind


def _words(entry: Entry, side: int, zone: tzinfo) -> _Said:
    said = {name: spelled(name, _moment(value, zone), side) for name, value in entry.data.items()}
    state_zh, state_en = STATES[entry.state]
    pause = PAUSES.get(str(entry.data.get("reason")), ("", ""))[side]
    if entry.kind.startswith("approval_") and pause:
        said["reason"] = pause
    said.setdefault("text", "")
    zh_to, en_to = STATES.get(str(entry.data.get("to")), ("", ""))
    said |= {"zh_to": zh_to, "en_to": en_to}
    return _Said({**said, "actor": entry.actor, "zh": state_zh, "en": state_en, "pause": pause})
