"""Moments in the admin's tables: stored as milliseconds, read as a day and an hour."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import admin
from django.db.models import Model


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
