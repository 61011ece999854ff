"""What organisers asked for and a process beside the server does."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AskedWork(models.Model):
    """Who asked when, and how far it is; kept as the record of it. `step` is what a process says it
    has done. Moments in milliseconds; `ended_at` 0 = not yet."""

    class State(models.TextChoices):
        WORKING = "working", pgettext_lazy("work", "进行中")
        DONE = "done", _("完成")
        REFUSED = "refused", _("未成")

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.BigIntegerField()
    ended_at = models.BigIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WORKING)
    step = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering: ClassVar = ["pk"]


def one_at_a_time(of: str, name: str) -> models.UniqueConstraint:
    """Of two who press at once one is told of the other; `of` = what it is asked of."""
    return models.UniqueConstraint(
        fields=[of], condition=models.Q(state=AskedWork.State.WORKING), name=name
    )
