"""The bank's tables for editors. Versions and options can be read here, never changed."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from questionbank.models import Facet, Kind, Option, Question, QuestionVersion, Tag


class ReadOnly:
    """Rows that nobody adds, changes or deletes by hand."""

    def has_add_permission(self, *_args: Any) -> bool:
        return False

    def has_change_permission(self, *_args: Any) -> bool:
        return False

    def has_delete_permission(self, *_args: Any) -> bool:
        return False


class FacetFilter(admin.SimpleListFilter):
    """Filters questions by the tags of one facet, parents included."""

    facet: ClassVar[Facet]

    def lookups(self, *_args: Any) -> list[tuple[str, str]]:
        tags = Tag.objects.filter(facet=self.facet).order_by("parent__place", "place")
        return [(tag.code, str(tag)) for tag in tags]

    def queryset(self, _request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return rows
        tags = Tag.objects.filter(facet=self.facet)
        fitting = tags.filter(code=self.value()) | tags.filter(parent__code=self.value())
        tagged = Question.tags.through.objects.filter(tag__in=fitting.values("pk"))
        return rows.filter(pk__in=tagged.values("question_id"))


def _filter_by(facet: Facet) -> type[FacetFilter]:
    names = {"facet": facet, "title": facet.label, "parameter_name": str(facet)}
    return type(f"{facet.name.title()}Filter", (FacetFilter,), names)


class KindFilter(admin.SimpleListFilter):
    title = _("题型")
    parameter_name = "kind"

    def lookups(self, *_args: Any) -> list[tuple[str, Any]]:
        return list(Kind.choices)

    def queryset(self, _request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.filter(newest__kind=self.value()) if self.value() else rows


class OptionInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = Option
    fields = ("place", "text_zh", "text_en", "fixed")


class VersionInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = QuestionVersion
    fields = ("number", "kind", "stem_zh", "source_zh", "created_at")
    readonly_fields = fields
    show_change_link = True


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("code", "name_zh", "name_en", "facet", "parent")
    list_filter = ("facet",)
    list_select_related = ("parent",)
    search_fields = ("code", "name_zh", "name_en")
    autocomplete_fields = ("parent",)

    def has_delete_permission(self, *_args: Any) -> bool:
        """Never: deleting a tag would take it from every question without a trace."""
        return False


@admin.register(Question)
class QuestionAdmin(SimpleHistoryAdmin):  # type: ignore[misc]
    list_display = ("ref", "stem", "kind", "status", "tag_codes", "scope")
    list_filter = (
        "status",
        KindFilter,
        *(_filter_by(facet) for facet in Facet),
        "scope",
        "licence",
    )
    list_per_page = 50
    search_fields = ("ref", "versions__stem_zh", "versions__stem_en", "versions__explanation_zh")
    search_help_text = _("编号、题干或解析中的文字")
    filter_horizontal = ("tags",)
    readonly_fields = ("home", "offered_to", "owner", "newest", "approved", "change")
    inlines = (VersionInline,)
    history_list_display = ("status", "scope")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        tags = Prefetch("tags", Tag.objects.order_by("facet", "place"))
        rows: QuerySet[Question] = super().get_queryset(request)
        return rows.prefetch_related(tags).select_related("newest")

    def has_delete_permission(self, *_args: Any) -> bool:
        """Never: papers point at questions; one that is no longer asked is retired."""
        return False

    @admin.display(description=_("题干"), ordering="newest__stem_zh")
    def stem(self, question: Question) -> str:
        return question.newest.stem_zh[:60] if question.newest else ""

    @admin.display(description=_("题型"), ordering="newest__kind")
    def kind(self, question: Question) -> Any:
        return Kind(question.newest.kind).label if question.newest else ""

    @admin.display(description=_("标签"))
    def tag_codes(self, question: Question) -> str:
        return " ".join(tag.code for tag in question.tags.all())


@admin.register(QuestionVersion)
class QuestionVersionAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("question", "number", "kind", "stem_zh", "created_at")
    list_filter = ("kind", "created_at")
    list_select_related = ("question",)
    search_fields = ("question__ref", "stem_zh", "stem_en", "options__text_zh")
    search_help_text = _("编号、题干或选项中的文字")
    inlines = (OptionInline,)


@admin.register(Option)
class OptionAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("version", "place", "text_zh", "fixed")
    list_select_related = ("version__question",)
    search_fields = ("version__question__ref", "text_zh", "text_en")
