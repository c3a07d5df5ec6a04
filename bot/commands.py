"""The commands that every channel offers, in the order of the menu."""

from __future__ import annotations

COMMANDS: dict[str, str] = {
    "start": "开始，或回到上次的问题",
    "new": "新建一份自评",
    "list": "我的全部自评，换一份继续填",
    "contents": "目录：看进度，跳到任一处修改",
    "score": "现在多少分，怎么算的",
    "template": "空白 Excel 表，在电脑上填好再发给我",
    "help": "怎么用",
    "delete": "删除一份自评",
}
