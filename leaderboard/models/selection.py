"""Teams chosen from a board, and every change of one. Steps are only ever added.

Sex and year of birth are asked of candidates only, by those who choose the team; they are emptied
on a day that is set when the selection is made (docs/regulations.md, section 13.4).
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    UNKNOWN = "", _("未填")
    FEMALE = "f", _("女")
    MALE = "m", _("男")


class Selection(models.Model):
    """The choice of one team: of a round's board in the region `scope`, under `rule`
    (leaderboard/selection/rule.py). `taken_at`: the moment its candidates were taken from the
    board; `forget_on`: the day on which what was asked of them is emptied."""

    contest = models.ForeignKey("quiz.Contest", models.PROTECT, related_name="selections")
    round = models.ForeignKey("quiz.Round", models.PROTECT, related_name="selections")
    scope = models.CharField(_("地区"), max_length=80)
    title = models.CharField(_("名称"), max_length=80)
    rule = models.JSONField(_("条件"))
    taken_at = models.BigIntegerField(_("取成绩时间"))
    forget_on = models.DateField(_("清除日期"))
    forgotten_at = models.BigIntegerField(_("已清除"), null=True, blank=True)
    made_at = models.BigIntegerField(_("建立时间"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("选拔")
        verbose_name_plural = _("选拔")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.title


class Candidate(models.Model):
    """Somebody on the board when the candidates were taken; `rank` is among their cohort.

    The name is not kept here: it is the contestant's, and goes when they have their data deleted.
    """

    selection = models.ForeignKey(Selection, models.CASCADE, related_name="candidates")
    contestant = models.ForeignKey("quiz.Contestant", models.PROTECT, related_name="+")
    cohort = models.CharField(_("人群"), max_length=16)
    rank = models.PositiveIntegerField(_("名次"))
    score = models.IntegerField(_("得分"))
    took_ms = models.BigIntegerField(_("用时"))
    region_path = models.CharField(_("地区"), max_length=80)
    sex = models.CharField(_("性别"), max_length=1, choices=Sex.choices, blank=True)
    born = models.PositiveSmallIntegerField(_("出生年份"), null=True, blank=True)
    declined = models.BooleanField(_("不参加"), default=False)

    class Meta:
        verbose_name = _("候选人")
        verbose_name_plural = _("候选人")
        ordering: ClassVar = ["cohort", "rank", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["selection", "contestant"], name="candidate_once")
        ]

    def __str__(self) -> str:
        return f"{self.selection_id}/{self.contestant_id}"


class StepKind(models.TextChoices):
    LOCKED = "locked", _("确定名单")
    REPLACED = "replaced", _("替换")


class SelectionStep(models.Model):
    """One act: the team as it was locked (`members` are candidates' numbers), or one who left
    (`gone`) and who came in their place (`came`). `by` is empty once that account is gone."""

    selection = models.ForeignKey(Selection, models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField(_("序号"))
    kind = models.CharField(_("操作"), max_length=10, choices=StepKind.choices)
    members = models.JSONField(default=list)
    gone = models.ForeignKey(Candidate, models.PROTECT, null=True, related_name="+")
    came = models.ForeignKey(Candidate, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("理由"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    who = models.CharField(_("谁"), max_length=150)
    at = models.BigIntegerField(_("时间"))

    class Meta:
        verbose_name = _("选拔记录")
        verbose_name_plural = _("选拔记录")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["selection", "number"], name="selection_step_once")
        ]

    def __str__(self) -> str:
        return f"{self.selection_id}/{self.number} {self.kind}"
