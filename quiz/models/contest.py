"""A contest, its rounds, and what was prepared (and promised) before a round opened."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Contest(models.Model):
    """One edition of the event."""

    code = models.CharField(_("参赛码"), max_length=12, unique=True)
    title_zh = models.CharField(_("名称"), max_length=80)
    title_en = models.CharField(_("英文名"), max_length=160, blank=True)
    region = models.ForeignKey("quiz.Region", models.PROTECT, verbose_name=_("主办地区"))
    masked = models.BooleanField(
        _("遮盖姓名"),
        default=False,
        help_text=_("公开榜单上，像真实姓名的名字只显示首尾，如“张*丰”。"),
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("大赛")
        verbose_name_plural = _("大赛")

    def __str__(self) -> str:
        return self.title_zh


class Round(models.Model):
    """A part of a contest with a window and a format (checked by quiz.rules.formats)."""

    contest = models.ForeignKey(Contest, models.PROTECT, related_name="rounds")
    code = models.SlugField(_("代码"), max_length=24, unique=True)
    title_zh = models.CharField(_("名称"), max_length=80)
    title_en = models.CharField(_("英文名"), max_length=160, blank=True)
    format = models.JSONField(_("赛制"))
    # Moments in milliseconds since 1970 UTC; closes_at empty = never (practice).
    opens_at = models.BigIntegerField(_("开始"))
    closes_at = models.BigIntegerField(_("结束"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("轮次")
        verbose_name_plural = _("轮次")

    def __str__(self) -> str:
        return self.title_zh


class PreparedRound(models.Model):
    """The books of a round and the promise made about them. Written once, before the round opens.

    `seed` stays secret until the round closes; `seed_hash` and `digest` are public at once.
    """

    round = models.OneToOneField(Round, models.PROTECT, related_name="prepared")
    seed = models.CharField(max_length=64)
    seed_hash = models.CharField(_("种子承诺"), max_length=64)
    beacon = models.CharField(_("公共随机数"), max_length=80, blank=True)
    books = models.JSONField(_("卷册"))
    digest = models.CharField(_("卷册指纹"), max_length=64)
    prepared_at = models.BigIntegerField(_("准备时间"))

    class Meta:
        verbose_name = _("卷册")
        verbose_name_plural = _("卷册")
        constraints: ClassVar = []

    def __str__(self) -> str:
        return f"{self.round}"
