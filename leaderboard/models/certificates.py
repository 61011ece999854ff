"""Certificates that were handed out."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Certificate(models.Model):
    """What somebody had reached in a round when they took their certificate, one each.

    Who has the `code` can check it, so it cannot be guessed. The name is not kept here: it is the
    contestant's own, and goes when they have their data deleted. `rank` is among `people` in the
    whole contest; times in milliseconds.
    """

    code = models.CharField(_("验证码"), max_length=16, unique=True)
    round = models.ForeignKey("quiz.Round", models.PROTECT, related_name="certificates")
    contestant = models.ForeignKey("quiz.Contestant", models.PROTECT, related_name="certificates")
    score = models.IntegerField(_("得分"))
    took_ms = models.BigIntegerField(_("用时"))
    rank = models.PositiveIntegerField(_("名次"))
    people = models.PositiveIntegerField(_("人数"))
    issued_at = models.BigIntegerField(_("签发时间"))

    class Meta:
        verbose_name = _("证书")
        verbose_name_plural = _("证书")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "contestant"], name="one_certificate")
        ]

    def __str__(self) -> str:
        return self.code
