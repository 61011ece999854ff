"""What waits for an organiser: counted for the first page of the desk, each with where to go."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _

from leaderboard import catalogue
from leaderboard.models import Publication, PublishedResult, Raffle, Selection
from leaderboard.models.raffles import Stage
from leaderboard.models.results import State
from leaderboard.publish import since
from questionbank import grants, reports
from quiz import appeals
from quiz.flags import flagging
from quiz.models import FlagState, Round
from quiz.subtree import within


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many things of one kind; `words` say what to do with them."""

    many: int
    title: str
    words: str
    href: str


def waiting(user: User, now: int) -> list[Waiting]:
    """Everything that waits somewhere, most pressing first. `now` in milliseconds."""
    found: list[Waiting] = []
    for verb, look in _LOOKS:
        paths = grants.paths(user, verb)
        found += look(paths, now) if paths else []
    found += _reports(user)
    return [one for one in found if one.many]


def _flags(paths: Sequence[str], _now: int) -> list[Waiting]:
    address = reverse("desk-flags")
    open_ = flagging.inside(paths).filter(state=FlagState.OPEN).count()
    return [
        Waiting(
            appeals.waiting(paths).count(), _("待答复的申诉"), _("核查后答复，说明理由"), address
        ),
        Waiting(open_, _("待处理的疑点"), _("看依据，认定或排除"), address),
    ]


def _reports(user: User) -> list[Waiting]:
    many = reports.queue(user).count()
    words = _("看原话和统计，答复或提出裁定")
    return [Waiting(many, _("有反馈待答复的试题"), words, reverse("bank-reports"))]


def _publishing(paths: Sequence[str], now: int) -> list[Waiting]:
    theirs = Round.objects.filter(within(paths, "contest__region__path"))
    done = PublishedResult.objects.values("round")
    ranked = theirs.filter(pk__in=list(catalogue.load().rounds))
    closed = ranked.filter(closes_at__lt=now).exclude(pk__in=done)
    ready = Publication.objects.filter(round__in=theirs, state=State.READY)
    address = reverse("desk-publish")
    return [
        Waiting(ready.count(), _("待确认的成绩"), _("由另一人核对后公布"), address),
        Waiting(
            len(since.changed(theirs)),
            _("须更正的成绩"),
            _("公布之后有答卷作废、恢复，或题目另有裁定"),
            address,
        ),
        Waiting(closed.count(), _("已结束、未公布的轮次"), _("封榜、核算、公布"), address),
    ]


def _raffles(paths: Sequence[str], now: int) -> list[Waiting]:
    theirs = Raffle.objects.filter(within(paths, "scope"), closes_at__lt=now)
    many = theirs.exclude(stage=Stage.DRAWN).count()
    return [Waiting(many, _("待开奖的抽奖"), _("固定名单，公开抽取"), reverse("desk-raffles"))]


def _selections(paths: Sequence[str], _now: int) -> list[Waiting]:
    open_ = Selection.objects.filter(within(paths, "scope"), steps=None)
    return [
        Waiting(
            open_.count(),
            _("未确定名单的选拔"),
            _("询问候选人，确定名单"),
            reverse("desk-selections"),
        )
    ]


_LOOKS: Sequence[tuple[str, Callable[[Sequence[str], int], list[Waiting]]]] = (
    ("annul", _flags),
    ("publish", _publishing),
    ("organise", _raffles),
    ("organise", _selections),
)
