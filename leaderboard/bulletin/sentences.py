"""What a bulletin says of its figures, in plain sentences.

Nothing is said of what is not known or not shown, and nobody is named who did not take part. A week
that is not over is not compared with a whole one.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leaderboard.bulletin.facts import Facts, mean_mark
from leaderboard.rules.scores import rounded

# Below so many people a share of them says less than their number.
LEAST_FOR_SHARES = 50
MANY_TIMES = 3


def told(facts: Facts, few: int) -> list[str]:
    """The sentences, most important first. `few`: fewer people are not told by number."""
    if facts.week is None:
        return [_("本周参加的不足 %d 人，不公布具体数字。") % few, *_whole(facts)]
    if not facts.week.people:
        return [_("本周没有新的答卷。"), *_whole(facts)]
    return [_week(facts), *_new(facts), *_below(facts), *_marks(facts), *_whole(facts)]


def _week(facts: Facts) -> str:
    week = facts.week
    people, attempts = (week.people, week.attempts) if week else (0, 0)
    text = _("本周 %(people)s 人参加，交卷 %(attempts)s 份") % {
        "people": f"{people:,}",
        "attempts": f"{attempts:,}",
    }
    if not facts.over:
        return text + _("（本周尚未结束）。")
    before = facts.last.people if facts.last else 0
    change = change_of(people, before) if before else ""
    return text + (_("，%s。") % change if change else _("。"))


def change_of(now: int, before: int) -> str:
    """How a week's people differ from those of the week before, of whom there must be some."""
    if now == before:
        return _("人数与上周持平")
    if before < LEAST_FOR_SHARES or now < LEAST_FOR_SHARES:
        return _absolute(now - before)
    if now >= MANY_TIMES * before:
        return _("人数是上周的 %s 倍") % _tenth(rounded(10 * now, before))
    share = rounded(100 * abs(now - before), before)
    if share == 0:
        return _("人数与上周基本持平")
    if now > before:
        return _("人数比上周多 %d %%") % share
    return _("人数比上周少 %d %%") % share


def _absolute(more: int) -> str:
    if more > 0:
        return _("比上周多 %s 人") % f"{more:,}"
    return _("比上周少 %s 人") % f"{-more:,}"


def _new(facts: Facts) -> list[str]:
    if not facts.week or not facts.new:
        return []
    if facts.new == facts.week.people:
        return [_("全部是第一次参加。")]
    return [_("其中 %s 人是第一次参加。") % f"{facts.new:,}"]


def _below(facts: Facts) -> list[str]:
    if facts.below < 2:
        return []
    return [
        ngettext("下辖地区中有 %d 个有人参加。", "下辖地区中有 %d 个有人参加。", facts.below)
        % facts.below
    ]


def _marks(facts: Facts) -> list[str]:
    mark, before = mean_mark(facts.week), mean_mark(facts.last)
    if mark is None:
        return []
    text = _("平均得分率 %s %%") % _tenth(rounded(mark, 10))
    if before is None or not facts.over:
        return [text + _("。")]
    moved = rounded(mark, 10) - rounded(before, 10)
    if not moved:
        return [text + _("，与上周相同。")]
    words = _("，比上周高 %s 个百分点。") if moved > 0 else _("，比上周低 %s 个百分点。")
    return [text + words % _tenth(abs(moved))]


def _whole(facts: Facts) -> list[str]:
    """From the beginning of the contest."""
    if facts.whole is None or not facts.whole.people:
        return []
    text = _("开赛至今共 %s 人参加") % f"{facts.whole.people:,}"
    if facts.rate.x100 is None:
        return [text + _("。")]
    rate = f"{facts.rate.x100 // 100:,}.{facts.rate.x100 % 100:02d}"
    text += _("，每万常住人口 %s 人（2020 年人口普查）") % rate
    return [text + (_("，%s。") % _place(facts) if facts.standing else _("。"))]


def _place(facts: Facts) -> str:
    standing = facts.standing
    if standing is None:
        return ""
    bands = {
        "small": _("常住人口不足 30 万"),
        "middle": _("常住人口 30 万到 100 万"),
        "large": _("常住人口 100 万以上"),
    }
    return _("在%(band)s的 %(many)d 个同级地区中列第 %(rank)d") % {
        "band": bands[standing.band],
        "many": standing.many,
        "rank": standing.rank,
    }


def _tenth(tenths: int) -> str:
    return f"{tenths // 10:,}.{tenths % 10}"
