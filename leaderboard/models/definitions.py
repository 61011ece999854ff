"""Boards that organisers define, and rounds whose boards stand still for the public."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class BoardDefinition(models.Model):
    """One board, as leaderboard.rules.definitions.Definition has it. Moments in milliseconds."""

    contest = models.ForeignKey("quiz.Contest", models.PROTECT, related_name="boards")
    code = models.SlugField(_("代码"), max_length=24)
    title_zh = models.CharField(_("名称"), max_length=80)
    title_en = models.CharField(_("英文名"), max_length=160, blank=True)
    region = models.ForeignKey("quiz.Region", models.PROTECT, verbose_name=_("地区"))
    who = models.CharField(_("排名对象"), max_length=10)
    formula = models.CharField(_("排序依据"), max_length=10)
    # Codes of rounds; none = every ranked round of the contest.
    rounds = models.JSONField(_("轮次"), default=list, blank=True)
    best_n = models.PositiveSmallIntegerField(_("取最好的轮数"), default=0)
    best = models.PositiveSmallIntegerField(_("取最好的人数"), default=10)
    cohort = models.ForeignKey(
        "quiz.Cohort", models.PROTECT, null=True, blank=True, verbose_name=_("人群")
    )
    starts_at = models.BigIntegerField(_("计入起始"), null=True, blank=True)
    ends_at = models.BigIntegerField(_("计入截止"), null=True, blank=True)
    top = models.PositiveSmallIntegerField(_("显示名次"), default=100)
    # Null = seen by organisers only.
    public_from = models.BigIntegerField(_("公开时间"), null=True, blank=True)
    freeze_at = models.BigIntegerField(_("封榜时间"), null=True, blank=True)
    weights = models.JSONField(_("权重"), default=dict, blank=True)
    # Names of those that agreed to be shown.
    units = models.JSONField(_("单位"), default=list, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.BigIntegerField(_("建立时间"))
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("自定榜单")
        verbose_name_plural = _("自定榜单")
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contest", "code"], name="board_code_once")
        ]

    def __str__(self) -> str:
        return self.title_zh


class Freeze(models.Model):
    """From `cut_at` on the public sees the round's boards as they were then, until it is lifted."""

    round = models.ForeignKey("quiz.Round", models.PROTECT, related_name="freezes")
    cut_at = models.BigIntegerField(_("封榜时间"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.BigIntegerField(_("操作时间"))
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    lifted_at = models.BigIntegerField(_("解封时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("封榜")
        verbose_name_plural = _("封榜")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round"], condition=models.Q(lifted_at=None), name="frozen_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.round}"
