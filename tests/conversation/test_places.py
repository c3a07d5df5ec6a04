from __future__ import annotations

from dataclasses import replace

import pytest

from bot.conversation.fields import Unreadable
from bot.conversation.places import WHOLE, found, returned, shown, title
from bot.position import Returned
from tests.conversation.talk import MOF, WUHAN, situation_of

HERE = situation_of(WUHAN)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (None, WHOLE),
        ("project", "项目名称"),
        ("funds.budget", "全年预算数"),
        ("funds", "预算与支出"),
        ("indicators", "绩效指标"),
        ("budget_lines", "预算明细"),
        ("tasks.6", "工作任务第 6 项“加强治安巡逻防控”"),
        ("tasks.6.completion", "工作任务第 6 项“加强治安巡逻防控”的完成情况"),
        ("tasks.99.completion", "工作任务第 99 项的完成情况"),
        ("total", WHOLE),
    ],
)
def test_a_place_has_the_name_that_people_give_it(path: str | None, name: str) -> None:
    assert title(HERE, path) == name


@pytest.mark.parametrize(
    ("path", "stored", "read"),
    [
        ("budget_lines.1.booked", "200000.00", "200,000.00 元"),
        ("compliant", "true", "符合规定"),
        ("filled_on", "2019-07-28", "2019-7-28"),
        ("indicators.1.kind", "reverse", "≤ 越少越好（反向）"),
        ("indicators.99.weight", "10", "10 分"),
        ("project", None, "（空）"),
        ("funds.score", "20", "20"),
        ("background", "字" * 100, "字" * 30 + "……（共 100 字）"),
    ],
)
def test_an_answer_from_the_audit_log_reads_as_in_the_chat(path: str, stored: str | None, read: str) -> None:
    assert shown(HERE, path, stored) == read


@pytest.mark.parametrize("name", ["整份", "整份自评"])
def test_the_whole_filing_can_be_named(name: str) -> None:
    assert found(HERE, name) is None


@pytest.mark.parametrize(
    ("words", "path"),
    [("治安巡逻", "tasks.6"), (" 加强治安 巡逻防控", "tasks.6"), ("项目名称", "project"), ("预算明细", "budget_lines")],
)
def test_a_place_is_found_by_its_name_or_a_part_of_it(words: str, path: str) -> None:
    assert found(HERE, words) == path


@pytest.mark.parametrize("situation", [HERE, situation_of(MOF), situation_of(replace(MOF, indicators=()))])
@pytest.mark.parametrize("words", ["火星", "", " ", "。", "字" * 5000])
def test_what_is_not_found_is_answered_with_an_example(situation: object, words: str) -> None:
    with pytest.raises(Unreadable, match="例如“"):
        found(situation, words)  # type: ignore[arg-type]


def test_of_several_that_fit_the_first_are_named() -> None:
    with pytest.raises(Unreadable, match=r"处都像“社区”：.*请把名称打全"):
        found(HERE, "社区")


@pytest.mark.parametrize(
    ("subject", "places"),
    [
        ("tasks.6", {"tasks.6.title", "tasks.6.completion", "contents.tasks.6", "contents.tasks"}),
        ("tasks.6.title", {"tasks.6.title", "contents.tasks.6", "contents.tasks"}),
        ("facts", {"project", "contents.facts"}),
        ("budget_lines", {"budget_lines.2.booked", "contents.funds"}),
        (None, set()),
    ],
)
def test_the_reason_of_a_return_stands_where_it_belongs_and_in_the_review(
    subject: str | None, places: set[str]
) -> None:
    back = replace(HERE, returned=Returned("请核对", subject))
    everywhere = places | {
        "contents",
        "unit_full_name",
        "tasks.16.title",
        "indicators.6.name",
        "contents.indicators",
        "pause",
    }
    everywhere -= {"unit_full_name"} if subject == "facts" else set()
    assert {place for place in everywhere if returned(back, place) == "请核对"} == places
    assert str(returned(back, "review")).endswith("请核对")
    assert returned(HERE, "review") is None
