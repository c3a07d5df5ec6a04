"""The questionnaire as data: every question of a filing, in the order in which it is asked.

To change what is asked, change it here; what a scheme's form needs beyond it comes from the scheme.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation import answers, scores, totals, values, weights
from bot.conversation.fields import Day, Money, Number, OneOf, Text, Year, YesNo, choices
from bot.conversation.questionnaire import Group, Question, Section, Suggestion

if TYPE_CHECKING:
    from bot.conversation.situation import Situation

NAME = Text(200)
CELL = Text(2000, lines=True)
ARTICLE = Text(4000, lines=True)


def _checkbox(key: str, title: str, text: str) -> Question:
    """Return a choice that is asked where the scheme's form has such a row of boxes."""

    def options(situation: Situation) -> tuple[str, ...]:
        return next((box.options for box in situation.scheme.checkboxes if box.key == key), ())

    return Question(
        key=key,
        title=title,
        text=text,
        field=lambda situation: OneOf(choices(*options(situation))),
        when=lambda situation: bool(options(situation)),
    )


FACTS = Section(
    key="facts",
    title="项目基本情况",
    parts=(
        Question(
            key="year",
            title="年度",
            text="这份自评是哪一年度的？",
            example="2025",
            field=lambda situation: Year(situation.today),
            suggest=lambda situation: tuple(
                Suggestion(f"year-{year}", f"{year} 年度", year)
                for year in (situation.today.year - 1, situation.today.year)
            ),
        ),
        Question(
            key="project",
            title="项目名称",
            text="项目叫什么名字？和预算批复上的写法一致。",
            example="基层政权和社区建设",
            field=lambda _: NAME,
        ),
        Question(
            key="department",
            title="主管部门",
            text="主管部门是哪个？",
            example="区民政局",
            field=lambda _: NAME,
            optional=True,
        ),
        Question(
            key="unit",
            title="项目实施单位",
            text="项目实施单位的简称是什么？自评表上印这个名字。",
            example="青禾街",
            field=lambda _: NAME,
        ),
        Question(
            key="unit_full_name",
            title="单位全称",
            text="单位的全称是什么？报告的标题上印全称。",
            example="江城市临湖区人民政府青禾街道办事处",
            field=lambda _: NAME,
            optional=True,
            suggest=lambda situation: answers.repeat("same-unit", "与简称相同", situation.filing.unit),
        ),
        _checkbox("category", "项目类别", "项目属于哪一类？"),
        _checkbox("attribute", "项目属性", "是一直在做的项目，还是今年新增的？"),
        _checkbox("duration", "项目类型", "项目类型选哪一种？"),
        Question(
            key="filled_on",
            title="填报日期",
            text="填报日期写哪一天？",
            example="2026-3-15，或者“今天”",
            field=lambda situation: Day(situation.today),
            optional=True,
            suggest=lambda situation: (Suggestion("today", "今天", situation.today),),
        ),
        Question(
            key="background",
            title="立项背景和依据",
            text="为什么立这个项目？写一写背景和文件依据。",
            example="为提升社区服务水平，根据区财政局《……通知》（×财〔2025〕8号）要求，我街道……",
            field=lambda _: ARTICLE,
            optional=True,
        ),
        Question(
            key="objective",
            title="绩效目标",
            text="年初定的总体绩效目标是什么？",
            example="以服务居民为重点，改善社区环境，全年……",
            field=lambda _: ARTICLE,
            optional=True,
        ),
    ),
)

FUNDS = Section(
    key="funds",
    title="预算与支出",
    parts=(
        Group(
            key="budget_lines",
            title="预算明细",
            text="下一行支出的项目内容叫什么？",
            done="没有更多明细了",
            questions=(
                Question(
                    key="name",
                    title="项目内容",
                    text="这一行的项目内容叫什么？",
                    example="社区惠民项目资金",
                    field=lambda _: NAME,
                ),
                Question(
                    key="budgeted",
                    title="预算金额",
                    text="这一行的预算金额是多少元？",
                    example="200000，或者 20万",
                    field=lambda _: Money(),
                ),
                Question(
                    key="settled",
                    title="决算金额",
                    text="决算金额是多少元？",
                    example="200000，或者 20万",
                    field=lambda _: Money(),
                    suggest=lambda situation: answers.repeat(
                        "same-budgeted", "与预算相同", answers.line(situation).budgeted
                    ),
                ),
                Question(
                    key="booked",
                    title="账面支出",
                    text="账面支出是多少元？执行率按它计算。",
                    example="200000，或者 20万",
                    field=lambda _: Money(),
                    suggest=lambda situation: (
                        *answers.repeat("same-settled", "与决算相同", answers.line(situation).settled),
                        *answers.repeat("same-budgeted", "与预算相同", answers.line(situation).budgeted),
                    ),
                ),
            ),
        ),
        Question(
            key="funds.budget",
            title="全年预算数",
            text="调整后的全年预算一共多少元？",
            example="250000，或者 25万",
            field=lambda _: Money(),
            when=totals.budget_asked,
            suggest=lambda situation: totals.sum_of_lines(situation, "budgeted"),
        ),
        Question(
            key="funds.executed",
            title="全年执行数",
            text="全年实际执行了多少元？",
            example="215457.60",
            field=lambda _: Money(),
            when=totals.executed_asked,
            suggest=lambda situation: (
                *totals.sum_of_lines(situation, "booked"),
                *answers.repeat("same-budget", "与预算相同", situation.filing.funds.budget),
            ),
        ),
        Question(
            key="allocated",
            title="实际拨付资金",
            text="实际拨付到位的资金一共多少元？跳过就按预算全额到位。",
            example="5358672.00",
            field=lambda _: Money(),
            optional=True,
            suggest=totals.whole_budget,
        ),
        Question(
            key="compliant",
            title="合规确认",
            text="资金使用是否符合预算批复的用途，没有截留、挤占、挪用、虚列支出？",
            field=lambda _: YesNo("符合规定", "有不符合的情况"),
            optional=True,
        ),
    ),
)

INDICATORS = Section(
    key="indicators",
    title="绩效指标",
    parts=(
        Group(
            key="indicators",
            title="绩效指标",
            text="下一个指标属于哪个一级指标？",
            done="指标都填完了",
            questions=(
                Question(
                    key="level1",
                    title="一级指标",
                    text="属于哪个一级指标？",
                    field=weights.level1_field,
                    also=weights.after_level1,
                ),
                Question(
                    key="level2",
                    title="二级指标",
                    text="属于哪个二级指标？表上是别的名称，直接打字。",
                    example="质量指标",
                    field=weights.level2_field,
                ),
                Question(
                    key="name",
                    title="三级指标",
                    text="三级指标叫什么？",
                    example="矛盾纠纷调处率",
                    field=lambda _: NAME,
                ),
                Question(
                    key="weight",
                    title="权重",
                    text="这个指标占多少分？",
                    example="10",
                    field=weights.weight_field,
                    suggest=weights.likely_weights,
                ),
                Question(
                    key="target",
                    title="年初目标值",
                    text="年初的目标是什么？照目标表上的写。",
                    example="≥95%，不超过 5 天，或者一句话",
                    field=lambda _: CELL,
                    also=values.after_target,
                ),
                Question(
                    key="kind",
                    title="指标性质",
                    text="这个指标怎么算完成？",
                    field=lambda _: values.KINDS,
                    also=values.after_kind,
                ),
                Question(
                    key="target_value",
                    title="目标数值",
                    text="目标里用来计分的数字是多少？",
                    example="95",
                    field=lambda situation: Number(answers.indicator(situation).unit),
                    when=answers.quantitative,
                    suggest=values.numbers_in_target,
                ),
                Question(
                    key="unit",
                    title="计量单位",
                    text="这个数字的单位是什么？",
                    example="%、人次、天",
                    field=lambda _: values.UnitName(),
                    optional=True,
                    when=values.unit_wanted,
                ),
                Question(
                    key="actual",
                    title="实际完成值",
                    text="实际完成得怎么样？",
                    example="98%，或者一句话",
                    field=lambda _: CELL,
                    suggest=values.as_targeted,
                    also=values.after_actual,
                ),
                Question(
                    key="actual_value",
                    title="完成数值",
                    text="实际完成里用来计分的数字是多少？",
                    example="98",
                    field=lambda situation: Number(answers.indicator(situation).unit),
                    when=answers.quantitative,
                    suggest=values.numbers_in_actual,
                ),
                Question(
                    key="tier",
                    title="完成档次",
                    text="对照目标，完成得属于哪一档？",
                    field=scores.tier_field,
                    when=answers.qualitative,
                    also=scores.after_tier,
                ),
                Question(
                    key="score",
                    title="得分",
                    text="这个指标给多少分？",
                    field=scores.score_field,
                    quiet=scores.without_tier,
                    suggest=scores.likely_scores,
                ),
                Question(
                    key="reason",
                    title="偏差原因及改进措施",
                    text="为什么有偏差，准备怎么改进？",
                    example="第四季度受汛期影响少办了 2 场，明年提前排期。",
                    field=lambda _: CELL,
                    optional=True,
                    when=scores.reason_wanted,
                ),
            ),
        ),
    ),
)

TASKS = Section(
    key="tasks",
    title="工作任务",
    parts=(
        Group(
            key="tasks",
            title="工作任务",
            text="下一项工作任务的标题是什么？",
            done="工作任务都写完了",
            questions=(
                Question(
                    key="title",
                    title="任务标题",
                    text="这项工作任务的标题是什么？",
                    example="加强治安防范，降低发案率",
                    field=lambda _: NAME,
                ),
                Question(
                    key="completion",
                    title="完成情况",
                    text="这项任务完成得怎么样？可以整段粘贴。",
                    example="全年开展安全检查 7 次，发现隐患 31 处，全部整改。",
                    field=lambda _: ARTICLE,
                    optional=True,
                ),
            ),
        ),
    ),
)

CONCLUSION = Section(
    key="conclusion",
    title="结论与改进",
    parts=(
        Question(
            key="achievement",
            title="项目绩效情况",
            text="用一两句话概括项目取得的成效。",
            example="项目资金保障了社区日常运转，居民办事更方便。",
            field=lambda _: ARTICLE,
            optional=True,
        ),
        Group(
            key="improvements",
            title="问题和改进措施",
            text="下一条问题和改进措施是什么？",
            done="问题和措施都写完了",
            questions=(
                Question(
                    key="text",
                    title="问题和改进措施",
                    text="这一条问题和改进措施怎么写？",
                    example="老旧小区改造推进偏慢，下一步逐月排出进度表。",
                    field=lambda _: CELL,
                ),
            ),
        ),
    ),
)

FORM = (FACTS, FUNDS, INDICATORS, TASKS, CONCLUSION)
