"""How questions are alike, and what an editor said about two that are."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from questionbank.models.questions import Question


class Likeness(models.Model):
    """The newest version's words without all that hides a copy; questionbank.rules.alike makes it.

    `stem` and `options` are plain simplified text, `options` in sorted order.
    """

    question = models.OneToOneField(Question, models.CASCADE, related_name="likeness")
    stem = models.TextField()
    options = models.TextField(blank=True)
    stem_hash = models.CharField(max_length=32, db_index=True)
    options_hash = models.CharField(max_length=32, db_index=True, blank=True)
    # Whether all that is like it was looked for. A row is made anew when the words change.
    searched = models.BooleanField(default=False, db_index=True)

    def __str__(self) -> str:
        return self.stem[:40]


class Alike(models.TextChoices):
    """In what two questions are alike."""

    SAME_TEXT = "same_text", _("题干和选项相同")
    OTHER_KEY = "other_key", _("题干相同，答案不同")
    NEAR = "near", _("文字相近")
    REVERSED = "reversed", _("问法相反")
    SAME_OPTIONS = "same_options", _("选项相同")


class Suspect(models.Model):
    """Two questions that the search found alike, until an editor says what they are to each other.

    `first` has the smaller number of the two; `score` is how alike they are, of a hundred.
    """

    first = models.ForeignKey(Question, models.CASCADE, related_name="+")
    second = models.ForeignKey(Question, models.CASCADE, related_name="+")
    why = models.CharField(max_length=12, choices=Alike.choices)
    score = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["-score", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="suspect_once")
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.why} {self.second_id}"


class Verdict(models.TextChoices):
    ENEMIES = "enemies", _("不得同卷")
    DIFFERENT = "different", _("不是重复")


class Pair(models.Model):
    """What an editor said about two questions; `first` has the smaller number of the two."""

    first = models.ForeignKey(Question, models.CASCADE, related_name="+")
    second = models.ForeignKey(Question, models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("题对")
        verbose_name_plural = _("题对")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_once")
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.verdict} {self.second_id}"
