"""A sitting: one hosted run of a round, who is in it, and what its hosts did."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quiz.rules.stage import State

STATES = [
    (State.DRAFT, _("未开放")),
    (State.LOBBY, _("候场")),
    (State.SHOWN, _("答题中")),
    (State.LOCKED, _("已锁定")),
    (State.REVEALED, _("已公布答案")),
    (State.BOARD, _("榜单")),
    (State.CLOSED, _("已结束")),
]


class Sitting(models.Model):
    """One row tells where a sitting stands; `version` grows by one with each command.

    `stage` is quiz.rules.stage.Stage as JSON; `state` repeats its state for the database. `book`
    and `form` are the paper that everybody in the hall gets. `code` is typed by phones, the others
    are secrets: of the screen's code whoever has it sees what the hall sees, whoever has the
    remote's token hosts (only its hash is kept). `seal` is what question boxes are closed with.
    """

    round = models.ForeignKey("quiz.Round", models.PROTECT, related_name="sittings")
    title = models.CharField(_("名称"), max_length=80)
    code = models.CharField(_("入场码"), max_length=6)
    screen_code = models.CharField(_("大屏码"), max_length=16, unique=True)
    remote_hash = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64)
    book = models.PositiveSmallIntegerField(_("卷册"))
    form = models.PositiveSmallIntegerField(_("卷号"))
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default=State.DRAFT)
    stage = models.JSONField(_("进程"))
    version = models.PositiveIntegerField(_("版本"), default=1)
    rehearsal = models.BooleanField(_("彩排"), default=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name=_("创建人")
    )
    made_at = models.BigIntegerField(_("创建时间"))

    class Meta:
        verbose_name = _("场次")
        verbose_name_plural = _("场次")
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code"], condition=~models.Q(state="closed"), name="one_open_sitting_a_code"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Team(models.Model):
    """People of one sitting scored together."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="teams")
    name = models.CharField(_("队名"), max_length=60)
    place = models.PositiveSmallIntegerField(_("次序"), default=0)

    class Meta:
        verbose_name = _("队伍")
        verbose_name_plural = _("队伍")
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sitting", "name"], name="team_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class Entrant(models.Model):
    """A contestant in a sitting, under the name the hall sees. `came_in` is the first slot that
    was still to be answered then."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="entrants")
    contestant = models.ForeignKey("quiz.Contestant", models.PROTECT, related_name="sittings")
    attempt = models.OneToOneField("quiz.Attempt", models.PROTECT, related_name="entrant")
    name = models.CharField(_("昵称"), max_length=60)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="members")
    came_in = models.PositiveSmallIntegerField(_("入场题位"), default=0)
    removed = models.BooleanField(_("已请出"), default=False)
    joined_at = models.BigIntegerField(_("入场时间"))

    class Meta:
        verbose_name = _("入场选手")
        verbose_name_plural = _("入场选手")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sitting", "contestant"], name="in_a_sitting_once"),
            models.UniqueConstraint(fields=["sitting", "name"], name="name_in_a_sitting_once"),
        ]

    def __str__(self) -> str:
        return self.name


class HostLine(models.Model):
    """One command of a host: who, when, what, and where the sitting stood before it. Only added;
    names in it go with the data of whose they were."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="lines")
    version = models.PositiveIntegerField(_("版本"))
    at = models.BigIntegerField(_("时间"))
    who = models.CharField(_("谁"), max_length=150)
    do = models.CharField(_("命令"), max_length=20)
    told = models.JSONField(_("内容"))
    before = models.JSONField(_("之前"))

    class Meta:
        verbose_name = _("主持记录")
        verbose_name_plural = _("主持记录")
        ordering: ClassVar = ["version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sitting", "version"], name="one_line_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id}/{self.version} {self.do}"
