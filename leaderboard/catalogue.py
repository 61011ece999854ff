"""Rounds, regions and cohorts as the boards need them, read once and held in memory."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings

from leaderboard.models import BoardDefinition, Freeze
from leaderboard.rules import scopes
from leaderboard.rules.award import Weights
from leaderboard.rules.definitions import Definition, Formula, Who
from leaderboard.rules.moulds import mould
from leaderboard.rules.scopes import BoardId
from quiz import extending
from quiz.extending import Given
from quiz.models import Cohort, Region, Round
from quiz.rules import formats
from quiz.rules.called import Names, called
from quiz.rules.formats import Format

log = logging.getLogger(__name__)


@lru_cache(maxsize=4_096)
def day(moment: int) -> str:
    """The day of a moment (milliseconds) in the contest's time zone, ISO."""
    zone = ZoneInfo(settings.TIME_ZONE)
    return datetime.fromtimestamp(moment / 1000, zone).date().isoformat()


@dataclass(frozen=True, slots=True)
class Place:
    """`population` (residents, in the census of `population_year`) is None where it is unknown.

    `valid_from` is its first day and `valid_to` the first on which it is no more (ISO, empty =
    without end).
    """

    code: str
    path: str
    name_zh: str
    name_en: str
    kind: str
    population: int | None = None
    population_year: int | None = None
    valid_from: str = ""
    valid_to: str = ""
    name_hant: str = ""

    def valid(self, first: str, last: str) -> bool:
        """Whether it is there on any day from `first` to `last` (ISO; empty = without end)."""
        begun = not last or self.valid_from <= last
        return begun and (not self.valid_to or not first or self.valid_to > first)


@dataclass(frozen=True, slots=True)
class RankedRound:
    """A round that has boards. Moments in milliseconds; `root` is the contest's region path;
    `masked`: strangers do not read whole names; `extended`: more time that it got, oldest first;
    `mould`: what its standings are made by."""

    id: int
    code: str
    contest: str
    title_zh: str
    title_en: str
    contest_zh: str
    contest_en: str
    root: str
    form: Format
    opens_at: int
    closes_at: int | None
    masked: bool = False
    extended: tuple[Given, ...] = ()
    mould: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        made = mould(self.form, self.root, opens_at=self.opens_at, closes_at=self.closes_at)
        object.__setattr__(self, "mould", made)

    def lists(self, place: Place) -> bool:
        """Whether the region is there on any day of the round's window."""
        closes = day(self.closes_at) if self.closes_at is not None else ""
        return place.valid(day(self.opens_at), closes)


@dataclass(frozen=True, slots=True)
class Catalogue:
    rounds: Mapping[int, RankedRound] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    cohorts: Mapping[str, Names] = field(default_factory=dict)
    codes: Mapping[str, RankedRound] = field(default_factory=dict)
    children: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    unranked: frozenset[int] = frozenset()
    # By contest and code.
    definitions: Mapping[tuple[str, str], Definition] = field(default_factory=dict)
    # The cut (milliseconds) of each round whose boards stand still.
    freezes: Mapping[int, int] = field(default_factory=dict)

    def stands_still(self, contest: str, now: int) -> bool:
        """Whether boards of one of the contest's rounds show nothing later than a cut before `now`
        (milliseconds): what is counted over its rounds is then not for the public."""
        cuts = [self.freezes.get(one.id) for one in self.rounds.values() if one.contest == contest]
        return any(cut is not None and cut <= now for cut in cuts)

    def find(self, name: str) -> BoardId | None:
        """The board that `name` means, or None when there is no such board."""
        board = scopes.parse(name)
        return board if board is not None and self.exists(board) else None

    def exists(self, board: BoardId) -> bool:
        """Whether the round's format has this board, and its region and cohort are known."""
        ranked = self.codes.get(board.round)
        path, cohort = board.scope
        if ranked is None or path not in self.places or board.kind not in scopes.KINDS:
            return False
        level = scopes.level(path, ranked.root)
        wanted = {"regions"} if board.kind == "regions" else {level, "cohort" if cohort else level}
        known = not cohort or cohort in self.cohorts
        return level is not None and known and wanted <= set(ranked.form.boards)

    def name(self, path: str, lang: str = "zh-hans") -> str:
        """The region's name, after its city's when it lies in one."""
        return "".join(called(place, lang) for place in self.chain(path))

    def chain(self, path: str) -> list[Place]:
        """The region and those around it, the largest first: below the province, or that alone."""
        parts = path.split("/")
        shown = ["/".join(parts[: n + 1]) for n in range(1 if len(parts) > 1 else 0, len(parts))]
        return [self.places[one] for one in shown if one in self.places]

    def at(self, code: str) -> Place | None:
        """The place with this region code or path."""
        return self.places.get(code) or next(
            (place for place in self.places.values() if place.code == code), None
        )


def load() -> Catalogue:
    """Everything, in six queries."""
    places = {region.path: _place(region) for region in Region.objects.order_by("path")}
    found, unranked = _rounds()
    rounds = {ranked.id: ranked for ranked in found}
    cohorts = {of.code: Names(of.name_zh, of.name_hant, of.name_en) for of in Cohort.objects.all()}
    codes = {ranked.code: ranked for ranked in rounds.values()}
    return Catalogue(
        rounds, places, cohorts, codes, _children(places), unranked, _definitions(), _freezes()
    )


def _place(region: Region) -> Place:
    return Place(
        code=region.code,
        path=region.path,
        name_zh=region.name_zh,
        name_en=region.name_en,
        kind=region.kind,
        population=region.population,
        population_year=region.population_year,
        valid_from=region.valid_from.isoformat() if region.valid_from else "",
        valid_to=region.valid_to.isoformat() if region.valid_to else "",
        name_hant=region.name_hant,
    )


def _children(places: Mapping[str, Place]) -> dict[str, tuple[Place, ...]]:
    found: dict[str, list[Place]] = {}
    for place in places.values():
        parent, _, _ = place.path.rpartition("/")
        found.setdefault(parent, []).append(place)
    return {parent: tuple(below) for parent, below in found.items()}


def _rounds() -> tuple[list[RankedRound], frozenset[int]]:
    """Practice has no boards; a round whose format cannot be read is left out and reported."""
    found: list[RankedRound] = []
    unranked: set[int] = set()
    extended = extending.given()
    for row in Round.objects.select_related("contest__region").order_by("opens_at", "id"):
        form = _format(row)
        if form is None or not form.ranked:
            unranked.add(row.pk)
        else:
            found.append(_round(row, form, extended.get(row.pk, ())))
    return found, frozenset(unranked)


def _format(row: Round) -> Format | None:
    try:
        return formats.read(row.format)
    except formats.BadFormat as error:
        log.error("round %s has no boards: %s", row.code, error)
        return None


def _round(row: Round, form: Format, extended: tuple[Given, ...]) -> RankedRound:
    return RankedRound(
        id=row.pk,
        code=row.code,
        contest=row.contest.code,
        title_zh=row.title_zh,
        title_en=row.title_en,
        contest_zh=row.contest.title_zh,
        contest_en=row.contest.title_en,
        root=row.contest.region.path,
        form=form,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        masked=row.contest.masked,
        extended=extended,
    )


def _definitions() -> dict[tuple[str, str], Definition]:
    """One that cannot be read is left out and reported: the others are not its fault."""
    rows = BoardDefinition.objects.select_related("contest", "region")
    found = ((row, readable(row)) for row in rows)
    return {(row.contest.code, row.code): of for row, of in found if of is not None}


def readable(row: BoardDefinition) -> Definition | None:
    """The row as a value; None, and a line in the log, for what no definition can be."""
    try:
        return definition(row)
    except (ValueError, TypeError) as error:
        log.error("board %s is not shown: %s", row.code, error)
        return None


def definition(row: BoardDefinition) -> Definition:
    """The row as a value. Raises ValueError or TypeError for what no definition can be."""
    return Definition(
        contest=row.contest.code,
        code=row.code,
        title_zh=row.title_zh,
        title_en=row.title_en,
        region=row.region.path,
        who=Who(row.who),
        formula=Formula(row.formula),
        rounds=tuple(row.rounds),
        best_n=row.best_n,
        best=row.best,
        cohort=row.cohort_id or "",
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        top=row.top,
        public_from=row.public_from,
        freeze_at=row.freeze_at,
        weights=Weights(**row.weights),
        units=tuple(row.units),
    )


def _freezes() -> dict[int, int]:
    rows = Freeze.objects.filter(lifted_at=None).values_list("round_id", "cut_at")
    return dict(rows)
