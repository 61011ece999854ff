"""What keeps a result from being published, in words, with where and the numbers."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: Final[dict[str, str | Promise]] = {
    "not_closed": _("轮次还没有结束"),
    "open_attempts": _("还有 %(count)d 份答卷没有交卷"),
    "flags": _("还有 %(count)d 个疑点没有处理"),
    "unlooked": _("结束后还没有查找疑点"),
    "appeals": _("还有 %(count)d 份答卷的首次申诉没有答复"),
    "unmarked": _("还有 %(count)d 份答卷没有按裁定重判"),
    "marks": _("答卷 %(where)s 的得分为 %(stored)d，重新判分为 %(recount)d"),
    "totals": _("%(where)s：榜单为 %(board)s，由流水重算为 %(recount)s（人、人次、总分）"),
    "rows": _("选手 %(where)s：榜单为 %(board)s，由流水重算为 %(recount)s"),
    "attempts": _("%(where)s：各下级人次之和为 %(parts)d，本级为 %(whole)d"),
    "people": _("%(where)s：各下级人数之和为 %(parts)d，本级为 %(whole)d"),
    "residents": _("%(where)s：参赛 %(people)d 人，多于常住人口 %(residents)d 人"),
    "base_old": _("所依据的第 %(number)d 份成绩公布后，轮次又有变动：请先公布那一份的更正"),
    "facts": _("%(where)s：榜单为 %(board)s，由流水重算为 %(recount)s（各人群人数、活跃数）"),
    "script": _("核验程序：%(where)s"),
    "changed": _("核算期间成绩又有变动，请重新核算"),
}


def words(fault: Mapping[str, Any]) -> str:
    """One fault, as a publication keeps it, in the reader's language."""
    return str(WORDS[fault["code"]]) % {"where": fault["where"], **fault["said"]}
