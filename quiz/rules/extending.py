"""More time: when the end of a round may be moved, and when it stands.

Source: contest regulations, section 2.6.
"""

from typing import Final

from quiz.rules.units import Millis

MINUTE_MS: Final = 60_000
# The last moment to move an end: whatever process has not heard by then looks before it acts.
MARGIN_MS: Final = MINUTE_MS
# Who looks so long before an end, or later, sees the one that stands. Between the two there is room
# for a slow disk and for machines whose clocks differ.
FINAL_MS: Final = MARGIN_MS // 2
# A slip of the pen cannot be taken back: no end is moved further at once.
FURTHEST_MS: Final = 31 * 24 * 60 * MINUTE_MS


def fault(opens_at: Millis, closes_at: Millis | None, new: Millis, now: Millis) -> str:
    """Why the end of a round may not be moved to `new` at `now`; "" = it may.

    `endless` (it never ends), `not_open`, `too_late` (less than MARGIN_MS are left), `not_later`,
    `too_far` (more than FURTHEST_MS at once).
    """
    if closes_at is None:
        return "endless"
    if now < opens_at:
        return "not_open"
    if now > closes_at - MARGIN_MS:
        return "too_late"
    if new <= closes_at:
        return "not_later"
    return "too_far" if new > closes_at + FURTHEST_MS else ""


def stands(closes_at: Millis, looked_at: Millis) -> bool:
    """Whether an end that somebody looked up then cannot be moved any more."""
    return looked_at >= closes_at - FINAL_MS


def later(one: Millis | None, other: Millis | None) -> bool:
    """Whether the first end comes after the other; None = never."""
    return other is not None and (one is None or one > other)
