"""Why a row stands where it stands: what decides between two neighbours, in whole numbers.

Source: contest regulations, sections 7.2 and 8.
"""

from dataclasses import dataclass

from leaderboard.rules.frames import PersonRow
from leaderboard.rules.ranking import FIELDS, FINISHED_STEP_MS, TOOK_STEP_MS
from quiz.rules.formats import Format, Tie

STEPS = {Tie.TOOK: TOOK_STEP_MS, Tie.FEWER_TRIES: 1, Tie.FINISHED: FINISHED_STEP_MS}


@dataclass(frozen=True, slots=True)
class Reason:
    """`by` is score, took_ms, tries or finished_at, or "" for two who share a rank; `apart` by how
    much the lower row is behind, in that field's unit: of times whole steps, as ranks compare
    them."""

    by: str
    apart: int = 0


def between(form: Format, opens_at: int, above: PersonRow, below: PersonRow) -> Reason:
    """What puts `above` before `below`, which stands directly under it: the first link of the
    format's chain in which they differ. Finishing counts from `opens_at` on."""
    if below.same:
        return Reason("")
    if above.score != below.score:
        return Reason("score", above.score - below.score)
    for tie in form.ties:
        name, step = FIELDS[tie], STEPS[tie]
        since = opens_at if tie is Tie.FINISHED else 0
        places = [(getattr(row, name) - since) // step for row in (above, below)]
        if places[1] > places[0]:
            return Reason(name, (places[1] - places[0]) * step)
    return Reason("")


def needed_mean_x100(
    score_x100: int, parent_mean_x100: int, *, people: int, shrink: int
) -> int | None:
    """The mean, in hundredths, with which so many people would reach that region score; None
    without people. Rounded up, so that it is enough; it may be more than anybody can earn."""
    if people <= 0:
        return None
    top = score_x100 * (people + shrink) - shrink * parent_mean_x100
    return max(-(-top // people), 0)
