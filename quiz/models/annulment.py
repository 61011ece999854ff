"""Who took an attempt out of the count, or put it back, and why. Rows are only ever added."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quiz.models.attempt import Attempt


class Reason(models.TextChoices):
    """Why; the first ones annul, the last three restore."""

    COLLUSION = "collusion", _("串通作答")
    PROXY = "proxy", _("他人代答")
    PROGRAM = "program", _("用程序作答")
    TWICE = "twice", _("一人多次报名")
    NOT_ELIGIBLE = "not_eligible", _("不符合参赛资格")
    LEAKED = "leaked", _("事先得知试题")
    OUR_FAULT = "our_fault", _("组织或系统失误")
    REQUEST = "request", _("本人要求")
    OTHER = "other", _("其他（见说明）")
    APPEAL = "appeal", _("申诉成立")
    CLEARED = "cleared", _("查明属实，予以恢复")
    MISTAKE = "mistake", _("此前有误")


RESTORING = (Reason.APPEAL, Reason.CLEARED, Reason.MISTAKE)
NOTE_LENGTH = 400


class Annulment(models.Model):
    """One step of an attempt beside its entry VOIDED: `step` odd = annulled, even = restored. Of an
    open attempt the entry comes with its closing.

    Reason and `note` are shown to the contestant; `region_path` is the attempt's. `by` is empty
    once that account is gone; `who` keeps its name.
    """

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="annulments")
    step = models.PositiveSmallIntegerField(_("第几步"))
    reason = models.CharField(_("理由"), max_length=16, choices=Reason.choices)
    note = models.CharField(_("说明"), max_length=NOTE_LENGTH, blank=True)
    region_path = models.CharField(_("地区"), max_length=80)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    who = models.CharField(_("谁"), max_length=150)
    at = models.BigIntegerField(_("时间"))

    class Meta:
        verbose_name = _("作废记录")
        verbose_name_plural = _("作废记录")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attempt", "step"], name="annulment_step_once")
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.step} {self.reason}"

    @property
    def annuls(self) -> bool:
        return self.step % 2 == 1
