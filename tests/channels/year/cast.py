"""The year as a story: who is who in 临湖区, what each community has to tell, and who does what on which day of 2026.

This is all that the rest of the year is played, reckoned and compared by.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Literal, cast
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Mapping

ZONE = ZoneInfo("Asia/Shanghai")
DISTRICT, PROJECT, SCHEME, YEAR = "临湖区", "社区惠民项目资金", "mof-2020", 2025
ADMINISTRATOR, FINANCE, ACCOUNTANT, STRANGER = "周管理", "王科长", "陈会计", "过路人"
DEADLINE = date(2026, 5, 9)
"""A Saturday that is worked in exchange for the holiday."""
DAYS_BEFORE = (14, 7, 3, 2, 1, 0)
"""14 days before is a weekend, 7 days before 劳动节, and the bot is away 3 and 2 days before."""
HOLIDAY = (date(2026, 5, 1), date(2026, 5, 5))
"""劳动节, its first and last day."""
WORKED = {date(2026, 5, 9)}
"""Days of a weekend that are worked in exchange."""


def at(words: str) -> datetime:
    """Return a moment of 2026 at the office, such as `4-24 09:00`."""
    day, _, clock = words.partition(" ")
    month, number = map(int, day.split("-"))
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, month, number, hour, minute, tzinfo=ZONE).astimezone(UTC)


PUBLISHED, ROLLED_UP = at("4-22 11:00"), at("5-12 10:00")
AWAY, BACK = at("5-6 06:00"), at("5-8 06:30")
"""The bot is away for two days."""
STOPPED = at("4-30 09:00")
"""The bot is stopped in the middle of these reminders, and started again."""


Verb = Literal["begin", "half", "fill", "hand", "submit", "withdraw", "pass", "return", "mend", "recall"]
"""A clerk begins, fills in half of it, fills in all by a workbook or by hand, submits, withdraws, mends and submits
again; the reviewer passes or returns; 财政 returns what was filed.
"""
CLOCK: Mapping[Verb, str] = {
    **dict.fromkeys(("begin", "half", "fill", "hand", "submit", "mend"), "10:00"),
    "withdraw": "11:00",
    "pass": "15:00",
    "return": "15:00",
    "recall": "16:00",
}
"""At what time of a day each is done."""
State = Literal["未开始", "填报中", "已填完", "待审核", "已报送", "已退回"]
LEADS_TO: dict[Verb, State] = {
    "begin": "填报中",
    "half": "填报中",
    "fill": "已填完",
    "hand": "已填完",
    "submit": "待审核",
    "withdraw": "已填完",
    "pass": "已报送",
    "return": "已退回",
    "mend": "待审核",
    "recall": "已退回",
}


@dataclass(frozen=True)
class Figures:
    """What a community files, as it stands on paper: yuan, people served, rate in %, complaints, satisfaction in %.

    `corrected` is how many it served where that was wrong at first.
    """

    budget: str
    spent: str
    served_target: str
    served: str
    rate_target: str
    rate: str
    complaints_limit: str
    complaints: str
    judged: str
    content_target: str
    content: str
    corrected: str = ""

    @property
    def in_the_end(self) -> Figures:
        """The same with what was wrong at first corrected."""
        return replace(self, served=self.corrected or self.served)


@dataclass(frozen=True)
class Street:
    finance: str
    reviewer: str


@dataclass(frozen=True)
class Community:
    """A community, its people, what it files, and its days. Where it has no reviewer, the street's reviews."""

    name: str
    street: str
    clerks: tuple[str, ...]
    reviewer: str | None
    days: tuple[tuple[datetime, Verb], ...]
    figures: Figures

    @property
    def in_charge(self) -> str:
        return self.reviewer or STREETS[self.street].reviewer

    def clerk(self, verb: Verb) -> str:
        """Return who does this: where two share a filing, the first begins and the second goes on."""
        return self.clerks[0 if verb == "begin" else -1]


STREETS = {
    "青禾街": Street("何财政", "方主任"),
    "白沙街": Street("罗财政", "秦主任"),
    "柳岸街": Street("许财政", "魏主任"),
}
_COURSES = """
青禾街
    长堤  林静        顾书记  4-23 hand submit pass
    杏林  孙洁、吴涛  —      4-23 begin · 4-27 fill submit pass
    东湖  赵敏        丁书记  4-24 fill submit pass
    石桥  钱进        —      4-23 fill submit · 4-24 return · 4-27 mend pass
    梅园  李霞        曹书记  4-27 hand submit return · 4-28 mend pass
    望江  周舟        —      4-28 fill submit pass · 4-29 recall · 4-30 mend · 5-9 pass
    书院  郑文、冯琳  彭书记  4-29 begin · 4-30 fill submit · 5-9 pass
    北辰  陈曦        —      4-30 fill · 5-7 submit · 5-8 pass
    双塔  褚红        汪书记  5-8 fill submit pass
    竹溪  卫民        —      —
白沙街
    南浦  蒋雯        田书记  4-23 fill submit pass
    金沙  沈阳、韩梅  —      4-27 begin · 4-28 fill submit · 4-29 withdraw · 4-30 submit pass
    桃源  杨帆        邹书记  4-28 hand submit pass
    云台  朱丽        —      4-29 fill submit pass
    玉泉  秦岚        熊书记  4-30 fill submit pass
    临港  尤佳        —      4-24 half · 5-8 hand submit · 5-9 pass
    松涛  许诺        孟书记  4-27 fill submit pass · 4-28 recall · 4-29 mend · 4-30 pass
    春晖  何苗        —      4-30 begin · 5-8 fill submit pass
    新河  吕洋、施然  龙书记  5-8 fill submit · 5-11 pass
    宝塔  张弛        —      4-27 begin
柳岸街
    枫林  孔燕        白书记  4-23 fill submit pass
    清泉  曹宁        —      4-24 fill submit · 4-27 return · 4-30 mend · 5-8 pass
    翠屏  严冬        崔书记  4-28 fill submit · 4-29 return · 5-8 mend pass
    月湖  华蓉        —      4-30 fill · 5-7 submit · 5-8 return · 5-9 mend pass
    文昌  金鑫、魏然  毛书记  4-27 fill submit pass
    西苑  陶醉        史书记  4-29 fill submit pass
    凤凰  姜珊、戚薇  —      5-8 fill submit pass
    龙泉  谢芳        常书记  5-9 fill submit pass
    安居  姜珊        —      5-11 fill submit pass
    和平  喻言        贺书记  4-30 hand submit pass · 5-9 recall
"""
"""姜珊 fills in for two communities. 竹溪 never begins, 宝塔 never ends."""
_FIGURES = """
    长堤  225190 202022.45  250  217 90   87  5  7    9 90  81.7
    杏林  274080 238699.76 1050 1003 90 92.2 15 18   15 90 87.13
    东湖  263060 261998.12  250  247 95 91.1  7  9  7.5 92 87.13
    石桥  152130  141309.3 1200 1176 90 88.6  6  8  6.5 92 85.96 1076
    梅园  332540 319946.34  900  996 92 88.9  8  7   17 90 81.65  896
    望江  213670 195330.66  700  822 98 97.1  6  4   14 95 87.43  722
    书院  235190 232521.99  850  730 90 90.6 14 14   11 92 87.61
    北辰  314740 303872.54  300  317 98 95.8 15 13  6.5 92 91.63
    双塔  391730 391270.23  900  829 92 93.7 10  8   13 95 87.47
    竹溪  119630 100491.86 1400 1290 95 92.1 19 20    7 90 85.71
    南浦  341350 334582.82  850  906 98 98.1 10 13   20 95 96.71
    金沙  137100 117900.11  550  558 90 88.1 14 13   10 95 85.55
    桃源  274680 245226.92 1100 1022 95 94.9 13 15   16 92 92.06
    云台  293990 291585.36 1250 1311 92 89.2 11  9 13.5 92 88.18
    玉泉  157080 156670.57  900  801 98   97  6  4   15 90 86.68
    临港  246780 205897.23  500  501 95 94.4 10 12 11.5 95 86.94
    松涛  309590 282243.04  650  666 90 90.4 16 16 13.5 92 85.45  566
    春晖   71260  70666.23 1000  940 90 90.5  9 12 19.5 90 88.44
    新河  193660 172810.36  450  422 95 93.4 17 19   11 92 86.15
    宝塔  159300 154380.27 1350 1418 95 93.3 10 13    6 90 89.48
    枫林  301330 260023.58 1150 1252 92   93 16 16 11.5 90 83.19
    清泉  176600 152483.51  500  585 90   88 15 15 18.5 92 84.57  485
    翠屏  398150 392043.22 1450 1590 95 92.9  7  8 18.5 92  87.4 1490
    月湖  262590 235867.73  300  409 95 97.8  5  4   15 95 94.94  309
    文昌  134780  130804.9  950  963 98 92.7 13 12    6 90 89.58
    西苑  392130  360570.9  400  383 95 96.2  8  6   10 90 83.99
    凤凰  183970 171035.86  600  591 95 88.9 16 16   20 95 93.25
    龙泉  324530 314993.28 1000  882 95 93.3  5  6   18 90 87.47
    安居  136220 116340.74 1150 1185 90 86.6 13 15 14.5 95 94.68
    和平  114710  96317.38  500  459 90 88.3 13 11   18 90 85.65
"""


def _days(course: str) -> tuple[tuple[datetime, Verb], ...]:
    lines = [line.split() for line in course.split(" · ") if line != "—"]
    return tuple((at(f"{day} {CLOCK[verb]}"), verb) for day, *verbs in lines for verb in cast("list[Verb]", verbs))


def _communities() -> tuple[Community, ...]:
    figures = {name: Figures(*rest) for name, *rest in map(str.split, _FIGURES.strip().splitlines())}
    found, street = [], ""
    for line in _COURSES.strip().splitlines():
        name, *rest = line.split(maxsplit=3)
        if not rest:
            street = name
            continue
        clerks, reviewer, course = rest
        has = None if reviewer == "—" else reviewer
        found.append(Community(f"{name}社区", street, tuple(clerks.split("、")), has, _days(course), figures[name]))
    return tuple(found)


COMMUNITIES = _communities()
LATE = {"喻言": at("4-27 09:30")}
"""Who comes in after the campaign was published."""


@dataclass(frozen=True)
class Nudge:
    """催报 of all that somebody oversees, or of one community, and how it is answered."""

    at: datetime
    who: str
    answer: str
    community: str | None = None


NUDGES = (
    Nudge(at("4-29 21:30"), FINANCE, "现在是免打扰时间，消息 4月30日（周四）8:00 送到"),
    Nudge(at("4-30 17:40"), FINANCE, "📣 已催"),
    Nudge(at("4-30 18:10"), ACCOUNTANT, "一小时之内催过了，4月30日（周四）18:40 以后可以再催"),
    Nudge(at("4-30 18:45"), ACCOUNTANT, "📣 已催"),
    Nudge(at("5-8 20:00"), "许财政", "📣 已催 1 人", "龙泉社区"),
    Nudge(at("5-8 20:30"), FINANCE, "其余的一小时之内催过了"),
)


@dataclass(frozen=True)
class Wish:
    """Somebody wants to be reminded `due`: by a button under a reminder, or by /remind of one community's filing."""

    at: datetime
    who: str
    does: str
    due: datetime
    community: str | None = None


WISHES = (
    Wish(at("4-24 09:30"), "姜珊", "⏰ 1 小时后", at("4-24 10:31")),  # to the full minute
    Wish(at("4-24 09:30"), "赵敏", "⏰ 1 小时后", at("4-24 10:31")),  # files meanwhile, and hears nothing
    Wish(at("4-24 09:30"), "卫民", "⏰ 明早", at("4-25 09:00")),
    Wish(at("4-27 11:00"), "张弛", "/remind 5月3日 10:00", at("5-3 10:00"), "宝塔社区"),
)

PEOPLE = dict.fromkeys(
    [
        *(ADMINISTRATOR, FINANCE, ACCOUNTANT),
        *(person for street in STREETS.values() for person in (street.finance, street.reviewer)),
        *(person for each in COMMUNITIES for person in (*each.clerks, each.reviewer) if person),
    ]
)
"""Everybody, in the order in which they come."""
