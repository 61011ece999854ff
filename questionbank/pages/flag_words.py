"""The flags of item statistics in words."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from questionbank.rules import flags


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag in words: its name, what was seen, and what to do about it."""

    code: str
    name: str
    seen: str
    to_do: str


# The most urgent first: its name, what was seen, what to do about it.
_FLAGS = (
    (
        flags.KEY,
        _("答案？"),
        _("成绩最好的三分之一里，选另一项的比选标准答案的多。"),
        _("先核对答案；错了就提出裁定。"),
    ),
    (
        flags.BACKWARDS,
        _("反向"),
        _("越懂的人越容易答错。"),
        _("核对答案和措辞，找出误导之处。"),
    ),
    (
        flags.DEAD,
        _("无区分"),
        _("懂的人和不懂的人答对的一样多。"),
        _("改写题干或干扰项，或停用。"),
    ),
    (
        flags.DRAWS,
        _("干扰项过强"),
        _("有一个错误选项更吸引懂的人。"),
        _("看这一项是否也说得通。"),
    ),
    (flags.IDLE, _("选项闲置"), _("有选项几乎没有人选。"), _("换一个更像的干扰项。")),
    (
        flags.QUICK,
        _("秒答"),
        _("很多人三秒内作答，来不及读题。"),
        _("看题目是否过于熟悉或已外传。"),
    ),
    (
        flags.DRIFT,
        _("走样"),
        _("与最初相比，答对率和用时明显变了。"),
        _("看题目是否外传、过时或答案变了。"),
    ),
    (
        flags.UNFAIR,
        _("因人而异"),
        _("同样的成绩，某个人群更难答对。"),
        _("看措辞和情境是否偏向其他人群。"),
    ),
)


def words() -> dict[str, Flag]:
    """Every flag in words of the language that is active, the most urgent first."""
    return {code: Flag(code, *map(str, told)) for code, *told in _FLAGS}
