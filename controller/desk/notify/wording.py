"""What a message says: intents become a subject and lines, in the receiver's language or in both."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from controller.record.lines import Sentence
from controller.record.outbox import Intent, Letter

Speak = Callable[[object], Sentence]
"""Puts whatever a hall's line holds for people into words of both languages."""

CLOCKS: Mapping[str, tuple[str, str]] = {
    "C1": ("电话响应", "call-back"),
    "C2": ("到场", "on site"),
    "C3": ("恢复可用", "usable again"),
    "C4": ("修复", "repair"),
    "C5": ("满意度回访", "satisfaction call"),
    "C6": ("进展通报", "progress word"),
    "C8": ("咨询答复", "answer to a question"),
}
CLASSES: Mapping[int, tuple[str, str]] = {
    1: ("一般", "general"),
    2: ("严重", "serious"),
    3: ("重大", "major"),
    4: ("重大事故", "disaster"),
}
SAYS: Mapping[str, tuple[str, str]] = {
    "opened": ("新工单 #{ticket}：{title}（{grade}）", "New ticket #{ticket}: {title} ({grade})"),
    "reopened": ("工单 #{ticket} 重新打开：{title}", "Ticket #{ticket} is open again: {title}"),
    "class": ("工单 #{ticket} 升为{grade}：{title}", "Ticket #{ticket} is now {grade}: {title}"),
    "restored": (
        "工单 #{ticket} 已恢复，验证中：{title}",
        "Ticket #{ticket} works again, being verified: {title}",
    ),
    "resolved": ("工单 #{ticket} 已解决：{title}", "Ticket #{ticket} is resolved: {title}"),
    "closed": ("工单 #{ticket} 已关闭：{title}", "Ticket #{ticket} is closed: {title}"),
    "cancelled": ("工单 #{ticket} 已取消：{title}", "Ticket #{ticket} is cancelled: {title}"),
    "answered": ("工单 #{ticket} 已答复：{title}", "Ticket #{ticket} is answered: {title}"),
    "merged": (
        "工单 #{ticket} 已并入工单 #{into}，在那里继续处理：{title}",
        "Ticket #{ticket} goes on in ticket #{into}: {title}",
    ),
    "unmerged": (
        "工单 #{ticket} 已重新拆分，单独处理：{title}",
        "Ticket #{ticket} goes on by itself again: {title}",
    ),
    "threshold": (
        "工单 #{ticket} {clock}时限已用 {percent}%{late}：{title}（{grade}）",
        "Ticket #{ticket}: {percent}% of the time for {clock} is used{late}: {title} ({grade})",
    ),
    "breach": (
        "工单 #{ticket} {clock}已超时（{percent}%{late}）：{title}（{grade}）",
        "Ticket #{ticket}: the time for {clock} is over ({percent}%{late}): {title} ({grade})",
    ),
    "plan_passed": (
        "工单 #{ticket} 已过{clock}计划目标，时限尚未到{late}：{title}（{grade}）",
        "Ticket #{ticket}: the plan for {clock} is missed, the limit is not{late}: {title} ({grade})",
    ),
    "standing": (
        "工单 #{ticket} 仍超时（{clocks}）：{title}（{grade}）",
        "Ticket #{ticket} is still overdue ({clocks}): {title} ({grade})",
    ),
    "receipt": (
        "已收到您的报修，工单号 #{ticket}：{title}。我们将在约定时限内与您联系；直接回复本邮件即可补充。",
        "We have received your report as ticket #{ticket}: {title}. We will call you back in the agreed "
        "time; just answer this mail to add to it.",
    ),
    "team_opened": (
        "工单 #{ticket} 重大事故，应急小组成立，请指定组长：{title}",
        "Ticket #{ticket} is a disaster, an emergency team is called together; name its leader: {title}",
    ),
    "plan_demanded": (
        "工单 #{ticket} 长时间未修复，请提交处理方案：{title}（{grade}）",
        "Ticket #{ticket} has been open for long; it needs a plan now: {title} ({grade})",
    ),
    "expert": (
        "工单 #{ticket} 修复时限过半，建议请专家（{name}）：{title}（{grade}）",
        "Ticket #{ticket}: much of the time for repair is used; call an expert ({name}): {title} ({grade})",
    ),
    "overdue_plan": (
        "工单 #{ticket} 处理方案已逾期：{title}（{grade}）",
        "Ticket #{ticket}: the plan is overdue: {title} ({grade})",
    ),
    "overdue_review": (
        "工单 #{ticket} 应急小组结案评审已逾期：{title}",
        "Ticket #{ticket}: the emergency team's closing review is overdue: {title}",
    ),
    "complaint": (
        "工单 #{ticket} 客户评价 {score} 分，列为投诉：{title}",
        "Ticket #{ticket}: the customer gives it {score} of 5, which is a complaint: {title}",
    ),
    "overdue_complaint": (
        "工单 #{ticket} 的投诉处理已逾期：{title}",
        "Ticket #{ticket}: the complaint is still not answered: {title}",
    ),
    "overdue_workaround": (
        "工单 #{ticket} 的临时措施已到复查日期：{title}（{grade}）",
        "Ticket #{ticket}: its work-around is to be looked at again: {title} ({grade})",
    ),
    "long_wait": (
        "工单 #{ticket} 等待客户已超过 72 小时{late}：{title}（{grade}）",
        "Ticket #{ticket}: the customer has been waited for for more than 72 hours{late}: {title} ({grade})",
    ),
    "approval_asked": (
        "工单 #{ticket} 有申请待第二人批准：{title}",
        "Ticket #{ticket}: something is asked for that needs a second person: {title}",
    ),
    "relapsed": ("工单 #{ticket} 验证未通过，故障又出现：{title}", "Ticket #{ticket} failed again: {title}"),
    "mail": ("工单 #{ticket} 客户来信：{text}", "Ticket #{ticket}, the customer writes: {text}"),
    "linked": ("工单 #{ticket} 对方服务台：{text}", "Ticket #{ticket}, the other help desk: {text}"),
    "progress": ("工单 #{ticket} 进展：{text}", "Ticket #{ticket}, progress: {text}"),
    "done": (
        "工单 #{ticket} 已解决：{title}。如问题仍在，请回复本邮件。",
        "Ticket #{ticket} is resolved: {title}. If it is not, please answer this mail.",
    ),
    "answer": (
        "工单 #{ticket} 答复：{text}",
        "Ticket #{ticket}, our answer: {text}",
    ),
    "test": ("测试消息：此通道可用。", "A test: this channel works."),
}
SUBJECTS: Mapping[str, tuple[str, str]] = {
    "one": ("[{hall} #{ticket}] {title}", "[{hall} #{ticket}] {title}"),
    "many": ("[{hall}] {count} 条工单消息", "[{hall}] {count} news of tickets"),
    "test": ("[{hall}] 测试", "[{hall}] Test"),
}
SIDES = {"zh": (0,), "en": (1,), "both": (0, 1)}
NAMES = ("zh", "en")
LONGEST = 300


def subject(letter: Letter, hall: object, speak: Speak, lang: str) -> str:
    """One line over the message; the same for all letters of a ticket, so that they are one thread."""
    side = SIDES[lang][0]
    tickets = {one.ticket for one in letter.intents}
    news = letter.first.news
    kind = "test" if news["what"] == "test" else "one" if len(tickets) == 1 else "many"
    words = {
        "hall": _said(hall, side, speak),
        "ticket": news.get("ticket"),
        "title": _said(news.get("title", ""), side, speak),
        "count": len(letter.intents),
    }
    return _line(SUBJECTS[kind][side].format_map(words))


def lines(intents: Sequence[Intent], speak: Speak, lang: str) -> tuple[str, ...]:
    """A line for each piece of news, in one language, or first in Chinese and then in English."""
    return tuple(_news(one.news, side, speak) for side in SIDES[lang] for one in intents)


def _news(news: Mapping[str, Any], side: int, speak: Speak) -> str:
    what = str(news["what"])
    if what == "threshold" and int(news["percent"]) >= 100:
        what = "breach"
    late = int(news.get("late_s", 0))
    words = {
        **news,
        "title": _said(news.get("title", ""), side, speak),
        "text": _said(news.get("text", ""), side, speak),
        "name": _said(news.get("name") or "–", side, speak),
        "grade": CLASSES.get(int(news.get("class", 1)), CLASSES[1])[side],
        "clock": CLOCKS.get(str(news.get("clock")), ("", ""))[side] + _promised(news.get("target_s"), side),
        "clocks": ("、", ", ")[side].join(_clocks(news, side)),
        "late": (f"，迟报 {late} 秒", f", told {late} s late")[side] if late else "",
    }
    text = SAYS[what][side].format_map(words)
    return text if what in ("progress", "answer") else _line(text)


def _promised(seconds: int | None, side: int) -> str:
    """The time that was promised, as the contract has it: （10 分钟）,  (10 min)."""
    if not seconds:
        return ""
    parts = ((3600, ("小时", "h")), (60, ("分钟", "min")), (1, ("秒", "s")))
    said, left = [], int(seconds)
    for size, unit in parts:
        if left >= size:
            said.append(f"{left // size} {unit[side]}")
            left %= size
    return ("（{}）", " ({})")[side].format(" ".join(said))


def _clocks(news: Mapping[str, Any], side: int) -> list[str]:
    return [CLOCKS.get(name, (name, name))[side] for name in news.get("clocks", ())]


def _said(said: object, side: int, speak: Speak) -> str:
    return str(speak(said)[NAMES[side]])  # type: ignore[literal-required]


def _line(text: str) -> str:
    """One line of bounded length: nothing that a device or a person wrote breaks out of its place."""
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1] + "…"
