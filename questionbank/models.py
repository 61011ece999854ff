"""The tables of the bank. A published text never changes: a correction is a new version."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Facet(models.TextChoices):
    TOPIC = "topic", _("主题")
    DIMENSION = "dimension", _("维度")
    BENCHMARK = "benchmark", _("基准点")
    AUDIENCE = "audience", _("适用人群")
    DIFFICULTY = "difficulty", _("难度")
    SENSITIVITY = "sensitivity", _("敏感内容")


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


class Tag(models.Model):
    """One value of one facet, such as topic T4.2; facets are independent of each other."""

    facet = models.CharField(_("标签类"), max_length=16, choices=Facet.choices)
    code = models.CharField(_("代码"), max_length=16)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    name_zh = models.CharField(_("中文名"), max_length=80)
    name_en = models.CharField(_("英文名"), max_length=160)
    place = models.PositiveSmallIntegerField(_("次序"), default=0)

    class Meta:
        verbose_name = _("标签")
        verbose_name_plural = _("标签")
        ordering: ClassVar = ["facet", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["facet", "code"], name="tag_once_per_facet")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"


class Question(models.Model):
    """What editors care for over the years; its words are in its versions."""

    ref = models.CharField(_("编号"), max_length=40, unique=True)
    status = models.CharField(
        _("状态"), max_length=10, choices=Status.choices, default=Status.DRAFT
    )
    # Region codes from the province down, "440000/440100"; a bank serves everything below its path.
    scope = models.CharField(_("适用地区"), max_length=80, default="440000", db_index=True)
    tags = models.ManyToManyField(Tag, verbose_name=_("标签"), related_name="questions", blank=True)
    author_zh = models.CharField(_("作者"), max_length=80, blank=True)
    author_en = models.CharField(_("作者（英文）"), max_length=160, blank=True)
    licence = models.CharField(_("许可"), max_length=40, default="CC-BY-4.0")
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)
    history = HistoricalRecords(m2m_fields=[tags])

    class Meta:
        verbose_name = _("试题")
        verbose_name_plural = _("试题")
        ordering: ClassVar = ["ref"]
        indexes: ClassVar = [models.Index(fields=["status", "scope"], name="question_pool")]

    def __str__(self) -> str:
        return self.ref


class Unchangeable(models.QuerySet[Any]):
    """Rows that code, too, cannot change in bulk: what was asked can be shown forever."""

    def update(self, **_kwargs: Any) -> int:
        """Raises ValidationError."""
        raise ValidationError(_("试题版本不可修改，请新建版本。"))


class QuestionVersion(models.Model):
    """An unchangeable text of a question. Papers hold versions: what was asked can always be shown.

    `key` holds option places for choices, `[0]` (true) or `[1]` (false) for a statement, places in
    the right order for an ordering; for an estimate `estimate` holds value, near, far, min, max,
    unit_zh and unit_en, and `key` is empty.
    """

    question = models.ForeignKey(Question, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版本"), default=1)
    kind = models.CharField(_("题型"), max_length=10, choices=Kind.choices)
    stem_zh = models.TextField(_("题干"), max_length=500)
    stem_en = models.TextField(_("题干（英文）"), max_length=1000, blank=True)
    key = models.JSONField(_("标准答案"), default=list)
    estimate = models.JSONField(_("估算范围"), null=True, blank=True)
    explanation_zh = models.TextField(_("解析"), max_length=1000)
    explanation_en = models.TextField(_("解析（英文）"), max_length=2000, blank=True)
    source_zh = models.CharField(_("来源"), max_length=200)
    source_en = models.CharField(_("来源（英文）"), max_length=300, blank=True)
    content_hash = models.CharField(_("内容指纹"), max_length=64, db_index=True)
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
            raise ValidationError(_("试题版本不可修改，请新建版本。"))
        super().save(*args, **kwargs)


class Option(models.Model):
    """One option of a version, at `place` counted from 0; a fixed one ("以上都对") stays last."""

    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="options")
    place = models.PositiveSmallIntegerField(_("位置"))
    text_zh = models.CharField(_("选项"), max_length=200)
    text_en = models.CharField(_("选项（英文）"), max_length=400, blank=True)
    fixed = models.BooleanField(_("位置固定"), default=False)

    class Meta:
        verbose_name = _("选项")
        verbose_name_plural = _("选项")
        ordering: ClassVar = ["version", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "place"], name="option_once_per_place")
        ]

    def __str__(self) -> str:
        return self.text_zh
