from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from bot.documents.blank import HEADINGS
from bot.documents.excel_answers import FACTS as WRITTEN
from bot.documents.excel_answers import SCORING
from bot.reading import headings
from bot.reading.columns import bare, columns_of
from bot.reading.table import Row

if TYPE_CHECKING:
    from bot.reading.headings import Synonyms

ALL = (headings.BUDGET_LINES, headings.INDICATORS, headings.TEXTS, headings.FUNDS, headings.FACTS)


@pytest.mark.parametrize("synonyms", ALL)
def test_a_heading_names_one_field(synonyms: Synonyms) -> None:
    counted = Counter(name for names in synonyms.values() for name in names)
    assert [name for name, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("synonyms", ALL)
def test_every_heading_is_written_as_it_is_compared(synonyms: Synonyms) -> None:
    assert all(bare(name) == name for names in synonyms.values() for name in names)


def test_the_headings_of_our_own_workbooks_are_known() -> None:
    known = {name for names in headings.INDICATORS.values() for name in names}
    assert set(HEADINGS) <= known
    assert set(SCORING) - known == {"序号", "按规则得分"}
    facts = {bare(name) for key, name in WRITTEN.items() if key != "scheme"}
    assert facts <= {name for names in headings.FACTS.values() for name in names}
    assert WRITTEN["scheme"] == headings.SCHEME


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (("序号", "项目内容", "预算金额", "决算金额", "账面支出"), "budget_lines"),
        (("项目名称", "预算数(万元)"), "budget_lines"),
        (("一级指标", "二级指标", "三级指标", "分值"), "indicators"),
        (("项目资金", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"), "funds"),
        (("栏目", "内容", "完成情况"), "texts"),
        (("项目名称", "基层政权和社区建设"), None),
        (("姓名", "预算"), None),
        (("三级指标", "备注"), None),
        ((), None),
    ],
)
def test_a_table_is_known_by_its_headings(cells: tuple[str, ...], kind: str | None) -> None:
    columns = columns_of(Row(1, cells))
    assert (columns and columns.kind) == kind


def test_of_two_columns_that_fit_the_better_one_counts() -> None:
    columns = columns_of(Row(1, ("项目内容", "年初预算数", "预算金额")))
    assert columns
    assert columns.at["budgeted"] == 2
