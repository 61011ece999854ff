"""Whether a contest's weekly bulletins may be read by everybody."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class BulletinChoice(models.Model):
    """Where there is none, bulletins are for the desk only. `at` in milliseconds."""

    contest = models.OneToOneField("quiz.Contest", models.CASCADE, related_name="bulletin")
    public = models.BooleanField(_("对外公开"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.BigIntegerField(_("时间"))

    class Meta:
        verbose_name = _("简报设置")
        verbose_name_plural = _("简报设置")

    def __str__(self) -> str:
        return f"{self.contest} {self.public}"
