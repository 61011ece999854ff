"""What is published: a signed text, the files that it names by hash, and names that can be erased.

Published rows never change: `save` refuses, and so does the database (the migration's triggers).
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Frozen(Exception):
    """A published row is not changed; what was wrong is told by a new result."""


class WriteOnce(models.Model):
    """A row that is stored once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises Frozen for a row that is there already."""
        if not self._state.adding:
            raise Frozen(f"{self} is never changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises Frozen."""
        raise Frozen(f"{self} is never deleted")


class State(models.TextChoices):
    WORKING = "working", _("正在核算")
    READY = "ready", _("待确认")
    REFUSED = "refused", _("不能公布")
    FAILED = "failed", _("核算中断")
    PUBLISHED = "published", _("已公布")
    DROPPED = "dropped", _("已放弃")


class Publication(models.Model):
    """A result on its way: counted in the background, looked at, confirmed by a second person.

    `body` is what will be signed but for its number, `faults` what keeps it from being published,
    `stand` where the journal stood when it was counted. `done` of `total` attempts are read;
    `beat_at` is when the counting process last said so. `secret` makes the pseudonyms: encrypted,
    empty once it was destroyed.
    """

    round = models.ForeignKey("quiz.Round", models.PROTECT, related_name="publications")
    # Code of the defined board whose result it is; empty = the round's own.
    board = models.CharField(_("榜单"), max_length=24, blank=True, default="")
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.WORKING)
    step = models.CharField(_("步骤"), max_length=16, default="read")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    beat_at = models.BigIntegerField()
    secret = models.TextField(blank=True)
    body = models.JSONField(_("内容"), default=dict)
    faults = models.JSONField(_("未通过的核对"), default=list)
    stand = models.JSONField(default=dict)
    corrects = models.ForeignKey(
        "leaderboard.PublishedResult", models.PROTECT, null=True, related_name="corrections"
    )
    reason = models.CharField(_("更正理由"), max_length=300, blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    prepared_at = models.BigIntegerField(_("开始时间"))

    class Meta:
        verbose_name = _("待公布的成绩")
        verbose_name_plural = _("待公布的成绩")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.round} {self.prepared_at}"


class ResultPart(WriteOnce):
    """A piece of one of a publication's files, in order; about a megabyte each."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="parts")
    name = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["publication", "name", "number"], name="part_once")
        ]

    def __str__(self) -> str:
        return f"{self.publication_id}/{self.name}/{self.number}"


class ResultName(models.Model):
    """The name behind a pseudonym, kept outside what is signed so that it can be erased.

    The signed row has SHA-256 of salt and name. `region` is the path that the board says beside the
    name; the signed row may say a wider one. Erased = all empty: nobody can try names then.
    """

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="names")
    code = models.CharField(max_length=16)
    contestant = models.ForeignKey("quiz.Contestant", models.PROTECT, related_name="+")
    salt = models.CharField(max_length=32, blank=True)
    name = models.CharField(max_length=60, blank=True)
    region = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["publication", "code"], name="result_name_once")
        ]

    def __str__(self) -> str:
        return self.code


class PublishedResult(WriteOnce):
    """A result as it was published. `body` is the canonical JSON that `sha256` and `signature`
    (Ed25519 by `key`, both base64) are of; results of one contest form a chain by `previous`.

    `board` is the code of the defined board that it is of, empty for a round's own; `round` is then
    the round that it covers, of several the last.

    `version` is the version of the whole contest's board that it covers.
    """

    publication = models.OneToOneField(Publication, models.PROTECT, related_name="result")
    contest = models.ForeignKey("quiz.Contest", models.PROTECT, related_name="results")
    round = models.ForeignKey("quiz.Round", models.PROTECT, related_name="results")
    board = models.CharField(_("榜单"), max_length=24, blank=True, default="")
    number = models.PositiveIntegerField(_("编号"))
    body = models.TextField(_("内容"))
    sha256 = models.CharField(max_length=64, unique=True)
    signature = models.CharField(_("签名"), max_length=88)
    key = models.CharField(_("公钥"), max_length=44)
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="next", verbose_name=_("前一份")
    )
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="corrected_by", verbose_name=_("更正")
    )
    version = models.BigIntegerField()
    published_at = models.BigIntegerField(_("公布时间"))
    prepared_by = models.CharField(_("提出人"), max_length=150)
    published_by = models.CharField(_("确认人"), max_length=150)

    class Meta:
        verbose_name = _("已公布的成绩")
        verbose_name_plural = _("已公布的成绩")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contest", "number"], name="result_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.contest} #{self.number}"
