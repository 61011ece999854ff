"""What boards showed when a day ended, for the pages that tell how a board came to be."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class BoardDay(models.Model):
    """One board at the end of one day of the contest's time zone. Written once, never changed.

    `rows` holds no names: of persons the top ones as [contestant, rank, score, took_ms], of
    regions all as [path, rank, people, score_x100], with null for what was not shown.
    """

    board = models.CharField(_("榜单"), max_length=160)
    day = models.DateField(_("日期"))
    # Milliseconds since 1970; later than the day's end when no process was running then.
    taken_at = models.BigIntegerField(_("记录时间"))
    people = models.PositiveIntegerField(_("人数"))
    attempts = models.PositiveIntegerField(_("人次"))
    mean_x100 = models.IntegerField(_("平均分（百分之一）"), null=True, blank=True)
    rows = models.JSONField(_("各行"))

    class Meta:
        verbose_name = _("榜单日记录")
        verbose_name_plural = _("榜单日记录")
        ordering: ClassVar = ["board", "day"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["board", "day"], name="board_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.board} {self.day}"
