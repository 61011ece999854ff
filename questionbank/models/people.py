"""Who may do what where: a role in a region and in everything below it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    AUTHOR = "author", _("命题人")
    REVIEWER = "reviewer", _("审题人")
    APPROVER = "approver", _("终审人")
    ORGANISER = "organiser", _("组织者")


class Grant(models.Model):
    """A role of a user at the region path `scope` and below; questionbank.grants reads it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="grants")
    role = models.CharField(_("角色"), max_length=10, choices=Role.choices)
    scope = models.CharField(_("地区"), max_length=80)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("授权")
        verbose_name_plural = _("授权")
        ordering: ClassVar = ["scope", "role", "user"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "role", "scope"], name="grant_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.scope}"
