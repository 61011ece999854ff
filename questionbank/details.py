"""What a rule says behind its code, in the reader's language: rules speak plain English."""

import re
from typing import Any, Final

from django.utils.translation import gettext_lazy

# What the words of the code have said already.
SAID: Final = frozenset(
    {
        "must not be empty",
        "two options are equal",
        "two targets are equal",
        "holds a character that cannot be shown",
        "only the last options can be fixed",
        "an ordering has no fixed option",
        "what is right is said elsewhere, not by a key",
        "wants a picture or nothing for each option",
    }
)
WORDS: Final[tuple[tuple[str, Any], ...]] = (
    (r"(\d+) characters, at most (\d+)", gettext_lazy("%s 字，最多 %s 字")),
    (r"(\d+) options, wants (\d+) to (\d+)", gettext_lazy("有 %s 个，应为 %s 至 %s 个")),
    (r"wants exactly one of the options", gettext_lazy("应为选项中的一个")),
    (r"wants at least two of the options, each once", gettext_lazy("应为至少两个选项，不重复")),
    (r"wants true or false", gettext_lazy("应为对或错")),
    (r"wants every option once", gettext_lazy("每个选项都要有，且只有一次")),
    (r"wants a target for every option", gettext_lazy("每个选项都要有对应的一项")),
    (r"wants (\d+) to (\d+) targets", gettext_lazy("应为 %s 至 %s 项")),
    (r"at most (\d+) accepted forms", gettext_lazy("最多 %s 种写法")),
    (r"at most (\d+) areas", gettext_lazy("最多 %s 个区域")),
    (r"a hotspot wants areas", gettext_lazy("请在题图上画出正确的区域")),
    (r"a matching wants targets", gettext_lazy("请写出右列各项")),
    (r"a text wants accepted", gettext_lazy("请写出正确的答案")),
    (r"only a hotspot has areas", gettext_lazy("只有图上点选题才有区域")),
    (r"only a matching has targets", gettext_lazy("只有配对题才有右列")),
    (r"only a text has accepted", gettext_lazy("只有填空题才有可接受答案")),
    (r"wants the picture to point at", gettext_lazy("图上点选题要有题图")),
    (r"is no shape within the picture", gettext_lazy("要在题图之内，并且画完整")),
    (r"names a target that is not there", gettext_lazy("指向右列没有的项")),
    (r"an estimate, and nothing else, has numbers", gettext_lazy("估算题才有数值，且必须有")),
    (
        r"wants min <= value <= max, within 10\*\*9",
        gettext_lazy("准确值应在最小值和最大值之间，都不超过 10 亿"),
    ),
    (r"wants 0 <= near < far", gettext_lazy("满分误差应小于零分误差，且不为负")),
    (r"wants min < max", gettext_lazy("最小值应小于最大值")),
    (r"not understood: (.+)", gettext_lazy("看不懂 %s")),
    (r"macros are not allowed: (.+)", gettext_lazy("不能自定义命令：%s")),
    (r"nested too deeply: (.+)", gettext_lazy("嵌套层数太多：%s")),
    (r"\w+ is not allowed: (.+)", gettext_lazy("用了不支持的写法：%s")),
    (r"\w+ lacks a part: (.+)", gettext_lazy("缺一部分，如上标、下标或分母：%s")),
    (r"no such command: (\S+): (.+)", gettext_lazy("没有 %s 这个命令：%s")),
    (r"(\d+) characters, at most (\d+): (.+)", gettext_lazy("公式有 %s 字，最多 %s 字：%s")),
)
# What the programs that read files say of a broken place; whatever else they say is left out.
READERS: Final[tuple[tuple[str, Any], ...]] = (
    (r".*line (\d+), column (\d+)", gettext_lazy("第 %s 行第 %s 字")),
    (r"Object missing required field `(.+?)`.*", gettext_lazy("缺少 %s")),
    (r"Object contains unknown field `(.+?)`.*", gettext_lazy("没有 %s 这一项")),
    (r"(?:Expected|Invalid) .* - at `\$\.?(.+)`", gettext_lazy("%s 的内容不是应有的写法")),
    (r"Expected .*", gettext_lazy("应为一个 {…} 对象")),
    (r".*\(byte (\d+)\)", gettext_lazy("第 %s 字节处")),
    (r"Input data was truncated", gettext_lazy("没有写完")),
)
# Notes whose detail is such a program's own words.
OF_READERS: Final = frozenset({"xml_broken", "xml_entities", "line_unreadable"})


def in_words(detail: str) -> str:
    """The detail in words of the page; empty where the code's words say it, as it is where it is
    not known here: a name, or a piece of a formula."""
    if detail in SAID or detail.startswith("no such type"):
        return ""
    return _first(WORDS, detail, detail)


def of_reader(detail: str) -> str:
    """What a program said of a place in a file that it could not read, in words of the page."""
    return _first(READERS, detail, "")


def _first(patterns: tuple[tuple[str, Any], ...], detail: str, other: str) -> str:
    for pattern, words in patterns:
        if (found := re.fullmatch(pattern, detail, re.DOTALL)) is not None:
            return str(words) % found.groups()
    return other
