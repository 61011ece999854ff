"""The way of a question through review, and what its editors say and keep on the way."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from questionbank.models.questions import Question, QuestionVersion, Status


class Step(models.Model):
    """One act of the workflow on a question: who, when, at which version, and why. Only added.

    `before` and `after` say how far the version is when its words move, else the question's use;
    both are the same for an offer, which `reason` names the bank of, and for its answer. `blind` is
    what a reviewer chose before the key was shown, in the numbers of the wire.
    """

    question = models.ForeignKey(Question, models.PROTECT, related_name="steps")
    version = models.ForeignKey(QuestionVersion, models.PROTECT, null=True, related_name="+")
    act = models.CharField(_("操作"), max_length=10, blank=True)
    before = models.CharField(_("原状态"), max_length=10, choices=Status.choices)
    after = models.CharField(_("新状态"), max_length=10, choices=Status.choices)
    reason = models.TextField(_("理由"), max_length=1000, blank=True)
    blind = models.JSONField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("流转")
        verbose_name_plural = _("流转")
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["question", "at"], name="step_of_question")]

    def __str__(self) -> str:
        return f"{self.question_id} {self.before} > {self.after}"


class Comment(models.Model):
    """What an editor says about one field of a version; `field` as in Problem.where, "" = all."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="comments")
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="+")
    field = models.CharField(_("字段"), max_length=40, blank=True)
    text = models.TextField(_("意见"), max_length=1000)
    done = models.BooleanField(_("已处理"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("意见")
        verbose_name_plural = _("意见")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.question_id} {self.field}"


class Scratch(models.Model):
    """What somebody has typed and not saved. `name` is the form's own, new for a new question."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="scratches")
    name = models.CharField(max_length=40)
    question = models.ForeignKey(Question, models.CASCADE, null=True, blank=True, related_name="+")
    body = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["-saved_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "name"], name="scratch_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.name}"


class SavedFilter(models.Model):
    """A filter of the list with a name, shown as a tab; `query` is the list's own address part."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="filters")
    name = models.CharField(_("名称"), max_length=40)
    query = models.CharField(_("条件"), max_length=500, blank=True)
    place = models.PositiveSmallIntegerField(_("次序"), default=0)

    class Meta:
        ordering: ClassVar = ["place", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "name"], name="filter_name_once")
        ]

    def __str__(self) -> str:
        return self.name
