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
