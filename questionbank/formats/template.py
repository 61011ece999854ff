"""The workbook that people fill in: lists to choose from, three samples, a sheet that explains."""

from collections.abc import Mapping, Sequence

import xlsxwriter
from django.utils.translation import gettext_lazy
from xlsxwriter.worksheet import Worksheet

from questionbank.formats.sheet.writer import opened, page
from questionbank.formats.table.cells import COLUMNS, KINDS
from questionbank.formats.table.samples import SAMPLES

_PARTS = (
    *(
        "ref",
        "type",
        "stem",
        "option.A",
        "option.B",
        "option.C",
        "option.D",
        "option.E",
        "option.F",
    ),
    *("key", "explanation", "source", "difficulty", "topic", "audience"),
)
# Lists work for so many lines; a longer table is still read.
_LAST = 5_000
_LISTED = ("type", "difficulty", "topic", "audience")
_HELP = (
    gettext_lazy("每行一道题。第一行是表头，请不要改动；列的顺序可以调整，不用的列可以删去。"),
    gettext_lazy(
        "题型：单选题、多选题、判断题、填空题（一空）、估算题（整数）。可从下拉列表中选择。"
    ),
    gettext_lazy("选项从 A 开始连续填写，中间不能空；判断题、填空题、估算题不填选项。"),
    gettext_lazy("正确答案：单选填一个字母，多选填几个字母（如 ACD），判断填“对”或“错”。"),
    gettext_lazy("估算题的答案填整数，可写误差和单位，如：55±2 公里。"),
    gettext_lazy("解析和来源建议填写：没有它们的题目可以导入，但不能送审。"),
    gettext_lazy("难度、主题、适用人群请选代码；写成文字的，导入时再对应到代码。"),
    gettext_lazy("前三行是示例，导入时自动跳过，也可以删去。"),
    gettext_lazy("请把格子设为文本格式，以免“1-2”之类被表格软件变成日期。"),
)
Choices = Mapping[str, Sequence[tuple[str, str]]]
"""Facet -> code and name of each tag, in the order of the list."""


def write(choices: Choices) -> bytes:
    """The template. `choices` names the tags of "topic", "difficulty" and "audience"."""
    columns = {part: COLUMNS[part] for part in _PARTS}
    with opened() as (data, book):
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        sheet = page(book, "题目", columns, shape=text)
        _samples(sheet, list(columns))
        help_page = book.add_worksheet("填写说明")
        _lists(book, sheet, list(columns), choices)
        help_page.set_column(0, 0, 100)
        for at, line in enumerate(_HELP):
            help_page.write_string(at, 0, str(line))
    return data.getvalue()


def _samples(sheet: Worksheet, parts: Sequence[str]) -> None:
    for at, sample in enumerate(SAMPLES, start=1):
        for part, cell in sample.items():
            sheet.write_string(at, parts.index(part), cell)


def _lists(
    book: xlsxwriter.Workbook, sheet: Worksheet, parts: Sequence[str], choices: Choices
) -> None:
    """What may be chosen stands in a hidden sheet: in the cell itself only 255 signs have room."""
    hidden = book.add_worksheet("选项表")
    hidden.hide()
    for column, part in enumerate(_LISTED):
        words = list(KINDS.values()) if part == "type" else _shown(choices.get(part, ()))
        for at, word in enumerate(words):
            hidden.write_string(at, column, word)
        if words:
            source = f"=选项表!${chr(65 + column)}$1:${chr(65 + column)}${len(words)}"
            place = parts.index(part)
            rule = {"validate": "list", "source": source, "error_type": "warning"}
            sheet.data_validation(1, place, _LAST, place, rule)


def _shown(tags: Sequence[tuple[str, str]]) -> list[str]:
    return [f"{code} {name}" for code, name in tags]
