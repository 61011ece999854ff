"""What was published, for the admin: shown, never edited."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin

from leaderboard.models import PublishedResult
from questionbank.admin import ReadOnly
from quiz.admin_moments import moment

if TYPE_CHECKING:
    AnyAdmin = admin.ModelAdmin[Any]
else:
    AnyAdmin = admin.ModelAdmin


@admin.register(PublishedResult)
class PublishedResultAdmin(ReadOnly, AnyAdmin):
    list_display = (
        *("contest", "round", "number", "sha256"),
        moment(PublishedResult, "published_at"),
    )
    list_select_related = ("contest", "round")
    list_filter = ("contest",)
    fields = (
        *("contest", "round", "number", "sha256", "signature", "key", "published_at"),
        *("prepared_by", "published_by", "previous", "corrects", "body"),
    )
