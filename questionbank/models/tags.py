"""Tags by facet: what a question is about, for whom, and how hard."""

from typing import ClassVar

from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Facet(models.TextChoices):
    TOPIC = "topic", _("主题")
    DIMENSION = "dimension", _("维度")
    BENCHMARK = "benchmark", _("基准点")
    AUDIENCE = "audience", _("适用人群")
    DIFFICULTY = "difficulty", _("难度")
    SENSITIVITY = "sensitivity", _("敏感内容")


class Tags(models.QuerySet["Tag"]):
    """Tags as people choose from them."""

    def in_taxonomy(self) -> "Tags":
        """Facet by facet, each tag behind its parent, as the taxonomy has them."""
        family = (Coalesce("parent__place", "place"), Coalesce("parent", "pk"))
        return self.order_by("facet", *family, F("parent").asc(nulls_first=True), "place", "pk")


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
    objects = Tags.as_manager()

    class Meta:
        verbose_name = _("标签")
        verbose_name_plural = _("标签")
        ordering: ClassVar = ["facet", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["facet", "code"], name="tag_once_per_facet")
        ]

    def __str__(self) -> str:
        # "T4.2" and "L2" are said in blueprints; "farmers" beside 农民 says nothing more.
        return self.name if self.code.isalpha() else f"{self.code} {self.name}"

    @property
    def name(self) -> str:
        """Its name in the reader's language, as far as there is one."""
        english = (get_language() or "").startswith("en")
        return (english and self.name_en) or self.name_zh
