"""Files as editors send them, for the tests of importing."""

import csv
import io
from collections.abc import Sequence

from questionbank.formats.found import Options

HEADER = ("编号", "题型", "题干", "选项A", "选项B", "选项C", "选项D", "正确答案", "解析", "知识点")
# Stems that have nothing in common, so that none is like another.
STEMS = (
    "月球绕地球一周大约需要多少天？",
    "下列哪种气体会使石灰水变浑浊？",
    "青蒿素最早由哪位科学家的团队发现？",
    "水稻主要靠哪种方式传播花粉？",
    "电磁波在真空中的速度约为多少？",
)
OPTIONS = (
    ("二十七", "七", "三百六十五", "一百"),
    ("二氧化碳", "氢", "氦", "氖"),
    ("屠呦呦", "袁隆平", "钱学森", "李四光"),
    ("风媒", "鸟媒", "蝙蝠", "蜗牛"),
    ("三十万公里每秒", "三百米每秒", "音速", "一公里每小时"),
)


def lines(count: int = 3) -> list[list[str]]:
    return [
        ["", "单选题", STEMS[at], *OPTIONS[at], "A", f"因为如此{at}。", "天文"]
        for at in range(count)
    ]


def table(rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return out.getvalue().encode()


def named(name: str = "题库.csv") -> Options:
    return Options(name=name)
