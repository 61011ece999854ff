"""Moments in the admin's tables: stored as milliseconds, read as a day and an hour."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model

from quiz import moments


class Moment(forms.IntegerField):
    """A moment in milliseconds, as it is stored, or as a day and an hour, as pages have it."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> int | None:
        """Refuses what is neither, and says what to type."""
        text = str(value).strip()
        if value in self.empty_values or text.lstrip("-").isdecimal():
            return super().to_python(value)
        try:
            return moments.typed(text)
        except ValueError as error:
            raise ValidationError(moments.wrong(text)) from error


def moment(model: type[Model], name: str) -> Callable[[Any], str]:
    """A column of a table: that field in the contest's time zone, to the minute; a dash if empty.

    Sorting by it is sorting by the field.
    """
    label = model._meta.get_field(name).verbose_name  # type: ignore[union-attr]  # noqa: SLF001

    @admin.display(description=label, ordering=name)
    def shown(row: Model) -> str:
        at: int | None = getattr(row, name)
        if at is None:
            return "—"
        zone = ZoneInfo(settings.TIME_ZONE)
        return datetime.fromtimestamp(at // 1000, zone).strftime("%Y-%m-%d %H:%M")

    return shown
