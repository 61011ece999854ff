"""What to tell people about a fault: rules name it by a code, here it gets its words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionbank import details
from questionbank.rules.validity import Problem

WORDS = {
    "kind": gettext_lazy("没有这种题型"),
    "empty": gettext_lazy("不能为空"),
    "long": gettext_lazy("文字太长"),
    "control": gettext_lazy("含有无法显示的字符"),
    "formula": gettext_lazy("公式写法不对"),
    "options": gettext_lazy("选项数目不对"),
    "equal_options": gettext_lazy("有两个选项相同"),
    "fixed": gettext_lazy("只有最后的选项可以固定位置，排序题不可固定"),
    "key": gettext_lazy("标准答案与题型或选项不符"),
    "estimate": gettext_lazy("估算题的数值不成立"),
    "targets": gettext_lazy("配对题的右列不成立"),
    "accepted": gettext_lazy("填空题的可接受答案不成立"),
    "areas": gettext_lazy("图上的区域不成立"),
    "pictures": gettext_lazy("图片与题型或选项不符"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Why something was refused: in which file, in which question, in which field, and why."""

    file: str
    ref: str
    field: str
    why: str

    def __str__(self) -> str:
        return _("：").join(filter(None, (self.file, self.ref, self.field, self.why)))


class Refused(ValueError):
    """Input that was refused whole; nothing was changed. `faults` holds one line each."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


class NotTheirs(Refused):
    """Refused because of who asks: another person might do it."""


def in_words(problem: Problem) -> str:
    """The problem in the reader's language, with the rule's own detail behind it."""
    return with_detail(WORDS[problem.code], details.in_words(problem.message))


def with_detail(words: object, detail: str) -> str:
    """The words, and in brackets what they are about where that is known."""
    return (
        _("%(words)s（%(detail)s）") % {"words": words, "detail": detail} if detail else str(words)
    )
