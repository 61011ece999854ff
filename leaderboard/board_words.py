"""The words of defined boards: whose, by what, how it is worked out, and what is wrong with one."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from leaderboard import board, sheets
from leaderboard.rules.award import Out, Weights
from leaderboard.rules.definitions import Definition, Formula, Who
from questionbank.punctuation import listed

WHO: dict[Who, Any] = {
    Who.PERSONS: gettext_lazy("个人"),
    Who.UNITS: gettext_lazy("单位"),
    Who.CITIES: gettext_lazy("市"),
    Who.COUNTIES: gettext_lazy("县（市、区）"),
    Who.TOWNS: gettext_lazy("镇街"),
    Who.COHORTS: gettext_lazy("人群"),
}
FORMULA: dict[Formula, Any] = {
    Formula.STANDING: gettext_lazy("成绩、用时、完成先后"),
    Formula.MEAN: gettext_lazy("地区得分（平均分向上级收缩）"),
    Formula.BEST: gettext_lazy("前若干名成绩之和"),
    Formula.RATE: gettext_lazy("每万常住人口参加人数"),
    Formula.BALANCE: gettext_lazy("人群均衡度"),
    Formula.AWARD: gettext_lazy("优秀组织奖综合分"),
}
PARTS: dict[str, Any] = {
    "reach": gettext_lazy("参与面"),
    "balance": gettext_lazy("均衡度"),
    "mean": gettext_lazy("成绩"),
    "activity": gettext_lazy("活跃度"),
}
BANDS: dict[str, Any] = {
    "small": gettext_lazy("小组（不满 30 万人）"),
    "middle": gettext_lazy("中组（30 万至 100 万人）"),
    "large": gettext_lazy("大组（超过 100 万人）"),
    "": gettext_lazy("常住人口未知"),
}
OUT: dict[Out, Any] = {
    Out.NO: "",
    Out.FEW: gettext_lazy("人数过少，不显示数据"),
    Out.LEAST: gettext_lazy("人数不足，不参加排名"),
    Out.UNKNOWN: gettext_lazy("常住人口未知，不参加排名"),
    Out.OVER: gettext_lazy("人数多于常住人口，待核查"),
}
PROBLEMS: dict[str, Any] = {
    "needed": gettext_lazy("请填写。"),
    "bad_code": gettext_lazy("只用字母、数字、连字符，至多 24 个。"),
    "taken": gettext_lazy("这个代码已经用过。"),
    "published": gettext_lazy("这个榜单的成绩已经公布，代码不能再改。"),
    "another": gettext_lazy(
        "这个代码公布过另一个榜单的成绩（地区、对象、排序依据或轮次不同）：请另建榜单，用另一个代码。"
    ),
    "no_such_order": gettext_lazy("这种对象没有这种排序。"),
    "only_persons": gettext_lazy("只有个人榜可以限定人群。"),
    "out_of_bounds": gettext_lazy("超出范围。"),
    "ends_before": gettext_lazy("截止必须晚于起始。"),
    "needs_units": gettext_lazy("请列出已同意上榜的单位，每行一个。"),
    "bad_weights": gettext_lazy("四项权重须为整数，合计 100。"),
    "not_added": gettext_lazy("这些轮次的计分方式不同，成绩不能相加。"),
    "no_rounds": gettext_lazy("这个大赛还没有可排名的轮次。"),
    "not_yours": gettext_lazy("不在您负责的地区内。"),
    "share": gettext_lazy(
        "未保存：本地区按时段、多轮、单位或综合评分另算的榜已到份额，其余留给上级和其他地区。"
        "请先删去不再用的（含下级的），或请上级地区的组织者建榜。"
    ),
    "too_many": gettext_lazy(
        "未保存：这个大赛按时段、多轮、单位或综合评分另算的榜已到上限（BOARD_MOST_DERIVED）。"
        "每个这样的榜都要占内存；请先删去不再用的，或请系统管理员调高上限。"
    ),
}


def formula(of: Definition) -> str:
    """How the rows are ordered, with the number of the rule in the regulations."""
    policy = board.policy()
    if of.formula is Formula.MEAN:
        return _(
            "（人数 × 平均分 + %(shrink)d × 上级平均分）÷（人数 + %(shrink)d），竞赛规则 8.1。"
        ) % {"shrink": policy.shrink}
    if of.formula is Formula.BEST:
        return _("成绩最高的 %(n)d 人的成绩之和，竞赛规则 8.4。") % {"n": of.best}
    if of.formula is Formula.AWARD:
        return award(of.weights)
    return {
        Formula.STANDING: _("按成绩排列，竞赛规则 7.2。"),
        Formula.RATE: _("每万常住人口参加人数（2020 年人口普查），竞赛规则 8.3。"),
        Formula.BALANCE: _("各类人群人数的均衡程度，全部相等为 100，竞赛规则 8.5。"),
    }[of.formula]


def counted(of: Definition, rounds: Sequence[str]) -> str:
    """Which results a board holds, in sentences; `rounds` = the titles of its rounds."""
    said = [_("计入轮次：%s。") % listed(rounds)]
    if 0 < of.best_n < len(rounds):
        best = ngettext("每人取最好的 %(n)d 轮之和。", "每人取最好的 %(n)d 轮之和。", of.best_n)
        said.append(best % {"n": of.best_n})
    if of.starts_at is not None:
        said.append(_("只计 %s 起交卷的成绩。") % sheets.moment(of.starts_at))
    if of.ends_at is not None:
        said.append(_("只计 %s 之前交卷的成绩。") % sheets.moment(of.ends_at))
    return " ".join(said)


def award(weights: Weights) -> str:
    """The formula of the award with its weights."""
    return _(
        "参与面 %(reach)d %% + 均衡度 %(balance)d %% + 成绩 %(mean)d %% + 活跃度 %(activity)d %%，"
        "竞赛规则 8.7。"
    ) % {
        "reach": weights.reach,
        "balance": weights.balance,
        "mean": weights.mean,
        "activity": weights.activity,
    }


def unit(of: Definition) -> str:
    """What a row's figure is counted in."""
    return {
        Formula.STANDING: _("成绩"),
        Formula.MEAN: _("地区得分"),
        Formula.BEST: _("前 %(n)d 名之和") % {"n": of.best},
        Formula.RATE: _("每万人参加"),
        Formula.BALANCE: _("均衡度 %"),
        Formula.AWARD: _("综合分"),
    }[of.formula]
