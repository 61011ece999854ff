"""Rulings: what a version counts as from now on, whatever its key says. Entries, never edits."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from questionbank.models.questions import QuestionVersion


class RulingKind(models.TextChoices):
    NEW_KEY = "new_key", _("更正答案")
    ACCEPT = "accept", _("多个答案均算对")
    VOID_ALL = "void_all", _("作废，人人得分")
    VOID_NONE = "void_none", _("作废，均不计分")
    RESTORE = "restore", _("恢复原答案")


class Ruling(models.Model):
    """One ruling on a version: proposed by one person, in force once another confirmed it.

    `keys` are the keys that count, each as QuestionVersion.key; of an estimate value, near and far,
    of a short text its accepted forms. `number` counts confirmed rulings from 1, in the order in
    which they were confirmed; of a version the one with the largest number holds. `note_zh` is
    public. `dropped_at` = taken back before anybody confirmed it.
    """

    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="rulings")
    kind = models.CharField(_("裁定"), max_length=10, choices=RulingKind.choices)
    keys = models.JSONField(default=list)
    note_zh = models.CharField(_("公告"), max_length=300)
    note_en = models.CharField(_("公告（英文）"), max_length=600, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    proposed_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    number = models.PositiveSmallIntegerField(null=True, blank=True, unique=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("裁定")
        verbose_name_plural = _("裁定")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.version_id} {self.kind}"
