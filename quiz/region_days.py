"""Which regions are there on a day: counties are merged, zones are founded."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from quiz.rules.units import Millis


def day_of(moment: Millis) -> date:
    """The day of a moment in the contest's time zone."""
    return datetime.fromtimestamp(moment / 1000, ZoneInfo(settings.TIME_ZONE)).date()


def valid(moment: Millis) -> Q:
    """The regions that are there at `moment`: `valid_from` is the first day, `valid_to` the first
    one after the last."""
    day = day_of(moment)
    begun = Q(valid_from=None) | Q(valid_from__lte=day)
    return begun & (Q(valid_to=None) | Q(valid_to__gt=day))
