"""Who is told of what a great ticket needs, and in which words (REQ-21, REQ-22, REQ-25, REQ-27)."""

from typing import Any

import pytest

from controller.desk.notify.directory import Contact, Directory, Reach
from controller.desk.notify.routing import news_of, people
from controller.desk.notify.wording import lines
from controller.record.outbox import Intent
from tests.record.desk import NOON, Story, stamp


def contact(id: str, role: str, **more: Any) -> Contact:
    return Contact(id, id.title(), role, reach=(Reach("mail", f"{id}@x"),), **more)


PEOPLE = Directory(
    contacts={
        one.id: one
        for one in (
            contact("chen", "engineer", order=1),
            contact("wang", "engineer", order=2, level=3),
            contact("li", "lead"),
            contact("sun", "project"),
            contact("he", "head"),
        )
    }
)
EXPERT = {"who": "wang", "name": {"zh": "王工", "en": "Wang"}, "level": 3, "phones": []}


def told(entry: str, directory: Directory = PEOPLE, **data: Any) -> tuple[list[str], bool, dict[str, Any]]:
    story = Story(**{"class": 4}, title={"zh": "无图像", "en": "no picture"}).then(1, entry, "system", **data)
    news = news_of(story.lines[-1], story.ticket)
    assert news is not None
    found = people(news, story.lines[-1], [], directory)
    return [one.id for one, _ in found], all(urgent for _, urgent in found), news


@pytest.mark.parametrize(
    ("entry", "data", "who", "urgent"),
    [
        ("team_opened", {}, ["chen", "li", "sun", "he"], True),
        ("plan_demanded", {"of": 0, "until": stamp(9)}, ["chen", "li"], True),
        ("expert_proposed", EXPERT, ["li", "wang"], True),
        ("overdue", {"what": "plan"}, ["li", "sun", "he"], True),
        ("overdue", {"what": "review"}, ["li", "sun", "he"], False),
        ("overdue", {"what": "complaint"}, ["li", "sun", "he"], False),
        ("survey", {"solved": True, "score": 2}, ["li", "he"], False),
    ],
)
def test_each_finds_its_people(entry: str, data: dict[str, Any], who: list[str], urgent: bool) -> None:
    assert told(entry, **data)[:2] == (who, urgent)


def test_where_a_rung_is_empty_whoever_is_on_call_hears_of_it() -> None:
    alone = Directory(contacts={"chen": PEOPLE.contacts["chen"]})
    for entry, data in (("overdue", {"what": "plan"}), ("expert_proposed", EXPERT), ("team_opened", {})):
        assert told(entry, alone, **data)[0] == ["chen"]


@pytest.mark.parametrize(
    ("entry", "data", "zh", "en"),
    [
        ("team_opened", {}, "应急小组成立", "emergency team is called together"),
        ("plan_demanded", {"of": 0, "until": stamp(9)}, "请提交处理方案", "needs a plan"),
        ("expert_proposed", EXPERT, "王工", "call an expert (Wang)"),
        ("expert_proposed", EXPERT | {"name": ""}, "（–）", "(–)"),
        ("overdue", {"what": "plan"}, "处理方案已逾期", "the plan is overdue"),
        ("overdue", {"what": "review"}, "评审已逾期", "closing review is overdue"),
        ("overdue", {"what": "complaint"}, "投诉处理已逾期", "complaint is still not answered"),
        ("survey", {"solved": True, "score": 1}, "评价 1 分", "gives it 1 of 5"),
    ],
)
def test_in_words_of_both_languages(entry: str, data: dict[str, Any], zh: str, en: str) -> None:
    news = told(entry, **data)[2]

    def speak(said: Any) -> dict[str, str]:
        return said if isinstance(said, dict) else {"zh": str(said), "en": str(said)}

    intent = Intent(1, NOON, "mail", "x", "li", "both", "g", True, news, 1)
    first, second = lines([intent], speak, "both")  # type: ignore[arg-type]
    assert zh in first
    assert en in second
    assert "no picture" in second
