"""What an editor asked for and takes long: done by a process of its own, beside the server."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Errand(models.Model):
    """One piece of work in the name of whoever asked for it; gone when it is done.

    `what` names an entry of errand_kinds.KINDS, `on` the number of the row that it is about, and
    `said` holds what else was asked. Words that come of it are in `language`.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        CALLED = "called"  # a process is on its way
        TAKEN = "taken"

    what = models.CharField(max_length=20)
    on = models.PositiveBigIntegerField()
    said = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    # How far it is, and when (in ms since 1970) whoever does it last said that it lives.
    done = models.PositiveIntegerField(default=0)
    beat_at = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("后台工作")
        verbose_name_plural = _("后台工作")
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["what", "on"], name="errand_about")]

    def __str__(self) -> str:
        return f"{self.what} {self.on}"
