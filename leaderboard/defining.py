"""Verbs about defined boards: keep one, take one away, look at one that is not kept yet."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from leaderboard import catalogue, derived
from leaderboard.catalogue import Catalogue
from leaderboard.models import BoardDefinition
from leaderboard.projector import Projector
from leaderboard.publish import holding, resting
from leaderboard.rules import shares
from leaderboard.rules.award import PARTS
from leaderboard.rules.definitions import Definition, Formula, Spec
from leaderboard.rules.scopes import Scope
from leaderboard.store import Store
from leaderboard.store_memory import MemoryShelf
from quiz.journal.follow import of_round
from quiz.models import Contest, Region
from quiz.rules.units import Millis

# More papers than these are not read for a look: the board is kept first, and fills by itself.
MOST_READ: Final = 30_000


class Taken(Exception):
    """The contest has another board of that code."""


def keep(of: Definition, row: BoardDefinition | None, *, by: User, now: Millis) -> BoardDefinition:
    """Store the definition, in place of `row` where given. Raises Taken.

    Who changed what and when stays in the row's history.
    """
    made = row or BoardDefinition(made_by=by, made_at=now)
    made.contest = Contest.objects.get(code=of.contest)
    made.region = Region.objects.get(path=of.region)
    made.cohort_id = of.cohort or None
    for name in SAME:
        setattr(made, name, getattr(of, name))
    made.who, made.formula = of.who.value, of.formula.value
    made.rounds, made.units = list(of.rounds), list(of.units)
    made.weights = {part: getattr(of.weights, part) for part in PARTS}
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise Taken(of.code) from error
    return made


SAME: Final = (
    *("code", "title_zh", "title_en", "best_n", "best", "top"),
    *("starts_at", "ends_at", "public_from", "freeze_at"),
)


class Published(Exception):
    """The board has a published result, which only this board can correct."""


def drop(row: BoardDefinition) -> None:
    """Take the board away; its history says that it was there. Raises Published."""
    if holding.of_board(row.contest.code, row.code):
        raise Published(row.code)
    row.delete()


def wrong(
    known: Catalogue, of: Definition, row: BoardDefinition | None = None
) -> list[tuple[str, str]]:
    """What the contest at hand does not allow: field and reason. `row` is what it would replace."""
    rounds = derived.rounds_of(known, of)
    added = derived.ranked_of(known, derived.spec_of(known, of, public=False)) is not None
    before = holding.of_board(of.contest, of.code)
    checks = [
        ("code", "published", row is not None and _renamed(of, row)),
        ("code", "another", resting.another(before, known, of)),
        ("rounds", "no_rounds", not rounds),
        ("rounds", "not_added", bool(rounds) and not added),
        ("cohort", "needed", bool(of.cohort) and of.cohort not in known.cohorts),
        ("region", "needed", of.region not in known.places),
        *(_many(known, of, row) if rounds and _takes_place(known, of, row) else []),
    ]
    return [(name, reason) for name, reason, bad in checks if bad]


def _renamed(of: Definition, row: BoardDefinition) -> bool:
    """Whether a published result would lose its board."""
    same = (of.contest, of.code) == (row.contest.code, row.code)
    return not same and holding.of_board(row.contest.code, row.code) is not None


def _own_store(known: Catalogue, of: Definition) -> bool:
    """Whether its results need a store beside those of the rounds. A freeze alone does not count:
    it belongs to the publishing, which must never be refused."""
    spec = derived.spec_of(known, replace(of, freeze_at=None), public=False)
    return not spec.plain or of.formula is Formula.AWARD


def _takes_place(known: Catalogue, of: Definition, row: BoardDefinition | None) -> bool:
    """Whether it takes one more place of its contest and region than `row` has there: one that is
    there may always be changed, also where there are more by now than there may be."""
    if row is None or (of.contest, of.region) != (row.contest.code, row.region.path):
        return _own_store(known, of)
    before = catalogue.readable(row)
    return _own_store(known, of) and (before is None or not _own_store(known, before))


def _many(
    known: Catalogue, of: Definition, row: BoardDefinition | None
) -> list[tuple[str, str, bool]]:
    """Whether the contest has as many such boards as it may, or the region its share of them, this
    one not counted."""
    rows = BoardDefinition.objects.filter(contest__code=of.contest)
    others = rows.exclude(pk=row.pk) if row else rows
    # One that cannot be read has no store either.
    found = map(catalogue.readable, others.select_related("contest", "region"))
    held = [one.region for one in found if one and _own_store(known, one)]
    root, most = derived.rounds_of(known, of)[0].root, int(settings.BOARD_MOST_DERIVED)
    full = not shares.fits(of.region, root, held, most)
    return [("many", "too_many" if len(held) >= most else "share", full)]


class Look(Projector):
    """Shows boards that are not kept yet: what no store holds is read from the journal, once."""

    def __init__(self, of: Projector) -> None:
        super().__init__(MemoryShelf())
        self.catalogue, self.as_of = of.catalogue, of.as_of
        self._of = of

    def derived_store(self, spec: Spec) -> Store | None:
        """None when that would be too much to read while somebody waits."""
        found = self._of.derived_store(spec)
        if found is not None or self._papers(spec.rounds) > MOST_READ:
            return found
        made = next(iter(derived.derived(self.catalogue, [spec]).values()), None)
        if made is None:
            return None
        store = self.shelf.store(made.ranked)
        for round_ in spec.rounds:
            store.apply(made.all_of(of_round(round_)))
        return store

    def _papers(self, rounds: Sequence[int]) -> int:
        """How many papers the rounds have, as their own stores know."""
        ranked = [self.catalogue.rounds[one] for one in rounds if one in self.catalogue.rounds]
        totals = (self._of.store(one).totals([Scope(one.root)])[0] for one in ranked)
        return sum(of.attempts for of in totals)


def load(row: BoardDefinition) -> Definition:
    """The row as a value. Of one that cannot be read only what says which board it is, for nobody
    but organisers: so it can be mended, or taken away."""
    return catalogue.readable(row) or Definition(
        row.contest.code, row.code, row.title_zh, row.region.path, row.title_en
    )
