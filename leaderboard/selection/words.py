"""What is said of a selection: refusals, why somebody is not in the team, what happened."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leaderboard.models import Candidate
from leaderboard.rules import selecting
from leaderboard.rules.selecting import Best, Cost, Impossible, Task
from leaderboard.selection import rule as rules
from leaderboard.selection.rule import Rule
from leaderboard.selection.taking import Standings
from questionbank.punctuation import listed
from quiz.rules.called import Names

REASONS: dict[str, str | Promise] = {
    "bad_field": gettext_lazy("有填写不对的地方："),
    "no_board": gettext_lazy("这一轮没有榜单。"),
    "away": gettext_lazy("榜单暂时不可用，请稍候。"),
    "changed": gettext_lazy("入选者的成绩已变，请先按现在的榜单重新取成绩。"),
    "locked": gettext_lazy("名单已经确定，只能替换。"),
    "not_best": gettext_lazy("这不是现有条件下成绩最好的组合。请刷新后再看。"),
    "no_reason": gettext_lazy("请写明理由。"),
    "not_member": gettext_lazy("此人不在队里，或要换上的人已在队里。"),
    "not_next": gettext_lazy("按规则应由排在前面且符合条件的人递补。"),
    "forgotten": gettext_lazy("性别和年龄已按期清除，不能再核对条件。"),
}
FIELDS: dict[str, str | Promise] = {
    "seats": gettext_lazy("名额（合计 1 到 12 人）"),
    "women": gettext_lazy("男女人数（合计不超过总名额）"),
    "ages": gettext_lazy("年龄"),
    "reserves": gettext_lazy("候补人数（0 到 10）"),
    "title": gettext_lazy("名称"),
    "forget_on": gettext_lazy("清除日期（今天之后、一年之内）"),
    "born": gettext_lazy("出生年份"),
    "round": gettext_lazy("轮次"),
}


def refusal(code: str, details: tuple[str, ...]) -> str:
    """The refusal in a sentence, with the fields that it is about."""
    names = listed(FIELDS.get(one, one) for one in details)
    return f"{REASONS[code]}{names}"


def impossible(found: Impossible, known: Mapping[str, Names], rule: Rule) -> str:
    """Why there is no team."""
    if not found.quotas:
        return _("符合条件的候选人不到 %d 人，组不成队。") % rule.size
    names = listed(_("“%s”") % rules.named(one, known, rule) for one in found.quotas)
    if len(found.quotas) == 1:
        return _("%s 这一条在现有候选人中无法满足。") % names
    return _("%s 这几条不能同时满足；去掉其中任何一条都可以组队。") % names


def changed(one: Candidate, now: Standings) -> str:
    """What became of a candidate since they were listed; "" for nothing."""
    if one.contestant.erased_at is not None:
        return _("已删除个人信息")
    if one.pk not in now:
        return _("已不在榜上（答卷作废等）")
    score, took_ms = now[one.pk]
    if (score, took_ms) != (one.score, one.took_ms):
        return _("成绩已变，现为 %(score)d 分、%(took)s 秒") % {
            "score": score,
            "took": f"{took_ms / 1000:.2f}",
        }
    return ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reason is worked out from: `team` are the members, `gone` those who
    were replaced."""

    task: Task
    found: Best
    team: tuple[int, ...]
    known: Mapping[str, Names]
    rule: Rule
    gone: frozenset[int] = frozenset()
    costs: dict[tuple[object, ...], Cost] = field(default_factory=dict)

    def cost(self, one: Candidate) -> Cost:
        """What it would take to have them in the team: the same for all who are alike."""
        alike = (one.cohort, one.sex, one.score, one.took_ms)
        if alike not in self.costs:
            self.costs[alike] = selecting.cost(self.task, self.found, one.pk)
        return self.costs[alike]


def reason(asked: Asked, one: Candidate, last: int) -> str:
    """Why a candidate is in the team or not; `last` is the worst rank of their cohort that is."""
    if one.pk in asked.gone:
        return _("入选后由他人替换，见记录")
    if one.declined:
        return _("本人不参加")
    if not rules.of_age(asked.rule, one):
        return _("未填出生年份") if one.born is None else _("不符合年龄条件")
    if one.pk in asked.team:
        return _("入选")
    if one.rank > last:
        return _("同组有名次在前的人")
    return _passed_over(asked, one)


def _passed_over(asked: Asked, one: Candidate) -> str:
    """Somebody with a better rank than a member: that wants to be explained to the point."""
    cost = asked.cost(one)
    if cost.forbids:
        names = listed(rules.named(name, asked.known, asked.rule) for name in cost.forbids)
        return _("若入选则无法满足：%s") % names
    if cost.points:
        return _("若入选，为满足其他条件全队总分少 %d 分") % cost.points
    if cost.took_ms:
        return _("若入选，全队总分相同、总用时多 %s 秒") % f"{cost.took_ms / 1000:.2f}"
    return _("与入选组合总分、总用时相同（并列）")


def ages(youngest: int, oldest: str) -> str:
    return _("年龄 %(youngest)d 到 %(oldest)s 岁") % {"youngest": youngest, "oldest": oldest}
