"""What reports are made of: cells of figures, and what was counted of each person. All of it can be
thrown away and counted again from the journal."""

from typing import ClassVar

from django.db import models


class ReportShelf(models.Model):
    """All cells of one region in one round, packed: a page of the journal changes most regions of
    a province, and a thousand rows are written for one shelf's price. `round` 0 = the whole
    contest; `units`: the cells of its units, which are many and change seldom together.
    """

    name = models.CharField(max_length=120, primary_key=True)
    contest = models.CharField(max_length=12)
    round = models.IntegerField()
    path = models.CharField(max_length=80)
    units = models.BooleanField()
    cells = models.BinaryField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["contest", "round"], name="report_of_contest")]

    def __str__(self) -> str:
        return self.name


class PersonFacts(models.Model):
    """The closed papers of one contestant as they are counted in the cells, packed; no names, and
    no unit once the contestant's data was deleted. Of no paper: somebody who only opened some, and
    whose unit was taken from what is counted as opened."""

    contestant = models.BigIntegerField(primary_key=True)
    facts = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.contestant}"


class ReportState(models.Model):
    """How far the cells are counted: one row. `turn` grows with every page, so that of two
    processes that count the same only one is heard. `opened_floor` is a number below which all
    attempts are counted as opened, `opened_until` the moment up to which (milliseconds). `as_of`
    0 = not all is counted for the first time, or anew."""

    place = models.TextField(default="")
    turn = models.BigIntegerField(default=0)
    opened_floor = models.BigIntegerField(default=0)
    opened_until = models.BigIntegerField(default=0)
    as_of = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.turn}"


class ReportContest(models.Model):
    """Of which turn of ReportState a contest's cells were changed last (`turn`), and of which its
    sheets are (`made`, 0 = there are none). Moments in milliseconds: `as_of` is the state's when
    they were made, `made_at` when that was done, which took `took_ms`. `rule` is the form that
    they have, and by which they hide small figures."""

    contest = models.CharField(max_length=12, primary_key=True)
    turn = models.BigIntegerField()
    made = models.BigIntegerField(default=0)
    as_of = models.BigIntegerField(default=0)
    made_at = models.BigIntegerField(default=0)
    took_ms = models.BigIntegerField(default=0)
    rule = models.CharField(max_length=100, default="")

    def __str__(self) -> str:
        return self.contest


class ReportSheet(models.Model):
    """What pages read: all cells of a round (0 = of the whole contest), packed by region, each with
    what is not shown of it; with the units, or without."""

    contest = models.CharField(max_length=12)
    round = models.IntegerField()
    units = models.BooleanField()
    cells = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contest", "round", "units"], name="sheet_once")
        ]

    def __str__(self) -> str:
        return f"{self.contest}|{self.round}|{int(self.units)}"
