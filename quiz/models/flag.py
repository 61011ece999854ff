"""Questions to a human about papers: flags that rules raise, and contestants' appeals."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quiz.models.attempt import Attempt
from quiz.rules import flags

TEXT_LENGTH = 500


class FlagRule(models.TextChoices):
    TOO_FAST = flags.TOO_FAST, _("快于阅读")
    PERFECT_FAST = flags.PERFECT_FAST, _("全对且远快于他人")
    SAME_WRONG = flags.SAME_WRONG, _("错答雷同")
    BURSTS = flags.BURSTS, _("答案成串到达")
    EVEN_PACE = flags.EVEN_PACE, _("用时过于均匀")
    FAR_ABOVE = flags.FAR_ABOVE, _("远高于本人以往")


class FlagState(models.TextChoices):
    OPEN = "open", _("待处理")
    CLEARED = "cleared", _("已排除")
    UPHELD = "upheld", _("已认定")


class Flag(models.Model):
    """A rule that a paper meets, with the numbers it goes by. Nothing follows from it by itself:
    somebody clears or upholds it and says why. `who` keeps the name of `decided_by`; `past` are
    decisions before that one, each as {state, note, who, at}."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="flags")
    rule = models.CharField(_("疑点"), max_length=16, choices=FlagRule.choices)
    evidence = models.JSONField(_("依据"))
    raised_at = models.BigIntegerField(_("发现时间"))
    state = models.CharField(
        _("处理"), max_length=8, choices=FlagState.choices, default=FlagState.OPEN
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    who = models.CharField(_("处理人"), max_length=150, blank=True)
    decided_at = models.BigIntegerField(_("处理时间"), null=True, blank=True)
    note = models.CharField(_("理由"), max_length=TEXT_LENGTH, blank=True)
    past = models.JSONField(_("此前的处理"), default=list, blank=True)

    class Meta:
        verbose_name = _("疑点")
        verbose_name_plural = _("疑点")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attempt", "rule"], name="flag_once")
        ]
        indexes: ClassVar = [models.Index(fields=["state", "rule"], name="flags_by_state")]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.rule}"


class Appeal(models.Model):
    """What a contestant says against an annulment, and the answer. `taken_by` is the organiser who
    wrote it down for them; empty = sent from their own phone."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="appeals")
    text = models.CharField(_("申诉"), max_length=TEXT_LENGTH)
    at = models.BigIntegerField(_("申诉时间"))
    taken_by = models.CharField(_("记录人"), max_length=150, blank=True)
    answer = models.CharField(_("答复"), max_length=TEXT_LENGTH, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    who = models.CharField(_("答复人"), max_length=150, blank=True)
    answered_at = models.BigIntegerField(_("答复时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("申诉")
        verbose_name_plural = _("申诉")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["attempt"],
                condition=models.Q(answered_at=None),
                name="one_open_appeal",
            )
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.text[:20]}"


class FlagLook(models.Model):
    """The last look for flags through a round, by the server itself or by somebody.

    Moments in milliseconds; `ended_at` None = under way, or broken off. `raised`: how many flags
    the last whole one raised. Papers with numbers up to `above` were closed before it began.
    """

    round = models.OneToOneField("quiz.Round", models.CASCADE, related_name="flag_look")
    began_at = models.BigIntegerField(_("开始时间"))
    ended_at = models.BigIntegerField(_("结束时间"), null=True, blank=True)
    raised = models.PositiveIntegerField(_("新提出"), default=0)
    above = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("自动查找疑点")
        verbose_name_plural = _("自动查找疑点")

    def __str__(self) -> str:
        return f"{self.round_id} {self.began_at}"
