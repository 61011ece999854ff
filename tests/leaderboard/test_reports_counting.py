"""The cells of reports follow the journal, exactly once, whoever counts and however often."""

from typing import Any

import pytest
from django.core.management import call_command

from leaderboard import catalogue
from leaderboard.models import PersonFacts, ReportShelf, ReportState
from leaderboard.reports import counting, keeping, opened, shelves
from leaderboard.reports.keeping import Changes
from leaderboard.reports.shelves import Name
from leaderboard.rules.figures import ALL, Figures
from quiz.models import Attempt, Entry, EntryKind
from tests.leaderboard.cast import OPENS_AT, Scene

pytestmark = pytest.mark.django_db
LATER = OPENS_AT + 3_600_000


def cell(path: str = "44", group: str = "") -> Figures:
    return Figures(*row(path, group)[:-1])


def row(path: str = "44", group: str = "") -> list[int]:
    name = Name("GD26", 0, path, units=False)
    return shelves.read([name])[name][group, ALL, 0]


def everything() -> dict[str, object]:
    rows = ReportShelf.objects.values_list("name", "cells")
    return {name: shelves.unpacked(packed) for name, packed in rows}


def fill(stage: Scene) -> None:
    stage.close("梅", 80)
    stage.close("梅", 90)
    stage.close("兰", 40)
    stage.join("竹", region="440305", cohort="farmers")
    stage.close("竹", 100)


def test_papers_and_people_are_counted_where_they_were_closed(stage: Scene) -> None:
    fill(stage)
    assert counting.catch_up(LATER) == 4
    whole = cell()
    assert (whole.attempts, whole.people, whole.points) == (4, 3, 310)
    assert (cell("44/4401").people, cell("44/4403").people) == (2, 1)
    assert cell(group="farmers").attempts == 1
    assert [whole.level0, whole.level1, whole.level2, whole.level3] == [1, 0, 0, 2]


def test_counting_again_changes_nothing(stage: Scene) -> None:
    fill(stage)
    counting.catch_up(LATER)
    before = everything()
    counting.catch_up(LATER)
    assert everything() == before


def test_what_is_read_twice_is_counted_once(stage: Scene) -> None:
    fill(stage)
    counting.catch_up(LATER)
    before = everything()
    ReportState.objects.update(place="")
    counting.catch_up(LATER, page=2)
    assert everything() == before


def test_while_a_backlog_is_counted_the_moment_stays_that_of_before_it(stage: Scene) -> None:
    fill(stage)
    known = catalogue.load()
    done = counting.count(known, OPENS_AT, page=10)
    for who, score in (("松", 70), ("柏", 60)):
        stage.join(who)
        stage.close(who, score)
    moments: list[int] = []
    while not done.last or not moments:
        done = counting.count(known, LATER, page=1)
        moments.append(keeping.state().as_of)
    # On PostgreSQL, in one transaction, the first papers come again.
    assert len(moments) >= 3
    assert ({*moments[:-1]}, moments[-1]) == ({OPENS_AT}, LATER)
    assert cell().attempts == 6


@pytest.mark.django_db(transaction=True)
def test_a_backlog_that_filled_its_last_page_is_told_to_be_counted(stage: Scene) -> None:
    fill(stage)
    done = counting.count(catalogue.load(), LATER, page=4)
    assert (done.last, keeping.state().as_of, counting.waits(LATER)) == (False, 0, True)
    counting.catch_up(LATER)
    assert (keeping.state().as_of, counting.waits(LATER)) == (LATER, False)


def test_practice_is_in_no_report(stage: Scene) -> None:
    stage.close("梅", 80, round_=stage.practice)
    counting.catch_up(LATER)
    assert not everything()


def void(attempt: Attempt, step: int) -> None:
    """A step of annulment, as the journal holds it."""
    closing = Entry.objects.get(attempt=attempt, kind=EntryKind.CLOSED)
    closing.pk, closing.kind, closing.slot = None, EntryKind.VOIDED, step
    closing.save(force_insert=True)


def test_an_annulled_paper_leaves_and_a_restored_one_comes_back(stage: Scene) -> None:
    fill(stage)
    counting.catch_up(LATER)
    best = Attempt.objects.get(contestant__nickname="梅", try_no=1)
    before = cell()
    void(best, 1)
    counting.catch_up(LATER)
    assert (cell().closed, cell().attempts, cell().people, cell().points) == (4, 3, 3, 220)
    assert cell().level2 == 1
    void(best, 2)
    counting.catch_up(LATER)
    assert cell().points == before.points


def test_a_ruling_moves_the_points_of_a_paper(stage: Scene) -> None:
    stage.close("兰", 40)
    counting.catch_up(LATER)
    closing = Entry.objects.get(kind=EntryKind.CLOSED)
    closing.pk, closing.kind, closing.slot, closing.points = None, EntryKind.RULED, 1, 60
    closing.save(force_insert=True)
    counting.catch_up(LATER)
    assert (cell().attempts, cell().points, cell().level1) == (1, 60, 1)


def test_guests_stand_on_a_line_of_their_own(stage: Scene) -> None:
    stage.close("梅", 80)
    Attempt.objects.update(region_path="810000")
    counting.catch_up(LATER)
    assert {"~", "810000"} == {*ReportShelf.objects.values_list("path", flat=True)}


def test_what_was_opened_and_never_handed_in_is_counted_once(stage: Scene) -> None:
    fill(stage)
    who = stage.people["梅"]
    Attempt.objects.create(
        round=stage.ranked,
        contestant=who,
        try_no=7,
        book=0,
        form=0,
        region_path=who.region.path,
        cohort="youth",
        opened_at=OPENS_AT + 5_000,
    )
    for now in (OPENS_AT + 1_000, LATER, LATER + 500_000):
        counting.catch_up(now)
    assert (row()[shelves.OPENED], cell().closed) == (5, 4)


def test_of_two_who_count_the_same_page_one_is_heard(stage: Scene) -> None:
    fill(stage)
    changes = counting.changed([], catalogue.load())
    keeping.store(changes, "", turn=0, as_of=1)
    with pytest.raises(keeping.Elsewhere):
        keeping.store(changes, "", turn=0, as_of=2)


def test_counting_all_anew_goes_on_where_a_server_counts_too(
    stage: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(stage)
    counting.catch_up(LATER)
    before, once, real = everything(), iter([1]), opened.counted

    def after_another(changes: Changes, *rest: Any) -> Changes:
        for _time in once:
            keeping.store(Changes({}, {}), "", turn=keeping.state().turn, as_of=0)
        return real(changes, *rest)

    monkeypatch.setattr(opened, "counted", after_another)
    call_command("count_reports", rebuild=True)
    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_nothing_waits_when_all_is_counted(stage: Scene) -> None:
    assert not counting.waits(LATER)
    fill(stage)
    assert counting.waits(LATER)
    counting.catch_up(LATER)
    assert not counting.waits(LATER)


def test_no_name_is_kept_with_what_was_counted(stage: Scene) -> None:
    fill(stage)
    counting.catch_up(LATER)
    kept = b"".join(bytes(row.facts) for row in PersonFacts.objects.all())
    assert "梅".encode() not in kept


def test_the_cells_of_a_long_journal_are_those_of_any_pages(
    stage: Scene,
) -> None:
    fill(stage)
    counting.catch_up(LATER, page=1)
    before = everything()
    keeping.empty()
    counting.catch_up(LATER, page=1_000)
    assert everything() == before


def opened_at(stage: Scene, at: int) -> None:
    """A paper that is opened at that moment, as the server's clock has it, and never handed in."""
    who = stage.people["梅"]
    number = Attempt.objects.filter(contestant=who).count()
    place = {"region_path": who.region.path, "cohort": "youth", "book": 0, "form": 0}
    Attempt.objects.create(round=stage.ranked, contestant=who, try_no=number, opened_at=at, **place)


YEAR = 366 * 86_400_000
MINUTE = 60_000


def test_what_was_opened_while_the_clock_was_ahead_is_counted_once(stage: Scene) -> None:
    stage.join("梅")
    moments = (OPENS_AT, OPENS_AT + YEAR, OPENS_AT + YEAR + 1, OPENS_AT + MINUTE)
    for at in moments:
        opened_at(stage, at)
    for minute in range(1, 8):
        counting.catch_up(OPENS_AT + minute * MINUTE)
    assert row()[shelves.OPENED] == 4
    counting.catch_up(OPENS_AT + 2 * YEAR)
    assert row()[shelves.OPENED] == 4


def test_counting_while_the_clock_was_ahead_leaves_out_nothing_that_comes_later(
    stage: Scene,
) -> None:
    stage.join("梅")
    ahead = OPENS_AT + YEAR
    opened_at(stage, OPENS_AT)
    for at in (ahead, ahead + MINUTE):
        opened_at(stage, at)
    counting.catch_up(ahead + 2 * MINUTE)
    assert row()[shelves.OPENED] == 2
    for minute in range(4, 10):
        opened_at(stage, OPENS_AT + minute * MINUTE)
        counting.catch_up(OPENS_AT + (minute + 1) * MINUTE + 1)
    counting.catch_up(OPENS_AT + 20 * MINUTE)
    assert row()[shelves.OPENED] == 9
    counting.catch_up(ahead + 9 * MINUTE)
    assert row()[shelves.OPENED] == 9
