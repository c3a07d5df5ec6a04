"""The commands that every channel offers, in the order of the menu."""

from __future__ import annotations

COMMANDS: dict[str, str] = {
    "start": "开始，或回到上次的问题",
    "new": "新建一份自评",
    "list": "我的全部自评，换一份继续填",
    "contents": "目录：看进度，跳到任一处修改",
    "score": "现在多少分，怎么算的",
    "template": "空白 Excel 表，在电脑上填好再发给我",
    "remind": "提醒我接着填",
    "who": "本单位谁填报、谁审核",
    "help": "怎么用",
    "delete": "删除一份自评",
}
FINANCE_COMMANDS: dict[str, str] = {
    "campaign": "发布或修改填报任务",
    "board": "各单位填到哪里了",
    "review": "报送来的自评，要改可以退回",
    "rollup": "汇总",
    "invite": "邀请填报人、审核人",
}
"""Those of 财政 and administrators; /help names them to whoever may use them."""
