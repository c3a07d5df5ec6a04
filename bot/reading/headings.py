"""The headings and labels that forms use for the same thing, as data. To have another one understood, add it here.

A heading is compared without spaces, and without what stands in brackets: `预算金额（万元）` is `预算金额`.
"""

from __future__ import annotations

Synonyms = dict[str, tuple[str, ...]]
"""What is written, by the name of a field; of two columns that fit, the one named first here counts."""

BUDGET_LINES: Synonyms = {
    "name": (
        "项目内容", "支出内容", "资金内容", "明细项目", "项目明细", "支出明细", "资金名称", "经费名称", "支出项目",
        "预算项目", "项目名称", "项目", "内容", "名称", "用途", "摘要",
    ),
    "budgeted": (
        "预算金额", "调整后预算数", "调整预算数", "全年预算数", "年度预算", "批复预算", "预算批复数", "批复金额",
        "预算数", "预算额", "预算", "年初预算数", "下达金额", "安排金额",
    ),
    "settled": ("决算金额", "决算数", "决算额", "决算", "结算金额"),
    "booked": (
        "账面支出", "账面支出金额", "账面支出数", "实际支出", "实际支出数", "全年执行数", "执行数", "执行金额",
        "支出金额", "支出数", "实际执行", "已支付金额", "支出",
    ),
}  # fmt: skip

INDICATORS: Synonyms = {
    "level1": ("一级指标", "一级"),
    "level2": ("二级指标", "二级"),
    "name": ("三级指标", "三级指标名称", "三级", "指标名称", "指标内容", "具体指标"),
    "kind": ("指标性质", "性质"),
    "weight": ("分值", "权重", "权重分", "权重分值", "指标分值", "指标权重", "标准分", "满分"),
    "target": (
        "目标值", "年初目标值", "年度指标值", "年度目标值", "预期指标值", "预期目标值", "绩效目标值", "全年目标值",
        "计划指标值", "指标值", "计划值", "预期值",
    ),
    "target_value": ("目标数值",),
    "unit": ("计量单位", "度量单位"),
    "actual": (
        "实际完成值", "全年实际完成值", "全年实际值", "年度实际值", "实际完成指标值", "实际完成情况", "全年完成值",
        "完成指标值", "实际完成", "完成情况", "实际值", "完成值",
    ),
    "actual_value": ("完成数值",),
    "tier": ("定性档次", "档次"),
    "score": ("得分", "自评得分", "自评分", "自评分数", "指标得分", "评分"),
    "score_source": ("得分来源",),
    "reason": (
        "偏差原因分析及改进措施", "偏差原因及改进措施", "偏差原因分析", "偏差原因", "偏差原因分析与改进措施",
        "未完成原因分析及改进措施", "未完成原因及改进措施", "未完成原因分析", "未完成原因", "原因分析", "原因",
    ),
}  # fmt: skip

TEXTS: Synonyms = {"title": ("栏目",), "text": ("内容",), "completion": ("完成情况",)}

FUNDS: Synonyms = {
    "budget": ("全年预算数", "调整后预算数", "调整预算数", "预算数", "年初预算数"),
    "executed": ("全年执行数", "执行数", "实际执行数", "支出数"),
    "weight": ("分值", "权重"),
    "rate": ("执行率", "预算执行率"),
    "score": ("得分", "自评得分"),
}
FUNDS_TOTAL = ("年度资金总额", "年度财政资金总额", "资金总额", "年度资金总和", "合计")
"""Labels of the row that holds the whole of the funds; rows below it split it up."""

FACTS: Synonyms = {
    "project": ("项目名称",),
    "department": ("主管部门", "项目主管部门", "主管单位", "主管部门及代码"),
    "unit": ("项目实施单位", "实施单位", "项目单位", "预算单位", "填报单位", "单位名称"),
    "year": ("年度",),
    "unit_full_name": ("单位全称",),
    "category": ("项目类别",),
    "attribute": ("项目属性",),
    "duration": ("项目类型",),
    "filled_on": ("填报日期",),
    "background": ("项目立项背景和依据",),
    "objective": ("项目预算绩效目标",),
    "achievement": ("项目绩效情况",),
    "compliant": ("资金使用合规",),
    "allocated": ("实际拨付资金",),
}
UNITS: Synonyms = {
    "name": ("名称", "单位名称", "单位"),
    "full_name": ("全称", "单位全称"),
    "parent": ("上级单位", "上级", "上级单位名称"),
    "department": ("部门", "主管部门"),
}

SCHEME = "规则方案"
TASK = "工作任务"
IMPROVEMENT = "问题和改进措施"

TOTALS = (
    "合计", "总计", "共计", "合计金额", "支出合计", "本页合计", "总分", "总得分", "自评总分", "合计得分", "总分合计",
)  # fmt: skip
"""Labels of the row below a table that sums it up."""
SUBTOTALS = ("小计", "其中")
"""Labels of rows within a table that sum up or split up."""
NOTES = (
    "备注", "注", "说明", "填表说明", "填表人", "填报人", "制表人", "审核人", "经办人", "联系人", "联系电话", "负责人",
    "单位负责人", "项目负责人", "填表日期", "填报日期",
)  # fmt: skip
"""Labels of rows that belong to no table; the form ends there."""
