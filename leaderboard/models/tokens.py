"""Keys of the feed: each lets one program hear the boards of one region."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class FeedToken(models.Model):
    """A token by its hash; the secret itself is shown once and kept nowhere."""

    name = models.CharField(_("用途"), max_length=60)
    # A region's path: the boards of it and of everything below may be heard.
    scope = models.CharField(_("地区"), max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # Milliseconds since 1970.
    made_at = models.BigIntegerField(_("创建时间"))
    expires_at = models.BigIntegerField(_("失效时间"))
    revoked_at = models.BigIntegerField(_("撤销时间"), null=True, blank=True)
    used_on = models.DateField(_("最近使用"), null=True, blank=True)

    class Meta:
        verbose_name = _("推送令牌")
        verbose_name_plural = _("推送令牌")
        ordering: ClassVar = ["scope", "pk"]

    def __str__(self) -> str:
        return f"{self.scope} {self.name}"
