"""Pictures, known by their content and reached by a name nobody can guess."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Picture(models.Model):
    """A picture as we encoded it anew: WebP in a few widths, without metadata.

    `digest` is the SHA-256 of the widest file: the same picture is stored once. `name` is what its
    address holds; it is random, so that nobody sees a picture before its question is shown.
    """

    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=32, unique=True)
    width = models.PositiveSmallIntegerField(_("宽"))
    height = models.PositiveSmallIntegerField(_("高"))
    widths = models.JSONField(default=list)
    size = models.PositiveIntegerField(_("字节"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("图片")
        verbose_name_plural = _("图片")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.name[:8]} {self.width}x{self.height}"
