"""Attempts and the journal. Rows are only ever added: a score is what the entries say."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Attempt(models.Model):
    """One contestant's one go at one paper. `try_no` counts from 0 and is spent by opening.

    `region_path` and `cohort` are those of the moment: a later move does not rewrite history.
    """

    round = models.ForeignKey("quiz.Round", models.PROTECT, related_name="attempts")
    contestant = models.ForeignKey("quiz.Contestant", models.PROTECT, related_name="attempts")
    try_no = models.PositiveIntegerField(_("第几次"))
    book = models.PositiveSmallIntegerField(_("卷册"))
    form = models.PositiveSmallIntegerField(_("卷号"))
    region_path = models.CharField(_("地区"), max_length=80)
    cohort = models.CharField(_("人群"), max_length=16)
    opened_at = models.BigIntegerField(_("开始时间"))

    class Meta:
        verbose_name = _("答卷")
        verbose_name_plural = _("答卷")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "contestant", "try_no"], name="try_once")
        ]
        # A ruling is about the few papers with its question, of a round's millions.
        indexes: ClassVar = [
            models.Index(fields=["round", "book", "form"], name="attempts_by_form")
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.contestant_id}/{self.try_no}"


class CurrentTransaction(models.Func):
    """The number of the transaction that stores a row: PostgreSQL's; 0 where one writer writes."""

    output_field = models.BigIntegerField()
    allowed_default = True

    def as_sql(self, *_args: Any, **_kwargs: Any) -> tuple[str, Any]:
        return "0", []

    def as_postgresql(self, *_args: Any, **_kwargs: Any) -> tuple[str, Any]:
        return "((pg_current_xact_id())::text)::bigint", []


class EntryKind(models.IntegerChoices):
    SURE = 0, _("有把握")
    SHOWN = 1, _("题目已显示")
    ANSWER = 2, _("作答")
    CLOSED = 3, _("交卷")
    RULED = 4, _("重判")
    VOIDED = 5, _("作废或恢复")


class Entry(models.Model):
    """One row of the journal.

    SURE: beside the answer of a sitting, its contestant staked on it.
    SHOWN: the question of `slot` was asked for by name (formats that reveal each key).
    ANSWER: `choice` holds the chosen option places (or other numbers) joined by commas, or a typed
    text behind a quotation mark (quiz/rules/choices.py); empty = left blank.
    CLOSED: `points` is the score and `took_ms` the time of the whole attempt, `slot` its length.
    RULED: `points` is the score by all rulings up to number `slot`; time and moment are those of
    CLOSED. The one with the largest `slot` is the attempt's score.
    VOIDED: the attempt was taken out of the count (`slot` odd) or put back (even); points, time and
    moment are those of CLOSED. The largest `slot` holds; who did it and why says Annulment.
    `stored_at` is the moment of the batch, when the next question was shown.
    """

    attempt = models.ForeignKey(
        Attempt, models.PROTECT, related_name="entries", db_constraint=False, db_index=False
    )
    slot = models.PositiveSmallIntegerField()
    kind = models.PositiveSmallIntegerField(choices=EntryKind.choices)
    seq = models.PositiveIntegerField(default=0)
    choice = models.CharField(max_length=120)
    took_ms = models.IntegerField(_("用时"))
    points = models.IntegerField(_("得分"))
    received_at = models.BigIntegerField(_("收到时间"))
    stored_at = models.BigIntegerField(_("入库时间"))
    # So that a follower can read in commit order, whoever stored the row.
    xid = models.BigIntegerField(db_default=CurrentTransaction())

    class Meta:
        verbose_name = _("流水")
        verbose_name_plural = _("流水")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attempt", "slot", "kind"], name="entry_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["xid", "id"], condition=models.Q(kind__gte=3), name="ended_in_commit_order"
            ),
            # Steps of annulments are few among a round's entries. SQLite takes the index because
            # all that it counts by is in it, the kind, too.
            models.Index(
                fields=["kind", "attempt", "id"], condition=models.Q(kind=5), name="entries_voided"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.slot}"
