"""Closed papers by the hundred, told to the reports without a journal."""

from collections.abc import Iterator, Mapping, Sequence

import pytest

from leaderboard import catalogue
from leaderboard.reports import counting, keeping, making, snapshot
from leaderboard.reports.snapshot import Cell, Snapshot, Told
from quiz.events import AttemptClosed
from quiz.models import Round
from tests.leaderboard.cast import NANSHAN, OPENS_AT, TIANHE, YUEXIU

DAY_MS = 86_400_000


def papers(
    round_: Round,
    count: int,
    *,
    path: str = TIANHE,
    cohort: str = "youth",
    first: int = 1,
    day: int = 0,
    unit: str = "",
    score: int = 80,
) -> list[AttemptClosed]:
    """One closed paper each of `count` people, numbered from `first`."""
    return [
        AttemptClosed(
            entry=who,
            attempt=who,
            round=round_.pk,
            contestant=who,
            try_no=0,
            score=score,
            took_ms=60_000,
            finished_at=OPENS_AT + 3_600_000 + day * DAY_MS,
            region_path=path,
            cohort=cohort,
            nickname=f"选手{who}",
            unit=unit,
        )
        for who in range(first, first + count)
    ]


def counted(events: Sequence[AttemptClosed], as_of: int = OPENS_AT) -> None:
    """Count these papers into the reports; no page shows them yet."""
    turn = keeping.state().turn
    keeping.store(counting.changed(events, catalogue.load()), "", turn=turn, as_of=as_of)


def tell(events: Sequence[AttemptClosed]) -> None:
    """Count these papers into the reports, and make what pages show."""
    counted(events)
    making.step(OPENS_AT, at_once=True)


def cells(of: Snapshot) -> dict[Cell, Told]:
    """Everything in a snapshot."""
    return {(path, *key): told for path in of.paths for key, told in of.told(path).items()}


def snapshot_of(cells: Mapping[Cell, Told]) -> Snapshot:
    """One that tells these."""
    regions = {
        path: snapshot.region([told for key, told in cells.items() if key[0] == path])
        for path in {key[0] for key in cells}
    }
    return Snapshot(regions, OPENS_AT)


def small_world(round_: Round) -> None:
    """Two cities with three counties: of one there are four people only, ten are guests."""
    tell(papers(round_, 40, unit="一中"))
    tell(papers(round_, 30, cohort="farmers", first=101, day=1, score=50))
    tell(papers(round_, 4, path=YUEXIU, first=201))
    tell(papers(round_, 25, path=NANSHAN, first=301, day=2, score=90))
    tell(papers(round_, 10, path="810000", first=401))


@pytest.fixture
def fresh() -> Iterator[None]:
    """Snapshots are kept for a while in one process: not from one test to the next."""
    snapshot.forget()
    yield
    snapshot.forget()
