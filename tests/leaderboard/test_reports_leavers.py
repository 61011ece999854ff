"""Reports count on whoever had their data deleted, and keep nothing of the unit they had named."""

import json
from typing import Any

import pytest

from leaderboard.models import PersonFacts, ReportShelf, ReportState
from leaderboard.reports import counting, keeping, openers, shelves
from leaderboard.reports.keeping import Changes
from leaderboard.reports.shelves import Cells
from leaderboard.rules.figures import ALL, UNIT
from quiz import people
from quiz.models import Attempt, Contestant, Entry, EntryKind
from quiz.rules.units import Millis
from tests.leaderboard.cast import OPENS_AT, Scene

pytestmark = pytest.mark.django_db
LATER = Millis(OPENS_AT + 3_600_000)
ERASED_AT = Millis(LATER + 600_000)
AFTER = Millis(ERASED_AT + 600_000)
CLASS, SCHOOL = "某某中学初二三班", "一中"


def counted(stage: Scene) -> None:
    """Two of one class, one of a school and one of no unit, all counted."""
    for name, unit in (("梅", CLASS), ("兰", CLASS), ("竹", SCHOOL), ("菊", "")):
        who = stage.join(name)
        Contestant.objects.filter(pk=who.pk).update(unit=unit)
        stage.close(name, 80)
    stage.close("梅", 90)
    counting.catch_up(LATER)


def erase(stage: Scene, *names: str) -> None:
    for name in names:
        people.erase(stage.people[name], ERASED_AT)


def everything() -> dict[str, Cells]:
    rows = ReportShelf.objects.values_list("name", "cells")
    held = {name: shelves.unpacked(packed) for name, packed in rows}
    return {name: cells for name, cells in held.items() if cells}


def anew() -> dict[str, Cells]:
    """What counting the whole journal again comes to."""
    keeping.empty()
    counting.catch_up(AFTER)
    return everything()


def kept() -> str:
    facts = b"".join(bytes(one.facts) for one in PersonFacts.objects.all())
    cells = b"".join(bytes(one.cells) for one in ReportShelf.objects.all())
    return (facts + cells).decode(errors="ignore")


def people_of(unit: str) -> int:
    cells = everything()["GD26|0|44|1"]
    return cells.get((UNIT + unit, ALL, 0), shelves.EMPTY)[2]


def test_the_unit_leaves_what_is_kept_and_the_papers_stay(stage: Scene) -> None:
    counted(stage)
    erase(stage, "梅")
    counting.catch_up(AFTER)
    facts = PersonFacts.objects.get(pk=stage.people["梅"].pk).facts
    assert CLASS.encode() not in bytes(facts)
    assert [people_of(unit) for unit in (CLASS, SCHOOL, "")] == [1, 1, 2]
    assert everything() == anew()


def test_a_unit_that_nobody_names_any_more_is_gone(stage: Scene) -> None:
    counted(stage)
    erase(stage, "梅", "兰")
    counting.catch_up(AFTER)
    assert CLASS not in kept()
    assert SCHOOL in kept()


@pytest.mark.django_db(transaction=True)
def test_a_deletion_under_a_clock_that_was_far_ahead_hides_no_later_one(stage: Scene) -> None:
    counted(stage)
    people.erase(stage.people["竹"], Millis(AFTER + 86_400_000))
    counting.catch_up(AFTER + 86_400_000)
    assert SCHOOL not in kept()
    erase(stage, "梅", "兰")
    assert counting.waits(AFTER)
    counting.catch_up(AFTER)
    assert CLASS not in kept()
    assert not counting.waits(AFTER)


def opens(stage: Scene, name: str, unit: str, at: int = LATER) -> None:
    """Somebody of that unit opens a paper and hands nothing in."""
    who = stage.people.get(name) or stage.join(name)
    Contestant.objects.filter(pk=who.pk).update(unit=unit)
    Attempt.objects.create(
        round=stage.ranked,
        contestant=who,
        try_no=7,
        book=0,
        form=0,
        region_path=who.region.path,
        cohort="youth",
        opened_at=at,
    )


def test_a_paper_that_was_opened_and_not_handed_in_leaves_its_unit_too(stage: Scene) -> None:
    counted(stage)
    opens(stage, "竹", SCHOOL)
    counting.catch_up(LATER + 120_000)
    erase(stage, "竹")
    counting.catch_up(AFTER)
    assert SCHOOL not in kept()
    assert everything() == anew()


def test_a_paper_counted_as_opened_only_after_the_deletion_is_counted_once(stage: Scene) -> None:
    counted(stage)
    keeping.empty()
    Attempt.objects.update(opened_at=LATER - 30_000)
    counting.catch_up(LATER)
    erase(stage, "竹")
    counting.catch_up(AFTER)
    assert everything() == anew()


def test_an_annulled_paper_of_somebody_who_left_is_taken_away_from_no_unit(stage: Scene) -> None:
    counted(stage)
    erase(stage, "梅")
    counting.catch_up(AFTER)
    closing = Entry.objects.get(
        attempt__contestant=stage.people["梅"], attempt__try_no=1, kind=EntryKind.CLOSED
    )
    closing.pk, closing.kind, closing.slot = None, EntryKind.VOIDED, 1
    closing.save(force_insert=True)
    counting.catch_up(AFTER)
    assert [people_of(unit) for unit in (CLASS, "")] == [1, 2]
    assert everything() == anew()


def test_many_leave_page_by_page(stage: Scene) -> None:
    counted(stage)
    erase(stage, "梅", "兰", "竹", "菊")
    counting.catch_up(AFTER, page=1)
    assert not any(unit in kept() for unit in (CLASS, SCHOOL))
    assert everything() == anew()


def test_who_left_before_anybody_looked_for_that_is_found(stage: Scene) -> None:
    counted(stage)
    state = ReportState.objects.get()
    place = {name: at for name, at in json.loads(state.place).items() if name != "left"}
    ReportState.objects.update(place=json.dumps(place), as_of=AFTER)
    erase(stage, "梅", "兰")
    assert counting.waits(AFTER)
    counting.catch_up(AFTER)
    assert CLASS not in kept()


@pytest.mark.django_db(transaction=True)
def test_a_deletion_waits_to_be_seen_to_and_then_nothing_does(stage: Scene) -> None:
    counted(stage)
    assert not counting.waits(AFTER)
    erase(stage, "梅")
    assert counting.waits(AFTER)
    counting.catch_up(AFTER)
    assert not counting.waits(AFTER)


def test_a_deletion_stored_after_a_newer_one_is_seen_to(stage: Scene) -> None:
    counted(stage)
    erase(stage, "兰")
    counting.catch_up(AFTER)
    people.erase(stage.people["梅"], Millis(ERASED_AT - 500))
    assert counting.waits(AFTER)
    counting.catch_up(AFTER)
    assert CLASS not in kept()


def opened_by(unit: str) -> list[int]:
    """Papers of the unit that were opened: in the province and in the city, of a round and all."""
    names = [name for name in everything() if name.endswith("|1")]
    rows = (everything()[name].get((UNIT + unit, ALL, 0)) for name in sorted(names))
    return [row[shelves.OPENED] for row in rows if row]


ALONE = "松的班"


@pytest.mark.django_db(transaction=True)
def test_the_unit_of_somebody_who_only_opened_a_paper_leaves_too(stage: Scene) -> None:
    counted(stage)
    opens(stage, "松", ALONE)
    counting.catch_up(LATER + 120_000)
    assert ALONE in kept()
    erase(stage, "松")
    assert counting.waits(AFTER)
    counting.catch_up(AFTER)
    assert ALONE not in kept()
    assert not counting.waits(AFTER)
    assert everything() == anew()


def test_of_a_unit_with_others_one_opened_paper_less_is_counted(stage: Scene) -> None:
    counted(stage)
    for name, unit in (("松", CLASS), ("柏", SCHOOL), ("枫", SCHOOL), ("杨", ""), ("柳", CLASS)):
        opens(stage, name, unit)
    counting.catch_up(LATER + 120_000)
    before = opened_by(CLASS), opened_by(SCHOOL)
    erase(stage, "松", "柏", "杨", "梅")
    counting.catch_up(AFTER, page=1)
    assert [n - 3 for n in before[0]] == opened_by(CLASS)
    assert [n - 1 for n in before[1]] == opened_by(SCHOOL)
    assert everything() == anew()


def test_a_paper_closed_after_its_owner_left_is_of_no_unit(stage: Scene) -> None:
    counted(stage)
    opens(stage, "松", ALONE)
    counting.catch_up(LATER + 120_000)
    erase(stage, "松")
    counting.catch_up(AFTER)
    stage.close("松", 70)
    Attempt.objects.filter(contestant=stage.people["松"]).exclude(try_no=7).update(opened_at=AFTER)
    counting.catch_up(AFTER)
    assert ALONE not in kept()
    assert people_of("") == 2
    assert everything() == anew()


def test_who_leaves_while_the_others_are_counted_again_is_taken_away_once(
    stage: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted(stage)
    opens(stage, "松", CLASS)
    counting.catch_up(LATER + 120_000)
    erase(stage, "松")
    changes = openers.changes

    def meanwhile(*args: Any) -> Changes:
        erase(stage, "梅")
        return changes(*args)

    monkeypatch.setattr(openers, "changes", meanwhile)
    counting.catch_up(AFTER)
    assert everything() == anew()
