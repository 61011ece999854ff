"""What contestants say about questions, and what editors answered."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from questionbank.models.questions import QuestionVersion


class Why(models.TextChoices):
    KEY = "key", _("答案不对")
    UNCLEAR = "unclear", _("题意不清")
    TYPO = "typo", _("有错别字")
    OUTDATED = "outdated", _("内容过时")
    PICTURE = "picture", _("图片有问题")
    OTHER = "other", _("其他")


class Report(models.Model):
    """One contestant's word on one version; `reporter` is a number of the app that asks."""

    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="reports")
    reporter = models.BigIntegerField()
    why = models.CharField(_("原因"), max_length=10, choices=Why.choices)
    text = models.CharField(_("说明"), max_length=300, blank=True)
    at = models.DateTimeField(_("时间"), auto_now_add=True)
    answer = models.CharField(_("答复"), max_length=300, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("试题反馈")
        verbose_name_plural = _("试题反馈")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "reporter"], name="report_once")
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.why}"
