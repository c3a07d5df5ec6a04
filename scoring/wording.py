"""How forms write comparators, numbers and units: the words that `Target.parse` knows, as patterns."""

from __future__ import annotations

import re
from typing import Literal

Comparator = Literal["≥", ">", "=", "<", "≤"]

# Full-width forms become ASCII, and the many signs for one comparator one sign. Not NFKC, which makes m² into m2.
CLEAN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | str.maketrans(
    "\u3000\u00a0≧⩾≦⩽═﹦﹥﹤﹪−﹣–—〜", "  ≥≥≤≤==><%-----"
)

BEFORE: dict[Comparator, str] = {
    "≥": r"≥|>=|=>|不低于|不少于|不小于|至少|最低|最少|(?:大于|高于|多于)或?等于",
    "≤": r"≤|<=|=<|不高于|不多于|不大于|不超过?|不晚于|不迟于|至多|最多|最高|控制在|(?:小于|低于|少于)或?等于",
    ">": r">|大于|高于|多于|超过?|突破",
    "<": r"<|小于|低于|少于|不足|不到",
    "=": r"=|等于|达到?|实现|保持|为|是",
}
"""Each comparator and the words for it before a number. The first that fits counts: 不低于 before 低于."""
AFTER: dict[Comparator, str] = {"≥": "以上", "≤": "以下|以内|之内|内"}
"""The words after a number, as in `5天以内`; they count more than those before it."""

SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
SCALE = r"[十百千]?[万亿]|千(?![米克瓦伏卡])"

_MEASURES = """
元 角 分 % ‰ ℃ 度 个百分点 百分点 倍 折 成 平方公里 平方千米 平方米 立方米 平方 立方 公里 千米 厘米 毫米 米
米² 米³ m² m³ ㎡ ㎞ 亩 公顷 吨 公斤 千克 克 升 千瓦时 千瓦 千伏 个工作日 工作日 个自然日 自然日
个月 天 日 周 年 小时 分钟 秒 学时 课时 人次 人天 人份 人 名 位 户次 户 对 家次 家 场次 场 批次 批 次 期 届 轮
班次 班 车次 件次 件 起 项次 项 处 份 篇 册 本 张 幅 台套 台次 台 套 辆 艘 架 座 栋 幢 间 所 条 道 块 片 株 棵
头 只 羽 尾 床位 床 门 组 队 类 种 面 支 盏 根 宗 单 枚 箱 袋 瓶 包 盒 颗 眼 口 级 例 个 笔 点 字 版 集 部 款
标段 节 堂 课 剂次 剂 针 杆 孔 樘 扇
""".split()  # noqa: SIM905 - words on a line read better than a list of strings
MEASURE = "|".join(sorted(_MEASURES, key=len, reverse=True))
_PER = r"[^\W\d_]{1,3}"
# A unit that is not listed is taken where it ends its clause, as in `≥20兆瓦` or `5km`.
_OTHER = r"(?!以|之|及|左|上下|内|前|后|的)[^\W\d_]{1,6}[²³]?(?=$|[\s,。;；、)/])"
_BEFORE = "|".join(BEFORE.values())
_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})++(?![0-9])|[0-9]++)(?:\.[0-9]++)?"

AMOUNT = re.compile(
    rf"""
    (?P<before>(?:(?:{_BEFORE})了?\s*){{1,2}})?
    (?P<about>大?约|将?近|接近)? \s*
    (?<![A-Za-z0-9.]) (?<![A-Za-z]-) (?P<sign>-|负)?
    (?P<range>{_DIGITS} \s* (?:{MEASURE}|{SCALE})? \s* [-~至到] \s* (?=[0-9]))?
    (?P<digits>{_DIGITS}) \s*
    (?P<more>[余多来几])? (?P<scale>{SCALE})? (?P<more_after>[余多])? \s*
    (?P<unit>(?P<measure>{MEASURE})(?:[/每](?:{MEASURE}|{_PER}))? | {_OTHER})? \s*
    (?P<after>\(?[及含]?\)? (?:{"|".join(AFTER.values())}))? (?P<or_so>左右|上下)?
    """,
    re.VERBOSE,
)
"""One number with the words around it."""

# Digits that count nothing: dates, times, ordinals, labels, years in brackets, the number before an item of a list.
NO_AMOUNT = re.compile(
    r"""
      (?: (?:19|20)[0-9]{2} 年? \s* [-~至到] \s* )? (?<![0-9.,])(?:19|20)[0-9]{2} \s*
        (?: 年[度份]? | [-/.][0-9]{1,2}[-/.][0-9]{1,2} ) (?: \s* [0-9]{1,2}月份? (?: \s* [0-9]{1,2}[日号] )? )?
    | (?<![0-9.,])[0-9]{1,2}月份? (?: \s* [0-9]{1,2}[日号] )?
    | (?<![0-9.,])[0-9]{1,2}[日号](?=之前|以前|前)
    | (?<![0-9.,])[0-9]{1,2}:[0-9]{2} (?: :[0-9]{2} )?
    | 第 \s* [0-9]++ (?: [-~至到、] [0-9]++ ){0,20}
    | (?<![0-9.,])[0-9]++ (?: [-~至到、,] [0-9]++ ){0,20} \s* (?:号|季度)
    | [\[(〔【] [0-9]++ [\])〕】]
    | (?: ^ | (?<=[。;；\s]) ) \s* [0-9]{1,2} (?: 、 | \.(?![0-9]) | \) )
    """,
    re.VERBOSE,
)

CHINESE_DIGITS = "零一二三四五六七八九"
CHINESE_UNITS = {"十": 10, "百": 100, "千": 1_000}
CHINESE = re.compile(rf"((?:{_BEFORE})?)(百分之)?([零一二两三四五六七八九十百千]+)((?:{MEASURE})?(?:以上|以下|以内)?)")
"""A whole cell with its number in Chinese numerals: 不少于三次, 百分之九十五."""
