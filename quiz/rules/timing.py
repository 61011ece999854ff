"""Time in an attempt: deadlines, and what an answer took.

Source: contest regulations, section 4.
"""

from msgspec import Struct

from quiz.rules.units import Millis

NOTHING = Millis(0)
# A network costs a contestant at most this much of its own delay back, per answer.
CREDIT_CAP = Millis(400)
# The quota of an attempt: a spike is forgiven whole, permanent "lag" only by the refill.
QUOTA_START = Millis(1_200)
QUOTA_REFILL = Millis(150)
# What a round trip may wobble between its measurement and the answer.
JITTER = Millis(20)
# The most that a format may give the network after a deadline.
LONGEST_GRACE = Millis(2_000)
# Five hours: a practice question may stay open for months, and a hundred of them have to add up to
# what the journal's column holds (2**31 - 1 ms).
LONGEST_TOOK = Millis(18_000_000)


class Window(Struct, frozen=True, gc=False):
    """When a question was shown and until when it may be answered; None = no limit."""

    shown_at: Millis
    closes_at: Millis | None

    def left(self, now: Millis) -> Millis | None:
        """Milliseconds that remain, never below 0; None = no limit."""
        if self.closes_at is None:
            return None
        return Millis(self.closes_at - now) if now < self.closes_at else NOTHING


def window(shown_at: Millis, *, question_ms: Millis, ends_at: Millis | None) -> Window:
    """The window of a question; `question_ms` 0 = no limit of its own,
    `ends_at` = the attempt's end.
    """
    if not question_ms:
        return Window(shown_at, ends_at)
    closes_at = Millis(shown_at + question_ms)
    return Window(shown_at, closes_at if ends_at is None or closes_at < ends_at else ends_at)


def in_time(asked: Window, received_at: Millis, grace: Millis) -> bool:
    """Whether an answer received then counts: the grace is for the network, not for thinking."""
    return asked.closes_at is None or received_at <= asked.closes_at + grace


def ends_at(opened_at: Millis, total_ms: Millis, round_closes_at: Millis | None) -> Millis | None:
    """When an attempt ends whatever happens; None = never."""
    limits = [opened_at + total_ms] if total_ms else []
    if round_closes_at is not None:
        limits.append(round_closes_at)
    return Millis(min(limits)) if limits else None


def settles_at(round_closes_at: int | None) -> Millis | None:
    """From when on no answer of a round can count any more, whatever grace its format gives; None =
    never. Until then neither keys nor seed are told because of its end.
    """
    return None if round_closes_at is None else Millis(round_closes_at + LONGEST_GRACE + 1)


def settled(round_closes_at: int | None, now: Millis) -> bool:
    """Whether that moment has come."""
    moment = settles_at(round_closes_at)
    return moment is not None and now >= moment


def credit(round_trip: Millis | None, quota: Millis) -> Millis:
    """How much of the measured round trip an answer may have back; unmeasured earns nothing."""
    if round_trip is None:
        return NOTHING
    most = quota if quota < CREDIT_CAP else CREDIT_CAP
    earned = Millis(round_trip + JITTER)
    if earned > most:
        return most if most > 0 else NOTHING
    return earned if earned > 0 else NOTHING


def took(claimed: int, *, since_shown: Millis, credit: Millis, asked: Window) -> Millis:
    """Return the time an answer counts as having taken.

    `since_shown` is the server's own measure, from showing to receiving; the phone's claim (paint
    to tap) is believed down to `since_shown - credit`. Never negative, never past the window's end,
    never more than LONGEST_TOOK.
    """
    # Comparisons: min and max take three times as long, and every answer passes here.
    counted = claimed if claimed > since_shown - credit else since_shown - credit
    counted = counted if counted < since_shown else since_shown
    if asked.closes_at is not None and counted > asked.closes_at - asked.shown_at:
        counted = asked.closes_at - asked.shown_at
    counted = counted if counted < LONGEST_TOOK else LONGEST_TOOK
    return Millis(counted) if counted > 0 else NOTHING


def spend(quota: Millis, *, since_shown: Millis, counted: Millis) -> Millis:
    """The quota left after an answer: what was forgiven is spent, a little comes back."""
    forgiven = since_shown - counted
    left = quota - forgiven if forgiven > 0 else quota
    refilled = QUOTA_REFILL + left if left > 0 else QUOTA_REFILL
    return Millis(refilled) if refilled < QUOTA_START else QUOTA_START
