"""Promises that were replaced or withdrawn before the round opened. Rows are only ever added."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from quiz.models.contest import Contest


class PastPromise(models.Model):
    """What was promised of the books of the round `code`, from `prepared_at` until `ended_at`
    (milliseconds); the round itself may be gone, and another one have its code. All is public."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="past_promises")
    code = models.SlugField(_("代码"), max_length=24)
    title_zh = models.CharField(_("名称"), max_length=80)
    title_en = models.CharField(_("英文名"), max_length=160, blank=True)
    seed_hash = models.CharField(_("种子承诺"), max_length=64)
    digest = models.CharField(_("卷册指纹"), max_length=64)
    beacon = models.CharField(_("公共随机数"), max_length=80, blank=True)
    prepared_at = models.BigIntegerField(_("准备时间"))
    ended_at = models.BigIntegerField(_("作废时间"))

    class Meta:
        verbose_name = _("作废的承诺")
        verbose_name_plural = _("作废的承诺")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.code}: {self.digest}"
