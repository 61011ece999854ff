"""The bank's tables for editors, as far as their grants reach.

Versions and options can be read here, never changed; a question's status is moved by the workflow.
"""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from questionbank import desk, grants
from questionbank.access import check, editor
from questionbank.admin.shared import ByGrant, OwnBank, ReadOnly
from questionbank.messages import Refused
from questionbank.models import (
    Comment,
    Facet,
    Kind,
    Option,
    Question,
    QuestionVersion,
    Step,
    Tag,
)
from questionbank.punctuation import listed


class FacetFilter(admin.SimpleListFilter):
    """Filters questions by the tags of one facet, parents included."""

    facet: ClassVar[Facet]

    def lookups(self, *_args: Any) -> list[tuple[str, str]]:
        tags = Tag.objects.filter(facet=self.facet).in_taxonomy()
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

    def get_queryset(self, request: HttpRequest) -> QuerySet[QuestionVersion]:
        seen = grants.visible_versions(request.user).values("pk")
        return super().get_queryset(request).filter(pk__in=seen)


class StepInline(OwnBank, admin.TabularInline):  # type: ignore[type-arg]
    model = Step
    fields = ("act", "before", "after", "by", "at", "reason")
    readonly_fields = fields


class CommentInline(OwnBank, admin.TabularInline):  # type: ignore[type-arg]
    model = Comment
    fields = ("field", "text", "done", "by", "at")
    readonly_fields = fields


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


# What the admin changes of a question, and the verb that it takes.
EDITABLE = {
    "tags": "tag",
    **dict.fromkeys(("author_zh", "author_en", "licence", "note", "expires_on"), "write"),
}


@admin.register(Question)
class QuestionAdmin(ByGrant, SimpleHistoryAdmin):  # type: ignore[misc]
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
    fields = (
        *("ref", "status", "change", "scope", "home", "offered_to", "owner", "approved"),
        *EDITABLE,
    )
    inlines = (VersionInline, StepInline, CommentInline)
    history_list_display = ("status", "scope")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        tags = Prefetch("tags", Tag.objects.order_by("facet", "place"))
        rows: QuerySet[Question] = super().get_queryset(request)
        seen = rows.filter(pk__in=grants.visible(request.user).values("pk"))
        return seen.prefetch_related(tags).select_related("newest", "approved")

    def get_readonly_fields(
        self, request: HttpRequest, obj: Question | None = None
    ) -> tuple[str, ...]:
        """All that only the workflow moves, and what the editor has no verb for here."""
        open_to = {n for n, verb in EDITABLE.items() if obj and grants.may(request.user, verb, obj)}
        return tuple(name for name in self.fields if name not in open_to)

    def has_add_permission(self, *_args: Any) -> bool:
        """Never: a question without words is none; the workbench writes questions."""
        return False

    def has_delete_permission(self, *_args: Any) -> bool:
        """Never: papers point at questions; one that is no longer asked is retired."""
        return False

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "tags":
            kwargs["queryset"] = Tag.objects.in_taxonomy()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Question, form: Any, change: bool) -> None:  # noqa: FBT001 (the admin's own signature)
        """Store what was changed here and nothing else; who has the question open is told."""
        changed = [name for name in form.changed_data if name != "tags"]
        obj.revision += 1
        obj._history_user = request.user  # type: ignore[attr-defined]  # noqa: SLF001 (its own name)
        obj.save(update_fields=[*changed, "revision", "updated_at"])

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 (the admin's own signature)
        """Raises PermissionDenied for a tag that may not be taken away."""
        if "tags" in form.cleaned_data:
            wanted = frozenset((tag.facet, tag.code) for tag in form.cleaned_data["tags"])
            try:
                desk.check_tags(form.instance, wanted, editor(request))
            except Refused as refused:
                raise PermissionDenied(str(refused)) from refused
        super().save_related(request, form, formsets, change)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """What was changed when, for the editors of the bank."""
        self._own(request, object_id)
        page: HttpResponse = super().history_view(request, object_id, extra_context)
        return page

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """An earlier state, to look at. Going back to it would go round the workflow."""
        self._own(request, object_id)
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        page: HttpResponse = super().history_form_view(
            request, object_id, version_id, extra_context
        )
        return page

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def _own(self, request: HttpRequest, object_id: str) -> None:
        question = self.get_object(request, object_id)
        if question:
            check(request, "read", question.scope)

    @admin.display(description=_("题干"), ordering="newest__stem_zh")
    def stem(self, question: Question) -> str:
        return question.newest.stem_zh[:60] if question.newest else ""

    @admin.display(description=_("题型"), ordering="newest__kind")
    def kind(self, question: Question) -> Any:
        return Kind(question.newest.kind).label if question.newest else ""

    @admin.display(description=_("标签"))
    def tag_codes(self, question: Question) -> str:
        return listed(tag.name for tag in question.tags.all())


@admin.register(QuestionVersion)
class QuestionVersionAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("question", "number", "kind", "stem_zh", "created_at")
    ordering = ("-pk",)
    list_filter = ("kind", "created_at")
    list_select_related = ("question",)
    search_fields = ("question__ref", "stem_zh", "stem_en", "options__text_zh")
    search_help_text = _("编号、题干或选项中的文字")
    inlines = (OptionInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[QuestionVersion]:
        seen = grants.visible_versions(request.user).values("pk")
        return super().get_queryset(request).filter(pk__in=seen)


@admin.register(Option)
class OptionAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("version", "place", "text_zh", "fixed")
    ordering = ("-pk",)
    list_select_related = ("version__question",)
    search_fields = ("version__question__ref", "text_zh", "text_en")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Option]:
        seen = grants.visible_versions(request.user).values("pk")
        return super().get_queryset(request).filter(version__in=seen)
