"""Contests and rounds for organisers; what contestants did is shown and never edited."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from questionbank.admin import ReadOnly
from quiz.models import Attempt, Cohort, Contest, Contestant, PreparedRound, Region, Round
from quiz.rules import formats

if TYPE_CHECKING:
    RoundFormBase = forms.ModelForm[Round]
    AnyAdmin = admin.ModelAdmin[Any]
else:
    RoundFormBase = forms.ModelForm
    AnyAdmin = admin.ModelAdmin


class RoundForm(RoundFormBase):
    """A round whose format is checked before it is stored."""

    class Meta:
        model = Round
        fields = ("contest", "code", "title_zh", "title_en", "format", "opens_at", "closes_at")

    def clean_format(self) -> dict[str, Any]:
        """The settings with every default filled in. Refuses what quiz.rules.formats refuses."""
        try:
            return formats.plain(formats.read(self.cleaned_data["format"]))
        except formats.BadFormat as error:
            raise ValidationError(str(error)) from error


@admin.register(Contest)
class ContestAdmin(SimpleHistoryAdmin):  # type: ignore[misc]
    list_display = ("title_zh", "code", "region")
    ordering = ("-pk",)
    search_fields = ("title_zh", "title_en", "code")
    autocomplete_fields = ("region",)


@admin.register(Round)
class RoundAdmin(SimpleHistoryAdmin):  # type: ignore[misc]
    form = RoundForm
    list_display = ("title_zh", "code", "contest", "opens_at", "closes_at")
    ordering = ("-pk",)
    list_select_related = ("contest",)
    list_filter = ("contest",)
    search_fields = ("title_zh", "code")


@admin.register(Region)
class RegionAdmin(ReadOnly, AnyAdmin):
    list_display = ("name_zh", "code", "kind", "population")
    list_filter = ("kind",)
    search_fields = ("name_zh", "name_en", "code")


@admin.register(Cohort)
class CohortAdmin(ReadOnly, AnyAdmin):
    list_display = ("name_zh", "code")


@admin.register(PreparedRound)
class PreparedRoundAdmin(ReadOnly, AnyAdmin):
    """The promise; the seed is on no page."""

    list_display = ("round", "seed_hash", "digest", "beacon", "prepared_at")
    list_select_related = ("round",)
    fields = ("round", "seed_hash", "digest", "beacon", "prepared_at")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("books", "seed")


@admin.register(Contestant)
class ContestantAdmin(ReadOnly, AnyAdmin):
    list_display = ("nickname", "region", "cohort", "contest", "bot")
    ordering = ("-pk",)
    list_select_related = ("region", "cohort", "contest")
    list_filter = ("contest", "cohort", "bot")
    search_fields = ("nickname",)
    fields = ("nickname", "region", "cohort", "unit", "contest", "guardian", "bot")


@admin.register(Attempt)
class AttemptAdmin(ReadOnly, AnyAdmin):
    list_display = ("id", "round", "contestant", "try_no", "region_path", "opened_at")
    list_select_related = ("round", "contestant")
    list_filter: ClassVar = ["round"]
    raw_id_fields = ("contestant",)
