"""What all item statistics are counted from (docs/regulations.md says how).

One row more of a kind: the tables are filled when attempts close and can be counted anew from the
journal at any time.
"""

from typing import ClassVar

from django.db import models

from questionbank.models.questions import QuestionVersion


class ItemCount(models.Model):
    """How many first meetings of `group` (a cohort) with a version, in papers of `length`
    questions, had `rest` of the other questions right and ended in `choice`."""

    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="counts")
    group = models.CharField(max_length=20)
    length = models.PositiveSmallIntegerField()
    rest = models.PositiveSmallIntegerField()
    choice = models.CharField(max_length=40)
    right = models.BooleanField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "group", "length", "rest", "choice"], name="item_count_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.group} {self.rest}/{self.length} {self.choice}"


class ItemTime(models.Model):
    """Per version and day: answers, right ones, quick guesses, and sums of thousandths of the
    natural logarithm of the time in milliseconds."""

    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="times")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)
    right = models.PositiveIntegerField(default=0)
    quick = models.PositiveIntegerField(default=0)
    log_sum = models.BigIntegerField(default=0)
    log_square_sum = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "day"], name="item_time_once")
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.day}"


class ItemPace(models.Model):
    """How many first meetings with a version took so long: `step` as in rules.pace."""

    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="paces")
    step = models.PositiveSmallIntegerField()
    right = models.BooleanField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "step", "right"], name="item_pace_once")
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.step} {self.count}"


class ItemSummary(models.Model):
    """What the counts of a version came to when they were last looked at; made anew at any time.

    `rates` and `errors` are in millionths at the four abilities of the books, `biserial` and its
    error in thousandths, `flags` words of rules.flags between spaces, `unequal` the notable
    differences between groups of `tests` that were made. `stale` = counts came in since.
    """

    version = models.OneToOneField(QuestionVersion, models.CASCADE, related_name="summary")
    count = models.PositiveIntegerField(default=0)
    right = models.PositiveIntegerField(default=0)
    rates = models.JSONField(default=list)
    errors = models.JSONField(default=list)
    biserial = models.SmallIntegerField(null=True)
    biserial_error = models.SmallIntegerField(null=True)
    flags = models.CharField(max_length=80, blank=True)
    unequal = models.JSONField(default=list)
    tests = models.PositiveSmallIntegerField(default=0)
    stale = models.BooleanField(default=True, db_index=True)
    measured_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["version"], condition=~models.Q(flags=""), name="item_flagged")
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.right}/{self.count} {self.flags}"


class CountState(models.Model):
    """How far the journal is counted: one row. `place` is the reader's own, in JSON; `turn` grows
    with every counting, so that of two processes that count the same only one is heard."""

    place = models.TextField(default="")
    turn = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.turn}"
