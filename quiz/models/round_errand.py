"""What organisers asked to be worked out of a round's papers, and what came of it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from quiz.models.asked_work import AskedWork, one_at_a_time
from quiz.models.contest import Round


class RoundErrand(AskedWork):
    """A preview or the preparation of a round.

    `found` is a quiz.preparing.Preview, empty until it is done; `format` is the round's that it was
    worked out by. `problem` says why there is nothing, or which books were replaced.
    """

    class What(models.TextChoices):
        PREVIEW = "preview", _("预览")
        PREPARE = "prepare", _("备卷")
        AGAIN = "again", _("重新备卷")

    round = models.ForeignKey(Round, models.CASCADE, related_name="errands")
    what = models.CharField(max_length=8, choices=What.choices)
    format = models.JSONField(default=dict)
    found = models.JSONField(default=dict)
    problem = models.TextField(blank=True, default="")

    class Meta(AskedWork.Meta):
        verbose_name = _("备卷工作")
        verbose_name_plural = _("备卷工作")
        constraints: ClassVar = [one_at_a_time("round", "one_errand_a_round")]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.round_id}"
