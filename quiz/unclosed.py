"""Papers whose time ran out while nobody was connected: which rounds may have any, and which they
are. Blocking: called in database threads only."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, OuterRef

from quiz import readable, seats, swept
from quiz.models import Attempt, Entry, EntryKind, Round
from quiz.plan import Plan, load
from quiz.rules.formats import Format, Mode
from quiz.rules.units import Millis
from quiz.seat import Player
from quiz.seats import Entrance, Found
from quiz.swept import Mark

# A phone that answers in its last millisecond is served by its own process first.
MARGIN_MS: Final = 5_000
# Papers of one look, as numbers.
MOST: Final = 20_000
# Of one page of papers: an answer that comes meanwhile waits for one such batch, some 50 ms.
RECORDS: Final = 1_000
LATE_MS: Final = swept.LATE_MS


@dataclass(frozen=True, slots=True)
class Hours:
    """When a round's papers are over."""

    round: int
    code: str
    format: Format
    closes_at: Millis | None

    def over_before(self, now: Millis) -> Millis | None:
        """All papers that were opened before this moment are over; None where none ever is."""
        before = Millis(now - MARGIN_MS - self.format.grace_ms)
        if self.closes_at is not None and before > self.closes_at:
            return before
        return Millis(before - self.format.total_ms) if self.format.total_ms else None

    @property
    def at_once(self) -> int:
        """Papers of one page."""
        return max(1, RECORDS // (self.format.questions + 1))


class Unclosed:
    """One process's knowledge of where none is left, so that looking costs the same after years.

    A paper is closed for ever, so what was opened before such a moment is never looked at again.
    """

    def __init__(self) -> None:
        self._marks: dict[int, Mark] = {}
        # Of each round: the moment that every process knows of.
        self._kept: dict[int, Millis] = {}

    def rounds(self, now: Millis) -> list[Hours]:
        """The rounds that may have papers which are over. Those of a hall end with their sitting
        (quiz/sittings/closing.py)."""
        self._learn(now)
        rows = Round.objects.filter(prepared__isnull=False).order_by("pk")
        found = [
            _hours(*row)
            for row in rows.values_list("pk", "code", "format", "closes_at")
            if not self._mark(row[0]).whole(row[3])
        ]
        return [hours for hours in found if hours is not None and hours.over_before(now)]

    def _learn(self, now: Millis) -> None:
        """Take over what others have found."""
        for round_, found in swept.marks(now).items():
            self._kept[round_] = found.before
            self._grow(round_, found)

    def _mark(self, round_: int) -> Mark:
        return self._marks.get(round_, swept.NONE)

    def _grow(self, round_: int, found: Mark) -> None:
        known = self._mark(round_)
        before, floor = max(known.before, found.before), max(known.floor, found.floor)
        self._marks[round_] = Mark(Millis(before), floor)

    def look(self, hours: Hours, now: Millis, after: int) -> list[int]:
        """Papers above a number that are over and not closed, the first MOST, beginning somewhere
        among them: processes that look at the same time so hardly ever meet."""
        place = {"slot": hours.format.questions, "kind": EntryKind.CLOSED}
        closing = Entry.objects.filter(attempt=OuterRef("pk"), **place)
        since = self._mark(hours.round).since
        opened = {"opened_at__gte": since, "opened_at__lt": hours.over_before(now) or 0}
        above = max(after, self._floor(hours.round, since))
        rows = Attempt.objects.filter(~Exists(closing), round=hours.round, pk__gt=above, **opened)
        found = list(rows.order_by("pk").values_list("pk", flat=True)[:MOST])
        first = secrets.randbelow(len(found)) if found else 0
        return found[first:] + found[:first]

    def _floor(self, round_: int, since: int) -> int:
        """A number below those of all papers that were opened at or after `since`: numbers are
        given when papers are stored, so one that was opened LATE_MS before that has a lower one.
        Reads from the newest paper back, through those of the last minutes, and once through those
        that are passed over: one that a clock far behind opened hides none below it."""
        known = self._mark(round_).floor
        rows = Attempt.objects.filter(round=round_, pk__gt=known).values_list("pk", flat=True)
        old = rows.filter(opened_at__lt=since - LATE_MS).order_by("-pk")
        if since > 0 and (newest := old.first()):
            hidden = rows.filter(pk__lt=newest, opened_at__gte=since).order_by("pk").first()
            known = newest if hidden is None else hidden - 1
            self._grow(round_, Mark(floor=known))
        return known

    def looked(self, hours: Hours, now: Millis, oldest: int | None) -> None:
        """Every paper of the round that was over at `now` was looked at; the one that was opened
        first of those that had to be closed was opened at `oldest`, None = there was none."""
        before = hours.over_before(now) if oldest is None else oldest
        if before is not None:
            self._grow(hours.round, Mark(Millis(before)))

    def keep(self, hours: Hours, now: Millis) -> None:
        """Tell every process, now and then: at the first time, each LATE_MS, and when nothing is
        left."""
        round_, known = hours.round, self._mark(hours.round)
        kept = self._kept.get(round_, Millis(0))
        if known.before > kept + LATE_MS or known.whole(hours.closes_at):
            swept.keep(round_, known, now)


def papers(hours: Hours, numbers: Sequence[int]) -> list[tuple[Found, Entrance]]:
    """These papers of a round, without those that were closed meanwhile. The round's plan is made
    for those only who need it: most rounds are over for long."""
    rows = Attempt.objects.filter(pk__in=numbers).select_related("contestant")
    left, plan = [one for one in seats.find_all(rows) if not one.closed], load(hours.code)
    return [(one, _entrance(one.attempt, plan)) for one in left]


def _hours(round_: int, code: str, plain: Any, closes_at: int | None) -> Hours | None:
    """None for a hall's round, and for one whose settings cannot be read: it has no papers yet."""
    form = readable.read(code, plain)
    if form is None or form.mode is Mode.LIVE:
        return None
    return Hours(round_, code, form, None if closes_at is None else Millis(closes_at))


def _entrance(attempt: Attempt, plan: Plan) -> Entrance:
    who = attempt.contestant
    player = Player(who.pk, who.nickname, attempt.region_path, attempt.cohort, who.unit)
    return Entrance(player, plan, [], None)
