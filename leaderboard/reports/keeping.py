"""The tables of reports: read, and changed in one transaction with how far the journal was read."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import F

from leaderboard.models import PersonFacts, ReportContest, ReportShelf, ReportState
from leaderboard.reports import shelves
from leaderboard.reports.shelves import Cells, Name
from leaderboard.rules.figures import OWN, Key

AT_ONCE: Final = 500
# The turn that this process stored last, and the shelves as they were then.
_written: tuple[int, dict[Name, Cells]] = (-1, {})


class Elsewhere(Exception):
    """Another process counted first; nothing was stored."""


@dataclass(frozen=True, slots=True)
class State:
    """How far the cells are counted; see ReportState."""

    place: str = ""
    turn: int = 0
    floor: int = 0
    until: int = 0
    as_of: int = 0


@dataclass(frozen=True, slots=True)
class Changes:
    """What to add to the cells of each contest, and what is known of persons from now on."""

    cells: Mapping[str, Mapping[Key, list[int]]]
    facts: Mapping[int, bytes]
    opened: Mapping[str, Mapping[Key, int]] = field(default_factory=dict)
    floor: int | None = None
    until: int | None = None

    def with_opened(
        self, opened: Mapping[str, Mapping[Key, int]], *, floor: int, until: int
    ) -> "Changes":
        return dataclasses.replace(self, opened=opened, floor=floor, until=until)

    def with_all(self, contests: Iterable[str]) -> "Changes":
        """With these contests among those whose sheets are to be made anew."""
        return dataclasses.replace(self, opened={one: {} for one in contests} | dict(self.opened))


def day_of(moment: int) -> int:
    """The day of a moment (milliseconds) in the contest's time zone, as date.toordinal counts."""
    zone = ZoneInfo(settings.TIME_ZONE)
    return datetime.fromtimestamp(moment // 1000, zone).toordinal()


def leaf(path: str, below: Mapping[str, object]) -> str:
    """Where a paper of this region counts: a region that has others below is not whole without
    those who named none of them, so they have a place of their own beside those."""
    return f"{path}/{OWN}" if below.get(path) else path


def state() -> State:
    """How far the journal is counted; nothing yet where no row says so."""
    fields = ("place", "turn", "opened_floor", "opened_until", "as_of")
    row = ReportState.objects.filter(pk=1).values_list(*fields).first()
    return State(*row) if row else State()


def facts(people: Iterable[int]) -> dict[int, bytes]:
    """What was counted of each of these contestants, of those of whom anything was."""
    rows = PersonFacts.objects.filter(pk__in=list(people)).values_list("pk", "facts")
    return {who: bytes(packed) for who, packed in rows}


def store(changes: Changes, place: str, *, turn: int, as_of: int) -> None:
    """Add to the cells and note how far the journal is read, all or nothing.

    Raises Elsewhere when somebody did so since `turn`.
    """
    global _written  # noqa: PLW0603 (what one process knows of the tables)
    kept = _written[1] if _written[0] == turn else {}
    _written = (-1, {})
    with transaction.atomic():
        _take_turn(changes, place, turn, as_of)
        _keep_facts(changes.facts)
        known = _added(changes, kept)
        _mark({*changes.cells, *changes.opened}, turn + 1)
    _written = (turn + 1, known)  # only now: what was not committed is not known


def replace(name: Name, cells: Cells, state: State) -> None:
    """Put these cells on a shelf, as they are in this state. Raises Elsewhere as `store`."""
    global _written  # noqa: PLW0603 (what one process knows of the tables)
    _written = (-1, {})
    with transaction.atomic():
        _take_turn(Changes({}, {}), state.place, state.turn, state.as_of)
        shelves.write({name: cells})
        _mark([name.contest], state.turn + 1)


def empty() -> None:
    """Forget everything, so that all is counted anew."""
    with transaction.atomic():
        ReportState.objects.filter(pk=1).update(
            place="", turn=F("turn") + 1, opened_floor=0, opened_until=0, as_of=0
        )
        # Their sheets stay to be read until the first new ones are made, once all is counted.
        ReportContest.objects.update(turn=F("turn") + 1)
        PersonFacts.objects.all().delete()
        ReportShelf.objects.all().delete()


def _take_turn(changes: Changes, place: str, turn: int, as_of: int) -> None:
    ReportState.objects.get_or_create(pk=1)
    row = ReportState.objects.filter(pk=1, turn=turn)
    new = {"place": place, "turn": turn + 1, "as_of": as_of}
    if changes.floor is not None and changes.until is not None:
        new |= {"opened_floor": changes.floor, "opened_until": changes.until}
    if not row.update(**new):
        raise Elsewhere


def _keep_facts(facts: Mapping[int, bytes]) -> None:
    PersonFacts.objects.bulk_create(
        [PersonFacts(contestant=who, facts=packed) for who, packed in facts.items()],
        update_conflicts=True,
        unique_fields=["contestant"],
        update_fields=["facts"],
        batch_size=AT_ONCE,
    )


def _mark(contests: Iterable[str], turn: int) -> None:
    """Note that the sheets of these contests are no more the newest."""
    ReportContest.objects.bulk_create(
        [ReportContest(contest=one, turn=turn) for one in contests],
        update_conflicts=True,
        unique_fields=["contest"],
        update_fields=["turn"],
    )


def _added(changes: Changes, kept: Mapping[Name, Cells]) -> dict[Name, Cells]:
    """Add to the shelves; return those that are known now: the `kept` ones need no reading."""
    more: dict[Name, Cells] = {}
    for contest in {*changes.cells, *changes.opened}:
        cells, opened = changes.cells.get(contest, {}), changes.opened.get(contest, {})
        more |= shelves.sorted_out(contest, cells, opened)
    found, unread = shelves.looked(name for name in more if name not in kept)
    shelves.lose(unread)
    more = {name: step for name, step in more.items() if name not in unread}
    known = {**kept, **found}
    for name, step in more.items():
        shelves.add(known.setdefault(name, {}), step)
    shelves.write({name: known[name] for name in more})
    return known
