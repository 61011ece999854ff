"""Questions and their words. A published text never changes: a correction is a new version."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from questionbank.models.pictures import Picture
from questionbank.models.tags import Tag


class Status(models.TextChoices):
    DRAFT = "draft", _("草稿")
    REVIEW = "review", _("待审")
    APPROVED = "approved", _("已审")
    LIVE = "live", _("启用")
    RETIRED = "retired", _("停用")


class Kind(models.TextChoices):
    SINGLE = "single", _("单选题")
    MULTIPLE = "multiple", _("多选题")
    TRUEFALSE = "truefalse", _("判断题")
    ESTIMATE = "estimate", _("估算题")
    ORDERING = "ordering", _("排序题")
    MATCHING = "matching", _("配对题")
    HOTSPOT = "hotspot", _("图上点选题")
    TEXT = "text", _("填空题")


class Question(models.Model):
    """What editors care for over the years; its words are in its versions."""

    ref = models.CharField(_("编号"), max_length=40, unique=True)
    status = models.CharField(
        _("状态"), max_length=10, choices=Status.choices, default=Status.DRAFT
    )
    # Region codes from the province down, "440000/440100"; a bank serves everything below its path.
    # Adoption moves `scope` up; `home` is where it was written, `offered_to` who may adopt it.
    scope = models.CharField(_("适用地区"), max_length=80, default="440000", db_index=True)
    home = models.CharField(_("来源地区"), max_length=80, default="440000")
    offered_to = models.CharField(_("推荐给"), max_length=80, blank=True, db_index=True)
    tags = models.ManyToManyField(Tag, verbose_name=_("标签"), related_name="questions", blank=True)
    author_zh = models.CharField(_("作者"), max_length=80, blank=True)
    author_en = models.CharField(_("作者（英文）"), max_length=160, blank=True)
    licence = models.CharField(_("许可"), max_length=40, default="CC-BY-4.0")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="questions"
    )
    note = models.TextField(_("编辑备注"), max_length=1000, blank=True)
    expires_on = models.DateField(_("有效期至"), null=True, blank=True)
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)
    updated_at = models.DateTimeField(_("修改时间"), auto_now=True)
    # What contests use. While a newer version waits, `change` says how far it is (draft, review).
    approved = models.ForeignKey(
        "QuestionVersion", models.PROTECT, null=True, blank=True, related_name="+"
    )
    change = models.CharField(_("修改"), max_length=10, choices=Status.choices, blank=True)
    # Kept by the bank's verbs: the newest version, what a search looks through, and a number that
    # grows with every change, by which the second of two editors is told.
    newest = models.ForeignKey(
        "QuestionVersion", models.PROTECT, null=True, blank=True, related_name="+"
    )
    sought = models.TextField(editable=False, blank=True, default="")
    revision = models.PositiveIntegerField(editable=False, default=0)
    history = HistoricalRecords(
        m2m_fields=[tags], excluded_fields=["newest", "sought", "revision", "updated_at"]
    )

    class Meta:
        verbose_name = _("试题")
        verbose_name_plural = _("试题")
        ordering: ClassVar = ["ref"]
        indexes: ClassVar = [
            models.Index(fields=["status", "scope"], name="question_pool"),
            # The list's own order: a page of it is read, not sorted out of the whole bank.
            models.Index(fields=["-updated_at", "-id"], name="question_list"),
            # Few questions are being changed: what is not shown below is found at once.
            models.Index(fields=["change"], name="question_change"),
        ]

    def __str__(self) -> str:
        return self.ref


class Unchangeable(models.QuerySet[Any]):
    """Rows that code, too, cannot change in bulk: what was asked can be shown forever."""

    def update(self, **_kwargs: Any) -> int:
        """Raises ValidationError."""
        raise unchangeable()


class Parts(Unchangeable):
    """Parts of a version: they go with it, never alone."""

    def delete(self) -> tuple[int, dict[str, int]]:
        """Raises ValidationError."""
        raise unchangeable()


def unchangeable() -> ValidationError:
    return ValidationError(_("试题版本不可修改，请新建版本。"))


class QuestionVersion(models.Model):
    """An unchangeable text of a question. Papers hold versions: what was asked can always be shown.

    `key` holds option places for choices, `[0]` (true) or `[1]` (false) for a statement, places in
    the right order for an ordering, for each option the place of its target for a matching; for an
    estimate `estimate` holds value, near, far, min, max, unit_zh and unit_en, and `key` is empty.
    `extra` holds `targets` ([zh, en] each) of a matching, `accepted` (texts) of a short text and
    `areas` ([shape, numbers in thousandths of the picture]) of a hotspot. `rich` holds the trees of
    questionbank.rules.rich of those texts that have more than plain words, by part and language.
    """

    question = models.ForeignKey(Question, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版本"), default=1)
    kind = models.CharField(_("题型"), max_length=10, choices=Kind.choices)
    stem_zh = models.TextField(_("题干"), max_length=500)
    stem_en = models.TextField(_("题干（英文）"), max_length=1000, blank=True)
    key = models.JSONField(_("标准答案"), default=list)
    estimate = models.JSONField(_("估算范围"), null=True, blank=True)
    extra = models.JSONField(null=True, blank=True)
    rich = models.JSONField(null=True, blank=True)
    picture = models.ForeignKey(Picture, models.PROTECT, null=True, blank=True, related_name="+")
    picture_alt_zh = models.CharField(_("图片说明"), max_length=200, blank=True)
    picture_alt_en = models.CharField(_("图片说明（英文）"), max_length=400, blank=True)
    explanation_zh = models.TextField(_("解析"), max_length=1000, blank=True)
    explanation_en = models.TextField(_("解析（英文）"), max_length=2000, blank=True)
    source_zh = models.CharField(_("来源"), max_length=200, blank=True)
    source_en = models.CharField(_("来源（英文）"), max_length=300, blank=True)
    content_hash = models.CharField(_("内容指纹"), max_length=64, db_index=True)
    # What a search looks through for whoever is shown this version and no newer one.
    sought = models.TextField(editable=False, blank=True, default="")
    # A typo was mended: it is still the same item, and its statistics carry on.
    same_item = models.BooleanField(_("同一试题"), default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)
    objects = Unchangeable.as_manager()

    class Meta:
        verbose_name = _("试题版本")
        verbose_name_plural = _("试题版本")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "number"], name="version_once_per_question")
        ]

    def __str__(self) -> str:
        return f"{self.question} v{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new version. Raises ValidationError for one that is stored already."""
        if self.pk is not None:
            raise unchangeable()
        super().save(*args, **kwargs)


class Option(models.Model):
    """One option of a version, at `place` counted from 0; a fixed one ("以上都对") stays last."""

    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="options")
    place = models.PositiveSmallIntegerField(_("位置"))
    text_zh = models.CharField(_("选项"), max_length=200)
    text_en = models.CharField(_("选项（英文）"), max_length=400, blank=True)
    fixed = models.BooleanField(_("位置固定"), default=False)
    picture = models.ForeignKey(Picture, models.PROTECT, null=True, blank=True, related_name="+")
    picture_alt_zh = models.CharField(_("图片说明"), max_length=200, blank=True)
    picture_alt_en = models.CharField(_("图片说明（英文）"), max_length=400, blank=True)
    objects = Parts.as_manager()

    class Meta:
        verbose_name = _("选项")
        verbose_name_plural = _("选项")
        ordering: ClassVar = ["version", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "place"], name="option_once_per_place")
        ]

    def __str__(self) -> str:
        return self.text_zh

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new option. Raises ValidationError for one that is stored already."""
        if self.pk is not None:
            raise unchangeable()
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises ValidationError."""
        raise unchangeable()
