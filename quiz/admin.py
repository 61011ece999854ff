"""Contests and rounds for organisers; what contestants did is shown and never edited."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from questionbank import given_once
from questionbank.admin import ReadOnly
from quiz import changing, clock, format_words, named, rounds
from quiz.admin_moments import Moment, moment
from quiz.models import (
    Attempt,
    Cohort,
    Contest,
    Contestant,
    Extension,
    PreparedRound,
    Region,
    Round,
)
from quiz.rules import formats

if TYPE_CHECKING:
    RoundFormBase = forms.ModelForm[Round]
    AnyAdmin = admin.ModelAdmin[Any]
    AnyPaginator = Paginator[Any]
else:
    RoundFormBase = forms.ModelForm
    AnyAdmin = admin.ModelAdmin
    AnyPaginator = Paginator
HOURS = ("opens_at", "closes_at")
ENDLESS = _("排名赛须有结束时间。")
TWICE = _("“%s”写了两次，只会算后一次；请留一处。")
NEWEST = _("只列出最近的一部分；更早的请用筛选或搜索。")
# Rows of a table of millions that can be leafed through: a count of all, and a page far behind,
# read all of it.
MOST = 10_000


class RoundForm(RoundFormBase):
    """A round whose format is checked before it is stored, and which stays what was promised."""

    class Meta:
        model = Round
        fields = ("contest", "code", "title_zh", "title_en", "format", "opens_at", "closes_at")
        field_classes: ClassVar = dict.fromkeys(HOURS, Moment)

    def clean_format(self) -> dict[str, Any]:
        """The settings with every default filled in. Refuses what quiz.rules.formats refuses, a
        name given twice, and cohorts and tags that there are not."""
        if names := given_once.twice(self.data.get(self.add_prefix("format"), "")):
            raise ValidationError(TWICE % names[0])
        try:
            form = formats.read(self.cleaned_data["format"])
            rounds.check_cohorts(form)
            rounds.check_cells(form)
            return formats.plain(form)
        except formats.BadFormat as error:
            raise ValidationError(format_words.refusal(error)) from error

    def clean(self) -> dict[str, Any]:
        """Refuses a ranked round without an end, and changes of what papers, seats and boards rest
        on: once the round is prepared its contest, code and format, once it is open its hours."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if _endless(cleaned):
            self.add_error("closes_at", ENDLESS)
        # Held until it is saved: nobody gives it more time in between, which this would take back.
        rows = Round.objects.select_for_update(of=("self",), no_key=True)
        stored = rows.filter(pk=self.instance.pk, prepared__isnull=False).first()
        if stored is None:
            for name, why in changing.kept(self.instance, cleaned).items():
                self.add_error(name, why)
        if stored is not None:
            for name, message in changing.refused(stored, cleaned, clock.now()).items():
                self.add_error(name, message)
        return cleaned


def _endless(cleaned: Mapping[str, Any]) -> bool:
    """Whether it is a ranked round without an end (regulations, section 2.1)."""
    form = cleaned.get("format")
    ranked = form is not None and formats.read(form).ranked
    return ranked and "closes_at" in cleaned and cleaned["closes_at"] is None


@admin.register(Contest)
class ContestAdmin(SimpleHistoryAdmin):  # type: ignore[misc]
    list_display = ("title_zh", "code", "region")
    ordering = ("-pk",)
    search_fields = ("title_zh", "title_en", "code")
    autocomplete_fields = ("region",)


@admin.register(Round)
class RoundAdmin(SimpleHistoryAdmin):  # type: ignore[misc]
    form = RoundForm
    list_display = ("title_zh", "code", "contest", *(moment(Round, at) for at in HOURS))
    ordering = ("-pk",)
    list_select_related = ("contest",)
    list_filter = ("contest",)
    search_fields = ("title_zh", "code")

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What names a round by its code keeps it, as what holds it does."""
        *found, held = super().get_deleted_objects(objs, request)
        return *found, [*held, *(words for one in objs for words in named.by(one))]


@admin.register(Region)
class RegionAdmin(ReadOnly, AnyAdmin):
    list_display = ("name_zh", "name_hant", "code", "kind", "population")
    list_filter = ("kind",)
    search_fields = ("name_zh", "name_hant", "name_en", "code")


@admin.register(Cohort)
class CohortAdmin(ReadOnly, AnyAdmin):
    list_display = ("name_zh", "name_hant", "code")


@admin.register(PreparedRound)
class PreparedRoundAdmin(ReadOnly, AnyAdmin):
    """The promise; the seed is on no page."""

    list_display = ("round", "seed_hash", "digest", "beacon", moment(PreparedRound, "prepared_at"))
    list_select_related = ("round",)
    fields = ("round", "seed_hash", "digest", "beacon", "prepared_at")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("books", "seed")


@admin.register(Extension)
class ExtensionAdmin(ReadOnly, AnyAdmin):
    list_display = (
        "round",
        moment(Extension, "was"),
        moment(Extension, "closes_at"),
        "reason_zh",
        "who",
        moment(Extension, "at"),
    )
    list_select_related = ("round",)


class UpToMost(AnyPaginator):
    """Pages of the first MOST rows; the others are neither counted nor leafed through."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return int(rows[:MOST].count())


class Newest(ReadOnly, AnyAdmin):
    """A table of millions: the newest rows, the others by filter and search."""

    ordering = ("-pk",)
    paginator = UpToMost
    show_full_result_count = False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {"subtitle": NEWEST, **(extra_context or {})})


@admin.register(Contestant)
class ContestantAdmin(Newest):
    list_display = ("nickname", "region", "cohort", "contest", "bot")
    list_select_related = ("region", "cohort", "contest")
    list_filter = ("contest", "cohort", "bot")
    search_fields = ("nickname",)
    fields = ("nickname", "region", "cohort", "unit", "contest", "guardian", "bot")


@admin.register(Attempt)
class AttemptAdmin(Newest):
    list_display = (
        "id",
        "round",
        "contestant",
        "try_no",
        "region_path",
        moment(Attempt, "opened_at"),
    )
    list_select_related = ("round", "contestant")
    list_filter: ClassVar = ["round"]
    raw_id_fields = ("contestant",)
