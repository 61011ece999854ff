"""Boards that are made from all people at once are those that each entry would have led to."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaderboard import derived, ladders
from leaderboard.catalogue import RankedRound
from leaderboard.ladders import Rising
from leaderboard.projector import RELOAD_MS, Projector
from leaderboard.rules.persons import Person
from leaderboard.rules.scopes import Scope
from leaderboard.store import Page
from leaderboard.store_memory import MemoryShelf, MemoryStore
from quiz.events import AttemptClosed
from quiz.journal.follow import Cursor, closed_since
from quiz.rules.formats import Count
from quiz.rules.units import Millis
from tests.leaderboard.cast import Scene, closed, many
from tests.leaderboard.test_defined import define
from tests.leaderboard.test_store import SCOPES

Make = Callable[..., RankedRound]


def pages(store: MemoryStore) -> list[Page]:
    return [store.page(scope, 0, 100) for scope in SCOPES]


@st.composite
def told(draw: st.DrawFn) -> list[AttemptClosed]:
    """Closings with some markings and steps of annulment of theirs, mixed."""
    events = draw(many())
    more = st.tuples(st.sampled_from(events or [closed(1, 10)]), st.integers(0, 2))
    marked = [replace(of, ruled=n, score=n) for of, n in draw(st.lists(more, max_size=6))]
    voided = [replace(of, void=n) for of, n in draw(st.lists(more, max_size=6))]
    return draw(st.permutations([*events, *marked, *voided]))


@pytest.mark.slow
@pytest.mark.parametrize("count", [Count.BEST, Count.SUM, Count.LAST])
@given(events=told(), first=st.integers(0, 30), meanwhile=st.integers(0, 30))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whenever_boards_are_made_they_are_the_same(
    count: Count, ranked: Make, events: list[AttemptClosed], first: int, meanwhile: int
) -> None:
    kept, made = MemoryStore(ranked(count=count)), MemoryStore(ranked(count=count))
    kept.settle()
    kept.apply(events)
    made.apply(events[:first])
    done = Rising.done

    def late(rising: Rising) -> dict[Scope, ladders.Ladder]:
        made.apply(events[first : first + meanwhile])
        return done(rising)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ladders, "RUN", 2)
        patch.setattr(Rising, "done", late)
        made.settle()
    made.apply(events[first + meanwhile :])
    assert pages(made) == pages(kept)


def test_whoever_cannot_wait_is_shown_all_that_came(
    ranked: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = MemoryStore(ranked())
    store.apply([closed(n, 50) for n in range(1, 4)])
    done, seen = Rising.done, []

    def impatient(rising: Rising) -> dict[Scope, ladders.Ladder]:
        monkeypatch.setattr(Rising, "done", done)
        store.apply([closed(9, 90)])
        seen.append(len(store.page(Scope("44"), 0, 9).rows))
        store.apply([closed(8, 80)])
        return done(rising)

    monkeypatch.setattr(Rising, "done", impatient)
    store.settle()
    assert seen == [4]
    assert [row.contestant for row in store.page(Scope("44"), 0, 2).rows] == [9, 8]


def test_a_first_reading_sorts_once_and_is_done_before_anybody_looks(
    stage: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    for score in (10, 20, 30, 40):
        stage.close("梅", score)
    shelf, taken = MemoryShelf(), []
    take = Rising.take

    def watched(rising: Rising, who: int, person: Person) -> None:
        taken.append(who)
        take(rising, who, person)

    monkeypatch.setattr(Rising, "take", watched)
    reader = Projector(shelf)
    reader.catch_up(Millis(1))
    assert taken == [stage.people["梅"].pk]
    stage.close("兰", 50)
    reader.catch_up(Millis(2))
    assert len(taken) == 1
    ranked = reader.catalogue.rounds[stage.ranked.pk]
    rows = shelf.store(ranked).page(Scope(ranked.root), 0, 9).rows
    assert [row.name for row in rows] == ["兰", "梅"]


def test_a_board_that_is_defined_later_sorts_once_too(
    stage: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    for score in (10, 20, 30, 40):
        stage.close("梅", score)
    reader, taken = Projector(MemoryShelf()), []
    reader.catch_up(Millis(1))
    define(stage, code="week", starts_at=0, ends_at=2**42)
    climb, take = MemoryStore._climb, Rising.take

    def watched(rising: Rising, who: int, person: Person) -> None:
        taken.append(who)
        take(rising, who, person)

    monkeypatch.setattr(Rising, "take", watched)
    monkeypatch.setattr(MemoryStore, "_climb", None)  # entry by entry
    reader.catch_up(Millis(1 + RELOAD_MS))
    spec = derived.spec_of(
        reader.catalogue, reader.catalogue.definitions["GD26", "week"], public=False
    )
    store = reader.derived_store(spec)
    assert store is not None
    assert taken == [stage.people["梅"].pk]
    monkeypatch.setattr(MemoryStore, "_climb", climb)
    stage.close("兰", 50)
    reader.catch_up(Millis(2 + RELOAD_MS))
    assert len(taken) == 1
    rows = store.page(Scope(stage.ranked.contest.region.path), 0, 9).rows
    assert [row.name for row in rows] == ["兰", "梅"]


def test_boards_are_made_before_anybody_looks_though_an_entry_cannot_be_read(
    stage: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.close("梅", 10)
    shelf = MemoryShelf()

    def source(cursor: Cursor | None, limit: int) -> tuple[list[AttemptClosed], Cursor]:
        if cursor is not None:
            raise ValueError("odd")
        return closed_since(cursor, limit)

    monkeypatch.setattr("leaderboard.projector.PAGE", 1)
    reader = Projector(shelf, source)
    assert not reader.try_to_catch_up(Millis(1))
    monkeypatch.setattr(MemoryStore, "settle", None)
    ranked = reader.catalogue.rounds[stage.ranked.pk]
    rows = shelf.store(ranked).page(Scope(ranked.root), 0, 9).rows
    assert [row.name for row in rows] == ["梅"]
