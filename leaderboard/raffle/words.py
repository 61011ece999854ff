"""What raffles say: why something is refused, and a rule in plain words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leaderboard.catalogue import Catalogue
from leaderboard.models.raffles import Claim
from leaderboard.public.names import cohort, either, full_name
from leaderboard.rules.raffle import Per, Rule
from questionbank.punctuation import listed

REASONS: dict[str, tuple[int, Any]] = {
    "bad_field": (400, gettext_lazy("请更正标出的各项。")),
    "taken": (409, gettext_lazy("这个代码已经用过，请换一个。")),
    "papers_open": (
        409,
        gettext_lazy("截止前的答卷还没有全部交卷，通常半分钟内由系统代交，请稍后再试。"),
    ),
    "unmarked": (409, gettext_lazy("答卷正在按裁定重判，请稍后再固定名单。")),
    "moved": (409, gettext_lazy("固定名单期间有答卷作废或恢复，名单没有固定，请再试一次。")),
    "unreadable": (
        409,
        gettext_lazy("有一个轮次的设置或卷册无法读取，暂不能固定名单。请联系技术人员。"),
    ),
    "too_early": (409, gettext_lazy("还没有到截止时间。")),
    "not_now": (409, gettext_lazy("这一步已经做过了，或者还没有轮到。")),
    "busy": (409, gettext_lazy("正在做这一步，请等它做完。")),
    "lost": (409, gettext_lazy("没有做完，请再试一次。")),
    "changed": (409, gettext_lazy("奖券名单与固定时不一致，不能开奖。请保留现场，联系技术人员。")),
    "nobody": (409, gettext_lazy("没有人有奖券。")),
    "no_prize": (409, gettext_lazy("您在这次抽奖中没有奖品可领。")),
    "too_late": (409, gettext_lazy("领奖时间已过。")),
    "no_time": (409, gettext_lazy("离联系方式删除的时间已不足一天，不能再递补。")),
    "lost_key": (
        409,
        gettext_lazy("无法解密：密钥已经更换。请把原来的密钥加入 SECRET_KEY_FALLBACKS。"),
    ),
    "no_such_raffle": (404, gettext_lazy("没有这次抽奖。")),
}
FIELDS: dict[str, Any] = {
    "rounds": gettext_lazy("轮次"),
    "above": gettext_lazy("得分要求"),
    "cohorts": gettext_lazy("人群"),
    "regions": gettext_lazy("地区"),
    "prizes": gettext_lazy("奖品"),
    "title_zh": gettext_lazy("名称"),
    "code": gettext_lazy("代码"),
    "beacon_source": gettext_lazy("公共数字的来源"),
    "beacon": gettext_lazy("公共数字"),
    "closes_at": gettext_lazy("截止时间"),
    "claim_days": gettext_lazy("领奖天数"),
    "delete_at": gettext_lazy("联系方式删除时间"),
    "reserves": gettext_lazy("候补人数"),
    "contact": gettext_lazy("联系方式"),
}


def reason(code: str, fields: tuple[str, ...] = ()) -> str:
    """Why, with the names of what must be mended."""
    named = listed(FIELDS[one] for one in fields if one in FIELDS)
    return f"{REASONS[code][1]}{named}"


def deleted_too_early(earliest: str) -> str:
    """What is wrong with a date of deletion, and from when on (words) there is nothing."""
    return (
        _("（最早 %s：截止后中奖者有领奖天数；设候补的另留 7 天开奖，候补者也有同样天数）")
        % earliest
    )


def deleted(of: Claim) -> str:
    """Why a contact is not there any more."""
    erased = of.win.ticket.contestant.erased_at is not None
    return _("已删除个人信息") if erased else _("已按期删除")


def rule(of: Rule, known: Catalogue) -> list[str]:
    """The rule as sentences (regulations, section 14.2)."""
    rounds = [known.codes[code] for code in of.rounds if code in known.codes]
    titles = listed(either(one.title_zh, one.title_en) for one in rounds)
    groups = listed(cohort(known, one) for one in of.cohorts if one in known.cohorts)
    places = listed(full_name(known, path) for path in of.regions)
    said = [
        _("在“%s”中交了答卷（作废的不算）") % titles,
        _("得分超过满分的 %d%%") % of.above,
        _("人群：%s") % groups if groups else "",
        _("地区：%s") % places if places else "",
        _("每人一张奖券") if of.per is Per.PERSON else _("每达到一天，一张奖券"),
    ]
    return [one for one in said if one]
