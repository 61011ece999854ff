"""Looking whether the last papers of a round are in: one look at a time, seldom if it is long."""

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from leaderboard import catalogue
from leaderboard.catalogue import RankedRound
from leaderboard.pictures import all_in
from leaderboard.pictures.all_in import LOOK_MS, REST_TIMES, AllIn
from quiz import swept
from quiz.rules.units import Millis
from tests.fakes import FakeClock
from tests.leaderboard.cast import Scene

LONG = 30_000


class Database:
    """In which some paper is open; each look takes `took` ms, and meanwhile others ask, too."""

    def __init__(self, known: AllIn, ranked: RankedRound, clock: FakeClock) -> None:
        self.known, self.ranked, self.clock = known, ranked, clock
        self.looks, self.took, self.away = 0, LONG, False
        clock.time = Millis((ranked.closes_at or 0) + 3_600_000)

    def open(self, _ranked: RankedRound, _now: Millis) -> bool:
        self.looks += 1
        self.clock.tick(self.took)
        assert self.ask() is None
        if self.away:
            raise OperationalError
        return True

    def ask(self) -> Millis | None:
        return self.known.since(self.ranked, self.clock.now())


@pytest.fixture
def database(stage: Scene, fake_clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> Database:
    made = Database(AllIn(), catalogue.load().rounds[stage.ranked.pk], fake_clock)
    monkeypatch.setattr(all_in, "_open", made.open)
    return made


def test_nobody_else_looks_while_somebody_does(database: Database) -> None:
    assert database.ask() is None
    assert database.looks == 1


@pytest.mark.parametrize(("took", "rest"), [(0, LOOK_MS), (50, LOOK_MS), (LONG, REST_TIMES * LONG)])
def test_the_next_look_is_later_the_longer_the_last_one_took(
    database: Database, took: int, rest: int
) -> None:
    database.took = took
    database.ask()
    for tick, looks in ((rest - 1, 1), (1, 2)):
        database.clock.tick(tick)
        database.ask()
        assert database.looks == looks


def test_whoever_asked_before_the_look_ended_does_not_look_again(database: Database) -> None:
    asked = database.clock.now()
    database.ask()
    assert database.known.since(database.ranked, Millis(asked + LOOK_MS)) is None
    assert database.looks == 1


def test_a_database_that_is_away_is_not_asked_by_everybody_either(database: Database) -> None:
    database.away = True
    with pytest.raises(OperationalError):
        database.ask()
    assert database.ask() is None
    database.clock.tick(REST_TIMES * LONG)
    with pytest.raises(OperationalError):
        database.ask()
    assert database.looks == 2


def test_of_a_round_that_was_swept_no_paper_is_read(stage: Scene, fake_clock: FakeClock) -> None:
    stage.close("梅", 80)
    ranked = catalogue.load().rounds[stage.ranked.pk]
    before = Millis((ranked.closes_at or 0) + 2 * swept.LATE_MS)
    fake_clock.time = Millis(before + 3_600_000)
    swept.keep(ranked.id, swept.Mark(before), fake_clock.now())
    with CaptureQueriesContext(connection) as seen:
        found = AllIn().since(ranked, fake_clock.now())
    assert found == before + all_in.COMMITTED_MS
    tables = ('"quiz_attempt"', '"quiz_entry"')
    assert not [one for one in seen.captured_queries if any(t in one["sql"] for t in tables)]
