"""What organisers asked to be worked out of a round's papers, and what came of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quiz.models.contest import Round


class RoundErrand(models.Model):
    """A preview or the preparation of a round, done by a process beside the server; kept as the
    record of who asked for it.

    `found` is a quiz.preparing.Preview, empty until it is done; `format` is the round's that it was
    worked out by. `problem` says why there is nothing, or which books were replaced. Moments in
    milliseconds; `ended_at` 0 = not yet.
    """

    class What(models.TextChoices):
        PREVIEW = "preview", _("预览")
        PREPARE = "prepare", _("备卷")
        AGAIN = "again", _("重新备卷")

    class State(models.TextChoices):
        WORKING = "working", _("进行中")
        DONE = "done", _("完成")
        REFUSED = "refused", _("未成")

    round = models.ForeignKey(Round, models.CASCADE, related_name="errands")
    what = models.CharField(max_length=8, choices=What.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.BigIntegerField()
    ended_at = models.BigIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WORKING)
    step = models.PositiveSmallIntegerField(default=0)
    format = models.JSONField(default=dict)
    found = models.JSONField(default=dict)
    problem = models.TextField(blank=True, default="")

    class Meta:
        verbose_name = _("备卷工作")
        verbose_name_plural = _("备卷工作")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            # Two organisers who press at once: one of them is told of the other.
            models.UniqueConstraint(
                fields=["round"], condition=models.Q(state="working"), name="one_errand_a_round"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.round_id}"
