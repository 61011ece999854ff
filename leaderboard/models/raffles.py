"""Raffles: what was promised, who is in, what was drawn, and how winners can be reached."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quiz.models.asked_work import AskedWork, one_at_a_time


class Stage(models.TextChoices):
    OPEN = "open", _("进行中")
    SEALED = "sealed", _("名单已固定")
    DRAWN = "drawn", _("已开奖")


class Raffle(models.Model):
    """One raffle of a contest, held by the region of `scope` (a path).

    `rule` is leaderboard.rules.raffle.Rule as JSON, `prizes` a list of [name, stock]. `seed` stays
    secret until the draw; its hash is public from the beginning, the digest of the tickets from the
    sealing; `passed` are tickets whose owners were drawn before, or had their data deleted.
    `beacon_source` says beforehand which public number will be taken. `salt` makes the names of
    tickets. Moments in milliseconds; `claim_days` to claim, a reserve has as many again; contacts
    are deleted at `delete_at`.
    """

    contest = models.ForeignKey("quiz.Contest", models.PROTECT, related_name="raffles")
    scope = models.CharField(_("地区"), max_length=80)
    code = models.SlugField(_("代码"), max_length=24, unique=True)
    title_zh = models.CharField(_("名称"), max_length=80)
    title_en = models.CharField(_("英文名"), max_length=160, blank=True)
    rule = models.JSONField(_("资格"))
    prizes = models.JSONField(_("奖品"))
    passed = models.JSONField(_("重复的奖券"), default=list)
    reserves = models.PositiveSmallIntegerField(_("候补人数"), default=10)
    beacon_source = models.CharField(_("公共数字的来源"), max_length=200)
    closes_at = models.BigIntegerField(_("截止时间"))
    claim_days = models.PositiveSmallIntegerField(_("领奖天数"), default=7)
    delete_at = models.BigIntegerField(_("联系方式删除时间"))
    stage = models.CharField(_("状态"), max_length=8, choices=Stage.choices, default=Stage.OPEN)
    seed = models.CharField(max_length=64)
    seed_hash = models.CharField(_("种子承诺"), max_length=64)
    salt = models.CharField(max_length=64)
    tickets = models.PositiveIntegerField(_("奖券数"), default=0)
    digest = models.CharField(_("名单指纹"), max_length=64, blank=True)
    beacon = models.CharField(_("公共数字"), max_length=80, blank=True)
    sealed_at = models.BigIntegerField(_("固定时间"), null=True)
    drawn_at = models.BigIntegerField(_("开奖时间"), null=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name=_("创建人")
    )
    made_at = models.BigIntegerField(_("创建时间"))

    class Meta:
        verbose_name = _("抽奖")
        verbose_name_plural = _("抽奖")
        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        return self.title_zh


class Ticket(models.Model):
    """One chance; `day` is 0 where each person has one. `number` is public, whose it is not."""

    raffle = models.ForeignKey(Raffle, models.CASCADE, related_name="held")
    contestant = models.ForeignKey("quiz.Contestant", models.PROTECT, related_name="tickets")
    day = models.PositiveIntegerField(default=0)
    number = models.CharField(_("奖券号"), max_length=16)

    class Meta:
        verbose_name = _("奖券")
        verbose_name_plural = _("奖券")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["raffle", "number"], name="ticket_once"),
            models.UniqueConstraint(fields=["raffle", "contestant", "day"], name="chance_once"),
        ]

    def __str__(self) -> str:
        return self.number


class Win(models.Model):
    """A drawn ticket, winner or reserve, in the order of the draw.

    `prize` is empty for a reserve until one steps up for the winner `instead_of`, who let the
    moment `claim_by` pass or had their data deleted.
    """

    raffle = models.ForeignKey(Raffle, models.PROTECT, related_name="wins")
    place = models.PositiveIntegerField(_("次序"))
    ticket = models.OneToOneField(Ticket, models.PROTECT, related_name="win")
    prize = models.CharField(_("奖品"), max_length=60, blank=True)
    claim_by = models.BigIntegerField(_("领奖截止"), null=True)
    instead_of = models.OneToOneField("self", models.PROTECT, null=True, related_name="stands_in")

    class Meta:
        verbose_name = _("中奖")
        verbose_name_plural = _("中奖")
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["raffle", "place"], name="drawn_once")
        ]

    def __str__(self) -> str:
        return f"{self.raffle_id}/{self.place}"


class Claim(models.Model):
    """How a winner can be reached, encrypted; emptied by the raffle's date."""

    win = models.OneToOneField(Win, models.PROTECT, related_name="claim")
    contact = models.BinaryField(null=True)
    claimed_at = models.BigIntegerField(_("登记时间"))
    deleted_at = models.BigIntegerField(_("删除时间"), null=True)

    class Meta:
        verbose_name = _("领奖登记")
        verbose_name_plural = _("领奖登记")

    def __str__(self) -> str:
        return f"{self.win_id}"


class ClaimRead(models.Model):
    """Who looked at a contact, and when; only added."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="reads")
    who = models.CharField(_("谁"), max_length=150)
    at = models.BigIntegerField(_("时间"))

    class Meta:
        verbose_name = _("查看记录")
        verbose_name_plural = _("查看记录")

    def __str__(self) -> str:
        return f"{self.claim_id} {self.who}"


class RaffleErrand(AskedWork):
    """A sealing or a drawing. `problem` is why there is nothing, as a key of
    leaderboard.raffle.words.REASONS."""

    class What(models.TextChoices):
        SEAL = "seal", _("固定名单")
        DRAW = "draw", _("开奖")

    raffle = models.ForeignKey(Raffle, models.CASCADE, related_name="errands")
    what = models.CharField(max_length=8, choices=What.choices)
    beacon = models.CharField(max_length=80, blank=True, default="")
    problem = models.CharField(max_length=16, blank=True, default="")

    class Meta(AskedWork.Meta):
        constraints: ClassVar = [one_at_a_time("raffle", "one_errand_a_raffle")]

    def __str__(self) -> str:
        return f"{self.what} {self.raffle_id}"
