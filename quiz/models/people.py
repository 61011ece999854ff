"""Where contestants live and who they are."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from quiz import naming


class Region(models.Model):
    """A node of the administrative tree. Codes have unequal lengths: never count digits."""

    code = models.CharField(_("代码"), max_length=12, primary_key=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    # Codes from the province down, joined by "/": a subtree is all that has its path as prefix.
    path = models.CharField(_("路径"), max_length=80, unique=True)
    kind = models.CharField(_("级别"), max_length=10)
    name_zh = models.CharField(_("名称"), max_length=40)
    name_en = models.CharField(_("英文名"), max_length=60)
    # Empty: as in Simplified.
    name_hant = models.CharField(_("繁体名"), max_length=40, blank=True, default="")
    population = models.PositiveIntegerField(_("常住人口"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(_("人口年份"), null=True, blank=True)
    valid_from = models.DateField(_("生效日期"), null=True, blank=True)
    valid_to = models.DateField(_("失效日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("地区")
        verbose_name_plural = _("地区")
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the language of the moment."""
        return naming.name(self)


class Cohort(models.Model):
    """A key group that a contestant declares (重点人群). Groups come and go: data, not code."""

    code = models.CharField(_("代码"), max_length=16, primary_key=True)
    name_zh = models.CharField(_("名称"), max_length=40)
    name_en = models.CharField(_("英文名"), max_length=60)
    # Empty: as in Simplified.
    name_hant = models.CharField(_("繁体名"), max_length=40, blank=True, default="")
    place = models.PositiveSmallIntegerField(_("次序"), default=0)

    class Meta:
        verbose_name = _("人群")
        verbose_name_plural = _("人群")
        ordering: ClassVar = ["place"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the language of the moment."""
        return naming.name(self)


class Contestant(models.Model):
    """A person taking part in one contest. A nickname, a region and a cohort are enough to play."""

    contest = models.ForeignKey("quiz.Contest", models.PROTECT, related_name="contestants")
    nickname = models.CharField(_("昵称"), max_length=60)
    region = models.ForeignKey(Region, models.PROTECT)
    cohort = models.ForeignKey(Cohort, models.PROTECT)
    unit = models.CharField(_("单位"), max_length=60, blank=True)
    guardian = models.BooleanField(_("监护人已同意"), default=False)
    bot = models.BooleanField(_("模拟选手"), default=False)
    # SHA-256 of the phone's token: who reads the database cannot play as somebody.
    # Null once erased: of empty strings a unique column could keep only one.
    token_hash = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001
    joined_at = models.BigIntegerField(_("加入时间"))
    erased_at = models.BigIntegerField(_("删除时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("参赛者")
        verbose_name_plural = _("参赛者")
        indexes: ClassVar = [
            models.Index(
                fields=["erased_at"],
                condition=models.Q(erased_at__isnull=False),
                name="erased_lately",
            ),
            # From a name on a board to its person's papers (leaderboard/desk/flags_find.py).
            models.Index(fields=["nickname"], name="contestants_by_name"),
            # Whether simulated people are in a result (leaderboard/publish/simulated.py).
            models.Index(
                fields=["contest"], condition=models.Q(bot=True), name="contestants_simulated"
            ),
        ]

    def __str__(self) -> str:
        return self.nickname


class Handover(models.Model):
    """A token that was given up when its contestant went on with another phone: the phone that
    still holds it is told so, and is not taken for a stranger's."""

    contestant = models.ForeignKey(Contestant, models.CASCADE, related_name="handovers")
    token_hash = models.CharField(max_length=64, unique=True)
    left_at = models.BigIntegerField(_("离开时间"), db_index=True)

    class Meta:
        verbose_name = _("换手机")
        verbose_name_plural = _("换手机")

    def __str__(self) -> str:
        return str(self.contestant)


class Relocation(models.Model):
    """A contestant's change of region or cohort. Papers opened before it keep what they had."""

    contestant = models.ForeignKey(Contestant, models.PROTECT, related_name="relocations")
    from_path = models.CharField(_("原地区"), max_length=80)
    to_path = models.CharField(_("现地区"), max_length=80)
    from_cohort = models.CharField(_("原人群"), max_length=16)
    to_cohort = models.CharField(_("现人群"), max_length=16)
    moved_at = models.BigIntegerField(_("更改时间"))

    class Meta:
        verbose_name = _("地区变更")
        verbose_name_plural = _("地区变更")
        constraints: ClassVar = [models.UniqueConstraint(fields=["contestant"], name="moved_once")]

    def __str__(self) -> str:
        return f"{self.from_path} > {self.to_path}"
