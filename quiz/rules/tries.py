"""How often a contestant may still open a paper. Source: contest regulations, section 2.3."""

from collections.abc import Sequence

from quiz.rules.formats import Format
from quiz.rules.units import Millis

DAY_MS = 86_400_000
# A contest day begins at 00:00 in Guangdong, which has no summer time.
GUANGDONG_MS = 8 * 3_600_000


def day_start(now: Millis) -> Millis:
    """The moment the contest day of `now` began."""
    return Millis((now + GUANGDONG_MS) // DAY_MS * DAY_MS - GUANGDONG_MS)


def tries_left(form: Format, opened: Sequence[Millis], now: Millis) -> int | None:
    """Papers that may still be opened now, given when earlier ones were; None =
    as many as one likes.
    """
    limits = []
    if form.tries_per_day:
        today = day_start(now)
        limits.append(form.tries_per_day - sum(moment >= today for moment in opened))
    if form.tries_total:
        limits.append(form.tries_total - len(opened))
    return max(0, min(limits)) if limits else None
