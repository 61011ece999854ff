"""Who gave a round more time, and why. Rows are only ever added."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quiz.models.contest import Round

REASON_LENGTH = 200


class Extension(models.Model):
    """A round's end moved from `was` to `closes_at` (milliseconds). All is public but whose act it
    was: `by` is empty once that account is gone; `who` keeps its name."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="extensions")
    was = models.BigIntegerField(_("原结束时间"))
    closes_at = models.BigIntegerField(_("新结束时间"))
    reason_zh = models.CharField(_("原因"), max_length=REASON_LENGTH)
    reason_en = models.CharField(_("英文原因"), max_length=REASON_LENGTH, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    who = models.CharField(_("谁"), max_length=150)
    at = models.BigIntegerField(_("时间"))

    class Meta:
        verbose_name = _("延长")
        verbose_name_plural = _("延长")
        ordering: ClassVar = ["pk"]
        # An end only moves later: each is left once.
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "was"], name="extension_once")
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.was} → {self.closes_at}"
